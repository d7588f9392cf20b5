import SQL

/// A link sent by e-mail that opens an account once: to choose a password, or to prove an address.
struct AccessLink: Sendable, Fetched {
  enum Purpose: String, Sendable, ColumnValue {
    case invitation, reset
    case email

    /// An invitation may wait for somebody's return from holidays; a reset is asked for by who is there.
    var seconds: Int {
      switch self {
      case .invitation: 14 * 86_400
      case .reset, .email: 2 * 3_600
      }
    }
  }

  let id: ID<AccessLink>
  let purpose: Purpose
  /// The address that it proves.
  let email: String?
  let account: Account

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    purpose = try row.next()
    email = try row.next()
    account = try Account(&row)
  }

  /// What the link is good for, if it is still good.
  static func find(_ secret: String, _ database: Database, at now: Instant) async throws -> AccessLink? {
    try await database.first(query(secret, now))
  }

  /// Uses it up, inside the change that does what it is for: of two that come at once, one finds it used.
  static func use(_ secret: String, _ session: Session, at now: Instant) async throws -> AccessLink {
    guard let link: AccessLink = try await session.first(query(secret, now)) else { throw Refusal.conflict(.linkUsed) }
    let count: Int = try await session.run(
      "UPDATE access_link SET used_at = \(now) WHERE id = \(link.id) AND used_at IS NULL")
    guard count == 1 else { throw Refusal.conflict(.linkUsed) }
    // Whatever else was sent meanwhile is no longer needed.
    try await session.run(
      "UPDATE access_link SET used_at = \(now) WHERE account_id = \(link.account.id) AND used_at IS NULL")
    return link
  }

  private static func query(_ secret: String, _ now: Instant) -> Query {
    """
    SELECT access_link.id, access_link.purpose, access_link.email, \(Account.columns)
    FROM access_link JOIN account ON account.id = access_link.account_id
    WHERE access_link.digest = \(Secrets.digest(secret)) AND access_link.used_at IS NULL
      AND access_link.expires_at > \(now) AND account.disabled_at IS NULL
    """
  }

  static func insertion(
    _ secret: String, _ purpose: Purpose, for account: ID<Account>, email: String? = nil, at now: Instant
  ) -> Query {
    """
    INSERT INTO access_link (account_id, purpose, digest, email, created_at, expires_at)
    VALUES (\(account), \(purpose), \(Secrets.digest(secret)), \(email.value), \(now),
      \(now.adding(seconds: purpose.seconds)))
    """
  }

  /// The secret is in the query, which no log of ours keeps.
  static func path(_ secret: String) -> String { "/acces?jeton=\(secret)" }
}

extension Text {
  static let linkUsed = Text(
    fr: "Ce lien a déjà servi ou n’est plus valable. Demandez-en un autre : il arrive en une minute.",
    en: "This link has been used already or is no longer good. Ask for another one: it comes within a minute.",
    de: "Dieser Link wurde schon benutzt oder ist abgelaufen. Fordern Sie einen neuen an.")
}
