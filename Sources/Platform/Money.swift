import SQL

/// An amount in euros, in cents: what is added up is exact.
public struct Money: Sendable, Hashable, Comparable, ColumnValue {
  public let cents: Int

  public init(cents: Int) { self.cents = cents }

  public init(euros: Int) { self.init(cents: euros * 100) }

  public static let zero = Money(cents: 0)

  public static func < (left: Money, right: Money) -> Bool { left.cents < right.cents }

  public static func + (left: Money, right: Money) -> Money { Money(cents: left.cents + right.cents) }

  public static func - (left: Money, right: Money) -> Money { Money(cents: left.cents - right.cents) }

  public static prefix func - (money: Money) -> Money { Money(cents: -money.cents) }

  /// Euros with their cents, as JSON and spreadsheets have them: `-20000.50`, `20000`.
  public var decimal: String {
    let sign: String = cents < 0 ? "-" : ""
    let (whole, rest): (UInt, UInt) = cents.magnitude.quotientAndRemainder(dividingBy: 100)
    return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(padded(Int(rest)))"
  }

  public var value: Value { .int(Int64(cents)) }

  public static func read(_ row: borrowing Row, at index: Int32) throws(DatabaseError) -> Money {
    Money(cents: Int(try row.int64(at: index)))
  }
}
