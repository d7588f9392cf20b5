import Platform
import SQL

/// A record made up for these pages.
struct Example: Fetched {
  let number: Int
  let name: String
  let kind: String
  let area: Area
  let day: Day?

  init(_ row: inout Row) throws(DatabaseError) {
    number = try row.next()
    name = try row.next()
    kind = try row.next()
    area = Area(squareDecimetres: try row.next())
    day = try row.next()
  }

  init(_ number: Int, _ name: String, _ kind: String, _ area: Area, _ day: Day?) {
    self.number = number
    self.name = name
    self.kind = kind
    self.area = area
    self.day = day
  }

  static let some: [Example] = [
    Example(1, "Menuiserie des Alpins (fictif)", "Artisan", Area(squareMetres: 236), .example),
    Example(2, "مؤسسة النخيل", "Association", Area(squareDecimetres: 5_250), nil),
    Example(3, .long, "Économie sociale et solidaire", Area(squareMetres: 1_767), .example),
  ]
}

extension String {
  /// Three hundred characters, as somebody will one day type them.
  static let long =
    "Société coopérative d’intérêt collectif pour la récupération, le réemploi, la réparation, la revente et la valorisation des matériaux de construction, des équipements de bureau, des cycles et des textiles du bassin d’emploi de l’agglomération grenobloise et des communautés de communes voisines (fictif, 300)"
}

extension View<Example> {
  static let example = View(
    "Example",
    [
      Column("id", Text(fr: "Numéro", en: "Number"), .int, forMachines: true) { .int($0.number) },
      Column("name", Text(fr: "Nom", en: "Name"), link: { _ in "/style/fiche" }) { .text($0.name) },
      Column("kind", Text(fr: "Catégorie", en: "Category")) { .text($0.kind) },
      Column("area", Text(fr: "Surface", en: "Area"), .area) { .area($0.area) },
      Column("day", Text(fr: "Depuis le", en: "Since"), .day) { .day($0.day) },
    ])
}

extension Style {
  /// What a record's page is made of.
  var record: Chapter {
    Chapter(
      path: "/style/fiche", title: Text(fr: "Fiche et tableau", en: "Record and table"),
      samples: [
        Sample(
          Text(fr: "Valeurs d’une fiche", en: "A record’s values"),
          code: """
            page.facts(View.example, Example.some[0])
            """
        ) { page in
          page.facts(View.example, Example.some[0])
        },
        Sample(
          Text(fr: "Tableau", en: "Table"),
          code: """
            page.table(
              View.example, Example.some, caption: .someRecords, empty: .nothing,
              mark: { $0.number == 1 ? .newMark : nil })
            """
        ) { page in
          page.table(
            View.example, Example.some, caption: .someRecords, empty: .nothing,
            mark: { $0.number == 1 ? .newMark : nil })
        },
        Sample(
          Text(fr: "Tableau vide", en: "Empty table"),
          code: """
            page.table(View.example, [], caption: .someRecords, empty: .nothing)
            """
        ) { page in
          page.table(View.example, [], caption: .someRecords, empty: .nothing)
        },
        Sample(
          Text(fr: "Ce qu’on peut faire", en: "What can be done"),
          code: """
            page.actions([
              ActionLink(.enter, to: "/style/formulaire", allow: .signedIn, inDialog: true),
              ActionLink(.enterMany, to: "/style/grille", allow: .signedIn),
            ])
            """
        ) { page in
          page.actions([
            ActionLink(.enter, to: "/style/formulaire", allow: .signedIn, inDialog: true),
            ActionLink(.enterMany, to: "/style/grille", allow: .signedIn),
          ])
        },
      ])
  }
}

extension Text {
  static let someRecords = Text(fr: "Quelques fiches", en: "Some records")
  static let nothing = Text(fr: "Aucune fiche pour l’instant.", en: "No record yet.")
  static let newMark = Text(fr: "nouveau", en: "new")
  static let enter = Text(fr: "Saisir une fiche", en: "Enter a record")
  static let enterMany = Text(fr: "En saisir plusieurs", en: "Enter several")
}
