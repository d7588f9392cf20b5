import Platform
import Programmes
import SQL

/// Every statement about sheets being written: for those who work with the programme.
struct SheetStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  static let columns: Query = """
    sheet.id, programme.id, programme.slug, programme.name, sheet.kind, sheet.title, sheet.lead, sheet.slug,
    sheet.owner, sheet.lab_id, \(Query.words(.axes, of: "sheet", in: "sheet_term")),
    \(Query.words(.themes, of: "sheet", in: "sheet_term")), \(Query.words(.audiences, of: "sheet", in: "sheet_term")),
    sheet.since_year, sheet.budget, sheet.budget_year, sheet.updated_day,
    (SELECT max(publication.published_at) FROM publication
      WHERE publication.sheet_id = sheet.id AND publication.state = 'current'),
    sheet.provenance, sheet.version
    """

  static let tables: Query = "sheet JOIN programme ON programme.id = sheet.programme_id"

  private var within: Query { "sheet.territory_id = \(scope.territory)" }

  func find(_ id: ID<Sheet>, of programme: Programme) async throws -> Sheet {
    guard scope.worksWith(programme.id) else { throw Refusal.notFound }
    return try await scope.one(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE \(within) AND sheet.programme_id = \(programme.id) AND sheet.id = \(id)
      """)
  }

  /// The two at most that a programme has.
  func all(of programme: Programme) async throws -> [Sheet] {
    guard scope.worksWith(programme.id) else { return [] }
    return try await scope.all(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE \(within) AND sheet.programme_id = \(programme.id) ORDER BY sheet.kind DESC
      """)
  }

  /// Those of every programme that nobody has updated since, the oldest first.
  func all(updatedBy day: Day) async throws -> [Sheet] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE \(within) AND sheet.updated_day <= \(day) ORDER BY sheet.updated_day, sheet.id LIMIT \(Agenda.most)
      """)
  }

  func listing(_ programme: Programme) -> Listing<Sheet> {
    let which: Query = "\(within) AND sheet.programme_id = \(programme.id)"
    return Listing(
      scope, count: "SELECT count(*) FROM sheet WHERE \(which)",
      orders: [
        Order("title", "sheet.sort_key", "sheet.id"),
        Order("updated", "sheet.updated_day", "sheet.id", startsDown: true),
      ]
    ) { slice in
      "SELECT \(Self.columns) FROM \(Self.tables) WHERE \(which) ORDER BY \(slice.order) \(slice.window)"
    }
  }

  func rubrics(of sheet: Sheet) async throws -> [Rubric] {
    try await scope.all(
      """
      SELECT id, sheet_id, kind, text, author, at, version FROM rubric
      WHERE territory_id = \(scope.territory) AND sheet_id = \(sheet.id) ORDER BY id
      """)
  }

  func rubric(_ kind: RubricKind, of sheet: Sheet) async throws -> Rubric? {
    try await scope.first(
      """
      SELECT id, sheet_id, kind, text, author, at, version FROM rubric
      WHERE territory_id = \(scope.territory) AND sheet_id = \(sheet.id) AND kind = \(kind)
      """)
  }

  /// What it said before, the latest first.
  func versions(of rubric: Rubric) async throws -> [RubricVersion] {
    try await scope.all(
      """
      SELECT version, text, author, at FROM rubric_version
      WHERE territory_id = \(scope.territory) AND rubric_id = \(rubric.id) ORDER BY version DESC LIMIT 200
      """)
  }

  func visions(of sheet: Sheet) async throws -> [Vision] {
    try await scope.all(
      """
      SELECT id, sheet_id, name, mandates, text, is_quotation, rank, version FROM vision
      WHERE territory_id = \(scope.territory) AND sheet_id = \(sheet.id) ORDER BY rank, id
      """)
  }

  func vision(_ id: ID<Vision>, of sheet: Sheet) async throws -> Vision {
    try await scope.one(
      """
      SELECT id, sheet_id, name, mandates, text, is_quotation, rank, version FROM vision
      WHERE territory_id = \(scope.territory) AND sheet_id = \(sheet.id) AND id = \(id)
      """)
  }

  /// All that the sheet says as it stands.
  func content(of sheet: Sheet) async throws -> SheetContent {
    let written: [Rubric] = try await rubrics(of: sheet)
    let rubrics: [SheetContent.RubricText] = sheet.kind.rubrics.compactMap { kind in
      written.first { $0.kind == kind && !$0.text.isEmpty }.map { .init(kind: kind, text: $0.text) }
    }
    return SheetContent(
      title: sheet.title, lead: sheet.lead, owner: sheet.owner, since: sheet.since, budget: sheet.budget,
      budgetYear: sheet.budgetYear, updated: sheet.updated, rubrics: rubrics,
      visions: try await visions(of: sheet).map(\.content))
  }
}

/// What a rubric said before.
struct RubricVersion: Fetched {
  let version: Int
  let text: String
  let author: String
  let at: Instant

  init(_ row: inout Row) throws(DatabaseError) {
    version = try row.next()
    text = try row.next()
    author = try row.next()
    at = try row.next()
  }
}
