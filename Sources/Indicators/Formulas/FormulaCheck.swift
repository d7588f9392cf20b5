import Platform
import SQL

/// What a formula gives: two things are added or subtracted only where they are of the same kind.
enum Dimension: Sendable, Hashable {
  case plain(Quantity)
  /// A day of the calendar: the first, the last.
  case day
  /// One over the other, of the same kind: read in percent.
  case share
  case per(Quantity, Quantity)
  /// A bare number, that takes the kind of what it stands beside.
  case number

  init(_ measure: FactMeasure, _ fact: Fact) {
    switch measure.operation {
    case .count, .distinct: self = .plain(.count)
    default:
      if case .day? = measure.column.flatMap({ fact[$0] })?.kind {
        self = .day
      } else if case .quantity(let quantity)? = measure.column.flatMap({ fact[$0] })?.kind {
        self = .plain(quantity)
      } else {
        self = .number
      }
    }
  }
}

/// Looks at formulas before anything is counted.
struct FormulaCheck {
  let facts: [Fact]
  let vocabulary: FactVocabulary
  /// The other formulas of the programme, by their keys.
  let formulas: [String: Formula]

  func faults(_ formula: Formula) -> [Formula.Fault] {
    var left: Int = Formula.mostCounts
    spend(1, on: formula, &left, seen: [], 0)
    guard left >= 0 else { return [Formula.Fault("", .formulaTooHeavy)] }
    var faults: [Formula.Fault] = []
    _ = dimension(formula, "", &faults, seen: [], 0)
    return faults
  }

  /// Of a formula without faults.
  func dimension(_ formula: Formula) -> Dimension? {
    var faults: [Formula.Fault] = []
    return dimension(formula, "", &faults, seen: [], 0)
  }

  /// How often its parts are counted: evolutions within evolutions double it, references to references multiply it, and
  /// thirty of them would keep the machine busy for a day. It stops where nothing is left.
  private func spend(_ times: Int, on formula: Formula, _ left: inout Int, seen: Set<String>, _ depth: Int) {
    left -= times
    guard left >= 0, depth < Formula.mostDepth else { return }
    switch formula {
    case .measure, .number: break
    case .growth(let part): spend(times * 2, on: part, &left, seen: seen, depth + 1)
    case .run(let part, _, _, _): spend(times * Counting.longestRun, on: part, &left, seen: seen, depth + 1)
    case .ratio, .difference, .total, .cumulative:
      for part in formula.parts where left >= 0 { spend(times, on: part, &left, seen: seen, depth + 1) }
    case .indicator(let key):
      guard !seen.contains(key), let other = formulas[key] else { return }
      spend(times, on: other, &left, seen: seen.union([key]), depth + 1)
    }
  }

  private func dimension(
    _ formula: Formula, _ path: String, _ faults: inout [Formula.Fault], seen: Set<String>, _ depth: Int
  ) -> Dimension? {
    guard depth < Formula.mostDepth else {
      faults.append(Formula.Fault(path, .formulaTooDeep))
      return nil
    }
    func inside(_ part: Formula, _ place: String) -> Dimension? {
      dimension(part, path.isEmpty ? place : "\(path)/\(place)", &faults, seen: seen, depth + 1)
    }
    switch formula {
    case .number: return .number
    case .measure(let measure): return check(measure, path, &faults)
    case .ratio(let first, let second):
      if second == .number(0) { faults.append(Formula.Fault(path, .dividesByZero)) }
      let (above, below) = (inside(first, "ratio/1"), inside(second, "ratio/2"))
      return above.flatMap { above in below.map { Self.ratio(above, $0) } }
    case .difference(let first, let second):
      let both: [Dimension?] = [inside(first, "difference/1"), inside(second, "difference/2")]
      // From one day to another there is a time.
      return both == [.day, .day] ? .plain(.days) : same(both, path, &faults)
    case .total(let parts):
      let all: [Dimension?] = parts.enumerated().map { inside($1, "total/\($0 + 1)") }
      if all.count(where: { $0 == .day }) > 1 { faults.append(Formula.Fault(path, .datesDoNotAdd)) }
      return same(all, path, &faults)
    case .growth(let part): return inside(part, "growth").map { _ in .share }
    case .cumulative(let part):
      for measure in part.measures where measure.span != nil {
        faults.append(Formula.Fault(path, .cumulativeOfSpan(measure.fact)))
      }
      // It would weigh the days of the period alone.
      if part.measures.contains(where: { $0.operation == .timeWeighted }) {
        faults.append(Formula.Fault(path, .cumulativeOfWeighted))
      }
      return inside(part, "cumulative")
    case .run(let part, _, _, _):
      if part.holdsRun { faults.append(Formula.Fault(path, .runOfRun)) }
      return inside(part, "run").map { _ in .plain(.count) }
    case .indicator(let key):
      guard !seen.contains(key) else {
        faults.append(Formula.Fault(path, .refersToItself(key)))
        return nil
      }
      guard key != FactMeasure.toChoose else {
        faults.append(Formula.Fault(path, .partToChoose))
        return nil
      }
      guard let other = formulas[key] else {
        faults.append(Formula.Fault(path, .noSuchIndicator(key)))
        return nil
      }
      return dimension(other, path, &faults, seen: seen.union([key]), depth + 1)
    }
  }

