import SQL

/// A day, a month or a year that a sentence names.
struct SaidDate: Equatable {
  let first: Day
  let last: Day
  /// Where it stands among the sentence's words.
  let words: Range<Int>

  static let months: [String] = [
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
    "decembre",
  ]

  /// « le 10 mai 2012 », « en mars 2012 », « en 2012 »; a bare year counts where a word before it says so, and a span
  /// « 2015-2020 » names a plan more often than a time.
  static func all(in sentence: Sentence) -> [SaidDate] {
    let words: [SaidWord] = sentence.words
    var dates: [SaidDate] = []
    for (at, word) in words.enumerated() {
      guard let year = year(word), !isSpan(words, at) else { continue }
      if at > 0, let month = months.firstIndex(of: words[at - 1].key).map({ $0 + 1 }) {
        let last: Int = Day.length(ofMonth: month, in: year)
        if at > 1, let number = dayNumber(words[at - 2]), let day = Day(year, month, number) {
          dates.append(SaidDate(first: day, last: day, words: (at - 2)..<(at + 1)))
        } else if let from = Day(year, month, 1), let to = Day(year, month, last) {
          dates.append(SaidDate(first: from, last: to, words: (at - 1)..<(at + 1)))
        }
      } else if isSaidAsTime(words, at), let from = Day(year, 1, 1), let to = Day(year, 12, 31) {
        dates.append(SaidDate(first: from, last: to, words: at..<(at + 1)))
      }
    }
    return dates
  }

  static func year(_ word: SaidWord) -> Int? {
    guard word.text.count == 4, let number = word.number, (1_900...2_100).contains(number) else { return nil }
    return Int(number)
  }

  private static func dayNumber(_ word: SaidWord) -> Int? {
    if word.text.lowercased() == "1er" { return 1 }
    guard let number = word.number, word.text.count <= 2, (1...31).contains(number) else { return nil }
    return Int(number)
  }

  private static func isSpan(_ words: [SaidWord], _ at: Int) -> Bool {
    let dashes: Set<String> = ["-", "–", "/"]
    return
      (at + 1 < words.count && dashes.contains(words[at + 1].text)
      && words[at + 1].range.lowerBound == words[at].range.upperBound)
      || (at > 0 && dashes.contains(words[at - 1].text) && words[at - 1].range.upperBound == words[at].range.lowerBound)
  }

  private static func isSaidAsTime(_ words: [SaidWord], _ at: Int) -> Bool {
    guard at > 0 else { return true }
    let before: Set<String> = [
      "en", "depuis", "des", "fin", "debut", "annee", "annees", "l'annee", "entre", "avant", "apres", "et", "de", "ete",
      "automne", "hiver", "printemps", "rentree", "qu'en", "qu'", "qu", "d'", "d", "(", "courant", "mi", "pour",
    ]
    return before.contains(words[at - 1].key)
  }
}

extension Sentence {
  /// Whether it says when: a date, or words that stand for one.
  var saysWhen: Bool {
    words.contains { word in SaidDate.year(word) != nil || SaidDate.months.contains(word.key) }
      || holds(anyOf: Sentence.times) || first(of: ["par", "an"]) != nil || first(of: ["l", "an"]) != nil
      || first(of: ["par", "mois"]) != nil
  }

  private static let times: Set<String> = [
    "aujourd", "aujourdhui", "desormais", "actuellement", "annee", "annees", "annuel", "annuelle", "annuels",
    "annuelles", "jour", "depuis", "hier", "date", "mois", "semestre", "trimestre", "quotidien", "quotidienne",
  ]
}
