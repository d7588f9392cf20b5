import Synchronization

/// Where the records are: a SQLite file, a SQLite database in memory, or a PostgreSQL server.
public enum DatabaseAddress: Sendable, Equatable, CustomStringConvertible {
  case memory
  case file(String)
  case postgres(String)

  public init(_ text: String) {
    if text == ":memory:" {
      self = .memory
    } else if text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") {
      self = .postgres(text)
    } else {
      self = .file(text)
    }
  }

  /// Without the password that a `postgres://` address may carry.
  public var description: String {
    switch self {
    case .memory: return ":memory:"
    case .file(let path): return path
    case .postgres(let address):
      guard let scheme = address.firstIndex(of: "/"), let at = address.lastIndex(of: "@") else { return address }
      let start: String.Index = address.index(scheme, offsetBy: 2)
      guard start < at, let colon = address[start..<at].firstIndex(of: ":") else { return address }
      return address[..<colon] + ":***" + address[at...]
    }
  }
}

/// The database as the rest of the house sees it: sessions to read with, changes to write with.
public final class Database: Sendable {
  public let address: DatabaseAddress
  public let dialect: Dialect
  private let engine: Engine
  private let memo = Memo()

  private enum Engine: Sendable {
    /// One connection for everything: a database in memory exists only inside its connection.
    case memory(SQLiteConnection, Lock)
    /// Readers never wait in WAL mode; writers wait for each other here rather than inside SQLite.
    case file(readers: Pool<SQLiteConnection>, snapshots: Pool<SQLiteConnection>, writer: Pool<SQLiteConnection>)
    case postgres(Pool<PostgresConnection>, snapshots: Pool<PostgresConnection>)
  }

  /// Opens nothing yet but a database in memory: a server that is down now may be up for the first request.
  public init(_ address: DatabaseAddress, connections: Int = 16, trace: Trace? = nil) throws {
    self.address = address
    switch address {
    case .memory:
      dialect = .sqlite
      engine = .memory(try SQLiteConnection(":memory:", writes: true, trace: trace), Lock())
    case .file(let path):
      dialect = .sqlite
      func pool(_ limit: Int, writes: Bool) -> Pool<SQLiteConnection> {
        Pool(limit: limit, isUsable: { !$0.isInTransaction }) {
          try SQLiteConnection(path, writes: writes, trace: trace)
        }
      }
      engine = .file(
        readers: pool(connections, writes: false), snapshots: pool(Self.mostSnapshots, writes: false),
        writer: pool(1, writes: true))
    case .postgres(let text):
      dialect = .postgres
      func pool(_ limit: Int) -> Pool<PostgresConnection> {
        Pool(limit: limit, isUsable: { $0.isUsable }) { try await PostgresConnection.open(text, trace: trace) }
      }
      engine = .postgres(pool(connections), snapshots: pool(Self.mostSnapshots))
    }
  }

  /// A snapshot lasts as long as the slowest client that downloads an export. They have connections of their own, so
  /// that however many they are, pages go on.
  private static let mostSnapshots: Int = 4

  /// Connections open now.
  public var openConnections: Int {
    switch engine {
    case .memory: 1
    case .file(let readers, let snapshots, let writer): readers.open + snapshots.open + writer.open
    case .postgres(let pool, let snapshots): pool.open + snapshots.open
    }
  }

  /// Lends a connection for a few statements that need not see the same moment.
  public func read<T: Sendable>(_ body: (Session) async throws -> T) async throws -> T {
    switch engine {
    case .memory(let connection, let lock):
      return try await lock.hold { try await body(Session(link: .sqlite(connection))) }
    case .file(let readers, _, _):
      return try await readers.lend { try await body(Session(link: .sqlite($0))) }
    case .postgres(let pool, _):
      do {
        return try await pool.lend { try await body(Session(link: .postgres($0))) }
      } catch let error as DatabaseError where error.kind == .unreachable {
        // Connections that idled through a restart of the server are dead without knowing it. Reading twice is harmless.
        pool.forgetIdle()
        return try await pool.lend { try await body(Session(link: .postgres($0))) }
      }
    }
  }

