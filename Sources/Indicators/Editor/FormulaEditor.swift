import HTTP
import Platform
import SQL

/// A formula being built, with all that its page says of it.
struct FormulaEditor: Sendable {
  let programme: Programme
  /// Nil while it is a new one.
  let indicator: Indicator?
  let draft: FormulaDraft
  /// Those that it may refer to.
  let others: [Indicator]
  /// Programmes whose records it may count.
  let programmes: [Programme]
  let counting: Counting
  let sentence: FormulaSentence

  var facts: [Fact] { counting.facts }

  /// Under this key it counts itself: whatever refers to it comes back to it.
  private var key: String { indicator?.key ?? "" }

  var path: String {
    indicator.map { "\(programme.path)/indicateurs/\($0.key)/formule" } ?? "\(programme.path)/\(Self.newPlace)"
  }

  static let newPlace: String = "indicateurs/\(newKey)"
  /// No indicator has this key: its page would be in the way.
  static let newKey: String = "nouvelle-formule"

  func address(_ draft: FormulaDraft) -> String { draft.address(path) }

  var isTooLong: Bool { address(draft).utf8.count > FormulaDraft.mostAddress }

  // MARK: What is wrong with it

  var faults: [Formula.Fault] {
    if let unread = draft.unread { return [unread.fault] }
    return counting.faults(.indicator(key))
  }

  /// Of a formula without faults.
  var dimension: Dimension? { faults.isEmpty ? counting.dimension(draft.formula) : nil }

  /// Those in which it can be read.
  var units: [IndicatorUnit] {
    guard let dimension else { return IndicatorUnit.allCases }
    return IndicatorUnit.allCases.filter { $0.fits(dimension) }
  }

  /// The one that was chosen, as long as it fits.
  var unit: IndicatorUnit {
    guard let dimension else { return draft.unit ?? .number }
    return draft.unit.flatMap { $0.fits(dimension) ? $0 : nil } ?? .usual(dimension)
  }

  var rounding: Int { draft.rounding ?? 0 }

  // MARK: What it counts

  func period(_ today: Day) -> FigurePeriod { .asOf(draft.on ?? today) }

  /// What it gives, as people will read it, and of how many records.
  func value(_ today: Day) async throws -> Text? {
    guard faults.isEmpty else { return nil }
    let (outcome, records) = try await counting.counted(draft.formula, over: period(today))
    let written: Text = unit.written(outcome, dimension, places: rounding)
    guard outcome.number != nil, draft.formula.measures.count == 1 else { return written }
    return Text { language in "\(written(language)) (\(Noun.countedRecord.counted(records)(language)))" }
  }

  /// How many parts have their own value beside them: each is a question to the database.
  private static let mostValues: Int = 20

  /// By their paths, what each part gives alone.
  func values(_ today: Day) async throws -> [[Int]: Text] {
    var values: [[Int]: Text] = [:]
    var rest: [[Int]] = [[]]
    while let path = rest.popLast(), values.count < Self.mostValues {
      guard let part = draft.formula.part(at: path) else { continue }
      rest += part.parts.indices.map { path + [$0] }
      guard !path.isEmpty, counting.faults(part).isEmpty else { continue }
      let dimension: Dimension? = counting.dimension(part)
      let unit: IndicatorUnit = dimension.map { .usual($0) } ?? .number
      values[path] = unit.written(
        try await counting.outcome(part, over: period(today)), dimension, places: nil)
    }
    return values
  }

  // MARK: The next step

  enum Step: String {
    case part, condition, text, reading
  }

