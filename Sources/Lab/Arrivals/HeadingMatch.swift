import Platform

/// Which rubric a document's heading means.
struct HeadingMatch: Equatable {
  let rubric: RubricKind
  /// The same words, whatever the accents, the capitals and the numbers before them.
  let isExact: Bool

  init?(_ heading: String, of kind: SheetKind) {
    let wanted: [String] = HeadingMatch.words(heading)
    guard !wanted.isEmpty else { return nil }
    var best: (rubric: RubricKind, likeness: Double)?
    for rubric in kind.rubrics {
      for language in Language.allCases {
        let label: [String] = HeadingMatch.words(rubric.label(language))
        if label == wanted {
          self.init(rubric: rubric, isExact: true)
          return
        }
        let likeness: Double = HeadingMatch.likeness(wanted, label)
        if likeness > best?.likeness ?? 0 { best = (rubric, likeness) }
      }
    }
    guard let best, best.likeness >= HeadingMatch.leastAlike else { return nil }
    self.init(rubric: best.rubric, isExact: false)
  }

  private init(rubric: RubricKind, isExact: Bool) {
    self.rubric = rubric
    self.isExact = isExact
  }

  private static let leastAlike: Double = 0.5

  /// Without « 1. », « I – », « Partie 2 : » in front.
  static func words(_ heading: String) -> [String] {
    var words: [String] = sortKey(heading).split { $0 == " " || $0 == ":" }.map(String.init)
    while words.count > 1, let first = words.first,
      isNumber(first) || ["partie", "rubrique", "n", "no"].contains(first)
    {
      words.removeFirst()
    }
    return words
  }

  /// 2, iv, b: « la » is none.
  private static func isNumber(_ word: String) -> Bool {
    word.allSatisfy { $0.isDigit } || (word.count <= 5 && word.allSatisfy { "ivx".contains($0) })
      || (word.count == 1 && word != "l" && word != "d" && word != "y")
  }

  /// Words that say something, of those that either says; a word is like another where it begins alike.
  private static func likeness(_ one: [String], _ other: [String]) -> Double {
    let (one, other): ([String], [String]) = (one.filter(says), other.filter(says))
    guard !one.isEmpty, !other.isEmpty else { return 0 }
    let shared: Int = one.count { word in other.contains { isLike(word, $0) } }
    return Double(shared) / Double(max(one.count, other.count))
  }

  private static func says(_ word: String) -> Bool {
    word.count > 2
      && !["les", "des", "une", "the", "der", "die", "das", "und", "and", "pour", "sur", "par"].contains(word)
  }

  private static func isLike(_ one: String, _ other: String) -> Bool {
    if one == other { return true }
    let start: Int = zip(one, other).prefix { $0 == $1 }.count
    return start >= 5 && start * 4 >= 3 * min(one.count, other.count)
  }
}
