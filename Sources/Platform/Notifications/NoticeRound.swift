import HTTP
import Mail
import SQL
import Telephone

/// Tells people what they were not told yet: at once what they want at once, the rest together once a day. What they may
/// no longer see, what they muted, and what they never wish to hear of leaves with nobody.
struct NoticeRound: Sendable {
  let app: App
  let now: Instant

  init(_ app: App, at now: Instant) {
    self.app = app
    self.now = now
  }

  func run() async throws {
    for listener in try await listeners() where listener.mayHear(at: now) {
      // One that cannot be told does not keep the others waiting.
      do { try await tell(listener) } catch is ToldMeanwhile {} catch {
        app.settings.log(.error, "\(error)", [("during", "notifications of account \(listener.account.id)")])
      }
    }
  }

  /// Whom something waits for, with what they wish at the beginning of the round.
  func listeners() async throws -> [Listener] {
    try await app.database.all(
      """
      SELECT \(Account.columns),
        (SELECT number FROM account_phone WHERE account_phone.account_id = account.id AND confirmed_at IS NOT NULL),
        \(Territory.columns), notice_setting.id IS NOT NULL, \(NoticeSettings.columns)
      FROM (SELECT DISTINCT territory_id, account_id FROM notification WHERE told_at IS NULL) AS waiting
      JOIN account ON account.id = waiting.account_id JOIN territory ON territory.id = waiting.territory_id
      LEFT JOIN notice_setting ON notice_setting.territory_id = waiting.territory_id
        AND notice_setting.account_id = waiting.account_id
      WHERE \(NotificationStore.listens)
      ORDER BY account.id, territory.id
      """)
  }

  func tell(_ listener: Listener) async throws {
    let settings: NoticeSettings = listener.settings
    let digest: Instant? = settings.digestMoment(at: now)
    let waiting: [Notification] = try await app.database.all(
      """
      SELECT \(Notification.columns) FROM notification
      WHERE territory_id = \(listener.territory.id) AND account_id = \(listener.account.id) AND told_at IS NULL
      ORDER BY id LIMIT 500
      """)
    let due: [Notification] = waiting.filter { notification in
      switch settings.pace(of: notification.kind) {
      case .now, .never: true
      case .daily: digest.map { notification.createdAt < $0 } ?? false
      }
    }
    guard !due.isEmpty else { return }
    let told: [Notification] = try await toTell(due, listener)
    let isDigest: Bool = told.contains { settings.pace(of: $0.kind) == .daily }
    try await app.database.change { session in
      let wish: Wish? = try await session.first(Wish.of(listener))
      guard wish == Wish(listener) else { throw ToldMeanwhile() }
      let ids: [ID<Notification>] = due.map(\.id)
      let claimed: Int = try await session.run(
        """
        UPDATE notification SET told_at = \(now)
        WHERE territory_id = \(listener.territory.id) AND account_id = \(listener.account.id) AND told_at IS NULL
          AND id IN \(.list(ids))
        """)
      guard claimed == ids.count else { throw ToldMeanwhile() }
      guard !told.isEmpty else { return }
      if isDigest { try await note(digestOf: listener, session) }
      for message in messages(told, to: listener) { try await session.run(message) }
    }
  }

  /// What somebody may change while a round goes on: a round of many takes its time, and who stops hears no more.
  private struct Wish: Fetched, Equatable {
    let version: Int
    let phone: PhoneNumber?

    init(_ row: inout Row) throws(DatabaseError) {
      version = try row.next()
      phone = try row.next(String?.self).flatMap { PhoneNumber($0) }
    }

    init(_ listener: Listener) {
      version = listener.settings.version
      phone = listener.phone
    }

    static func of(_ listener: Listener) -> Query {
      """
      SELECT coalesce((SELECT notice_setting.version FROM notice_setting
          WHERE notice_setting.territory_id = \(listener.territory.id)
            AND notice_setting.account_id = \(listener.account.id)), 0),
        (SELECT account_phone.number FROM account_phone
          WHERE account_phone.account_id = account.id AND account_phone.confirmed_at IS NOT NULL)
      FROM account WHERE account.id = \(listener.account.id) AND account.disabled_at IS NULL
      """
    }
  }

