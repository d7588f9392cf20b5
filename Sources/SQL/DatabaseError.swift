/// What went wrong in the database, in the few words the rest of the house needs to decide what to say.
public struct DatabaseError: Error, Sendable, CustomStringConvertible {
  public enum Kind: Sendable, Equatable {
    /// A UNIQUE, CHECK, NOT NULL or foreign key constraint, or two periods that overlap.
    case unique, check, foreignKey, overlap
    /// Somebody else holds what we need, beyond the time we wait.
    case busy
    /// Two serialisable transactions crossed: ours can be run again.
    case conflict
    case full
    /// The server or the file is out of reach: nothing was asked of it, or what was asked is undone.
    case unreachable
    /// The connection fell while a commit was under way: nobody here can say whether it happened.
    case uncertain
    case damaged
    case readOnly
    /// A statement or a row that our own code wrote badly.
    case programming
  }

  public let kind: Kind
  public let message: String
  /// The constraint's name or columns, where the database says so.
  public let constraint: String?

  public init(_ kind: Kind, _ message: String, constraint: String? = nil) {
    self.kind = kind
    self.message = message
    self.constraint = constraint
  }

  public var description: String { "\(kind): \(message)" }
}
