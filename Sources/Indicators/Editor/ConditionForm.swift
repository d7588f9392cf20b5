import Platform
import SQL

/// One line of a condition, as somebody chooses it: a column, how it is compared, and with what.
struct ConditionForm: Form {
  static let column = Field.text("test", .whichColumn, most: 60)
  static let comparison = Field<ConditionTest>.choice("comparison", .comparedHow)
  static let words = Field.several("words", .theseWords)
  static let number = Field.quantity("value", .theValue).optional
  static let day = Field.day("testDay", .theDay, help: .theDayHelp).optional
  static let edge = Field<PeriodEdge>.choice("edge", .orOfPeriod).optional
  static let name = Field.text("name", .theName, most: 120).optional
  static let perimeter = Field.text("perimeter", .thePerimeter, most: 60).optional
  static let other = Field.text("other", .theOtherRelation, most: 60).optional

  static let fields: [any FormField] = [column, comparison, words, number, day, edge, name, perimeter, other]

  private let values: FormValues

  init(_ values: FormValues) throws(Refusal) { self.values = values }

  /// The line, for a column of this relation.
  func condition(_ fact: Fact) throws(Refusal) -> Condition {
    let key: String = values[Self.column]
    guard let column = fact[key] else { throw .invalid("test", .noSuchColumnHere(key, fact)) }
    let test: ConditionTest = values[Self.comparison]
    switch test {
    case .known: return .isKnown(column: key)
    case .unknown: return .not(.isKnown(column: key))
    case .yes: return .compare(column: key, .equal, .flag(true))
    case .no: return .compare(column: key, .equal, .flag(false))
    case .among, .notAmong:
      guard let other = values[Self.other] else { throw .invalid("other", .missing) }
      let found = Condition.among(column: key, fact: other, nil)
      return test == .among ? found : .not(found)
    case .within:
      guard let perimeter = values[Self.perimeter] else { throw .invalid("perimeter", .missing) }
      return .within(column: key, perimeter: perimeter)
    case .oneOf, .noneOf, .under:
      let words: [String] = values[Self.words]
      guard let first = words.first else { throw .invalid("words", .missing) }
      if test == .under { return .under(column: key, words) }
      guard words.count > 1 else {
        return .compare(column: key, test == .oneOf ? .equal : .different, .word(first))
      }
      let found = Condition.oneOf(column: key, words.map { .word($0) })
      return test == .oneOf ? found : .not(found)
    case .equal, .different, .less, .atMost, .more, .atLeast:
      return .compare(column: key, test.comparison, try literal(column))
    }
  }

  private func literal(_ column: FactColumn) throws(Refusal) -> Condition.Literal {
    switch column.kind {
    case .quantity:
      guard let number = values[Self.number] else { throw .invalid("value", .missing) }
      return .number(number)
    case .day:
      if let edge = values[Self.edge] { return edge == .start ? .start : .end }
      guard let day = values[Self.day] else { throw .invalid("testDay", .missing) }
      return .day(day)
    default:
      guard let name = values[Self.name] else { throw .invalid("name", .missing) }
      return .word(name)
    }
  }
}

/// How a column is looked at.
enum ConditionTest: String, Choice {
  case oneOf = "one-of"
  case under
  case noneOf = "none-of"
  case equal, different, less
  case atMost = "at-most"
  case more
  case atLeast = "at-least"
  case yes, no, within, among
  case notAmong = "not-among"
  case known, unknown

  var label: Text { words(isDay: false) }

  /// « au plus », of a day « jusqu’au »
  func words(isDay: Bool) -> Text {
    switch self {
    case .oneOf: Text(fr: "est l’un de ces mots", en: "is one of these words")
    case .under:
      Text(fr: "est l’un de ces mots, ou de ce qui en fait partie", en: "is one of these words, or a kind of them")
    case .noneOf: Text(fr: "n’est aucun de ces mots", en: "is none of these words")
    case .equal: Text(fr: "est", en: "is")
    case .different: Text(fr: "n’est pas", en: "is not")
    case .less: isDay ? Text(fr: "avant le", en: "before") : Text(fr: "moins de", en: "less than")
    case .atMost: isDay ? Text(fr: "jusqu’au", en: "up to") : Text(fr: "au plus", en: "at most")
    case .more: isDay ? Text(fr: "après le", en: "after") : Text(fr: "plus de", en: "more than")
    case .atLeast: isDay ? Text(fr: "à partir du", en: "from") : Text(fr: "au moins", en: "at least")
    case .yes: Text(fr: "oui", en: "yes")
    case .no: Text(fr: "non", en: "no")
    case .within: Text(fr: "est dans un périmètre du territoire", en: "lies within a perimeter of the territory")
    case .among: Text(fr: "se trouve aussi dans une autre relation", en: "is also found in another relation")
    case .notAmong: Text(fr: "ne se trouve pas dans une autre relation", en: "is not found in another relation")
    case .known: Text(fr: "est connu", en: "is known")
    case .unknown: Text(fr: "n’est pas connu", en: "is not known")
    }
  }

