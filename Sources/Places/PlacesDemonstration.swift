import Platform
import SQL

extension Places {
  /// Reconstructed records: surfaces as they were published, tenants invented.
  public func demonstrate(_ scope: Scope, _ territory: Territory) async throws {
    switch territory.slug {
    case "grenoble": try await artis(scope)
    case "toulouse": try await bordelongue(scope)
    default: return
    }
    try await enterTemplates(scope)
  }

  /// 359 m² for chantiers d'insertion, 1 767 for entreprises d'insertion, 416 of offices, 884 for craft businesses. Let
  /// so that the surface occupied and the part of the social economy come near what was published for 2012.
  private func artis(_ scope: Scope) async throws {
    let site = SiteForm(
      name: "ARTIS Fontaine", programme: "grenoble-artis", address: "Ancienne friche réhabilitée",
      municipality: "Fontaine", opened: Day(2008, 12, 1), grossArea: Area(squareMetres: 3_700))
    let workshops: [(String, Int, String?)] = [
      ("chantier-insertion", 180, "chantier-insertion"), ("chantier-insertion", 179, "chantier-insertion"),
      ("entreprise-insertion", 520, "entreprise-insertion"), ("entreprise-insertion", 480, "cooperative"),
      ("entreprise-insertion", 420, "association"), ("entreprise-insertion", 347, "chantier-educatif"),
      ("artisan", 236, "artisan"), ("artisan", 218, nil), ("artisan", 225, "cooperative"), ("artisan", 205, "artisan"),
    ]
    var lots: [DemonstrationLot] = []
    for (index, (destination, area, tenant)) in workshops.enumerated() {
      lots.append(DemonstrationLot("Atelier \(index + 1)", .workshop, destination, area, tenant))
    }
    for number in 1...8 {
      let tenant: String? = number == 8 ? nil : number % 2 == 0 ? "association" : "cooperative"
      lots.append(DemonstrationLot("Bureau \(number)", .office, "association", 52, tenant))
    }
    try await enter(site, lots, since: Day(2009, 1, 1), scope)
  }

  /// 2 000 m², of which 500 are kept for the projects of one programme.
  private func bordelongue(_ scope: Scope) async throws {
    let site = SiteForm(
      name: "Pépinière de Bordelongue", programme: "toulouse-dare", kind: "pepiniere", municipality: "Toulouse",
      opened: Day(2012, 9, 1))
    var lots: [DemonstrationLot] = []
    for number in 1...20 {
      let tenant: String? = number % 5 == 0 ? nil : "entreprise"
      lots.append(DemonstrationLot("Bureau \(number)", .office, "entreprise", 75, tenant))
    }
    for number in 1...4 { lots.append(DemonstrationLot("Plateau \(number)", .office, "porteur-dare", 125, nil)) }
    try await enter(site, lots, since: Day(2012, 10, 1), scope)
  }

  private func enter(_ form: SiteForm, _ lots: [DemonstrationLot], since: Day?, _ scope: Scope) async throws {
    guard let since else { return }
    let programme: Programme = try await ProgrammeStore(scope).find(form.programme ?? "")
    let site: Site = try await SiteStore(scope).insert(form, in: programme.id, .reconstructed)
    try await scope.shareWithNetworks("site", site.id.number, titled: site.name)
    for (index, wanted) in lots.enumerated() {
      let lot: Lot = try await LotStore(scope).insert(wanted.form, on: site, .reconstructed)
      guard let category = wanted.tenant else { continue }
      // Every third lot has had a tenant before this one.
      let start: Day = since.adding(days: index * 23)
      if index % 3 == 0 {
        try await sign(
          lot, "Ancienne \(name(index + 7))", category, Period(start: start, end: start.adding(days: 700)), scope)
      }
      // Somebody leaves soon, so that a day has something in it.
      let end: Day? = index == 4 ? scope.today.adding(days: 40) : nil
      try await sign(
        lot, name(index), category, Period(start: index % 3 == 0 ? start.adding(days: 720) : start, end: end), scope)
    }
  }

  private func sign(
    _ lot: Lot, _ tenant: String, _ category: String, _ period: Period, _ scope: Scope
  ) async throws {
    let form = LeaseForm(tenant: tenant, category: category, period: period)
    try lot.sign(form, others: try await LeaseStore(scope).on(lot.id))
    let organisation: ID<Organisation> = try await OrganisationStore(scope).named(orNew: tenant)
    _ = try await LeaseStore(scope).insert(form, on: lot, tenant: organisation, .reconstructed)
  }

  /// Invented, and it says so.
  private func name(_ index: Int) -> String {
    let names: [String] = [
      "Atelier Belledonne", "Recyclerie du Drac", "Bois et Liens", "Menuiserie des Alpins", "Les Jardins d’Émeline",
      "Coop’Vélo", "Imprimerie du Pont", "Fil et Trame", "Œuvre Commune", "Maçonnerie Vercors", "Cuisine partagée",
      "Électricité Rive Gauche", "Le Son juste", "Papiers et Cie", "Traiteur Mosaïque", "Numérique solidaire",
    ]
    let round: String = index < names.count ? "" : " \(index / names.count + 1)"
    return "\(names[index % names.count])\(round) (fictif)"
  }
}

private struct DemonstrationLot {
  let form: LotForm
  /// Nil: nobody is there.
  let tenant: String?

  init(_ name: String, _ kind: LotKind, _ destination: String, _ metres: Int, _ tenant: String?) {
    form = LotForm(name: name, kind: kind, destination: destination, area: Area(squareMetres: metres))
    self.tenant = tenant
  }
}
