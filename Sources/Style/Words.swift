import Platform
import SQL

extension Style {
  /// How values are written for a reader.
  var words: Chapter {
    Chapter(
      path: "/style/textes", title: Text(fr: "Textes et valeurs", en: "Texts and values"),
      samples: [
        Sample(
          Text(fr: "Nombres, sommes, jours", en: "Numbers, amounts, days"),
          code: """
            page.points([
              Text { $0.number(1_250) }, Text { $0.money(Money(euros: 20_000)) }, Text { $0.percent(93) },
              Text { $0.area(Area(squareMetres: 3_426)) }, Text { $0.long(.example) }, Text { $0.short(.example) },
            ])
            """
        ) { page in
          page.points([
            Text { $0.number(1_250) }, Text { $0.money(Money(euros: 20_000)) }, Text { $0.percent(93) },
            Text { $0.area(Area(squareMetres: 3_426)) }, Text { $0.long(.example) }, Text { $0.short(.example) },
          ])
        },
        Sample(
          Text(fr: "Texte mis en forme", en: "Formatted text"),
          code: """
            page.prose(.markdown)
            """
        ) { page in
          page.prose(.markdown)
        },
        Sample(
          Text(fr: "Du jour au jour", en: "From day to day"),
          code: """
            page.points([
              Text { $0.range(.example, .example.adding(days: 11)) },
              Text { $0.range(.example, .example.adding(days: 32)) },
            ])
            """
        ) { page in
          page.points([
            Text { $0.range(.example, .example.adding(days: 11)) },
            Text { $0.range(.example, .example.adding(days: 32)) },
          ])
        },
        Sample(
          Text(fr: "Accords", en: "Agreement"),
          code: """
            page.points([Noun.example.counted(0), Noun.example.counted(1), Noun.example.counted(40)])
            """
        ) { page in
          page.points([Noun.example.counted(0), Noun.example.counted(1), Noun.example.counted(40)])
        },
      ])
  }
}

extension String {
  /// As somebody types it, straight quotes and all.
  fileprivate static let markdown = """
    ## Pourquoi "le 1er juin" ?

    Parce que c'est le jour où la régie livre *400 m²*... et **20000 €** de travaux ; voir [la fiche](/style/fiche).

    > Une citation, sur une ligne.

    1. menuiserie
    2. vélos, `atelier-4`

    | Lot | m² |
    |:----|---:|
    | Atelier 4 | 480 |
    """
}

extension Day {
  static let example = Day(ordinal: 19_144)  // 1 June 2022
}

extension Noun {
  static let example = Noun(fr: ("dossier", "dossiers", .m), en: ("file", "files"))
}
