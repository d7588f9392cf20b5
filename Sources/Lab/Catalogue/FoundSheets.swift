import Platform
import SQL

/// The sheets that hold the words somebody typed, the best first.
struct FoundSheets: Sendable {
  /// Those that were looked for: what was typed, or what it must have meant.
  let words: SoughtWords
  let best: [Int64]
  let total: Int
  /// The words that were looked for in place of those that were typed.
  let correction: String?
  /// What each of the first says about them.
  let passages: [Int64: Passage]

  /// Further down nobody reads: who still looks adds a word.
  static let most: Int = 240

  init(_ words: SoughtWords, _ scope: Scope, where wanted: Query, page: Int) async throws {
    let index: TextIndex = PublicationStore.texts
    let answer: TextAnswer = try await index.search(
      scope, words, where: wanted, limit: Catalogue.page, offset: (page - 1) * Catalogue.page)
    let meant: SoughtWords = answer.correction.flatMap { SoughtWords($0) } ?? words
    self.words = meant
    total = answer.total
    correction = answer.correction
    passages = Dictionary(answer.hits.map { ($0.number, $0.passage) }) { first, _ in first }
    best =
      answer.total > 0 ? try await index.find(scope, meant, where: wanted, limit: Self.most).best : []
  }

  /// Their place among each other.
  var order: Query {
    guard !best.isEmpty else { return "publication.id" }
    var order: Query = "CASE publication.id"
    for (place, number) in best.enumerated() {
      let when: Query = " WHEN \(number) THEN \(place)"
      order = order + when
    }
    return order + " END"
  }
}

extension Page {
  /// What a sheet says of the words, with them marked.
  mutating func passage(_ passage: Passage) {
    markup.raw("<p class=\"passage\">")
    if passage.startsInside { markup.raw("… ") }
    for part in passage.parts {
      markup.raw(part.isHit ? "<mark>" : "")
      data(part.text)
      markup.raw(part.isHit ? "</mark>" : "")
    }
    if passage.endsInside { markup.raw(" …") }
    markup.raw("</p>")
  }

  /// What was looked for, where it is not what was typed, and how far one reads.
  mutating func told(_ found: FoundSheets) {
    if let correction = found.correction { paragraph(.resultsFor(correction)) }
    if found.total > FoundSheets.most { paragraph(.bestOfMany(FoundSheets.most)) }
  }
}

extension Text {
  fileprivate static func resultsFor(_ words: String) -> Text {
    Text(fr: "Résultats pour « \(words) ».", en: "Results for “\(words)”.", de: "Ergebnisse für „\(words)“.")
  }

  fileprivate static func bestOfMany(_ most: Int) -> Text {
    Text(
      fr: "Les \(most) fiches qui en parlent le plus ; ajoutez un mot pour préciser.",
      en: "The \(most) sheets that say most about it; add a word to narrow it down.",
      de: "Die \(most) Blätter, die am meisten dazu sagen; ein weiteres Wort grenzt ein.")
  }
}
