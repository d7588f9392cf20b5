import HTTP
import Platform
import SQL

/// One field of each kind.
struct ExampleForm: Form {
  static let name = Field.text(
    "name", Text(fr: "Nom", en: "Name"), help: Text(fr: "Tel qu’on le dit.", en: "As people say it."), most: 300)
  static let organisation = Field.named(
    "organisation", Text(fr: "Organisation", en: "Organisation"),
    help: Text(fr: "Tapez deux lettres : elle se propose.", en: "Type two letters: it is proposed."), most: 160,
    finder: "organisations"
  ).optional
  static let kind = Field<ExampleKind>.choice("kind", Text(fr: "Catégorie", en: "Category"))
  static let equipment = Field.several(
    "equipment", Text(fr: "Équipements souhaités", en: "Equipment wished for"),
    help: Text(fr: "Autant que vous voulez.", en: "As many as you like."),
    among: [
      ("dock", Text(fr: "Quai de déchargement", en: "Loading dock")), ("crane", Text(fr: "Pont roulant", en: "Crane")),
      ("fibre", Text(fr: "Fibre optique", en: "Optical fibre")),
    ])
  static let area = Field.area("area", Text(fr: "Surface", en: "Area"), most: Area(squareMetres: 100_000)).optional
  static let day = Field.day(
    "day", Text(fr: "Premier jour", en: "First day"),
    help: Text(fr: "16/06/2022, 16.6.22, 1er juin 2022…", en: "16/06/2022, 16.6.22, 1er juin 2022…")
  ).optional
  static let rent = Field.amount(
    "rent", Text(fr: "Loyer annuel", en: "Yearly rent"),
    help: Text(fr: "20 000, 1 250,50 €, 20 k€…", en: "20 000, 1 250,50 €, 20 k€…"),
    most: Money(euros: 10_000_000)
  ).optional
  static let email = Field.email("email", Text(fr: "Adresse électronique", en: "E-mail address")).optional
  static let notes = Field.prose("notes", Text(fr: "Remarques", en: "Remarks"), most: 2_000).optional
  static let isPublic = Field.flag("public", Text(fr: "Visible de tous", en: "Everybody may see it"))
  static let fields: [any FormField] = [
    name, organisation, kind, equipment, area, day, rent, email, notes, isPublic,
  ]

  let name: String

  init(_ values: FormValues) throws(Refusal) { name = values[Self.name] }
}

/// One line of a grid.
struct ExampleRow: Form {
  static let fields: [any FormField] = [ExampleForm.name, ExampleForm.kind, ExampleForm.area, ExampleForm.day]

  let name: String

  init(_ values: FormValues) throws(Refusal) { name = values[ExampleForm.name] }
}

extension Style {
  /// They read what is sent and say what is wrong with it; nothing is kept.
  var formRoutes: [Endpoint] {
    Endpoint.act(
      .formChapter, allow: .signedIn, page: "/style/formulaire", posts: "/style/formulaire", ExampleForm.self,
      show: { visit in FormPage(.formChapter, crumbs: [.style(visit)], submit: .send) },
      act: { _, _ in .redirect(to: "/style/fiche") })
      + Endpoint.act(
        .gridChapter, allow: .signedIn, page: "/style/grille", posts: "/style/grille", Grid<ExampleRow>.self,
        show: { visit in FormPage(.gridChapter, crumbs: [.style(visit)], submit: .send, grid: Grid<ExampleRow>.self) },
        act: { _, _ in .redirect(to: "/style/fiche") })
  }
}

extension Crumb {
  static func style(_ visit: Visit) -> Crumb { Crumb(Text.style(visit.language), "/style") }
}

extension Text {
  fileprivate static let send = Text(fr: "Envoyer", en: "Send")
}
