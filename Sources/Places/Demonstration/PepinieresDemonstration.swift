import Platform
import SQL

/// The network of Toulouse as it was published: six pépinières and four hôtels d’entreprises, near 20 000 m² in all, and
/// what has become of those it hosted. Only Bordelongue’s name and surfaces were published; the other sites are invented.
struct PepinieresDemonstration {
  let desk: Reconstruction

  init(_ desk: Reconstruction) { self.desk = desk }

  private static let pepinieres: [(name: String, municipality: String, opened: Day, lots: Int)] = [
    ("Pépinière des Ormes (fictive)", "Toulouse", .on(1986, 9, 1), 14),
    ("Pépinière du Pastel (fictive)", "Blagnac", .on(1992, 3, 2), 11),
    ("Pépinière des Violettes (fictive)", "Colomiers", .on(1998, 6, 1), 8),
    ("Pépinière de l’Écluse (fictive)", "Toulouse", .on(2003, 1, 6), 8),
    ("Pépinière du Levant (fictive)", "Balma", .on(2006, 4, 3), 6),
  ]

  private static let hotels: [(name: String, municipality: String, opened: Day)] = [
    ("Hôtel d’entreprises de la Brique (fictif)", "Toulouse", .on(1996, 5, 6)),
    ("Hôtel d’entreprises du Canal (fictif)", "Toulouse", .on(2001, 9, 3)),
    ("Hôtel d’entreprises des Coteaux (fictif)", "Colomiers", .on(2005, 2, 1)),
    ("Hôtel d’entreprises d’Autan (fictif)", "Blagnac", .on(2008, 1, 7)),
  ]

  func enter() async throws {
    let history = PepinieresHistory(of: Self.pepinieres.map { ($0.opened, $0.lots) })
    var present: [(tenant: String, site: Site)] = try await enterPepinieres(history)
    present += try await enterBordelongue(from: history.companies)
    present += try await enterHotels(history)
    for finding in history.findings {
      try await desk.found(
        SurvivalForm(
          organisation: InventedNames.pepinieres[finding.company], status: finding.status, day: finding.day,
          source: finding.source))
    }
    let jobs: [Int] = [3, 8, 5, 9, 4, 7, 6, 10, 5, 6]
    for (index, (tenant, site)) in present.enumerated() {
      try await desk.jobs(
        JobCountForm(tenant: tenant, day: PepinieresHistory.last, total: jobs[index % jobs.count], insertion: 0),
        on: site)
    }
  }

  /// Returns who is in place at the end of what is known, and where; so do the two below.
  private func enterPepinieres(_ history: PepinieresHistory) async throws -> [(tenant: String, site: Site)] {
    var sites: [Site] = []
    for (name, municipality, opened, _) in Self.pepinieres {
      sites.append(
        try await desk.site(
          SiteForm(name: name, programme: nil, kind: "pepiniere", municipality: municipality, opened: opened)))
    }
    var lots: [Lot] = []
    var lotsOfSite: [Int: Int] = [:]
    for place in history.places {
      lotsOfSite[place.site, default: 0] += 1
      lots.append(
        try await desk.lot(
          LotForm(
            name: "Module \(lotsOfSite[place.site, default: 0])", kind: .office, destination: "entreprise",
            area: Area(squareMetres: place.metres)), on: sites[place.site]))
    }
    var present: [(tenant: String, site: Site)] = []
    for hosting in history.hostings {
      let isOver: Bool = hosting.isOver(on: PepinieresHistory.last)
      let tenant: String = InventedNames.pepinieres[hosting.company]
      try await desk.lease(
        LeaseForm(
          tenant: tenant, category: "entreprise",
          period: Period(start: hosting.from, end: isOver ? hosting.through : nil)), on: lots[hosting.place])
      if !isOver, hosting.from <= PepinieresHistory.last {
        present.append((tenant, sites[history.places[hosting.place].site]))
      }
    }
    return present
  }

