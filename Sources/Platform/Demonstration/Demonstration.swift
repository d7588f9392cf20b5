import SQL

/// Fills an empty database with two territories, so that what is separate can be seen to be, and with somebody for each
/// role there.
public enum Demonstration {
  private static let accents: [String: String] = [
    "toulouse": "#a4243b", "argenteuil": "#2f6b3a", "saint-etienne": "#6b3fa0", "lyon": "#b3261e",
  ]

  private static let territories: [(slug: String, name: String)] = [
    ("grenoble", "Grenoble-Alpes Métropole"), ("toulouse", "Toulouse Métropole"),
    ("argenteuil", "Argenteuil-Bezons l’Agglomération"), ("saint-etienne", "Saint-Étienne Métropole"),
    ("lyon", "Métropole de Lyon"),
    ("angers", "Angers Loire Métropole"),
    ("bordeaux", "Bordeaux Métropole"),
    ("dijon", "Grand Dijon"),
    ("le-mans", "Le Mans Métropole"),
    ("lille", "Métropole européenne de Lille"),
    ("marseille", "Marseille Provence Métropole"),
    ("mulhouse", "Mulhouse Alsace Agglomération"),
    ("nantes", "Nantes Métropole"),
    ("nice", "Nice Côte d’Azur"),
    ("orleans", "Agglomération Orléans Val de Loire"),
    ("plaine-commune", "Plaine Commune"),
    ("poitiers", "Grand Poitiers"),
    ("reims", "Reims Métropole"),
    ("rennes", "Rennes Métropole"),
    ("strasbourg", "Strasbourg, communauté urbaine"),
    ("tours", "Tour(s)plus"),
    // Last: what it gathers is the others’.
    ("reseau", "Réseau des territoires du Lab"),
  ]

  /// Of all the invented people.
  public static let password: String = "terreau-sous-les-paves"

  /// A programme to begin with: where, under which short name, the document it is configured with, and who answers for it
  /// since when.
  public struct Showcase: Sendable {
    let territory: String
    let slug: String
    let document: [UInt8]
    let isPublic: Bool
    let owner: String?
    let from: Day?

    public init(
      on territory: String, _ slug: String, _ document: [UInt8], isPublic: Bool = true, ownedBy owner: String? = nil,
      from: Day? = nil
    ) {
      self.territory = territory
      self.slug = slug
      self.document = document
      self.isPublic = isPublic
      self.owner = owner
      self.from = from
    }
  }

  public static func load(_ app: App, _ doors: [any Capability], _ showcases: [Showcase]) async throws {
    let (database, now): (Database, Instant) = (app.database, app.settings.clock.now())
    guard try await Territory.all(database).isEmpty else { return }
    var territories: [Territory] = []
    for (slug, name) in Self.territories { territories.append(try await enter(slug, name, database)) }
    func scope(_ territory: Territory) -> Scope {
      Scope(database, Actor("Démonstration", territory: territory.id, [Grant(.manager, on: .territory)]), at: now)
    }
    let network: Network = try await scope(territories[0]).change { scope in
      let store = NetworkStore(scope)
      let network: Network = try await store.found("Pépinières et hôtels d’activités (réseau fictif)")
      try await store.invite(territories[1].id, to: network)
      return network
    }
    try await scope(territories[1]).change { scope in
      let store = NetworkStore(scope)
      try await store.join(try await store.find(network.id))
    }
    let hash: String = try await app.hasher.hash(password)
    for territory in territories {
      let configurations = Configurations(app, scope(territory))
      for showcase in showcases where showcase.territory == territory.slug {
        _ = try await configurations.take(
          try configurations.read(showcase.document), into: showcase.slug, isPublic: showcase.isPublic, .reconstructed)
        try await scope(territory).change { scope in try await entrust(showcase, scope) }
      }
    }
    // What a territory enters may be sorted by the words of another’s programme.
    for territory in territories {
      for door in doors {
        try await scope(territory).change { scope in try await door.demonstrate(scope, territory) }
      }
      let (organisation, person): (Int64?, Int64) = try await scope(territory).change { scope in
        let invented: (Int64?, Int64) = try await people(scope, territory)
        try await ServicesDemonstration(scope).enter(territory)
        return invented
      }
      // Where one only looks at figures, one person is enough.
      let isShown: Bool = accents[territory.slug] != nil || territory.slug == "grenoble"
      for invented in InventedAccount.all(organisation, person) where isShown || invented.grant.kind == .manager {
        try await Accounts(app, as: "Démonstration").enter(
          invented.email(territory), invented.name, [invented.grant], on: territory.id, passwordHash: hash,
          agreement: invented.agreement)
      }
    }
    for territory in territories {
      for door in doors {
        try await scope(territory).change { scope in try await door.demonstrateTogether(scope, territory) }
      }
    }
  }

