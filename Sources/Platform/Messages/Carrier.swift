import HTTP
import Mail
import SMS
import SQL
import Telephone

/// Takes the messages of one channel away.
struct Carrier: Sendable {
  let channel: Channel
  /// What became of one: taken, when it says nothing.
  let take: @Sendable (WaitingMessage, [UInt8]) async -> Setback?

  /// Why a message is still here.
  struct Setback: Sendable {
    /// One line for the operator, in English.
    let reason: String
    /// Trying again is useless.
    var isFinal: Bool = false
    /// Nobody answers: the next would wait as long for nothing.
    var isSilence: Bool = false

    static let unreadable = Setback(reason: "unreadable: sealed by another installation", isFinal: true)
  }
}

extension AppSettings {
  /// The channels that are open.
  func carriers(_ secrets: Secrets) -> [Carrier] {
    [postOffice.map { mail(through: $0) }, smsGateway.map { sms(through: $0, secrets) }].compactMap { $0 }
  }

  private func mail(through office: PostOffice) -> Carrier {
    Carrier(channel: .mail) { [sender, clock] waiting, content in
      guard let recipient = EmailAddress(waiting.recipient), let letter = Letter(json: content) else {
        return .unreadable
      }
      let message = Message(
        from: Mailbox(name: letter.sender, address: sender.address), to: recipient, replyTo: letter.replyTo,
        unsubscribe: letter.unsubscribe, subject: letter.subject, text: letter.text,
        language: letter.language.rawValue, sentAt: clock.now().milliseconds / 1_000, identifier: waiting.identifier)
      do throws(PostFailure) {
        try await office.send(message)
        return nil
      } catch {
        return Carrier.Setback(reason: error.reason, isFinal: error.isPermanent, isSilence: error.isSilence)
      }
    }
  }

  private func sms(through gateway: SMSGateway, _ secrets: Secrets) -> Carrier {
    Carrier(channel: .sms) { [publicAddress] waiting, content in
      guard let number = PhoneNumber(waiting.recipient), let text = String(validating: content, as: UTF8.self) else {
        return .unreadable
      }
      do throws(SMSFailure) {
        try await gateway.send(
          ShortText(text), to: number, identifier: waiting.identifier,
          report: DeliveryReport.address(of: waiting.id, at: publicAddress, secrets))
        return nil
      } catch {
        return Carrier.Setback(reason: error.reason, isFinal: error.isPermanent, isSilence: error.isSilence)
      }
    }
  }
}
