import HTTP
import SQL

extension App {
  /// The same lines, in the format that was asked for.
  func list<Record>(_ visit: Visit, _ list: ListPage<Record>, _ typed: Typed) async throws -> Response {
    let head: Head = visit.request.head
    let address = ListAddress(head)
    switch visit.format {
    case .csv:
      return CSV(list.exported(address), visit.language, settings.publicAddress, try CSVDialect(address.typed))
        .export(list, address.sort, named: fileName(head))
    case .xlsx:
      return try await Spreadsheet(list.exported(address), visit.language, settings.publicAddress)
        .export(list, address.sort, named: fileName(head))
    case .ods:
      return try await OpenSpreadsheet(list.exported(address), visit.language, settings.publicAddress)
        .export(list, address.sort, named: fileName(head))
    case .vcf: return try cards(visit, list, address.sort)
    case .page:
      let listed: Listed<Record> = try await list.listing.page(
        try Window(typed, rowsPerPage: list.rowsPerPage), address.sort, counts)
      let views: [SavedView] = visit.territory == nil ? [] : try await SavedViewStore(visit.scope).on(address.path)
      return page(visit, list.title(visit.language), crumbs: list.crumbs, head: list.head) { page in
        page.list(list, listed, address, views)
      }
    case .pdf: return try await document(visit, list)
    case .json:
      if let sort = address.sort, !list.listing.orders.contains(where: { $0.key == sort.key }) {
        throw Refusal.invalid("sort", .notAChoice)
      }
      let listed: Listed<Record> = try await list.listing.page(
        try Window(typed, rowsPerPage: list.rowsPerPage), address.sort, counts)
      return .json { json in
        json.object { json in
          json.member("total", listed.total)
          json.member("page", listed.window.number)
          json.member("pages", listed.pages)
          json.member("items", array: { json in list.view.write(listed.records, &json) })
        }
      }
    }
  }

  /// `/sites/3/lots.csv` → `sites-3-lots`
  func fileName(_ head: Head) -> String {
    let name: String = head.target.segments.joined(separator: "-")
    return name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
  }
}