  /// 500 m² of 2 000 are kept for the projects of DARE, which began when the pépinière opened.
  private func enterBordelongue(from company: Int) async throws -> [(tenant: String, site: Site)] {
    let site: Site = try await desk.site(
      SiteForm(
        name: "Pépinière de Bordelongue", programme: nil, kind: "pepiniere", municipality: "Toulouse",
        opened: .on(2012, 9, 1), grossArea: Area(squareMetres: 2_000)))
    try await desk.scope.shareWithNetworks("site", site.id.number, titled: site.name)
    var offices: [Lot] = []
    for number in 1...20 {
      offices.append(
        try await desk.lot(
          LotForm(
            name: "Bureau \(number)", kind: .office, destination: "entreprise", area: Area(squareMetres: 75),
            level: number <= 10 ? "Rez-de-chaussée" : "Étage"), on: site))
    }
    var kept: [Lot] = []
    for number in 1...4 {
      kept.append(
        try await desk.lot(
          LotForm(
            name: "Plateau \(number)", kind: .office, destination: "porteur-dare", area: Area(squareMetres: 125),
            level: "Rez-de-chaussée", reservedFor: "Porteurs de projets DARE"), on: site))
    }
    let arrivals: [(Lot, String, Day)] = [
      (offices[0], "entreprise", .on(2012, 9, 17)), (offices[1], "entreprise", .on(2012, 10, 1)),
      (kept[0], "porteur-dare", .on(2012, 10, 15)), (offices[2], "entreprise", .on(2012, 11, 5)),
      (kept[1], "porteur-dare", .on(2012, 12, 3)),
    ]
    var present: [(tenant: String, site: Site)] = []
    for (index, (lot, category, day)) in arrivals.enumerated() {
      let tenant: String = InventedNames.pepinieres[company + index]
      try await desk.lease(
        LeaseForm(tenant: tenant, category: category, period: Period(start: day, end: nil)), on: lot)
      present.append((tenant, site))
    }
    // It fills in the months that follow; today somebody has left and somebody is about to.
    let today: Day = desk.scope.today
    let leaving: [Int: Day] = [18: today.adding(days: -100), 19: today.adding(days: 60)]
    for (turn, index) in offices.indices.dropFirst(3).enumerated() {
      try await desk.lease(
        LeaseForm(
          tenant: InventedNames.pepinieres[company + arrivals.count + turn], category: "entreprise",
          period: Period(start: Day.on(2013, 1, 14).adding(months: turn), end: leaving[index])), on: offices[index])
    }
    return present
  }

  /// The oldest hôtel and a place in the next are held by companies that grew up in a pépinière.
  private func enterHotels(_ history: PepinieresHistory) async throws -> [(tenant: String, site: Site)] {
    var present: [(tenant: String, site: Site)] = []
    for (name, municipality, opened) in Self.hotels {
      let site: Site = try await desk.site(
        SiteForm(name: name, programme: nil, kind: "hotel", municipality: municipality, opened: opened))
      for number in 1...5 {
        let lot: Lot = try await desk.lot(
          LotForm(
            name: "Plateau \(number)", kind: .workshop, destination: "entreprise-mature",
            area: Area(squareMetres: 450)), on: site)
        let index: Int = present.count
        let tenant: String
        let start: Day
        if index < history.grown.count {
          tenant = InventedNames.pepinieres[history.grown[index].company]
          start = history.grown[index].left.adding(days: 1)
        } else {
          tenant = "\(Self.hotelTenants[index - history.grown.count]) (fictif)"
          start = opened.adding(days: index * 137 % 900)
        }
        try await desk.lease(
          LeaseForm(tenant: tenant, category: "entreprise-mature", period: Period(start: start, end: nil)), on: lot)
        present.append((tenant, site))
      }
    }
    return present
  }

  private static let hotelTenants: [String] = [
    "Abaque Logistique", "Composites Lauragais", "Métrologie du Midi", "Bancs d’essai Tarride", "Découpe Fine Sud",
    "Emballages Verdier", "Froid et Climat", "Moulage des Deux Mers", "Outillage Castel", "Peintures du Bazacle",
    "Signalétique Nord", "Tôlerie Garrigue", "Usinage Saint-Aubin", "Verre et Résines",
  ]
}
