import SQL

/// A floor area, in square decimetres: hundredths of a square metre, so that sums are exact.
public struct Area: Sendable, Hashable, Comparable, ColumnValue {
  public let squareDecimetres: Int

  public init(squareDecimetres: Int) { self.squareDecimetres = squareDecimetres }

  public init(squareMetres: Int) { self.init(squareDecimetres: squareMetres * 100) }

  public static func < (left: Area, right: Area) -> Bool { left.squareDecimetres < right.squareDecimetres }

  public static func + (left: Area, right: Area) -> Area {
    Area(squareDecimetres: left.squareDecimetres + right.squareDecimetres)
  }

  public static let zero = Area(squareDecimetres: 0)

  /// Square metres with their decimals, as JSON and spreadsheets have them: `23.5`.
  public var decimal: String {
    let rest: Int = squareDecimetres % 100
    guard rest > 0 else { return String(squareDecimetres / 100) }
    return "\(squareDecimetres / 100).\(rest % 10 == 0 ? String(rest / 10) : padded(rest))"
  }

  public var value: Value { .int(Int64(squareDecimetres)) }

  public static func read(_ row: borrowing Row, at index: Int32) throws(DatabaseError) -> Area {
    Area(squareDecimetres: Int(try row.int64(at: index)))
  }
}
