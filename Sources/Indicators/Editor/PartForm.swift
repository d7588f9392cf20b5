import Platform
import SQL

/// What is asked of the part at hand. Which of it is shown depends on what the part does.
struct PartForm: Form {
  static let kind = Field<PartKind>.choice("do", .whatToDo)
  static let fact = Field.text("fact", .ofWhat, most: 60).optional
  static let column = Field.text("column", .whichColumn, most: 60).optional
  static let when = Field<PartSpan>.choice("when", .countedWhen).optional
  static let day = Field.day("day", .spanDay, help: .spanDayHelp).optional
  static let programme = Field.text("programme", .inProgramme, most: 60).optional
  static let number = Field.quantity("number", .aNumber).optional
  static let indicator = Field.text("indicator", .whichIndicator, most: 60).optional
  static let atLeast = Field.quantity("atLeast", .goalAtLeast, help: .goalHelp).optional
  static let atMost = Field.quantity("atMost", .goalAtMost).optional
  static let every = Field<Formula.Step>.choice("every", .everyStep).optional

  static let fields: [any FormField] = [
    kind, fact, column, when, day, programme, number, indicator, atLeast, atMost, every,
  ]

  private let values: FormValues

  init(_ values: FormValues) throws(Refusal) { self.values = values }

  /// The part as it becomes.
  func applied(to part: Formula, _ facts: [Fact]) throws(Refusal) -> Formula {
    let new: Formula = part.becoming(values[Self.kind])
    switch (new, part) {
    case (.measure(let measure), .measure): return .measure(try applied(to: measure, facts))
    case (.number, .number):
      guard let number = values[Self.number] else { throw .invalid("number", .missing) }
      return .number(number)
    case (.indicator, .indicator):
      guard let key = values[Self.indicator] else { throw .invalid("indicator", .missing) }
      return .indicator(key)
    case (.run(let inside, _, _, _), .run):
      let (atLeast, atMost): (Double?, Double?) = (values[Self.atLeast], values[Self.atMost])
      guard atLeast != nil || atMost != nil else { throw .invalid("atLeast", .runWithoutGoal) }
      return .run(inside, atLeast: atLeast, atMost: atMost, values[Self.every] ?? .year)
    default: return new
    }
  }

  private func applied(to measure: FactMeasure, _ facts: [Fact]) throws(Refusal) -> FactMeasure {
    guard let key = values[Self.fact] else { throw .invalid("fact", .missing) }
    guard let fact = facts.first(where: { $0.key == key }) else { throw .invalid("fact", .noSuchFact(key)) }
    // Another relation has other columns: nothing that was said of the first is true of it.
    guard key == measure.fact else { return FactMeasure(measure.operation, key) }
    var measure: FactMeasure = measure
    measure.column = values[Self.column].flatMap { fact[$0] }.flatMap { measure.operation.takes($0) ? $0.key : nil }
    measure.programme = values[Self.programme]
    if let when = values[Self.when] {
      let span: FactSpan = try when.span(values[Self.day])
      // What is meant anyway is not said: two territories that count alike have the same formula.
      measure.span = span == measure.usualSpan(of: fact) ? nil : span
    }
    return measure
  }
}

/// When a record counts, as somebody chooses it.
enum PartSpan: String, Choice {
  case date, day, period, beginning, since

  var label: Text {
    switch self {
    case .date: Text(fr: "À la date regardée", en: "On the date that is looked at")
    case .day: Text(fr: "Un jour précis, toujours le même", en: "On one day, always the same")
    case .period: Text(fr: "Pendant la période regardée", en: "During the period that is looked at")
    case .beginning: Text(fr: "Depuis le début, jusqu’à la date", en: "From the beginning, up to the date")
    case .since: Text(fr: "Depuis un jour précis, jusqu’à la date", en: "Since one day, up to the date")
    }
  }

  init(_ span: FactSpan) {
    switch span {
    case .at(nil): self = .date
    case .at: self = .day
    case .during: self = .period
    case .through: self = .beginning
    case .since: self = .since
    }
  }

  fileprivate func span(_ day: Day?) throws(Refusal) -> FactSpan {
    switch (self, day) {
    case (.date, _): return .at(nil)
    case (.period, _): return .during
    case (.beginning, _): return .through
    case (.day, let day?): return .at(day)
    case (.since, let day?): return .since(day)
    case (.day, nil), (.since, nil): throw .invalid("day", .missing)
    }
  }
}

extension FactMeasure {
  /// What it means where it does not say when.
  func usualSpan(of fact: Fact) -> FactSpan { operation == .timeWeighted ? .during : fact.usualSpan }
}

extension Text {
  static let whatToDo = Text(fr: "Que faire ?", en: "What to do?")
  static let ofWhat = Text(fr: "De quoi ?", en: "Of what?")
  static let whichColumn = Text(fr: "Quelle colonne ?", en: "Which column?")
  static let countedWhen = Text(fr: "Quand ?", en: "When?")
  static let spanDay = Text(fr: "Ce jour", en: "That day")
  static let spanDayHelp = Text(
    fr: "Seulement pour un jour précis ou depuis un jour précis.", en: "Only for one day, or since one day.")
  static let inProgramme = Text(fr: "Dans quel dispositif ?", en: "In which programme?")
  static let inProgrammeHelp = Text(fr: "Sans précision, dans celui-ci.", en: "If not said, in this one.")
  static let aNumber = Text(fr: "Le nombre", en: "The number")
  static let whichIndicator = Text(fr: "Quel indicateur ?", en: "Which indicator?")
  static let goalAtLeast = Text(fr: "Au moins", en: "At least")
  static let goalAtMost = Text(fr: "Au plus", en: "At most")
  static let goalHelp = Text(
    fr: "Comme la formule le compte : 0,9 pour 90 %.", en: "As the formula counts it: 0.9 for 90%.")
  static let everyStep = Text(fr: "Chaque période est", en: "Each period is")
}
