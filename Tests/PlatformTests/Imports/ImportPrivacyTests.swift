import HTTP
import SQL
import TestSite
import Testing

/// What tables say of people: what is not kept, what is kept for so long, and who took it away.
@Suite struct ImportPrivacyTests {
  private static let list: String = "/annuaire/personnes"
  private static let table: String = "Nom;Prénom;Né le\nRoussel;Mila;12/05/1998\nDiallo;Ama;03/09/2001\n"

  private func count(_ site: TestSite, _ table: Query) async throws -> Int {
    try await site.database.read { try await $0.value("SELECT count(*) FROM \(table)") }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a social security number is not kept, even in a column that nobody reads`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let path: String = try await site.send(
        "Nom;Prénom;Sécu\nRoussel;Mila;2690549588157 80\nDiallo;Ama;\n", to: Self.list)
      #expect(try await site.states(of: path) == ["2 rejected", "3 new"])
      #expect(try await site.lines(of: path)[0]["notes"]?.string?.contains("sécurité sociale") == true)
      #expect(try await count(site, "import_line WHERE cells LIKE '%26905495%'") == 0)
      #expect(try await count(site, "import_file") == 0)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `who takes the lines of a table of people away, or opens one, is written down`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let path: String = try await site.send(Self.table, to: Self.list)
      _ = try await site.get("\(path)/lignes", as: site.agent)
      #expect(try await count(site, "audit_line WHERE action = 'list.exported'") == 0)
      _ = try await site.get("\(path)/lignes.csv", as: site.agent)
      #expect(try await count(site, "audit_line WHERE action = 'list.exported' AND record_kind = 'import'") == 1)
      let line: Int = try await site.database.read { try await $0.value("SELECT min(id) FROM import_line") }
      #expect(try await site.get("\(path)/lignes/\(line)", as: site.agent).status == 200)
      #expect(try await count(site, "audit_line WHERE action = 'file.read' AND record_kind = 'import'") == 1)
      // Organisations are nobody’s secret.
      let other: String = try await site.send("Nom;Ville\nAtelier;Fontaine\n", to: "/annuaire/organisations")
      _ = try await site.get("\(other)/lignes.csv", as: site.agent)
      #expect(try await count(site, "audit_line WHERE action = 'list.exported'") == 1)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a table that was left half-way is forgotten after a month too`(_ dialect: Dialect) async throws {
    let clock = TestClock()
    try await TestSite.with(dialect, { $0.clock = clock.clock }) { site async throws in
      let path: String = try await site.send(Self.table, to: Self.list)
      #expect(try await site.post("\(path)/application", [:], as: site.agent).status == 303)
      let job: Int = try await site.database.read { try await $0.value("SELECT max(id) FROM job") }
      #expect(try await site.post("/travaux/\(job)/annulation", [:], as: site.agent).status == 303)
      clock.advance(seconds: 31 * 86_400)
      try await site.app.forgetOld()
      #expect(try await count(site, "import_line") == 0)
      #expect(try await count(site, "import_file") == 0)
      #expect(try await count(site, "import_run WHERE state = 'applying'") == 0)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `somebody who is anonymised is so in the table that brought them`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let path: String = try await site.send(Self.table, to: Self.list)
      try await site.press("\(path)/application")
      let person: Int = try await site.database.read {
        try await $0.value("SELECT id FROM person WHERE family_name = 'Roussel'")
      }
      let forgotten = try await site.post(
        "\(Self.list)/\(person)/anonymisation", ["familyName": "Roussel"], as: site.actor(.manager))
      #expect(forgotten.status == 303, "\(forgotten.text)")
      #expect(try await count(site, "import_line WHERE cells LIKE '%Roussel%'") == 0)
      #expect(try await count(site, "import_line WHERE cells LIKE '%Diallo%'") == 1)
      #expect(try await count(site, "import_file") == 0)
    }
  }
}
