import Platform
import SQL

extension Style {
  /// A list of ten thousand lines, with all that lists can do.
  var listRoutes: [Endpoint] {
    [
      .list("/style/liste", .listChapter, allow: .signedIn, .example, filter: ExampleFilter.self) { visit, filter in
        ListPage(
          .listChapter, .example, filter.listing(visit.scope), filters: ExampleFilter.fields,
          bulk: [ActionLink(.showChosen, to: "/style/choix", allow: .signedIn)], .example,
          mark: { $0.number % 7 == 0 ? .newMark : nil })
      },
      .page("/style/choix", .showChosen, allow: .signedIn) { visit in
        let count: Int = visit.asked.all("n").count
        let isAll: Bool = visit.asked["all"] != nil
        return (
          Text.showChosen(visit.language),
          { page in
            page.steps([.showChosen], at: 0)
            page.paragraph(isAll ? Noun.example.counted(10_000) : Noun.example.counted(count))
          }
        )
      },
    ]
  }
}

struct ExampleFilter: Form {
  static let least = Field<Int>.record("least", Text(fr: "Surface d’au moins (m²)", en: "Area of at least (m²)"))
    .optional
  static let kind = Field<ExampleKind>.choice("kind", Text(fr: "Catégorie", en: "Category")).optional
  static let fields: [any FormField] = [kind, least]

  let kind: ExampleKind?
  let least: Int?

  init(_ values: FormValues) throws(Refusal) {
    kind = values[Self.kind]
    least = values[Self.least]
  }

  /// Invented by the database itself: no table holds them.
  func listing(_ scope: Scope) -> Listing<Example> {
    var which: Query = "n >= \(least ?? 0)"
    if let kind { which = which + " AND n % 3 = \(kind.rest)" }
    let wanted: Query = which
    let numbers: Query = "WITH RECURSIVE sample (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM sample WHERE n < 10000) "
    return Listing(
      scope, count: numbers + "SELECT count(*) FROM sample WHERE " + wanted,
      orders: [Order("name", "n"), Order("area", "(n * 37) % 2000", "n")]
    ) { slice in
      numbers + """
        SELECT n, 'Entreprise fictive ' || n, CASE n % 3 WHEN 0 THEN 'Artisan' WHEN 1 THEN 'Association' ELSE 'Entreprise' END,
          ((n * 37) % 2000 + 10) * 100, NULL
        FROM sample WHERE \(wanted) ORDER BY \(slice.order) \(slice.window)
        """
    }
  }
}

enum ExampleKind: String, Choice {
  case artisan, association, company

  var label: Text {
    switch self {
    case .artisan: Text(fr: "Artisan", en: "Craft business")
    case .association: Text(fr: "Association", en: "Association")
    case .company: Text(fr: "Entreprise", en: "Company")
    }
  }

  fileprivate var rest: Int {
    switch self {
    case .artisan: 0
    case .association: 1
    case .company: 2
    }
  }
}

extension Text {
  fileprivate static let showChosen = Text(fr: "Montrer le choix", en: "Show what is chosen")
}
