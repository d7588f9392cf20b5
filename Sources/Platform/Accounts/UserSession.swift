import HTTP
import SQL

/// A browser that somebody has signed in with.
struct UserSession: Sendable, Fetched {
  /// How far the sign-in has come.
  enum Step: String, Sendable, ColumnValue {
    case open
    /// The password was right; the code is still to be given.
    case code
  }

  let id: ID<UserSession>
  let openedAt: Instant
  let seenAt: Instant
  let client: String
  let agent: String
  /// The provider that it was opened through.
  let issuer: String?

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    openedAt = try row.next()
    seenAt = try row.next()
    client = try row.next()
    agent = try row.next()
    issuer = try row.next()
  }

  /// « Firefox sous Windows ». Every browser also claims to be others, so the one that says most comes first.
  var device: Text {
    func first(_ words: [(mark: String, name: String)]) -> String? { words.first { agent.contains($0.mark) }?.name }
    let browser: String? = first([
      ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"),
      ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ])
    let system: String? = first([
      ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
      ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ])
    guard let browser else { return agent.isEmpty ? .unknownDevice : Text(name: String(agent.prefix(60))) }
    guard let system else { return Text(name: browser) }
    return Text(fr: "\(browser) sous \(system)", en: "\(browser) on \(system)")
  }

  /// A working day without a sign of life, or a week in all.
  static let idleSeconds: Int = 12 * 3_600
  static let mostSeconds: Int = 7 * 86_400
  /// For the code, once the password has been given.
  static let stepSeconds: Int = 10 * 60
}

/// Sessions, before anybody is known and so outside any scope.
struct SessionStore: Sendable {
  let database: Database
  let now: Instant

  /// Opens a session and returns the secret that its browser keeps. Always a new one: whatever a browser came with, an
  /// attacker may have put there.
  func open(
    _ account: ID<Account>, _ step: UserSession.Step, on territory: ID<Territory>?, _ head: Head,
    _ origin: SessionOrigin? = nil
  ) async throws -> String {
    let secret: String = Secrets.draw()
    let lasts: Int = step == .open ? UserSession.mostSeconds : UserSession.stepSeconds
    let agent: String = String((head.headers["user-agent"] ?? "").prefix(300))
    try await database.change { session in
      try await session.run(
        """
        INSERT INTO user_session
          (account_id, territory_id, digest, step, opened_at, seen_at, expires_at, client, agent, identity_id,
          is_strong, id_token)
        VALUES (\(account), \(territory.value), \(Secrets.digest(secret)), \(step), \(now), \(now),
          \(now.adding(seconds: lasts)), \(head.client), \(agent), \((origin?.identity).value),
          \(origin?.isStrong == true), \((origin?.idToken).value))
        """)
      if step == .open {
        try await session.run("UPDATE account SET seen_at = \(now) WHERE id = \(account)")
      }
    }
    return secret
  }

  func close(secret: String) async throws {
    _ = try await database.change {
      try await $0.run(
        """
        UPDATE user_session SET closed_at = \(now), id_token = NULL
        WHERE digest = \(Secrets.digest(secret)) AND closed_at IS NULL
        """)
    }
  }

  /// Those of one account that are still good, the latest first.
  func living(of account: ID<Account>) async throws -> [UserSession] {
    try await database.all(
      """
      SELECT user_session.id, user_session.opened_at, user_session.seen_at, user_session.client, user_session.agent,
        account_identity.issuer
      FROM user_session LEFT JOIN account_identity ON account_identity.id = user_session.identity_id
      WHERE user_session.account_id = \(account) AND user_session.step = 'open' AND \(SessionStore.living(at: now))
      ORDER BY user_session.seen_at DESC, user_session.id DESC
      """)
  }

  /// The provider's word that a living session was opened on, if it was.
  func origin(of secret: String?) async throws -> SessionOrigin? {
    guard let secret else { return nil }
    return try await database.first(
      """
      SELECT identity_id, is_strong, id_token FROM user_session
      WHERE digest = \(Secrets.digest(secret)) AND identity_id IS NOT NULL AND \(SessionStore.living(at: now))
      """)
  }

  static func living(at now: Instant) -> Query {
    """
    user_session.closed_at IS NULL AND user_session.expires_at > \(now)
    AND user_session.seen_at > \(now.adding(seconds: -UserSession.idleSeconds))
    """
  }

  /// Ends a session of this account's, or all of them but one.
  static func close(
    _ which: Query, of account: ID<Account>, at now: Instant, _ session: Session
  ) async throws {
    try await session.run(
      """
      UPDATE user_session SET closed_at = \(now), id_token = NULL
      WHERE account_id = \(account) AND closed_at IS NULL AND \(which)
      """)
  }

  func saw(_ id: ID<UserSession>) async throws {
    _ = try await database.change {
      try await $0.run("UPDATE user_session SET seen_at = \(now) WHERE id = \(id)")
    }
  }

  func move(secret: String, to territory: ID<Territory>) async throws {
    _ = try await database.change {
      try await $0.run(
        "UPDATE user_session SET territory_id = \(territory) WHERE digest = \(Secrets.digest(secret))")
    }
  }

  func forgetOld() async throws {
    _ = try await database.change {
      try await $0.run("DELETE FROM user_session WHERE expires_at < \(now.adding(seconds: -30 * 86_400))")
    }
  }
}

extension Text {
  fileprivate static let unknownDevice = Text(fr: "Navigateur inconnu", en: "Unknown browser")
}