  private func check(_ measure: FactMeasure, _ path: String, _ faults: inout [Formula.Fault]) -> Dimension? {
    guard measure.fact != FactMeasure.toChoose else {
      faults.append(Formula.Fault(path, .partToChoose))
      return nil
    }
    let here: String = (path.isEmpty ? "" : "\(path)/") + FactMeasure.name(measure.operation)
    guard let fact = facts.first(where: { $0.key == measure.fact }) else {
      faults.append(Formula.Fault(here, .noSuchFact(measure.fact)))
      return nil
    }
    let isNamed: Bool = measure.operation != .count
    if isNamed, measure.column == nil { faults.append(Formula.Fault(here, .columnNeeded(fact))) }
    if !isNamed, measure.column != nil { faults.append(Formula.Fault(here, .countsRecords)) }
    if let name = measure.column {
      guard let column = fact[name] else {
        faults.append(Formula.Fault(here, .noSuchColumnHere(name, fact)))
        return nil
      }
      switch (measure.operation, column.kind) {
      case (.minimum, .day), (.maximum, .day): break
      case (.count, _), (.distinct, .key), (.distinct, .word), (.distinct, .municipality): break
      case (.distinct, _): faults.append(Formula.Fault(here, .notDistinct(name)))
      case (.minimum, .quantity), (.maximum, .quantity), (.sum, .quantity), (.mean, .quantity), (.median, .quantity),
        (.timeWeighted, .quantity):
        if measure.operation == .sum, case .quantity(.year) = column.kind {
          faults.append(Formula.Fault(here, .yearsDoNotAdd))
        }
      default: faults.append(Formula.Fault(here, .notAQuantity(name)))
      }
    }
    if measure.operation == .timeWeighted {
      if case .interval = fact.time {} else { faults.append(Formula.Fault(here, .doesNotLast(fact))) }
      if case .at? = measure.span { faults.append(Formula.Fault(here, .weighedOverPeriod)) }
    }
    if case .at(.some)? = measure.span, case .always = fact.time {
      faults.append(Formula.Fault(here, .hasNoDay(fact)))
    }
    let place: String = (path.isEmpty ? "" : "\(path)/") + "where"
    faults += (measure.condition?.faults(fact, among: facts, vocabulary) ?? []).map { Formula.Fault(place, $0) }
    return Dimension(measure, fact)
  }

  private static func ratio(_ above: Dimension, _ below: Dimension) -> Dimension {
    switch (above, below) {
    case (.plain(let one), .plain(let other)): one == other ? .share : .per(one, other)
    case (.day, _), (_, .day): .number
    case (let dimension, .number): dimension
    case (.number, _), (.share, .share): .share
    default: .number
    }
  }

  private func same(_ parts: [Dimension?], _ path: String, _ faults: inout [Formula.Fault]) -> Dimension? {
    let known: [Dimension] = parts.compactMap { $0 }.filter { $0 != .number }
    guard Set(known).count <= 1 else {
      faults.append(Formula.Fault(path, .mixedUnits))
      return nil
    }
    return known.first ?? .number
  }
}

