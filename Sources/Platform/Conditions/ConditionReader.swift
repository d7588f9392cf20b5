import SQL

extension Condition {
  public init(_ text: String) throws(Fault) {
    guard text.count <= Self.mostCharacters else {
      throw Fault(at: Self.mostCharacters, .conditionTooLong)
    }
    var reader = ConditionReader(try ConditionWords.of(text))
    self = try reader.whole()
  }
}

/// A word of a condition, and where it stands.
struct ConditionWord {
  enum Kind: Equatable {
    case name(String)
    case quoted(String)
    case number(Double)
    case day(Day)
    case variable(String)
    case sign(String)
  }

  let kind: Kind
  let place: Int
}

enum ConditionWords {
  static func of(_ text: String) throws(Condition.Fault) -> [ConditionWord] {
    let letters: [Character] = Array(text)
    var words: [ConditionWord] = []
    var index: Int = 0
    while index < letters.count {
      let (letter, start) = (letters[index], index)
      if letter.isWhitespace {
        index += 1
      } else if letter == "\"" {
        words.append(ConditionWord(kind: .quoted(try quoted(letters, &index)), place: start))
      } else if letter.isASCII, letter.isLetter {
        while index < letters.count, isPart(letters[index]) { index += 1 }
        words.append(ConditionWord(kind: .name(String(letters[start..<index])), place: start))
      } else if letter.isASCII,
        letter.isNumber || (letter == "-" && index + 1 < letters.count && letters[index + 1].isNumber)
      {
        index += 1
        while index < letters.count, letters[index].isNumber || letters[index] == "." || letters[index] == "-" {
          index += 1
        }
        words.append(ConditionWord(kind: try number(String(letters[start..<index]), start), place: start))
      } else if letter == "$" {
        index += 1
        while index < letters.count, isPart(letters[index]) { index += 1 }
        words.append(ConditionWord(kind: .variable(String(letters[start..<index])), place: start))
      } else {
        let two: String = String(letters[start..<min(start + 2, letters.count)])
        let sign: String = ["!=", "<=", ">="].contains(two) ? two : String(letter)
        guard ["(", ")", ",", "=", "<", ">", "!=", "<=", ">="].contains(sign) else {
          throw Condition.Fault(at: start, .unexpectedSign(String(letter)))
        }
        index += sign.count
        words.append(ConditionWord(kind: .sign(sign), place: start))
      }
    }
    return words
  }

  private static func isPart(_ letter: Character) -> Bool {
    letter.isASCII && (letter.isLetter || letter.isNumber || letter == "_" || letter == "-")
  }

  private static func quoted(_ letters: [Character], _ index: inout Int) throws(Condition.Fault) -> String {
    let start: Int = index
    var text: String = ""
    index += 1
    while index < letters.count, letters[index] != "\"" {
      if letters[index] == "\\", index + 1 < letters.count { index += 1 }
      text.append(letters[index])
      index += 1
    }
    guard index < letters.count else { throw Condition.Fault(at: start, .unclosedQuote) }
    index += 1
    return text
  }

  private static func number(_ text: String, _ place: Int) throws(Condition.Fault) -> ConditionWord.Kind {
    if let day = Day(iso: text) { return .day(day) }
    guard let number = Double(text) else { throw Condition.Fault(at: place, .notANumberOrDay(text)) }
    guard abs(number) <= Condition.mostNumber else { throw Condition.Fault(at: place, .numberTooLarge) }
    return .number(number)
  }
}

struct ConditionReader {
  private let words: [ConditionWord]
  private var index: Int = 0
  private var depth: Int = 0
  private var relations: Int = 0

  init(_ words: [ConditionWord]) { self.words = words }

  private var word: ConditionWord? { index < words.count ? words[index] : nil }

  private var place: Int { word?.place ?? (words.last.map { $0.place + 1 } ?? 0) }

  mutating func whole() throws(Condition.Fault) -> Condition {
    let condition: Condition = try either()
    guard index == words.count else { throw Condition.Fault(at: place, .endExpected) }
    return condition
  }

  private mutating func take(_ name: String) -> Bool {
    guard let word, word.kind == .name(name) || word.kind == .sign(name) else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ sign: String) throws(Condition.Fault) {
    guard take(sign) else { throw Condition.Fault(at: place, .signExpected(sign)) }
  }

