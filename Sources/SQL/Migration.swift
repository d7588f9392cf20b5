/// One step forward of one capability's tables. Numbered per capability, never changed once released.
public struct Migration: Sendable {
  public let number: Int
  public let name: String
  public let steps: [Step]

  public init(_ number: Int, _ name: String, _ steps: [Step]) {
    self.number = number
    self.name = name
    self.steps = steps
  }

  public enum Step: Sendable {
    case table(Table)
    case column(Table.Column, of: String)
    case renamed(String, to: String)
    /// The same table made otherwise, with its rows and without its indexes; no other refers to it.
    case rebuilt(Table)
    /// `.index("lot_by_site", "lot (territory_id, site_id)")`
    case index(String, String)
    /// No two rows of the same `key` may share a day; an absent end never ends.
    case noOverlap(table: String, key: String, from: String, to: String)
    /// A column added to a table that has rows, filled since, and never empty again.
    case required(String, of: String)
    case terms(TermIndex)
    case both(String)
    case perDialect(sqlite: String, postgres: String)

    func statements(for dialect: Dialect) -> [String] {
      switch self {
      case .table(let table): table.statements(for: dialect)
      case .column(let column, let table): ["ALTER TABLE \(table) ADD COLUMN \(column.definition(for: dialect))"]
      case .renamed(let table, let name): ["ALTER TABLE \(table) RENAME TO \(name)"]
      case .rebuilt(let table):
        ["ALTER TABLE \(table.name) RENAME TO \(table.name)_before"] + table.statements(for: dialect)
          + [
            "INSERT INTO \(table.name) (\(table.columnNames)) SELECT \(table.columnNames) FROM \(table.name)_before",
            "DROP TABLE \(table.name)_before",
          ]
      case .index(let name, let target): ["CREATE INDEX \(name) ON \(target)"]
      case .required(let column, let table):
        dialect == .postgres
          ? ["ALTER TABLE \(table) ALTER COLUMN \(column) SET NOT NULL"]
          : ["INSERT", "UPDATE"].map { event in
            """
            CREATE TRIGGER \(table)_\(column)_\(event.lowercased()) BEFORE \(event) ON \(table) WHEN NEW.\(column) IS NULL
            BEGIN SELECT RAISE(ABORT, 'NOT NULL constraint failed: \(table).\(column)'); END
            """
          }
      case .noOverlap(let table, let key, let from, let to):
        dialect == .sqlite
          ? sqliteNoOverlap(table, key, from, to)
          : [
            "CREATE EXTENSION IF NOT EXISTS btree_gist",
            """
            ALTER TABLE \(table) ADD CONSTRAINT \(table)_\(key) \
            EXCLUDE USING gist (\(key) WITH =, daterange(\(from), \(to), '[]') WITH &&)
            """,
          ]
      case .terms(let index): index.statements(for: dialect)
      case .both(let statement): [statement]
      case .perDialect(let sqlite, let postgres): [dialect == .sqlite ? sqlite : postgres]
      }
    }
  }
}

/// SQLite has no exclusion constraint: a trigger asks the same question before each write.
private func sqliteNoOverlap(_ table: String, _ key: String, _ from: String, _ to: String) -> [String] {
  func trigger(_ event: String, _ name: String) -> String {
    """
    CREATE TRIGGER \(table)_\(key)_\(name) BEFORE \(event) ON \(table) BEGIN
      SELECT RAISE(ABORT, 'overlap \(table)_\(key)') WHERE EXISTS (
        SELECT 1 FROM \(table) WHERE \(key) = NEW.\(key) AND id IS NOT NEW.id
        AND \(from) <= coalesce(NEW.\(to), '9999-12-31') AND coalesce(\(to), '9999-12-31') >= NEW.\(from));
    END
    """
  }
  return [trigger("INSERT", "insert"), trigger("UPDATE OF \(key), \(from), \(to)", "update")]
}

/// The migrations of one capability, by its key.
public struct Migrations: Sendable {
  public let capability: String
  public let steps: [Migration]

  public init(_ capability: String, _ steps: [Migration]) {
    self.capability = capability
    self.steps = steps
  }
}

/// Every capability's migrations, those of the platform first: what a database must look like.
public struct Schema: Sendable {
  public let capabilities: [Migrations]

  public init(_ capabilities: [Migrations]) { self.capabilities = capabilities }

