import Platform
import Programmes
import SQL

/// One paragraph of a sheet, kept so that others can be recognised in it.
struct SheetParagraph: Fetched, Equatable {
  let id: ID<SheetParagraph>
  let sheet: ID<Sheet>
  let rubric: RubricKind
  let original: String
  let digest: String
  /// When it was first written here.
  let at: Instant
  /// When the public first read it here.
  let publishedAt: Instant?
  let inDraft: Bool
  let inPublication: Bool

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    sheet = try row.next()
    rubric = try row.next()
    original = try row.next()
    digest = try row.next()
    at = try row.next()
    publishedAt = try row.next()
    inDraft = try row.next()
    inPublication = try row.next()
  }

  static let columns: Query = """
    passage.id, passage.sheet_id, passage.rubric, passage.original, passage.digest, passage.at, passage.published_at,
    passage.in_draft, passage.in_publication
    """
}

/// A paragraph of another sheet, and whose.
struct LikeParagraph: Fetched {
  let own: ID<SheetParagraph>
  let passage: ID<SheetParagraph>
  let text: String
  let rubric: RubricKind
  let title: String
  let territoryName: String
  /// Under which name the Lab shows it; nil where it is a draft.
  let slug: String?
  let programme: ID<Programme>
  let since: Instant

  init(_ row: inout Row) throws(DatabaseError) {
    own = try row.next()
    passage = try row.next()
    text = try row.next()
    rubric = try row.next()
    title = try row.next()
    territoryName = try row.next()
    slug = try row.next()
    programme = try row.next()
    since = try row.next()
  }
}

