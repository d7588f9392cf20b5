import Platform

/// The front page: where one may go from here.
struct Home: Capability {
  var routes: [Endpoint] {
    [
      .page("/", Text(fr: "Accueil", en: "Home", de: "Startseite"), allow: .everyone) { visit in
        (visit.territoryName ?? "Terreau", { page in front(&page, visit) })
      }
    ]
  }

  private func front(_ page: inout Page, _ visit: Visit) {
    guard visit.territoryName != nil else {
      page.paragraph(
        Text(
          fr: "Aucun territoire n’est encore ouvert dans cette installation.",
          en: "No territory has been opened in this installation yet.",
          de: "In dieser Installation ist noch kein Gebiet eröffnet."))
      return
    }
    page.paragraph(
      Text(
        fr: "La politique de l’économie et de l’emploi du territoire, de la concertation aux résultats.",
        en: "The territory’s policy for the economy and employment, from consultation to results.",
        de: "Die Wirtschafts- und Beschäftigungspolitik des Gebiets, von der Beteiligung bis zu den Ergebnissen."))
    page.cards(visit)
  }
}
