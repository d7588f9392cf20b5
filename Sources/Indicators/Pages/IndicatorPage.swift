import HTTP
import Platform
import SQL

/// What an indicator's page shows of it.
struct IndicatorReport: Sendable {
  let programme: Programme
  let counted: CountedIndicator
  let period: FigurePeriod
  let sentence: Text
  let trend: [(period: FigurePeriod, outcome: Outcome)]
  let breakdowns: [FigureBreakdown]
  /// Each relation that it counts, and where its records are, for who may see them.
  let sources: [(noun: Text, path: String?)]
  let forecasts: [Forecast]
  let published: [PublishedFigure]

  func write(_ json: inout JSONWriter) {
    json.object { json in
      json.member("programme", programme.slug)
      counted.write(&json)
      json.member("from", period.start.description)
      json.member("asOf", period.end.description)
      json.member("definition", sentence(.fr))
      json.name("formula")
      counted.indicator.formula.write(&json)
      json.member(
        "series",
        array: { json in
          for (period, outcome) in trend {
            json.object { json in
              json.member("from", period.start.description)
              json.member("to", period.end.description)
              json.name("value")
              if let number = outcome.number {
                json.number(
                  counted.indicator.rounded(counted.indicator.unit.read(number, counted.dimension)).jsonNumber)
              } else {
                json.null()
              }
            }
          }
        })
      json.member("breakdowns", array: { json in for breakdown in breakdowns { breakdown.write(&json) } })
    }
  }
}

extension Indicators {
  var indicatorRoutes: [Endpoint] {
    [
      .report(
        "/dispositifs/{programme}/indicateurs/{indicator}", .oneIndicator, allow: .everyone, filter: FigureFilter.self
      ) { visit, filter in
        let report: IndicatorReport = try await self.report(visit, filter)
        let indicator: Indicator = report.counted.indicator
        let path: String = "\(report.programme.path)/indicateurs/\(indicator.key)"
        let mayChange: Bool = visit.scope.actor.runs(report.programme.id)
        return Report(
          indicator.label(visit.language), crumbs: Crumb.indicators(visit, report.programme),
          json: { report.write(&$0) },
          tools: { page in
            page.actions(
              visit.scope.actions(
                on: report.programme.id,
                [
                  ActionLink(
                    .changeIndicator, to: "\(report.programme.path)/configuration/indicateurs/\(indicator.key)",
                    allow: Programme.changed),
                  ActionLink(.changeFormula, to: "\(path)/formule", allow: Programme.changed),
                  ActionLink(.newForecast, to: "\(path)/previsions/nouvelle", allow: Programme.changed),
                ]) + [ActionLink(.compareTerritories, to: "\(path)/comparaison\(filter.query)", allow: .everyone)])
          },
          body: { page in page.indicator(report, mayChange: mayChange) })
      },
      records, comparison,
    ] + forecastRoutes
  }

  private func report(_ visit: Visit, _ filter: FigureFilter) async throws -> IndicatorReport {
    let scope: Scope = visit.scope
    let programme: Programme = try await visit.programme()
    let store = IndicatorStore(scope)
    let indicator: Indicator = try await store.of(programme.id).find(visit.text("indicator"))
    let everyOne: [Indicator] = try await store.everyOne(of: programme.id)
    let counting: Counting = try await counting(programme, everyOne, scope)
    let targets: [Target] = try await TargetStore(scope).of(programme.id)
    let period: FigurePeriod = filter.period(scope.today)
    let counted: CountedIndicator = try await counted([indicator], counting, targets, over: period)[0]
    var trend: [(FigurePeriod, Outcome)] = []
    if indicator.unit.isDrawn, counted.outcome.number != nil, counting.moves(indicator.formula) {
      let periods: [FigurePeriod] = period.steps(indicator.step, most: 24, since: indicator.since)
      trend = Array(zip(periods, try await counting.outcomes(indicator.formula, over: periods)))
    }
    var breakdowns: [FigureBreakdown] = []
    for column in indicator.breakdowns where counted.outcome.number != nil {
      breakdowns.append(try await FigureBreakdown(counted, by: column, counting, over: period))
    }
    let names: [String: Text] = Dictionary(everyOne.map { ($0.key, $0.label) }) { first, _ in first }
    let sentence = FormulaSentence(facts: relations, vocabulary: counting.vocabulary, names: names)
    let path: String = "\(programme.path)/indicateurs/\(indicator.key)/fiches"
    let query: String = filter.query.isEmpty ? "" : "&" + filter.query.dropFirst()
    let sources: [(Text, String?)] = counting.resolved(indicator.formula).measures.enumerated().map { index, measure in
      return (sentence(.measure(measure)), counting.sees(measure) ? "\(path)?mesure=\(index + 1)\(query)" : nil)
    }
    return IndicatorReport(
      programme: programme, counted: counted, period: period, sentence: sentence(indicator.formula), trend: trend,
      breakdowns: breakdowns, sources: sources,
      forecasts: scope.worksWith(programme.id)
        ? try await ForecastStore(scope).of(indicator.key, programme.id) : [],
      published: try await PublishedFigureStore(scope).of(programme.id).filter { $0.indicator == indicator.key })
  }
}

