import CCurl
import CMailShim

/// Why a message was not accepted.
public struct PostFailure: Error, Sendable, CustomStringConvertible {
  /// The server refused this recipient or this message for good: trying again is useless. Everything else, which
  /// includes a wrong password and a sender that the server does not let us use, ends when somebody repairs it.
  public let isPermanent: Bool
  /// Nobody answered, or nobody in time: the next message would wait as long.
  public let isSilence: Bool
  /// One line for the operator, in English. Holds no password.
  public let reason: String

  public var description: String { reason }

  init(_ outcome: mail_outcome) {
    let reply = Int(outcome.reply)
    isPermanent = Self.isPermanent(outcome)
    isSilence = [CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_OPERATION_TIMEDOUT].contains(outcome.code)
    let said: String = line(of: outcome.answer)
    switch outcome.step {
    case MAIL_STEP_SENDER where reply >= 400: reason = "the server refused the sender: \(said)"
    case MAIL_STEP_RECIPIENT where reply >= 400: reason = "the server refused the recipient: \(said)"
    case MAIL_STEP_MESSAGE where reply >= 400: reason = "the server refused the message: \(said)"
    // A server may repeat what it was sent, which holds the password: only its status is told.
    case MAIL_STEP_LOGIN where reply >= 400: reason = "the server refused the user or the password: \(reply)"
    case MAIL_STEP_GREETING where reply >= 400: reason = "the server refused to talk to us: \(said)"
    default:
      let error: String = line(of: outcome.error)
      reason = error.isEmpty ? String(cString: curl_easy_strerror(outcome.code)) : error
    }
  }

  private static func isPermanent(_ outcome: mail_outcome) -> Bool {
    // libcurl says so when a command or the message was answered with a refusal, not when the connection broke after.
    guard outcome.code == CURLE_SEND_ERROR || outcome.code == CURLE_WEIRD_SERVER_REPLY else { return false }
    switch (outcome.step, outcome.reply) {
    case (_, 530), (_, 534), (_, 535), (_, 538): return false  // RFC 4954: we should have identified ourselves.
    case (MAIL_STEP_SENDER, 552): return true  // RFC 1870: too long, known from its announced size.
    case (MAIL_STEP_RECIPIENT, 500...599), (MAIL_STEP_MESSAGE, 500...599): return true
    default: return false
    }
  }
}

/// Text of C as one line: the log writes a line a fact.
private func line<Characters>(of characters: Characters) -> String {
  let bytes: [UInt8] = withUnsafeBytes(of: characters) { Array($0.prefix { $0 != 0 }) }
  let words: [Substring] = String(decoding: bytes, as: UTF8.self).split {
    $0.isWhitespace || $0.unicodeScalars.allSatisfy { $0.properties.generalCategory == .control }
  }
  return words.joined(separator: " ")
}
