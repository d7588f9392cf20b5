import HTTP
import SQL

/// What is put together from many records: a dashboard, a ledger, a steering pack. The same value is the page, its JSON
/// and the document on paper.
public struct Report: Sendable {
  let title: String
  let crumbs: [Crumb]
  let json: @Sendable (inout JSONWriter) -> Void
  let body: @Sendable (inout Page) -> Void
  /// What stands on the page alone: the way to change it.
  let tools: @Sendable (inout Page) -> Void
  let isWide: Bool
  /// What its page says of itself to machines.
  let head: PageHead

  public init(
    _ title: String, crumbs: [Crumb], isWide: Bool = false, head: PageHead = PageHead(),
    json: @Sendable @escaping (inout JSONWriter) -> Void,
    tools: @Sendable @escaping (inout Page) -> Void = { _ in }, body: @Sendable @escaping (inout Page) -> Void
  ) {
    self.title = title
    self.crumbs = crumbs
    self.isWide = isWide
    self.head = head
    self.json = json
    self.tools = tools
    self.body = body
  }
}

/// A report that is always the same one.
public struct NoFilter: Form {
  public static let fields: [any FormField] = []

  public init(_ values: FormValues) throws(Refusal) {}
}

extension Endpoint {
  /// A report on a period, or on whatever else its reader chooses: a page, its JSON, a document.
  public static func report<Filter: Form>(
    _ path: String, _ summary: Text, allow: Allow, filter: Filter.Type,
    choosing fields: @Sendable @escaping (Visit) async throws -> [any FormField] = { _ in Filter.fields },
    _ show: @Sendable @escaping (Visit, Filter) async throws -> Report
  ) -> Endpoint {
    Endpoint(
      method: .get, pattern: PathPattern(path), allow: allow, formats: [.page, .json, .pdf],
      description: .init(summary: summary, query: Filter.fields)
    ) { visit, app in
      let typed = Typed(visit.request.head.target.query, for: Filter.fields)
      let filter = try Filter(try FormReader.values(Filter.fields, typed, on: visit.scope.today))
      let report: Report = try await show(visit, filter)
      switch visit.format {
      case .page:
        let shown: [any FormField] = try await fields(visit)
        let address = ListAddress(visit.request.head)
        return app.page(visit, report.title, crumbs: report.crumbs, head: report.head) { page in
          page.choice(shown, typed, at: address.path)
          report.tools(&page)
          report.body(&page)
          page.documentLink(address.export("pdf"), .thisPageAsPDF)
        }
      case .pdf:
        let frame = PrintFrame(
          visit: visit, title: report.title, isWide: report.isWide, logo: try await app.logo(visit))
        return try await app.document(visit, frame, report.body)
      default: return .json { report.json(&$0) }
      }
    }
  }
}

extension Page {
  /// The day, the period or whatever else its reader chooses.
  mutating func choice(_ fields: [any FormField], _ typed: Typed, at path: String) {
    filters(
      fields, typed, at: path,
      Text(
        fr: "Choisir ce que la page montre", en: "Choose what the page shows", de: "Wählen, was die Seite zeigt"),
      Text(fr: "Afficher", en: "Show", de: "Anzeigen"),
      clear: Text(fr: "Effacer le choix", en: "Clear the choice", de: "Auswahl löschen"))
  }
}

extension Text {
  fileprivate static let thisPageAsPDF = Text(
    fr: "Cette page en PDF", en: "This page as PDF", de: "Diese Seite als PDF")
}
