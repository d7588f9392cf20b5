import HTTP
import Platform
import SQL

extension Indicators {
  /// The figures of all the programmes of a territory that its reader may see.
  var territoryRoutes: [Endpoint] {
    [
      .report("/indicateurs", .indicators, allow: .everyone, filter: FigureFilter.self) { visit, filter in
        let scope: Scope = visit.scope
        let period: FigurePeriod = filter.period(scope.today)
        var parts: [(programme: Programme, counted: [CountedIndicator])] = []
        for programme in try await ProgrammeStore(scope).allVisible() {
          let store = IndicatorStore(scope)
          let indicators: [Indicator] = try await store.of(programme.id)
          guard !indicators.isEmpty else { continue }
          let counting: Counting = try await counting(programme, try await store.everyOne(of: programme.id), scope)
          let targets: [Target] = try await TargetStore(scope).of(programme.id)
          // The first ones are what a programme is judged by; all of them are on its own page.
          let shown: [Indicator] = Array(indicators.prefix(Self.shownOfEach))
          parts.append((programme, try await counted(shown, counting, targets, over: period)))
        }
        let all: [(programme: Programme, counted: [CountedIndicator])] = parts
        return Report(
          Text.indicators(visit.language), crumbs: [],
          json: { json in
            json.object { json in
              json.member("asOf", period.end.description)
              json.member(
                "items",
                array: { json in
                  for (programme, counted) in all {
                    json.object { json in
                      json.member("programme", programme.slug)
                      json.member("items", array: { json in for one in counted { json.object { one.write(&$0) } } })
                    }
                  }
                })
            }
          },
          tools: { page in
            page.actions([ActionLink(.whatCanBeCounted, to: "/indicateurs/relations", allow: .everyone)])
          },
          body: { page in page.territory(all, filter, period) })
      }
    ]
  }

  private static let shownOfEach: Int = 6
}

extension Page {
  fileprivate mutating func territory(
    _ parts: [(programme: Programme, counted: [CountedIndicator])], _ filter: FigureFilter, _ period: FigurePeriod
  ) {
    paragraph(.lookedAt(period, isDay: filter.since == nil))
    guard !parts.isEmpty else { return paragraph(.noIndicatorAtAll) }
    for (programme, counted) in parts {
      section(Text(name: programme.name)) { page in
        page.figures(counted, programme, filter.query)
        page.markup.raw("<p>")
        page.link("\(programme.path)/indicateurs\(filter.query)", .allIndicators)
        page.markup.raw("</p>\n")
      }
    }
  }

  /// Each with its value large, as a reader in a hurry looks for it.
  mutating func figures(_ counted: [CountedIndicator], _ programme: Programme, _ query: String) {
    markup.raw("<ul class=\"cards figures\">\n")
    for one in counted {
      markup.raw("<li><p class=\"figure\">")
      data(one.value == nil ? "—" : one.written(language))
      markup.raw("</p>\n<p>")
      link("\(programme.path)/indicateurs/\(one.indicator.key)\(query)", one.indicator.label)
      markup.raw("</p>\n")
      if one.value == nil, let reason = one.outcome.reason { paragraph(reason.words) }
      for target in one.targets {
        markup.raw("<p>")
        mark(target.words(one.indicator), target.isAlert ? .bad : target.state == .reached ? .good : .warn)
        markup.raw("</p>\n")
      }
      markup.raw("</li>\n")
    }
    markup.raw("</ul>\n")
  }
}

extension Text {
  fileprivate static let allIndicators = Text(
    fr: "Tous les indicateurs du dispositif", en: "All the programme’s indicators", de: "Alle Indikatoren des Programms"
  )
  fileprivate static let noIndicatorAtAll = Text(
    fr: "Aucun dispositif ne publie encore d’indicateur.", en: "No programme publishes an indicator yet.",
    de: "Noch veröffentlicht kein Programm einen Indikator.")
}
