import SQL

/// The lines of one XLSX sheet, read as they are asked for.
final class SheetRows: LineSource {
  private let stream: XMLStream
  private let sheet: SheetListener

  init(_ pieces: any PieceSource, _ words: SheetWords, _ limits: TableLimits) throws(TableFault) {
    sheet = SheetListener(words, limits)
    stream = try XMLStream(pieces, to: sheet)
  }

  let keepsEmptyCells: Bool = false
  var merged: [String] { sheet.merged }

  func next() throws(TableFault) -> TableRow? {
    while sheet.rows.isEmpty, !stream.isEnded { try stream.hear() }
    return sheet.rows.next()
  }
}

/// Lines that were heard and not asked for yet.
struct HeardRows {
  private var rows: [TableRow] = []
  private var place: Int = 0

  var isEmpty: Bool { place == rows.count }

  mutating func append(_ row: TableRow) { rows.append(row) }

  mutating func next() -> TableRow? {
    guard place < rows.count else { return nil }
    place += 1
    let row: TableRow = rows[place - 1]
    if place == rows.count {
      rows.removeAll(keepingCapacity: true)
      place = 0
    }
    return row
  }
}

private final class SheetListener: XMLListener {
  var rows = HeardRows()
  private(set) var merged: [String] = []
  private(set) var fault: TableFault?

  private enum Heard { case nothing, value, formula }
  private enum Kind { case number, shared, text, flag, failed, day }

  private let words: SheetWords
  private let limits: TableLimits
  private var line: Int = 0
  private var column: Int = 0
  private var cells: [TableCell] = []
  private var hasContent: Bool = false
  private var kind: Kind = .number
  private var style: Int = 0
  private var heard: Heard = .nothing
  private var value: [UInt8] = []
  private var hasFormula: Bool = false
  private var isInRow: Bool = false
  private var isInCell: Bool = false
  private var phonetic: Int = 0

  init(_ words: SheetWords, _ limits: TableLimits) {
    self.words = words
    self.limits = limits
  }

  func start(_ element: XMLElement) {
    guard fault == nil else { return }
    switch element.name {
    case "c" where isInRow: begin(cell: element)
    case "v" where isInCell: heard = .value
    case "t" where isInCell: heard = phonetic == 0 ? .value : .nothing
    case "f" where isInCell: hasFormula = true
    case "rPh": phonetic += 1
    case "row": begin(row: element)
    case "mergeCell":
      if merged.count < 10_000, let range = element.words("ref") { merged.append(range) }
    default: break
    }
  }

  private func begin(row: XMLElement) {
    // Some programs number no line: then each follows the last.
    let said: Int = row.attribute("r").flatMap(wholeNumber) ?? 0
    line = max(line + 1, said)
    guard line <= limits.mostLines else { return fault = .tooManyLines(most: limits.mostLines) }
    cells = []
    cells.reserveCapacity(16)
    (column, hasContent, isInRow) = (-1, false, true)
  }

  private func begin(cell: XMLElement) {
    column = cell.attribute("r").flatMap(columnIndex) ?? column + 1
    guard column < limits.mostColumns else { return fault = .tooManyColumns(line: line, most: limits.mostColumns) }
    style = cell.attribute("s").flatMap(wholeNumber) ?? 0
    kind = cell.attribute("t").map(kindSaid) ?? .number
    value.removeAll(keepingCapacity: true)
    (heard, hasFormula, isInCell) = (.nothing, false, true)
  }

  private func kindSaid(_ word: UnsafeBufferPointer<UInt8>) -> Kind {
    switch word.first {
    case 0x73: word.count == 1 ? .shared : .text
    case 0x69: .text
    case 0x62: .flag
    case 0x65: .failed
    case 0x64: .day
    default: .number
    }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard heard == .value, fault == nil else { return }
    guard value.count + bytes.count <= limits.mostCellBytes else { return fault = .cellTooLong(line: line) }
    value.append(contentsOf: bytes)
  }

