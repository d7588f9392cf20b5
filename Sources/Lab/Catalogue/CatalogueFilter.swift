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
  static let since = Field.number("since", .sinceAtLeast, 1_800...2_200).optional
  static let budget = Field.amount("budget", .budgetAtMost, least: .zero, most: Money(euros: 10_000_000_000)).optional
  static let fields: [any FormField] = [text, axis, theme, audience, territory, since, budget]

  let text: String?
  let axis: String?
  let theme: String?
  let audience: String?
  let territory: String?
  let since: Int?
  let budget: Money?

  init(_ values: FormValues) throws(Refusal) {
    text = values[Self.text]
    axis = values[Self.axis]
    theme = values[Self.theme]
    audience = values[Self.audience]
    territory = values[Self.territory]
    since = values[Self.since]
    budget = values[Self.budget]
  }

  var terms: [(NomenclatureUse, String)] {
    [(.axes, axis), (.themes, theme), (.audiences, audience)].compactMap { use, key in key.map { (use, $0) } }
  }

  /// With the Lab’s words to choose from.
  static func fields(_ typology: Typology, _ territories: [(key: String, label: Text)]) -> [any FormField] {
    [
      text, Field.among(axis.key, axis.label, typology.axes.choices()).optional,
      Field.among(theme.key, theme.label, typology.themes.choices()).optional,
      Field.among(audience.key, audience.label, typology.audiences.choices()).optional,
      Field.among(territory.key, territory.label, territories).optional, since, budget,
    ]
  }
}

extension Text {
  static let soughtWords = Text(fr: "Mots", en: "Words", de: "Wörter")
  static let oneTheme = Text(fr: "Thème", en: "Theme", de: "Thema")
  static let oneAudience = Text(fr: "Public", en: "Audience", de: "Zielgruppe")
  static let sinceAtLeast = Text(fr: "Depuis au moins", en: "Begun in or after", de: "Seit mindestens")
  static let budgetAtMost = Text(fr: "Budget d’au plus", en: "Budget of at most", de: "Budget von höchstens")
}
