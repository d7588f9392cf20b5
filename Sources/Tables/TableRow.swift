/// One line of a table that holds something.
public struct TableRow: Sendable, Equatable {
  /// As the spreadsheet numbers it.
  public let line: Int
  /// What the line holds, to its last cell.
  public let cells: [TableCell]
  /// Where it has more cells than there are headings, or fewer: reported and kept.
  public internal(set) var fault: TableFault?

  init(_ line: Int, _ cells: [TableCell]) {
    self.line = line
    self.cells = cells
  }

  public subscript(_ column: TableColumn) -> TableCell {
    cells.indices.contains(column.index) ? cells[column.index] : .empty
  }

  public func place(_ column: TableColumn) -> CellPlace { CellPlace(line, column) }
}
