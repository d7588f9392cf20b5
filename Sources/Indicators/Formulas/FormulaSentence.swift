import Platform
import SQL

/// Says in a sentence what a formula counts.
struct FormulaSentence {
  let facts: [Fact]
  let vocabulary: FactVocabulary
  /// What other indicators are called.
  let names: [String: Text]

  /// « Somme des surfaces des baux en cours, rapportée à la somme des surfaces des lots. »
  func callAsFunction(_ formula: Formula) -> Text {
    let phrase: Text = phrase(formula)
    return Text { "\(phrase($0))." }
  }

  /// The same within a line: no full stop.
  func phrase(_ formula: Formula) -> Text {
    Text { language in
      let words: String = words(formula, language)
      return words.prefix(1).uppercased() + words.dropFirst()
    }
  }

  private func words(_ formula: Formula, _ language: Language) -> String {
    func inside(_ part: Formula) -> String { words(part, language) }
    switch formula {
    case .number(let number): return number.jsonNumber.replacing(".", with: language == .en ? "." : ",")
    case .indicator(let key):
      let name: String = names[key]?(language) ?? key
      return Text(fr: "« \(name) »", en: "“\(name)”", de: "„\(name)“")(language)
    case .measure(let measure): return words(measure, language)
    case .ratio(let first, let second):
      let (above, below) = (inside(first), inside(second))
      return Text(
        fr: "\(above), \(first.isFeminine ? "rapportée" : "rapporté") \(below.frenchAfterA)",
        en: "\(above), over \(below)", de: "\(above), geteilt durch: \(below)")(language)
    case .difference(let first, let second):
      let (one, other) = (inside(first), inside(second))
      return Text(fr: "\(one), moins \(other)", en: "\(one), less \(other)", de: "\(one), abzüglich: \(other)")(
        language)
    case .total(let parts):
      return parts.map(inside).joined(separator: Text(fr: ", plus ", en: ", plus ", de: ", zuzüglich: ")(language))
    case .growth(let part):
      let of: String = inside(part)
      return Text(
        fr: "évolution, par rapport à la période précédente, de : \(of)",
        en: "change against the period before of: \(of)", de: "Veränderung zum Vorzeitraum von: \(of)")(language)
    case .cumulative(let part):
      let of: String = inside(part)
      return Text(fr: "\(of), depuis le début", en: "\(of), since the beginning", de: "\(of), seit Beginn")(language)
    case .run(let part, let atLeast, let atMost, let step):
      let of: String = inside(part)
      let goal: String = [
        atLeast.map {
          Text(fr: "d’au moins \($0.jsonNumber)", en: "at least \($0.jsonNumber)", de: "mindestens \($0.jsonNumber)")
        },
        atMost.map {
          Text(fr: "d’au plus \($0.jsonNumber)", en: "at most \($0.jsonNumber)", de: "höchstens \($0.jsonNumber)")
        },
      ].compactMap { $0?(language) }.joined(separator: Text(fr: " et ", en: " and ", de: " und ")(language))
      return Text(
        fr: "nombre \(step.frenchOfMany) consécutifs, jusqu’au dernier, où le résultat est \(goal) : \(of)",
        en: "number of \(step.many(.en)) in a row, up to the last, where this is \(goal): \(of)",
        de: "Zahl der aufeinanderfolgenden \(step.many(.de)) bis zum letzten mit \(goal): \(of)")(language)
    }
  }

  private func words(_ measure: FactMeasure, _ language: Language) -> String {
    guard let fact = facts.first(where: { $0.key == measure.fact }) else { return measure.fact }
    let column: FactColumn? = measure.column.flatMap { fact[$0] }
    let records: String = fact.noun.many(language) + when(measure, fact, language)
    let name: String = column?.label(language).lowercasedStart ?? FactMeasure.toChoose
    let what: String
    switch measure.operation {
    case .count:
      what = Text(
        fr: "nombre \(records.frenchAfterDe)", en: "number of \(records)", de: "Zahl: \(records)")(language)
    case .distinct:
      let many: String =
        if case .key(let noun)? = column?.kind { noun.many(language) } else { name }
      what = Text(
        fr: "nombre \(many.frenchAfterDe), comptés une fois, parmi les \(records)",
        en: "number of \(many), each counted once, among the \(records)",
        de: "Zahl, jeweils einmal gezählt: \(many) unter: \(records)")(language)
    default:
      if let many = column?.many {
        what = Text(
          fr: "\(measure.operation.label(.fr).lowercasedStart) des \(many(.fr)) des \(records)",
          en: "\(measure.operation.label(.en).lowercasedStart) of the \(many(.en)) of the \(records)",
          de: "\(measure.operation.label(.de)), \(many(.de)): \(records)")(language)
        break
      }
      what = Text(
        fr: "\(measure.operation.label(.fr).lowercasedStart) — \(name) — des \(records)",
        en: "\(measure.operation.label(.en).lowercasedStart) — \(name) — of the \(records)",
        de: "\(measure.operation.label(.de)) — \(name): \(records)")(language)
    }
    var whole: String = what
    if let condition = measure.condition {
      whole += " (\(condition.sentence(fact, among: facts, vocabulary)(language)))"
    }
    switch measure.programme {
    case nil: break
    case "*":
      whole += Text(
        fr: ", tous dispositifs confondus", en: ", all programmes together", de: ", über alle Programme")(language)
    case .some(let slug):
      whole += Text(
        fr: ", dans le dispositif « \(slug) »", en: ", in the programme “\(slug)”", de: ", im Programm „\(slug)“")(
          language)
    }
    return whole
  }

