import Platform
import SQL
import Site
import TestSite
import Testing

/// The databases of earlier releases' demonstrations, brought up to date.
@Suite struct OldestDatabaseTests {
  struct Release: Sendable {
    let number: Int
    /// How many migrations each capability had.
    let steps: [String: Int]
    let next: String
    let leases: Int
    let territories: Int

    init(_ number: Int, _ steps: [String: Int], next: String, leases: Int = 44, territories: Int = 2) {
      self.number = number
      self.steps = steps
      self.next = next
      self.leases = leases
      self.territories = territories
    }
  }

  static let releases: [Release] = [
    Release(1, ["platform": 1, "places": 1], next: "platform 2: accounts, roles, sealed audit, networks"),
    Release(2, ["platform": 2, "places": 1], next: "platform 3: saved views, undo, letters"),
    Release(3, ["platform": 3, "places": 2], next: "platform 4: programmes and their configuration"),
    Release(
      4, ["platform": 4, "programmes": 2, "assembly": 1, "places": 3],
      next: "platform 5: versions of tables, perimeters", leases: 383, territories: 5),
    Release(
      5, ["platform": 7, "programmes": 2, "assembly": 1, "places": 3, "indicators": 1, "lab": 7],
      next: "platform 8: jobs and imports", leases: 383, territories: 22),
  ]

  private func schema(_ release: Release) -> Schema {
    Schema(
      App.schema(Doors.all).capabilities.map {
        Migrations($0.capability, Array($0.steps.prefix(release.steps[$0.capability] ?? 0)))
      })
  }

  @Test(arguments: TestDatabase.dialects, releases)
  func `an old demonstration is brought up to date with all its records`(
    _ dialect: Dialect, _ release: Release
  ) async throws {
    try await TestDatabase.with(dialect, onDisk: true) { database async throws in
      // As it was: its own tables, with its own rows, in this kind of database.
      let rows = try await Archive("Tests/Fixtures/demonstration-\(release.number).gz")
        .restore(into: database, schema(release)).rows
      #expect(rows["lease"] == release.leases && rows["territory"] == release.territories)
      let done: [String] = try await App.schema(Doors.all).migrate(database)
      #expect(done.first == release.next)
      #expect(try await App.schema(Doors.all).faults(database) == [])
      let after: Int = try await database.read { try await $0.value("SELECT count(*) FROM lease") }
      #expect(after == rows["lease"])
      var settings = AppSettings()
      settings.hasCheapPasswords = true
      let app = try await App(database, Doors.all, settings)
      // Its history is sealed like any other, and somebody can come in.
      while try await Sealer(database).seal() > 0 {}
      let check = try await ChainCheck(database)
      #expect(check.faults == [] && check.lines == rows["audit_line"], "\(check.faults)")
      let territory: Territory = try await Accounts(app).territory("grenoble")
      let link: String? = try await Accounts(app).invite(
        "nouvelle@grenoble.example", "Camille", Grant(.agent, on: .territory), on: territory)
      #expect(link?.contains("/acces?jeton=") == true)
    }
  }
}
