import HTTP
import SQL

extension App {
  /// A record as a document, of the same page.
  func document(_ visit: Visit, _ shown: Shown) async throws -> Response {
    let frame = PrintFrame(visit: visit, title: shown.title, logo: try await logo(visit))
    return try await document(visit, frame, shown.body)
  }

  /// A page in its frame for paper, as PDF.
  func document(_ visit: Visit, _ frame: PrintFrame, _ body: (inout Page) -> Void) async throws -> Response {
    var page = Page(visit.language, visit.scope, visit.token)
    page.printed(frame, body)
    return self.document(
      try await press.document(page.markup.bytes(), for: visit.applicant), visit.language, visit)
  }

  func document(_ document: [UInt8], _ language: Language, _ visit: Visit) -> Response {
    let name: String = fileName(visit.request.head)
    return Response(
      headers: [
        ("Content-Type", "application/pdf"), ("Content-Language", language.rawValue),
        ("Content-Disposition", "inline; filename=\"\(name).pdf\""), ("Cache-Control", "private, no-store"),
        ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"),
      ], body: .bytes(document))
  }

  func logo(_ visit: Visit) async throws -> Logo.Kept? {
    guard let territory = visit.territory, territory.hasLogo else { return nil }
    return try await Logo.kept(territory.id, database)
  }

  /// The page that a document was asked of: `/api/v1/sites/3.pdf` → `/sites/3`
  func pagePath(_ head: Head) -> String {
    var path: String = head.target.path
    if path.hasPrefix("/api/v1/") { path.removeFirst("/api/v1".count) }
    return path.hasSuffix(".pdf") ? String(path.dropLast(".pdf".count)) : path
  }
}

extension Text {
  static let thisRecordAsPDF = Text(fr: "Cette fiche en PDF", en: "This record as PDF", de: "Dieser Eintrag als PDF")
  static let thisContact = Text(
    fr: "Vers le carnet d’adresses (vCard)", en: "To the address book (vCard)", de: "Ins Adressbuch (vCard)")
  static let addressBook = Text(fr: "Carnet d’adresses (vCard)", en: "Address book (vCard)", de: "Adressbuch (vCard)")
  static let thisListAsPDF = Text(fr: "Cette liste en PDF", en: "This list as PDF", de: "Diese Liste als PDF")
}
