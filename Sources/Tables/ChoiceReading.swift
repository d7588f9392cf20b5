/// A word that a column may hold, under the key that it is kept by.
public struct TableWord: Sendable {
  public let key: String
  /// All that people call it; the first is the one to show.
  public let words: [String]

  public init(_ key: String, _ words: String...) {
    self.key = key
    self.words = words
  }

  public init(_ key: String, words: [String]) {
    self.key = key
    self.words = words
  }
}

extension TableCell {
  /// The key of the word that stands in the cell, whatever its case and accents; nil where nothing does.
  public func choice(among words: [TableWord]) throws(CellFault) -> String? {
    guard let typed = try text() else { return nil }
    let said: String = folded(typed)
    let found: TableWord? = words.first { word in
      folded(word.key) == said || word.words.contains { folded($0) == said }
    }
    guard let found else { throw .notAChoice(typed, known: words.map { $0.words.first ?? $0.key }) }
    return found.key
  }

  /// Yes or no; nil where nothing stands in the cell.
  public func flag() throws(CellFault) -> Bool? {
    switch self {
    case .empty: return nil
    case .flag(let flag): return flag
    case .number(let number, let written):
      guard number == 0 || number == 1 else { throw .notAFlag(written) }
      return number == 1
    case .text:
      guard let typed = typed() else { return nil }
      // A box that somebody ticked.
      if ["✓", "✔", "☑", "☒"].contains(typed) { return true }
      let said: String = folded(typed)
      if ["oui", "o", "vrai", "x", "1", "yes", "y", "true", "ja", "j", "wahr"].contains(said) { return true }
      if ["non", "n", "faux", "0", "no", "false", "nein", "falsch"].contains(said) { return false }
      throw .notAFlag(typed)
    case .day, .moment, .time, .fault: throw try wrong(CellFault.notAFlag)
    }
  }
}
