import HTTP
import Platform
import SQL

/// What documents published of a programme against what its records say.
struct Ledger: Sendable {
  let programme: Programme
  let lines: [LedgerLine]
  let checks: [(check: FigureCheck, finding: CheckFinding)]
}

/// How a published figure stands.
enum Verdict: String, Choice {
  case agrees, differs
  case notComputable = "not-computable"

  var label: Text {
    switch self {
    case .agrees: Text(fr: "Concorde", en: "Agrees", de: "Stimmt überein")
    case .differs: Text(fr: "Diffère", en: "Differs", de: "Weicht ab")
    case .notComputable: Text(fr: "Ne se calcule pas", en: "Not computable", de: "Nicht berechenbar")
    }
  }
}

struct LedgerLine: Sendable {
  let figure: PublishedFigure
  let indicator: Indicator?
  let computed: Computed?
  let verdict: Verdict
  let reason: Text?

  /// What the records say.
  struct Computed: Sendable {
    /// In the indicator's unit, not rounded.
    let value: Double
    /// What it is a share of, where it is one.
    let base: Double?
    let asOf: Day
    let records: Int
    /// The records behind it were rebuilt from what was published: they prove that the engine counts.
    let provenance: Provenance
    /// Not all that counts is known: it is that much at least.
    let isFloor: Bool
  }
}

extension Ledger {
  init(_ programme: Programme, _ counting: (Programme, [Indicator]) async throws -> Counting, _ scope: Scope)
    async throws
  {
    self.programme = programme
    let figures: [PublishedFigure] = try await PublishedFigureStore(scope).of(programme.id)
    let indicators: [Indicator] = try await IndicatorStore(scope).everyOne(of: programme.id)
    let counting: Counting = try await counting(programme, indicators)
    let provenances: [String: Provenance] = try await counting.provenances()
    var lines: [LedgerLine] = []
    for figure in figures {
      let indicator: Indicator? = figure.indicator.flatMap { key in indicators.first { $0.key == key } }
      if let indicator, !indicator.isPublic, !scope.worksWith(programme.id) {
        lines.append(LedgerLine(closed: figure))
      } else {
        lines.append(try await LedgerLine(figure, indicator, counting, provenances))
      }
    }
    self.lines = lines
    checks = try await Ledger.checks(of: programme, figures, scope)
  }

  /// What should hold between published figures, and whether it does.
  static func checks(
    of programme: Programme, _ figures: [PublishedFigure], _ scope: Scope
  ) async throws -> [(check: FigureCheck, finding: CheckFinding)] {
    let checks: [FigureCheck] = try await FigureCheckStore(scope).of(programme.id)
    var known: [String: PublishedFigure] = [:]
    for figure in figures {
      known[figure.key] = figure
      // Within a programme, what comes before the point goes without saying.
      if let point = figure.key.firstIndex(of: ".") {
        known[String(figure.key[figure.key.index(after: point)...])] = figure
      }
    }
    let equations: [(FigureCheck, Equation?)] = checks.map { ($0, try? Equation($0.equation)) }
    let elsewhere: [String] = equations.flatMap { $0.1?.keys ?? [] }.filter { known[$0] == nil }
    for figure in try await PublishedFigureStore(scope).named(elsewhere) { known[figure.key] = figure }
    let all: [String: PublishedFigure] = known
    return equations.map { check, equation in (check, equation?.finding(all) ?? .missing(check.equation)) }
  }

  func write(_ json: inout JSONWriter) {
    json.object { json in
      json.member("programme", programme.slug)
      json.member("items", array: { json in for line in lines { line.write(programme, &json) } })
      json.member("checks", array: { json in writeChecks(&json) })
    }
  }

  func writeChecks(_ json: inout JSONWriter) {
    for (check, finding) in checks {
      json.object { json in
        json.member("key", check.key)
        json.member("programme", programme.slug)
        json.member("label", check.label(.fr))
        json.member("equation", check.equation)
        finding.write(&json)
        json.member("note", check.note?(.fr))
      }
    }
  }
}

extension LedgerLine {
  /// Held against an indicator that this reader may not see: whether it agrees would tell.
  fileprivate init(closed figure: PublishedFigure) {
    self.figure = figure
    indicator = nil
    computed = nil
    verdict = .notComputable
    reason = .comparedInside
  }

