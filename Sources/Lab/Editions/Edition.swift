import Platform
import SQL

/// A numbered collection of sheets: a draft that its editors put together, until it is issued and never changes again.
struct Edition: Fetched, Equatable {
  let id: ID<Edition>
  let programmeSlug: String
  let number: Int
  let title: String
  let subtitle: String
  /// The day that it bears, which may long be past when an old one is entered.
  let day: Day
  let sheets: Int
  let issuedAt: Instant?
  let digest: String?
  let provenance: Provenance
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    programmeSlug = try row.next()
    number = try row.next()
    title = try row.next()
    subtitle = try row.next()
    day = try row.next()
    sheets = try row.next()
    issuedAt = try row.next()
    digest = try row.next()
    provenance = try row.next()
    version = try row.next()
  }

  /// Where its editors work on it.
  var desk: String { "/dispositifs/\(programmeSlug)/editions/\(id)" }
  /// Where everybody reads it.
  var path: String { Edition.path(number) }
  var isIssued: Bool { issuedAt != nil }

  static func path(_ number: Int) -> String { "/lab/editions/\(number)" }

  func checkDraft() throws(Refusal) {
    if let issuedAt { throw .conflict(.editionIssued(issuedAt)) }
  }
}

extension View<Edition> {
  static let edition = View(
    "Edition",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("number", .editionNumber, .int, forMachines: true) { .int($0.number) },
      Column("title", .editionTitle, link: { $0.desk }) { .text($0.title) },
      Column("subtitle", .editionSubtitle) { .text(filled: $0.subtitle) },
      Column("programme", .oneProgramme, forMachines: true) { .text($0.programmeSlug) },
      Column("day", .editionDay, .day) { .day($0.day) },
      Column("sheets", .sheets, .int) { .int($0.sheets) },
      Column("issuedAt", .editionIssuedAt, .moment) { $0.issuedAt.map { .moment($0) } ?? .none },
      Column("digest", .editionDigest, forMachines: true) { .text($0.digest) },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])

  /// As the public meets it: nothing of how it was made.
  static let issuedEdition = View(
    "IssuedEdition",
    [
      Column("number", .editionNumber, .int) { .int($0.number) },
      Column("title", .editionTitle, link: { $0.path }) { .text($0.title) },
      Column("subtitle", .editionSubtitle) { .text(filled: $0.subtitle) },
      Column("day", .editionDay, .day) { .day($0.day) },
      Column("sheets", .sheets, .int) { .int($0.sheets) },
      Column("issuedAt", .editionIssuedAt, .moment) { $0.issuedAt.map { .moment($0) } ?? .none },
      Column("digest", .editionDigest, forMachines: true) { .text($0.digest) },
    ])
}

/// A sheet that an edition takes, or took.
struct EditionSheet: Fetched, Equatable {
  let id: ID<EditionSheet>
  let slug: String
  /// Among all; those of one axis stand together in this order.
  let rank: Int
  /// As it reads in the Lab now, or read there when the edition was issued; nil once it is not there any more.
  let title: String?

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    slug = try row.next()
    rank = try row.next()
    title = try row.next()
  }
}

extension View<EditionSheet> {
  static let editionSheet = View(
    "EditionSheet",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("slug", .labAddress) { .text($0.slug) },
      Column("rank", .rank, .int) { .int($0.rank) },
      Column("title", .sheetTitle) { .text($0.title) },
    ])
}

/// What an edition says besides its sheets.
struct EditionText: Fetched, Equatable {
  enum Kind: String, Choice {
    case foreword, analysis, conclusion

    var label: Text {
      switch self {
      case .foreword: Text(fr: "Préface", en: "Foreword", de: "Vorwort")
      case .analysis:
        Text(fr: "Analyse, avant les fiches", en: "Analysis, before the sheets", de: "Analyse, vor den Blättern")
      case .conclusion:
        Text(fr: "Analyse, après les fiches", en: "Analysis, after the sheets", de: "Analyse, nach den Blättern")
      }
    }
  }

  let id: ID<EditionText>
  let kind: Kind
  let rank: Int
  let title: String
  let author: String
  /// In which quality the author speaks.
  let mandate: String
  let text: String
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    kind = try row.next()
    rank = try row.next()
    title = try row.next()
    author = try row.next()
    mandate = try row.next()
    text = try row.next()
    version = try row.next()
  }
}

extension View<EditionText> {
  static let editionText = View(
    "EditionText",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("kind", .editionTextKind, .word(EditionText.Kind.words)) { .choice($0.kind) },
      Column("rank", .rank, .int) { .int($0.rank) },
      Column("title", .editionTitle) { .text($0.title) },
      Column("author", .editionAuthor) { .text(filled: $0.author) },
      Column("mandate", .editionMandate) { .text(filled: $0.mandate) },
      Column("text", .rubricText) { .text(filled: $0.text) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}
