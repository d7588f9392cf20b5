import SQL
import Synchronization

/// How many records a list has, remembered until something changes in the territory: counting fifty thousand rows costs
/// twenty times what showing fifty of them does.
///
/// Every change leaves an audit line, so on SQLite, where writers come one after the other, the last line says whether
/// anything has changed. On PostgreSQL a line may become visible after a later one; there the snapshot itself says
/// it: it names the last transaction and those still under way.
final class Counts: Sendable {
  private struct Key: Hashable {
    let version: String
    let query: Query.Rendered
  }

  private let counts = Mutex<[Key: Int]>([:])
  private static let most: Int = 10_000

  func count(_ query: Query, _ scope: Scope) async throws -> Int {
    let version: String = try await scope.value(
      Query(
        sqlite: """
          SELECT coalesce((SELECT id || ' ' || territory_id || ' ' || at FROM audit_line ORDER BY id DESC LIMIT 1), '')
          """,
        postgres: "SELECT CAST(pg_current_snapshot() AS TEXT)"))
    let key = Key(version: version, query: query.rendered(for: .sqlite))
    if let known = counts.withLock({ $0[key] }) { return known }
    let count: Int = try await scope.value(query)
    counts.withLock { counts in
      if counts.count >= Self.most { counts.removeAll(keepingCapacity: true) }
      counts[key] = count
    }
    return count
  }
}
