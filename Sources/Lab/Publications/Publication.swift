import Platform
import SQL

/// A sheet as the Lab shows it, whichever territory it comes from: what its authors put before the public, word for word,
/// until they publish it anew.
struct Publication: Fetched, Equatable {
  let id: ID<Publication>
  let slug: String
  let title: String
  let lead: String
  let territory: ID<Territory>
  let territorySlug: String
  let territoryName: String
  let programme: ID<Programme>
  let programmeSlug: String
  let owner: String
  let axes: [Cell.Word]
  let themes: [Cell.Word]
  let audiences: [Cell.Word]
  let since: Int?
  let budget: Money?
  let budgetYear: Int?
  let updated: Day
  let publishedAt: Instant
  /// 1 the first time.
  let number: Int
  let withdrawnAt: Instant?
  let withdrawal: String?
  let provenance: Provenance

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    slug = try row.next()
    title = try row.next()
    lead = try row.next()
    territory = try row.next()
    territorySlug = try row.next()
    territoryName = try row.next()
    programme = try row.next()
    programmeSlug = try row.next()
    owner = try row.next()
    axes = Cell.Word.several(try row.next())
    themes = Cell.Word.several(try row.next())
    audiences = Cell.Word.several(try row.next())
    since = try row.next()
    budget = try row.next()
    budgetYear = try row.next()
    updated = try row.next()
    publishedAt = try row.next()
    number = try row.next()
    withdrawnAt = try row.next()
    withdrawal = try row.next()
    provenance = try row.next()
  }

  var path: String { "/lab/\(slug)" }
}

extension View<Publication> {
  static let publication = View(
    "Publication",
    [
      Column("slug", .labAddress, forMachines: true) { .text($0.slug) },
      Column("title", .sheetTitle, link: { $0.path }) { .text($0.title) },
      Column("lead", .lead, forMachines: true) { .text(filled: $0.lead) },
      Column("territory", .oneTerritory) { .text($0.territoryName) },
      Column("territorySlug", .territorySlug, forMachines: true) { .text($0.territorySlug) },
      Column("programme", .oneProgramme, forMachines: true) { .text($0.programmeSlug) },
      Column("owner", .sheetOwner) { .text(filled: $0.owner) },
      Column("axis", .axis, .several) { .several($0.axes) },
      Column("themes", .themes, .several) { .several($0.themes) },
      Column("audiences", .audiences, .several) { .several($0.audiences) },
      Column("since", .sinceYear, .year) { .year($0.since) },
      Column("budget", .sheetBudget, .money) { .money($0.budget) },
      Column("budgetYear", .budgetYear, .year, forMachines: true) { .year($0.budgetYear) },
      Column("updated", .updatedOn, .day) { .day($0.updated) },
      Column("publishedAt", .publishedAt, .moment, forMachines: true) { .moment($0.publishedAt) },
      Column("number", .publicationNumber, .int, forMachines: true) { .int($0.number) },
      Column("withdrawnAt", .withdrawnAt, .moment, forMachines: true) {
        $0.withdrawnAt.map { .moment($0) } ?? .none
      },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
    ])
}
