import HTTP
import SQL

/// A list for a French spreadsheet: UTF-8 with its mark, semicolons, decimal commas, days as 16/06/2022, CRLF; and for an
/// English one: commas, decimal points, ISO days. German readers have the French separators. For machines, as RFC 4180 has
/// it: without a mark, columns and words under their keys. Streamed, so that fifty thousand lines need no memory.
struct CSV<Record: Sendable>: Sendable {
  private let view: View<Record>
  private let language: Language
  private let address: String?
  private let hasLink: Bool
  private let dialect: CSVDialect

  init(_ view: View<Record>, _ language: Language, _ publicAddress: String?, _ dialect: CSVDialect) {
    self.view = view
    self.language = language
    self.dialect = dialect
    address = publicAddress
    hasLink = view.columns.contains { $0.link != nil }
  }

  func export(_ list: ListPage<Record>, _ sort: Sort?, named name: String) -> Response where Record: Fetched {
    Response(
      headers: [
        ("Content-Type", "text/csv; charset=utf-8"), ("Content-Disposition", "attachment; filename=\"\(name).csv\""),
        ("Cache-Control", "private, no-store"), ("X-Content-Type-Options", "nosniff"),
      ],
      body: .stream { writer in
        try await writer.write(head)
        try await list.listing.everything(sort) { records, _ in try await writer.write(lines(records)) }
      })
  }

  private var isContinental: Bool { dialect == .spreadsheet && language.decimalMark == "," }
  private var separator: UInt8 { isContinental ? 0x3B : 0x2C }

  private var head: [UInt8] {
    var bytes: [UInt8] = dialect == .open ? [] : [0xEF, 0xBB, 0xBF]
    for (index, column) in view.columns.enumerated() {
      if index > 0 { bytes.append(separator) }
      append(dialect == .open ? column.key : column.label(language), to: &bytes)
    }
    if hasLink {
      bytes.append(separator)
      append(dialect == .open ? "url" : Text.recordAddress(language), to: &bytes)
    }
    bytes.append(contentsOf: [0x0D, 0x0A])
    return bytes
  }

  private func lines(_ records: [Record]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(records.count * 128)
    let columns: [DrawnColumn] = view.drawn(records, language)
    let links: [String?]? = columns.first { $0.links != nil }?.links
    for line in records.indices {
      for index in columns.indices {
        if index > 0 { bytes.append(separator) }
        append(columns[index].cells[line], to: &bytes)
      }
      if let links {
        bytes.append(separator)
        append(links[line].map { (address ?? "") + $0 } ?? "", to: &bytes)
      }
      bytes.append(contentsOf: [0x0D, 0x0A])
    }
    return bytes
  }

  private func append(_ cell: Cell, to bytes: inout [UInt8]) {
    switch cell {
    case .none: break
    case .int(let number), .year(let number): bytes.append(contentsOf: String(number).utf8)
    case .area(let area):
      bytes.append(contentsOf: area.decimal.utf8.map { $0 == 0x2E && isContinental ? 0x2C : $0 })
    case .hundredths(let number):
      bytes.append(
        contentsOf: Area(squareDecimetres: number).decimal.utf8.map { $0 == 0x2E && isContinental ? 0x2C : $0 })
    case .decimal(let number), .measured(let number, _):
      bytes.append(contentsOf: number.jsonNumber.utf8.map { $0 == 0x2E && isContinental ? 0x2C : $0 })
    case .money(let money):
      bytes.append(contentsOf: money.decimal.utf8.map { $0 == 0x2E && isContinental ? 0x2C : $0 })
    case .day(let day): bytes.append(contentsOf: (isContinental ? language.short(day) : day.description).utf8)
    case .moment(let instant):
      bytes.append(contentsOf: (isContinental ? language.moment(instant) : instant.description).utf8)
    case .text, .word, .said, .several, .flag:
      append(dialect == .open ? cell.key : cell.words(language), to: &bytes)
    }
  }

  /// A spreadsheet runs what begins with these signs: an apostrophe makes it text again.
  private func append(_ text: String, to bytes: inout [UInt8]) {
    let content: [UInt8] = Array(text.utf8)
    let isFormula: Bool =
      content.first.map { [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D].contains($0) } ?? false && !isNegative(content)
    let needsQuotes: Bool = content.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x3B || $0 == 0x0A || $0 == 0x0D }
    guard isFormula || needsQuotes else { return bytes.append(contentsOf: content) }
    if needsQuotes { bytes.append(0x22) }
    if isFormula { bytes.append(0x27) }
    for byte in content {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    if needsQuotes { bytes.append(0x22) }
  }

  /// A number below zero is no formula.
  private func isNegative(_ content: [UInt8]) -> Bool {
    guard content.count > 1, content[0] == 0x2D else { return false }
    return content.dropFirst().allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2C || $0 == 0x2E }
  }
}

extension Cell {
  /// As machines read it: words under their keys.
  fileprivate var key: String {
    switch self {
    case .word(let key, _): key
    case .several(let words): words.map(\.key).joined(separator: "|")
    case .flag(let flag): flag ? "true" : "false"
    default: words(.fr)
    }
  }
}

extension Text {
  static let recordAddress = Text(fr: "Adresse de la fiche", en: "Record address", de: "Adresse des Eintrags")
}
