/// Statements on one connection: inside a transaction, or one after the other on a connection lent for them.
public struct Session: Sendable {
  enum Link: Sendable {
    case sqlite(SQLiteConnection)
    case postgres(PostgresConnection)
  }

  let link: Link

  public var dialect: Dialect {
    switch link {
    case .sqlite: .sqlite
    case .postgres: .postgres
    }
  }

  public func all<T: Sendable>(_ query: Query, _ decode: (inout Row) throws -> T) async throws -> [T] {
    var rows: [T] = []
    switch link {
    case .sqlite(let connection):
      try connection.each(query.rendered(for: .sqlite)) { row in
        rows.append(try decode(&row))
        return true
      }
    case .postgres(let connection):
      let result: PostgresResult = try await connection.ask(query.rendered(for: .postgres))
      rows.reserveCapacity(Int(result.count))
      for line in 0..<result.count {
        var row = Row(postgres: result.pointer, line: line)
        rows.append(try decode(&row))
      }
    }
    return rows
  }

  public func first<T: Sendable>(_ query: Query, _ decode: (inout Row) throws -> T) async throws -> T? {
    switch link {
    case .sqlite(let connection):
      var first: T?
      try connection.each(query.rendered(for: .sqlite)) { row in
        first = try decode(&row)
        return false
      }
      return first
    case .postgres(let connection):
      let result: PostgresResult = try await connection.ask(query.rendered(for: .postgres))
      guard result.count > 0 else { return nil }
      var row = Row(postgres: result.pointer, line: 0)
      return try decode(&row)
    }
  }

  /// Runs one statement and says how many rows it changed.
  @discardableResult
  public func run(_ query: Query) async throws -> Int {
    switch link {
    case .sqlite(let connection): try connection.run(query.rendered(for: .sqlite))
    case .postgres(let connection): try await connection.ask(query.rendered(for: .postgres)).changed
    }
  }

  /// Runs a statement whose answer nobody needs: over a network it is not waited for, and if it fails the transaction
  /// does not commit.
  public func later(_ query: Query) async throws {
    switch link {
    case .sqlite(let connection): _ = try connection.run(query.rendered(for: .sqlite))
    case .postgres(let connection): connection.later(query.rendered(for: .postgres))
    }
  }

  /// Reads an answer of any length `size` lines at a time. PostgreSQL needs a transaction for it.
  public func batches<T: Sendable>(
    _ query: Query, size: Int = 500, _ decode: (inout Row) throws -> T, _ body: ([T]) async throws -> Void
  ) async throws {
    switch link {
    case .sqlite(let connection):
      try await connection.batches(query.rendered(for: .sqlite), size: size, decode, body)
    case .postgres(let connection):
      _ = try await connection.ask(("DECLARE batches NO SCROLL CURSOR FOR " + query).rendered(for: .postgres))
      let fetch: Query.Rendered = Query(trusted: "FETCH \(size) FROM batches").rendered(for: .postgres)
      while true {
        let result: PostgresResult = try await connection.ask(fetch)
        guard result.count > 0 else { break }
        var batch: [T] = []
        batch.reserveCapacity(Int(result.count))
        for line in 0..<result.count {
          var row = Row(postgres: result.pointer, line: line)
          batch.append(try decode(&row))
        }
        try await body(batch)
      }
      _ = try await connection.ask(Query(trusted: "CLOSE batches").rendered(for: .postgres))
    }
  }

  /// A script that our own code wrote, without values.
  func execute(_ script: String) async throws {
    switch link {
    case .sqlite(let connection): try connection.execute(script)
    case .postgres(let connection): try await connection.perform { try $0.execute(script) }
    }
  }
}

extension Session {
  public func all<T: Fetched>(_ query: Query, as type: T.Type = T.self) async throws -> [T] {
    try await all(query) { row in try T(&row) }
  }

  public func first<T: Fetched>(_ query: Query, as type: T.Type = T.self) async throws -> T? {
    try await first(query) { row in try T(&row) }
  }

  /// The one value of a query that always has one: a count, an identifier given by `RETURNING`.
  public func value<T: ColumnValue>(_ query: Query, as type: T.Type = T.self) async throws -> T {
    guard let value: T = try await first(query, { row in try row.next() })
    else { throw DatabaseError(.programming, "no row in an answer that always has one") }
    return value
  }
}
