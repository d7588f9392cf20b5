import CXlsxWriter
import Glibc
import SQL
import TestSite
import Testing

@testable import Tables

/// Spreadsheets, as Excel, LibreOffice, openpyxl and libxlsxwriter write them.
@Suite struct WorkbookTests {
  static let day = Day(2022, 6, 16)!

  @Test(arguments: ["typed", "typed1904"])
  func `a workbook of openpyxl gives what was put into it`(_ kind: String) async throws {
    let file = try TableFile(try await Sheets.written(kind))
    #expect(file.kind == .xlsx && file.epoch == (kind == "typed" ? .from1900 : .from1904))
    #expect(
      file.sheets.map(\.name) == ["Listes", "Vide", "Baux"] && file.sheets.map(\.isHidden) == [true, false, false])
    let table = try file.rows()
    #expect(table.sheet.name == "Baux" && table.headingLine == 2 && table.columns.map(\.heading).last == "Calcul")
    let rows: [TableRow] = try Sheets.rows(table)
    #expect(rows.map(\.line) == [3, 4, 5, 6, 7, 8])
    #expect(
      rows[0].cells == [
        .text("Coop’Vélo"), .day(Self.day), .moment(Self.day, second: 52_200), .number(120.5, written: "120.5"),
        .number(0.12, written: "0.12"), .number(1250, written: "1250"), .flag(true), .fault("="),
      ])
    #expect(rows[1].cells == [.text("Les Ateliers du Nord"), .empty, .empty, .fault("#N/A")], "a hidden line too")
    #expect(rows[2].cells == Array(repeating: .empty, count: 6) + [.text("loin")])
    #expect(rows[3].cells == [.time(seconds: 27_000), .time(seconds: 546_000)])
    #expect(table.merged == ["A7:A9"])
    #expect(try Sheets.rows(try file.rows(of: "Listes")).isEmpty)
    #expect(TableFault.thrown { _ = try file.rows(of: "Vide") } == .empty)
    #expect(TableFault.thrown { _ = try file.rows(of: "baux") } == .noSuchSheet("baux"))
  }

  @Test func `a workbook of libxlsxwriter does too`() throws {
    let path: String = "/tmp/terreau-table-\(UInt64.random(in: 0 ... .max)).xlsx"
    defer { unlink(path) }
    for isLean in [UInt8(0), 1] {
      var options = lxw_workbook_options()
      options.constant_memory = isLean
      let book = try #require(workbook_new_opt(path, &options))
      let sheet = workbook_add_worksheet(book, "Été")
      let days = workbook_add_format(book)
      format_set_num_format(days, "dd/mm/yyyy")
      for (column, word) in ["Nom", "Début", "Loyer"].enumerated() {
        worksheet_write_string(sheet, 0, UInt16(column), word, nil)
      }
      var moment = lxw_datetime(year: 2022, month: 6, day: 16, hour: 0, min: 0, sec: 0)
      worksheet_write_string(sheet, 1, 0, "  <L’Œuvre> & \"fils\"\n ", nil)
      worksheet_write_datetime(sheet, 1, 1, &moment, days)
      worksheet_write_number(sheet, 1, 2, -1250.57, nil)
      worksheet_write_boolean(sheet, 2, 0, 0, nil)
      worksheet_write_formula_num(sheet, 2, 2, "=1+1", nil, 2)
      #expect(workbook_close(book) == LXW_NO_ERROR)
      let rows: [TableRow] = try Sheets.read(try Sheets.contents(path), "Été")
      #expect(
        rows.map(\.cells) == [
          [.text("  <L’Œuvre> & \"fils\"\n "), .day(Self.day), .number(-1250.57, written: "-1250.57")],
          [.flag(false), .empty, .number(2, written: "2")],
        ])
    }
  }

  @Test func `texts of Excel lose their phonetics and keep what XML cannot hold`() throws {
    let texts: String = """
      <si><t>Nom</t></si><si><r><rPr><b/></rPr><t>Les </t></r><r><t xml:space="preserve">Ateliers </t></r></si>
      <si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr/></si><si><t>a_x000D_
      b_x005F_c _x00_ _xZZZZ_</t></si><si><t/></si><si><t><![CDATA[<x>]]>&#233;</t></si>
      """
    let cells: String = (1..<6).map { "<row><c t=\"s\"><v>\($0)</v></c><c><v>1</v></c></row>" }.joined()
    let rows: [TableRow] = try Sheets.read(
      Sheets.xlsx("<row><c t=\"s\"><v>0</v></c><c t=\"inlineStr\"><is><t>Rang</t></is></c></row>\(cells)", texts: texts)
    )
    #expect(
      rows.map { $0.cells[0] } == [
        .text("Les Ateliers "), .text("東京"), .text("a\nb_c _x00_ _xZZZZ_"), .empty, .text("<x>é"),
      ])
    #expect(rows.map(\.line) == [2, 3, 4, 5, 6], "lines without a number follow each other")
  }

  @Test func `cells and lines that are not written leave their places empty`() throws {
    let rows: [TableRow] = try Sheets.read(
      Sheets.xlsx(
        """
        <row r="3"><c r="B3" t="str"><v>Nom</v></c><c r="D3" t="inlineStr"><is><r><t>Vil</t></r><r><t>le</t></r></is></c></row>
        <row r="5"/><row r="7"><c r="D7"><v>1e3</v></c></row><row r="8" hidden="1"><c r="B8" t="b"><v>1</v></c>
        <c r="AA8" t="e"><v>#REF!</v></c></row>
        """))
    #expect(rows.map(\.line) == [7, 8])
    #expect(rows[0].cells == [.empty, .empty, .empty, .number(1000, written: "1e3")])
    #expect(rows[1].cells.count == 27 && rows[1].cells[26] == .fault("#REF!") && rows[1].cells[1] == .flag(true))
    #expect(rows[1].fault == .surplusCells(line: 8, cells: 27, headings: 4))
  }

  @Test func `other prefixes and the strict vocabulary mean the same`() throws {
    let sheet: String = """
      <?xml version="1.0" encoding="UTF-8"?><x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main">
      <x:sheetData><x:row r="1"><x:c r="A1" t="str"><x:v>Jour</x:v></x:c></x:row>
      <x:row r="2"><x:c r="A2" t="d"><x:v>2022-06-16</x:v></x:c></x:row>
      <x:row r="3"><x:c r="A3" t="d"><x:v>2022-06-16T14:30:00</x:v></x:c></x:row></x:sheetData></x:worksheet>
      """
    let rows: [TableRow] = try Sheets.read(Sheets.xlsx("", sheet: sheet))
    #expect(rows.map(\.cells) == [[.day(Self.day)], [.moment(Self.day, second: 52_200)]])
  }

  static let patterns: [(String, CellStyles.Kind)] = [
    ("General", .number), ("Standard", .number), ("0.00", .number), ("# ##0,00 \"jours\"", .number),
    ("0.00E+00", .number),
    ("[Red]0;[Blue]-0", .number), ("#,##0.00\\ [$€-40C]", .number), ("@", .number), ("0\\h", .number), ("0_d", .number),
    ("dd/mm/yyyy", .day), ("[$-40C]d mmmm yyyy;@", .day), ("mmm\\-yy", .day), ("yyyy", .day), ("m/d/yy", .day),
    ("JJ/MM/AAAA", .day), ("mmmm", .day), ("dddd", .day), ("dd/mm/yyyy\\ hh:mm", .moment),
    ("yyyy-mm-dd\"T\"hh:mm:ss", .moment),
    ("h:mm", .time), ("[h]:mm:ss", .time), ("mm:ss", .time), ("[mm]", .time), ("h:mm AM/PM", .time),
    ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", .day),
  ]

  @Test(arguments: patterns) func `a format says whether a number is a day`(_ pattern: String, _ kind: CellStyles.Kind)
  {
    #expect(CellStyles.kind(of: pattern) == kind)
  }

  @Test func `formats are found by their number, those of Excel and those of the file`() throws {
    let rows: [TableRow] = try Sheets.read(
      Sheets.xlsx(
        "<row><c t=\"str\"><v>x</v></c></row>"
          + (0..<7).map { "<row><c s=\"\($0)\"><v>44728.75</v></c></row>" }.joined(),
        formats:
          "<numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy hh:mm\"/><numFmt numFmtId=\"165\" formatCode=\"0.0\"/>",
        cellFormats: [0, 14, 22, 164, 165, 46].map { "<xf numFmtId=\"\($0)\"/>" }.joined()))
    let number: TableCell = .number(44728.75, written: "44728.75")
    let moment: TableCell = .moment(Self.day, second: 64_800)
    #expect(
      rows.map { $0.cells[0] } == [
        number, .day(Self.day), moment, moment, number, .time(seconds: 3_864_564_000), number,
      ])
  }

  @Test func `both calendars of Excel agree with its manual`() {
    let days: [(Epoch, Int, Day?)] = [
      (.from1900, 0, nil), (.from1900, 1, Day(1900, 1, 1)), (.from1900, 59, Day(1900, 2, 28)), (.from1900, 60, nil),
      (.from1900, 61, Day(1900, 3, 1)), (.from1900, 44_728, Day(2022, 6, 16)),
      (.from1900, 2_958_465, Day(9999, 12, 31)),
      (.from1900, 2_958_466, nil), (.from1900, -1, nil), (.from1904, 0, Day(1904, 1, 1)),
      (.from1904, 43_266, Day(2022, 6, 16)), (.from1904, 2_957_003, Day(9999, 12, 31)), (.from1904, 2_957_004, nil),
    ]
    for (epoch, serial, day) in days { #expect(epoch.day(serial) == day, "\(epoch) \(serial)") }
  }

  @Test func `numbers are read as any reader of numbers does`() throws {
    let written: [String] = [
      "0", "-0.5", "12", "0.1", "1234567890.12345", "999999999999999", "9999999999999999", "1E-3",
      "2.4420077000018E+13",
      "0.30000000000000004", "-12.50", "1.7976931348623157E+308",
    ]
    let rows: [TableRow] = try Sheets.read(
      Sheets.xlsx(
        "<row><c t=\"str\"><v>x</v></c></row>" + written.map { "<row><c><v>\($0)</v></c></row>" }.joined()))
    #expect(rows.map { $0.cells[0] } == written.map { .number(Double($0)!, written: $0) })
    for wrong in ["abc", "1,5", "INF", "1E999", "--1", "."] {
      let rows = try Sheets.read(Sheets.xlsx("<row><c t=\"str\"><v>x</v></c></row><row><c><v>\(wrong)</v></c></row>"))
      #expect(rows.map(\.cells) == [[.fault(wrong)]])
    }
  }

  @Test func `an OpenDocument spreadsheet gives what was put into it`() async throws {
    let file = try TableFile(try await Sheets.written("ods"))
    #expect(file.kind == .ods && file.sheets.map(\.name) == ["Listes", "Baux"])
    #expect(file.sheets.map(\.isHidden) == [true, false])
    let table = try file.rows()
    let rows: [TableRow] = try Sheets.rows(table)
    #expect(rows.map(\.line) == [2, 6, 7, 8])
    #expect(
      rows[0].cells == [
        .text("Coop’Vélo\nle Sud"), .day(Self.day), .number(120.5, written: "120.5"), .number(0.12, written: "0.12"),
        .number(1250, written: "1250"), .flag(true), .time(seconds: 27_000),
      ])
    let twice: [TableCell] = [
      .text("deux fois"), .moment(Self.day, second: 52_200), .text("x"), .text("x"), .text("x"),
    ]
    #expect(rows[1].cells == twice && rows[2].cells == twice)
    #expect(rows[3].cells == [.empty, .text("fin")])
    #expect(table.merged == ["A6:A7"])
  }

  @Test func `comments, spaces and failures of LibreOffice are told apart`() throws {
    func cell(_ inside: String, _ attributes: String = "office:value-type=\"string\"") -> String {
      "<table:table-cell \(attributes)>\(inside)</table:table-cell>"
    }
    let rows: [TableRow] = try Sheets.read(
      Sheets.ods(
        """
        <table:table table:name="Un"><table:table-column/><table:table-header-rows><table:table-row>\
        \(cell("<text:p>Nom</text:p>"))</table:table-row></table:table-header-rows><table:table-row>\
        \(cell("<office:annotation><text:p>note</text:p></office:annotation><text:p>a<text:s text:c=\"2\"/>b<text:tab/><text:span>c</text:span><text:line-break/><text:a>d</text:a></text:p>"))\
        \(cell("<text:p>#N/A</text:p>", "office:value-type=\"string\" calcext:value-type=\"error\""))\
        \(cell("<text:p>Err:502</text:p>", "office:value-type=\"float\" office:value=\"0\""))\
        \(cell("<text:p>12,50 €</text:p>", "office:value-type=\"currency\" office:value=\"12.5\""))\
        </table:table-row></table:table>
        """))
    #expect(
      rows.map(\.cells) == [
        [.text("a  b\tc\nd"), .fault("#N/A"), .fault("Err:502"), .number(12.5, written: "12.5")]
      ])
  }
}
