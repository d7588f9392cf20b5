import HTTP
import Indicators
import Platform
import SQL

/// Everything that an edition says: it is drawn from this alone, so that what was issued depends on no record, no word of
/// the typology and no way of counting any more.
struct EditionContent: Sendable {
  let number: Int
  let title: String
  let subtitle: String
  let day: Day
  /// Who issues it.
  let publisher: String
  let texts: [Said]
  /// By axis, in the Lab’s order; those that none fits come last, apart.
  let groups: [Group]

  struct Said: Sendable, Equatable {
    let kind: EditionText.Kind
    let title: String
    let author: String
    let mandate: String
    let text: String
  }

  struct Group: Sendable {
    /// Nil for the sheets that are not classed.
    let axis: String?
    let label: Text
    let sheets: [Taken]
  }

  /// A sheet as it read on the day of issue.
  struct Taken: Sendable {
    let slug: String
    let territory: String
    let territoryName: String
    /// Which of its publications.
    let publication: Int
    let publishedAt: Instant
    let themes: [Cell.Word]
    let audiences: [Cell.Word]
    let content: SheetContent
    let figures: [SpokenFigure]

    var read: ReadSheet {
      ReadSheet(
        kind: .lab, content: content,
        figures: Dictionary(figures.map { ($0.mention, $0) }) { first, _ in first })
    }

    /// The one that says most of what it gave: the first of its effects, or else the first of all.
    var main: SpokenFigure? {
      let known: ReadSheet = read
      let effects: Set<FigureMention> = FigureTokens(content[.effect] ?? "").mentions
      return known.named.first { effects.contains($0.mention) } ?? known.named.first
    }
  }

  var sheets: [Taken] { groups.flatMap(\.sheets) }

  /// Before the sheets and after them, in the order of a book.
  var before: [Said] { texts.filter { $0.kind == .foreword } + texts.filter { $0.kind == .analysis } }
  var after: [Said] { texts.filter { $0.kind == .conclusion } }

  /// A sheet of it, with its axis and its neighbours.
  func place(of slug: String?) -> (axis: Group, sheet: Taken, before: Taken?, after: Taken?)? {
    let sheets: [Taken] = sheets
    guard let index = sheets.firstIndex(where: { $0.slug == slug }),
      let group = groups.first(where: { group in group.sheets.contains { $0.slug == slug } })
    else { return nil }
    return (
      group, sheets[index], index > 0 ? sheets[index - 1] : nil,
      index + 1 < sheets.count ? sheets[index + 1] : nil
    )
  }
}

extension EditionContent {
  static let format: String = "terreau-lab-edition"

  /// The canonical spelling, of which the fingerprint is taken.
  var text: String {
    var json = JSONWriter()
    json.object { write(&$0) }
    return String(decoding: json.bytes, as: UTF8.self)
  }

  /// Its members, in an object that the caller opened.
  func write(_ json: inout JSONWriter) {
    json.member("format", Self.format)
    json.member("formatVersion", 1)
    json.member("number", number)
    json.member("title", title)
    json.member("subtitle", subtitle)
    json.member("day", day.description)
    json.member("publisher", publisher)
    json.member("texts", texts) { json, said in
      json.member("kind", said.kind.rawValue)
      json.member("title", said.title)
      json.member("author", said.author)
      json.member("mandate", said.mandate)
      json.member("text", said.text)
    }
    json.member("groups", groups) { json, group in
      json.member("axis", group.axis)
      json.member("label", group.label)
      json.member("sheets", group.sheets) { json, sheet in sheet.write(&json) }
    }
  }

  /// As it was kept. What cannot be read was damaged: nothing else ever writes it.
  init(kept text: String) throws(DatabaseError) {
    guard let json = try? JSON(Array(text.utf8)) else { throw DatabaseError(.damaged, "an edition does not hold JSON") }
    let kept = Kept(json, "edition")
    guard try kept.string("format") == Self.format, try kept.int("formatVersion") == 1 else {
      throw DatabaseError(.damaged, "an edition of an unknown format")
    }
    number = try kept.int("number")
    title = try kept.string("title")
    subtitle = try kept.string("subtitle")
    day = try kept.day("day")
    publisher = try kept.string("publisher")
    texts = try kept.list("texts") { (part: Kept) throws(DatabaseError) in
      guard let kind = EditionText.Kind(rawValue: try part.string("kind")) else { throw part.damage("kind") }
      return Said(
        kind: kind, title: try part.string("title"), author: try part.string("author"),
        mandate: try part.string("mandate"), text: try part.string("text"))
    }
    groups = try kept.list("groups") { (part: Kept) throws(DatabaseError) in
      Group(
        axis: try part.optionalString("axis"), label: try part.text("label"),
        sheets: try part.list("sheets") { (part: Kept) throws(DatabaseError) in try Taken(part) })
    }
  }
}

extension EditionContent.Taken {
  func write(_ json: inout JSONWriter) {
    json.member("slug", slug)
    json.member("territory", territory)
    json.member("territoryName", territoryName)
    json.member("publication", publication)
    json.member("publishedAt", publishedAt.description)
    for (name, words) in [("themes", themes), ("audiences", audiences)] {
      json.member(name, words) { json, word in
        json.member("key", word.key)
        json.member("label", word.label)
      }
    }
    json.name("content")
    content.write(&json)
    json.member("figures", figures) { json, figure in figure.write(&json) }
  }

  fileprivate init(_ kept: Kept) throws(DatabaseError) {
    func words(_ name: String) throws(DatabaseError) -> [Cell.Word] {
      try kept.list(name) { (part: Kept) throws(DatabaseError) in
        Cell.Word(try part.string("key"), try part.text("label"))
      }
    }
    slug = try kept.string("slug")
    territory = try kept.string("territory")
    territoryName = try kept.string("territoryName")
    publication = try kept.int("publication")
    guard let publishedAt = Instant(utc: try kept.string("publishedAt")) else { throw kept.damage("publishedAt") }
    self.publishedAt = publishedAt
    themes = try words("themes")
    audiences = try words("audiences")
    guard let content = try kept.part("content") else { throw kept.damage("content") }
    self.content = try SheetContent(content)
    figures = try kept.list("figures") { (part: Kept) throws(DatabaseError) in try SpokenFigure(part) }
  }
}
