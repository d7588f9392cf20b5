import Glibc
import SQL

/// The databases that the suites run on: SQLite always, PostgreSQL where `make test` has started a cluster.
public enum TestDatabase {
  /// The address of the private cluster, for example `postgres:///terreau?host=/tmp/…`.
  static let postgres: String? = getenv("TERREAU_TEST_POSTGRES").map { String(cString: $0) }

  public static let dialects: [Dialect] = postgres == nil ? [.sqlite] : [.sqlite, .postgres]

  /// An empty database of its own, gone afterwards: SQLite in memory or in a file, a schema of PostgreSQL.
  public static func with<T: Sendable>(
    _ dialect: Dialect, onDisk: Bool = false, trace: Trace? = nil, _ body: (Database) async throws -> T
  ) async throws -> T {
    try await Turns.shared.take { try await own(dialect, onDisk: onDisk, trace: trace, body) }
  }

  private static func own<T: Sendable>(
    _ dialect: Dialect, onDisk: Bool, trace: Trace?, _ body: (Database) async throws -> T
  ) async throws -> T {
    let name: String = "t\(UInt64.random(in: 0 ... .max))"
    switch dialect {
    case .sqlite where !onDisk:
      return try await body(try Database(.memory, trace: trace))
    case .sqlite:
      let path: String = "/tmp/terreau-\(name).db"
      defer { for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) } }
      return try await body(try Database(.file(path), trace: trace))
    case .postgres:
      guard let address = postgres else { preconditionFailure("no PostgreSQL was started for the tests") }
      let owner = try Database(.postgres(address), connections: 1)
      _ = try await owner.change { try await $0.run(Query(trusted: "CREATE SCHEMA \(name)")) }
      let database = try Database(.postgres(url(name) ?? address), connections: 8, trace: trace)
      let result: Result<T, any Error>
      do { result = .success(try await body(database)) } catch { result = .failure(error) }
      _ = try await owner.change { try await $0.run(Query(trusted: "DROP SCHEMA \(name) CASCADE")) }
      return try result.get()
    }
  }

  /// The cluster's address with one schema first in the search path.
  static func url(_ schema: String) -> String? {
    postgres.map { "\($0)\($0.contains("?") ? "&" : "?")options=-csearch_path%3D\(schema),public" }
  }
}
