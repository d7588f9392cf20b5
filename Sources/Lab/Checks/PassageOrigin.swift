import HTTP
import Platform
import SQL

/// That a paragraph was taken over from another sheet: said by whoever moved it, shown under its rubric.
struct PassageOrigin: Fetched, Equatable {
  let rubric: RubricKind
  let digest: String
  let title: String
  let territoryName: String
  /// Where the Lab shows it; nil where it came from a draft.
  let address: String?
  let sourceRubric: RubricKind
  let author: String
  let at: Instant

  init(_ row: inout Row) throws(DatabaseError) {
    rubric = try row.next()
    digest = try row.next()
    title = try row.next()
    territoryName = try row.next()
    address = try row.next()
    sourceRubric = try row.next()
    author = try row.next()
    at = try row.next()
  }

  func write(_ json: inout JSONWriter) {
    json.member("rubric", rubric.rawValue)
    json.member("title", title)
    json.member("territoryName", territoryName)
    json.member("address", address)
    json.member("sourceRubric", sourceRubric.rawValue)
    json.member("at", at.description)
  }
}

struct PassageOriginStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  /// Those of paragraphs that the draft still holds.
  func inDraft(of sheet: ID<Sheet>) async throws -> [PassageOrigin] { try await all(of: sheet, "passage.in_draft") }

  /// Those of paragraphs that the public reads.
  func published(of publication: Publication) async throws -> [PassageOrigin] {
    struct Home: Fetched {
      let sheet: ID<Sheet>
      init(_ row: inout Row) throws(DatabaseError) { sheet = try row.next() }
    }
    let home: Home? = try await scope.first(
      """
      SELECT sheet_id FROM publication WHERE territory_id = \(scope.territory) AND id = \(publication.id)
      """)
    guard let home else { return [] }
    return try await all(of: home.sheet, "passage.in_publication")
  }

  private func all(of sheet: ID<Sheet>, _ which: Query) async throws -> [PassageOrigin] {
    try await scope.all(
      """
      SELECT passage_origin.rubric, passage_origin.digest, passage_origin.title, passage_origin.territory_name,
        passage_origin.address, passage_origin.source_rubric, passage_origin.author, passage_origin.at
      FROM passage_origin
      JOIN passage ON passage.sheet_id = passage_origin.sheet_id AND passage.rubric = passage_origin.rubric
        AND passage.digest = passage_origin.digest AND \(which)
      WHERE passage_origin.territory_id = \(scope.territory) AND passage_origin.sheet_id = \(sheet)
      ORDER BY passage.rank, passage.id
      """)
  }

  /// What was put right after it was moved keeps where it came from, even where half of it is new.
  func carry(_ gone: SheetParagraph, over fresh: [(digest: String, print: ParagraphPrint)]) async throws {
    guard let old = ParagraphPrint(gone.original) else { return }
    let near = fresh.map { ($0.digest, old.likeness(to: $0.print)) }.max { $0.1 < $1.1 }
    guard let (digest, likeness) = near, likeness >= 0.3 else { return }
    try await scope.run(
      """
      INSERT INTO passage_origin (territory_id, sheet_id, rubric, digest, title, territory_name, address, source_rubric,
        author, at)
      SELECT territory_id, sheet_id, rubric, \(digest), title, territory_name, address, source_rubric, author, at
      FROM passage_origin
      WHERE territory_id = \(scope.territory) AND sheet_id = \(gone.sheet) AND rubric = \(gone.rubric)
        AND digest = \(gone.digest)
      ON CONFLICT DO NOTHING
      """)
  }

  /// Nil takes back what was noted.
  func note(_ source: LikeParagraph?, for passage: SheetParagraph) async throws {
    try await scope.run(
      """
      DELETE FROM passage_origin WHERE territory_id = \(scope.territory) AND sheet_id = \(passage.sheet)
        AND rubric = \(passage.rubric) AND digest = \(passage.digest)
      """)
    if let source {
      try await scope.run(
        """
        INSERT INTO passage_origin (territory_id, sheet_id, rubric, digest, title, territory_name, address,
          source_rubric, author, at)
        VALUES (\(scope.territory), \(passage.sheet), \(passage.rubric), \(passage.digest), \(source.title),
          \(source.territoryName), \(source.slug.map { "/lab/\($0)" }.value), \(source.rubric), \(scope.actor.name),
          \(scope.now))
        """)
    }
    try await scope.audit(.originNoted, "passage", passage.id.number, .passage, after: passage)
  }
}

extension View<SheetParagraph> {
  static let passage = View(
    "SheetParagraph",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("rubric", .oneRubric, .word(RubricKind.words)) { .choice($0.rubric) },
      Column("text", .rubricText) { .text($0.original) },
      Column("at", .rubricAt, .moment) { .moment($0.at) },
    ])
}

extension Deed {
  static let originNoted = Deed(
    "passage.origin-noted", Text(fr: "Origine d’un paragraphe notée", en: "Origin of a paragraph noted"))
}

extension Page {
  /// Under a rubric: where its paragraphs were taken from.
  mutating func origins(_ origins: [PassageOrigin]) {
    for origin in origins {
      markup.raw("<p class=\"quiet\">")
      say(.takenFrom)
      markup.raw(" ")
      if let address = origin.address {
        markup.raw("<a href=\"")
        data(address)
        markup.raw("\">")
        data(origin.title)
        markup.raw("</a>")
      } else {
        data(origin.title)
      }
      markup.raw(" (")
      data(origin.territoryName)
      markup.raw(", ")
      say(origin.sourceRubric.label)
      markup.raw(")</p>\n")
    }
  }
}

extension Text {
  fileprivate static let takenFrom = Text(
    fr: "Paragraphe repris de", en: "Paragraph taken from", de: "Absatz übernommen aus")
}
