import Platform
import SQL

/// Every statement about adoptions. That one was made is everybody’s, as the sheet is; from a programme that is not public
/// yet, only who adopted.
struct AdoptionStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = """
    adoption.id, adoption.sheet_id, sheet.slug, sheet.title, source.id, source.name, adoption.territory_id,
    adoption.programme_id, programme.slug, programme.name, programme.is_public, adoption.adopter, adoption.day,
    adoption.conditions, adoption.licence, adoption.results, adoption.provenance, adoption.version
    """

  private static let tables: Query = """
    adoption JOIN sheet ON sheet.id = adoption.sheet_id JOIN territory source ON source.id = sheet.territory_id
    LEFT JOIN programme ON programme.id = adoption.programme_id
    """

  /// Those of a sheet, whoever made them.
  func of(_ sheet: ID<Sheet>) async throws -> [Adoption] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM \(Self.tables) WHERE adoption.sheet_id = \(sheet)
      ORDER BY adoption.day, adoption.id LIMIT 500
      """)
  }

  /// What a programme was adopted from, where it was.
  func origin(of programme: ID<Programme>) async throws -> Adoption? {
    try await scope.first(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE adoption.territory_id = \(scope.territory) AND adoption.programme_id = \(programme)
      """)
  }

  func find(_ id: ID<Adoption>) async throws -> Adoption {
    try await scope.one(
      "SELECT \(Self.columns) FROM \(Self.tables) WHERE adoption.territory_id = \(scope.territory) AND adoption.id = \(id)"
    )
  }

  /// What was taken, as it was on that day; nil where it was only reported.
  func taken(_ adoption: Adoption) async throws -> String? {
    struct Taken: Fetched {
      let document: String?
      init(_ row: inout Row) throws(DatabaseError) { document = try row.next() }
    }
    let taken: Taken? = try await scope.first(
      "SELECT document FROM adoption WHERE territory_id = \(adoption.territory) AND id = \(adoption.id)")
    return taken?.document
  }

  func insert(
    _ sheet: ID<Sheet>, by adopter: String, on day: Day, as programme: ID<Programme>? = nil,
    conditions: [Adoption.Answer] = [], licence: String = "", document: String? = nil, results: String = "",
    _ provenance: Provenance = .entered
  ) async throws -> Adoption {
    let id: ID<Adoption> = try await scope.insert(
      """
      INSERT INTO adoption (territory_id, sheet_id, programme_id, adopter, day, conditions, licence, document, results,
        provenance)
      VALUES (\(scope.territory), \(sheet), \(programme.value), \(adopter), \(day), \(Adoption.text(conditions)),
        \(licence), \(document.value), \(results), \(provenance))
      """)
    let adoption: Adoption = try await find(id)
    try await scope.audit(
      programme == nil ? .adoptionReported : .sheetAdopted, "adoption", id.number, .adoption, after: adoption)
    return adoption
  }

  func update(_ adoption: Adoption, _ form: AdoptionResultsForm, version: Int) async throws -> Adoption {
    try await scope.update(
      """
      UPDATE adoption SET results = \(form.results), version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(adoption.id) AND version = \(version)
      """)
    let after: Adoption = try await find(adoption.id)
    try await scope.audit(
      .adoptionChanged, "adoption", adoption.id.number, .adoption, before: adoption, after: after)
    return after
  }
}

extension Migration {
  static let labAdoptions = Migration(
    2, "adoptions",
    [
      .table(
        Table(
          "adoption",
          [
            .id, .init("territory_id", .int64, references: "territory"),
            .init("sheet_id", .int64, references: "sheet"),
            .init("programme_id", .int64, null: true, references: "programme"),
            .init("adopter", .text, check: "length(adopter) BETWEEN 1 AND 200"), .init("day", .day),
            .init("conditions", .text), .init("licence", .text),
            // What was taken, before anything became of it.
            .init("document", .text, null: true), .init("results", .text),
          ] + Migrations.endingColumns, unique: [["programme_id"]],
          checks: ["(programme_id IS NULL) = (document IS NULL)"])),
      .index("adoption_by_sheet", "adoption (sheet_id, day, id)"),
    ])
}
