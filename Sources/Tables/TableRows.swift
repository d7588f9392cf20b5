/// The lines of one sheet below its headings, one at a time. Used by one task, from beginning to end.
public final class TableRows {
  public let sheet: TableSheet
  /// Those that have a heading, in order.
  public let columns: [TableColumn]
  /// The headings' own line.
  public let headingLine: Int
  /// Headings that are missing among others, or there twice.
  public let headingFaults: [TableFault]
  /// As many cells as the line of headings has, blank ones at its end left out.
  private let width: Int
  private let source: any LineSource

  init(_ source: any LineSource, _ sheet: TableSheet, _ line: Int?) throws(TableFault) {
    self.source = source
    self.sheet = sheet
    var first: TableRow? = try source.next()
    while let row = first, row.line < line ?? 1 { first = try source.next() }
    guard let first, line == nil || first.line == line else { throw .empty }
    let words: [String] = first.cells.map(TableRows.heading)
    width = (words.lastIndex { !$0.isEmpty } ?? -1) + 1
    headingLine = first.line
    let all: [TableColumn] = (0..<width).map { TableColumn($0, words[$0]) }
    columns = all.filter { !$0.heading.isEmpty }
    var faults: [TableFault] = []
    var seen: [String: TableColumn] = [:]
    for column in all {
      if column.heading.isEmpty {
        faults.append(.blankHeading(CellPlace(first.line, column)))
      } else if let earlier = seen[folded(column.heading)] {
        faults.append(.repeatedHeading(CellPlace(first.line, column), first: earlier))
      } else {
        seen[folded(column.heading)] = column
      }
    }
    headingFaults = faults
  }

  private static func heading(_ cell: TableCell) -> String { trimmed((try? cell.text()) ?? "") }

  /// The column under one of these headings, whatever their case and accents.
  public func column(_ names: String...) -> TableColumn? {
    let wanted: [String] = names.map(folded)
    return columns.first { wanted.contains(folded($0.heading)) }
  }

  /// The next line that holds something.
  public func next() throws(TableFault) -> TableRow? {
    guard var row = try source.next() else { return nil }
    let last: Int = (row.cells.lastIndex { !$0.isBlank } ?? -1) + 1
    if last > width {
      row.fault = .surplusCells(line: row.line, cells: last, headings: width)
    } else if source.keepsEmptyCells, row.cells.count < width {
      row.fault = .missingCells(line: row.line, cells: row.cells.count, headings: width)
    }
    return row
  }

  /// The ranges of cells that the spreadsheet shows as one, `A2:A5`: only the first of them holds their value. Known once
  /// every line was read.
  public var merged: [String] { source.merged }
}
