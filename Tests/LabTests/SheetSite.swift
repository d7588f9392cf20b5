import HTTP
import Platform
import SQL
import TestSite
import Testing

/// A programme of a territory with its Lab sheet, written through the routes.
struct SheetSite {
  let site: TestSite
  let actor: TestActor
  let programme: String
  let sheet: Int

  var path: String { "/dispositifs/\(programme)/fiches/\(sheet)" }

  static func build(_ site: TestSite, _ programme: String, as actor: TestActor? = nil) async throws -> SheetSite {
    let actor: TestActor = actor ?? site.agent
    func number(_ path: String, _ json: String) async throws -> Int {
      let answer = try await site.api(path, json, as: actor)
      return try #require(try answer.json()["id"]?.int, "\(path): \(answer.status) \(answer.text)")
    }
    let id: Int = try await number("/dispositifs", #"{"slug":"\#(programme)","name":"Dispositif \#(programme)"}"#)
    let open = try await site.api(
      "/dispositifs/\(programme)", #"{"name":"Dispositif \#(programme)","isPublic":true,"version":1}"#, as: actor)
    try #require(open.status == 200 && id > 0, "\(open.text)")
    return SheetSite(
      site: site, actor: actor, programme: programme,
      sheet: try await number("/dispositifs/\(programme)/fiches", #"{"kind":"lab"}"#))
  }

  func write(_ rubric: String, _ text: String) async throws {
    let version: Int = try await site.database.read { session in
      try await session.value(
        """
        SELECT version FROM rubric WHERE territory_id IS NOT NULL AND sheet_id = \(Int64(sheet)) AND kind = \(rubric)
        """)
    }
    var json = JSONWriter()
    json.object { json in
      json.member("text", text)
      json.member("version", version)
    }
    let answer = try await site.api(
      "\(path)/rubriques/\(rubric)", String(decoding: json.bytes, as: UTF8.self), as: actor)
    try #require(answer.status == 200, "\(answer.text)")
  }

  func text(of rubric: String) async throws -> String {
    try await site.database.read { session in
      try await session.value(
        "SELECT text FROM rubric WHERE territory_id IS NOT NULL AND sheet_id = \(Int64(sheet)) AND kind = \(rubric)")
    }
  }

  func publish() async throws -> Answer {
    let version: Int = try #require(try await site.get("/api/v1\(path)", as: actor).json()["version"]?.int)
    return try await site.api("\(path)/publication", #"{"version":\#(version)}"#, as: actor)
  }

  func findings(_ check: String) async throws -> [JSON] {
    let answer = try await site.get("/api/v1\(path)/controles", as: actor)
    try #require(answer.status == 200, "\(answer.text)")
    return try answer.json()["findings"]?.items.filter { $0["check"]?.string == check } ?? []
  }
}
