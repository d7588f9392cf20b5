import HTML
import HTTP
import SQL
import Synchronization

/// What never changes any more, to be read page by page and as one document, which is made once and kept.
public struct Book: Sendable {
  let report: Report
  let publisher: String
  /// The whole book, in French, as it is bound: its front first, then part after part.
  let parts: @Sendable (inout Page) -> Void
  let kept: @Sendable () async throws -> [UInt8]?
  let keep: @Sendable ([UInt8]) async throws -> [UInt8]

  /// `keep` answers what stays: somebody else may have been faster.
  public init(
    _ report: Report, by publisher: String, parts: @Sendable @escaping (inout Page) -> Void,
    kept: @Sendable @escaping () async throws -> [UInt8]?,
    keep: @Sendable @escaping ([UInt8]) async throws -> [UInt8]
  ) {
    self.report = report
    self.publisher = publisher
    self.parts = parts
    self.kept = kept
    self.keep = keep
  }
}

extension Endpoint {
  /// A book: its page, its JSON, and one document.
  public static func book(
    _ path: String, _ summary: Text, allow: Allow, _ show: @Sendable @escaping (Visit) async throws -> Book
  ) -> Endpoint {
    let bindery = Bindery()
    return Endpoint(
      method: .get, pattern: PathPattern(path), allow: allow, formats: [.page, .json, .pdf],
      description: .init(summary: summary)
    ) { visit, app in
      let book: Book = try await show(visit)
      switch visit.format {
      case .page:
        return app.page(visit, book.report.title, crumbs: book.report.crumbs) { page in
          book.report.tools(&page)
          book.report.body(&page)
          page.documentLink("\(visit.request.head.target.path).pdf", .wholeBookAsPDF)
        }
      case .pdf:
        let document: [UInt8] = try await bindery.document(of: app.pagePath(visit.request.head)) {
          if let kept = try await book.kept() { return kept }
          return try await book.keep(try await app.bound(book, visit))
        }
        return app.document(document, .fr, visit)
      default: return .json { book.report.json(&$0) }
      }
    }
  }
}

extension App {
  fileprivate func bound(_ book: Book, _ visit: Visit) async throws -> [UInt8] {
    var page = Page(.fr, visit.scope, visit.token)
    page.markup.raw("<!doctype html>\n<html lang=\"fr-FR\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
    page.data(book.report.title)
    page.markup.raw("</title>\n<meta name=\"author\" content=\"")
    page.data(book.publisher)
    page.markup.raw("\">\n<meta name=\"generator\" content=\"Terreau\">\n<base href=\"")
    page.data(settings.publicAddress)
    page.markup.raw("/\">\n")
    page.markup.raw("</head>\n<body class=\"book\">\n<main>")
    book.parts(&page)
    page.markup.raw("</main>\n</body>\n</html>\n")
    // It is made once, for everybody: it may take longer than a page of which nothing is kept.
    return try await press.document(page.markup.bytes(), for: visit.applicant, atLeast: 90)
  }
}

/// However many ask for a book that is not made yet, it is made once, and all of them are given that one.
private final class Bindery: Sendable {
  private let making = Mutex<[String: Task<[UInt8], any Error>]>([:])

  func document(
    of name: String, _ make: @Sendable @escaping () async throws -> [UInt8]
  ) async throws -> [UInt8] {
    let task: Task<[UInt8], any Error> = making.withLock { making in
      if let known = making[name] { return known }
      let task = Task { try await make() }
      making[name] = task
      return task
    }
    defer { making.withLock { $0[name] = nil } }
    return try await task.value
  }
}

extension Text {
  fileprivate static let wholeBookAsPDF = Text(
    fr: "Tout le livre en PDF", en: "The whole book as PDF (in French)", de: "Das ganze Buch als PDF (Französisch)")
}
