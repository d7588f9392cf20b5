import Platform

/// The front page: the day of those who work here, and for everybody where one may go from here.
struct Home: Capability {
  var routes: [Endpoint] {
    [
      .page("/", .home, allow: .everyone) { visit in
        guard visit.hasDay else { return (visit.territoryName ?? "Terreau", { page in front(&page, visit) }) }
        let due: [Due] = try await visit.due()
        let undoable: [Undoable] = try await visit.undoable()
        return (
          Text.myDay(visit.language),
          { page in
            day(&page, visit, due)
            page.undoable(undoable)
          }
        )
      }
    ]
  }

  private func day(_ page: inout Page, _ visit: Visit, _ due: [Due]) {
    page.dateline()
    page.day(due)
    // Somebody for whom nothing waits came to look at something.
    if due.isEmpty { page.cards(visit) }
    page.otherTerritories()
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
    page.otherTerritories()
  }
}
