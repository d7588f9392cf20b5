import Assembly
import Platform
import SQL

/// ARTIS Fontaine as it was published in September 2012: 3 426 m² in four destinations, 92 % let, 86 % of what is let to
/// the social economy, 130 jobs of which 45 for people on an integration pathway.
///
/// What the publication does not reconcile stays as it is: the building has 3 700 m², more is let to the social economy
/// than was destined to it, the first tenants came before the opening and before their association.
struct ArtisDemonstration {
  let desk: Reconstruction

  init(_ desk: Reconstruction) { self.desk = desk }

  private static let association: String = "La Baie"
  private static let associationFounded: Day = .on(2008, 4, 15)
  private static let counted: Day = .on(2012, 6, 30)

  func enter() async throws {
    let fontaine: Site = try await desk.site(
      SiteForm(
        name: "ARTIS Fontaine", programme: nil, kind: "hotel-activites", address: "Ancienne friche réhabilitée",
        municipality: "Fontaine", opened: .on(2008, 12, 1), grossArea: Area(squareMetres: 3_700),
        association: Self.association))
    try await desk.scope.shareWithNetworks("site", fontaine.id.number, titled: fontaine.name)
    for (name, municipality) in [("ARTIS Échirolles", "Échirolles"), ("ARTIS Grenoble", "Grenoble")] {
      _ = try await desk.site(
        SiteForm(
          name: name, programme: nil, kind: "hotel-activites", address: "Implantation approuvée en 2011, à situer",
          municipality: municipality, opened: nil))
    }
    var lots: [String: Lot] = [:]
    for form in Self.lots { lots[form.name] = try await desk.lot(form, on: fontaine) }
    for tenant in tenants { try await settle(tenant, in: lots, of: fontaine) }
    for (name, from, through) in Self.neighbours {
      try await desk.member(MemberForm(member: name, period: Period(start: from, end: through)), on: fontaine)
    }
    for (year, label, euros) in Self.charges {
      try await desk.charge(ChargeForm(label: label, year: year, amount: Money(euros: euros)), on: fontaine)
    }
    for (name, status, day, source) in Self.findings {
      try await desk.found(SurvivalForm(organisation: name, status: status, day: day, source: source))
    }
    try await candidates()
  }

  // MARK: Lots

  private static let lots: [LotForm] =
    workshops("Halle réhabilitée", "chantier-insertion", [180, 179], from: 1)
    + workshops("Halle réhabilitée", "entreprise-insertion", [520, 420, 347, 280, 200], from: 3)
    + workshops("Bâtiment neuf, rez-de-chaussée", "artisan", [218, 196, 170, 160, 140], from: 8)
    + [52, 44, 40, 36, 34, 52, 32, 30, 28, 26, 24, 18].enumerated().map { index, metres in
      LotForm(
        name: "Bureau \(index + 1)", kind: .office, destination: "association", area: Area(squareMetres: metres),
        level: "Bâtiment neuf, étage")
    }

  private static func workshops(_ level: String, _ destination: String, _ areas: [Int], from number: Int) -> [LotForm] {
    areas.enumerated().map { index, metres in
      LotForm(
        name: "Atelier \(number + index)", kind: .workshop, destination: destination,
        area: Area(squareMetres: metres), level: level)
    }
  }

  // MARK: Tenants

  private struct Tenant {
    let name: String
    let category: String
    let lot: String
    let from: Day
    let through: Day?
    let jobs: Int?
    let insertion: Int
    let joined: Day?
    let activity: String

    init(
      _ name: String, _ category: String, _ lot: String, from: Day, through: Day? = nil, jobs: Int? = nil,
      insertion: Int = 0, joined: Day? = nil, _ activity: String
    ) {
      self.name = "\(name) (fictif)"
      self.category = category
      self.lot = lot
      self.from = from
      self.through = through
      self.jobs = jobs
      self.insertion = insertion
      self.joined = joined
      self.activity = activity
    }
  }