  fileprivate init(
    _ figure: PublishedFigure, _ indicator: Indicator?, _ counting: Counting, _ provenances: [String: Provenance]
  ) async throws {
    self.figure = figure
    self.indicator = indicator
    guard let indicator else {
      computed = nil
      verdict = .notComputable
      reason = .nothingCounts(figure).followed(by: figure.reason)
      return
    }
    let period: FigurePeriod = figure.period(counting.scope.today)
    let (outcome, records) = try await counting.counted(indicator.formula, over: period)
    let faults: [Formula.Fault] = counting.faults(indicator.formula)
    guard faults.isEmpty, case .value(let raw) = outcome else {
      computed = nil
      verdict = .notComputable
      reason = faults.first?.sentence ?? outcome.reason?.words ?? figure.reason
      return
    }
    let dimension: Dimension? = counting.dimension(indicator.formula)
    let value: Double = indicator.unit.read(raw, dimension)
    var isFloor: Bool = false
    if let coverage = indicator.coverage {
      isFloor = try await counting.outcome(coverage, over: period).number.map { $0 < 1 } ?? false
    }
    let facts: [String] = counting.resolved(indicator.formula).measures.map(\.fact)
    computed = Computed(
      value: value, base: try await counting.base(indicator.formula, over: period), asOf: period.end, records: records,
      provenance: facts.contains { provenances[$0] == .reconstructed } ? .reconstructed : .entered, isFloor: isFloor)
    if figure.qualifier.agrees(value, with: figure.value) {
      verdict = .agrees
      reason = figure.reason
    } else if isFloor, figure.value > value {
      verdict = .notComputable
      reason = .onlyAFloor(indicator, value)
    } else {
      verdict = .differs
      reason = figure.reason ?? .computedDiffers(figure, indicator, value)
    }
  }

  func write(_ programme: Programme, _ json: inout JSONWriter) {
    json.object { json in
      json.member("key", figure.key)
      json.member("programme", programme.slug)
      json.member("label", figure.label(.fr))
      json.member("kind", figure.kind.rawValue)
      json.member(
        "published",
        object: { json in
          json.name("value")
          json.number(figure.value.jsonNumber)
          json.member("unit", figure.unit.rawValue)
          json.member("counted", figure.counted)
          json.member("qualifier", figure.qualifier.rawValue)
          json.member("quote", figure.quotation)
          json.member("source", figure.document)
          json.member("date", (figure.to ?? figure.from)?.description)
          json.member("from", figure.from?.description)
        })
      json.name("computed")
      if let computed, let indicator {
        json.object { json in
          json.name("value")
          json.number(indicator.rounded(computed.value).jsonNumber)
          json.name("base")
          if let base = computed.base { json.number(indicator.baseRounded(base).jsonNumber) } else { json.null() }
          json.member("asOf", computed.asOf.description)
          json.member("records", computed.records)
          json.member("indicator", indicator.key)
          json.member("atLeast", computed.isFloor)
        }
      } else {
        json.null()
      }
      json.member("verdict", verdict.rawValue)
      json.member("reason", reason?(.fr))
      json.member("provenance", computed?.provenance.rawValue)
    }
  }
}

extension Indicator {
  /// To the hundredth: what it is a share of has a unit of its own.
  fileprivate func baseRounded(_ base: Double) -> Double { (base * 100).rounded() / 100 }
}

extension CheckFinding {
  fileprivate func write(_ json: inout JSONWriter) {
    switch self {
    case .consistent: json.member("verdict", "consistent")
    case .contradictory(let left, let right, _):
      json.member("verdict", "contradictory")
      json.name("left")
      if left.isFinite { json.number(left.hundredths) } else { json.null() }
      json.name("right")
      if right.isFinite { json.number(right.hundredths) } else { json.null() }
    case .between(let low, let high):
      json.member("verdict", "interval")
      json.member("least", low)
      json.member("most", high)
    case .noneFits: json.member("verdict", "none-fits")
    case .missing(let key):
      json.member("verdict", "missing")
      json.member("missing", key)
    }
  }

  var words: Text {
    switch self {
    case .consistent: return Text(fr: "cohérent", en: "consistent", de: "stimmig")
    case .contradictory(let left, let right, let areDates):
      return Text { language in
        let (one, other): (String, String) =
          areDates
          ? (left.calendarWords(language), right.calendarWords(language))
          : (language.decimal(left.rounded4), language.decimal(right.rounded4))
        // One is not more than one.
        guard one != other else {
          return Text(
            fr: "non vérifié : \(one) des deux côtés", en: "does not hold: \(one) on both sides",
            de: "gilt nicht: \(one) auf beiden Seiten")(language)
        }
        return Text(
          fr: "contradictoire : \(one) d’un côté, \(other) de l’autre",
          en: "contradictory: \(one) on one side, \(other) on the other",
          de: "widersprüchlich: \(one) auf der einen, \(other) auf der anderen Seite")(language)
      }
    case .between(let low, let high):
      return Text { language in
        let (one, other) = (language.number(low), language.number(high))
        return low == high
          ? Text(fr: "il vaut \(one)", en: "it is \(one)", de: "er beträgt \(one)")(language)
          : Text(
            fr: "le dénominateur est compris entre \(one) et \(other)",
            en: "the denominator is between \(one) and \(other)",
            de: "der Nenner liegt zwischen \(one) und \(other)")(language)
      }
    case .noneFits:
      return Text(
        fr: "aucun nombre entier ne convient", en: "no whole number fits", de: "keine ganze Zahl passt")
    case .missing(let key):
      return Text(fr: "« \(key) » n’est pas enregistré", en: "“\(key)” is not entered", de: "„\(key)“ fehlt")
    }
  }
}

