import SQL
import TestSite
import Testing

@Suite struct MigrationTests {
  @Test(arguments: TestDatabase.dialects)
  func `ten processes that start at once migrate once`(_ dialect: Dialect) async throws {
    try await TestDatabase.with(dialect, onDisk: true) { database async throws in
      let done: [[String]] = try await withThrowingTaskGroup(of: [String].self) { group in
        for _ in 0..<10 { group.addTask { try await probe.migrate(database) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(done.filter { !$0.isEmpty } == [["probe 1: one of each"]])
      #expect(try await database.read { try await probe.isCurrent($0) })
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a migration that fails leaves no trace of itself`(_ dialect: Dialect) async throws {
    let broken = Schema([
      Migrations(
        "broken",
        [
          Migration(1, "good", [.table(Table("good", [.id]))]),
          Migration(2, "bad", [.table(Table("bad", [.id])), .both("SELECT nonsense FROM nowhere")]),
        ])
    ])
    try await TestDatabase.with(dialect) { database async throws in
      await #expect(throws: DatabaseError.self) { try await broken.migrate(database) }
      await #expect(throws: DatabaseError.self) { try await database.number("SELECT count(*) FROM good") }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a database made by a newer version is left alone`(_ dialect: Dialect) async throws {
    let newer = Schema([
      Migrations("probe", probe.capabilities[0].steps + [Migration(2, "later", [.table(Table("later", [.id]))])])
    ])
    try await TestDatabase.with(dialect) { database async throws in
      try await newer.migrate(database)
      #expect(await database.kind { try await probe.migrate($0) } == .readOnly)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a column added later is known to backups too`(_ dialect: Dialect) async throws {
    let later = Schema([
      Migrations(
        "probe",
        probe.capabilities[0].steps + [Migration(2, "more", [.column(.init("more", .text, null: true), of: "name")])])
    ])
    try await TestDatabase.with(dialect) { database async throws in
      try await probe.migrate(database)
      #expect(try await later.migrate(database) == ["probe 2: more"])
      #expect(later.tables.first { $0.name == "name" }?.columns.map(\.name) == ["id", "text", "more"])
    }
  }
}
