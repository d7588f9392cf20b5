import Platform
import Programmes
import SQL

extension SheetContent {
  /// Every address that it leads to, with the rubric where it stands first.
  var links: [(rubric: RubricKind, address: String)] {
    var seen: Set<String> = []
    let written: [(RubricKind, String)] =
      rubrics.map { ($0.kind, $0.text) } + visions.map { (.visions, $0.text) }
    return written.flatMap { rubric, text in
      Prose(text, typography: .french).links.compactMap { seen.insert($0).inserted ? (rubric, $0) : nil }
    }
  }
}

/// What became of asking other people's sites, and when.
struct LinkResult: Fetched, Equatable {
  let address: String
  let status: Int?
  let outcome: WebLinks.Outcome
  let day: Day

  init(_ row: inout Row) throws(DatabaseError) {
    address = try row.next()
    status = try row.next()
    outcome = try row.next()
    day = try row.next()
  }
}

struct LinkResultStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  func all(of sheet: ID<Sheet>) async throws -> [LinkResult] {
    try await scope.all(
      """
      SELECT address, status, outcome, day FROM link_result
      WHERE territory_id = \(scope.territory) AND sheet_id = \(sheet) ORDER BY address
      """)
  }

  func keep(_ answers: [WebLinks.Answer], of sheet: Sheet) async throws {
    try await scope.run(
      "DELETE FROM link_result WHERE territory_id = \(scope.territory) AND sheet_id = \(sheet.id)")
    for answer in answers {
      try await scope.run(
        """
        INSERT INTO link_result (territory_id, sheet_id, address, status, outcome, day)
        VALUES (\(scope.territory), \(sheet.id), \(answer.address), \(answer.status.value), \(answer.outcome),
          \(scope.today))
        """)
    }
    try await scope.audit(.linksChecked, "sheet", sheet.id.number, .sheet, after: sheet)
  }
}

extension Deed {
  static let linksChecked = Deed("sheet.links-checked", Text(fr: "Liens vérifiés", en: "Links checked"))
}

extension Visit {
  /// Links to pages of this site where the public would read nothing.
  func deadLinks(_ content: SheetContent, _ scope: Scope) async throws -> [Finding] {
    var findings: [Finding] = []
    for (rubric, address) in content.links.prefix(Self.mostOwnLinks) {
      guard let path = ownPath(address) else { continue }
      if path.hasPrefix("#") {
        if !content.hasPlace(path.dropFirst()) { findings.append(Finding(.deadLink, rubric, address, .noSuchAnchor)) }
      } else if try await !isRead(path, scope) {
        findings.append(Finding(.deadLink, rubric, address, .noSuchPage))
      }
    }
    return findings
  }

  private static let mostOwnLinks: Int = 200

  /// Whether anybody who follows it reads something there.
  private func isRead(_ path: String, _ scope: Scope) async throws -> Bool {
    guard let route = publicRoute(path) else { return false }
    if route.pattern == "/lab/{slug}" {
      let count: Int = try await scope.value(
        """
        SELECT count(*) FROM publication JOIN territory ON territory.id = publication.territory_id
        JOIN programme ON programme.id = publication.programme_id AND programme.is_public
        WHERE publication.slug = \(route.text("slug") ?? "") AND publication.state = 'current'
          AND territory.closed_at IS NULL
        """)
      return count > 0
    }
    guard let programme = route.text("programme") else { return true }
    do { return try await ProgrammeStore(scope).find(programme).isPublic } catch is Refusal { return false }
  }

  /// The path on this site, where the address leads here.
  private func ownPath(_ address: String) -> String? {
    if address.hasPrefix("/") || address.hasPrefix("#") { return address }
    let home: String = installation
    guard address.lowercased().hasPrefix(home.lowercased()) else { return nil }
    let rest: Substring = address.dropFirst(home.count)
    if rest.isEmpty { return "/" }
    return rest.first == "/" ? String(rest) : nil
  }

  /// Addresses on other sites.
  func webAddresses(_ content: SheetContent) -> [(rubric: RubricKind, address: String)] {
    content.links.filter { $0.address.hasPrefix("http") && ownPath($0.address) == nil }
  }
}

extension SheetContent {
  /// Whether the page has a place of that name: a rubric, or a figure of the text.
  fileprivate func hasPlace(_ name: Substring) -> Bool {
    if let kind = RubricKind(rawValue: String(name)) { return !isEmpty(kind) }
    return mentions.contains { $0.anchor == name }
  }
}

extension LinkResult {
  func finding(_ rubric: RubricKind) -> Finding? {
    guard outcome != .answers else { return nil }
    return Finding(.unreachable, rubric, address, .answered(outcome, status, day))
  }
}

extension Text {
  fileprivate static let noSuchPage = Text(
    fr: "Cette page n’existe pas, ou n’est pas publique.", en: "There is no such page, or it is not public.")
  fileprivate static let noSuchAnchor = Text(
    fr: "La fiche n’a pas de rubrique de ce nom.", en: "The sheet has no rubric of that name.")

  fileprivate static func answered(_ outcome: WebLinks.Outcome, _ status: Int?, _ day: Day) -> Text {
    Text { language in
      let (day, outcome) = (language.long(day), outcome.label(language))
      let status: String = status.map { " (\($0))" } ?? ""
      return Text(
        fr: "Vérifié le \(day) : cette adresse \(outcome)\(status).",
        en: "Checked on \(day): this address \(outcome)\(status).")(language)
    }
  }
}
