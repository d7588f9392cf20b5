import HTTP
import Platform
import SQL
import TestSite
import Testing

@testable import Lab

/// A network here that asks a territory elsewhere for a sheet, and the people on both sides.
struct Collecting {
  let site: TestSite
  let collection: Int
  /// Of the territory that is asked.
  let programme: Int

  static let lab: String = "/dispositifs/le-lab"

  static func open(_ site: TestSite, deadline: String = "2026-12-31") async throws -> Collecting {
    let manager = Actor("Test", territory: site.here.id, [Grant(.manager, on: .territory)])
    let configurations = Configurations(site.app, Scope(site.database, manager, at: TestSite.now))
    let document = try configurations.read(
      Array(
        """
        {"format": "terreau-programme", "formatVersion": 1, "programme": {"name": "Le Lab"}, "lab": {"staleMonths": 18}}
        """.utf8))
    _ = try await configurations.take(document, into: "le-lab", isPublic: true)
    let guest: TestActor = site.actor(.agent, in: site.elsewhere)
    let programme = try await site.api(
      "/dispositifs", #"{"slug":"atelier","name":"Atelier partagé","isPublic":true}"#, as: guest)
    let opened = try await site.api(
      "\(lab)/collectes",
      #"{"name":"Édition 2026","call":"Racontez **ce qui marche**.","opened":"2026-11-01","deadline":"\#(deadline)"}"#,
      as: site.agent)
    return Collecting(
      site: site, collection: try #require(try opened.json()["id"]?.int, "\(opened.text)"),
      programme: try #require(try programme.json()["id"]?.int, "\(programme.text)"))
  }

  var path: String { "\(Self.lab)/collectes/\(collection)" }

  var editor: TestActor { site.agent }
  var contact: TestActor { site.actor(.agent, in: site.elsewhere) }
  var elected: TestActor { site.actor(.elected, in: site.elsewhere) }
  var manager: TestActor { site.actor(.manager, in: site.elsewhere) }

  /// The number of the request.
  func invite(_ email: String = "contact@ailleurs.example") async throws -> Int {
    let answer = try await site.api(
      "\(path)/invitations",
      #"{"territory":"ailleurs","contact":"Claude","email":"\#(email)","wish":"Atelier partagé"}"#, as: editor)
    return try #require(try answer.json()["id"]?.int, "\(answer.status) \(answer.text)")
  }

  /// The sheet, once the request is accepted.
  func join(_ invitation: Int) async throws -> Int {
    let answer = try await site.post(
      "/fiches-demandees/\(invitation)/acceptation", ["programme": "atelier"], as: contact)
    try #require(answer.status == 303, "\(answer.text)")
    return try await site.database.read {
      try await $0.value("SELECT sheet_id FROM sheet_invitation WHERE id = \(Int64(invitation))")
    }
  }

  func sheetPath(_ sheet: Int) -> String { "/dispositifs/atelier/fiches/\(sheet)" }

  func draftPath(_ sheet: Int) -> String { "/collectes/\(collection)/fiches/\(sheet)" }

  func write(_ text: String, into rubric: String = "context", of sheet: Int, version: Int) async throws {
    let answer = try await site.post(
      "\(sheetPath(sheet))/rubriques/\(rubric)", ["text": text, "version": "\(version)"], as: contact)
    try #require(answer.status == 303, "\(answer.text)")
  }

  /// A sheet that was submitted with a context of ours.
  func submitted(_ text: String = "Une friche de deux hectares, au nord de la ville.") async throws -> Int {
    let sheet: Int = try await join(try await invite())
    try await write(text, of: sheet, version: 1)
    let answer = try await site.post("\(sheetPath(sheet))/soumission", ["note": "Voici."], as: contact)
    try #require(answer.status == 303, "\(answer.text)")
    return sheet
  }

  /// Somebody whom the network invited to review, and somebody who works on the same programme and was not.
  func reviewer() async throws -> TestActor {
    let reviewer: TestActor = try await partner("Rita Relectrice")
    _ = try await site.get("/", as: reviewer)
    let email: String = try await site.database.read {
      try await $0.value("SELECT email FROM account WHERE name = 'Rita Relectrice'")
    }
    let answer = try await site.post("\(path)/relecteurs", ["name": "Rita", "email": email], as: editor)
    try #require(answer.status == 303, "\(answer.text)")
    return reviewer
  }

  func partner(_ name: String) async throws -> TestActor {
    let lab: Int64 = try await site.database.read {
      try await $0.value("SELECT id FROM programme WHERE slug = 'le-lab' AND territory_id = \(site.here.id)")
    }
    return site.actor([Grant(.partner, on: .programme, lab)], name: name)
  }

  func mails() async throws -> [String] {
    try await site.database.read {
      try await $0.all("SELECT recipient FROM outgoing_message ORDER BY id") { row in try row.next() }
    }
  }
}
