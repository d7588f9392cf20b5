extension Schema {
  /// What is wrong with a database, in words for its operator. Empty when all is well.
  public func faults(_ database: Database) async throws -> [String] {
    try await database.snapshot { session in
      guard try await isCurrent(session) else { return ["The database is not up to date: run terreau migrate."] }
      switch session.dialect {
      case .sqlite:
        let damage: [String] = try await session.all("PRAGMA integrity_check") { row in try row.next() }
        let orphans: [String] = try await session.all("PRAGMA foreign_key_check") { row in
          "a row of \(try row.next(String.self)) refers to one that is not there"
        }
        return damage.filter { $0 != "ok" } + orphans
      case .postgres:
        // PostgreSQL verifies its pages as it reads them: read every row.
        for table in tables {
          let _: Int = try await session.value(Query(trusted: "SELECT count(*) FROM \(table.name)"))
        }
        return try await session.all(
          "SELECT conname FROM pg_constraint WHERE NOT convalidated AND connamespace = current_schema()::regnamespace"
        ) { row in "the constraint \(try row.next(String.self)) has not been validated" }
      }
    }
  }
}
