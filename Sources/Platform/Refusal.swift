import HTTP

/// What we answer instead of doing what was asked. Anything else that is thrown is a bug or a broken machine.
public enum Refusal: Error, Sendable {
  /// Not there, or not to be seen by this actor: the two are one answer.
  case notFound
  case forbidden(Text)
  /// The request is fine, but the records stand otherwise: somebody was faster, a rule holds.
  case conflict(Text, field: String? = nil)
  case invalid([FieldError])
  /// Many records were asked for and some refuse: how many, and why each.
  case several(Text, [FieldError])
  /// Too many attempts: nothing is wrong with this one but its moment.
  case wait(Text, seconds: Int)
  /// More is being asked than can be done at once.
  case busy
  /// Something that we need for it is not here, or has no time: said as it is, with when to come back where that helps.
  case unavailable(Text, seconds: Int?)
  /// An API token that is unknown, revoked or past its day.
  case unauthorized(Text)
  /// A form sent by somebody who is no longer signed in, or never was.
  case sessionEnded
  /// The request could not be read at all.
  case unreadable(RequestRefusal)

  public static func invalid(_ field: String, _ message: Text) -> Refusal { .invalid([FieldError(field, message)]) }

  var status: Status {
    switch self {
    case .notFound: .notFound
    case .forbidden: .forbidden
    case .conflict: .conflict
    case .invalid, .several: .unprocessable
    case .wait: .tooManyRequests
    case .busy, .unavailable: .unavailable
    case .unauthorized: .unauthorized
    // The same as what one may not see: a form says nothing of what is behind it.
    case .sessionEnded: .notFound
    case .unreadable(let refusal): refusal.status
    }
  }

  /// What is said of it on a command line.
  public var inWords: String {
    switch self {
    case .notFound: "there is no such account, role or territory"
    case .forbidden(let text), .conflict(let text, _), .wait(let text, _), .unauthorized(let text),
      .unavailable(let text, _):
      text(.en)
    case .invalid(let errors), .several(_, let errors):
      errors.map { "\($0.field): \($0.message(.en))" }.joined(separator: "; ")
    case .busy, .sessionEnded, .unreadable: "it cannot be done now"
    }
  }

  /// The same, a line for each thing that is wrong, with its place.
  public var lines: [String] {
    switch self {
    case .invalid(let errors): errors.map { "\($0.field): \($0.message(.en))" }
    case .several(let text, let errors): [text(.en)] + errors.map { "\($0.field): \($0.message(.en))" }
    default: [inWords]
    }
  }

  /// What is wrong, field by field where that is known.
  public var fieldErrors: [FieldError] {
    switch self {
    case .invalid(let errors), .several(_, let errors): errors
    case .conflict(let message, let field): field.map { [FieldError($0, message)] } ?? []
    default: []
    }
  }
}

public struct FieldError: Sendable, Hashable {
  public let field: String
  public let message: Text
  /// What may have been meant.
  let proposals: [Proposal]

  public init(_ field: String, _ message: Text, proposals: [Proposal] = []) {
    self.field = field
    self.message = message
    self.proposals = proposals
  }
}

/// Something that can be chosen instead of what was typed.
public struct Proposal: Sendable, Hashable {
  let value: String
  let label: Text

  public init(_ value: String, _ label: Text) {
    self.value = value
    self.label = label
  }
}
