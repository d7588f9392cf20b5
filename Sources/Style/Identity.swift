import Platform

extension Style {
  /// Colours, type, sign.
  var identity: Chapter {
    Chapter(
      path: "/style/identite", title: Text(fr: "Identité", en: "Identity"),
      samples: [
        Sample(
          Text(fr: "Signe et couleurs", en: "Sign and colours"),
          code: """
            page.swatches([.paper, .ink, .soft, .line, .accent, .tint, .good, .warn, .bad])
            """
        ) { page in
          page.swatches([.paper, .ink, .soft, .line, .accent, .tint, .good, .warn, .bad])
        },
        Sample(
          Text(fr: "Titres et texte", en: "Headings and text"),
          code: """
            page.section(.lorem) { page in
              page.paragraph(.paragraph)
              page.subsection(.part) { page in page.points([.first, .second]) }
            }
            """
        ) { page in
          page.section(.lorem) { page in
            page.paragraph(.paragraph)
            page.subsection(.part) { page in page.points([.first, .second]) }
          }
        },
      ])
  }
}

extension Text {
  fileprivate static let lorem = Text(
    fr: "Un hôtel d’activités au bord du Drac", en: "A business centre by the Drac")
  fileprivate static let paragraph = Text(
    fr:
      "Les artisans y côtoient les chantiers d’insertion. On y signe pour trois ans ; le loyer suit la catégorie du locataire, non celle du local : c’est écrit au bail, le jour de la signature.",
    en:
      "Craft businesses are next door to work-integration firms. One signs for three years; the rent follows the tenant’s category, not the premises’: it is in the lease, on the day it is signed."
  )
  fileprivate static let part = Text(fr: "Ce qui s’y fait", en: "What is done there")
  fileprivate static let first = Text(fr: "menuiserie et ferronnerie ;", en: "joinery and ironwork;")
  fileprivate static let second = Text(fr: "réparation de vélos, recyclerie.", en: "bicycle repair, reuse.")
}
