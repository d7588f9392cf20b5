/// What only one process does at a time, on one installation's tables.
public enum ExclusiveTask: Int64, Sendable {
  case migration = 0x7465_7272_6561_75
  /// Chaining the audit lines.
  case sealing

  /// PostgreSQL's advisory locks are a database's, and several installations can share one, each in its schema.
  var lock: Query { "hashtextextended(current_schema(), \(rawValue))" }
}

extension Database {
  /// Runs `body` in one transaction while no other process does the same task; returns nil when one is at it. It reads
  /// what others have committed at each statement, and makes none of them retry.
  public func alone<T: Sendable>(_ task: ExclusiveTask, _ body: (Session) async throws -> T) async throws -> T? {
    try await change { session in
      if session.dialect == .postgres {
        try await session.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        let isOurs: Bool = try await session.value("SELECT pg_try_advisory_xact_lock(\(task.lock))")
        guard isOurs else { return nil }
      }
      return try await body(session)
    }
  }
}
