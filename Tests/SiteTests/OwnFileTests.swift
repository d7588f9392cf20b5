import HTTP
import Mail
import Platform
import SQL
import TestSite
import Testing

/// Somebody's own way to what is written of them.
@Suite struct OwnFileTests {
  private func enter(_ site: TestSite, _ json: String) async throws -> String {
    let answer = try await site.api("/annuaire/personnes", json, as: site.agent)
    let id: Int = try #require(try answer.json()["id"]?.int, "\(answer.text)")
    return "/annuaire/personnes/\(id)"
  }

  private static let offer: String = "Donner à la personne l’accès à son dossier"

  @Test(arguments: TestDatabase.dialects)
  func `a person is invited to their own file, reads it and no other, and is invited once`(
    _ dialect: Dialect
  ) async throws {
    try await MailServer.with { server in
      let office = PostOffice(try PostOffice.Settings(address: "smtp://127.0.0.1:\(server.port)"))
      try await TestSite.with(dialect, { $0.postOffice = office }) { site async throws in
        let file: String = try await enter(
          site, #"{"givenName":"Mila","familyName":"Roussel","email":"mila@ici.example"}"#)
        let other: String = try await enter(site, #"{"givenName":"Noé","familyName":"Garnier"}"#)
        #expect(try await site.get(file, as: site.agent).words.contains(Self.offer))
        let given = try await site.post("\(file)/acces-personnel", [:], as: site.agent)
        #expect(given.status == 303, "\(given.text)")
        try await site.app.keep()
        let mail = try #require(try await server.received(1).first)
        #expect(mail.recipients == ["mila@ici.example"])
        let link = try #require(
          mail.text.split(separator: "\n").first { $0.hasPrefix("http://localhost/acces?jeton=") })
        let browser = Browser(site)
        _ = try await browser.get(AccountTests.path(link))
        #expect(try await browser.post("/mot-de-passe", ["password": AccountTests.password]).status == 303)
        #expect(try await browser.get(file).status == 200)
        #expect(try await browser.get("\(file)/donnees").text.contains("Roussel"))
        #expect(try await browser.get(other).status == 404)
        let asked = try await browser.post("\(file)/demandes", ["kind": "access"])
        #expect(asked.status == 303, "\(asked.text)")
        let page = try await site.get(file, as: site.agent)
        #expect(!page.words.contains(Self.offer) && page.words.contains("À qui ce dossier est confié"), "\(page.words)")
        let again = try await site.post("\(file)/acces-personnel", [:], as: site.agent)
        #expect(again.status == 409 && again.words.contains("a déjà accès à son dossier"), "\(again.text)")
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `without an address there is nowhere to invite anybody, and the page says so`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let file: String = try await enter(site, #"{"givenName":"Noé","familyName":"Garnier"}"#)
      let refused = try await site.post("\(file)/acces-personnel", [:], as: site.agent)
      #expect(refused.status == 409 && refused.words.contains("n’a pas d’adresse électronique"), "\(refused.text)")
      let roles: Int = try await site.database.read {
        try await $0.value("SELECT count(*) FROM role WHERE target = 'person'")
      }
      #expect(roles == 0)
    }
  }
}
