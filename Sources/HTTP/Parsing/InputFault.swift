/// Why bytes that somebody sent could not be read, and in which field where that is known.
public struct InputFault: Error, Equatable, Sendable {
  public enum Reason: String, Sendable {
    case escape, encoding, nul, syntax, duplicate, tooDeep, tooMany, tooLong, truncated
  }

  public let reason: Reason
  public let field: String?

  public init(_ reason: Reason, field: String? = nil) {
    self.reason = reason
    self.field = field
  }
}

/// Text from bytes: strict UTF-8, so no overlong forms and no surrogates, and never a NUL.
func text(_ bytes: some Collection<UInt8>, field: String? = nil) throws(InputFault) -> String {
  guard !bytes.contains(0) else { throw InputFault(.nul, field: field) }
  guard let text = String(validating: bytes, as: UTF8.self) else { throw InputFault(.encoding, field: field) }
  return text
}
