import Platform
import Programmes
import SQL

/// What somebody looks for in the catalogue.
struct CatalogueFilter: Form {
  static let text = Field.text("q", .soughtWords, most: 200).optional
  static let axis = Field.text("axis", .axis, most: 60).optional
  static let theme = Field.text("theme", .oneTheme, most: 60).optional
  static let audience = Field.text("audience", .oneAudience, most: 60).optional
  static let territory = Field.text("territory", .oneTerritory, most: 60).optional
  static let size = Field<TerritorySize>.choice("population", .territorySize).optional
  static let since = Field.number("since", .sinceAtLeast, 1_800...2_200).optional
  static let budget = Field.amount("budget", .budgetAtMost, least: .zero, most: Money(euros: 10_000_000_000)).optional
  static let figures = Field.flag("figures", .withFigures)
  static let fields: [any FormField] = [text, axis, theme, audience, territory, size, since, budget, figures]

  let text: String?
  let axis: String?
  let theme: String?
  let audience: String?
  let territory: String?
  let size: TerritorySize?
  let since: Int?
  let budget: Money?
  let figures: Bool

  init(_ values: FormValues) throws(Refusal) {
    text = values[Self.text]
    axis = values[Self.axis]
    theme = values[Self.theme]
    audience = values[Self.audience]
    territory = values[Self.territory]
    size = values[Self.size]
    since = values[Self.since]
    budget = values[Self.budget]
    figures = values[Self.figures]
  }

  /// With the Lab’s words to choose from, and how many sheets each would leave.
  static func fields(_ typology: Typology, _ facets: Facets, _ homes: [LabTerritory]) -> [any FormField] {
    func terms(_ field: Field<String?>, _ use: NomenclatureUse, _ terms: [Term]) -> any FormField {
      let choices: [(key: String, label: Text)] = facets.counted(terms.choices(), use.rawValue)
      return Field.among(field.key, field.label, choices).optional
    }
    let territories: [(key: String, label: Text)] = homes.map { ($0.slug, Text(name: $0.name)) }
    return [
      text, terms(axis, .axes, typology.axes), terms(theme, .themes, typology.themes),
      terms(audience, .audiences, typology.audiences),
      Field.among(territory.key, territory.label, facets.counted(territories, Facets.territories)).optional,
      Field.among(size.key, size.label, facets.counted(TerritorySize.words, Facets.sizes)).optional, since, budget,
      figures,
    ]
  }
}

extension Text {
  static let soughtWords = Text(fr: "Mots", en: "Words", de: "Wörter")
  static let oneTheme = Text(fr: "Thème", en: "Theme", de: "Thema")
  static let oneAudience = Text(fr: "Public", en: "Audience", de: "Zielgruppe")
  static let territorySize = Text(fr: "Taille du territoire", en: "Size of the territory", de: "Größe des Gebiets")
  static let sinceAtLeast = Text(fr: "Depuis au moins", en: "Begun in or after", de: "Seit mindestens")
  static let budgetAtMost = Text(fr: "Budget d’au plus", en: "Budget of at most", de: "Budget von höchstens")
  static let withFigures = Text(
    fr: "Avec résultats chiffrés", en: "With results in figures", de: "Mit bezifferten Ergebnissen")
}
