/// A value bound to a statement. There is no other way to bring data into SQL.
public enum Value: Hashable, Sendable {
  case null
  case int(Int64)
  case double(Double)
  case text(String)
  case bool(Bool)
  case day(Day)
  case instant(Instant)
  case bytes([UInt8])
}

/// A Swift type that a column can hold: how it is bound, and how it is read back.
public protocol ColumnValue: Sendable {
  var value: Value { get }
  static func read(_ row: borrowing Row, at index: Int32) throws(DatabaseError) -> Self
}

extension Int64: ColumnValue {
  @inlinable public var value: Value { .int(self) }
  @inlinable public static func read(_ row: borrowing Row, at index: Int32) throws(DatabaseError) -> Int64 {
    try row.int64(at: index)
  }
}

extension Int: ColumnValue {
  @inlinable public var value: Value { .int(Int64(self)) }
  @inlinable public static func read(_ row: borrowing Row, at index: Int32) throws(DatabaseError) -> Int {
    Int(try row.int64(at: index))
  }
}

extension Double: ColumnValue {
  @inlinable public var value: Value { .double(self) }
  @inlinable public static func read(_ row: borrowing Row, at index: Int32) throws(DatabaseError) -> Double {
    try row.double(at: index)
  }
}

extension String: ColumnValue {
  @inlinable public var value: Value { .text(self) }
  @inlinable public static func read(_ row: borrowing Row, at index: Int32) throws(DatabaseError) -> String {
    try row.text(at: index)
  }
}

extension Bool: ColumnValue {
  @inlinable public var value: Value { .bool(self) }
  @inlinable public static func read(_ row: borrowing Row, at index: Int32) throws(DatabaseError) -> Bool {
    try row.bool(at: index)
  }
}

extension Day: ColumnValue {
  @inlinable public var value: Value { .day(self) }
  public static func read(_ row: borrowing Row, at index: Int32) throws(DatabaseError) -> Day {
    guard let day: Day = try row.withText(at: index, { Day(iso: $0) }) else { throw row.unreadable(index, as: "a day") }
    return day
  }
}

extension Instant: ColumnValue {
  @inlinable public var value: Value { .instant(self) }
  public static func read(_ row: borrowing Row, at index: Int32) throws(DatabaseError) -> Instant {
    guard let instant = Instant(utc: try row.text(at: index)) else { throw row.unreadable(index, as: "an instant") }
    return instant
  }
}

extension [UInt8]: ColumnValue {
  @inlinable public var value: Value { .bytes(self) }
  @inlinable public static func read(_ row: borrowing Row, at index: Int32) throws(DatabaseError) -> [UInt8] {
    try row.bytes(at: index)
  }
}

extension ID: ColumnValue {
  @inlinable public var value: Value { .int(number) }
  @inlinable public static func read(_ row: borrowing Row, at index: Int32) throws(DatabaseError) -> ID {
    ID(try row.int64(at: index))
  }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
  @inlinable public var value: Value { self?.value ?? .null }
  @inlinable public static func read(_ row: borrowing Row, at index: Int32) throws(DatabaseError) -> Wrapped? {
    row.isNull(at: index) ? nil : try Wrapped.read(row, at: index)
  }
}

/// Closed sets of words (a lot's kind, a tenant's category) are kept as their raw text.
extension ColumnValue where Self: RawRepresentable, RawValue == String {
  public var value: Value { .text(rawValue) }
  public static func read(_ row: borrowing Row, at index: Int32) throws(DatabaseError) -> Self {
    let text: String = try row.text(at: index)
    guard let word = Self(rawValue: text) else { throw row.unreadable(index, as: "\(Self.self)") }
    return word
  }
}
