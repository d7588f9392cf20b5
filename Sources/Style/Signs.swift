import Platform
import SQL

extension Style {
  /// What says where something stands.
  var signs: Chapter {
    Chapter(
      path: "/style/reperes", title: Text(fr: "Repères", en: "Signs"),
      samples: [
        Sample(
          Text(fr: "Étapes", en: "Steps"),
          code: """
            page.steps([.choose, .check, .done], at: 1)
            """
        ) { page in
          page.steps([.choose, .check, .done], at: 1)
        },
        Sample(
          Text(fr: "Onglets", en: "Tabs"),
          code: """
            page.tabs([Tab(.done, "/style/reperes", isCurrent: true), Tab(.check, "/style/fiche", isCurrent: false)])
            """
        ) { page in
          page.tabs([Tab(.done, "/style/reperes", isCurrent: true), Tab(.check, "/style/fiche", isCurrent: false)])
        },
        Sample(
          Text(fr: "Pastilles", en: "Marks"),
          code: """
            page.mark(.draft)
            page.mark(.signed, .good)
            page.mark(.toComplete, .warn)
            page.mark(.refused, .bad)
            """
        ) { page in
          page.mark(.draft)
          page.mark(.signed, .good)
          page.mark(.toComplete, .warn)
          page.mark(.refused, .bad)
        },
        Sample(
          Text(fr: "Frise", en: "Moments"),
          code: """
            page.moments([
              Moment(page.today.adding(days: -400), .signed, .atArtis),
              Moment(page.today.adding(days: 60), .done),
            ])
            """
        ) { page in
          page.moments([
            Moment(page.today.adding(days: -400), .signed, .atArtis),
            Moment(page.today.adding(days: 60), .done),
          ])
        },
        Sample(
          Text(fr: "Aide à côté de la chose", en: "Help next to the thing"),
          code: """
            page.aside(.howCounted) { page in page.paragraph(.counted) }
            """
        ) { page in
          page.aside(.howCounted) { page in page.paragraph(.counted) }
        },
        Sample(
          Text(fr: "Ma journée", en: "My day"),
          code: """
            page.day([
              Due(.late, page.today.adding(days: -3), Text(name: "Coop’Vélo (fictif)"), .toComplete, path: "/style"),
              Due(.soon, page.today.adding(days: 12), Text(name: .long), .check, path: "/style"),
            ])
            """
        ) { page in
          page.day([
            Due(.late, page.today.adding(days: -3), Text(name: "Coop’Vélo (fictif)"), .toComplete, path: "/style"),
            Due(.soon, page.today.adding(days: 12), Text(name: .long), .check, path: "/style"),
          ])
        },
      ])
  }
}

extension Text {
  fileprivate static let choose = Text(fr: "Choisir", en: "Choose")
  fileprivate static let check = Text(fr: "Vérifier", en: "Check")
  fileprivate static let done = Text(fr: "C’est fait", en: "Done")
  fileprivate static let draft = Text(fr: "brouillon", en: "draft")
  fileprivate static let signed = Text(fr: "signé", en: "signed")
  fileprivate static let toComplete = Text(fr: "à compléter", en: "to complete")
  fileprivate static let refused = Text(fr: "refusé", en: "refused")
  fileprivate static let atArtis = Text(fr: "À ARTIS Fontaine, atelier 4.", en: "At ARTIS Fontaine, workshop 4.")
  fileprivate static let howCounted = Text(fr: "Comment est-ce compté ?", en: "How is this counted?")
  fileprivate static let counted = Text(
    fr: "L’occupation se compte en surface, à un jour donné ; un lot retiré de la location n’y entre pas.",
    en: "Occupancy is counted on surfaces, on a given day; a lot withdrawn from letting is left out.")
}