extension Formula {
  var holdsRun: Bool {
    if case .run = self { return true }
    return parts.contains(where: \.holdsRun)
  }
}

extension Text {
  static let cumulativeOfWeighted = Text(
    fr: "Une moyenne pondérée par le temps se prend depuis un jour (« since »), elle ne se cumule pas.",
    en: "A time-weighted mean is taken since a day (“since”); it does not accumulate.")
  static let dividesByZero = Text(fr: "Cette formule divise par zéro.", en: "This formula divides by zero.")
  static let partToChoose = Text(
    fr: "Cette partie de la formule reste à choisir.", en: "This part of the formula is still to be chosen.")
  static let formulaTooHeavy = Text(
    fr: "Cette formule demande trop de calculs : emboîtez moins d’évolutions, de suites et d’autres indicateurs.",
    en: "This formula takes too much counting: put fewer changes, runs and other indicators into each other.")
  static let countsRecords = Text(
    fr: "« count » compte des fiches : pour une colonne, choisissez « distinct ».",
    en: "“count” counts records: for a column, choose “distinct”.")
  static let mixedUnits = Text(
    fr: "Ces formules ne s’additionnent pas : elles n’ont pas la même unité.",
    en: "These formulas do not add up: they are not in the same unit.")
  static let runOfRun = Text(
    fr: "Une suite de périodes ne se compte pas dans une autre.", en: "A run of periods is not counted within another.")
  static let datesDoNotAdd = Text(fr: "Des dates ne s’additionnent pas.", en: "Dates do not add up.")
  static let yearsDoNotAdd = Text(fr: "Des années ne s’additionnent pas.", en: "Years do not add up.")
  static let weighedOverPeriod = Text(
    fr: "Une moyenne pondérée par le temps porte sur une période, pas sur un jour.",
    en: "A time-weighted mean is taken over a period, not on a day.")

  static func cumulativeOfSpan(_ fact: String) -> Text {
    Text(
      fr: "« cumulative » compte depuis le début : « \(fact) » ne peut pas dire une autre période.",
      en: "“cumulative” counts from the beginning: “\(fact)” cannot say another period.")
  }

  static func refersToItself(_ key: String) -> Text {
    Text(fr: "« \(key) » se compterait lui-même.", en: "“\(key)” would be counted from itself.")
  }

  static func noSuchIndicator(_ key: String) -> Text {
    Text(fr: "Le dispositif n’a pas d’indicateur « \(key) ».", en: "The programme has no indicator “\(key)”.")
  }

  static func columnNeeded(_ fact: Fact) -> Text {
    let known: String = fact.columns.map { "\(fact.key).\($0.key)" }.joined(separator: ", ")
    return Text(fr: "Une colonne est attendue : \(known).", en: "A column is expected: \(known).")
  }

  static func noSuchColumnHere(_ name: String, _ fact: Fact) -> Text {
    let known: String = fact.columns.map(\.key).joined(separator: ", ")
    return Text(
      fr: "La relation « \(fact.key) » n’a pas de colonne « \(name) » ; elle a : \(known).",
      en: "The relation “\(fact.key)” has no column “\(name)”; it has: \(known).")
  }

  static func notDistinct(_ name: String) -> Text {
    Text(
      fr: "« \(name) » est une quantité : elle s’additionne, elle ne se compte pas.",
      en: "“\(name)” is a quantity: it is added up, not counted.")
  }

  static func notAQuantity(_ name: String) -> Text {
    Text(
      fr: "« \(name) » n’est pas une quantité : elle se compte, elle ne s’additionne pas.",
      en: "“\(name)” is not a quantity: it is counted, not added up.")
  }

  static func doesNotLast(_ fact: Fact) -> Text {
    Text(
      fr: "« \(fact.key) » n’a pas de durée : rien n’y est pondéré par le temps.",
      en: "“\(fact.key)” does not last: nothing in it is weighed by time.")
  }

  static func hasNoDay(_ fact: Fact) -> Text {
    Text(fr: "« \(fact.key) » n’a pas de date.", en: "“\(fact.key)” has no date.")
  }
}
