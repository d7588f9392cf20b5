import Platform
import SQL

extension Indicators {
  /// What a pack says today. It is read by others than who draws it up: counts of few people are in none.
  func content(of pack: SteeringPack, _ programme: Programme, _ scope: Scope) async throws -> PackContent {
    let store = SteeringPackStore(scope)
    let before: SteeringPack? = try await store.before(pack, of: programme.id)
    let last: PackContent? = if let before { try await store.content(of: before) } else { nil }
    let everyOne: [Indicator] = try await IndicatorStore(scope).everyOne(of: programme.id)
    // What everybody may read holds nothing of programmes that only its issuer may see.
    let shown: [Indicator] = everyOne.filter { indicator in
      !indicator.isArchived && (!pack.isPublic || indicator.isPublic && indicator.isOfOneProgramme(among: everyOne))
    }
    var counting: Counting = try await counting(programme, everyOne, scope)
    counting.hidesFew = true
    let targets: [Target] = try await TargetStore(scope).of(programme.id)
    let counted: [CountedIndicator] = try await counted(shown, counting, targets, over: pack.period)
    let sentence = FormulaSentence(
      facts: relations, vocabulary: counting.vocabulary,
      names: Dictionary(everyOne.map { ($0.key, $0.label) }) { first, _ in first })
    var figures: [PackFigure] = []
    for one in counted {
      figures.append(
        try await PackFigure(
          one, counting, over: pack.period, sentence, last?.figures.first { $0.key == one.indicator.key }))
    }
    return PackContent(
      programme: programme.slug, programmeName: programme.name, body: try await body(of: pack, programme, scope),
      title: pack.title, from: pack.from, to: pack.to, comment: pack.comment, decisions: pack.decisions,
      before: before.flatMap { PackBefore($0) }, figures: figures,
      forecasts: try await ForecastReading(scope).after(pack.to, of: shown, in: programme.id),
      alerts: counted.flatMap(\.alerts) + figures.compactMap(\.setback)
        + (try await differing(programme, shown, counting, scope)),
      changes: try await changes(since: before, programme, scope))
  }

  private func body(of pack: SteeringPack, _ programme: Programme, _ scope: Scope) async throws -> Text? {
    guard let key = pack.body else { return nil }
    return try await Self.bodies(of: programme, scope).first { $0.key == key }?.label ?? Text(name: key)
  }

  /// Published figures that the records do not bear out, of the indicators that the pack shows.
  private func differing(
    _ programme: Programme, _ shown: [Indicator], _ counting: Counting, _ scope: Scope
  ) async throws -> [PackAlert] {
    let keys: Set<String> = Set(shown.map(\.key))
    let ledger: Ledger = try await Ledger(programme, { _, _ in counting }, scope)
    return ledger.lines.compactMap { line in
      guard line.verdict == .differs, let indicator = line.indicator, keys.contains(indicator.key),
        let computed = line.computed
      else { return nil }
      return PackAlert(
        kind: .differs, key: line.figure.key,
        words: Text { language in
          let (published, value): (String, String) = (
            line.figure.written(language), indicator.written(computed.value, language)
          )
          return Text(
            fr:
              "Chiffre publié « \(line.figure.label(.fr)) » : \(published) dans le document, \(value) dans les fiches.",
            en: "Published figure “\(line.figure.label(.en))”: \(published) in the document, \(value) in the records.")(
              language)
        })
    }
  }

  private func changes(
    since before: SteeringPack?, _ programme: Programme, _ scope: Scope
  ) async throws -> [PackChange] {
    guard let before else { return [] }
    return try await AuditStore(scope).changed(
      relations, of: programme.id, since: .packIssued, of: SteeringPackStore.kind, before.id.number
    ).map { PackChange(kind: $0.fact.key, records: $0.records, words: $0.fact.noun.counted($0.records)) }
  }
}

extension PackBefore {
  init?(_ pack: SteeringPack) {
    guard let issuedAt = pack.issuedAt else { return nil }
    self.init(id: Int(pack.id.number), title: pack.title, to: pack.to, issuedAt: issuedAt)
  }
}

extension PackFigure {
  fileprivate init(
    _ one: CountedIndicator, _ counting: Counting, over period: FigurePeriod, _ sentence: FormulaSentence,
    _ last: PackFigure?
  ) async throws {
    let indicator: Indicator = one.indicator
    let isCounted: Bool = counting.faults(indicator.formula).isEmpty && one.outcome.reason != .hidden
    key = indicator.key
    label = indicator.label
    unit = indicator.unit
    sense = indicator.sense
    let value: Double? = one.value.map { indicator.rounded($0) }
    self.value = value
    words = Text { one.written($0) }
    isFloor = one.isFloor
    let formula: String = counting.resolved(indicator.formula).text
    self.formula = formula
    self.sentence = sentence(indicator.formula)
    base = isCounted ? try await counting.base(indicator.formula, over: period) : nil
    records = isCounted ? try await counting.counted(indicator.formula, over: period).records : nil
    targets = one.targets.map { Aim(key: $0.target.key, words: $0.words(indicator), state: $0.state.rawValue) }
    before = last.map { Before($0, now: value, formula, indicator) }
  }

