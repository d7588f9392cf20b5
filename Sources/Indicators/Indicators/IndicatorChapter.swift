import Platform
import SQL

extension Field where Value == Formula {
  static func formula(_ key: String, _ label: Text, help: Text? = nil) -> Field {
    .structure(
      key, label, help: help, most: 8_000,
      read: { text in
        do throws(Formula.Fault) { return .value(try Formula(text)) } catch { return .wrong(error.sentence) }
      }, write: { $0.text })
  }
}

extension Chapter {
  static let indicatorsKey: String = "indicators"

  /// The figures of a programme: data, so that who takes the programme over counts alike.
  static func indicators(_ facts: [Fact]) -> Chapter {
    Chapter(
      indicatorsKey, at: "indicateurs", .indicators, .indicator, help: .indicatorsHelp, table: "indicator",
      record: (.seeFigure, "indicateurs"),
      editor: EntryEditor(
        add: (.newFormula, FormulaEditor.newPlace), change: .changeFormula, at: { "indicateurs/\($0)/formule" }),
      Setting.labels + [
        Setting("unit", Field<IndicatorUnit>.choice("unit", .unit)),
        Setting("rounding", Field<Int>.number("rounding", .rounding, help: .roundingHelp, 0...4)),
        Setting("formula", Field<Formula>.formula("formula", .formula, help: .formulaHelp)),
        Setting("coverage", Field<Formula>.formula("coverage", .coverage, help: .coverageHelp).optional),
        Setting("sense", Field<Sense>.choice("sense", .sense).optional),
        Setting("step", Field<Formula.Step>.choice("step", .step).optional),
        Setting("since", Field.day("since", .seriesSince).optional),
        Setting("breakdowns", Field.text("breakdowns", .breakdowns, help: .breakdownsHelp, most: 200).optional),
        Setting("note", Field.prose("note", .indicatorNote, most: 4_000).optional),
        Setting("is_public", Field.flag("public", .publicIndicator, help: .publicIndicatorHelp)),
      ],
      check: { entry, configuration in IndicatorRules(facts, .unknown).faults(entry, configuration) },
      settle: { scope, programme in try await IndicatorRules.settle(programme, facts, scope) })
  }
}

/// What must hold of an indicator before it may count.
struct IndicatorRules {
  let facts: [Fact]
  let vocabulary: FactVocabulary

  init(_ facts: [Fact], _ vocabulary: FactVocabulary) {
    self.facts = facts
    self.vocabulary = vocabulary
  }

  func faults(_ entry: Entry, _ configuration: Configuration) -> [ConfigurationFault] {
    guard entry.key != FormulaEditor.newKey else { return [ConfigurationFault("key", .pageKey)] }
    let formulas: [String: Formula] = Dictionary(
      configuration[Chapter.indicatorsKey].compactMap { other in
        other["formula"].flatMap { try? Formula($0) }.map { (other.key, $0) }
      }
    ) { first, _ in first }
    guard let formula = entry["formula"].flatMap({ try? Formula($0) }),
      let unit = entry["unit"].flatMap({ IndicatorUnit(rawValue: $0) })
    else { return [] }
    return faults(
      entry.key, formula, entry["coverage"].flatMap { try? Formula($0) }, unit, Breakdowns.keys(entry["breakdowns"]),
      formulas)
  }

  func faults(
    _ key: String, _ formula: Formula, _ coverage: Formula?, _ unit: IndicatorUnit, _ breakdowns: [String],
    _ formulas: [String: Formula]
  ) -> [ConfigurationFault] {
    // Its own formula, so that what refers to itself is found at once.
    let check = FormulaCheck(facts: facts, vocabulary: vocabulary, formulas: formulas.merging([key: formula]) { $1 })
    var faults: [ConfigurationFault] = check.faults(.indicator(key)).map { ConfigurationFault("formula", $0.sentence) }
    if faults.isEmpty, let dimension = check.dimension(formula), !unit.fits(dimension) {
      faults.append(ConfigurationFault("unit", .unitDoesNotFit(dimension)))
    }
    if let coverage {
      faults += check.faults(coverage).map { ConfigurationFault("coverage", $0.sentence) }
      if faults.isEmpty, let dimension = check.dimension(coverage), dimension != .share {
        faults.append(ConfigurationFault("coverage", .coverageIsShare))
      }
    }
    let measured: [Fact] = formula.measures.compactMap { measure in facts.first { $0.key == measure.fact } }
    // A share whose one side alone is broken down is a share of something else.
    for name in breakdowns where !measured.allSatisfy({ $0[name]?.isDimension == true }) {
      let all: [Set<String>] = measured.map { Set($0.columns.filter(\.isDimension).map(\.key)) }
      let known: [String] = all.dropFirst().reduce(all.first ?? []) { $0.intersection($1) }.sorted()
      faults.append(ConfigurationFault("breakdowns", .noSuchDimension(name, known)))
    }
    return faults
  }

