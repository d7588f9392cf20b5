import HTTP
import SQL
import TestSite
import Testing

@testable import Platform

/// What is left of somebody elsewhere than in their file: in the journal, in the account that opened it, in the post.
@Suite struct ForgettingTests {
  private func person(_ site: TestSite, _ json: String) async throws -> Int {
    let answer = try await site.api("/annuaire/personnes", json, as: site.agent)
    return try #require(try answer.json()["id"]?.int, "\(answer.text)")
  }

  private static let mila: String = """
    {"givenName":"Mila","familyName":"Roussel","birthDay":"1987-06-16","email":"Mila@ici.example"}
    """

  /// Lines of the journal that still name somebody.
  private func lines(_ site: TestSite, naming name: String) async throws -> Int {
    let pattern: String = "%\(name)%"
    return try await site.database.read {
      try await $0.value(
        """
        SELECT count(*) FROM audit_line WHERE territory_id = \(site.here.id)
          AND (actor_name LIKE \(pattern) OR before_json LIKE \(pattern) OR after_json LIKE \(pattern))
        """)
    }
  }

  private func count(_ site: TestSite, _ what: Query) async throws -> Int {
    try await site.database.read { try await $0.value("SELECT count(*) FROM \(what)") }
  }

  private func seal(_ site: TestSite) async throws {
    while try await Sealer(site.database).seal() > 0 {}
  }

  private func anonymise(_ id: Int, _ site: TestSite) async throws {
    let done = try await site.post(
      "/annuaire/personnes/\(id)/anonymisation", ["familyName": "Roussel"], as: site.actor(.manager))
    #expect(done.status == 303, "\(done.text)")
    await site.app.finishLater()
  }

  @Test(arguments: TestDatabase.dialects)
  func `the journal says of a role on a file which file it is and not whose, and forgets what it said before`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let id: Int = try await person(site, Self.mila)
      let given = try await site.post(
        "/annuaire/personnes/\(id)/referents",
        ["email": "lea@partenaire.example", "name": "Léa Fictive", "from": "2026-01-01"], as: site.agent)
      #expect(given.status == 303, "\(given.text)")
      let role: Int = try await site.database.read {
        try await $0.value("SELECT id FROM role WHERE target = 'person' AND target_id = \(id)")
      }
      let withdrawn = try await site.post(
        "/annuaire/personnes/\(id)/referents/\(role)/fin", ["day": "2026-11-30", "version": "1"], as: site.agent)
      #expect(withdrawn.status == 303, "\(withdrawn.text)")
      let named: Int = try await count(
        site,
        """
        audit_line WHERE record_kind = 'role' AND (before_json LIKE '%Roussel%' OR after_json LIKE '%Roussel%')
        """)
      #expect(named == 0)
      let numbered: Int = try await count(
        site, "audit_line WHERE record_kind = 'role' AND after_json LIKE '%Dossier n°%'")
      #expect(numbered == 2)
      // As earlier releases wrote it.
      _ = try await site.database.change { session in
        try await session.run(
          "UPDATE audit_line SET after_json = '{\"targetName\":\"Mila Roussel\"}' WHERE record_kind = 'role' AND record_id = \(role)"
        )
      }
      try await seal(site)
      try await anonymise(id, site)
      #expect(try await lines(site, naming: "Roussel") == 0)
      try await seal(site)
      #expect(try await ChainCheck(site.database).faults == [])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `of a file that was taken back with its table the journal keeps that it was there, and no more`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let path: String = try await site.send(
        "Nom;Prénom;Né le\nGarnier;Noé;12/02/1999\n", to: "/annuaire/personnes")
      try await site.press("\(path)/application")
      #expect(try await count(site, "person WHERE family_name = 'Garnier'") == 1)
      try await seal(site)
      try await site.press("\(path)/annulation")
      #expect(try await count(site, "person WHERE family_name = 'Garnier'") == 0)
      #expect(
        try await count(
          site, "audit_line WHERE action = 'person.removed' AND before_json IS NULL AND after_json IS NULL")
          == 1)
      await site.app.doChores()
      #expect(
        try await count(site, "audit_line WHERE record_kind = 'person' AND after_json LIKE '%Garnier%'") == 0)
      #expect(try await count(site, "audit_line WHERE action = 'person.entered'") == 1, "that it was there stays")
      try await seal(site)
      #expect(try await ChainCheck(site.database).faults == [])
    }
  }
}
