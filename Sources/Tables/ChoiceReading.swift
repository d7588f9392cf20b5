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

/// All the words of a column, to be found whatever their case and accents. Where two are called alike, the first is meant.
public struct TableWords: Sendable {
  fileprivate let keys: [String: String]
  fileprivate let shown: [String]

  public init(_ words: [TableWord]) {
    var keys: [String: String] = [:]
    for word in words {
      for name in [word.key] + word.words where keys[folded(name)] == nil { keys[folded(name)] = word.key }
    }
    self.keys = keys
    shown = words.map { $0.words.first ?? $0.key }
  }
}

extension TableCell {
  /// The key of the word that stands in the cell; nil where nothing does.
  public func choice(among words: TableWords) throws(CellFault) -> String? {
    guard let typed = try text() else { return nil }
    guard let key = words.keys[folded(typed)] else { throw .notAChoice(typed, known: words.shown) }
    return key
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
