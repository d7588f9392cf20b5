import Synchronization

/// What statements answered, for as long as whoever asks says that nothing they read from has changed.
final class Memo: Sendable {
  private struct Answer {
    let version: Int64
    let rows: any Sendable
  }

  private let answers = Mutex<[Query.Rendered: Answer]>([:])

  private static let most: Int = 5_000

  func rows<T: Sendable>(_ query: Query, at version: Int64, _ read: () async throws -> [T]) async throws -> [T] {
    // The statement holds the territory, the days and all else that its answer depends on.
    let key: Query.Rendered = query.rendered(for: .sqlite)
    if let answer = answers.withLock({ $0[key] }), answer.version == version, let rows = answer.rows as? [T] {
      return rows
    }
    let rows: [T] = try await read()
    answers.withLock { answers in
      if answers.count >= Self.most { answers.removeAll() }
      answers[key] = Answer(version: version, rows: rows)
    }
    return rows
  }
}