  /// In the order in which they came; the first ten founded the association.
  private var tenants: [Tenant] {
    let (founded, today): (Day, Day) = (Self.associationFounded, desk.scope.today)
    return [
      Tenant(
        "Déménageurs du Drac", "entreprise-insertion", "Atelier 5", from: .on(2008, 1, 14), jobs: 16, insertion: 11,
        joined: founded, "Déménagement et garde-meuble."),
      Tenant(
        "Recyclerie du Drac", "chantier-insertion", "Atelier 2", from: .on(2008, 2, 1), jobs: 17, insertion: 14,
        joined: founded, "Collecte, réparation et revente d’objets."),
      Tenant(
        "Bois et Liens", "cooperative", "Atelier 3", from: .on(2008, 2, 15), jobs: 12, joined: founded,
        "Charpente et agencement en bois local."),
      Tenant(
        "Coop’Vélo", "cooperative", "Bureau 3", from: .on(2008, 3, 1), jobs: 3, joined: founded,
        "Conseil en déplacements et vélo d’entreprise."),
      Tenant(
        "Numérique solidaire", "association", "Bureau 1", from: .on(2008, 3, 1), jobs: 4, joined: founded,
        "Logiciels libres et accompagnement au numérique."),
      Tenant(
        "Cuisine partagée", "association", "Atelier 12", from: .on(2008, 3, 10), jobs: 4, joined: founded,
        "Cuisine collective et ateliers de quartier."),
      Tenant(
        "Le Son juste", "association", "Bureau 5", from: .on(2008, 3, 17), jobs: 3, joined: founded,
        "Communication des associations."),
      Tenant(
        "Fil et Trame", "cooperative", "Bureau 7", from: .on(2008, 4, 1), jobs: 2, joined: founded,
        "Graphisme et édition."),
      Tenant(
        "Œuvre Commune", "association", "Atelier 4", from: .on(2008, 4, 1), through: .on(2010, 12, 31),
        joined: founded, "Ateliers d’artistes et de décorateurs."),
      Tenant(
        "Terres nourricières", "association", "Bureau 8", from: .on(2008, 4, 7), jobs: 2, joined: founded,
        "Paniers de producteurs."),
      Tenant(
        "Atelier Belledonne", "artisan", "Atelier 9", from: .on(2008, 9, 1), jobs: 5, "Serrurerie et métallerie."),
      Tenant(
        "Maçonnerie Vercors", "artisan", "Atelier 11", from: .on(2008, 12, 1), jobs: 4, "Maçonnerie et enduits."),
      Tenant(
        "Les Jardins d’Émeline", "chantier-educatif", "Atelier 1", from: .on(2009, 1, 5), jobs: 11, insertion: 8,
        joined: .on(2009, 2, 1), "Espaces verts, avec des jeunes en chantier éducatif."),
      Tenant(
        "Carnets d’ici", "association", "Bureau 6", from: .on(2009, 2, 1), through: .on(2012, 6, 30),
        joined: .on(2009, 3, 1), "Presse de quartier."),
      Tenant(
        "Menuiserie des Alpins", "artisan", "Atelier 10", from: .on(2009, 3, 1), jobs: 5, joined: .on(2012, 2, 1),
        "Menuiserie intérieure."),
      Tenant(
        "Éco-logis Isère", "cooperative", "Atelier 6", from: .on(2009, 4, 1), jobs: 8, joined: .on(2009, 5, 1),
        "Isolation et rénovation économes en énergie."),
      Tenant(
        "Ferronnerie du Moucherotte", "artisan", "Atelier 8", from: .on(2009, 5, 1), through: .on(2012, 3, 31),
        "Ferronnerie."),
      Tenant(
        "Imprimerie du Pont", "micro-entreprise", "Bureau 2", from: .on(2009, 6, 1), jobs: 2, "Impression à la demande."
      ),
      Tenant(
        "Textiles solidaires", "chantier-insertion", "Atelier 7", from: .on(2009, 9, 1), jobs: 15, insertion: 12,
        joined: .on(2009, 10, 1), "Tri et couture de textiles."),
      Tenant(
        "Énergies des Balmes", "association", "Bureau 9", from: .on(2009, 10, 1), jobs: 2,
        "Énergies vertes citoyennes."),
      Tenant(
        "Traiteur Mosaïque", "micro-entreprise", "Bureau 4", from: .on(2010, 3, 1), jobs: 1, "Traiteur."),
      Tenant(
        "Mobilités douces", "cooperative", "Bureau 10", from: .on(2010, 9, 1), jobs: 2, joined: .on(2010, 10, 1),
        "Plans de déplacements."),
      Tenant(
        "Consommer autrement", "association", "Bureau 11", from: .on(2011, 1, 3), jobs: 2, joined: .on(2011, 2, 1),
        "Consommation responsable."),
      Tenant(
        "Ressourcerie des Balmes", "association", "Atelier 4", from: .on(2011, 2, 1), jobs: 9, joined: .on(2011, 3, 1),
        "Recyclage de meubles et de matériaux."),
      Tenant(
        "Conseil en poche", "association", "Bureau 12", from: .on(2011, 9, 1), through: today.adding(days: 40), jobs: 1,
        "Appui aux porteurs de projets."),
      Tenant(
        "Radio des Balmes", "association", "Bureau 6", from: .on(2013, 1, 7), through: today.adding(days: -45),
        "Studio associatif."),
      Tenant(
        "Verre et Lumière", "artisan", "Atelier 8", from: .on(2013, 2, 1), through: today.adding(days: -150),
        "Vitrerie d’art."),
    ]
  }

