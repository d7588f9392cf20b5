import HTTP
import Platform
import SQL

/// The same figure elsewhere, where it is counted alike.
struct ComparedFigure: Sendable {
  let territory: Territory
  let programme: Programme
  let indicator: Indicator
  let outcome: Outcome
  let dimension: Dimension?
  let isHere: Bool

  var value: Double? { outcome.number.map { indicator.rounded(indicator.unit.read($0, dimension)) } }
}

extension Indicators {
  /// Programmes of this installation whose indicator has the same formula and the same unit, with what each gives: those of
  /// other territories as far as they are public.
  var comparison: Endpoint {
    .report(
      "/dispositifs/{programme}/indicateurs/{indicator}/comparaison", .compareTerritories, allow: .everyone,
      filter: FigureFilter.self
    ) { visit, filter in
      let programme: Programme = try await visit.programme()
      let store = IndicatorStore(visit.scope)
      let indicator: Indicator = try await store.of(programme.id).find(visit.text("indicator"))
      let counting: Counting = try await counting(programme, try await store.everyOne(of: programme.id), visit.scope)
      let definition: String = counting.resolved(indicator.formula).text
      let period: FigurePeriod = filter.period(visit.scope.today)
      var compared: [ComparedFigure] = []
      for (territory, scope) in try await visit.territories() {
        for other in try await ProgrammeStore(scope).allVisible() {
          compared += try await self.compared(
            territory, other, definition, indicator.unit, period, scope,
            isHere: other.id == programme.id && territory.id == visit.scope.territory)
        }
      }
      let found: [ComparedFigure] = compared
      return Report(
        Text.comparisonOf(indicator.label)(visit.language), crumbs: Crumb.indicator(visit, programme, indicator),
        json: { json in
          json.object { json in
            json.member("asOf", period.end.description)
            json.member("items", array: { json in for one in found { one.write(&json) } })
          }
        },
        body: { page in page.comparison(found, indicator, period) })
    }
  }

  private func compared(
    _ territory: Territory, _ programme: Programme, _ definition: String, _ unit: IndicatorUnit,
    _ period: FigurePeriod, _ scope: Scope, isHere: Bool
  ) async throws -> [ComparedFigure] {
    let store = IndicatorStore(scope)
    let open: [Indicator] = try await store.of(programme.id).filter { $0.unit == unit }
    guard !open.isEmpty else { return [] }
    let counting: Counting = try await counting(programme, try await store.everyOne(of: programme.id), scope)
    var found: [ComparedFigure] = []
    for indicator in open where counting.resolved(indicator.formula).text == definition {
      guard counting.faults(indicator.formula).isEmpty else { continue }
      found.append(
        ComparedFigure(
          territory: territory, programme: programme, indicator: indicator,
          outcome: try await counting.outcome(indicator.formula, over: period),
          dimension: counting.dimension(indicator.formula), isHere: isHere))
    }
    return found
  }
}

extension ComparedFigure {
  fileprivate func write(_ json: inout JSONWriter) {
    json.object { json in
      json.member("territory", territory.slug)
      json.member("programme", programme.slug)
      json.member("key", indicator.key)
      json.member("label", indicator.label(.fr))
      json.name("value")
      if let value { json.number(value.jsonNumber) } else { json.null() }
      json.member("reason", outcome.reason?.words(.fr))
    }
  }
}

extension Page {
  fileprivate mutating func comparison(_ compared: [ComparedFigure], _ indicator: Indicator, _ period: FigurePeriod) {
    paragraph(.comparedOn(period))
    guard compared.count > 1 else { return paragraph(.nobodyCountsAlike) }
    table(
      View<ComparedFigure>(
        "ComparedFigure",
        [
          Column("territory", .territoryWord) { .text($0.territory.name) },
          Column("programme", .oneProgramme, link: { $0.isHere ? $0.programme.path : nil }) {
            .text($0.programme.name)
          },
          Column("value", .computedValue, .decimal) { one in
            guard let value = one.value else { return one.outcome.reason.map { .said($0.words) } ?? .none }
            return .measured(value, Text { one.indicator.written(value, $0) })
          },
        ]), compared, caption: .compareTerritories, empty: .nobodyCountsAlike,
      mark: { $0.isHere ? .hereWord : $0.programme.provenance.mark })
    let known: [ComparedFigure] = compared.filter { $0.value != nil }
    guard known.count > 1, known.count <= 20, indicator.unit.isDrawn else { return }
    try? chart(
      BarChart(
        indicator.label, indicator.unit.measure(indicator.label, places: indicator.rounding), of: .names,
        labels: known.map { Text(name: "\($0.territory.name), \($0.programme.name)") },
        [Series(indicator.label, known.map(\.value))]))
  }
}

extension Text {
  fileprivate static let territoryWord = Text(fr: "Territoire", en: "Territory", de: "Gebiet")
  fileprivate static let hereWord = Text(fr: "ici", en: "here", de: "hier")
  fileprivate static let nobodyCountsAlike = Text(
    fr: "Aucun autre dispositif public ne compte ce chiffre de la même façon.",
    en: "No other public programme counts this figure in the same way.",
    de: "Kein anderes öffentliches Programm zählt diese Zahl auf dieselbe Weise.")

  fileprivate static func comparisonOf(_ label: Text) -> Text {
    Text { language in
      let name: String = label(language)
      return Text(fr: "\(name) : comparaison", en: "\(name): comparison", de: "\(name): Vergleich")(language)
    }
  }

  fileprivate static func comparedOn(_ period: FigurePeriod) -> Text {
    Text { language in
      let day: String = language.long(period.end)
      return Text(
        fr: "Au \(day). Ne sont comparés que des chiffres de même définition : la même formule, la même unité.",
        en: "On \(day). Only figures of one definition are compared: the same formula, the same unit.",
        de: "Am \(day). Verglichen werden nur Zahlen mit derselben Definition: gleiche Formel, gleiche Einheit.")(
          language)
    }
  }
}
