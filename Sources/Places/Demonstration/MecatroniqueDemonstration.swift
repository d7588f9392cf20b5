import Assembly
import Platform
import SQL

/// The building as it was announced for October 2012, its two committees, and the first companies that came in.
struct MecatroniqueDemonstration {
  let desk: Reconstruction

  init(_ desk: Reconstruction) { self.desk = desk }

  func enter() async throws {
    let site: Site = try await desk.site(
      SiteForm(
        name: "Pôle mécatronique", programme: nil, kind: "pole", municipality: "Argenteuil", opened: .on(2012, 10, 1),
        grossArea: Area(squareMetres: 2_000)))
    var lots: [String: Lot] = [:]
    for form in Self.lots { lots[form.name] = try await desk.lot(form, on: site) }
    for (index, (place, category, activity, start)) in Self.arrivals.enumerated() {
      guard let lot = lots[place] else { throw Refusal.notFound }
      let company: String = InventedNames.mecatronique[index]
      let application: Application = try await desk.application(
        ApplicationForm(
          category: category, activity: activity, area: lot.area, jobs: nil, received: start.adding(days: -60)),
        by: company)
      try await desk.opinion(
        OpinionForm(.favourable, on: start.adding(days: -18), present: nil), on: application, by: "comite-scientifique")
      try await desk.opinion(OpinionForm(.favourable, on: start.adding(days: -12), present: nil), on: application)
      try await desk.lease(
        LeaseForm(tenant: company, category: category, period: Period(start: start, end: nil)), on: lot)
    }
    try await candidates(after: Self.arrivals.count)
  }

  private static let lots: [LotForm] =
    (1...29).map { number in
      LotForm(
        name: "Bureau \(number)", kind: .office, destination: nil,
        area: Area(squareMetres: [18, 24, 30][number % 3]), level: number <= 15 ? "1er étage" : "2e étage")
    }
    + (1...3).map { number in
      LotForm(
        name: "Atelier \(number)", kind: .workshop, destination: nil, area: Area(squareMetres: 100),
        level: "Rez-de-chaussée")
    }
    + [("Salle de conférence (50 places)", 70), ("Salle de réunion 1", 25), ("Salle de réunion 2", 25)].map {
      name, metres in
      LotForm(
        name: name, kind: .meetingRoom, destination: nil, area: Area(squareMetres: metres), level: "Rez-de-chaussée",
        reservedFor: "Usage partagé")
    }

  private static let arrivals: [(lot: String, category: String, activity: String, from: Day)] = [
    ("Bureau 1", "start-up", "Actionneurs compacts pour la robotique.", .on(2012, 10, 22)),
    ("Bureau 2", "incube", "Capteurs d’effort imprimés.", .on(2012, 11, 5)),
    ("Atelier 1", "pme", "Cellules robotisées pour l’industrie.", .on(2012, 11, 19)),
    ("Bureau 3", "start-up", "Contrôle de pièces par la vision.", .on(2012, 12, 10)),
    ("Bureau 4", "incube", "Prototypes d’objets articulés.", .on(2013, 1, 14)),
    ("Bureau 5", "start-up", "Automates sobres pour machines anciennes.", .on(2013, 2, 11)),
  ]

  private func candidates(after taken: Int) async throws {
    let today: Day = desk.scope.today
    try await desk.application(
      ApplicationForm(
        category: "start-up", activity: "Bancs de mesure de vibrations.", area: Area(squareMetres: 24), jobs: 3,
        received: today.adding(days: -15)), by: InventedNames.mecatronique[taken])
    let deferred: Application = try await desk.application(
      ApplicationForm(
        category: "incube", activity: "Simulation de mécanismes en ligne.", area: Area(squareMetres: 18), jobs: 2,
        received: today.adding(days: -50)), by: InventedNames.mecatronique[taken + 1])
    try await desk.opinion(
      OpinionForm(
        .deferred, on: today.adding(days: -10), present: nil,
        reason: "La part de mécanique reste à préciser : le comité scientifique est consulté."), on: deferred)
  }
}
