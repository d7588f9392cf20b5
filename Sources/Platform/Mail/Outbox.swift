import HTTP
import Mail
import SQL

/// Mail that waits to leave. It is written with the records that it speaks of, and leaves when they are safe.
struct Outbox: Sendable {
  let secrets: Secrets

  func insertion(
    _ letter: Letter, to recipient: EmailAddress, of territory: ID<Territory>?, at now: Instant
  ) -> Query {
    """
    INSERT INTO outgoing_mail (territory_id, recipient, sealed, created_at, next_at)
    VALUES (\(territory.value), \(recipient.text), \(secrets.sealed(letter.json, "mail")), \(now), \(now))
    """
  }

  private struct Waiting: Fetched {
    let id: ID<Waiting>
    let recipient: String
    let sealed: [UInt8]
    let createdAt: Instant
    let attempts: Int
    let nextAt: Instant

    init(_ row: inout Row) throws(DatabaseError) {
      id = try row.next()
      recipient = try row.next()
      sealed = try row.next()
      createdAt = try row.next()
      attempts = try row.next()
      nextAt = try row.next()
    }
  }

  /// Sends what is due and returns how much has left. A process that dies in between leaves a mail that another sends
  /// again: twice rather than never.
  @discardableResult
  func deliver(
    _ database: Database, through office: PostOffice, from sender: Mailbox, at now: Instant, _ log: Log
  ) async throws -> Int {
    let due: [Waiting] = try await database.all(
      """
      SELECT id, recipient, sealed, created_at, attempts, next_at FROM outgoing_mail
      WHERE sent_at IS NULL AND sealed IS NOT NULL AND next_at <= \(now)
      ORDER BY next_at, id LIMIT 50
      """)
    var sent: Int = 0
    for mail in due {
      // Whoever moves it first sends it.
      let isOurs: Bool = try await database.change { session in
        try await session.run(
          """
          UPDATE outgoing_mail SET attempts = attempts + 1, next_at = \(now.adding(seconds: Self.patience(mail.attempts)))
          WHERE id = \(mail.id) AND sent_at IS NULL AND attempts = \(mail.attempts)
          """) == 1
      }
      guard isOurs else { continue }
      if try await send(mail, database, office, sender, now, log) { sent += 1 }
    }
    return sent
  }

  private func send(
    _ mail: Waiting, _ database: Database, _ office: PostOffice, _ sender: Mailbox, _ now: Instant, _ log: Log
  ) async throws -> Bool {
    guard let recipient = EmailAddress(mail.recipient),
      let letter = secrets.opened(mail.sealed, "mail").flatMap({ Letter(json: $0) })
    else {
      try await settle(mail, database, sentAt: nil, failure: "unreadable: sealed by another installation", isOver: true)
      return false
    }
    let message = Message(
      from: Mailbox(name: letter.sender, address: sender.address), to: recipient, replyTo: letter.replyTo,
      unsubscribe: letter.unsubscribe,
      subject: letter.subject, text: letter.text, language: letter.language.rawValue, sentAt: now.milliseconds / 1_000,
      identifier: "\(mail.id).\(mail.createdAt.milliseconds)")
    do throws(PostFailure) {
      try await office.send(message)
    } catch {
      let isOver: Bool = error.isPermanent || mail.attempts + 1 >= Self.mostAttempts
      log(.error, "mail \(mail.id) did not leave: \(error.reason)", [("final", isOver ? "yes" : "no")])
      try await settle(mail, database, sentAt: nil, failure: error.reason, isOver: isOver)
      return false
    }
    try await settle(mail, database, sentAt: now, failure: nil, isOver: true)
    return true
  }

  private func settle(
    _ mail: Waiting, _ database: Database, sentAt: Instant?, failure: String?, isOver: Bool
  ) async throws {
    let kept: Query = isOver ? "NULL" : "sealed"
    _ = try await database.change { session in
      try await session.run(
        """
        UPDATE outgoing_mail SET sent_at = \(sentAt.value), failure = \(failure.value), sealed = \(kept)
        WHERE id = \(mail.id)
        """)
    }
  }

  /// To whom mail left, and links that no longer open, are of no use to anybody after a season.
  static func forgetOld(_ database: Database, before: Instant) async throws {
    _ = try await database.change { session in
      try await session.run("DELETE FROM outgoing_mail WHERE sealed IS NULL AND created_at < \(before)")
      return try await session.run("DELETE FROM access_link WHERE expires_at < \(before)")
    }
  }

  private static let mostAttempts: Int = 12

  /// A minute, then twice as long each time: two days in all.
  private static func patience(_ attempts: Int) -> Int { 60 << min(attempts, 10) }
}
