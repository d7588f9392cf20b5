import HTTP
import SQL

/// A key with which a program calls the API in somebody's name, for less than they may do themselves and until a day.
struct APIToken: Sendable, Fetched {
  let id: ID<APIToken>
  let name: String
  let reach: Reach
  let createdAt: Instant
  let expires: Day
  let seenAt: Instant?

  /// What it is good for.
  struct Reach: Sendable, Equatable {
    let writes: Bool
    /// Keys of sections, separated by spaces; empty for all of them.
    let sections: String

    func check(_ method: Method, _ section: String?) throws(Refusal) {
      if method == .post, !writes { throw .forbidden(.tokenOnlyReads) }
      guard !sections.isEmpty else { return }
      guard let section, sections.split(separator: " ").contains(Substring(section)) else {
        throw .forbidden(.tokenOfOtherSection)
      }
    }
  }

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    name = try row.next()
    reach = Reach(writes: try row.next(), sections: try row.next())
    createdAt = try row.next()
    expires = try row.next()
    seenAt = try row.next()
  }

  /// Recognisable in a leaked file, as scanners of public code look for it.
  static func draw() -> String { "terreau_\(Secrets.draw())" }

  static let mostDays: Int = 366
}

struct APITokenStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  func mine() async throws -> [APIToken] {
    try await scope.all(
      """
      SELECT id, name, writes, sections, created_at, expires_on, seen_at FROM api_token
      WHERE territory_id = \(scope.territory) AND account_id = \(scope.actor.account.value) AND revoked_at IS NULL
      ORDER BY id DESC
      """)
  }

  /// The secret is returned once and kept nowhere.
  func draw(_ name: String, _ reach: APIToken.Reach, expires: Day) async throws -> String {
    let secret: String = APIToken.draw()
    let id: ID<APIToken> = try await scope.insert(
      """
      INSERT INTO api_token (territory_id, account_id, name, digest, writes, sections, created_at, expires_on)
      VALUES (\(scope.territory), \(scope.actor.account.value), \(name), \(Secrets.digest(secret)), \(reach.writes),
        \(reach.sections), \(scope.now), \(expires))
      """)
    var after = JSONText()
    after.member("name", name)
    after.member("expires", expires.description)
    try await scope.audit(.tokenDrawn, "token", id.number, after: after.text)
    return secret
  }

  func revoke(_ id: ID<APIToken>) async throws {
    let count: Int = try await scope.run(
      """
      UPDATE api_token SET revoked_at = \(scope.now)
      WHERE territory_id = \(scope.territory) AND account_id = \(scope.actor.account.value) AND id = \(id)
        AND revoked_at IS NULL
      """)
    guard count == 1 else { throw Refusal.notFound }
    try await scope.audit(.tokenRevoked, "token", id.number)
  }
}

extension Text {
  static let unknownToken = Text(
    fr: "Ce jeton est inconnu, révoqué ou expiré.", en: "This token is unknown, revoked or expired.",
    de: "Dieses Token ist unbekannt, widerrufen oder abgelaufen.")
  static let tokenOnlyReads = Text(
    fr: "Ce jeton ne permet que de lire.", en: "This token can only read.", de: "Dieses Token erlaubt nur das Lesen.")
  static let tokenOfOtherSection = Text(
    fr: "Ce jeton ne vaut pas pour cette rubrique.", en: "This token is not good for this section.",
    de: "Dieses Token gilt nicht für diesen Bereich.")
}
