import HTTP
import SQL

/// A list as an OpenDocument spreadsheet, for LibreOffice: numbers, sums and days as what they are. Written to a temporary
/// file line by line.
struct OpenSpreadsheet<Record: Sendable>: Sendable {
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
    let content = try TemporaryFile()
    let hasLink: Bool = view.columns.contains { $0.link != nil }
    let sheet = OpenSheet(list.title(language), language)
    try content.append(
      sheet.head(view.columns.map { $0.label(language) } + (hasLink ? [Text.recordAddress(language)] : [])))
    try await list.listing.everything(sort) { records, _ in
      let columns: [DrawnColumn] = view.drawn(records, language)
      let links: [String?]? = columns.first { $0.links != nil }?.links
      var bytes: [UInt8] = []
      for line in records.indices {
        let link: String? = links?[line].map { (address ?? "") + $0 }
        sheet.append(columns.map { $0.cells[line] }, link, to: &bytes)
      }
      try content.append(bytes)
    }
    try content.append(sheet.end)
    return Response(
      headers: [
        ("Content-Type", OpenDocument.spreadsheet),
        ("Content-Disposition", "attachment; filename=\"\(name).ods\""), ("Cache-Control", "private, no-store"),
        ("X-Content-Type-Options", "nosniff"),
      ], body: .file(try sheet.packed(content)))
  }
}
