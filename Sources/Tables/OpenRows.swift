import SQL

/// The lines of one sheet of an OpenDocument spreadsheet, read as they are asked for.
final class OpenRows: LineSource {
  private let stream: XMLStream
  private let sheet: OpenSheetListener
  private var repeated: (row: TableRow, left: Int)?

  init(_ pieces: any PieceSource, _ sheet: Int, _ limits: TableLimits) throws(TableFault) {
    self.sheet = OpenSheetListener(sheet, limits)
    stream = try XMLStream(pieces, to: self.sheet)
  }

  let keepsEmptyCells: Bool = false
  var merged: [String] { sheet.merged }

  func next() throws(TableFault) -> TableRow? {
    if let (row, left) = repeated {
      repeated = left > 1 ? (TableRow(row.line + 1, row.cells), left - 1) : nil
      return row
    }
    while sheet.rows.isEmpty, !stream.isEnded, !sheet.isOver { try stream.hear() }
    guard let row = sheet.rows.next() else { return nil }
    // Alike lines are written once, with their number.
    if let times = sheet.times.removeValue(forKey: row.line) {
      repeated = (TableRow(row.line + 1, row.cells), times - 1)
    }
    return row
  }
}

private final class OpenSheetListener: XMLListener {
  var rows = HeardRows()
  var times: [Int: Int] = [:]
  private(set) var merged: [String] = []
  private(set) var fault: TableFault?
  /// Whether the sheet was read to its end.
  private(set) var isOver: Bool = false

  private let wanted: Int
  private let limits: TableLimits
  private var sheet: Int = -1
  private var depth: Int = 0
  private var line: Int = 0
  private var rowTimes: Int = 1
  private var cells: [TableCell] = []
  /// Empty cells that no other followed yet: most lines end with a thousand of them.
  private var gap: Int = 0
  private var hasContent: Bool = false
  private var cell: OpenCell?
  private var isInRow: Bool = false
  private var paragraphs: Int = 0
  private var isHeard: Bool = false
  /// How deep within what is no part of the cell: a comment, a picture.
  private var aside: Int = 0

  init(_ sheet: Int, _ limits: TableLimits) {
    wanted = sheet
    self.limits = limits
  }

  private var isWanted: Bool { depth == 1 && sheet == wanted && fault == nil }

  func start(_ element: XMLElement) {
    if aside > 0 {
      aside += 1
      return
    }
    if element.name == "table" {
      depth += 1
      if depth == 1 { sheet += 1 }
      return
    }
    guard isWanted else { return }
    switch element.name {
    case "table-row": begin(row: element)
    case "table-cell" where isInRow: begin(cell: element, isCovered: false)
    case "covered-table-cell" where isInRow: begin(cell: element, isCovered: true)
    case "annotation", "shapes", "frame", "custom-shape", "g", "line", "rect": aside = 1
    case "p" where cell != nil:
      if paragraphs > 0 { add([0x0A]) }
      paragraphs += 1
      isHeard = true
    case "s": add(Array(repeating: 0x20, count: min(1_000, element.attribute("c").flatMap(wholeNumber) ?? 1)))
    case "tab": add([0x09])
    case "line-break": add([0x0A])
    default: break
    }
  }

  private func begin(row: XMLElement) {
    line += rowTimes
    rowTimes = max(1, min(1 << 31, row.attribute("number-rows-repeated").flatMap(wholeNumber) ?? 1))
    (cells, gap, hasContent, isInRow) = ([], 0, false, true)
  }

  private func begin(cell element: XMLElement, isCovered: Bool) {
    cell = OpenCell(element, isCovered)
    (paragraphs, isHeard) = (0, false)
    let (right, down): (Int, Int) = (
      element.attribute("number-columns-spanned").flatMap(wholeNumber) ?? 1,
      element.attribute("number-rows-spanned").flatMap(wholeNumber) ?? 1
    )
    guard right > 1 || down > 1, merged.count < 10_000 else { return }
    let start: Int = cells.count + gap
    let (first, last) = (TableColumn(start, "").letter, TableColumn(start + min(right, 1 << 20) - 1, "").letter)
    merged.append("\(first)\(line):\(last)\(line + min(down, 1 << 21) - 1)")
  }

