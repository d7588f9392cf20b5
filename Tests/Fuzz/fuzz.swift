// A libFuzzer target over the parsers of what strangers send, compiled with them and nothing else: scripts/fuzz.
// The first byte chooses the parser. What must hold: no crash, no hang, and what was accepted reads back the same.

import HTML

@testable import Tables

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start, count > 0 else { return 0 }
  let bytes = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
  switch start[0] % 9 {
  case 0: form(bytes)
  case 1: json(bytes)
  case 2: multipart(bytes)
  case 3: prose(bytes)
  case 4: target(bytes)
  case 5: text(bytes)
  case 6: sheet(bytes)
  case 7: token(bytes)
  default: cell(bytes)
  }
  return 0
}

private func form(_ bytes: [UInt8]) {
  guard let pairs = try? FormPairs(urlEncoded: bytes) else { return }
  guard let again = try? FormPairs(urlEncoded: Array(pairs.encoded.utf8)) else { fatalError("written and not read") }
  precondition(
    again.pairs.filter { $0.name != "" || $0.value != "" } == pairs.pairs.filter { $0.name != "" || $0.value != "" })
}

private func json(_ bytes: [UInt8]) {
  guard let value = try? JSON(bytes) else { return }
  var writer = JSONWriter()
  writer.value(value)
  guard let again = try? JSON(writer.bytes) else { fatalError("written and not read") }
  precondition(again == value)
}

private func multipart(_ bytes: [UInt8]) {
  func events(_ size: Int) -> [MultipartReader.Event]? {
    guard var reader = MultipartReader(contentType: "multipart/form-data; boundary=b") else { return nil }
    var events: [MultipartReader.Event] = []
    var file: [UInt8] = []
    do {
      for start in stride(from: 0, to: bytes.count, by: size) {
        try reader.read(bytes[start..<min(start + size, bytes.count)]) { (event) throws(InputFault) in
          switch event {
          case .fileBytes(let piece): file += piece
          case .fileEnded:
            events += [.fileBytes(file), .fileEnded]
            file = []
          default: events.append(event)
          }
        }
      }
    } catch { return nil }
    return reader.isDone ? events : nil
  }
  // The same bytes mean the same thing however they arrive.
  precondition(events(3) == events(bytes.count + 1))
}

/// No tag that we do not write ourselves, and usages that touch no letter and no figure.
private func prose(_ bytes: [UInt8]) {
  guard let text = String(validating: bytes, as: UTF8.self) else { return }
  let prose = Prose(text, typography: .french)
  var markup = Markup()
  prose.write(&markup, under: 2)
  let written = String(decoding: markup.bytes(), as: UTF8.self)
  precondition(!written.contains("<script") && !written.contains("href=\"javascript:") && !written.contains("\0"))
  _ = prose.plain(limit: 100)
  let set: String = Typography.french.set(text)
  precondition(set.filter { $0.isLetter || $0.isNumber } == text.filter { $0.isLetter || $0.isNumber })
}

/// What is signed is what came, to the last bit.
private func token(_ bytes: [UInt8]) {
  guard let text = String(validating: bytes, as: UTF8.self), let token = SignedToken(text) else { return }
  let signed = String(decoding: token.signed, as: UTF8.self)
  precondition("\(signed).\(Base64URL.encode(token.signature))" == text)
}

private func target(_ bytes: [UInt8]) {
  guard let text = String(validating: bytes, as: UTF8.self), let target = try? Target(text) else { return }
  precondition(!target.segments.contains { $0 == "" || $0 == "." || $0 == ".." || $0.utf8.contains(0x2F) })
}