/// Every statement about the paragraphs of sheets.
struct PassageStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  func all(of sheet: ID<Sheet>) async throws -> [SheetParagraph] {
    try await scope.all(
      """
      SELECT \(SheetParagraph.columns) FROM passage
      WHERE passage.territory_id = \(scope.territory) AND passage.sheet_id = \(sheet) ORDER BY passage.rank, passage.id
      """)
  }

  func find(_ id: ID<SheetParagraph>, of sheet: ID<Sheet>) async throws -> SheetParagraph {
    try await scope.one(
      """
      SELECT \(SheetParagraph.columns) FROM passage
      WHERE passage.territory_id = \(scope.territory) AND passage.sheet_id = \(sheet) AND passage.id = \(id)
      """)
  }

  /// What one rubric says now. A paragraph that stays keeps the day on which it came.
  func keep(_ text: String, _ rubric: RubricKind, of sheet: ID<Sheet>) async throws {
    let known: [SheetParagraph] = try await all(of: sheet).filter { $0.rubric == rubric }
    let content = SheetContent(only: rubric, text)
    var (said, fresh): (Set<String>, [(digest: String, print: ParagraphPrint)]) = ([], [])
    for (rank, paragraph) in content.paragraphs.enumerated() {
      guard let print = ParagraphPrint(paragraph.text) else { continue }
      let digest: String = print.digest
      guard said.insert(digest).inserted else { continue }
      if let before = known.first(where: { $0.digest == digest }) {
        guard !before.inDraft else { continue }
        try await mark(before.id, inDraft: true)
      } else {
        // A paragraph that was only put right is no new one.
        let before: SheetParagraph? = known.first { old in
          ParagraphPrint(old.original).map { $0.likeness(to: print) >= ParagraphPrint.leastAlike } ?? false
        }
        try await insert(paragraph.text, print, rubric, rank, of: sheet, since: before?.at ?? scope.now)
        fresh.append((digest, print))
      }
    }
    for gone in known where gone.inDraft && !said.contains(gone.digest) {
      try await PassageOriginStore(scope).carry(gone, over: fresh)
      if gone.inPublication { try await mark(gone.id, inDraft: false) } else { try await remove(gone) }
    }
  }

  /// What the sheet says is what the public reads of it now.
  func publish(_ sheet: ID<Sheet>) async throws {
    try await scope.run(
      """
      UPDATE passage SET in_publication = in_draft, published_at = CASE WHEN in_draft
        THEN coalesce(published_at, \(scope.now)) ELSE published_at END
      WHERE territory_id = \(scope.territory) AND sheet_id = \(sheet)
      """)
    for gone in try await all(of: sheet) where !gone.inDraft { try await remove(gone) }
  }

  func withdraw(_ sheet: ID<Sheet>) async throws {
    try await scope.run(
      """
      UPDATE passage SET in_publication = FALSE WHERE territory_id = \(scope.territory) AND sheet_id = \(sheet)
      """)
    for gone in try await all(of: sheet) where !gone.inDraft { try await remove(gone) }
  }

  private func insert(
    _ text: String, _ print: ParagraphPrint, _ rubric: RubricKind, _ rank: Int, of sheet: ID<Sheet>,
    since: Instant
  ) async throws {
    let id: ID<SheetParagraph> = try await scope.insert(
      """
      INSERT INTO passage (territory_id, sheet_id, rubric, rank, original, text, digest, at, published_at, in_draft,
        in_publication)
      VALUES (\(scope.territory), \(sheet), \(rubric), \(rank), \(text), \(print.text), \(print.digest), \(since),
        NULL, \(true), \(false))
      """)
    let rows: [[Value]] = Set(print.bands).sorted().map { [scope.territory.value, id.value, .int($0)] }
    try await scope.run("INSERT INTO passage_band (territory_id, passage_id, band) \(.rows(rows))")
  }

  private func mark(_ passage: ID<SheetParagraph>, inDraft: Bool) async throws {
    try await scope.run(
      "UPDATE passage SET in_draft = \(inDraft) WHERE territory_id = \(scope.territory) AND id = \(passage)")
  }

  private func remove(_ passage: SheetParagraph) async throws {
    try await scope.run(
      "DELETE FROM passage_band WHERE territory_id = \(scope.territory) AND passage_id = \(passage.id)")
    try await scope.run("DELETE FROM passage WHERE territory_id = \(scope.territory) AND id = \(passage.id)")
  }

  /// What stands in other sheets too: in those that the Lab shows, whichever territory has them, and in the drafts that
  /// this reader works on. Which of them are near enough is for the callers to measure.
  func candidates(for sheet: Sheet) async throws -> [LikeParagraph] {
    let found: [LikeParagraph] = try await scope.all(
      """
      SELECT DISTINCT mine.passage_id, other.id, other.text, other.rubric, coalesce(publication.title, sheet.title),
        territory.name, publication.slug, sheet.programme_id, coalesce(other.published_at, other.at)
      FROM passage own
      JOIN passage_band mine ON mine.passage_id = own.id
      JOIN passage_band theirs ON theirs.band = mine.band AND theirs.passage_id <> mine.passage_id
      JOIN passage other ON other.id = theirs.passage_id AND other.sheet_id <> own.sheet_id
      JOIN sheet ON sheet.id = other.sheet_id
      JOIN territory ON territory.id = other.territory_id AND territory.closed_at IS NULL
      JOIN programme ON programme.id = sheet.programme_id
      LEFT JOIN publication ON publication.sheet_id = other.sheet_id AND publication.state = 'current'
        AND other.in_publication AND programme.is_public
      WHERE own.territory_id = \(scope.territory) AND own.sheet_id = \(sheet.id) AND own.in_draft
        AND (publication.id IS NOT NULL OR (other.in_draft AND other.territory_id = \(scope.territory)))
      ORDER BY 1, 9, 2 LIMIT 2000
      """)
    // Somebody of one programme does not read the drafts of the next.
    return found.filter { $0.slug != nil || scope.worksWith($0.programme) }
  }
}

extension SheetStore {
  /// What the elected members see in it can be copied too.
  func keepVisions(of sheet: Sheet) async throws {
    let texts: [String] = try await visions(of: sheet).map(\.text)
    try await PassageStore(scope).keep(texts.joined(separator: "\n\n"), .visions, of: sheet.id)
  }
}

extension ParagraphPrint {
  var digest: String { fingerprint(of: Array(text.utf8)) }
}

extension SheetContent {
  /// One rubric alone, to be cut into paragraphs.
  fileprivate init(only rubric: RubricKind, _ text: String) {
    self.init(
      title: "", lead: "", owner: "", updated: Day(ordinal: 0), rubrics: [RubricText(kind: rubric, text: text)],
      visions: [])
  }
}
