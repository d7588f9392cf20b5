import TestSite
import Testing

@testable import Tables

/// Files that somebody made to do harm, files that are none, and files that something cut.
@Suite struct HostileTests {
  private static let rows: String = "<row><c t=\"str\"><v>Nom</v></c></row><row><c><v>1</v></c></row>"

  @Test(arguments: [
    ([UInt8]("%PDF-1.7\n".utf8), ForeignFormat.pdf), (Array("{\\rtf1".utf8), .richText),
    (Array("\n <!DOCTYPE HTML><html>".utf8), .page), ([0xEF, 0xBB, 0xBF] + Array("<table><tr>".utf8), .page),
    (Array("<?xml version=\"1.0\"?><Workbook>".utf8), .xml), (Array("<?xml version=\"1.0\"?><html>".utf8), .page),
    ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], .picture), ([0x1F, 0x8B, 0x08], .archive),
    ([0x50, 0x4B, 0x05, 0x06], .archive),
    ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + Array(repeating: 0, count: 4_000), .oldExcel),
  ])
  func `other files are known for what they are, whatever they are called`(_ bytes: [UInt8], _ format: ForeignFormat) {
    #expect(Sheets.fault(bytes) == .foreign(format))
  }

  @Test func `empty files, and workbooks where nothing stands, are said to be empty`() {
    for text in ["", " \r\n\n", "\u{FEFF}", ";;;\n;;\n", "\"\"\n"] { #expect(Sheets.fault(text) == .empty, "\(text)") }
    #expect(Sheets.fault(Sheets.xlsx("")) == .empty)
    #expect(Sheets.fault(Sheets.xlsx("<row><c t=\"str\"><v> </v></c></row>")) == .empty)
    #expect(Sheets.fault(Sheets.ods("<table:table table:name=\"a\"/>")) == .empty)
    #expect(Sheets.fault(Sheets.ods("")) == .empty)
  }

  @Test func `letters and other archives are no tables`() {
    var letter = HandMadeZip()
    letter.add("word/document.xml", Array("<w/>".utf8))
    #expect(Sheets.fault(letter.bytes) == .foreign(.archive))
    var binary = HandMadeZip()
    binary.add("xl/workbook.bin", [1])
    #expect(Sheets.fault(binary.bytes) == .foreign(.binaryExcel))
    var text = HandMadeZip()
    text.add("content.xml", Array("<office><text><table/></text></office>".utf8))
    #expect(Sheets.fault(text.bytes) == .foreign(.archive))
  }

  @Test func `what is under a password is said to be`() {
    var locked = HandMadeZip()
    locked.add("xl/workbook.xml", [1, 2, 3], flags: 1)
    #expect(Sheets.fault(locked.bytes) == .locked)
    #expect(Sheets.fault(Sheets.ods("", manifest: "<encryption-data/>")) == .locked)
    // Excel's wrapping, with the name of what it wraps across two readings.
    let name: [UInt8] = "EncryptedPackage".utf8.flatMap { [$0, 0] }
    let wrapping: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    for place in [600, (1 << 16) - 20, (1 << 16) - 8] {
      let padding: [UInt8] = Array(repeating: 0, count: place - wrapping.count)
      #expect(Sheets.fault(wrapping + padding + [0x45] + name + [0, 0]) == .locked)
    }
  }

  @Test(arguments: [
    "<!DOCTYPE x [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;\">]>",
    "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">", "<!DOCTYPE x [<!ENTITY c SYSTEM \"file:///etc/passwd\">]>",
    "<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://127.0.0.1:9/\"> %p;]>", "<!DOCTYPE x>",
  ])
  func `a part that declares entities is refused, wherever it is`(_ prolog: String) {
    let sheet: String = "\(prolog)<worksheet><sheetData><row><c t=\"str\"><v>&c;</v></c></row></sheetData></worksheet>"
    #expect(Sheets.fault(Sheets.xlsx("", sheet: sheet)) == .declarations)
    #expect(Sheets.fault(Sheets.ods("<table:table table:name=\"a\"/>", prolog: prolog)) == .declarations)
    var zip = HandMadeZip()
    zip.add("xl/_rels/workbook.xml.rels", Array("\(prolog)<Relationships/>".utf8))
    zip.add("xl/workbook.xml", Array("<workbook/>".utf8))
    #expect(Sheets.fault(zip.bytes) == .declarations)
  }

  @Test func `an entity that nobody declared is no text`() {
    #expect(Sheets.fault(Sheets.xlsx("<row><c t=\"str\"><v>&c;</v></c></row>")) == .damaged)
  }

  @Test(
    arguments: [
      "../x", "a/../../x", "/etc/passwd", "C:/x", "a\\b", "a//b", "./x", "..", "XL/workbook.XML",
      String(repeating: "a", count: 241), "a\u{7F}",
    ])
  func `a part whose name leads elsewhere, or that is there twice, is refused`(_ name: String) {
    #expect(Sheets.fault(Sheets.xlsx(Self.rows, more: [(name, [1])])) == .damaged)
  }

  @Test func `what unfolds too far is refused before it is unfolded`() throws {
    var bomb = HandMadeZip()
    bomb.add("xl/workbook.xml", Array(repeating: 0x20, count: 2 << 20), deflated: true)
    #expect(Sheets.fault(bomb.bytes) == .tooLarge, "a thousandfold")
    var giant = HandMadeZip()
    giant.add("xl/workbook.xml", [1], claimed: 1 << 30)
    #expect(Sheets.fault(giant.bytes) == .tooLarge, "a gibibyte by its own word")
    var many = HandMadeZip()
    for part in 0...5_000 { many.add("p\(part)", []) }
    #expect(Sheets.fault(many.bytes) == .tooLarge)
    var sum = HandMadeZip()
    for part in 0..<3 { sum.add("p\(part)", [1], claimed: 400 << 20, method: 8) }
    #expect(Sheets.fault(sum.bytes) == .tooLarge, "all together")
    var limits = TableLimits()
    limits.mostBytes = 100
    #expect(Sheets.fault(Sheets.xlsx(Self.rows), limits: limits) == .tooLarge)
    var other = HandMadeZip()
    other.add("x", [1], method: 12)
    #expect(Sheets.fault(other.bytes) == .damaged)
  }

  @Test func `a part that is longer than it says is a trap, a shorter one is cut`() {
    for (claimed, fault) in [(10, TableFault.damaged), (10_000, .cutShort)] {
      var liar = HandMadeZip()
      liar.add("xl/workbook.xml", Array("<workbook/>".utf8))
      let links: String = "<Relationships>\(String(repeating: " ", count: 1_000))</Relationships>"
      liar.add("xl/_rels/workbook.xml.rels", Array(links.utf8), deflated: true, claimed: claimed)
      let found: TableFault? = Sheets.fault(liar.bytes)
      #expect(found == fault || found == .damaged, "\(claimed)")
    }
  }

  @Test func `lines and cells beyond any table are refused where they are`() {
    var limits = TableLimits()
    limits.mostLines = 50
    let head: String = "<row><c t=\"str\"><v>Nom</v></c></row>"
    #expect(Sheets.fault(Sheets.xlsx(head + "<row r=\"51\"/>"), limits: limits) == .tooManyLines(most: 50))
    #expect(
      Sheets.fault(Sheets.xlsx(head + "<row r=\"999999999999\"><c><v>1</v></c></row>"))
        == .tooManyLines(most: 2_000_000))
    #expect(
      Sheets.fault(Sheets.xlsx(head + "<row><c r=\"XFD2\"><v>1</v></c></row>")) == .tooManyColumns(line: 2, most: 1_000)
    )
    #expect(
      Sheets.fault(Sheets.xlsx(head + "<row><c r=\"ZZZZZZZZZZZZZZZZZZZZ2\"/></row>"))
        == .tooManyColumns(line: 2, most: 1_000))
    let long = String(repeating: "x", count: (128 << 10) + 1)
    #expect(Sheets.fault(Sheets.xlsx(head + "<row><c t=\"str\"><v>\(long)</v></c></row>")) == .cellTooLong(line: 2))
    #expect(Sheets.fault(Sheets.xlsx(head, texts: "<si><t>\(long)</t></si>")) == .tooLarge)
    #expect(Sheets.fault("Nom\n" + String(repeating: "x\n", count: 60), limits: limits) == .tooManyLines(most: 50))
  }

  @Test func `ten million columns, and a line of twelve megabytes, cost little`() {
    #expect(Sheets.fault(String(repeating: ";", count: 10_000_000)) == .tooManyColumns(line: 1, most: 1_000))
    #expect(Sheets.fault("Nom;Note\n" + String(repeating: "x", count: 12 << 20) + "\n") == .lineTooLong(line: 2))
    #expect(Sheets.fault("Nom;Note\n\"" + String(repeating: "x", count: 12 << 20) + "\"\n") == .openQuote(line: 2))
    let cell: String = "<table:table-cell table:number-columns-repeated=\"10000000\" office:value-type=\"string\">"
    #expect(
      Sheets.fault(
        Sheets.ods(
          "<table:table table:name=\"a\"><table:table-row>\(cell)<text:p>x</text:p></table:table-cell></table:table-row></table:table>"
        )) == .tooManyColumns(line: 1, most: 1_000))
    let attributes: String = (0..<30_000).map { "a\($0)=\"\"" }.joined(separator: " ")
    #expect(Sheets.fault(Sheets.xlsx("<row \(attributes)/>")) == .damaged, "compared with each other for minutes")
  }

  @Test func `a line that stands for a hundred thousand is read as often and kept once`() throws {
    let head: String = "<table:table-row><table:table-cell><text:p>Nom</text:p></table:table-cell></table:table-row>"
    let tables: String = """
      <table:table table:name="a">\(head)<table:table-row table:number-rows-repeated="100000"><table:table-cell>\
      <text:p>x</text:p></table:table-cell></table:table-row></table:table>
      """
    let table = try TableFile(Sheets.ods(tables)).rows()
    var count: Int = 0
    while let row = try table.next() {
      count += 1
      if row.line != count + 1 { Issue.record("\(row.line)") }
    }
    #expect(count == 100_000)
  }

  @Test func `counts beyond any number do not overflow`() {
    let most: String = "999999999999999"
    let row: String = "<table:table-row table:number-rows-repeated=\"\(most)\"/>"
    let cell: String = "<table:table-cell table:number-columns-repeated=\"\(most)\"/>"
    let rows: String = String(repeating: row, count: 10_000)
    let cells: String = "<table:table-row>\(String(repeating: cell, count: 10_000))</table:table-row>"
    let end: String = "<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>"
    var limits = TableLimits()
    limits.mostFolded = 2_000
    #expect(
      Sheets.fault(Sheets.ods("<table:table table:name=\"a\">\(rows)\(cells)\(end)</table:table>"), limits: limits)
        == .tooManyLines(most: 2_000_000))
  }

  @Test func `the sheet that is taken is the first of twenty that holds something`() throws {
    let empty: String = (0..<19).map { "<table:table table:name=\"\($0)\"/>" }.joined()
    let cell: String = "<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>"
    let full: String = "<table:table table:name=\"plein\">\(cell)</table:table>"
    #expect(try TableFile(Sheets.ods(empty + full)).rows().sheet.name == "plein")
    #expect(Sheets.fault(Sheets.ods(empty + "<table:table table:name=\"x\"/>" + full)) == .empty)
  }

  @Test func `what is no XML, is deeper than any sheet, or refers to nothing is damaged`() {
    let deep: String = String(repeating: "<a>", count: 1_000) + String(repeating: "</a>", count: 1_000)
    for rows in [deep, "<row>", "<row></c></row>", "<row><c t=\"str\"><v>\u{1}</v></c></row>"] {
      #expect(Sheets.fault(Sheets.xlsx(rows)) == .damaged, "\(rows.prefix(40))")
    }
    #expect(Sheets.fault(Sheets.xlsx("<row><c t=\"s\"><v>3</v></c></row>", texts: "<si><t>a</t></si>")) == .damaged)
    #expect(Sheets.fault(Sheets.xlsx("<row><c t=\"s\"><v>-1</v></c></row>", texts: "<si><t>a</t></si>")) == .damaged)
    var bare = HandMadeZip()
    bare.add("xl/workbook.xml", Array("<workbook/>".utf8))
    #expect(Sheets.fault(bare.bytes) == .damaged)
  }

  @Test func `a sheet is in UTF-8 or in UTF-16, whatever it says, and one whose letters break off is damaged`() throws {
    let sheet: String = "<worksheet><sheetData><row><c t=\"str\"><v>Été</v></c></row></sheetData></worksheet>"
    let little: [UInt8] = sheet.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    for bytes in [Array(sheet.utf8), [0xEF, 0xBB, 0xBF] + Array(sheet.utf8), [0xFF, 0xFE] + little] {
      for size in [1, 3, 1 << 14] {
        #expect(try Self.words(bytes, size) == [[.text("Été")]], "\(bytes.prefix(4)), \(size)")
      }
    }
    let wide: [UInt8] = sheet.unicodeScalars.flatMap { [0, 0, UInt8($0.value >> 8), UInt8($0.value & 0xFF)] }
    let western: [UInt8] = sheet.unicodeScalars.map { UInt8($0.value) }
    let saying: [UInt8] = Array("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>".utf8) + western
    var broken: [UInt8] = [0xFF, 0xFE] + little
    // Half of a letter, where a row has been heard already.
    broken.replaceSubrange((broken.count - 24)..<(broken.count - 22), with: [0x00, 0xD8])
    for bytes in [wide, western, saying, broken, [0xFF, 0xFE] + little.dropLast(20)] {
      for size in [1, 3, 1 << 14] {
        #expect(throws: TableFault.damaged, "\(bytes.prefix(4)), \(size)") { try Self.words(bytes, size) }
      }
    }
  }

  private static func words(_ bytes: [UInt8], _ size: Int) throws(TableFault) -> [[TableCell]] {
    let words = SheetWords(texts: SharedTexts(TableLimits()), styles: CellStyles(), epoch: .from1900)
    let source = try SheetRows(CountedPieces(bytes, most: size), words, TableLimits())
    var rows: [[TableCell]] = []
    while let row = try source.next() { rows.append(row.cells) }
    return rows
  }

  @Test func `a workbook cut anywhere is refused, an altered one brings nothing down`() throws {
    let whole: [UInt8] = Sheets.xlsx(
      Self.rows + String(repeating: "<row><c t=\"s\"><v>0</v></c></row>", count: 20), texts: "<si><t>é</t></si>")
    #expect(Sheets.fault(whole) == nil)
    for length in stride(from: 1, to: whole.count, by: 3) where length >= 4 {
      #expect(Sheets.fault(Array(whole[..<length])) != nil, "\(length)")
    }
    #expect(Sheets.fault(Array(whole[..<(whole.count / 2)])) == .cutShort)
    for place in whole.indices {
      var altered: [UInt8] = whole
      altered[place] ^= 0x41
      _ = Sheets.fault(altered)
    }
  }

  @Test func `a sheet is read piece by piece, never as a whole`() throws {
    let lines: String = (0..<20_000).map { "<row><c t=\"str\"><v>texte \($0)</v></c></row>" }.joined()
    let pieces = CountedPieces(Array("<worksheet><sheetData>\(lines)</sheetData></worksheet>".utf8))
    let words = SheetWords(texts: SharedTexts(TableLimits()), styles: CellStyles(), epoch: .from1900)
    let rows = try SheetRows(pieces, words, TableLimits())
    #expect(try rows.next()?.line == 1)
    #expect(pieces.given == 16 << 10)
    var count: Int = 1
    while try rows.next() != nil { count += 1 }
    #expect(count == 20_000 && pieces.given == pieces.bytes.count)
  }
}

private final class CountedPieces: PieceSource {
  let bytes: [UInt8]
  private let most: Int
  private(set) var given: Int = 0

  init(_ bytes: [UInt8], most: Int = .max) {
    self.bytes = bytes
    self.most = most
  }

  func next(into room: UnsafeMutableRawBufferPointer) throws(TableFault) -> Int {
    let piece: ArraySlice<UInt8> = bytes[given..<min(bytes.count, given + min(room.count, most))]
    room.copyBytes(from: piece)
    given += piece.count
    return piece.count
  }
}
