import HTTP
import SQL

/// The lines of a list that somebody chose: these, or all that a filter shows.
public struct Selection<Filter: Form>: Sendable {
  /// What the list was narrowed to.
  public let filter: Filter
  private let numbers: [Int64]?

  /// How many can be changed in one go: they are one change, during which others wait to write.
  static var most: Int { 10_000 }

  /// Reads it from the address that the list's form made: `n=3&n=8`, or `all=1&state=running`.
  init(_ pairs: FormPairs) throws(Refusal) {
    if pairs["all"] != nil {
      numbers = nil
      filter = try Filter(try FormReader.values(Filter.fields, Typed(pairs), on: nil))
    } else {
      // A line that was ticked twice is one line; what was ticked is wanted whatever the filter says by now.
      let chosen: Set<Int64> = Set(pairs.all(TableTools.picks).compactMap { Int64($0) })
      guard !chosen.isEmpty else { throw .conflict(.nothingChosen) }
      numbers = chosen.sorted()
      filter = try Filter(try FormReader.values(Filter.fields, Typed(), on: nil))
    }
  }

  /// ` AND id IN (…)`, or nothing more than the filter says.
  public func narrowing(_ id: Query) -> Query { numbers.map { " AND \(id) IN \(.list($0))" } ?? "" }
}

/// A form that is about many records: its own fields, which ones, and whether those that do not lend themselves to it may
/// be left aside.
struct Chosen<Filled: Form>: Form {
  static var fields: [any FormField] { Filled.fields + [skip, selection, seenMark] }

  static var selection: Field<String?> { Field.carried("selection", most: 20_000) }
  /// Which records were shown to who confirms; a machine that has seen none sends none.
  static var seenMark: Field<Int?> { Field<Int>.record("seen", Text(name: "seen")).optional }
  static var skip: Field<Bool> {
    Field.flag(
      "skip",
      Text(fr: "Laisser de côté les fiches qui ne s’y prêtent pas", en: "Leave aside the records that do not allow it"))
  }

  let form: Filled
  let isSkipping: Bool
  let seen: Int?
  let selection: FormPairs

  init(_ values: FormValues) throws(Refusal) {
    form = try Filled(values)
    isSkipping = values[Self.skip]
    seen = values[Self.seenMark]
    guard let pairs = try? FormPairs(urlEncoded: Array((values[Self.selection] ?? "").utf8)) else {
      throw .conflict(.nothingChosen)
    }
    selection = pairs
  }
}

extension Text {
  static let nothingChosen = Text(
    fr: "Aucune ligne n’est choisie : cochez-en dans la liste.", en: "No row is chosen: tick some in the list.")

  static func tooManyChosen(_ most: Int) -> Text {
    Text { language in
      let number: String = language.number(most)
      return language == .en
        ? "At most \(number) records can be changed at once: narrow the list first."
        : "On peut changer au plus \(number) fiches à la fois : resserrez d’abord la liste."
    }
  }
}