  public static func enter(_ slug: String, _ name: String, _ database: Database) async throws -> Territory {
    _ = try await database.change { session in
      try await session.run("INSERT INTO territory (slug, name) VALUES (\(slug), \(name))")
    }
    guard let territory = try await Territory.of(slug, database) else {
      throw DatabaseError(.programming, "a territory that was just entered is not there")
    }
    return territory
  }

  /// A document names no company and no date: who answers for the programme, and since when, is said beside it.
  private static func entrust(_ showcase: Showcase, _ scope: Scope) async throws {
    let store = ProgrammeStore(scope)
    let programme: Programme = try await store.find(showcase.slug)
    var owner: ID<Organisation>?
    if let name = showcase.owner { owner = try await OrganisationStore(scope).named(orNew: name) }
    guard owner != nil || showcase.from != nil else { return }
    let form = ProgrammeForm(
      name: programme.name, summary: programme.summary, from: showcase.from, isPublic: programme.isPublic)
    _ = try await store.update(programme, form, ProgrammeLinks(owner: owner), version: programme.version)
  }

  /// Files of people who do not exist; returns an organisation and a person for roles to be given on.
  private static func people(_ scope: Scope, _ territory: Territory) async throws -> (Int64?, Int64) {
    try await scope.run(
      """
      UPDATE territory SET accent = \(accents[territory.slug] ?? "#1f5f8b"),
        postal_address = 'Hôtel de la métropole (adresse fictive)', email = \("contact@\(territory.slug).example"),
        publisher = 'La présidence de la métropole (fictif)', host_name = 'Hébergement fictif, rue de l’Exemple',
        data_officer = \("dpo@\(territory.slug).example"), version = version + 1
      WHERE id = \(scope.territory)
      """)
    let territoryNow: Territory = try await TerritoryStore(scope).mine()
    try await scope.audit(.territoryChanged, "territory", territoryNow.id.number, .territory, after: territoryNow)
    if territory.slug == "grenoble" {
      _ = try await ProgrammeStore(scope).insert(
        "grenoble-atelier", ProgrammeForm(name: "Un dispositif en préparation (fictif)", isPublic: false),
        ProgrammeLinks(), .reconstructed)
    }
    let names: [(String, String)] = [
      ("Inès", "Fictive-Martin"), ("Noé", "Fictif-Diallo"), ("Émile", "Fictif-Œillet"), ("Yasmine", "Fictive-Benali"),
      ("Théo", "Fictif-Garnier"), ("Lou", "Fictive-Nguyen"),
    ]
    var first: Int64 = 0
    for (given, family) in names {
      let person: Person = try await PersonStore(scope).insert(
        PersonForm(givenName: given, familyName: family), .reconstructed)
      if first == 0 { first = person.id.number }
    }
    // Nobody invented speaks for an organisation that exists.
    let tenant: Organisation? = try await scope.first(
      """
      SELECT \(Organisation.columns) FROM organisation WHERE organisation.territory_id = \(scope.territory)
        AND organisation.name LIKE '%(ficti%' ORDER BY organisation.sort_key LIMIT 1
      """)
    return (tenant?.id.number, first)
  }
}