  /// With the programme's own words, once everything is written.
  static func settle(_ programme: ID<Programme>, _ facts: [Fact], _ scope: Scope) async throws {
    let indicators: [Indicator] = try await IndicatorStore(scope).everyOne(of: programme)
    guard !indicators.isEmpty else { return }
    let used: Set<String> = Set(
      indicators.flatMap { $0.formula.measures + ($0.coverage?.measures ?? []) }.flatMap(\.facts))
    let vocabulary: FactVocabulary = try await .of([programme], facts.filter { used.contains($0.key) }, scope)
    let rules = IndicatorRules(facts, vocabulary)
    let formulas: [String: Formula] = Dictionary(indicators.map { ($0.key, $0.formula) }) { first, _ in first }
    let errors: [FieldError] = indicators.filter { !$0.isArchived }.flatMap { indicator in
      rules.faults(
        indicator.key, indicator.formula, indicator.coverage, indicator.unit, indicator.breakdowns, formulas
      ).map { FieldError("indicators/\(indicator.key)/\($0.path)", $0.message) }
    }
    guard errors.isEmpty else { throw Refusal.several(.indicatorsBroken, errors) }
  }
}

extension Noun {
  static let indicator = Noun(
    fr: ("indicateur", "indicateurs", .m), en: ("indicator", "indicators"), de: ("Indikator", "Indikatoren", .m))
}

extension Text {
  static let indicators = Text(fr: "Indicateurs", en: "Indicators", de: "Indikatoren")
  static let seeFigure = Text(fr: "Voir le chiffre", en: "See the figure", de: "Zahl ansehen")
  static let unit = Text(fr: "Unité", en: "Unit", de: "Einheit")
  static let rounding = Text(fr: "Décimales", en: "Decimals", de: "Nachkommastellen")
  static let formula = Text(fr: "Formule", en: "Formula", de: "Formel")
  static let coverage = Text(fr: "Part connue", en: "Part that is known", de: "Bekannter Anteil")
  static let sense = Text(fr: "Sens", en: "Which way is better", de: "Richtung")
  static let step = Text(fr: "Pas de la série", en: "Step of the series", de: "Schrittweite")
  static let seriesSince = Text(fr: "Série depuis le", en: "Series since", de: "Reihe seit")
  static let breakdowns = Text(fr: "Ventilé par", en: "Broken down by", de: "Aufgeschlüsselt nach")
  static let indicatorNote = Text(fr: "Méthode", en: "Method", de: "Methode")
  static let publicIndicator = Text(fr: "Publié", en: "Published", de: "Veröffentlicht")
  static let indicatorsHelp = Text(
    fr:
      "Les chiffres que le dispositif compte lui-même, à partir de ses fiches. Une fiche change : tous les chiffres qui en dépendent changent.",
    en:
      "The figures that the programme counts itself, from its records. When a record changes, so does every figure that depends on it.",
    de:
      "Die Zahlen, die das Programm selbst aus seinen Einträgen zählt. Ändert sich ein Eintrag, ändern sich alle Zahlen, die davon abhängen."
  )
  static let roundingHelp = Text(
    fr: "Combien de chiffres après la virgule sont montrés.", en: "How many digits are shown after the decimal mark.")
  static let formulaHelp = Text(
    fr:
      "Elle se construit pas à pas sur la page de l’indicateur. Les relations et leurs colonnes sont expliquées dans « Ce qui peut être compté ».",
    en:
      "It is built step by step on the indicator’s page. Relations and their columns are explained in “What can be counted”."
  )
  static let coverageHelp = Text(
    fr: "Facultatif : la part de ce qui est connu. En dessous de 100 %, la valeur est donnée comme un minimum.",
    en: "Optional: the part of what is known. Below 100%, the value is given as a floor.")
  static let breakdownsHelp = Text(
    fr: "Les noms de colonnes de la relation, séparés par des virgules : siteKind, category.",
    en: "The names of columns of the relation, separated by commas: siteKind, category.")
  static let publicIndicatorHelp = Text(
    fr: "Tout le monde peut le lire. Sinon, seulement celles et ceux qui travaillent sur le dispositif.",
    en: "Everybody can read it. If not, only those who work on the programme.")
  static let coverageIsShare = Text(
    fr: "Une part est attendue : le rapport de deux formules de même unité.",
    en: "A share is expected: the ratio of two formulas in the same unit.")
  static let indicatorsBroken = Text(
    fr: "Des indicateurs ne pourraient plus être comptés.", en: "Some indicators could no longer be counted.")

  static func unitDoesNotFit(_ dimension: Dimension) -> Text {
    Text(
      fr: "Cette formule donne \(dimension.words(.fr)) : elle ne se lit pas dans cette unité.",
      en: "This formula gives \(dimension.words(.en)): it is not read in this unit.")
  }

  static func noSuchDimension(_ name: String, _ known: [String]) -> Text {
    let list: String = known.joined(separator: ", ")
    return Text(
      fr: "« \(name) » ne ventile pas ce que la formule compte ; il y a : \(list).",
      en: "“\(name)” does not break down what the formula counts; there are: \(list).")
  }
}

extension Dimension {
  var words: Text {
    switch self {
    case .plain(.count): Text(fr: "un nombre", en: "a number")
    case .plain(.area): Text(fr: "une surface", en: "an area")
    case .plain(.money): Text(fr: "des euros", en: "euros")
    case .plain(.days): Text(fr: "une durée", en: "a duration")
    case .plain(.posts): Text(fr: "des équivalents temps plein", en: "full-time equivalents")
    case .plain(.year): Text(fr: "une année", en: "a year")
    case .day: Text(fr: "une date", en: "a date")
    case .share: Text(fr: "une part", en: "a share")
    case .per: Text(fr: "un rapport entre deux unités", en: "a ratio of two units")
    case .number: Text(fr: "un nombre", en: "a number")
    }
  }
}
