import HTTP
import Platform
import SQL

/// An indicator with what it gives.
struct CountedIndicator: Sendable {
  let indicator: Indicator
  let outcome: Outcome
  let dimension: Dimension?
  let isFloor: Bool
  let targets: [TargetState]

  /// As people read it: a percentage, months.
  var value: Double? { outcome.number.map { indicator.unit.read($0, dimension) } }

  func written(_ language: Language) -> String {
    guard let value else { return outcome.reason?.words(language) ?? "—" }
    let number: String = indicator.written(value, language)
    guard isFloor else { return number }
    return Text(fr: "au moins \(number)", en: "at least \(number)", de: "mindestens \(number)")(language)
  }

  var cell: Cell {
    guard let value else { return outcome.reason.map { .said($0.words) } ?? .none }
    return .measured(indicator.rounded(value), Text { written($0) })
  }

  func write(_ json: inout JSONWriter) {
    json.member("key", indicator.key)
    json.member("label", indicator.label(.fr))
    json.name("value")
    if let value { json.number(indicator.rounded(value).jsonNumber) } else { json.null() }
    json.member("unit", indicator.unit.rawValue)
    json.member("atLeast", isFloor)
    json.member("reason", outcome.reason?.words(.fr))
    json.member(
      "targets",
      array: { json in
        for target in targets {
          json.object { json in
            json.member("key", target.target.key)
            json.member("label", target.target.words(indicator)(.fr))
            json.member("state", target.state.rawValue)
          }
        }
      })
  }
}

/// What a page looks at: a day, or a period that ends on one.
struct FigureFilter: Form {
  static let on = Field.day("on", .figuresOn, help: .dayHelp).optional
  static let since = Field.day("since", .figuresSince, help: .figuresSinceHelp).optional
  static let fields: [any FormField] = [on, since]

  let on: Day?
  let since: Day?

  init(_ values: FormValues) throws(Refusal) {
    on = values[Self.on]
    since = values[Self.since]
    if let on, let since, on < since { throw .invalid("since", .endsBeforeFrom) }
  }

  func period(_ today: Day) -> FigurePeriod {
    let end: Day = on ?? today
    return since.map { FigurePeriod($0, end) } ?? .asOf(end)
  }

  /// What follows an address so that it looks at the same days.
  var query: String {
    let pairs: [String] = [on.map { "on=\($0)" }, since.map { "since=\($0)" }].compactMap { $0 }
    return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
  }
}

extension Indicators {
  func counting(_ programme: Programme, _ indicators: [Indicator], _ scope: Scope) async throws -> Counting {
    try await Counting(programme, indicators.formulas, relations, scope)
  }

  /// What a formula gives on a day, in a programme that need not have it among its own.
  package func outcome(of text: String, in programme: Programme, on day: Day, _ scope: Scope) async throws -> Double? {
    let formula = try Formula(text)
    let counting = try await Counting(programme, ["": formula], relations, scope)
    return try await counting.outcome(formula, over: .asOf(day)).number
  }

  /// What each gives over a period, with how its targets stand at its end.
  func counted(
    _ indicators: [Indicator], _ counting: Counting, _ targets: [Target], over period: FigurePeriod
  ) async throws -> [CountedIndicator] {
    var counted: [CountedIndicator] = []
    for indicator in indicators {
      let faults: [Formula.Fault] = counting.faults(indicator.formula)
      let outcome: Outcome =
        faults.isEmpty ? try await counting.outcome(indicator.formula, over: period) : .none(.nothingCounted)
      let dimension: Dimension? = counting.dimension(indicator.formula)
      var isFloor: Bool = false
      if let coverage = indicator.coverage, outcome.number != nil {
        isFloor = try await counting.outcome(coverage, over: period).number.map { $0 < 1 } ?? false
      }
      var states: [TargetState] = []
      for target in targets where target.indicator == indicator.key {
        states.append(try await target.state(indicator, outcome, counting, on: period.end))
      }
      counted.append(
        CountedIndicator(
          indicator: indicator, outcome: outcome, dimension: dimension, isFloor: isFloor, targets: states))
    }
    return counted
  }