  /// « en cours à la date », « de la période »
  private func when(_ measure: FactMeasure, _ fact: Fact, _ language: Language) -> String {
    if case .always = fact.time { return "" }
    let isInterval: Bool = if case .interval = fact.time { true } else { false }
    let usual: FactSpan = measure.operation == .timeWeighted ? .during : fact.usualSpan
    let words: Text =
      switch measure.span ?? usual {
      case .at(nil):
        isInterval
          ? Text(fr: " en cours à la date", en: " running on the date", de: " am Stichtag")
          : Text(fr: " connus à la date", en: " known on the date", de: " bekannt am Stichtag")
      case .at(let day?):
        Text(fr: " au \(Language.fr.long(day))", en: " on \(Language.en.long(day))", de: " am \(Language.de.long(day))")
      case .during: Text(fr: " de la période", en: " of the period", de: " im Zeitraum")
      case .through:
        Text(
          fr: " jusqu’à la date, depuis le début", en: " up to the date, from the beginning", de: " bis zum Stichtag")
      case .since(let day):
        Text(
          fr: " depuis le \(Language.fr.long(day))", en: " since \(Language.en.long(day))",
          de: " seit \(Language.de.long(day))")
      }
    return words(language)
  }
}

extension Formula {
  /// Whether its French sentence begins with a feminine word: « somme », « évolution ».
  fileprivate var isFeminine: Bool {
    switch self {
    case .measure(let measure): [.sum, .mean, .median, .timeWeighted].contains(measure.operation)
    case .growth: true
    case .ratio(let first, _), .difference(let first, _), .cumulative(let first): first.isFeminine
    case .total(let parts): parts.first?.isFeminine ?? false
    case .number, .indicator, .run: false
    }
  }
}

extension FactMeasure.Operation {
  public var label: Text {
    switch self {
    case .count: Text(fr: "Nombre de fiches", en: "Number of records", de: "Zahl der Einträge")
    case .distinct: Text(fr: "Nombre, chacun compté une fois", en: "Number, each counted once", de: "Zahl, je einmal")
    case .sum: Text(fr: "Somme", en: "Sum", de: "Summe")
    case .mean: Text(fr: "Moyenne", en: "Mean", de: "Mittelwert")
    case .minimum: Text(fr: "Minimum", en: "Minimum", de: "Minimum")
    case .maximum: Text(fr: "Maximum", en: "Maximum", de: "Maximum")
    case .median: Text(fr: "Médiane", en: "Median", de: "Median")
    case .timeWeighted:
      Text(fr: "Moyenne pondérée par le temps", en: "Time-weighted mean", de: "Zeitgewichteter Mittelwert")
    }
  }
}

extension Formula.Step {
  public var label: Text {
    switch self {
    case .month: Text(fr: "Mois", en: "Month", de: "Monat")
    case .halfYear: Text(fr: "Semestre", en: "Half-year", de: "Halbjahr")
    case .year: Text(fr: "Année", en: "Year", de: "Jahr")
    }
  }

  fileprivate var frenchOfMany: String {
    switch self {
    case .month: "de mois"
    case .halfYear: "de semestres"
    case .year: "d’ans"
    }
  }

  fileprivate func many(_ language: Language) -> String {
    switch (self, language) {
    case (.month, .de): "Monate"
    case (.halfYear, .de): "Halbjahre"
    case (.year, .de): "Jahre"
    case (.month, _): "months"
    case (.halfYear, _): "half-years"
    case (.year, _): "years"
    }
  }
}

extension String {
  /// « de baux », « d’organisations »
  fileprivate var frenchAfterDe: String {
    guard let first = sortKey(String(prefix(1))).first, "aeiouhy".contains(first) else { return "de \(self)" }
    return "d’\(self)"
  }

  /// « à la somme », « au nombre »
  fileprivate var frenchAfterA: String {
    if hasPrefix("nombre ") || hasPrefix("minimum ") || hasPrefix("maximum ") { return "au \(self)" }
    if hasPrefix("somme ") || hasPrefix("moyenne ") || hasPrefix("médiane ") { return "à la \(self)" }
    if hasPrefix("évolution") { return "à l’\(self)" }
    return "à \(self)"
  }
}
