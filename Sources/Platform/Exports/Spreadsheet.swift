import CXlsxWriter
import Glibc
import HTTP
import SQL

/// A list as an Excel workbook, with real numbers and real dates. Written to a temporary file line by line.
struct Spreadsheet<Record: Sendable>: Sendable {
  private let view: View<Record>
  private let language: Language
  private let address: String?

  init(_ view: View<Record>, _ language: Language, _ publicAddress: String?) {
    self.view = view
    self.language = language
    address = publicAddress
  }

  func export(_ list: ListPage<Record>, _ sort: Sort?, named name: String) async throws -> Response
  where Record: Fetched {
    let path: String = "\(TemporaryFile.folder)/terreau-\(hexadecimal(Secrets.random(8))).xlsx"
    defer { unlink(path) }
    let book = try Workbook(path, view, list.title(language), language)
    let link = view.columns.first { $0.link != nil }?.link
    try await list.listing.everything(sort) { records, _ in
      for record in records {
        book.add(view.columns.map { $0.cell(record) }, address: link?(record).map { (address ?? "") + $0 })
      }
    }
    try book.finish()
    return Response(
      headers: [
        ("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("Content-Disposition", "attachment; filename=\"\(name).xlsx\""), ("Cache-Control", "private, no-store"),
        ("X-Content-Type-Options", "nosniff"),
      ], body: .file(try TemporaryFile(adopting: path)))
  }
}

/// One sheet being written by libxlsxwriter. Used by one task, from beginning to end.
private final class Workbook: @unchecked Sendable {
  private let book: UnsafeMutablePointer<lxw_workbook>
  private let sheet: UnsafeMutablePointer<lxw_worksheet>
  private let dayFormat: UnsafeMutablePointer<lxw_format>
  private let areaFormat: UnsafeMutablePointer<lxw_format>
  private let moneyFormat: UnsafeMutablePointer<lxw_format>
  private let language: Language
  private var line: UInt32 = 0
  private var isClosed: Bool = false

  init<Record>(_ path: String, _ view: View<Record>, _ title: String, _ language: Language) throws {
    self.language = language
    var options = lxw_workbook_options()
    options.constant_memory = 1
    guard let book = workbook_new_opt(path, &options),
      let sheet = workbook_add_worksheet(book, nil),
      let day = workbook_add_format(book), let area = workbook_add_format(book),
      let money = workbook_add_format(book), let bold = workbook_add_format(book)
    else { throw FileFault() }
    self.book = book
    self.sheet = sheet
    dayFormat = day
    areaFormat = area
    moneyFormat = money
    let dayPattern: String =
      switch language {
      case .fr: "dd/mm/yyyy"
      case .en: "yyyy-mm-dd"
      case .de: "dd.mm.yyyy"
      }
    format_set_num_format(day, dayPattern)
    format_set_num_format(area, "#,##0.00")
    format_set_num_format(money, language == .en ? "[$€-2]#,##0.00" : "#,##0.00\u{A0}[$€-2]")
    format_set_bold(bold)
    worksheet_freeze_panes(sheet, 1, 0)
    worksheet_set_column(sheet, 0, UInt16(view.columns.count), 20, nil)
    let labels: [String] =
      view.columns.map { $0.label(language) } + [Text.recordAddress(language)]
    for (index, label) in labels.enumerated() { worksheet_write_string(sheet, 0, UInt16(index), label, bold) }
  }

  deinit {
    if !isClosed { workbook_close(book) }
  }

  func add(_ cells: [Cell], address: String?) {
    line += 1
    for (index, cell) in cells.enumerated() { write(cell, UInt16(index)) }
    if let address { worksheet_write_string(sheet, line, UInt16(cells.count), address, nil) }
  }

  private func write(_ cell: Cell, _ column: UInt16) {
    switch cell {
    case .none: break
    case .int(let number), .year(let number): worksheet_write_number(sheet, line, column, Double(number), nil)
    case .area(let area):
      worksheet_write_number(sheet, line, column, Double(area.squareDecimetres) / 100, areaFormat)
    case .decimal(let number), .measured(let number, _): worksheet_write_number(sheet, line, column, number, nil)
    case .hundredths(let number): worksheet_write_number(sheet, line, column, Double(number) / 100, nil)
    case .money(let money):
      worksheet_write_number(sheet, line, column, Double(money.cents) / 100, moneyFormat)
    case .day(let day):
      let (year, month, date) = day.parts
      var moment = lxw_datetime(year: Int32(year), month: Int32(month), day: Int32(date), hour: 0, min: 0, sec: 0)
      // Excel knows no day before 1900.
      if year < 1900 {
        worksheet_write_string(sheet, line, column, language.short(day), nil)
      } else {
        worksheet_write_datetime(sheet, line, column, &moment, dayFormat)
      }
    case .moment(let instant):
      worksheet_write_string(sheet, line, column, language.moment(instant), nil)
    // A string cell is never run as a formula.
    case .text, .word, .said, .several, .flag: worksheet_write_string(sheet, line, column, cell.words(language), nil)
    }
  }

  func finish() throws {
    isClosed = true
    guard workbook_close(book) == LXW_NO_ERROR else { throw FileFault() }
  }
}
