import HTTP
import Mail
import SQL

/// Something that one account is told: what happened to which record, by whom.
struct Notification: Fetched, Equatable {
  let id: ID<Notification>
  let kind: String
  let recordKind: String
  let record: Int64
  let title: String
  let path: String
  let words: String
  let actor: String
  let createdAt: Instant
  let readAt: Instant?

  static let columns: Query = "id, kind, record_kind, record_id, title, path, words, actor, created_at, read_at"

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    kind = try row.next()
    recordKind = try row.next()
    record = try row.next()
    title = try row.next()
    path = try row.next()
    words = try row.next()
    actor = try row.next()
    createdAt = try row.next()
    readAt = try row.next()
  }
}

/// The record that something happened to, as people are told of it. A person is never named: what is told leaves by mail.
public struct NoticeRecord: Sendable {
  let kind: String
  let number: Int64
  let title: String
  let path: String

  /// `path` is the page that shows it, to those who may see it; nobody else is told.
  public init(_ kind: String, _ number: Int64, _ title: String, at path: String) {
    self.kind = kind
    self.number = number
    self.title = String(title.prefix(200))
    self.path = path
  }
}

/// Every statement about what people are told: each reads their own.
struct NotificationStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  /// An account that was opened by whom it is for, and was not closed since.
  static let listens: Query = "account.disabled_at IS NULL AND \(Account.isOpened)"

  /// Written with the change that it speaks of. Nobody is told of what they did themselves, nor of what they muted, nor
  /// before they have accepted their invitation.
  func tell(
    _ accounts: [ID<Account>], of kind: NoticeKind, _ record: NoticeRecord, saying words: String,
    on territory: ID<Territory>
  ) async throws {
    guard !accounts.isEmpty else { return }
    try await scope.run(
      """
      INSERT INTO notification
        (territory_id, account_id, kind, record_kind, record_id, title, path, words, actor, created_at)
      SELECT \(territory), account.id, \(kind.key), \(record.kind), \(record.number), \(record.title), \(record.path),
        \(words), \(scope.actor.name), \(scope.now)
      FROM account
      WHERE account.id IN \(.list(accounts)) AND account.id <> \(scope.actor.account ?? ID(0)) AND \(Self.listens)
        AND NOT EXISTS (SELECT 1 FROM notice_mute WHERE notice_mute.territory_id = \(territory)
          AND notice_mute.account_id = account.id AND notice_mute.record_kind = \(record.kind)
          AND notice_mute.record_id = \(record.number))
      """)
  }

  /// The account of that address, if it listens and what it is today on that territory opens the page.
  func listener(_ email: EmailAddress, on territory: ID<Territory>, _ allow: Allow) async throws -> ID<Account>? {
    let found: Account? = try await scope.first(
      "SELECT \(Account.columns) FROM account WHERE account.email_key = \(email.key) AND \(Self.listens)")
    guard let account = found?.id else { return nil }
    let roles: [Role] = try await RoleStore(scope.asAnybody(on: territory)).roles(of: account)
    let actor = Actor(
      account: account, "", territory: territory, roles.filter { $0.holds(on: scope.today) }.map(\.grant))
    return actor.grants.isEmpty || !allow.admits(actor) ? nil : account
  }

  private func own() throws(Refusal) -> Query {
    "territory_id = \(scope.territory) AND account_id = \(try NoticeSettingsStore(scope).account())"
  }

  func listing(_ filter: NotificationFilter) throws -> Listing<Notification> {
    var which: Query = "FROM notification WHERE \(try own())"
    switch filter.state {
    case .unread: which = which + " AND read_at IS NULL"
    case .read: which = which + " AND read_at IS NOT NULL"
    case nil: break
    }
    if let kind = filter.kind { which = which + " AND kind = \(kind)" }
    let wanted: Query = which
    return Listing(
      scope, count: "SELECT count(*) " + wanted, remembersCount: false,
      orders: [
        Order("isUnread", "CASE WHEN read_at IS NULL THEN 1 ELSE 0 END", "id", startsDown: true),
        Order("at", "id", startsDown: true),
      ]
    ) { slice in
      "SELECT \(Notification.columns) \(wanted) ORDER BY \(slice.order) \(slice.window)"
    }
  }

  func find(_ id: ID<Notification>) async throws -> Notification {
    try await scope.one("SELECT \(Notification.columns) FROM notification WHERE \(try own()) AND id = \(id)")
  }

  /// What one read is one’s own affair: no journal tells it.
  static func read(
    _ which: Query, by account: ID<Account>, on territory: ID<Territory>, at now: Instant, _ database: Database
  ) async throws {
    _ = try await database.change { session in
      try await session.run(
        """
        UPDATE notification SET read_at = \(now)
        WHERE territory_id = \(territory) AND account_id = \(account) AND read_at IS NULL AND \(which)
        """)
    }
  }

  /// After a year nobody looks for it.
  static func forgetOld(_ database: Database, before: Instant) async throws {
    _ = try await database.change { session in
      try await session.run("DELETE FROM notification WHERE territory_id > 0 AND created_at < \(before)")
    }
  }
}