  private mutating func either() throws(Condition.Fault) -> Condition {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Condition.mostDepth else { throw Condition.Fault(at: place, .conditionTooDeep) }
    var parts: [Condition] = [try both()]
    while take("or") { parts.append(try both()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func both() throws(Condition.Fault) -> Condition {
    var parts: [Condition] = [try negated()]
    while take("and") { parts.append(try negated()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func negated() throws(Condition.Fault) -> Condition {
    // Many of them do nothing, and must not cost the stack either.
    var isNegated: Bool = false
    while take("not") { isNegated.toggle() }
    let condition: Condition = try test()
    return isNegated ? .not(condition) : condition
  }

  private mutating func test() throws(Condition.Fault) -> Condition {
    if take("(") {
      let inside: Condition = try either()
      try expect(")")
      return inside
    }
    guard let word, case .name(let column) = word.kind, !Condition.keywords.contains(column) else {
      throw Condition.Fault(at: place, .columnExpected)
    }
    index += 1
    if take("in") { return .oneOf(column: column, try list()) }
    if take("under") { return .under(column: column, try words(list())) }
    if take("within") { return .within(column: column, perimeter: try words([literal()])[0]) }
    if take("is") {
      let isNegated: Bool = take("not")
      guard take("known") else { throw Condition.Fault(at: place, .knownExpected) }
      return isNegated ? .not(.isKnown(column: column)) : .isKnown(column: column)
    }
    if take("among") { return try among(column) }
    for comparison in Condition.Comparison.allCases where take(comparison.rawValue) {
      return .compare(column: column, comparison, try literal())
    }
    // Alone, a column is a flag.
    return .compare(column: column, .equal, .flag(true))
  }

  private mutating func among(_ column: String) throws(Condition.Fault) -> Condition {
    guard let word, case .name(let fact) = word.kind else { throw Condition.Fault(at: place, .relationExpected) }
    relations += 1
    defer { relations -= 1 }
    guard relations <= Condition.mostRelations else { throw Condition.Fault(at: place, .relationsTooDeep) }
    index += 1
    guard take("(") else { return .among(column: column, fact: fact, nil) }
    let inside: Condition = try either()
    try expect(")")
    return .among(column: column, fact: fact, inside)
  }

  private mutating func list() throws(Condition.Fault) -> [Condition.Literal] {
    guard take("(") else { return [try literal()] }
    var literals: [Condition.Literal] = [try literal()]
    while take(",") { literals.append(try literal()) }
    try expect(")")
    return literals
  }

  private func words(_ literals: [Condition.Literal]) throws(Condition.Fault) -> [String] {
    var words: [String] = []
    for literal in literals {
      guard case .word(let word) = literal else { throw Condition.Fault(at: place, .wordExpected) }
      words.append(word)
    }
    return words
  }

  private mutating func literal() throws(Condition.Fault) -> Condition.Literal {
    guard let word else { throw Condition.Fault(at: place, .valueExpected) }
    index += 1
    switch word.kind {
    case .number(let number): return .number(number)
    case .day(let day): return .day(day)
    case .quoted(let text): return .word(text)
    case .name("true"): return .flag(true)
    case .name("false"): return .flag(false)
    case .name(let name) where !Condition.keywords.contains(name): return .word(name)
    case .variable("$start"): return .start
    case .variable("$end"): return .end
    case .variable(let name): throw Condition.Fault(at: word.place, .unknownVariable(name))
    default: throw Condition.Fault(at: word.place, .valueExpected)
    }
  }
}

extension Text {
  static let conditionTooLong = Text(
    fr: "La condition est trop longue : \(Condition.mostCharacters) caractères au plus.",
    en: "The condition is too long: at most \(Condition.mostCharacters) characters.")
  public static let conditionTooDeep = Text(
    fr: "Les parenthèses sont emboîtées trop profondément : \(Condition.mostDepth) niveaux au plus.",
    en: "Brackets stand too deep in each other: at most \(Condition.mostDepth) levels.")
  public static let numberTooLarge = Text(fr: "Ce nombre est trop grand.", en: "This number is too large.")
  static let relationsTooDeep = Text(
    fr: "Rien n’est cherché à travers plus de \(Condition.mostRelations) relations.",
    en: "Nothing is looked for through more than \(Condition.mostRelations) relations.")
  static let unclosedQuote = Text(fr: "Ce guillemet n’est pas refermé.", en: "This quotation mark is not closed.")
  static let endExpected = Text(
    fr: "La condition devrait s’arrêter ici, ou continuer par « and » ou « or ».",
    en: "The condition should end here, or go on with “and” or “or”.")
  static let columnExpected = Text(fr: "Le nom d’une colonne est attendu ici.", en: "A column’s name is expected here.")
  static let relationExpected = Text(
    fr: "Le nom d’une relation est attendu ici.", en: "A relation’s name is expected here.")
  static let knownExpected = Text(
    fr: "« known » ou « not known » est attendu ici.", en: "“known” or “not known” is expected here.")
  static let valueExpected = Text(fr: "Une valeur est attendue ici.", en: "A value is expected here.")
  static let wordExpected = Text(fr: "Un mot de la nomenclature est attendu ici.", en: "A word is expected here.")

  static func unexpectedSign(_ sign: String) -> Text {
    Text(fr: "« \(sign) » n’a pas de sens ici.", en: "“\(sign)” makes no sense here.")
  }

  public static func signExpected(_ sign: String) -> Text {
    Text(fr: "« \(sign) » est attendu ici.", en: "“\(sign)” is expected here.")
  }

  static func notANumberOrDay(_ text: String) -> Text {
    Text(
      fr: "« \(text) » n’est ni un nombre ni un jour (2012-06-30).",
      en: "“\(text)” is neither a number nor a day (2012-06-30).")
  }

  static func unknownVariable(_ name: String) -> Text {
    Text(
      fr: "« \(name) » n’existe pas ; il y a $start et $end.",
      en: "“\(name)” does not exist; there are $start and $end.")
  }
}
