/// The identifier of one kind of record: an `ID<Lot>` is never taken for an `ID<Site>`.
public struct ID<Record>: Hashable, Sendable, CustomStringConvertible {
  public let number: Int64

  @inlinable public init(_ number: Int64) { self.number = number }

  /// Reads an identifier from a path: digits only, no sign, no leading zero.
  public init?(path text: String) {
    guard let first = text.utf8.first, first != 0x30, text.utf8.count <= 18,
      text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = Int64(text)
    else { return nil }
    self.init(number)
  }

  public var description: String { String(number) }
}
