import SQL

/// A record that somebody hears of no more.
struct Mute: Fetched, Equatable {
  let id: ID<Mute>
  let recordKind: String
  let record: Int64
  let title: String
  let path: String
  let at: Instant

  static let columns: Query = "id, record_kind, record_id, title, path, at"

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    recordKind = try row.next()
    record = try row.next()
    title = try row.next()
    path = try row.next()
    at = try row.next()
  }

  /// By which a record is told from others of all kinds.
  static func key(_ kind: String, _ number: Int64) -> String { "\(kind) \(number)" }
}

/// Every statement about what is muted: each for themselves.
struct MuteStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private func own() throws(Refusal) -> Query {
    "territory_id = \(scope.territory) AND account_id = \(try NoticeSettingsStore(scope).account())"
  }

  func all() async throws -> [Mute] {
    try await scope.all("SELECT \(Mute.columns) FROM notice_mute WHERE \(try own()) ORDER BY id DESC LIMIT 500")
  }

  func on(_ kind: String, _ number: Int64) async throws -> Mute? {
    try await scope.first(
      """
      SELECT \(Mute.columns) FROM notice_mute
      WHERE \(try own()) AND record_kind = \(kind) AND record_id = \(number)
      """)
  }

  func find(_ id: ID<Mute>) async throws -> Mute {
    try await scope.one("SELECT \(Mute.columns) FROM notice_mute WHERE \(try own()) AND id = \(id)")
  }

  /// The records that an account muted, by their keys.
  static func muted(by account: ID<Account>, _ scope: Scope) async throws -> [String] {
    let mutes: [Mute] = try await scope.all(
      """
      SELECT \(Mute.columns) FROM notice_mute WHERE territory_id = \(scope.territory) AND account_id = \(account)
      """)
    return mutes.map { Mute.key($0.recordKind, $0.record) }
  }

  /// Muted twice, it is muted once.
  func mute(_ kind: String, _ number: Int64, _ title: String, at path: String, for account: ID<Account>) async throws {
    try await scope.run(
      """
      INSERT INTO notice_mute (territory_id, account_id, record_kind, record_id, title, path, at)
      VALUES (\(scope.territory), \(account), \(kind), \(number), \(title), \(path), \(scope.now))
      ON CONFLICT (account_id, territory_id, record_kind, record_id) DO NOTHING
      """)
    try await scope.audit(.recordMuted, "account", account.number)
  }

  func unmute(_ mute: Mute) async throws {
    try await scope.run("DELETE FROM notice_mute WHERE \(try own()) AND id = \(mute.id)")
    try await scope.audit(.recordUnmuted, "account", try NoticeSettingsStore(scope).account().number)
  }
}

extension Deed {
  static let recordMuted = Deed(
    "notices.muted", Text(fr: "Fiche mise en silence", en: "Record muted", de: "Eintrag stummgeschaltet"))
  static let recordUnmuted = Deed(
    "notices.unmuted", Text(fr: "Fiche de nouveau suivie", en: "Record followed again"))

  static let notices: [Deed] = [
    noticesChosen, noticesStopped, notificationsRead, recordMuted, recordUnmuted, phoneGiven, phoneConfirmed,
    phoneMistyped,
    phoneWithdrawn, messageRetried,
  ]
}
