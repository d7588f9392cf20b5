import HTTP
import SMS
import SQL

/// What a gateway tells us later of a message that it took. Only it was given the address, which is signed for one message.
enum DeliveryReport {
  static let path: String = "/envois/recu"

  /// `%d` and `%F` are the gateway's to fill in: what happened, and what the network calls the message.
  static func address(of message: ID<WaitingMessage>, at home: String, _ secrets: Secrets) -> String {
    "\(home)\(path)?jeton=\(secrets.sign("delivery", "\(message)"))&type=%d&reference=%F"
  }

  /// Told twice, it happened once. A report proves that the message left, even where the answer that it was taken never
  /// reached us; the first end that is told is the end.
  static func note(
    _ report: SMSReport, of message: ID<WaitingMessage>, reference: String?, _ database: Database, at now: Instant
  ) async throws {
    let (deliveredAt, failedAt, failure): (Instant?, Instant?, String?) =
      switch report {
      case .delivered: (now, nil, nil)
      case .undelivered: (nil, now, "the telephone network did not deliver it")
      }
    _ = try await database.change { session in
      try await session.run(
        """
        UPDATE outgoing_message
        SET sent_at = coalesce(sent_at, \(now)), sealed = NULL, reference = \(reference.value),
          delivered_at = \(deliveredAt.value), failed_at = \(failedAt.value), failure = \(failure.value)
        WHERE id = \(message) AND channel = 'sms' AND delivered_at IS NULL AND (failed_at IS NULL OR sent_at IS NULL)
        """)
    }
  }
}

extension PlatformDoor {
  /// Gateways get and do not post: their question is the news.
  var deliveryReport: Endpoint {
    .raw(DeliveryReport.path, Text(fr: "Accusé de réception d’un SMS", en: "Delivery report of an SMS")) { visit, app in
      let asked: FormPairs = visit.asked
      guard let text = app.secrets.verified("delivery", asked["jeton"] ?? ""),
        let message = ID<WaitingMessage>(path: text)
      else { throw Refusal.notFound }
      if let report = SMSReport(type: asked["type"] ?? "") {
        let reference: String? = asked["reference"].flatMap { $0.isEmpty ? nil : String($0.prefix(200)) }
        try await DeliveryReport.note(report, of: message, reference: reference, app.database, at: visit.scope.now)
      }
      return .text("ok\n")
    }.alwaysOpen
  }
}
