import Platform
import SQL
import Synchronization

/// What was counted, as long as nothing it was counted from has changed.
final class Readings: Sendable {
  private struct Reading {
    let version: Int64
    let rows: [DrawnRow]
  }

  private let kept = Mutex<[Query.Rendered: Reading]>([:])

  private static let most: Int = 5_000

  func rows(_ query: Query, _ version: Int64, _ read: () async throws -> [DrawnRow]) async throws -> [DrawnRow] {
    // The statement holds the territory, the days and all that the formula says.
    let key: Query.Rendered = query.rendered(for: .sqlite)
    if let reading = kept.withLock({ $0[key] }), reading.version == version { return reading.rows }
    let rows: [DrawnRow] = try await read()
    kept.withLock { kept in
      if kept.count >= Self.most { kept.removeAll() }
      kept[key] = Reading(version: version, rows: rows)
    }
    return rows
  }
}