/// What was read of a text table, written out in full, is read again.
private func text(_ bytes: [UInt8]) {
  guard let file = try? TableFile(bytes), case .csv(let format) = file.kind else { return }
  guard let rows = try? lines(CSVRows(TableBytes(bytes), format, TableLimits())) else { return }
  var text: String = "sep=;\n"
  for row in rows {
    text += row.cells.map { cell in
      guard case .text(let words) = cell else { return "" }
      // As exports guard what a spreadsheet would compute.
      let guarded: String = words.utf8.first.map { "=+-@\t\r".utf8.contains($0) } == true ? "'\(words)" : words
      // A mark is doubled even where an accent stands on it, with which it would be another letter.
      let doubled: [Unicode.Scalar] = guarded.unicodeScalars.flatMap { $0 == "\"" ? [$0, $0] : [$0] }
      return "\"\(String(String.UnicodeScalarView(doubled)))\""
    }.joined(separator: ";")
    text += "\n"
  }
  // An apostrophe that was meant, before such a sign, is the one that cannot be told from a guard.
  guard !rows.contains(where: { $0.cells.contains { $0.isDoublyGuarded } }) else { return }
  let written = TableBytes(Array(text.utf8))
  guard !rows.isEmpty, let format = try? CSVFormat(of: written, TableLimits()),
    let again = try? lines(CSVRows(written, format, TableLimits()))
  else {
    precondition(rows.isEmpty, "written and not read")
    return
  }
  precondition(again.map(\.cells) == rows.map(\.cells))
}

extension TableCell {
  fileprivate var isDoublyGuarded: Bool {
    guard case .text(let words) = self, let second = words.utf8.dropFirst().first else { return false }
    return words.utf8.first == 0x27 && "=+-@\t\r".utf8.contains(second)
  }
}

private func lines(_ source: any LineSource) throws(TableFault) -> [TableRow] {
  var rows: [TableRow] = []
  while let row = try source.next() { rows.append(row) }
  return rows
}

/// A sheet means the same thing however its bytes arrive, and its lines come in order.
private func sheet(_ bytes: [UInt8]) {
  let words = SheetWords(texts: SharedTexts(TableLimits()), styles: CellStyles(), epoch: .from1900)
  func rows(_ size: Int) -> [TableRow]? {
    try? lines(SheetRows(Pieces(bytes, size), words, TableLimits()))
  }
  let whole: [TableRow]? = rows(1 << 14)
  precondition(rows(3) == whole)
  // Only so many lines are asked for, and no more than the sheet: what is broken behind them is met in large pieces only.
  if let open = try? openLines(bytes, 1 << 14), let slow = try? openLines(bytes, 3) { precondition(slow == open) }
  guard let whole else { return }
  precondition(zip(whole, whole.dropFirst()).allSatisfy { $0.line < $1.line })
  precondition(whole.allSatisfy { $0.cells.count <= TableLimits().mostColumns })
}

/// The first lines of the same as an OpenDocument spreadsheet: one that is repeated is given as often.
private func openLines(_ bytes: [UInt8], _ size: Int) throws(TableFault) -> [TableRow] {
  let source = try OpenRows(Pieces(bytes, size), 0, TableLimits())
  var rows: [TableRow] = []
  while rows.count < 100, let row = try source.next() { rows.append(row) }
  return rows
}

private final class Pieces: PieceSource {
  private var rest: ArraySlice<UInt8>
  private let size: Int

  init(_ bytes: [UInt8], _ size: Int) {
    rest = bytes[...]
    self.size = size
  }

  func next(into room: UnsafeMutableRawBufferPointer) throws(TableFault) -> Int {
    let piece: ArraySlice<UInt8> = rest.prefix(min(size, room.count))
    room.copyBytes(from: piece)
    rest = rest.dropFirst(piece.count)
    return piece.count
  }
}

/// A cell may hold anything; what is a day or a sum is the same when it is written plainly.
private func cell(_ bytes: [UInt8]) {
  guard let words = String(validating: bytes, as: UTF8.self) else { return }
  let cell: TableCell = .text(words)
  if let day = try? cell.day() { precondition((try? TableCell.text(day.description).day()) == day) }
  for mark in [nil, DecimalMark.comma, .point] {
    _ = try? cell.number(mark)
    if let count = try? cell.integer(mark) { precondition((try? TableCell.text("\(count)").integer()) == count) }
    if let cents = try? cell.cents(mark) {
      let plain: String =
        "\(cents < 0 ? "-" : "")\(cents.magnitude / 100).\(cents.magnitude % 100 / 10)\(cents.magnitude % 10)"
      precondition((try? TableCell.text(plain).cents()) == cents)
    }
  }
  if let code = try? cell.code(length: 14) { precondition(code.text.utf8.count == 14) }
  _ = try? cell.telephone()
  _ = try? cell.flag()
  _ = CellStyles.kind(of: words)
}
