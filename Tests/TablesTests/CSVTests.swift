import Glibc
import SQL
import Testing

@testable import Tables

/// Text tables, as Excel, LibreOffice and other people's software write them.
@Suite struct CSVTests {
  private static func text(_ words: String...) -> [TableCell] { words.map { $0.isEmpty ? .empty : .text($0) } }

  private static func format(_ bytes: [UInt8]) throws -> CSVFormat {
    guard case .csv(let format) = try TableFile(bytes).kind else { throw TableFault.damaged }
    return format
  }

  @Test(
    arguments: [
      ("Nom;Ville\nCoop;Lyon\n", UInt8(0x3B)), ("Nom,Ville\nCoop,Lyon\n", 0x2C), ("Nom\tVille\nCoop\tLyon\n", 0x09),
      ("Nom|Ville\nCoop|Lyon\n", 0x7C),
      // Decimal commas in every line but that of the headings.
      ("Nom;Loyer\nCoop;1,5\nNord;2,5\n", 0x3B), ("Nom, prénom;Ville\nDupont, Jean;Lyon\n", 0x3B),
      ("Nom,Note\n\"Coop;Nord\",\"a;b\"\n", 0x2C), ("Nom,Loyer\nCoop,\"1;5\"\n", 0x2C), ("sep=|\nNom|a;b\nx|y\n", 0x7C),
      ("Nom\nDupont, Jean\nMartin\n", 0x3B), ("\"a\nb;c\",d\n1,2\n3,4\n", 0x2C),
    ])
  func `the sign between cells is the one that parts the lines evenly`(_ text: String, _ separator: UInt8) throws {
    #expect(try Self.format(Array(text.utf8)).separator == separator)
  }

  @Test func `quotation marks hold separators, line breaks and themselves`() throws {
    let rows: [TableRow] = try Sheets.read(
      Array("Nom;Note\n\"a;b\";\"une\nautre \"\"ligne\"\"\"\n12\" de long;\"x\"y\n".utf8))
    #expect(rows.map(\.cells) == [Self.text("a;b", "une\nautre \"ligne\""), Self.text("12\" de long", "xy")])
    #expect(rows.map(\.line) == [2, 3], "as a spreadsheet numbers them")
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `every end of line is known, and none at the end of the file`(_ end: String) throws {
    for last in ["", end, end + end, end + ";" + end] {
      let text: String = ["Nom;Ville", "Coop;Lyon", "", "Nord;"].joined(separator: end) + last
      let rows: [TableRow] = try Sheets.read(Array(text.utf8))
      #expect(rows.map(\.cells) == [Self.text("Coop", "Lyon"), Self.text("Nord", "")])
      #expect(rows.map(\.line) == [2, 4])
    }
  }

  @Test func `Excel’s own first line is obeyed, and not numbered`() throws {
    let table = try TableFile(Array("sep=,\r\nNom,a;b\r\nCoop,1\r\n".utf8)).rows()
    #expect(table.headingLine == 1 && table.columns.map(\.heading) == ["Nom", "a;b"])
    #expect(try table.next()?.line == 2)
  }

  @Test func `letters are read in each encoding`() throws {
    let text: String = "Dénomination;Coût\r\nL’Œuvre à façon;12 €\r\nMusée 🏛;0\r\n"
    let plain: String = "Dénomination;Coût\r\nL’Œuvre à façon;12 €\r\n"
    let latin: [UInt8] = plain.unicodeScalars.map { scalar in
      switch scalar {
      case "’": 0x92
      case "Œ": 0x8C
      case "€": 0x80
      default: UInt8(scalar.value)
      }
    }
    let little: [UInt8] = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big: [UInt8] = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    let cases: [(TextEncoding, [UInt8], String)] = [
      (.utf8, Array(text.utf8), text), (.utf8, [0xEF, 0xBB, 0xBF] + Array(text.utf8), text),
      (.utf16LittleEndian, [0xFF, 0xFE] + little, text), (.utf16BigEndian, [0xFE, 0xFF] + big, text),
      (.windows1252, latin, plain),
    ]
    for (encoding, bytes, text) in cases {
      #expect(try Self.format(bytes).encoding == encoding)
      let table = try TableFile(bytes).rows()
      #expect(table.columns.map(\.heading) == ["Dénomination", "Coût"])
      #expect(try Sheets.rows(table).map(\.cells) == Array(try Sheets.read(text)))
    }
  }

  @Test func `letters that no one encoding explains are a fault with its line`() throws {
    // « é » as UTF-8 and as Windows-1252 in one file.
    #expect(Sheets.fault(Array("Nom\nÉté\n".utf8) + [0x65, 0xE9, 0x0A]) == .encoding(line: 3))
    // What a Macintosh of old calls « é ».
    #expect(Sheets.fault(Array("Nom\n".utf8) + [0x43, 0x8E, 0x8F, 0x0A]) == .encoding(line: 2))
    #expect(Sheets.fault([0xFF, 0xFE, 0x41, 0x00, 0x00, 0xD8, 0x41, 0x00]) == .encoding(line: 1))
  }

  @Test func `a file cut in its middle says where it was last whole`() throws {
    #expect(Sheets.fault("Nom;Note\nCoop;1\nNord;\"il manque\nla fin\nde ceci") == .openQuote(line: 3))
    #expect(Sheets.fault(Array("Nom;Note\nCoop;Été".utf8.dropLast(1))) == .cutShort)
    #expect(Sheets.fault([0xFF, 0xFE, 0x41, 0x00, 0x42]) == .cutShort)
    #expect(Sheets.fault([0xFF, 0xFE, 0x41, 0x00, 0x00, 0xD8]) == .cutShort)
  }

  @Test func `a mark that nothing closes is found without keeping the whole file`() throws {
    let text: String = "Nom;Note\n\"Coop;1\n" + String(repeating: "Nord;2\n", count: 1_000_000)
    #expect(Sheets.fault(text) == .openQuote(line: 2))
  }

  @Test func `zero bytes are refused with their line`() throws {
    #expect(Sheets.fault(Array("Nom\nCoop\n".utf8) + [0x41, 0x00, 0x42]) == .zeroByte(line: 3))
    #expect(Sheets.fault(Array("Nom\nCoop\nabcdefghijklmnop".utf8) + [0x00]) == .zeroByte(line: 3))
    #expect(Sheets.fault([0xFF, 0xFE, 0x41, 0x00, 0x0A, 0x00, 0x00, 0x00]) == .zeroByte(line: 2))
  }

  @Test func `a line of another length is reported and kept`() throws {
    let rows: [TableRow] = try Sheets.read(Array("a;b;c;;\n1;2;3;;\n1;2\n1;2;3;4\n1;2;3;;;;\n".utf8))
    #expect(
      rows.map(\.fault) == [
        nil, .missingCells(line: 3, cells: 2, headings: 3), .surplusCells(line: 4, cells: 4, headings: 3), nil,
      ])
    #expect(rows[1].cells == Self.text("1", "2") && rows[2].cells.last == .text("4"))
  }