  /// Everything `body` reads is of one moment, however long it takes and whatever is written meanwhile.
  public func snapshot<T: Sendable>(_ body: (Session) async throws -> T) async throws -> T {
    switch engine {
    case .memory(let connection, let lock):
      return try await lock.hold { try await body(Session(link: .sqlite(connection))) }
    case .file(_, let snapshots, _):
      return try await snapshots.lend { connection in
        try await transaction(Session(link: .sqlite(connection)), "BEGIN", body)
      }
    case .postgres(_, let snapshots):
      return try await transaction(on: snapshots, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", body)
    }
  }

  /// Runs `body` in one transaction: all of it happens or none of it. It may be run again when it crossed another one,
  /// so it touches the database and nothing else.
  public func change<T: Sendable>(_ body: (Session) async throws -> T) async throws -> T {
    switch engine {
    case .memory(let connection, let lock):
      return try await lock.hold {
        try await transaction(Session(link: .sqlite(connection)), "BEGIN IMMEDIATE", body)
      }
    case .file(_, _, let writer):
      return try await writer.lend { connection in
        try await transaction(Session(link: .sqlite(connection)), "BEGIN IMMEDIATE", body)
      }
    case .postgres(let pool, _):
      return try await transaction(on: pool, "BEGIN ISOLATION LEVEL SERIALIZABLE", body)
    }
  }

  /// PostgreSQL plans by what it last heard of a table, which is nothing of one that was filled a moment ago: it would read
  /// all of it for each thousand rows more. SQLite plans by the indexes alone.
  public func learn(_ tables: [String]) async throws {
    guard case .postgres(let pool, _) = engine, !tables.isEmpty else { return }
    try await pool.lend { connection in
      try await connection.perform { try $0.execute("ANALYZE \(tables.joined(separator: ", "))") }
    }
  }

  /// Brings what is still in SQLite's write-ahead log into the file itself.
  func checkpoint() async throws {
    guard case .file(_, _, let writer) = engine else { return }
    try await writer.lend { connection in try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)") }
  }

  private static let mostAttempts: Int = 30

  private func transaction<T: Sendable>(
    on pool: Pool<PostgresConnection>, _ begin: String, _ body: (Session) async throws -> T
  ) async throws -> T {
    for attempt in 1... {
      do {
        return try await pool.lend { try await transaction(Session(link: .postgres($0)), begin, body) }
      } catch let error as DatabaseError where error.kind == .conflict {
        guard attempt < Self.mostAttempts else { throw DatabaseError(.busy, error.message) }
        // Random, so that two writers that crossed once do not cross again in step.
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...min(4 << min(attempt, 6), 250))))
      } catch let error as NeverBegan {
        guard attempt < 3 else { throw error.cause }
        pool.forgetIdle()
      }
    }
    fatalError("an endless loop ended")
  }

  private func transaction<T: Sendable>(
    _ session: Session, _ begin: String, _ body: (Session) async throws -> T
  ) async throws -> T {
    do { try await session.execute(begin) } catch let error as DatabaseError where error.kind == .unreachable {
      if dialect == .postgres { throw NeverBegan(cause: error) }
      throw error
    }
    let result: T
    do {
      result = try await body(session)
    } catch {
      await rollback(session)
      throw error
    }
    do {
      try await session.execute("COMMIT")
    } catch let error as DatabaseError {
      await rollback(session)
      throw error.kind == .unreachable && dialect == .postgres
        ? DatabaseError(.uncertain, error.message) : error
    }
    return result
  }

  /// The connection was dead before anything was asked of it: trying on another one is safe.
  private struct NeverBegan: Error {
    let cause: DatabaseError
  }

  private func rollback(_ session: Session) async {
    // SQLite has already rolled back after a full disk; PostgreSQL forgets everything with the connection.
    if case .sqlite(let connection) = session.link, !connection.isInTransaction { return }
    try? await session.execute("ROLLBACK")
  }
}

extension Database {
  /// The same answer as before, if it was asked at the same version of what it reads from.
  public func remembered<T: Fetched>(_ query: Query, at version: Int64, as type: T.Type = T.self) async throws -> [T] {
    try await memo.rows(query, at: version) { try await all(query) }
  }

  public func all<T: Fetched>(_ query: Query, as type: T.Type = T.self) async throws -> [T] {
    try await read { try await $0.all(query) }
  }

  public func first<T: Fetched>(_ query: Query, as type: T.Type = T.self) async throws -> T? {
    try await read { try await $0.first(query) }
  }
}
