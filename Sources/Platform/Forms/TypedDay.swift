import SQL

extension Day {
  /// A day as people type it: `2022-06-16`, `16/06/2022`, `16/6/22`, `16.06.2022`, `1er juin 2022`.
  public init?(typed text: String) {
    let text: String = trim(text)
    if let day = Day(iso: text) {
      self = day
      return
    }
    let words: [String] = text.lowercased().split { " \u{A0}\u{202F}/.-".contains($0) }.map(String.init)
    guard words.count == 3, let date = Day.ordinal(words[0]), let month = Day.month(words[1]),
      let year = Int(words[2]), words[2].utf8.count == 4 || words[2].utf8.count == 2
    else { return nil }
    // Two digits: a year of this century up to 2069, of the last one after.
    self.init(words[2].utf8.count == 4 ? year : year < 70 ? 2000 + year : 1900 + year, month, date)
  }

  private static func ordinal(_ word: String) -> Int? { word == "1er" ? 1 : word.utf8.count <= 2 ? Int(word) : nil }

  private static func month(_ word: String) -> Int? {
    if word.utf8.count <= 2, let number = Int(word) { return number }
    let key: String = sortKey(word)
    guard key.count >= 3 else { return nil }
    let names: [String] = [
      "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
      "decembre",
    ]
    let matches: [Int] = names.indices.filter { names[$0].hasPrefix(key) }
    return matches.count == 1 ? matches[0] + 1 : nil
  }
}
