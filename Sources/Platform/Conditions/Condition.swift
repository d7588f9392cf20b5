import SQL

/// Which records are meant: `category under (siae, ess) and area >= 100`. One small language for the filters of figures,
/// for what counts as an exit, for who may apply and for what is worth an alert.
public indirect enum Condition: Sendable, Hashable {
  case all([Condition])
  case any([Condition])
  case not(Condition)
  case compare(column: String, Comparison, Literal)
  /// One of these.
  case oneOf(column: String, [Literal])
  /// One of these words, or of those that are kinds of them.
  case under(column: String, [String])
  case isKnown(column: String)
  /// In a perimeter, as it was on the day.
  case within(column: String, perimeter: String)
  /// The same organisation, person or place is found in another relation.
  case among(column: String, fact: String, Condition?)

  public enum Comparison: String, Sendable, CaseIterable {
    case equal = "="
    case different = "!="
    case less = "<"
    case atMost = "<="
    case more = ">"
    case atLeast = ">="
  }

  public enum Literal: Sendable, Hashable {
    /// As typed, in the unit that people read: square metres, euros.
    case number(Double)
    case day(Day)
    case word(String)
    case flag(Bool)
    /// The first or the last day of the period that is looked at.
    case start, end
  }

  /// What is wrong, and after how many characters.
  public struct Fault: Error, Sendable, Hashable {
    public let place: Int
    public let message: Text

    public init(at place: Int, _ message: Text) {
      self.place = place
      self.message = message
    }
  }

  /// How deep conditions may stand in each other: SQLite reads a hundred things begun and not yet ended, no more.
  public static let mostDepth: Int = 12
  /// How many relations deep something is looked for.
  static let mostRelations: Int = 4
  public static let mostCharacters: Int = 4_000
  /// A million millions: nothing here is counted beyond.
  public static let mostNumber: Double = 1e12
}

extension Condition {
  /// As it is written: reading it again gives the same.
  public var text: String { text(inside: false) }

  private func text(inside isInside: Bool) -> String {
    switch self {
    case .all(let parts): group(parts, " and ", isInside)
    case .any(let parts): group(parts, " or ", isInside)
    case .not(let part): "not \(part.text(inside: true))"
    case .compare(let column, let comparison, let literal): "\(column) \(comparison.rawValue) \(literal.text)"
    case .oneOf(let column, let literals): "\(column) in (\(literals.map(\.text).joined(separator: ", ")))"
    case .under(let column, let words):
      "\(column) under (\(words.map { Literal.word($0).text }.joined(separator: ", ")))"
    case .isKnown(let column): "\(column) is known"
    case .within(let column, let perimeter): "\(column) within \(Literal.word(perimeter).text)"
    case .among(let column, let fact, let condition):
      "\(column) among \(fact)" + (condition.map { " (\($0.text(inside: false)))" } ?? "")
    }
  }

  private func group(_ parts: [Condition], _ word: String, _ isInside: Bool) -> String {
    let text: String = parts.map { $0.text(inside: true) }.joined(separator: word)
    return isInside ? "(\(text))" : text
  }
}

extension Condition.Literal {
  var text: String {
    switch self {
    case .number(let number): number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
    case .day(let day): day.description
    case .word(let word):
      Condition.isBare(word) ? word : "\"\(word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    case .flag(let flag): flag ? "true" : "false"
    case .start: "$start"
    case .end: "$end"
    }
  }
}

extension Condition {
  static let keywords: Set<String> = [
    "and", "or", "not", "in", "under", "is", "known", "within", "among", "true", "false",
  ]

  /// Whether a word can stand without quotes.
  static func isBare(_ word: String) -> Bool {
    guard let first = word.utf8.first, isLetter(first), !keywords.contains(word) else { return false }
    return word.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F }
  }

  static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) }
}