  /// Where what was asked of a page leads. Nil where it asked nothing.
  func next(_ visit: Visit) throws(Refusal) -> FormulaDraft? {
    guard let step = visit.asked["step"].flatMap({ Step(rawValue: $0) }), draft.unread == nil else {
      // What somebody typed is put in its own spelling.
      guard let text = visit.asked["f"], draft.unread == nil, text != draft.formula.text else { return nil }
      return draft
    }
    var next: FormulaDraft = draft
    switch step {
    case .part: next = draft.replacingPart(with: try visit.asked(PartForm.self).applied(to: draft.part, facts))
    case .condition:
      guard let (drawn, fact) = measured else { return nil }
      var measure: FactMeasure = drawn
      let line: Condition = try visit.asked(ConditionForm.self).condition(fact)
      measure.condition = measure.condition?.adding(line) ?? line
      next = draft.with(draft.formula.replacing(draft.at, with: .measure(measure)), at: draft.at)
    case .text:
      guard var measure = measured?.0 else { return nil }
      measure.condition = try visit.asked(ConditionText.self).condition
      next = draft.with(draft.formula.replacing(draft.at, with: .measure(measure)), at: draft.at)
    case .reading:
      let reading: ReadingForm = try visit.asked(ReadingForm.self)
      next.on = reading.on
      next.unit = reading.unit
      next.rounding = reading.rounding
    }
    guard address(next).utf8.count <= FormulaDraft.mostAddress else { throw .invalid("do", .formulaTooLong) }
    return next
  }

  /// The part at hand where it draws from a relation that there is.
  var measured: (FactMeasure, Fact)? {
    guard case .measure(let measure) = draft.part, let fact = counting.fact(measure) else { return nil }
    return (measure, fact)
  }
}

/// In what, and on which day, the value is shown.
struct ReadingForm: Form {
  static let on = Field.day("on", .figuresOn, help: .dayHelp).optional
  static let unit = Field<IndicatorUnit>.choice("unit", .unit).optional
  static let rounding = Field<Int>.number("rounding", .rounding, help: .roundingHelp, 0...4).optional
  static let fields: [any FormField] = [on, unit, rounding]

  let on: Day?
  let unit: IndicatorUnit?
  let rounding: Int?

  init(_ values: FormValues) throws(Refusal) {
    on = values[Self.on]
    unit = values[Self.unit]
    rounding = values[Self.rounding]
  }
}

extension Indicators {
  /// What the page of a formula, or the form that saves it, is about.
  func editor(_ visit: Visit) async throws -> FormulaEditor {
    let scope: Scope = visit.scope
    let programme: Programme = try await visit.programmeToChange(scope)
    let known: [Indicator] = try await IndicatorStore(scope).everyOne(of: programme.id)
    let indicator: Indicator? = visit.text("indicator") == nil ? nil : try known.find(visit.text("indicator"))
    let draft = FormulaDraft(visit.asked, visit.sent, saved: indicator)
    var formulas: [String: Formula] = known.formulas
    formulas[indicator?.key ?? ""] = draft.formula
    let counting = try await Counting(programme, formulas, relations, scope)
    return FormulaEditor(
      programme: programme, indicator: indicator, draft: draft,
      others: known.filter { $0.key != indicator?.key && !$0.isArchived },
      programmes: try await ProgrammeStore(scope).allVisible().filter { $0.id != programme.id }, counting: counting,
      sentence: FormulaSentence(
        facts: relations, vocabulary: counting.vocabulary,
        names: Dictionary(known.map { ($0.key, $0.label) }) { first, _ in first }))
  }
}

extension IndicatorUnit {
  /// The one that a formula is read in until somebody chooses.
  static func usual(_ dimension: Dimension) -> IndicatorUnit {
    switch dimension {
    case .share: .percent
    case .plain(.area): .squareMetres
    case .plain(.money): .euros
    case .plain(.days): .days
    case .plain(.posts): .posts
    case .plain(.year): .year
    case .day: .day
    case .per(.money, .area): .eurosPerSquareMetre
    case .plain(.count), .per, .number: .number
    }
  }

  /// « 92 % », or why there is nothing to read.
  func written(_ outcome: Outcome, _ dimension: Dimension?, places: Int?) -> Text {
    guard let number = outcome.number else { return outcome.reason?.words ?? Text(name: "—") }
    let value: Double = read(number, dimension)
    return Text { language in written(value, places: places ?? value.places, language) }
  }
}

extension Noun {
  fileprivate static let countedRecord = Noun(
    fr: ("fiche comptée", "fiches comptées", .f), en: ("record counted", "records counted"),
    de: ("gezählter Eintrag", "gezählte Einträge", .m))
}

extension Text {
  static let formulaTooLong = Text(
    fr: "Cette formule devient trop longue pour être construite pas à pas.",
    en: "This formula grows too long to be built step by step.")
}
