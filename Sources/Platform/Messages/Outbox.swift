import HTTP
import Mail
import SQL
import Telephone

/// What waits to leave, by mail or by SMS. It is written with the records that it speaks of, and leaves when they are safe.
struct Outbox: Sendable {
  let secrets: Secrets

  /// `account` is whose it is, where it is somebody's who has one. What nobody asked for just now heeds their quiet hours.
  func insertion(
    _ letter: Letter, to recipient: EmailAddress, about kind: NoticeKind, of territory: ID<Territory>?,
    for account: ID<Account>? = nil, heedsQuiet: Bool = false, at now: Instant
  ) -> Query {
    insertion(.mail, letter.json, recipient.text, kind, territory, account, heedsQuiet, now)
  }

  func insertion(
    _ text: ShortText, to recipient: PhoneNumber, about kind: NoticeKind, of territory: ID<Territory>?,
    for account: ID<Account>, heedsQuiet: Bool = false, at now: Instant
  ) -> Query {
    insertion(.sms, Array(text.text.utf8), recipient.text, kind, territory, account, heedsQuiet, now)
  }

  private func insertion(
    _ channel: Channel, _ content: [UInt8], _ recipient: String, _ kind: NoticeKind, _ territory: ID<Territory>?,
    _ account: ID<Account>?, _ heedsQuiet: Bool, _ now: Instant
  ) -> Query {
    """
    INSERT INTO outgoing_message
      (territory_id, account_id, channel, kind, heeds_quiet, recipient, sealed, created_at, next_at)
    VALUES (\(territory.value), \(account.value), \(channel), \(kind.key), \(heedsQuiet), \(recipient),
      \(secrets.sealed(content, channel.seal)), \(now), \(now))
    """
  }

  /// Hands over what is due and returns how much was taken. A process that dies in between leaves a message that another
  /// hands over again: twice rather than never, and under the same identifier.
  @discardableResult
  func deliver(_ database: Database, through carrier: Carrier, _ clock: Clock, _ log: Log) async throws -> Int {
    let due: [WaitingMessage] = try await database.all(
      """
      SELECT \(WaitingMessage.columns) FROM \(WaitingMessage.tables)
      WHERE outgoing_message.channel = \(carrier.channel) AND outgoing_message.sent_at IS NULL
        AND outgoing_message.failed_at IS NULL AND outgoing_message.next_at <= \(clock.now())
      ORDER BY outgoing_message.next_at, outgoing_message.id LIMIT 50
      """)
    var taken: Int = 0
    for message in due {
      let now: Instant = clock.now()
      if let quiet = message.quiet, quiet.holds(at: now) {
        try await postpone(message, until: quiet.end(after: now), database)
        continue
      }
      guard try await claim(message, database, now) else { continue }
      guard let setback = await hand(message, to: carrier) else {
        try await settle(message, database, at: now)
        taken += 1
        continue
      }
      try await settle(message, setback, database, at: now, log)
      // It cost a whole wait. The others are due still, and none of them pays for it.
      if setback.isSilence { break }
    }
    return taken
  }

  /// It was due to be tried again in the night.
  private func postpone(_ message: WaitingMessage, until end: Instant, _ database: Database) async throws {
    _ = try await database.change { session in
      try await session.run(
        """
        UPDATE outgoing_message SET next_at = \(end)
        WHERE id = \(message.id) AND sent_at IS NULL AND failed_at IS NULL AND attempts = \(message.attempts)
        """)
    }
  }

  /// What has not left for somebody who wishes for no more of it, or is here no more: on every channel, or on one.
  static func forgetting(_ account: ID<Account>, of territory: ID<Territory>? = nil, _ channel: Channel? = nil) -> Query
  {
    let whose: Query = territory.map { " AND territory_id = \($0)" } ?? ""
    let which: Query = channel.map { " AND channel = \($0)" } ?? ""
    return """
      DELETE FROM outgoing_message
      WHERE account_id = \(account) AND heeds_quiet = \(true) AND sent_at IS NULL\(whose)\(which)
      """
  }