extension Page {
  fileprivate mutating func indicator(_ report: IndicatorReport, mayChange: Bool) {
    let (one, programme): (CountedIndicator, Programme) = (report.counted, report.programme)
    if one.value == nil {
      paragraph(.valueOn(one, report.period))
    } else {
      markup.raw("<p><strong class=\"figure\">")
      data(one.written(language))
      markup.raw("</strong> ")
      say(.onDay(report.period.end))
      markup.raw("</p>\n")
    }
    if one.isFloor { mark(.aFloor, .warn) }
    for target in one.targets {
      markup.raw("<p>")
      say(target.target.label)
      markup.raw(" ")
      mark(target.words(one.indicator), target.isAlert ? .bad : target.state == .reached ? .good : .warn)
      if let milestone = target.milestone {
        markup.raw(" ")
        say(.milestoneExpected(milestone, one.indicator))
      }
      markup.raw("</p>\n")
    }
    aside(.whatItCounts) { page in
      page.paragraph(report.sentence)
      if let note = one.indicator.note { page.prose(note) }
    }
    sources(report.sources)
    if report.trend.count > 1 { trend(one, report.trend.map { ($0.period, $0.outcome) }) }
    for breakdown in report.breakdowns { self.breakdown(breakdown) }
    if !report.forecasts.isEmpty {
      let path: String? = mayChange ? "\(programme.path)/indicateurs/\(one.indicator.key)" : nil
      forecasts(report.forecasts, one, path)
    }
    guard !report.published.isEmpty else { return }
    section(.publishedFigures) { page in
      page.table(
        View.publishedFigure.published, report.published, caption: .publishedFigures,
        empty: Noun.publishedFigure.noneYet)
    }
  }

  /// From the figure, one click to the records behind it.
  private mutating func sources(_ sources: [(noun: Text, path: String?)]) {
    let seen: [(noun: Text, path: String)] = sources.compactMap { source in source.path.map { (source.noun, $0) } }
    guard !seen.isEmpty else { return }
    section(.recordsBehind) { page in
      page.markup.raw("<ul>\n")
      for (noun, path) in seen {
        page.markup.raw("<li>")
        page.link(path, noun)
        page.markup.raw("</li>\n")
      }
      page.markup.raw("</ul>\n")
    }
  }
}

extension View<PublishedFigure> {
  /// Beside what is computed.
  fileprivate var published: View<PublishedFigure> {
    View(
      "PublishedFigure",
      columns.filter { ["id", "label", "quotation", "value", "document"].contains($0.key) }.map { column in
        column.key == "quotation" ? Column("quotation", column.label) { .text("«\u{A0}\($0.quoted)\u{A0}»") } : column
      })
  }
}

extension Crumb {
  static func indicators(_ visit: Visit, _ programme: Programme) -> [Crumb] {
    Crumb.programme(visit, programme) + [Crumb(Text.indicators(visit.language), "\(programme.path)/indicateurs")]
  }

  static func indicator(_ visit: Visit, _ programme: Programme, _ indicator: Indicator) -> [Crumb] {
    Crumb.indicators(visit, programme)
      + [Crumb(indicator.label(visit.language), "\(programme.path)/indicateurs/\(indicator.key)")]
  }
}

extension Text {
  static let oneIndicator = Text(fr: "Indicateur", en: "Indicator", de: "Indikator")
  static let changeIndicator = Text(fr: "Modifier l’indicateur", en: "Change the indicator")
  static let compareTerritories = Text(
    fr: "Comparer les territoires", en: "Compare territories", de: "Gebiete vergleichen")
  static let whatItCounts = Text(
    fr: "Ce que compte ce chiffre", en: "What this figure counts", de: "Was diese Zahl zählt")
  static let recordsBehind = Text(
    fr: "Les fiches derrière ce chiffre", en: "The records behind this figure", de: "Die Einträge hinter dieser Zahl")
  static let aFloor = Text(
    fr: "une partie n’est pas connue : c’est un minimum", en: "part of it is not known: this is a floor",
    de: "ein Teil ist unbekannt: dies ist eine Untergrenze")

  fileprivate static func onDay(_ day: Day) -> Text {
    Text { language in
      let day: String = language.long(day)
      return Text(fr: "au \(day)", en: "on \(day)", de: "am \(day)")(language)
    }
  }

  fileprivate static func valueOn(_ one: CountedIndicator, _ period: FigurePeriod) -> Text {
    Text { language in
      let (value, day): (String, String) = (one.written(language), language.long(period.end))
      return Text(fr: "\(value), au \(day).", en: "\(value), on \(day).", de: "\(value), am \(day).")(language)
    }
  }

  fileprivate static func milestoneExpected(_ milestone: Milestone, _ indicator: Indicator) -> Text {
    Text { language in
      let (value, day): (String, String) = (indicator.written(milestone.value, language), language.long(milestone.day))
      return Text(
        fr: "(attendu au \(day) : \(value))", en: "(expected by \(day): \(value))",
        de: "(erwartet zum \(day): \(value))")(language)
    }
  }
}
