import HTTP
import Telephone
import Web

/// The gateway that takes our SMS, asked as Kannel's `sendsms` is: most of those that are sold understand the same words.
public final class SMSGateway: Sendable {
  private let settings: Settings
  private let web: WebClient

  public init(_ settings: Settings) {
    self.settings = settings
    web = WebClient(milliseconds: settings.milliseconds, certificateFile: settings.certificateFile)
  }

  /// Returns once the gateway has taken the message, and with it the duty to hand it on. What becomes of it is told to
  /// `report`, which may be before we have heard that it was taken.
  ///
  /// `identifier` is the same for every attempt: a gateway's log shows what came twice.
  public func send(
    _ text: ShortText, to number: PhoneNumber, identifier: String, report: String
  ) async throws(SMSFailure) {
    let question: FormPairs = FormPairs().setting("username", to: settings.user)
      .setting("password", to: settings.secret).setting("from", to: settings.sender).setting("to", to: number.text)
      .setting("text", to: text.text).setting("charset", to: "UTF-8").setting("coding", to: "\(text.coding.rawValue)")
      .setting("account", to: identifier).setting("dlr-mask", to: "\(Self.reports)").setting("dlr-url", to: report)
    let reply: WebReply
    do throws(WebFault) {
      reply = try await web.ask(settings.address, query: question)
    } catch { throw SMSFailure(error) }
    guard (200..<300).contains(reply.status) else { throw SMSFailure(reply) }
  }

  /// That a telephone has it, that none will, that the network refused it.
  private static let reports: Int = 1 + 2 + 16
}

/// What the gateway tells of a message later on (Kannel's `%d`).
public enum SMSReport: Sendable {
  case delivered, undelivered

  /// Nil for what is no end: it waits, it was handed on.
  public init?(type: String) {
    switch type {
    case "1": self = .delivered
    case "2", "16": self = .undelivered
    default: return nil
    }
  }
}
