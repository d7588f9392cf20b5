import Platform
import SQL

/// Every statement that reads editions. Drafts are for those who work with the Lab’s programme; what was issued is
/// everybody’s, wherever they come from.
struct EditionStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = """
    edition.id, programme.slug, edition.number, edition.title, edition.subtitle, edition.day,
    (SELECT count(*) FROM edition_sheet WHERE edition_sheet.edition_id = edition.id), edition.issued_at, edition.digest,
    edition.provenance, edition.version
    """

  private static let tables: Query = "edition JOIN programme ON programme.id = edition.programme_id"

  private func within(_ programme: ID<Programme>) -> Query {
    "edition.territory_id = \(scope.territory) AND edition.programme_id = \(programme)"
  }

  /// Whether a programme is a Lab: the others publish sheets, and no editions.
  func isLab(_ programme: ID<Programme>) async throws -> Bool {
    let open: Int = try await scope.value(
      "SELECT count(*) FROM lab_setting WHERE territory_id = \(scope.territory) AND programme_id = \(programme)")
    return open > 0
  }

  func find(_ id: ID<Edition>, of programme: ID<Programme>) async throws -> Edition {
    guard scope.worksWith(programme) else { throw Refusal.notFound }
    return try await scope.one(
      "SELECT \(Self.columns) FROM \(Self.tables) WHERE \(within(programme)) AND edition.id = \(id)")
  }

  func listing(of programme: ID<Programme>) -> Listing<Edition> { listing(within(programme)) }

  /// What everybody may read of the Lab that is open.
  func issued(of lab: Typology) -> Listing<Edition> { listing(Self.issued(lab)) }

  private static func issued(_ lab: Typology) -> Query {
    "edition.territory_id IS NOT NULL AND edition.programme_id = \(lab.lab.value) AND edition.issued_at IS NOT NULL"
  }

  private func listing(_ which: Query) -> Listing<Edition> {
    Listing(
      scope, count: "SELECT count(*) FROM edition WHERE \(which)",
      orders: [
        Order("number", "edition.number", "edition.id", startsDown: true),
        Order("day", "edition.day", "edition.id", startsDown: true),
      ]
    ) { slice in
      "SELECT \(Self.columns) FROM \(Self.tables) WHERE \(which) ORDER BY \(slice.order) \(slice.window)"
    }
  }

  func lastNumber(of programme: ID<Programme>) async throws -> Int {
    try await scope.value("SELECT coalesce(max(number), 0) FROM edition WHERE \(within(programme))")
  }

  func sheets(of edition: Edition) async throws -> [EditionSheet] {
    try await scope.all(
      """
      SELECT edition_sheet.id, edition_sheet.slug, edition_sheet.rank, coalesce(edition_sheet.title, (
        SELECT publication.title FROM publication JOIN territory ON territory.id = publication.territory_id
        JOIN programme ON programme.id = publication.programme_id
        WHERE publication.slug = edition_sheet.slug AND publication.state = 'current' AND programme.is_public
          AND territory.closed_at IS NULL))
      FROM edition_sheet
      WHERE edition_sheet.territory_id = \(scope.territory) AND edition_sheet.edition_id = \(edition.id)
      ORDER BY edition_sheet.rank, edition_sheet.id
      """)
  }

  func texts(of edition: Edition) async throws -> [EditionText] {
    try await scope.all(
      """
      SELECT id, kind, rank, title, author, mandate, text, version FROM edition_text
      WHERE territory_id = \(scope.territory) AND edition_id = \(edition.id) ORDER BY rank, id
      """)
  }

  func text(_ id: ID<EditionText>, of edition: Edition) async throws -> EditionText {
    try await scope.one(
      """
      SELECT id, kind, rank, title, author, mandate, text, version FROM edition_text
      WHERE territory_id = \(scope.territory) AND edition_id = \(edition.id) AND id = \(id)
      """)
  }

  /// An issued edition of the Lab that is open, with the territory that issued it.
  func issued(_ number: Int, of lab: Typology) async throws -> IssuedEdition {
    try await scope.one(
      """
      SELECT edition.id, edition.territory_id, edition.number, edition.content, edition.digest, edition.issued_at
      FROM edition WHERE \(Self.issued(lab)) AND edition.number = \(number)
      """)
  }

  /// In which issued editions a sheet appeared, the first first.
  func numbers(of slug: String, in lab: Typology) async throws -> [Int] {
    struct Number: Fetched {
      let number: Int
      init(_ row: inout Row) throws(DatabaseError) { number = try row.next() }
    }
    let numbers: [Number] = try await scope.all(
      """
      SELECT edition.number FROM edition_sheet JOIN edition ON edition.id = edition_sheet.edition_id
      WHERE \(Self.issued(lab)) AND edition_sheet.slug = \(slug) ORDER BY edition.number
      """)
    return numbers.map(\.number)
  }
}

/// What was issued, as it was.
struct IssuedEdition: Fetched {
  let id: ID<Edition>
  let territory: ID<Territory>
  let number: Int
  let content: EditionContent
  let digest: String
  let issuedAt: Instant

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    territory = try row.next()
    number = try row.next()
    content = try EditionContent(kept: try row.next())
    digest = try row.next()
    issuedAt = try row.next()
  }

  var path: String { Edition.path(number) }
}
