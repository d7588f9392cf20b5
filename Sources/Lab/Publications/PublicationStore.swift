import Platform
import Programmes
import SQL

/// Every statement about what was published. It is everybody’s, from every open territory.
struct PublicationStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  static let columns: Query = """
    publication.id, publication.slug, publication.title, publication.lead, territory.id, territory.slug,
    territory.name, programme.id, programme.slug, publication.owner,
    \(Query.words(.axes, of: "publication", in: "publication_term")),
    \(Query.words(.themes, of: "publication", in: "publication_term")),
    \(Query.words(.audiences, of: "publication", in: "publication_term")),
    publication.since_year, publication.budget, publication.budget_year, publication.updated_day,
    publication.published_at, publication.number, publication.withdrawn_at, publication.withdrawal,
    publication.provenance
    """

  static let tables: Query = """
    publication JOIN territory ON territory.id = publication.territory_id AND territory.closed_at IS NULL
    JOIN programme ON programme.id = publication.programme_id AND programme.is_public
    """

  /// What they say, to be found by its words.
  static let texts = TextIndex(of: "publication")

  /// By its name in the Lab; what was withdrawn says so.
  func find(_ slug: String?) async throws -> Publication {
    try await scope.one(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE publication.slug = \(slug ?? "") AND publication.state <> 'superseded'
      """)
  }

  func content(of publication: Publication) async throws -> SheetContent {
    let text: String = try await scope.value(
      """
      SELECT content FROM publication
      WHERE territory_id = \(publication.territory) AND id = \(publication.id)
      """)
    return try SheetContent(kept: text, "publication \(publication.id)")
  }

  /// Puts a sheet before the public as it stands; what it said before stays, for who looks back.
  func publish(_ sheet: Sheet, _ content: SheetContent, of programme: Programme, by author: String) async throws {
    guard let slug = sheet.slug else { throw Refusal.conflict(.actionSheetsStayInside) }
    let last: Int = try await scope.value(
      """
      SELECT coalesce(max(number), 0) FROM publication
      WHERE territory_id = \(scope.territory) AND sheet_id = \(sheet.id)
      """)
    try await forget(sheet)
    try await scope.run(
      """
      UPDATE publication SET state = 'superseded', withdrawn_at = NULL
      WHERE territory_id = \(scope.territory) AND sheet_id = \(sheet.id) AND state <> 'superseded'
      """)
    let id: ID<Publication> = try await scope.insert(
      """
      INSERT INTO publication (territory_id, programme_id, sheet_id, number, slug, title, sort_key, lead, owner, lab_id,
        since_year, budget, budget_year, updated_day, content, published_at, published_by, state, provenance)
      VALUES (\(scope.territory), \(programme.id), \(sheet.id), \(last + 1), \(slug), \(content.title),
        \(sortKey(content.title)), \(content.lead), \(content.owner), \(sheet.lab.value), \(content.since.value),
        \(content.budget.value), \(content.budgetYear.value), \(content.updated), \(content.json), \(scope.now),
        \(author), 'current', \(sheet.provenance))
      """)
    try await scope.run(
      """
      INSERT INTO publication_term (territory_id, publication_id, programme_id, use, key)
      SELECT territory_id, \(id), programme_id, use, key FROM sheet_term
      WHERE territory_id = \(scope.territory) AND sheet_id = \(sheet.id)
      """)
    try await PassageStore(scope).publish(sheet.id)
    if content.tellsEffectInFigures {
      try await scope.run(
        """
        INSERT INTO publication_term (territory_id, publication_id, programme_id, use, key)
        VALUES (\(scope.territory), \(id), \(programme.id), \(Publication.results), \(Publication.inFigures))
        """)
    }
    let publication: Publication = try await find(slug)
    try await Self.texts.put(
      scope, id, title: content.title, lead: content.lead,
      text: "\(publication.territoryName)\n\n\(content.searched)")
    try await scope.audit(.sheetPublished, "publication", id.number, .publication, after: publication)
  }

  /// What the catalogue shows no more is not found there either.
  private func forget(_ sheet: Sheet) async throws {
    struct Shown: Fetched {
      let id: ID<Publication>
      init(_ row: inout Row) throws(DatabaseError) { id = try row.next() }
    }
    let shown: Shown? = try await scope.first(
      """
      SELECT id FROM publication
      WHERE territory_id = \(scope.territory) AND sheet_id = \(sheet.id) AND state = 'current'
      """)
    if let shown { try await Self.texts.remove(scope, shown.id) }
  }

  /// It is not in the catalogue any more; its address says why.
  func withdraw(_ sheet: Sheet, because reason: String) async throws {
    let before: Publication = try await find(sheet.slug)
    guard before.withdrawnAt == nil, sheet.publishedAt != nil else { throw Refusal.conflict(.notPublished) }
    try await forget(sheet)
    try await scope.update(
      """
      UPDATE publication SET state = 'withdrawn', withdrawn_at = \(scope.now), withdrawal = \(reason)
      WHERE territory_id = \(scope.territory) AND sheet_id = \(sheet.id) AND state = 'current'
      """)
    try await PassageStore(scope).withdraw(sheet.id)
    let after: Publication = try await find(sheet.slug)
    try await scope.audit(
      .sheetWithdrawn, "publication", before.id.number, .publication, before: before, after: after)
  }
}

extension Deed {
  static let sheetPublished = Deed("sheet.published", Text(fr: "Fiche publiée", en: "Sheet published"))
  static let sheetWithdrawn = Deed("sheet.withdrawn", Text(fr: "Fiche retirée", en: "Sheet withdrawn"))
}

extension Text {
  static let oneTerritory = Text(fr: "Territoire", en: "Territory", de: "Gebiet")
  static let territorySlug = Text(
    fr: "Nom court du territoire", en: "Short name of the territory", de: "Kurzname des Gebiets")
  static let publicationNumber = Text(fr: "Parution", en: "Issue", de: "Ausgabe")
  static let withdrawnAt = Text(fr: "Retirée", en: "Withdrawn", de: "Zurückgezogen")
  static let actionSheetsStayInside = Text(
    fr: "Une fiche action ne se publie pas dans le Lab : elle se lit sur le dispositif.",
    en: "An action sheet is not published in the Lab: it is read on the programme.")
  static let notPublished = Text(
    fr: "Cette fiche n’est pas publiée.", en: "This sheet is not published.")
}