  var dashboardRoutes: [Endpoint] {
    [
      .report(
        "/dispositifs/{programme}/indicateurs", .indicators, allow: .everyone, filter: FigureFilter.self
      ) { visit, filter in
        let scope: Scope = visit.scope
        let programme: Programme = try await visit.programme()
        let store = IndicatorStore(scope)
        let indicators: [Indicator] = try await store.of(programme.id)
        let counting: Counting = try await counting(programme, try await store.everyOne(of: programme.id), scope)
        let targets: [Target] = try await TargetStore(scope).of(programme.id)
        let period: FigurePeriod = filter.period(scope.today)
        let counted: [CountedIndicator] = try await counted(indicators, counting, targets, over: period)
        let trends: [String: [(FigurePeriod, Outcome)]] = try await trends(counted, counting, period)
        return Report(
          "\(Text.indicators(visit.language)) — \(programme.name)", crumbs: Crumb.programme(visit, programme),
          json: { json in
            json.object { json in
              json.member("programme", programme.slug)
              json.member("from", period.start.description)
              json.member("asOf", period.end.description)
              json.member("items", array: { json in for one in counted { json.object { one.write(&$0) } } })
            }
          },
          tools: { page in
            page.actions(
              scope.actions(
                on: programme.id,
                [
                  ActionLink(
                    .defineIndicators, to: "\(programme.path)/configuration/indicateurs", allow: Programme.changed),
                  ActionLink(.newFormula, to: "\(programme.path)/\(FormulaEditor.newPlace)", allow: Programme.changed),
                  ActionLink(.settleTargets, to: "\(programme.path)/configuration/cibles", allow: Programme.changed),
                ])
                + [
                  ActionLink(.publishedAgainstComputed, to: "\(programme.path)/chiffres", allow: .everyone),
                  ActionLink(.whatCanBeCounted, to: "/indicateurs/relations", allow: .everyone),
                ])
          },
          body: { page in
            page.dashboard(counted, programme, filter, period)
            page.trends(counted, trends)
          })
      }
    ]
  }

  /// The course of those that are drawn one after the other, six at most: a wall of charts says nothing.
  private func trends(
    _ counted: [CountedIndicator], _ counting: Counting, _ period: FigurePeriod
  ) async throws -> [String: [(FigurePeriod, Outcome)]] {
    var trends: [String: [(FigurePeriod, Outcome)]] = [:]
    let drawn: [CountedIndicator] = counted.filter { one in
      one.value != nil && one.indicator.unit.isDrawn && counting.moves(one.indicator.formula)
    }
    for one in drawn.prefix(6) {
      let periods: [FigurePeriod] = period.steps(one.indicator.step, most: 8, since: one.indicator.since)
      trends[one.indicator.key] = Array(
        zip(periods, try await counting.outcomes(one.indicator.formula, over: periods)))
    }
    return trends
  }
}

extension Page {
  fileprivate mutating func dashboard(
    _ counted: [CountedIndicator], _ programme: Programme, _ filter: FigureFilter, _ period: FigurePeriod
  ) {
    paragraph(.lookedAt(period, isDay: filter.since == nil))
    let path: String = "\(programme.path)/indicateurs"
    let query: String = filter.query
    table(
      View<CountedIndicator>(
        "CountedIndicator",
        [
          Column("label", .indicatorWord, link: { "\(path)/\($0.indicator.key)\(query)" }) {
            .said($0.indicator.label)
          },
          Column("value", .computedValue, .decimal) { $0.cell },
          Column("targets", .targets) { one in
            .several(one.targets.map { Cell.Word($0.target.key, $0.words(one.indicator)) })
          },
        ]), counted, caption: .indicators, empty: .noIndicatorYet)
  }

  fileprivate mutating func trends(_ counted: [CountedIndicator], _ trends: [String: [(FigurePeriod, Outcome)]]) {
    charts { page in
      for one in counted { if let trend = trends[one.indicator.key] { page.trend(one, trend) } }
    }
  }