  @Test func `headings that are missing or there twice are reported`() throws {
    let table = try TableFile(Array("\n;\nNom;;SIRET;n° siret;nom ;\na;b;c;d;e\n".utf8)).rows()
    #expect(table.headingLine == 3)
    let name = TableColumn(0, "Nom")
    #expect(
      table.headingFaults == [
        .blankHeading(CellPlace(3, TableColumn(1, ""))),
        .repeatedHeading(CellPlace(3, TableColumn(4, "nom")), first: name),
      ])
    #expect(table.columns.map(\.letter) == ["A", "C", "D", "E"])
    #expect(table.column("siret")?.index == 2 && table.column("N SIRET", "x")?.index == 3 && table.column("x") == nil)
    let row = try #require(try table.next())
    #expect(row[try #require(table.column("siret"))] == .text("c") && row.place(name) == CellPlace(4, name))
    #expect(row[TableColumn(9, "")] == .empty)
  }

  @Test func `headings may stand below a title`() throws {
    let file = try TableFile(Array("Liste au 1er mai\n\nNom;Ville\nCoop;Lyon\n".utf8))
    let table = try file.rows(headingsOn: 3)
    #expect(table.columns.map(\.heading) == ["Nom", "Ville"])
    #expect(try Sheets.rows(table).map(\.line) == [4])
    #expect(TableFault.thrown { _ = try file.rows(headingsOn: 2) } == .empty)
    #expect(TableFault.thrown { _ = try file.rows(headingsOn: 9) } == .empty)
  }

  @Test func `records longer than one reading are whole`() throws {
    // Every place of every sign meets the border between two readings.
    let long = String(repeating: "é\"\"\r\n", count: 9_000)
    let content: String = long.replacing("\"\"", with: "\"")
    for shift in 0..<12 {
      let text: String = "Nom;Note\r\n\(String(repeating: "x", count: 65_520 + shift));\"\(long)\"\r\nb;\"c\"\r\n"
      let rows: [TableRow] = try Sheets.read(Array(text.utf8))
      #expect(rows.count == 2 && rows[0].cells[1] == .text(content) && rows[1].cells == Self.text("b", "c"))
    }
  }

  @Test func `a file on the disk is read by several at once`() throws {
    let file = try #require(tmpfile())
    defer { fclose(file) }
    let text: String = "Nom;Rang\n" + (0..<50_000).map { "n\($0);\($0)\n" }.joined()
    fputs(text, file)
    fflush(file)
    let table = try TableFile(descriptor: fileno(file))
    let (first, second) = (try table.rows(), try table.rows())
    var count: Int = 0
    while let row = try first.next() {
      #expect(try second.next() == row)
      count += 1
    }
    #expect(count == 50_000)
    #expect(TableFault.thrown { _ = try TableFile(descriptor: -1) } == .unreachable)
  }

  @Test func `columns are named as a spreadsheet names them`() {
    let letters: [(Int, String)] = [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
    for (index, letter) in letters { #expect(TableColumn(index, "").letter == letter) }
  }
}
