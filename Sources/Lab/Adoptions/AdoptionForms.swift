import Platform
import SQL

/// What a territory says when it takes a programme over.
struct AdoptionForm: Form {
  static let met = Field<[String]>.several("met", .conditionsMet, help: .conditionsMetHelp)
  static let name = Field.text("name", .adoptedName, help: .adoptedNameHelp, most: 160)
  static let slug = Field.text("slug", .adoptedSlug, help: .adoptedSlugHelp, most: 60)
  static let parts = Field<[String]>.several("parts", .partsToTake, help: .partsToTakeHelp)
  static let words = Field.lines("words", .wordsToAdapt, help: .wordsToAdaptHelp, most: 4_000).optional
  static let perimeters = Field.lines("perimeters", .perimetersToAdapt, help: .perimetersToAdaptHelp, most: 4_000)
    .optional
  static let accepts = Field.flag("accepts", .acceptsLicence)
  static let fields: [any FormField] = [met, name, slug, parts, words, perimeters, accepts]

  let met: [String]
  let name: String
  let slug: String
  let parts: [String]
  let words: [(from: String, to: String)]
  let perimeters: [(from: String, to: String)]
  let accepts: Bool

  init(_ values: FormValues) throws(Refusal) {
    met = values[Self.met]
    name = values[Self.name]
    slug = values[Self.slug]
    parts = values[Self.parts]
    words = try Self.pairs(values[Self.words], field: "words")
    perimeters = try Self.pairs(values[Self.perimeters], field: "perimeters")
    accepts = values[Self.accepts]
    if parts.isEmpty { throw .invalid("parts", .nothingTaken) }
  }

  /// `Fontaine = Villeneuve`, one to a line.
  private static func pairs(_ text: String?, field: String) throws(Refusal) -> [(from: String, to: String)] {
    var pairs: [(from: String, to: String)] = []
    for (index, line) in (text ?? "").split(separator: "\n").enumerated() where !trim(String(line)).isEmpty {
      let sides: [String] = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { trim(String($0)) }
      guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else {
        throw .invalid(field, .twoSides(line: index + 1))
      }
      pairs.append((sides[0], sides[1]))
    }
    return pairs
  }

  /// Conditions are offered by their number: their words may be as long as they like.
  func answers(to conditions: [String]) -> [Adoption.Answer] {
    conditions.enumerated().map { Adoption.Answer(condition: $1, isMet: met.contains("\($0 + 1)")) }
  }
}

/// An adoption that runs elsewhere, as who runs the source heard of it.
struct ReportedAdoptionForm: Form {
  static let adopter = Field.text("adopter", .adopter, most: 200)
  static let day = Field.day("day", .adoptedOn, help: .dayHelp)
  static let results = Field.prose("results", .adoptionResults, help: .adoptionResultsHelp, most: 4_000).optional
  static let fields: [any FormField] = [adopter, day, results]

  let adopter: String
  let day: Day
  let results: String

  init(_ values: FormValues) throws(Refusal) {
    adopter = values[Self.adopter]
    day = values[Self.day]
    results = values[Self.results] ?? ""
  }
}

/// What became of it.
struct AdoptionResultsForm: Form {
  static let results = Field.prose("results", .adoptionResults, help: .adoptionResultsHelp, most: 4_000).optional
  static let fields: [any FormField] = [results]

  let results: String

  init(_ values: FormValues) throws(Refusal) { results = values[Self.results] ?? "" }
}

extension Text {
  static let adopter = Text(fr: "Repris par", en: "Adopted by", de: "Übernommen von")
  static let adoptedFrom = Text(fr: "Repris de", en: "Adopted from", de: "Übernommen aus")
  static let adoptedOn = Text(fr: "Le", en: "On", de: "Am")
  static let programmeSlug = Text(
    fr: "Nom court du dispositif", en: "Short name of the programme", de: "Kurzname des Programms")
  static let adoptionResults = Text(fr: "Ce que cela a donné", en: "What became of it", de: "Was daraus wurde")
  static let conditionsMet = Text(
    fr: "Conditions réunies chez nous", en: "Conditions met at home", de: "Bei uns erfüllte Voraussetzungen")
  static let conditionsMetHelp = Text(
    fr: "Cochez celles qui le sont ; les autres seront listées comme à réunir, et cela n’empêche rien.",
    en: "Tick those that are; the others will be listed as still to be met, and that stops nothing.")
  static let adoptedName = Text(fr: "Nom chez nous", en: "Name at home", de: "Name bei uns")
  static let adoptedNameHelp = Text(
    fr: "Le vôtre : celui d’origine reste écrit dans la filiation.",
    en: "Yours: the original stays written in the lineage.")
  static let adoptedSlug = Text(fr: "Nom court", en: "Short name", de: "Kurzname")
  static let adoptedSlugHelp = Text(
    fr: "Dans l’adresse : lettres sans accent, chiffres et tirets.",
    en: "In the address: letters without accents, digits and hyphens.")
  static let partsToTake = Text(fr: "Ce que nous reprenons", en: "What we take", de: "Was wir übernehmen")
  static let partsToTakeHelp = Text(
    fr: "Jamais les personnes ni les entreprises : seulement la façon de faire.",
    en: "Never people or companies: only the way it is done.")
  static let wordsToAdapt = Text(fr: "Noms à adapter", en: "Names to adapt", de: "Anzupassende Namen")
  static let wordsToAdaptHelp = Text(
    fr: "Un par ligne : « Fontaine = Villeneuve ». Partout où on les lit, le vôtre prendra la place du leur.",
    en: "One to a line: “Fontaine = Villeneuve”. Wherever they are read, yours takes the place of theirs.")
  static let perimetersToAdapt = Text(
    fr: "Périmètres à adapter", en: "Perimeters to adapt", de: "Anzupassende Gebiete")
  static let perimetersToAdaptHelp = Text(
    fr: "À gauche celui des formules d’origine, à droite la clé d’un des vôtres.",
    en: "On the left that of the original formulas, on the right the key of one of yours.")
  static let acceptsLicence = Text(
    fr: "Nous acceptons les conditions de reprise", en: "We accept the conditions for adopting",
    de: "Wir nehmen die Nutzungsbedingungen an")
  static let adoptionResultsHelp = Text(
    fr: "Ce qui a été gardé, changé, obtenu. Tout le monde le lit sur la fiche d’origine.",
    en: "What was kept, changed, achieved. Everybody reads it on the original sheet.")
  static let nothingTaken = Text(fr: "Choisissez au moins une partie.", en: "Choose one part at least.")
  static let licenceToAccept = Text(
    fr: "Le territoire d’origine demande que ses conditions soient acceptées.",
    en: "The territory that it comes from asks that its conditions be accepted.")

  static func twoSides(line: Int) -> Text {
    Text(
      fr: "Ligne \(line) : un nom, le signe =, puis le vôtre.", en: "Line \(line): a name, the sign =, then yours.")
  }

  static func noSuchPerimeter(_ key: String) -> Text {
    Text(
      fr: "« \(key) » n’est la clé d’aucun de vos périmètres : créez-le d’abord dans l’annuaire.",
      en: "“\(key)” is the key of none of your perimeters: create it in the directory first.")
  }
}
