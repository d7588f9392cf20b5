import HTTP
import Platform
import SQL

/// All that a sheet says: a draft as it stands, what was published, what an edition keeps.
struct SheetContent: Sendable, Equatable {
  var title: String
  /// The sentence that makes one want to read on.
  var lead: String
  /// Who answers for what is described.
  var owner: String
  var since: Int?
  var budget: Money?
  var budgetYear: Int?
  /// « mise à jour le ».
  var updated: Day
  var rubrics: [RubricText]
  var visions: [VisionText]

  struct RubricText: Sendable, Equatable {
    let kind: RubricKind
    let text: String
  }

  /// What an elected member sees in it: in their words, or as it is reported.
  struct VisionText: Sendable, Equatable {
    let name: String
    let mandates: [String]
    let text: String
    let isQuotation: Bool
  }

  subscript(_ kind: RubricKind) -> String? { rubrics.first { $0.kind == kind }?.text }

  /// Those that nobody has written yet.
  func missing(of kind: SheetKind) -> [RubricKind] {
    kind.expected.filter { $0 == .visions ? visions.isEmpty : self[$0] == nil }
  }

  /// Everything that somebody may look for below title and lead, without its marks.
  var searched: String {
    let prose: [String] = (rubrics.map { FigureTokens($0.text).plain([:], .fr) } + visions.map(\.text)).map {
      Prose($0, typography: .french).plain()
    }
    return ([owner] + prose + visions.flatMap { [$0.name] + $0.mandates }).joined(separator: "\n\n")
  }

  /// Each bullet of the conditions is one that who adopts answers.
  var conditions: [String] {
    (self[.transfer] ?? "").split(separator: "\n").compactMap { line in
      let line: Substring = line.drop { $0 == " " }
      guard line.hasPrefix("- ") || line.hasPrefix("* ") else { return nil }
      return Prose(String(line.dropFirst(2)), typography: .french).plain()
    }
  }
}

extension SheetContent {
  func write(_ json: inout JSONWriter) {
    json.object { json in
      json.member("title", title)
      json.member("lead", lead)
      json.member("owner", owner)
      json.member("since", since.map { Double($0) })
      json.member("budgetCents", budget.map { Double($0.cents) })
      json.member("budgetYear", budgetYear.map { Double($0) })
      json.member("updated", updated.description)
      json.member("rubrics", rubrics) { json, rubric in
        json.member("kind", rubric.kind.rawValue)
        json.member("text", rubric.text)
      }
      json.member("visions", visions) { json, vision in
        json.member("name", vision.name)
        json.member("mandates", array: { json in for mandate in vision.mandates { json.string(mandate) } })
        json.member("text", vision.text)
        json.member("isQuotation", vision.isQuotation)
      }
    }
  }

  var json: String {
    var json = JSONWriter()
    write(&json)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  /// From what was kept.
  init(kept text: String, _ place: String) throws(DatabaseError) {
    guard let json = try? JSON(Array(text.utf8)) else { throw DatabaseError(.damaged, "\(place) is no JSON") }
    try self.init(Kept(json, place))
  }

  init(_ kept: Kept) throws(DatabaseError) {
    title = try kept.string("title")
    lead = try kept.string("lead")
    owner = try kept.string("owner")
    since = try kept.optionalInt("since")
    budget = try kept.optionalInt("budgetCents").map { Money(cents: $0) }
    budgetYear = try kept.optionalInt("budgetYear")
    updated = try kept.day("updated")
    rubrics = try kept.list("rubrics") { (kept: Kept) throws(DatabaseError) in
      guard let kind = RubricKind(rawValue: try kept.string("kind")) else { throw kept.damage("kind") }
      return RubricText(kind: kind, text: try kept.string("text"))
    }
    visions = try kept.list("visions") { (kept: Kept) throws(DatabaseError) in
      VisionText(
        name: try kept.string("name"), mandates: try kept.strings("mandates"), text: try kept.string("text"),
        isQuotation: try kept.flag("isQuotation"))
    }
  }
}
