import Platform
import SQL

/// What somebody expects an indicator to be on a day. It is never counted as a result.
struct Forecast: Fetched, Equatable {
  let id: ID<Forecast>
  let indicator: String
  let day: Day
  let value: Double
  let stated: Day
  let source: String
  let provenance: Provenance
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    indicator = try row.next()
    day = try row.next()
    value = try row.next()
    stated = try row.next()
    source = try row.next()
    provenance = try row.next()
    version = try row.next()
  }
}

extension View<Forecast> {
  static let forecast = View(
    "Forecast",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("indicator", .indicatorWord, forMachines: true) { .text($0.indicator) },
      Column("day", .forecastDay, .day) { .day($0.day) },
      Column("value", .forecastValue, .decimal) { .decimal($0.value) },
      Column("stated", .forecastStated, .day) { .day($0.stated) },
      Column("source", .forecastSource) { .text($0.source) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

struct ForecastForm: Form {
  static let day = Field.day("day", .forecastDay, help: .dayHelp)
  static let value = Field.quantity("value", .forecastValue)
  static let stated = Field.day("stated", .forecastStated, help: .dayHelp).optional
  static let source = Field.text("source", .forecastSource, help: .forecastSourceHelp, most: 200).optional
  static let fields: [any FormField] = [day, value, stated, source]

  let day: Day
  let value: Double
  let stated: Day?
  let source: String

  init(_ values: FormValues) throws(Refusal) {
    day = values[Self.day]
    value = values[Self.value]
    stated = values[Self.stated]
    source = values[Self.source] ?? ""
  }

  static func typed(_ forecast: Forecast) -> Typed {
    var typed = Typed()
    typed.set(day, forecast.day)
    typed.set(value, forecast.value)
    typed.set(stated, forecast.stated)
    typed.set(source, forecast.source)
    typed.set(.version, forecast.version)
    return typed
  }
}

struct ForecastStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = "id, indicator, day, value, stated_day, source, provenance, version"

  private func within(_ programme: ID<Programme>) -> Query {
    "territory_id = \(scope.territory) AND programme_id = \(programme)"
  }

  /// The last said first.
  func of(_ indicator: String, _ programme: ID<Programme>) async throws -> [Forecast] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM forecast WHERE \(within(programme)) AND indicator = \(indicator)
      ORDER BY day DESC, stated_day DESC, id DESC LIMIT 200
      """)
  }

  func find(_ id: ID<Forecast>, _ programme: ID<Programme>) async throws -> Forecast {
    try await scope.one("SELECT \(Self.columns) FROM forecast WHERE \(within(programme)) AND id = \(id)")
  }

  func insert(
    _ form: ForecastForm, of indicator: String, in programme: ID<Programme>, _ provenance: Provenance = .entered
  ) async throws -> Forecast {
    let id: ID<Forecast> = try await scope.insert(
      """
      INSERT INTO forecast (territory_id, programme_id, indicator, day, value, stated_day, source, provenance)
      VALUES (\(scope.territory), \(programme), \(indicator), \(form.day), \(form.value),
        \(form.stated ?? scope.today), \(form.source), \(provenance))
      """)
    let forecast: Forecast = try await find(id, programme)
    try await scope.audit(.forecastMade, "forecast", id.number, .forecast, after: forecast)
    return forecast
  }

  func update(
    _ forecast: Forecast, _ form: ForecastForm, in programme: ID<Programme>, version: Int
  ) async throws -> Forecast {
    try await scope.update(
      """
      UPDATE forecast SET day = \(form.day), value = \(form.value), stated_day = \(form.stated ?? forecast.stated),
        source = \(form.source), version = version + 1
      WHERE \(within(programme)) AND id = \(forecast.id) AND version = \(version)
      """)
    let after: Forecast = try await find(forecast.id, programme)
    try await scope.audit(.forecastChanged, "forecast", forecast.id.number, .forecast, before: forecast, after: after)
    return after
  }
}

extension Indicators {
  var forecastRoutes: [Endpoint] {
    let path: String = "/dispositifs/{programme}/indicateurs/{indicator}/previsions"
    return Endpoint.form(
      .newForecast, allow: Programme.changed, page: "\(path)/nouvelle", posts: path, ForecastForm.self,
      show: { visit in
        let (programme, indicator) = try await visit.indicatorToChange(visit.scope)
        return FormPage(
          .newForecast, crumbs: Crumb.indicator(visit, programme, indicator), intro: .forecastHelp, submit: .save)
      },
      submit: { visit, scope, form in
        let (programme, indicator) = try await visit.indicatorToChange(scope)
        let forecast: Forecast = try await ForecastStore(scope).insert(form, of: indicator.key, in: programme.id)
        let page: String = "\(programme.path)/indicateurs/\(indicator.key)"
        return .created(.forecastMade, at: "\(page)/previsions/\(forecast.id)", .forecast, forecast)
          .returning(to: page)
      })
      + Endpoint.form(
        .changeForecast, allow: Programme.changed, page: "\(path)/{forecast}",
        posts: "\(path)/{forecast}/enregistrement", Changed<ForecastForm>.self,
        show: { visit in
          let (programme, indicator) = try await visit.indicatorToChange(visit.scope)
          let forecast: Forecast = try await ForecastStore(visit.scope).find(visit.id("forecast"), programme.id)
          guard forecast.indicator == indicator.key else { throw Refusal.notFound }
          return FormPage(
            .changeForecast, crumbs: Crumb.indicator(visit, programme, indicator), intro: .forecastHelp, submit: .save,
            initial: ForecastForm.typed(forecast))
        },
        submit: { visit, scope, changed in
          let (programme, indicator) = try await visit.indicatorToChange(scope)
          let store = ForecastStore(scope)
          let forecast: Forecast = try await store.find(visit.id("forecast"), programme.id)
          guard forecast.indicator == indicator.key else { throw Refusal.notFound }
          let after: Forecast = try await store.update(
            forecast, changed.form, in: programme.id, version: changed.version)
          let page: String = "\(programme.path)/indicateurs/\(indicator.key)"
          return .changed(.forecastChanged, at: "\(page)/previsions/\(after.id)", .forecast, after).returning(to: page)
        })
  }
}

extension Visit {
  fileprivate func indicatorToChange(_ scope: Scope) async throws -> (Programme, Indicator) {
    let programme: Programme = try await programmeToChange(scope)
    return (programme, try await IndicatorStore(scope).of(programme.id).find(text("indicator")))
  }
}

extension Page {
  /// Those who may change one have an address for it.
  mutating func forecasts(_ forecasts: [Forecast], _ one: CountedIndicator, _ path: String?) {
    let indicator: Indicator = one.indicator
    section(.forecasts) { page in
      page.paragraph(.forecastHelp)
      page.table(
        View(
          "Forecast",
          View.forecast.columns.map { column in
            guard column.key == "value" else { return column }
            return Column("value", .forecastValue, .decimal) { forecast in
              .measured(forecast.value, Text { indicator.written(forecast.value, $0) })
            }
          }
        ).linking("day", to: { forecast in path.map { "\($0)/previsions/\(forecast.id)" } }), forecasts,
        caption: .forecasts,
        empty: Noun.forecast.noneYet)
    }
  }
}

extension Deed {
  static let forecastMade = Deed("forecast.made", Text(fr: "Prévision enregistrée", en: "Forecast entered"))
  static let forecastChanged = Deed("forecast.changed", Text(fr: "Prévision modifiée", en: "Forecast changed"))
}

extension Noun {
  static let forecast = Noun(
    fr: ("prévision", "prévisions", .f), en: ("forecast", "forecasts"), de: ("Prognose", "Prognosen", .f))
}

extension Text {
  static let forecasts = Text(fr: "Prévisions", en: "Forecasts", de: "Prognosen")
  static let newForecast = Text(fr: "Noter une prévision", en: "Note a forecast")
  static let changeForecast = Text(fr: "Modifier la prévision", en: "Change the forecast")
  static let forecastDay = Text(fr: "Pour le", en: "For", de: "Für den")
  static let forecastValue = Text(fr: "Valeur attendue", en: "Value expected", de: "Erwarteter Wert")
  static let forecastStated = Text(fr: "Dite le", en: "Said on", de: "Angegeben am")
  static let forecastSource = Text(fr: "D’après", en: "According to", de: "Nach")
  static let forecastSourceHelp = Text(fr: "Qui la fait, ou quel document.", en: "Who makes it, or which document.")
  static let forecastHelp = Text(
    fr: "Une prévision reste à part : elle n’est jamais comptée comme un résultat.",
    en: "A forecast stays apart: it never counts as a result.",
    de: "Eine Prognose bleibt für sich: Sie zählt nie als Ergebnis.")
}