  private func settle(_ tenant: Tenant, in lots: [String: Lot], of site: Site) async throws {
    guard let lot = lots[tenant.lot] else { throw Refusal.notFound }
    let isBeforeAssociation: Bool = tenant.from.adding(days: -30) < Self.associationFounded
    try await desk.admit(
      tenant.name, tenant.category, tenant.activity, lot.area, jobs: tenant.jobs, from: tenant.from,
      present: isBeforeAssociation ? 3 : 4,
      reason: isBeforeAssociation ? "L’association des locataires n’existe pas encore : trois sièges sur quatre." : nil)
    let lease: Lease = try await desk.lease(
      LeaseForm(
        tenant: tenant.name, category: tenant.category, period: Period(start: tenant.from, end: tenant.through)),
      on: lot)
    if tenant.lot == "Atelier 10" {
      try await desk.category(
        CategoryForm(category: "cooperative", from: .on(2012, 1, 16), reason: "Transformée en société coopérative"),
        on: lease)
    }
    if let jobs = tenant.jobs {
      if tenant.insertion > 0 {
        try await desk.jobs(
          JobCountForm(
            tenant: tenant.name, day: .on(2010, 12, 31), total: jobs - 2, insertion: tenant.insertion - 2), on: site)
      }
      try await desk.jobs(
        JobCountForm(tenant: tenant.name, day: Self.counted, total: jobs, insertion: tenant.insertion), on: site)
    }
    if let joined = tenant.joined {
      try await desk.member(
        MemberForm(member: tenant.name, period: Period(start: joined, end: tenant.through)), on: site)
    }
  }

  /// What became of those who left.
  private static let findings: [(String, SurvivalStatus, Day, String)] = [
    ("Œuvre Commune (fictif)", .active, .on(2011, 1, 1), "Bilan de sortie"),
    ("Ferronnerie du Moucherotte (fictif)", .struckOff, .on(2012, 4, 30), "Registre des métiers"),
    ("Carnets d’ici (fictif)", .active, .on(2012, 7, 1), "Bilan de sortie"),
  ]

  /// Members of the association who rent nothing there.
  private static let neighbours: [(String, Day, Day?)] = [
    ("Épicerie des Voisins (fictif)", .on(2008, 9, 1), nil),
    ("Garage associatif du Drac (fictif)", .on(2009, 1, 15), .on(2011, 6, 30)),
    ("Maison des initiatives (fictif)", .on(2009, 6, 1), nil),
    ("Relais des familles (fictif)", .on(2010, 4, 1), nil),
    ("Scène de poche (fictif)", .on(2011, 10, 1), nil),
  ]

  /// What the rents of the tenants in place cover, and a little less than the scale would bring if all were let.
  private static let charges: [(Int, String, Int)] = [
    (2010, "Annuité de l’emprunt", 98_000), (2010, "Entretien et fluides des parties communes", 39_900),
    (2010, "Taxe foncière et assurances", 23_500), (2010, "Gestion locative", 16_900),
    (2011, "Annuité de l’emprunt", 98_000), (2011, "Entretien et fluides des parties communes", 41_100),
    (2011, "Taxe foncière et assurances", 24_100), (2011, "Gestion locative", 17_200),
    (2012, "Annuité de l’emprunt", 98_000), (2012, "Entretien et fluides des parties communes", 42_300),
    (2012, "Taxe foncière et assurances", 24_800), (2012, "Gestion locative", 17_500),
  ]

  // MARK: Candidates

  /// Files that are open on the day the demonstration starts, one in each state.
  private func candidates() async throws {
    let today: Day = desk.scope.today
    try await apply(
      "Savonnerie des Lônes", "artisan", "Savons et lessives, vente aux professionnels.", 120, 3, days: 20)
    let deferred: Application = try await apply(
      "Torréfaction des Cimes", "artisan", "Torréfaction de café équitable.", 200, 4, days: 55)
    try await desk.opinion(
      OpinionForm(
        .deferred, on: today.adding(days: -12), present: 3,
        reason: "Le comité attend l’étude de l’extraction des fumées et le plan de financement."), on: deferred)
    let unfavourable: Application = try await apply(
      "Entrepôts Grand Ouest", "artisan", "Stockage de pièces détachées, sans atelier.", 400, 1, days: 80)
    try await desk.opinion(
      OpinionForm(
        .unfavourable, on: today.adding(days: -40), present: 4,
        reason: "Du stockage sans emploi sur place : l’activité ne répond pas aux objectifs du site."), on: unfavourable
    )
    let favourable: Application = try await apply(
      "Papiers et Cie", "association", "Papeterie de réemploi et ateliers de reliure.", 45, 2, days: 60)
    try await desk.opinion(
      OpinionForm(.favourable, on: today.adding(days: -12), present: 4), on: favourable)
  }

  @discardableResult
  private func apply(
    _ name: String, _ category: String, _ activity: String, _ metres: Int, _ jobs: Int, days: Int
  ) async throws -> Application {
    try await desk.application(
      ApplicationForm(
        category: category, activity: activity, area: Area(squareMetres: metres), jobs: jobs,
        received: desk.scope.today.adding(days: -days)), by: "\(name) (fictif)")
  }
}
