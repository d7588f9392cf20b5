import HTTP

/// What we answer instead of doing what was asked. Anything else that is thrown is a bug or a broken machine.
public enum Refusal: Error, Sendable {
  /// Not there, or not to be seen by this actor: the two are one answer.
  case notFound
  case forbidden(Text)
  /// The request is fine, but the records stand otherwise: somebody was faster, a rule holds.
  case conflict(Text, field: String? = nil)
  case invalid([FieldError])
  /// The request could not be read at all.
  case unreadable(RequestRefusal)

  public static func invalid(_ field: String, _ message: Text) -> Refusal { .invalid([FieldError(field, message)]) }

  var status: Status {
    switch self {
    case .notFound: .notFound
    case .forbidden: .forbidden
    case .conflict: .conflict
    case .invalid: .unprocessable
    case .unreadable(let refusal): refusal.status
    }
  }

  /// What is wrong, field by field where that is known.
  var fieldErrors: [FieldError] {
    switch self {
    case .invalid(let errors): errors
    case .conflict(let message, let field): field.map { [FieldError($0, message)] } ?? []
    default: []
    }
  }
}

public struct FieldError: Sendable, Hashable {
  public let field: String
  public let message: Text

  public init(_ field: String, _ message: Text) {
    self.field = field
    self.message = message
  }
}