extension Double {
  /// 2005, 200804 and 20111128 are a year, a month and a day.
  fileprivate func calendarWords(_ language: Language) -> String {
    guard magnitude < 1e8 else { return language.decimal(self) }
    let unit: IndicatorUnit = self < 10_000 ? .year : self < 1_000_000 ? .month : .day
    return unit.written(self, places: 0, language)
  }

  fileprivate var rounded4: Double { (self * 10_000).rounded() / 10_000 }
  fileprivate var hundredths: String { rounded4.jsonNumber }
}

extension Outcome {
  var reason: Reason? {
    guard case .none(let reason) = self else { return nil }
    return reason
  }
}

extension Text {
  fileprivate static let comparedInside = Text(
    fr: "L’indicateur qui le compte n’est pas publié.", en: "The indicator that counts it is not published.",
    de: "Der Indikator, der sie zählt, ist nicht veröffentlicht.")

  fileprivate static func nothingCounts(_ figure: PublishedFigure) -> Text {
    switch figure.kind {
    case .context:
      return Text(
        fr: "Chiffre de contexte : il ne se compte pas dans les fiches du dispositif.",
        en: "A figure of context: it is not counted in the programme’s records.")
    case .target:
      return Text(
        fr: "Objectif annoncé : il n’est pas un résultat.", en: "An announced target: it is no result.")
    case .operational, .budget:
      guard let needs = figure.needs, let word = capability(needs) else {
        return Text(fr: "Aucun indicateur ne le compte encore.", en: "No indicator counts it yet.")
      }
      return Text(
        fr: "Il se compterait dans \(word(.fr)), où rien n’est encore saisi à ce sujet.",
        en: "It would be counted in \(word(.en)), where nothing is entered about it yet.")
    }
  }

  fileprivate func followed(by other: Text?) -> Text {
    guard let other else { return self }
    return Text { language in "\(self(language)) \(other(language))" }
  }

  private static func capability(_ key: String) -> Text? {
    switch key {
    case "programmes": Text(fr: "les actions et partenaires", en: "actions and partners")
    case "assembly": Text(fr: "les instances et séances", en: "bodies and sittings")
    case "places": Text(fr: "les locaux", en: "premises")
    case "directory": Text(fr: "l’annuaire", en: "the directory")
    case "lab": Text(fr: "le Lab", en: "the Lab")
    case "consultations": Text(fr: "les concertations", en: "consultations")
    case "funding": Text(fr: "les subventions", en: "funding")
    case "pipelines": Text(fr: "les suivis", en: "pipelines")
    case "pathways": Text(fr: "les parcours", en: "pathways")
    case "commitments": Text(fr: "les labels et chartes", en: "labels and charters")
    case "jobs": Text(fr: "les offres d’emploi", en: "job offers")
    case "events": Text(fr: "les rendez-vous", en: "events")
    case "network": Text(fr: "le réseau", en: "the network")
    case "indicators": Text(fr: "les indicateurs", en: "indicators")
    default: nil
    }
  }

  fileprivate static func computedDiffers(
    _ figure: PublishedFigure, _ indicator: Indicator, _ value: Double
  ) -> Text {
    Text { language in
      let (computed, published) = (indicator.written(value, language), figure.written(language))
      return Text(
        fr: "Les fiches donnent \(computed), le document \(published).",
        en: "The records give \(computed), the document \(published).",
        de: "Die Einträge ergeben \(computed), das Dokument \(published).")(language)
    }
  }

  fileprivate static func onlyAFloor(_ indicator: Indicator, _ value: Double) -> Text {
    Text { language in
      let computed: String = indicator.written(value, language)
      return Text(
        fr: "Tout n’est pas connu : les fiches donnent au moins \(computed).",
        en: "Not everything is known: the records give at least \(computed).",
        de: "Nicht alles ist bekannt: die Einträge ergeben mindestens \(computed).")(language)
    }
  }
}
