/// Why a provider's answer is of no use. Says enough for the operator's log, and quotes no secret, code or token.
public enum ProviderFault: Error, Sendable, CustomStringConvertible {
  /// Asked for more than can be waited for at once.
  case busy
  case silent(String, reason: String)
  case answered(String, status: Int)
  case tooLong(String)
  case malformed(String)
  /// It takes back what it gave: a code that is past its time, or was used before.
  case refused(String)
  case token(String, TokenFault)

  public var description: String {
    switch self {
    case .busy: "too many sign-ins wait for the identity provider"
    case .silent(let what, let reason): "the identity provider does not give its \(what): \(reason)"
    case .answered(let what, let status): "the identity provider answers \(status) when asked for its \(what)"
    case .tooLong(let what): "the identity provider’s \(what) is longer than any should be"
    case .malformed(let what): "the identity provider’s \(what) cannot be read"
    case .refused(let error): "the identity provider refuses the code: \(error)"
    case .token(let what, let fault): "the identity provider’s \(what) \(fault.inWords)"
    }
  }

  /// Whether the way was at fault and not who came: later may do.
  public var isPassing: Bool {
    switch self {
    case .busy, .silent: true
    case .answered(_, let status): status >= 500 || status == 429
    case .tooLong, .malformed, .refused, .token: false
    }
  }
}