  func end(_ name: XMLName) {
    guard fault == nil else { return }
    switch name {
    case "v", "t", "f": heard = .nothing
    case "c" where isInCell: endCell()
    case "row" where isInRow: endRow()
    case "rPh": phonetic -= 1
    default: break
    }
  }

  private func endCell() {
    isInCell = false
    guard let cell = read() else { return fault = .damaged }
    if case .empty = cell { return }
    while cells.count < column { cells.append(.empty) }
    if column < cells.count { cells[column] = cell } else { cells.append(cell) }
    if !hasContent { hasContent = !cell.isBlank }
  }

  private func endRow() {
    isInRow = false
    if hasContent { rows.append(TableRow(line, cells)) }
  }

  /// Nil where it refers to what is not there.
  private func read() -> TableCell? {
    // The program that wrote the formula left its result to whoever opens the file.
    if value.isEmpty { return hasFormula && kind != .text ? .fault("=") : .empty }
    return value.withUnsafeBufferPointer { bytes in
      switch kind {
      case .shared:
        guard let index = wholeNumber(bytes), index < words.texts.count else { return nil }
        let text: String = words.texts[index]
        return text.isEmpty ? .empty : .text(text)
      case .text: return .text(CellText.string(bytes))
      case .flag: return .flag(bytes == "1" || bytes == "true")
      case .failed: return .fault(String(decoding: bytes, as: UTF8.self))
      case .day: return dated(String(decoding: bytes, as: UTF8.self))
      case .number: return number(bytes)
      }
    }
  }

  private func number(_ bytes: UnsafeBufferPointer<UInt8>) -> TableCell {
    let written = String(decoding: bytes, as: UTF8.self)
    guard let value = decimalNumber(bytes) ?? Double(written), value.isFinite else { return .fault(written) }
    let kind: CellStyles.Kind = words.styles[style]
    return kind == .number ? .number(value, written: written) : words.epoch.cell(value, kind, written: written)
  }
}

/// `AB12` → 27; nil where no letter begins it, and past any sheet where there are too many.
private func columnIndex(_ reference: UnsafeBufferPointer<UInt8>) -> Int? {
  var index: Int = 0
  for byte in reference {
    guard byte >= 0x41, byte <= 0x5A else { break }
    index = min(index * 26 + Int(byte - 0x40), 1 << 30)
  }
  return index == 0 ? nil : index - 1
}

/// The common case of a few digits, exact: whole numbers and powers of ten up to there are. Nil where it is another.
func decimalNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
  guard (1...16).contains(bytes.count) else { return nil }
  let isNegative: Bool = bytes[0] == 0x2D
  var (value, decimals, digits): (Int, Int, Int) = (0, -1, 0)
  for byte in bytes[(isNegative ? 1 : 0)...] {
    if byte == 0x2E, decimals < 0 {
      decimals = 0
    } else if byte >= 0x30, byte <= 0x39 {
      value = value * 10 + Int(byte - 0x30)
      digits += 1
      if decimals >= 0 { decimals += 1 }
    } else {
      return nil
    }
  }
  guard digits > 0, digits <= 15 else { return nil }
  let number = decimals > 0 ? Double(value) / powersOfTen[decimals] : Double(value)
  return isNegative ? -number : number
}

private let powersOfTen: [Double] = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
]

/// `2022-06-16`, `2022-06-16T10:30:00`, as ISO 8601 has them.
func dated(_ text: String) -> TableCell {
  let parts: [Substring] = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
  guard let day = parts.first.flatMap({ Day(iso: $0) }) else { return .fault(text) }
  guard parts.count == 2 else { return .day(day) }
  let hours: [Int?] = parts[1].prefix(8).split(separator: ":").map { Int($0) }
  guard (2...3).contains(hours.count), let hour = hours[0], let minute = hours[1], hour < 24, minute < 60 else {
    return .fault(text)
  }
  let second: Int = (hours.count == 3 ? hours[2] : nil) ?? 0
  return .moment(day, second: hour * 3_600 + minute * 60 + second)
}
