import Platform
import SQL
import Site
import TestSite
import Testing

/// The database of the first release's demonstration, brought up to date.
@Suite struct OldestDatabaseTests {
  /// The schema as it was after each capability's first migration.
  private var oldest: Schema {
    Schema(App.schema(Doors.all).capabilities.map { Migrations($0.capability, Array($0.steps.prefix(1))) })
  }

  @Test(arguments: TestDatabase.dialects)
  func `the oldest demonstration is brought up to date with all its records`(_ dialect: Dialect) async throws {
    try await TestDatabase.with(dialect, onDisk: true) { database async throws in
      // As it was: its own tables, with its own rows, in this kind of database.
      let rows = try await Archive("Tests/Fixtures/demonstration-1.gz").restore(into: database, oldest).rows
      #expect(rows["lease"] == 44 && rows["territory"] == 2)
      let done: [String] = try await App.schema(Doors.all).migrate(database)
      #expect(done.first == "platform 2: accounts, roles, sealed audit, networks")
      #expect(try await App.schema(Doors.all).faults(database) == [])
      let after: Int = try await database.read { try await $0.value("SELECT count(*) FROM lease") }
      #expect(after == rows["lease"])
      var settings = AppSettings()
      settings.hasCheapPasswords = true
      let app = try await App(database, Doors.all, settings)
      // Its history is sealed like any other, and somebody can come in.
      while try await Sealer(database).seal() > 0 {}
      let check = try await ChainCheck(database)
      #expect(check.faults == [] && check.lines == rows["audit_line"])
      let territory: Territory = try await Accounts(app).territory("grenoble")
      let link: String? = try await Accounts(app).invite(
        "agente@grenoble.example", "Camille", Grant(.agent, on: .territory), on: territory)
      #expect(link?.contains("/acces?jeton=") == true)
    }
  }
}
