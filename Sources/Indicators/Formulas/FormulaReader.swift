import HTTP
import Platform
import SQL

extension Formula {
  /// What is wrong, and where: `ratio/1/where`.
  public struct Fault: Error, Sendable, Hashable {
    public let path: String
    public let message: Text

    public init(_ path: String, _ message: Text) {
      self.path = path
      self.message = message
    }

    var sentence: Text {
      guard !path.isEmpty else { return message }
      return Text { language in "\(path) — \(message(language))" }
    }
  }

  public init(_ text: String) throws(Fault) {
    let json: JSON
    do { json = try JSON(Array(text.utf8)) } catch {
      throw Fault("", error.reason == .tooDeep ? .formulaTooDeep : .notAFormula)
    }
    self = try Formula(json, "", 0)
  }

  init(_ json: JSON, _ path: String, _ depth: Int) throws(Fault) {
    guard depth < Self.mostDepth else { throw Fault(path, .formulaTooDeep) }
    if case .number(let digits) = json {
      self = .number(try Self.number(digits, path))
      return
    }
    guard case .object(let members) = json, let first = members.first else { throw Fault(path, .notAFormula) }
    let here: String = path.isEmpty ? first.name : "\(path)/\(first.name)"
    if let operation = FactMeasure.Operation.allCases.first(where: { FactMeasure.name($0) == first.name }) {
      self = .measure(try FactMeasure(operation, members, path, here))
      return
    }
    if first.name == "run" {
      self = try Formula.run(members, path, here, depth)
      return
    }
    if members.count > 1 { throw Fault(path, .formulaMember(members[1].name)) }
    switch first.name {
    case "ratio", "difference", "total":
      let parts: [Formula] = try Self.parts(first.value, here, depth)
      if first.name == "total" {
        self = .total(parts)
        return
      }
      guard parts.count == 2 else { throw Fault(here, .twoParts) }
      self = first.name == "ratio" ? .ratio(parts[0], parts[1]) : .difference(parts[0], parts[1])
    case "growth": self = .growth(try Formula(first.value, here, depth + 1))
    case "cumulative": self = .cumulative(try Formula(first.value, here, depth + 1))
    case "indicator":
      guard let key = first.value.string else { throw Fault(here, .keyOfIndicator) }
      self = .indicator(key)
    default: throw Fault(here, .unknownOperation(first.name))
    }
  }

  /// What is divided by next to nothing is as large as what is typed large.
  private static func number(_ digits: String, _ path: String) throws(Fault) -> Double {
    guard let number = Double(digits) else { throw Fault(path, .notAFormula) }
    guard number == 0 || (1e-9...Condition.mostNumber).contains(abs(number)) else { throw Fault(path, .outOfBounds) }
    return number
  }

  private static func parts(_ json: JSON, _ path: String, _ depth: Int) throws(Fault) -> [Formula] {
    guard case .array(let items) = json, !items.isEmpty else { throw Fault(path, .twoParts) }
    guard items.count <= mostParts else { throw Fault(path, .tooManyParts) }
    var parts: [Formula] = []
    for (index, item) in items.enumerated() { parts.append(try Formula(item, "\(path)/\(index + 1)", depth + 1)) }
    return parts
  }

  private static func run(_ members: [JSON.Member], _ path: String, _ here: String, _ depth: Int) throws(Fault)
    -> Formula
  {
    var (atLeast, atMost): (Double?, Double?)
    var step: Step = .year
    for member in members.dropFirst() {
      switch (member.name, member.value) {
      case ("atLeast", .number(let digits)): atLeast = try number(digits, path)
      case ("atMost", .number(let digits)): atMost = try number(digits, path)
      case ("every", .string(let word)):
        guard let known = Step(rawValue: word) else { throw Fault("\(path)/every", .unknownStep) }
        step = known
      default: throw Fault(path, .formulaMember(member.name))
      }
    }
    guard atLeast != nil || atMost != nil else { throw Fault(here, .runWithoutGoal) }
    return .run(try Formula(members[0].value, here, depth + 1), atLeast: atLeast, atMost: atMost, step)
  }
}