  /// The tables in an order in which each comes after those it refers to.
  public var tables: [Table] {
    var tables: [Table] = []
    for step in capabilities.flatMap(\.steps).flatMap(\.steps) {
      switch step {
      case .table(let table): tables.append(table)
      case .column(let column, let name):
        guard let index = tables.firstIndex(where: { $0.name == name }) else { continue }
        let table: Table = tables[index]
        tables[index] = Table(
          name, table.columns + [column], unique: table.unique, checks: table.checks, key: table.key)
      case .renamed(let old, let name):
        // Only a table that no other refers to is ever called anew.
        guard let index = tables.firstIndex(where: { $0.name == old }) else { continue }
        let table: Table = tables[index]
        tables[index] = Table(
          name, table.columns, unique: table.unique, checks: table.checks, key: table.key)
      case .rebuilt(let table):
        guard let index = tables.firstIndex(where: { $0.name == table.name }) else { continue }
        tables[index] = table
      default: continue
      }
    }
    return Schema.ordered(tables)
  }

  var termIndexes: [TermIndex] {
    capabilities.flatMap(\.steps).flatMap(\.steps).compactMap { step in
      if case .terms(let index) = step { index } else { nil }
    }
  }

  /// A column added later may refer to a table that was created later.
  private static func ordered(_ tables: [Table]) -> [Table] {
    var (ordered, rest): ([Table], [Table]) = ([], tables)
    while !rest.isEmpty {
      let placed: Set<String> = Set(ordered.map(\.name))
      guard
        let next = rest.firstIndex(where: { table in
          table.columns.allSatisfy { column in
            column.reference.map { placed.contains($0) || $0 == table.name } ?? true
          }
        })
      else { preconditionFailure("tables refer to each other in a circle") }
      ordered.append(rest.remove(at: next))
    }
    return ordered
  }

  /// Brings a database up to date, under a lock that makes a second process wait and then find nothing to do.
  /// Returns what was applied.
  @discardableResult
  public func migrate(_ database: Database) async throws -> [String] {
    try await database.change { session in
      if session.dialect == .postgres {
        // Whoever waited for the lock must see what the one before wrote, not the moment when the wait began.
        try await session.execute(
          "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0")
        _ = try await session.first("SELECT pg_advisory_xact_lock(\(ExclusiveTask.migration.lock))") { _ in true }
        try await session.execute("SET LOCAL client_min_messages = warning")
      }
      for statement in Self.ledger.statements(for: session.dialect) {
        try await session.execute(statement.replacingPrefix("CREATE TABLE", with: "CREATE TABLE IF NOT EXISTS"))
      }
      let applied: Set<String> = try await Self.applied(session)
      let known: Set<String> = Set(
        capabilities.flatMap { group in group.steps.map { "\(group.capability) \($0.number)" } })
      if let newer = applied.subtracting(known).min() {
        throw DatabaseError(.readOnly, "this database was made by a newer version (\(newer) is unknown here)")
      }
      var done: [String] = []
      for group in capabilities {
        for migration in group.steps where !applied.contains("\(group.capability) \(migration.number)") {
          for statement in migration.steps.flatMap({ $0.statements(for: session.dialect) }) {
            try await session.execute(statement)
          }
          try await session.run(
            """
            INSERT INTO migration (capability, number, name, applied_at)
            VALUES (\(group.capability), \(migration.number), \(migration.name), \(Instant.now))
            """)
          done.append("\(group.capability) \(migration.number): \(migration.name)")
        }
      }
      return done
    }
  }

  /// Whether the database is exactly what this version expects.
  public func isCurrent(_ session: Session) async throws -> Bool {
    let applied: Set<String> = try await Self.applied(session)
    return applied == Set(capabilities.flatMap { group in group.steps.map { "\(group.capability) \($0.number)" } })
  }

  private static let ledger = Table(
    "migration",
    [
      .init("capability", .text), .init("number", .int64), .init("name", .text), .init("applied_at", .instant),
    ], unique: [["capability", "number"]])

  private static func applied(_ session: Session) async throws -> Set<String> {
    Set(
      try await session.all("SELECT capability, number FROM migration") { row in
        "\(try row.next(String.self)) \(try row.next(Int64.self))"
      })
  }
}

extension String {
  func replacingPrefix(_ prefix: String, with replacement: String) -> String {
    hasPrefix(prefix) ? replacement + dropFirst(prefix.count) : self
  }
}
