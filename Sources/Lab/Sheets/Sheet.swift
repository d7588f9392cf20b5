import Platform
import SQL

/// A programme described on one of the two models, being written. What the public reads of it is what was last published.
struct Sheet: Fetched, Equatable {
  let id: ID<Sheet>
  let programme: ID<Programme>
  let programmeSlug: String
  let programmeName: String
  let kind: SheetKind
  let title: String
  let lead: String
  /// What stands in its address in the Lab, and never changes.
  let slug: String?
  let owner: String
  /// The Lab whose words sort it.
  let lab: ID<Programme>?
  let axes: [Cell.Word]
  let themes: [Cell.Word]
  let audiences: [Cell.Word]
  let since: Int?
  let budget: Money?
  let budgetYear: Int?
  let updated: Day
  /// When it was last published, where it is.
  let publishedAt: Instant?
  let provenance: Provenance
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    programme = try row.next()
    programmeSlug = try row.next()
    programmeName = try row.next()
    kind = try row.next()
    title = try row.next()
    lead = try row.next()
    slug = try row.next()
    owner = try row.next()
    lab = try row.next()
    axes = Cell.Word.several(try row.next())
    themes = Cell.Word.several(try row.next())
    audiences = Cell.Word.several(try row.next())
    since = try row.next()
    budget = try row.next()
    budgetYear = try row.next()
    updated = try row.next()
    publishedAt = try row.next()
    provenance = try row.next()
    version = try row.next()
  }

  var path: String { "/dispositifs/\(programmeSlug)/fiches/\(id)" }
}

extension View<Sheet> {
  static let sheet = View(
    "Sheet",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("title", .sheetTitle, link: { $0.path }) { .text($0.title) },
      Column("kind", .sheetKind, .word(SheetKind.words)) { .choice($0.kind) },
      Column("programme", .oneProgramme, forMachines: true) { .text($0.programmeSlug) },
      Column("slug", .labAddress, forMachines: true) { .text($0.slug) },
      Column("lead", .lead, forMachines: true) { .text(filled: $0.lead) },
      Column("owner", .sheetOwner) { .text(filled: $0.owner) },
      Column("axis", .axis, .several) { .several($0.axes) },
      Column("themes", .themes, .several) { .several($0.themes) },
      Column("audiences", .audiences, .several) { .several($0.audiences) },
      Column("since", .sinceYear, .year) { .year($0.since) },
      Column("budget", .sheetBudget, .money) { .money($0.budget) },
      Column("budgetYear", .budgetYear, .year, forMachines: true) { .year($0.budgetYear) },
      Column("updated", .updatedOn, .day) { .day($0.updated) },
      Column("publishedAt", .publishedAt, .moment) { $0.publishedAt.map { .moment($0) } ?? .none },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

/// One rubric of a sheet being written, and who wrote it last.
struct Rubric: Fetched, Equatable {
  let id: ID<Rubric>
  let sheet: ID<Sheet>
  let kind: RubricKind
  let text: String
  let author: String
  let at: Instant
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    sheet = try row.next()
    kind = try row.next()
    text = try row.next()
    author = try row.next()
    at = try row.next()
    version = try row.next()
  }
}

extension View<Rubric> {
  static let rubric = View(
    "Rubric",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("kind", .oneRubric, .word(RubricKind.words)) { .choice($0.kind) },
      Column("text", .rubricText) { .text(filled: $0.text) },
      Column("author", .rubricAuthor) { .text(filled: $0.author) },
      Column("at", .rubricAt, .moment) { .moment($0.at) },
      Column("version", .recordVersion, .int) { .int($0.version) },
    ])
}

/// What an elected member sees in it.
struct Vision: Fetched, Equatable {
  let id: ID<Vision>
  let sheet: ID<Sheet>
  let name: String
  /// One to a line.
  let mandates: String
  let text: String
  let isQuotation: Bool
  let rank: Int
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    sheet = try row.next()
    name = try row.next()
    mandates = try row.next()
    text = try row.next()
    isQuotation = try row.next()
    rank = try row.next()
    version = try row.next()
  }

  var content: SheetContent.VisionText {
    SheetContent.VisionText(
      name: name, mandates: mandates.split(separator: "\n").map { trim(String($0)) }.filter { !$0.isEmpty },
      text: text, isQuotation: isQuotation)
  }
}

extension View<Vision> {
  static let vision = View(
    "Vision",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("name", .electedName) { .text($0.name) },
      Column("mandates", .mandates) { .text(filled: $0.mandates) },
      Column("text", .visionText) { .text($0.text) },
      Column("isQuotation", .isQuotation, .flag) { .flag($0.isQuotation) },
      Column("rank", .rank, .int) { .int($0.rank) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}