extension App {
  /// Whoever opens the page of a record has read what they were told of it. Asked only of those who have something unread,
  /// once their page has left.
  func noteRead(_ visit: Visit, _ response: Response) {
    let head: Head = visit.request.head
    guard visit.viewer.unread > 0, head.method == .get, visit.format == .page, response.status == .ok,
      let account = visit.scope.actor.account
    else { return }
    let (database, scope, which): (Database, Scope, Query) = (database, visit.scope, "path = \(head.target.path)")
    later {
      let count: Int = try await database.read { session in
        try await session.value(
          """
          SELECT count(*) FROM notification
          WHERE territory_id = \(scope.territory) AND account_id = \(account) AND read_at IS NULL AND \(which)
          """)
      }
      guard count > 0 else { return }
      try await NotificationStore.read(which, by: account, on: scope.territory, at: scope.now, database)
    }
  }
}

struct NotificationFilter: Form {
  enum State: String, Choice {
    case unread, read

    var label: Text {
      switch self {
      case .unread: Text(fr: "Non lues", en: "Unread")
      case .read: Text(fr: "Lues", en: "Read")
      }
    }
  }

  static let state = Field<State>.choice("state", Text(fr: "État", en: "State")).optional
  static let kind = Field.text("kind", .noticeKind, most: 60).optional
  static let fields: [any FormField] = [state, kind]

  let state: State?
  let kind: String?

  init(_ values: FormValues) throws(Refusal) {
    state = values[Self.state]
    kind = values[Self.kind]
  }

  static func fields(_ kinds: [NoticeKind]) -> [any FormField] {
    [state, Field.among("kind", .noticeKind, kinds.filter(\.isChosen).map { ($0.key, $0.label) }).optional]
  }
}

extension View<Notification> {
  /// With the words of what people can be told here.
  static func notification(_ kinds: [NoticeKind] = []) -> View {
    View(
      "Notification",
      [
        Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
        Column("title", .noticeTitle, link: { $0.path }) { .text($0.title) },
        Column("kind", .noticeKind) { .said(NoticeKind.label($0.kind, in: kinds)) },
        Column("kindKey", .noticeKind, forMachines: true) { .text($0.kind) },
        Column("words", .noticeWords) { .text(filled: $0.words) },
        Column("actor", .noticeActor) { .text(filled: $0.actor) },
        Column("at", .noticeMoment, .moment) { .moment($0.createdAt) },
        Column("isUnread", .noticeUnread, .flag) { .flag($0.readAt == nil) },
      ])
  }
}

extension Noun {
  static let notification = Noun(
    fr: ("notification", "notifications", .f), en: ("notification", "notifications"))
}

extension Deed {
  static let notificationsRead = Deed("notices.read", Text(fr: "Notifications lues", en: "Notifications read"))
}

extension Text {
  static let notifications = Text(fr: "Notifications", en: "Notifications")
  static let noticeTitle = Text(fr: "Fiche", en: "Record")
  static let noticeKind = Text(fr: "Objet", en: "About")
  static let noticeWords = Text(fr: "Message", en: "Message")
  static let noticeActor = Text(fr: "Par", en: "By")
  static let noticeMoment = Text(fr: "Date", en: "Date")
  static let noticeUnread = Text(fr: "Non lue", en: "Unread")
}