  /// What went the wrong way since the last time.
  fileprivate var setback: PackAlert? {
    guard let before, let difference = before.difference, let sense else { return nil }
    guard sense == .more ? difference < 0 : difference > 0 else { return nil }
    let (label, past, words): (Text, Text, Text) = (label, before.words, words)
    return PackAlert(
      kind: .worsened, key: key,
      words: Text { language in
        let (then, now): (String, String) = (past(language), words(language))
        return sense == .more
          ? Text(
            fr: "« \(label(.fr)) » a baissé : \(then) dans le dossier précédent, \(now) à présent.",
            en: "“\(label(.en))” went down: \(then) in the pack before, \(now) now.")(language)
          : Text(
            fr: "« \(label(.fr)) » a augmenté : \(then) dans le dossier précédent, \(now) à présent.",
            en: "“\(label(.en))” went up: \(then) in the pack before, \(now) now.")(language)
      })
  }
}

extension PackFigure.Before {
  fileprivate init(_ last: PackFigure, now value: Double?, _ formula: String, _ indicator: Indicator) {
    self.value = last.value
    words = last.words
    // Two ways of counting are not compared, and moments of the calendar are not subtracted.
    guard last.formula == formula, last.unit == indicator.unit else {
      difference = nil
      differenceWords = .countedOtherwise
      return
    }
    guard let value, let past = last.value, indicator.unit.isDrawn else {
      difference = nil
      differenceWords = Text(name: "—")
      return
    }
    let difference: Double = indicator.rounded(value - past)
    self.difference = difference
    differenceWords = Text { language in indicator.writtenDifference(difference, language) }
  }
}

extension Indicator {
  /// « +2,5 points », « −3 baux » is said by the label, so « −3 ».
  fileprivate func writtenDifference(_ difference: Double, _ language: Language) -> String {
    guard difference != 0 else { return Text(fr: "inchangé", en: "unchanged")(language) }
    let sign: String = difference > 0 ? "+" : "−"
    guard unit == .percent else { return sign + written(abs(difference), language) }
    let digits: String = language.number(abs(difference), places: rounding)
    let isOne: Bool = language == .fr ? abs(difference) < 2 : abs(difference) == 1
    return "\(sign)\(digits)\u{A0}\(isOne ? "point" : "points")"
  }
}

extension CountedIndicator {
  /// Targets that are late or missed, and what could not be counted at all.
  fileprivate var alerts: [PackAlert] {
    var alerts: [PackAlert] = targets.filter(\.isAlert).map { target in
      PackAlert(
        kind: target.state == .late ? .late : .missed, key: indicator.key,
        words: Text { language in
          let (aim, value): (String, String) = (target.words(indicator)(language), written(language))
          return Text(
            fr: "« \(indicator.label(.fr)) », \(value). Cible : \(aim).",
            en: "“\(indicator.label(.en))”, \(value). Target: \(aim).")(language)
        })
    }
    if value == nil, outcome.reason != .hidden {
      alerts.append(
        PackAlert(
          kind: .notApplicable, key: indicator.key,
          words: Text { language in
            Text(
              fr: "« \(indicator.label(.fr)) » : \(written(.fr)).", en: "“\(indicator.label(.en))”: \(written(.en)).")(
                language)
          }))
    }
    return alerts
  }
}

/// What was foreseen of a programme's indicators.
private struct ForecastReading {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private struct Line: Fetched {
    let indicator: String
    let day: Day
    let value: Double
    let stated: Day
    let source: String

    init(_ row: inout Row) throws(DatabaseError) {
      indicator = try row.next()
      day = try row.next()
      value = try row.next()
      stated = try row.next()
      source = try row.next()
    }
  }

  /// For days after this one, the last that was said of each.
  func after(_ day: Day, of indicators: [Indicator], in programme: ID<Programme>) async throws -> [PackForecast] {
    let lines: [Line] = try await scope.all(
      """
      SELECT indicator, day, value, stated_day, source FROM forecast
      WHERE territory_id = \(scope.territory) AND programme_id = \(programme) AND day > \(day)
        AND stated_day <= \(scope.today) AND NOT EXISTS (
          SELECT 1 FROM forecast later WHERE later.territory_id = forecast.territory_id
            AND later.programme_id = forecast.programme_id AND later.indicator = forecast.indicator
            AND later.day = forecast.day AND later.stated_day <= \(scope.today)
            AND (later.stated_day > forecast.stated_day
              OR (later.stated_day = forecast.stated_day AND later.id > forecast.id)))
      ORDER BY day, indicator, id
      """)
    return lines.compactMap { line in
      guard let indicator = indicators.first(where: { $0.key == line.indicator }) else { return nil }
      return PackForecast(
        label: indicator.label, day: line.day, value: line.value,
        words: Text { indicator.written(line.value, $0) }, stated: line.stated, source: line.source)
    }
  }
}

extension Text {
  fileprivate static let countedOtherwise = Text(
    fr: "compté autrement depuis", en: "counted in another way since")
}
