import HTTP
import SQL
import TestSite
import Testing

/// Tables that another program sends, every night for instance.
@Suite struct ImportAPITests {
  private static let list: String = "/api/v1/annuaire/organisations"

  private func send(
    _ table: String, _ site: TestSite, as actor: TestActor, key: String = "", field: String = "file"
  ) async throws -> Answer {
    let part: String = "Content-Disposition: form-data; name=\"\(field)\"; filename=\"nuit.csv\""
    let body: String = "--b\r\n\(part)\r\nContent-Type: text/csv\r\n\r\n\(table)\r\n--b--\r\n"
    return try await site.send(
      .post, "\(Self.list)/import/envoi", as: actor,
      headers: ["content-type": "multipart/form-data; boundary=b", "idempotency-key": key], body: Array(body.utf8))
  }

  private func state(_ path: String, _ site: TestSite) async throws -> String? {
    try await site.get(path, as: site.agent).json()["state"]?.string
  }

  /// Records of the organisation that the table brings.
  private func known(_ site: TestSite) async throws -> Int? {
    try await site.get("\(Self.list)?q=%C3%A9b%C3%A9nisterie%20martin", as: site.agent).json()["total"]?.int
  }

  @Test(arguments: TestDatabase.dialects)
  func `a program sends a table, looks at it, has it written and taken back`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let sent = try await send(ImportTests.table, site, as: site.agent, key: "nuit-2026-11-21")
      let path: String = try #require(sent.location, "\(sent.text)")
      #expect(sent.status == 201 && path.hasPrefix("/api/v1/imports/"))
      let run: JSON = try sent.json()
      #expect(run["state"]?.string == "reading" && run["fileName"]?.string == "nuit.csv")
      // The network dropped, and the program tries again: the table was sent once.
      let again = try await send(ImportTests.table, site, as: site.agent, key: "nuit-2026-11-21")
      #expect(again.status == 303 && again.location == path)
      try await site.app.workOff()
      #expect(try await state(path, site) == "ready")
      let rejected = try await site.get("\(path)/lignes?state=rejected", as: site.agent).json()
      #expect(rejected["total"]?.int == 3)
      let page = String(path.dropFirst("/api/v1".count))
      let begun = try await site.api("\(page)/application", "{}", as: site.agent)
      #expect(begun.status == 200, "\(begun.text)")
      #expect(try begun.json()["state"]?.string == "applying")
      try await site.app.workOff()
      #expect(try await state(path, site) == "done")
      #expect(try await known(site) == 1)
      let late = try await site.api("\(page)/abandon", "{}", as: site.agent)
      #expect(late.status == 409 && late.header("Content-Type") == "application/problem+json", "\(late.text)")
      #expect(try await site.api("\(page)/annulation", "{}", as: site.agent).status == 200)
      try await site.app.workOff()
      #expect(try await state(path, site) == "undone")
      #expect(try await known(site) == 0)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `the signs that lists are written with are letters like others`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let table: String = "Nom;Commune\nAtelier du Drac;Fontaine\nScierie {\"a\",NULL} \\;Fontaine\n"
      let path: String = try await site.send(table, to: "/annuaire/organisations")
      #expect(try await site.lines(of: path).count == 2)
      try await site.press("\(path)/application")
      #expect(try await state("/api/v1\(path)", site) == "done")
      let found = try await site.get("\(Self.list)?q=scierie", as: site.agent).json()
      #expect(found["items"]?[0]?["name"]?.string == "Scierie {\"a\",NULL} \\")
    }
  }

  @Test func `what is not a table in its own part is refused, and so is who may not bring any`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let other = try await send(ImportTests.table, site, as: site.agent, field: "table")
      #expect(try other.status == 422 && other.wrongFields() == ["table"], "\(other.text)")
      let words = try await site.api("/annuaire/organisations/import/envoi", #"{"file":"Nom\nA\n"}"#, as: site.agent)
      #expect(words.status == 422, "\(words.text)")
      let unknown = try await send(ImportTests.table, site, as: site.visitor)
      #expect(unknown.status == 404, "\(unknown.status) \(unknown.text)")
      let elected = try await send(ImportTests.table, site, as: site.actor(.elected))
      #expect(elected.status == 404, "\(elected.status) \(elected.text)")
      let sent = try await send(ImportTests.table, site, as: site.agent)
      let path: String = try #require(sent.location)
      #expect(try await site.get(path, as: site.actor(.agent, in: site.elsewhere)).status == 404)
      // A form without a file takes none.
      let form = try await site.send(
        .post, "/api/v1/annuaire/organisations", as: site.agent,
        headers: ["content-type": "multipart/form-data; boundary=b"], body: Array("--b--\r\n".utf8))
      #expect(form.status == 415)
    }
  }
}
