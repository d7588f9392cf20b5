/// A column under its heading.
public struct TableColumn: Sendable, Equatable {
  /// From 0.
  public let index: Int
  /// As it was written, without the spaces around it.
  public let heading: String

  public init(_ index: Int, _ heading: String) {
    self.index = index
    self.heading = heading
  }

  /// As a spreadsheet names it: A, Z, AA.
  public var letter: String {
    var (rest, letters): (Int, [UInt8]) = (index + 1, [])
    while rest > 0 {
      letters.append(UInt8(0x41 + (rest - 1) % 26))
      rest = (rest - 1) / 26
    }
    return String(decoding: letters.reversed(), as: UTF8.self)
  }
}

/// Where a cell stands, as a person finds it in the spreadsheet.
public struct CellPlace: Sendable, Equatable {
  /// From 1, the headings' own line included.
  public let line: Int
  public let column: TableColumn

  public init(_ line: Int, _ column: TableColumn) {
    self.line = line
    self.column = column
  }
}