  private func add(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer(add) }

  private func add(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard cell != nil else { return }
    guard cell!.text.count + bytes.count <= limits.mostCellBytes else { return fault = .cellTooLong(line: line) }
    cell!.text.append(contentsOf: bytes)
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    if isWanted, isHeard, aside == 0 { add(bytes) }
  }

  func end(_ name: XMLName) {
    if aside > 0 {
      aside -= 1
      return
    }
    if name == "table" {
      if isWanted { isOver = true }
      depth -= 1
      return
    }
    guard isWanted else { return }
    switch name {
    case "p": isHeard = false
    case "table-cell", "covered-table-cell": endCell()
    case "table-row" where isInRow: endRow()
    default: break
    }
  }

  private func endCell() {
    guard let cell else { return }
    self.cell = nil
    let value: TableCell = cell.value
    if case .empty = value {
      gap = min(gap + cell.times, 1 << 30)
      return
    }
    guard cells.count + gap + cell.times <= limits.mostColumns else {
      return fault = .tooManyColumns(line: line, most: limits.mostColumns)
    }
    cells.append(contentsOf: repeatElement(.empty, count: gap))
    cells.append(contentsOf: repeatElement(value, count: cell.times))
    gap = 0
    if !value.isBlank { hasContent = true }
  }

  private func endRow() {
    isInRow = false
    guard hasContent else { return }
    guard line + rowTimes - 1 <= limits.mostLines else { return fault = .tooManyLines(most: limits.mostLines) }
    rows.append(TableRow(line, cells))
    if rowTimes > 1 { times[line] = rowTimes }
  }
}

/// One cell of an OpenDocument spreadsheet: what it says of its value, and the text that it shows.
private struct OpenCell {
  let times: Int
  var text: [UInt8] = []
  private let kind: Kind
  private let said: String?

  private enum Kind { case text, number, day, time, flag, failed, covered }

  init(_ element: XMLElement, _ isCovered: Bool) {
    times = max(1, min(1 << 20, element.attribute("number-columns-repeated").flatMap(wholeNumber) ?? 1))
    if isCovered {
      (kind, said) = (.covered, nil)
    } else if element.says("value-type", "error") {
      (kind, said) = (.failed, nil)
    } else if let day = element.words("date-value") {
      (kind, said) = (.day, day)
    } else if let time = element.words("time-value") {
      (kind, said) = (.time, time)
    } else if let flag = element.words("boolean-value") {
      (kind, said) = (.flag, flag)
    } else if !element.says("value-type", "string"), let number = element.words("value") {
      (kind, said) = (.number, number)
    } else {
      (kind, said) = (.text, element.words("string-value"))
    }
  }

  var value: TableCell {
    let shown = String(decoding: text, as: UTF8.self)
    switch (kind, said) {
    case (.covered, _): return .empty
    case (.failed, _): return .fault(shown)
    case (.day, let said?): return dated(String(said.prefix(19)))
    case (.time, let said?): return OpenCell.seconds(said).map { .time(seconds: $0) } ?? .fault(said)
    case (.flag, let said?): return .flag(said == "true")
    case (.number, let said?):
      // What it could not compute LibreOffice writes as zero, and says so only in the text.
      if shown.hasPrefix("#") || shown.hasPrefix("Err:") { return .fault(shown) }
      guard let number = Double(said), number.isFinite else { return .fault(said) }
      return .number(number, written: said)
    default:
      let text: String = said ?? shown
      return text.isEmpty ? .empty : .text(text)
    }
  }

  /// `PT07H30M00S`
  private static func seconds(_ text: String) -> Int? {
    guard text.hasPrefix("PT") else { return nil }
    var (total, number): (Double, String) = (0, "")
    for sign in text.dropFirst(2) {
      switch sign {
      case "0"..."9", ".": number.append(sign)
      case "H", "M", "S":
        guard let value = Double(number), value < 1e9 else { return nil }
        total += value * (sign == "H" ? 3_600 : sign == "M" ? 60 : 1)
        number = ""
      default: return nil
      }
    }
    return Int(total.rounded())
  }
}