  /// There is one digest a day.
  private func note(digestOf listener: Listener, _ session: Session) async throws {
    let today: Day = Zone.paris.day(at: now)
    let noted: Int = try await session.run(
      """
      INSERT INTO notice_setting (territory_id, account_id, digest_day, version)
      VALUES (\(listener.territory.id), \(listener.account.id), \(today), 0)
      ON CONFLICT (account_id, territory_id) DO UPDATE SET digest_day = excluded.digest_day
      WHERE notice_setting.digest_day IS NULL OR notice_setting.digest_day < excluded.digest_day
      """)
    guard noted == 1 else { throw ToldMeanwhile() }
  }

  /// Another process does, or has; or they wish otherwise by now, and the next round heeds it.
  struct ToldMeanwhile: Error {}

  /// What of it is still theirs to hear.
  private func toTell(_ due: [Notification], _ listener: Listener) async throws -> [Notification] {
    let scope = Scope(app.database, .nobody(on: listener.territory.id), at: now)
    let roles: [Role] = try await RoleStore(scope).roles(of: listener.account.id).filter { $0.holds(on: scope.today) }
    guard !roles.isEmpty else { return [] }
    let actor = Actor(
      account: listener.account.id, listener.account.name, territory: listener.territory.id, roles.map(\.grant))
    let muted: Set<String> = Set(try await MuteStore.muted(by: listener.account.id, scope))
    var isSeen: [String: Bool] = [:]
    var told: [Notification] = []
    for notification in due where listener.settings.pace(of: notification.kind) != .never {
      guard !muted.contains(Mute.key(notification.recordKind, notification.record)) else { continue }
      let answer: Bool
      if let known = isSeen[notification.path] {
        answer = known
      } else {
        answer = try await app.shows(
          notification.path, to: Viewer(actor, listener.territory, account: listener.account), at: now)
      }
      isSeen[notification.path] = answer
      if answer { told.append(notification) }
    }
    return told
  }

  private func messages(_ told: [Notification], to listener: Listener) -> [Query] {
    let outbox = Outbox(secrets: app.secrets)
    let (account, territory): (ID<Account>, ID<Territory>) = (listener.account.id, listener.territory.id)
    let news = News(told, for: listener, app)
    var messages: [Query] = []
    if let address = EmailAddress(listener.account.email) {
      messages.append(
        outbox.insertion(
          news.letter, to: address, about: news.kind, of: territory, for: account, heedsQuiet: true, at: now))
    }
    let urgent: [Notification] = told.filter { listener.settings.pace(of: $0.kind) == .now }
    if listener.settings.bySMS, app.settings.smsGateway != nil, !urgent.isEmpty, let phone = listener.phone {
      let news = News(urgent, for: listener, app)
      messages.append(
        outbox.insertion(
          news.shortText, to: phone, about: news.kind, of: territory, for: account, heedsQuiet: true, at: now))
    }
    return messages
  }
}

/// Somebody whom something waits for.
struct Listener: Fetched {
  let account: Account
  let phone: PhoneNumber?
  let territory: Territory
  let settings: NoticeSettings

  init(_ row: inout Row) throws(DatabaseError) {
    account = try Account(&row)
    phone = try row.next(String?.self).flatMap { PhoneNumber($0) }
    territory = try Territory(&row)
    settings = try row.next(Bool.self) ? try NoticeSettings(&row) : .usual
  }

  /// Whether there may be something to say now: most wait for the hour of their digest.
  func mayHear(at now: Instant) -> Bool {
    guard !settings.quiet.holds(at: now) else { return false }
    let isUsual: Bool = settings.pace == .daily && settings.kindsNow.isEmpty && settings.kindsNever.isEmpty
    return !isUsual || settings.digestMoment(at: now) != nil
  }

  var language: Language { account.language ?? territory.language }
}

extension App {
  /// Whether somebody would be shown that page: it is asked for as them, so that what is said here cannot differ from what
  /// is done. It leaves no trace.
  func shows(_ path: String, to viewer: Viewer, at now: Instant) async throws -> Bool {
    guard let target = try? Target(path), case .found(let found) = router.find(.get, target.segments) else {
      return false
    }
    let endpoint: Endpoint = found.endpoint.endpoint
    guard endpoint.allow.admits(viewer.actor), case .visit(let handle) = endpoint.handle else { return false }
    let request = Request(Head(method: .get, target: target))
    let visit: Visit = visit(request, viewer, found.parameters, found.endpoint.format, [.fr, .en])
      .rehearsed(by: viewer.actor)
    do {
      if let record = endpoint.record {
        _ = try await record.show(visit)
        return true
      }
      return try await handle(visit, self).status == .ok
    } catch is Refusal {
      return false
    }
  }
}
