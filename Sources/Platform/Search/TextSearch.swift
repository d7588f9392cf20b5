import SQL

/// What a search in texts answers.
public struct TextAnswer: Sendable {
  public let hits: [TextHit]
  /// How many there are, up to `TextIndex.mostCounted`.
  public let total: Int
  /// The words that were looked for in place of those that were typed, which nothing holds: « Résultats pour
  /// « mécatronique » ».
  public let correction: String?

  /// Whether there are more than anybody counted.
  public var isCutShort: Bool { total > TextIndex.mostCounted }
}

/// A record that holds the words.
public struct TextHit: Sendable {
  public let number: Int64
  public let title: Passage
  public let passage: Passage
}

extension TextIndex {
  /// Beyond this many, the exact number helps nobody, and those whose title holds the words are shown first, unweighed
  /// against the rest.
  public static let mostCounted: Int = 1_000

  /// The records, of those that `filter` lets through, whose text holds all the words; the best first.
  ///
  /// `filter` is a condition on the record's table, with its territory and whatever else decides who may read it. With
  /// `typing`, the last word may be the beginning of one.
  public func search(
    _ scope: Scope, _ typed: SoughtWords, where filter: Query, limit: Int = 10, offset: Int = 0, typing: Bool = false
  ) async throws -> TextAnswer {
    var words: SoughtWords = typed
    if typing, let start = typed.unfinished, start.utf8.count > 1 {
      words = typed.finishing(try await spellings.beginning(scope, start).map { $0.spelling.lowercased() })
    }
    if let answer = try await answer(scope, words, filter, limit, offset) { return answer }
    if let corrected = try await correct(scope, typed, filter),
      let answer = try await answer(scope, corrected, filter, limit, offset, instead: true)
    {
      return answer
    }
    return TextAnswer(hits: [], total: 0, correction: nil)
  }

  /// The condition that a record holds the words, for lists that count or filter in other ways too.
  public func holds(_ words: SoughtWords) -> Query { terms.holds(Query(trusted: "\(record).id"), words.terms) }

  private func answer(
    _ scope: Scope, _ words: SoughtWords, _ filter: Query, _ limit: Int, _ offset: Int, instead: Bool = false
  ) async throws -> TextAnswer? {
    let (best, total): ([Int64], Int) = try await find(scope, words, where: filter, limit: limit, offset: offset)
    guard total > 0 else { return nil }
    let texts: [IndexedText] = try await scope.all(
      "SELECT id, title, lead, text FROM \(Query(trusted: texts)) WHERE id IN \(.list(best))")
    let marks = Marks(words.terms)
    let hits: [TextHit] = best.compactMap { number in
      texts.first { $0.id == number }.map { text in
        TextHit(number: number, title: Passage(whole: text.title, marks), passage: Passage(of: text.body, marks))
      }
    }
    return TextAnswer(hits: hits, total: total, correction: instead ? words.text : nil)
  }

  /// The numbers of the best, and how many there are: for whoever shows records in a way of their own.
  public func find(
    _ scope: Scope, _ words: SoughtWords, where filter: Query, limit: Int = 10, offset: Int = 0
  ) async throws -> (best: [Int64], total: Int) {
    let wanted: TermQuery = words.terms
    let total: Int = try await count(scope, wanted, filter, upTo: Self.mostCounted + 1)
    guard total > 0 else { return ([], 0) }
    if total > Self.mostCounted {
      let best: [Int64] = try await numbers(scope, wanted, filter, limit, offset, inFirst: true)
      if best.count == limit { return (best, total) }
    }
    return (try await numbers(scope, wanted, filter, limit, offset, inFirst: false), total)
  }

  private func numbers(
    _ scope: Scope, _ wanted: TermQuery, _ filter: Query, _ limit: Int, _ offset: Int, inFirst: Bool
  ) async throws -> [Int64] {
    try await scope.all(
      terms.best(wanted, of: record, where: filter, inFirst: inFirst, limit: limit, offset: offset)
    ) { row in try row.next() }
  }

  // MARK: Typing errors

  /// With the nearest known word in place of each that no text holds; nil where that helps nothing.
  private func correct(_ scope: Scope, _ typed: SoughtWords, _ filter: Query) async throws -> SoughtWords? {
    var replacements: [(Range<Int>, String)] = []
    for word in typed.words where word.isWord && word.folded.utf8.count >= 4 {
      if try await count(scope, word.terms, filter, upTo: 1) > 0 { continue }
      // Somebody who mistypes everything is not helped by guessing everything.
      guard replacements.count < 3, let spelling = try await nearest(scope, word.folded, filter) else { return nil }
      replacements.append((word.range, spelling))
    }
    return replacements.isEmpty ? nil : SoughtWords(typed.replacing(replacements))
  }

  /// The known word that most texts hold, of those one error away that somebody who asks may read.
  private func nearest(_ scope: Scope, _ folded: String, _ filter: Query) async throws -> String? {
    var best: (count: Int, spelling: String) = (0, "")
    for word in try await spellings.near(scope, folded).prefix(20) {
      guard let terms = SoughtWords.terms(of: word.spelling.lowercased()) else { continue }
      let count: Int = try await count(scope, terms, filter, upTo: Self.mostCounted)
      if count > best.count { best = (count, word.spelling) }
    }
    return best.count > 0 ? best.spelling.replacing("oeu", with: "œu") : nil
  }

  private func count(_ scope: Scope, _ wanted: TermQuery, _ filter: Query, upTo most: Int) async throws -> Int {
    try await scope.value(terms.count(wanted, of: record, where: filter, upTo: most))
  }
}
