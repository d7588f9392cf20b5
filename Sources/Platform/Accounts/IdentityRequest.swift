import SQL

/// A browser that was sent to the provider and is expected back: once, within minutes, itself and no other.
struct IdentityRequest: Sendable, Fetched {
  private let id: ID<IdentityRequest>
  /// What is kept of the nonce.
  private let nonce: String
  /// The page to go back to afterwards.
  let back: String?

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    nonce = try row.next()
    back = try row.next()
  }

  static let seconds: Int = 600
  /// From one network: a whole administration may come through one address at nine o'clock.
  private static let most: Int = 500

  func isNonce(_ claimed: String) -> Bool { Secrets.isSame(Secrets.digest(claimed), nonce) }

  static func keep(
    _ secrets: (state: String, nonce: String, browser: String), back: String?, asker: String, at now: Instant,
    _ database: Database
  ) async throws {
    try await database.change { session in
      let waiting: Int = try await session.value(
        "SELECT count(*) FROM identity_request WHERE asker = \(asker) AND expires_at > \(now)")
      guard waiting < most else { throw Refusal.wait(.tooManyAtTheProvider, seconds: seconds) }
      try await session.run(
        """
        INSERT INTO identity_request (digest, browser, nonce, back, asker, expires_at)
        VALUES (\(Secrets.digest(secrets.state)), \(Secrets.digest(secrets.browser)), \(Secrets.digest(secrets.nonce)),
          \(back.value), \(asker), \(now.adding(seconds: seconds)))
        """)
    }
  }

  /// Uses it up. In another browser it is as if there were none, and stays good for its own.
  static func use(
    state: String, browser: String, at now: Instant, _ database: Database
  ) async throws -> IdentityRequest? {
    try await database.change { session in
      let found: IdentityRequest? = try await session.first(
        """
        SELECT id, nonce, back FROM identity_request
        WHERE digest = \(Secrets.digest(state)) AND browser = \(Secrets.digest(browser)) AND expires_at > \(now)
        """)
      guard let found, try await session.run("DELETE FROM identity_request WHERE id = \(found.id)") == 1 else {
        return nil
      }
      return found
    }
  }

  static func forgetOld(_ database: Database, at now: Instant) async throws {
    _ = try await database.change { try await $0.run("DELETE FROM identity_request WHERE expires_at < \(now)") }
  }
}
