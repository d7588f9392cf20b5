/// The lines of a text table, read as they are asked for.
final class CSVRows: LineSource {
  private let text: DecodedText
  private let separator: UInt8
  private let limits: TableLimits
  private var buffer: [UInt8] = []
  private var place: Int = 0
  private var isLast: Bool = false
  private var line: Int = 0

  init(_ bytes: TableBytes, _ format: CSVFormat, _ limits: TableLimits) throws(TableFault) {
    text = try DecodedText(bytes, format.encoding)
    separator = format.separator
    self.limits = limits
    try refill()
    // Excel takes this line for an order, and does not number it.
    if format.saysSeparator, case .complete(_, let length) = try record() { place += length }
  }

  let keepsEmptyCells: Bool = true
  let merged: [String] = []

  func next() throws(TableFault) -> TableRow? {
    while place < buffer.count || !isLast {
      switch try record() {
      case .complete(let cells, let length):
        // What ends the last line begins no other.
        if length == 0, place == buffer.count { return nil }
        place += length
        line += 1
        guard line <= limits.mostLines else { throw .tooManyLines(most: limits.mostLines) }
        if !cells.allSatisfy(\.isBlank) { return TableRow(line, cells) }
      case .unfinished(let isQuoted):
        guard !isLast else { throw .openQuote(line: line + 1) }
        guard buffer.count - place < limits.mostLineBytes else {
          throw isQuoted ? .openQuote(line: line + 1) : .lineTooLong(line: line + 1)
        }
        try refill()
      case .tooManyColumns: throw .tooManyColumns(line: line + 1, most: limits.mostColumns)
      }
    }
    return nil
  }

  private func record() throws(TableFault) -> CSVRecord {
    buffer.withUnsafeBufferPointer { room in
      CSVRecord.read(
        UnsafeBufferPointer(rebasing: room[place...]), separator: separator, isLast: isLast,
        mostColumns: limits.mostColumns)
    }
  }

  /// Twice as much each time: a long line is begun anew only so often.
  private func refill() throws(TableFault) {
    buffer.removeFirst(place)
    place = 0
    let wanted: Int = max(1 << 16, buffer.count * 2)
    while buffer.count < wanted, !isLast { isLast = !(try text.read(into: &buffer)) }
  }
}
