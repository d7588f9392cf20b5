/// What answers the server's requests.
public protocol Responder: Sendable {
  /// Asked as soon as the header has arrived, before any of the body is read.
  func plan(for head: Head) -> BodyPlan
  func respond(to request: Request) async -> Response
  /// A request that never becomes one. The head is known when only the body is at fault.
  func refuse(_ refusal: RequestRefusal, _ head: Head?) -> Response
}

/// What to do with a request's body.
public enum BodyPlan: Sendable {
  case none
  case memory(most: Int)
  case multipart(MultipartReader, most: Int)
  case refuse(RequestRefusal)
}

/// Why a request is refused before any route sees it.
public enum RequestRefusal: Error, Sendable, Equatable {
  /// Two readers could understand it differently, or nobody can read it.
  case malformed(InputFault)
  case ambiguous(String)
  case bodyTooLarge(most: Int)
  case headersTooLarge
  case unsupportedMediaType
  case unknownMethod
  case tooManyRequests(retryAfter: Int)
  case diskFull
  case tooSlow

  public var status: Status {
    switch self {
    case .malformed, .ambiguous, .tooSlow: .badRequest
    case .bodyTooLarge: .contentTooLarge
    case .headersTooLarge: .headersTooLarge
    case .unsupportedMediaType: .unsupportedMediaType
    case .unknownMethod: .notImplemented
    case .tooManyRequests: .tooManyRequests
    case .diskFull: .insufficientStorage
    }
  }
}
