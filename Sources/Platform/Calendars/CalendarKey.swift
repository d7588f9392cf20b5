import HTTP
import SQL

/// The secret in the address at which somebody's calendar program reads their day: it opens that and nothing else. We keep its
/// digest only.
struct CalendarKey: Sendable, Fetched {
  let id: ID<CalendarKey>
  let name: String
  let createdAt: Instant
  let seenAt: Instant?

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    name = try row.next()
    createdAt = try row.next()
    seenAt = try row.next()
  }

  /// Behind the question mark, where the log does not write it.
  static func path(_ secret: String) -> String { "/calendriers/agenda.ics?cle=\(secret)" }

  /// As many programs as somebody may have.
  static let most: Int = 20
}

struct CalendarKeyStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  func mine() async throws -> [CalendarKey] {
    try await scope.all(
      """
      SELECT id, name, created_at, seen_at FROM calendar_key
      WHERE territory_id = \(scope.territory) AND account_id = \(scope.actor.account.value) AND revoked_at IS NULL
      ORDER BY id DESC
      """)
  }

  /// The secret is returned once and kept nowhere.
  func draw(_ name: String) async throws -> String {
    guard try await mine().count < CalendarKey.most else { throw Refusal.conflict(.tooManyCalendars) }
    let secret: String = Secrets.draw()
    let id: ID<CalendarKey> = try await scope.insert(
      """
      INSERT INTO calendar_key (territory_id, account_id, name, digest, created_at)
      VALUES (\(scope.territory), \(scope.actor.account.value), \(name), \(Secrets.digest(secret)), \(scope.now))
      """)
    try await scope.audit(.calendarOpened, "calendar", id.number, after: JSONText.of("name", name))
    return secret
  }

  func revoke(_ id: ID<CalendarKey>) async throws {
    let count: Int = try await scope.run(
      """
      UPDATE calendar_key SET revoked_at = \(scope.now)
      WHERE territory_id = \(scope.territory) AND account_id = \(scope.actor.account.value) AND id = \(id)
        AND revoked_at IS NULL
      """)
    guard count == 1 else { throw Refusal.notFound }
    try await scope.audit(.calendarClosed, "calendar", id.number)
  }
}

extension JSONText {
  fileprivate static func of(_ name: String, _ value: String) -> String {
    var said = JSONText()
    said.member(name, value)
    return said.text
  }
}

extension Deed {
  static let calendarOpened = Deed(
    "calendar.opened", Text(fr: "Adresse de calendrier créée", en: "Calendar address made"))
  static let calendarClosed = Deed(
    "calendar.closed", Text(fr: "Adresse de calendrier révoquée", en: "Calendar address revoked"))
}

extension Text {
  fileprivate static let tooManyCalendars = Text(
    fr: "Vous avez déjà \(CalendarKey.most) adresses : révoquez-en une.",
    en: "You have \(CalendarKey.most) addresses already: revoke one.")
}