  /// A value for each period; where nothing could be counted, a gap.
  mutating func trend(_ one: CountedIndicator, _ all: [(FigurePeriod, Outcome)]) {
    // It begins where something was known.
    let trend: ArraySlice<(FigurePeriod, Outcome)> = all.drop { $0.1.number == nil }
    let (indicator, dimension): (Indicator, Dimension?) = (one.indicator, one.dimension)
    let values: [Double?] = trend.map { $0.1.number.map { indicator.rounded(indicator.unit.read($0, dimension)) } }
    guard values.count(where: { $0 != nil }) > 1 else { return }
    let band: TargetBand? = one.targets.compactMap { $0.target.band }.first
    try? chart(
      LineChart(
        indicator.label, indicator.unit.measure(indicator.label, places: indicator.rounding),
        labels: trend.map { $0.0.name(indicator.step) }, [Series(indicator.label, values)], target: band))
  }
}

extension FigurePeriod {
  /// « 2012 », « 1er semestre 2012 », « juin 2012 »
  func name(_ step: Formula.Step) -> Text {
    let (year, month, _) = end.parts
    switch step {
    case .year: return Text(name: String(year))
    case .halfYear:
      return month <= 6
        ? Text(fr: "1er semestre \(year)", en: "First half of \(year)", de: "1. Halbjahr \(year)")
        : Text(fr: "2e semestre \(year)", en: "Second half of \(year)", de: "2. Halbjahr \(year)")
    case .month:
      return Text { language in IndicatorUnit.month.written(Double(year * 100 + month), places: 0, language) }
    }
  }
}

extension Text {
  static let figuresOn = Text(fr: "À la date du", en: "On", de: "Am")
  static let figuresSince = Text(fr: "Période depuis le", en: "Period since", de: "Zeitraum ab")
  static let figuresSinceHelp = Text(
    fr: "Sans précision, depuis le 1er janvier de l’année.", en: "If not said, since 1 January of the year.",
    de: "Ohne Angabe seit dem 1. Januar des Jahres.")
  static let computedValue = Text(fr: "Valeur", en: "Value", de: "Wert")
  static let noIndicatorYet = Text(
    fr: "Ce dispositif n’a pas encore d’indicateur.", en: "This programme has no indicator yet.",
    de: "Dieses Programm hat noch keinen Indikator.")
  static let defineIndicators = Text(
    fr: "Définir les indicateurs", en: "Define the indicators", de: "Indikatoren festlegen")
  static let settleTargets = Text(fr: "Fixer les cibles", en: "Set the targets", de: "Ziele festlegen")
  static let publishedAgainstComputed = Text(
    fr: "Publié et calculé", en: "Published and computed", de: "Veröffentlicht und berechnet")
  static let whatCanBeCounted = Text(
    fr: "Ce qui peut être compté", en: "What can be counted", de: "Was gezählt werden kann")

  static func lookedAt(_ period: FigurePeriod, isDay: Bool) -> Text {
    Text { language in
      let (start, end): (String, String) = (language.long(period.start), language.long(period.end))
      return isDay
        ? Text(
          fr: "Situation au \(end) ; ce qui se compte sur une période, depuis le \(start).",
          en: "As of \(end); what is counted over a period, since \(start).",
          de: "Stand \(end); was über einen Zeitraum gezählt wird, seit dem \(start).")(language)
        : Text(fr: "Du \(start) au \(end).", en: "From \(start) to \(end).", de: "Vom \(start) bis \(end).")(language)
    }
  }
}

extension ProgrammePart {
  static let indicators = ProgrammePart(.indicators, at: "indicateurs", allow: .everyone) { scope, programme in
    let count: Int = try await IndicatorStore(scope).of(programme.id).count
    return count == 0 ? nil : Text { "\(Noun.indicator.counted(count)($0))." }
  }

  static let publishedFigures = ProgrammePart(.publishedFigures, at: "chiffres", allow: .everyone) { scope, programme in
    let count: Int = try await scope.value(
      """
      SELECT count(*) FROM published_figure
      WHERE territory_id = \(scope.territory) AND programme_id = \(programme.id)
      """)
    return count == 0 ? nil : Text { "\(Noun.publishedFigure.counted(count)($0))." }
  }
}

extension Text {
  static let publishedFigures = Text(fr: "Chiffres publiés", en: "Published figures", de: "Veröffentlichte Zahlen")
}
