import SQL
import TestSite
import Testing

@testable import Platform

/// What an import that is taken back leaves alone.
@Suite struct OrganisationRemovalTests {
  private static let list: String = "/annuaire/organisations"

  /// One organisation that a table brought: where the table is looked at, and where the organisation is.
  private func imported(_ site: TestSite) async throws -> (table: String, organisation: String) {
    let table: String = try await site.send("Nom;Ville\nAtelier Rouge;Fontaine\n", to: Self.list)
    try await site.press("\(table)/application")
    let id: Int = try await site.database.read {
      try await $0.value("SELECT id FROM organisation WHERE territory_id = \(site.here.id) AND name = 'Atelier Rouge'")
    }
    return (table, "\(Self.list)/\(id)")
  }

  private func outcomes(_ table: String, _ site: TestSite) async throws -> [String] {
    try await site.lines(of: table).compactMap { $0["outcome"]?.string }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an organisation that somebody gave another name stays when its import is taken back`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let (table, organisation): (String, String) = try await imported(site)
      let named = try await site.post("\(organisation)/noms", ["name": "AR", "kind": "acronym"], as: site.agent)
      try #require(named.status == 303, "\(named.text)")
      try await site.press("\(table)/annulation")
      #expect(try await outcomes(table, site) == ["kept"])
      let why: String = try await site.lines(of: table)[0]["notes"]?.string ?? ""
      #expect(why.contains("D’autres fiches parlent de cette organisation"), "\(why)")
      #expect(try await site.get(organisation, as: site.agent).words.contains("AR (sigle)"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an organisation of which somebody said a dated fact stays when its import is taken back`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let (table, organisation): (String, String) = try await imported(site)
      let said = try await site.post(
        "\(organisation)/faits", ["kind": "headcount", "value": "12", "from": "2024-01-01"], as: site.agent)
      try #require(said.status == 303, "\(said.text)")
      try await site.press("\(table)/annulation")
      #expect(try await outcomes(table, site) == ["kept"])
      #expect(try await site.get(organisation, as: site.agent).status == 200)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an organisation that only the directory speaks of goes with its import`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let (table, organisation): (String, String) = try await imported(site)
      try await site.press("\(table)/annulation")
      #expect(try await outcomes(table, site) == ["undone"])
      #expect(try await site.get(organisation, as: site.agent).status == 404)
    }
  }
}