  /// Whoever moves it first hands it over.
  private func claim(_ message: WaitingMessage, _ database: Database, _ now: Instant) async throws -> Bool {
    try await database.change { session in
      try await session.run(
        """
        UPDATE outgoing_message
        SET attempts = attempts + 1, next_at = \(now.adding(seconds: Self.patience(message.attempts)))
        WHERE id = \(message.id) AND sent_at IS NULL AND failed_at IS NULL AND attempts = \(message.attempts)
        """) == 1
    }
  }

  private func hand(_ message: WaitingMessage, to carrier: Carrier) async -> Carrier.Setback? {
    guard let content = secrets.opened(message.sealed, carrier.channel.seal) else { return .unreadable }
    return await carrier.take(message, content)
  }

  /// Taken. A report may have come before the answer: what it said stays.
  private func settle(_ message: WaitingMessage, _ database: Database, at now: Instant) async throws {
    _ = try await database.change { session in
      try await session.run(
        """
        UPDATE outgoing_message SET sent_at = coalesce(sent_at, \(now)), failure = NULL, sealed = NULL
        WHERE id = \(message.id) AND failed_at IS NULL
        """)
    }
  }

  /// Not taken: again later, or never by itself. What nobody took keeps its text, so that somebody can have it sent again.
  private func settle(
    _ message: WaitingMessage, _ setback: Carrier.Setback, _ database: Database, at now: Instant, _ log: Log
  ) async throws {
    let isOver: Bool = setback.isFinal || message.attempts + 1 >= Self.mostAttempts
    log(.error, "message \(message.id) did not leave: \(setback.reason)", [("final", isOver ? "yes" : "no")])
    let failedAt: Instant? = isOver ? now : nil
    _ = try await database.change { session in
      try await session.run(
        """
        UPDATE outgoing_message SET failure = \(setback.reason), failed_at = \(failedAt.value)
        WHERE id = \(message.id) AND sent_at IS NULL
        """)
    }
  }

  /// To whom something left, and links that no longer open, are of no use to anybody after a season. Nor is a text that
  /// did not leave, once the links in it are dead.
  static func forgetOld(_ database: Database, at now: Instant) async throws {
    let (season, fortnight): (Instant, Instant) = (
      now.adding(seconds: -90 * 86_400), now.adding(seconds: -14 * 86_400)
    )
    _ = try await database.change { session in
      try await session.run(
        "DELETE FROM outgoing_message WHERE (sent_at IS NOT NULL OR failed_at IS NOT NULL) AND created_at < \(season)")
      try await session.run(
        """
        UPDATE outgoing_message SET sealed = NULL
        WHERE failed_at IS NOT NULL AND sealed IS NOT NULL AND created_at < \(fortnight)
        """)
      return try await session.run("DELETE FROM access_link WHERE expires_at < \(season)")
    }
  }

  private static let mostAttempts: Int = 12

  /// A minute, then twice as long each time: two days in all.
  private static func patience(_ attempts: Int) -> Int { 60 << min(attempts, 10) }
}

/// A message that is due.
struct WaitingMessage: Fetched {
  let id: ID<WaitingMessage>
  let recipient: String
  let sealed: [UInt8]
  let createdAt: Instant
  let attempts: Int

  /// When it may not be handed over; nil where it always may.
  let quiet: QuietHours?

  static let columns: Query = """
    outgoing_message.id, outgoing_message.recipient, outgoing_message.sealed, outgoing_message.created_at,
    outgoing_message.attempts, outgoing_message.heeds_quiet, notice_setting.quiet_from, notice_setting.quiet_to,
    notice_setting.quiet_sunday
    """
  static let tables: Query = """
    outgoing_message LEFT JOIN notice_setting ON notice_setting.territory_id = outgoing_message.territory_id
      AND notice_setting.account_id = outgoing_message.account_id
    """

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    recipient = try row.next()
    sealed = try row.next()
    createdAt = try row.next()
    attempts = try row.next()
    let heedsQuiet: Bool = try row.next()
    let (from, to, onSundays): (Int?, Int?, Bool?) = (try row.next(), try row.next(), try row.next())
    var quiet: QuietHours = .usual
    if let from, let to, let onSundays { quiet = QuietHours(from: from, to: to, onSundays: onSundays) }
    self.quiet = heedsQuiet ? quiet : nil
  }

  /// The same for every attempt: a mail program shows what came twice only once.
  var identifier: String { "\(id).\(createdAt.milliseconds)" }
}