  /// What can be asked of a column. Words that nobody is a kind of have nothing under them.
  static func of(_ column: FactColumn, _ words: [FactWord], hasPerimeters: Bool) -> [ConditionTest] {
    switch column.kind {
    case .word:
      guard !words.isEmpty else { return [.equal, .different, .known, .unknown] }
      let isNested: Bool = words.contains { $0.parent != nil }
      return (isNested ? [.oneOf, .under, .noneOf] : [.oneOf, .noneOf]) + [.known, .unknown]
    case .quantity: return [.equal, .different, .less, .atMost, .more, .atLeast, .known, .unknown]
    case .day: return [.equal, .less, .atMost, .more, .atLeast, .known, .unknown]
    case .flag: return [.yes, .no, .known, .unknown]
    case .municipality: return [.equal, .different] + (hasPerimeters ? [.within] : []) + [.known, .unknown]
    case .key: return [.among, .notAmong, .known, .unknown]
    }
  }

  fileprivate var comparison: Condition.Comparison {
    switch self {
    case .different, .noneOf: .different
    case .less: .less
    case .atMost: .atMost
    case .more: .more
    case .atLeast: .atLeast
    default: .equal
    }
  }
}

/// The days of a period that a condition may name without knowing them.
enum PeriodEdge: String, Choice {
  case start, end

  var label: Text {
    switch self {
    case .start: Text(fr: "le premier jour de la période", en: "the first day of the period")
    case .end: Text(fr: "le dernier jour de la période", en: "the last day of the period")
    }
  }
}

/// A condition as whoever knows the language types it.
struct ConditionText: Form {
  static let text = Field.text(
    "where", .conditionAsText, help: .conditionAsTextHelp, most: Condition.mostCharacters
  ).optional
  static let fields: [any FormField] = [text]

  let condition: Condition?

  init(_ values: FormValues) throws(Refusal) {
    guard let text = values[Self.text] else {
      condition = nil
      return
    }
    do throws(Condition.Fault) { condition = try Condition(text) } catch {
      throw .invalid("where", .atCharacter(error.place + 1, error.message))
    }
  }
}

extension Condition {
  /// What it is made of, a line each.
  var lines: [Condition] {
    switch self {
    case .all(let parts), .any(let parts): parts
    default: [self]
    }
  }

  var isAny: Bool { if case .any = self { true } else { false } }

  func adding(_ line: Condition) -> Condition {
    guard case .any(let parts) = self else { return .all(lines + [line]) }
    return .any(parts + [line])
  }

  /// Nothing where it was the last.
  func removing(_ place: Int) -> Condition? {
    var lines: [Condition] = lines
    lines.remove(at: place)
    guard lines.count > 1 else { return lines.first }
    return isAny ? .any(lines) : .all(lines)
  }

  /// All of its lines where one was enough, one where it took all.
  var turned: Condition { isAny ? .all(lines) : .any(lines) }
}

extension Text {
  static let comparedHow = Text(fr: "Comparaison", en: "Comparison")
  static let theseWords = Text(fr: "Ces mots", en: "These words")
  static let theValue = Text(fr: "Valeur", en: "Value")
  static let theDay = Text(fr: "Jour", en: "Day")
  static let theDayHelp = Text(fr: "Ou un jour de la période, ci-dessous.", en: "Or a day of the period, below.")
  static let orOfPeriod = Text(fr: "Ou bien", en: "Or else")
  static let theName = Text(fr: "Nom", en: "Name")
  static let thePerimeter = Text(fr: "Périmètre", en: "Perimeter")
  static let theOtherRelation = Text(fr: "Dans cette relation", en: "In this relation")
  static let conditionAsText = Text(fr: "La condition en toutes lettres", en: "The condition as text")
  static let conditionAsTextHelp = Text(
    fr: "Par exemple : category under (siae, ess) and area >= 100. Vide, toutes les fiches comptent.",
    en: "For example: category under (siae, ess) and area >= 100. Left empty, all records count.")
}