extension FactMeasure {
  fileprivate init(
    _ operation: Operation, _ members: [JSON.Member], _ path: String, _ here: String
  ) throws(Formula.Fault) {
    guard let what = members[0].value.string, !what.isEmpty else { throw Formula.Fault(here, .relationAndColumn) }
    let parts: [Substring] = what.split(separator: ".", maxSplits: 1)
    self.init(operation, String(parts[0]), parts.count > 1 ? String(parts[1]) : nil)
    for member in members.dropFirst() {
      let place: String = path.isEmpty ? member.name : "\(path)/\(member.name)"
      guard let text = member.value.string else { throw Formula.Fault(place, .formulaMember(member.name)) }
      switch member.name {
      case "where":
        do throws(Condition.Fault) { condition = try Condition(text) } catch {
          throw Formula.Fault(place, .atCharacter(error.place + 1, error.message))
        }
      case "asOf" where text == "$end": span = .at(nil)
      case "asOf": span = .at(try Self.day(text, place))
      case "since": span = .since(try Self.day(text, place))
      case "during" where text == "$period": span = .during
      case "through" where text == "$end": span = .through
      case "programme": programme = text
      default: throw Formula.Fault(place, .formulaMember(member.name))
      }
    }
  }

  private static func day(_ text: String, _ place: String) throws(Formula.Fault) -> Day {
    guard let day = Day(iso: text) else { throw Formula.Fault(place, .notADay(text)) }
    return day
  }
}

extension Text {
  static let formulaTooDeep = Text(
    fr: "Cette formule est emboîtée trop profondément : \(Formula.mostDepth) niveaux au plus.",
    en: "This formula is nested too deep: at most \(Formula.mostDepth) levels.")
  static let notAFormula = Text(
    fr: "Une formule est attendue ici, par exemple {\"count\": \"lease\"}.",
    en: "A formula is expected here, for example {\"count\": \"lease\"}.")
  static let outOfBounds = Text(
    fr: "Ce nombre est trop grand, ou trop proche de zéro.", en: "This number is too large, or too close to zero.")
  static let twoParts = Text(fr: "Deux formules sont attendues ici.", en: "Two formulas are expected here.")
  static let tooManyParts = Text(
    fr: "Au plus \(Formula.mostParts) formules ici.", en: "At most \(Formula.mostParts) formulas here.")
  static let keyOfIndicator = Text(
    fr: "La clé d’un indicateur est attendue ici.", en: "An indicator’s key is expected here.")
  static let unknownStep = Text(
    fr: "Un pas est attendu ici : month, half-year ou year.", en: "A step is expected here: month, half-year or year.")
  static let runWithoutGoal = Text(
    fr: "Une suite de périodes demande un seuil : atLeast ou atMost.",
    en: "A run of periods needs a goal: atLeast or atMost.")
  static let relationAndColumn = Text(
    fr: "Une relation et sa colonne sont attendues ici, par exemple « lease.area ».",
    en: "A relation and its column are expected here, for example “lease.area”.")

  static func formulaMember(_ name: String) -> Text {
    Text(fr: "« \(name) » n’a pas sa place ici.", en: "“\(name)” has no place here.")
  }

  static func unknownOperation(_ name: String) -> Text {
    Text(fr: "« \(name) » n’est pas une opération connue.", en: "“\(name)” is no operation that is known.")
  }

  static func notADay(_ text: String) -> Text {
    Text(fr: "« \(text) » n’est pas un jour (2012-06-30).", en: "“\(text)” is not a day (2012-06-30).")
  }

  static func atCharacter(_ place: Int, _ message: Text) -> Text {
    Text { language in
      language == .fr ? "au caractère \(place) : \(message(.fr))" : "at character \(place): \(message(.en))"
    }
  }
}
