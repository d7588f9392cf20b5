import Web

/// Why a message was not taken.
public struct SMSFailure: Error, Sendable, CustomStringConvertible {
  /// The gateway refused this number or this text for good. Everything else ends when somebody repairs it.
  public let isPermanent: Bool
  /// Nobody answered, or nobody in time: the next message would wait as long. It may have been taken all the same.
  public let isSilence: Bool
  /// One line for the operator, in English. Holds no password: it was in what we asked, and gateways repeat questions.
  public let reason: String

  public var description: String { reason }

  init(_ fault: WebFault) {
    isPermanent = false
    switch fault {
    case .busy: (isSilence, reason) = (true, "too many questions wait for an answer")
    case .silent(let why): (isSilence, reason) = (true, "the SMS gateway does not answer: \(why)")
    case .tooLong: (isSilence, reason) = (false, "the SMS gateway’s answer is longer than any should be")
    }
  }

  init(_ reply: WebReply) {
    isSilence = false
    isPermanent = reply.status == 400
    reason =
      switch reply.status {
      case 400: "the SMS gateway refuses this number or this text (400)"
      case 401, 403: "the SMS gateway refuses the user or the secret (\(reply.status))"
      default: "the SMS gateway answers \(reply.status)"
      }
  }
}
