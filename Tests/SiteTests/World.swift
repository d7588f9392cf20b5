import HTTP
import Platform
import SQL
import TestSite
import Testing

/// A record of every kind on one territory, and those to whom some of them belong.
struct World {
  let territory: Territory
  let site: Int
  let lot: Int
  let lease: Int
  let organisation: ID<Organisation>
  let person: ID<Person>
  let programme: Int
  let role: Int
  let network: Int
  let share: Int
  /// A saved view and a bulk action that can be undone, both the agent's.
  let view: Int
  let undo: Int
  let template: Int
  /// A configuration that waits.
  let draft: Int
  let action: Int
  let plan: Int
  let partner: Int
  let deliverable: Int
  let award: Int

  /// One entry in each chapter, and one item in each of its parts.
  static let configuration: String = """
    {"format": "terreau-programme", "formatVersion": 1, "programme": {"name": "Projet"},
     "nomenclatures": [{"key": "un", "label": "Projet", "use": "other", "items": [{"key": "un", "label": "Projet"}]}],
     "objectives": [{"key": "un", "label": "Projet"}]}
    """

  static func build(_ site: TestSite, on territory: Territory) async throws -> World {
    let agent: TestActor = site.actor(.agent, in: territory)
    let administrator: TestActor = site.actor(.administrator, in: territory)
    let place: Int = try await site.enterSite("Site de \(territory.name)", as: agent)
    let lot: Int = try await site.enterLot(on: place, as: agent)
    let lease: Int = try await site.enterLease(on: lot, to: "Locataire de \(territory.name)", as: agent)
    let tenant: Int = try #require(try await site.get("/api/v1/baux/\(lease)", as: agent).json()["tenantId"]?.int)
    let person: Int = try await number(
      site, "/annuaire/personnes",
      #"{"givenName":"Mila","familyName":"De \#(territory.slug)","email":"mila@\#(territory.slug).example"}"#, agent)
    let programme: Int = try await number(
      site, "/dispositifs", #"{"slug":"projet-\#(territory.slug)","name":"Projet de \#(territory.name)"}"#, agent)
    let role: Int = try await number(
      site, "/habilitations",
      #"{"email":"qui@\#(territory.slug).example","name":"Qui","kind":"elected","from":"2026-01-01"}"#, administrator)
    let network: Int = try await number(site, "/reseaux", #"{"name":"Réseau de \#(territory.name)"}"#, administrator)
    _ = try await site.post("/sites/\(place)/partage/\(network)", [:], as: agent)
    let share: Int = try await site.database.read {
      try await $0.value("SELECT max(id) FROM share WHERE territory_id = \(territory.id)")
    }
    let view: Int = try await number(
      site, "/vues", #"{"name":"Vue de \#(territory.slug)","path":"/sites","query":"q=x"}"#, agent)
    let many = try await site.api(
      "/lots/destinations", #"{"destination":"company","selection":"n=\#(lot)"}"#, as: agent)
    let undo: Int = try #require(try many.json()["undo"]?.int, "\(many.status) \(many.text)")
    let letter = LetterDraft([.paragraph("À {{locataire}}")], footer: "{{territoire}}")
    let sent = try await site.post(
      "/modeles", ["name": "Modèle de \(territory.name)", "kind": "lease"],
      file: ("file", "lettre.odt", try letter.bytes(.odt)), as: administrator)
    try #require(sent.status == 303, "\(sent.text)")
    let template: Int = try await site.database.read {
      try await $0.value("SELECT max(id) FROM letter_template WHERE territory_id = \(territory.id)")
    }
    let draft: Int = try await configure(site, programme, agent)
    let own: String = "/dispositifs/\(programme)"
    let name: String = "Projet de \(territory.name)"
    let plan: Int = try await number(site, "\(own)/plans", #"{"name":"\#(name)","year":2026}"#, agent)
    let action: Int = try await number(
      site, "\(own)/actions", #"{"title":"\#(name)","state":"next","plan":\#(plan)}"#, agent)
    let partner: Int = try await number(site, "\(own)/partenaires", #"{"organisation":"\#(name)"}"#, agent)
    let deliverable: Int = try await number(
      site, "\(own)/livrables", #"{"name":"\#(name)","isPublic":true}"#, agent)
    let award: Int = try await number(site, "\(own)/distinctions", #"{"name":"\#(name)"}"#, agent)
    return World(
      territory: territory, site: place, lot: lot, lease: lease, organisation: ID(Int64(tenant)),
      person: ID(Int64(person)), programme: programme, role: role, network: network, share: share, view: view,
      undo: undo, template: template, draft: draft, action: action, plan: plan, partner: partner,
      deliverable: deliverable, award: award)
  }

  /// Takes the configuration over; then another one waits.
  private static func configure(_ site: TestSite, _ programme: Int, _ agent: TestActor) async throws -> Int {
    let drafts: String = "/dispositifs/\(programme)/configuration/brouillons"
    var json = JSONWriter()
    json.object { $0.member("document", configuration) }
    let document = String(decoding: json.bytes, as: UTF8.self)
    let first: Int = try await number(site, drafts, document, agent)
    let applied = try await site.post("\(drafts)/\(first)/application", [:], as: agent)
    try #require(applied.status == 303, "\(applied.text)")
    return try await number(site, drafts, document, agent)
  }

  private static func number(_ site: TestSite, _ path: String, _ json: String, _ actor: TestActor) async throws -> Int {
    let answer = try await site.api(path, json, as: actor)
    return try #require(try answer.json()["id"]?.int, "\(path): \(answer.status) \(answer.text)")
  }

  /// The address of a route, with this world's records in it.
  func path(_ endpoint: Endpoint) -> String {
    var path: String = endpoint.pattern.description
    for (name, value) in [
      ("site", "\(site)"), ("lot", "\(lot)"), ("lease", "\(lease)"), ("organisation", "\(organisation)"),
      ("person", "\(person)"), ("programme", "\(programme)"), ("role", "\(role)"), ("network", "\(network)"),
      ("share", "\(share)"), ("view", "\(view)"), ("template", "\(template)"), ("card", "1"), ("draft", "\(draft)"),
      ("action", "\(action)"), ("plan", "\(plan)"), ("partner", "\(partner)"), ("deliverable", "\(deliverable)"),
      ("award", "\(award)"), ("entry", "un"), ("item", "un"), ("undo", "\(undo)"),
      ("territory", "\(territory.id)"), ("session", "1"), ("token", "1"), ("colour", "7a3b12"),
    ] {
      path = path.replacing("{\(name)}", with: value)
    }
    return path
  }

  /// Somebody of each kind, with a role on this world's own records.
  func actor(_ kind: ActorKind, _ site: TestSite, in other: Territory? = nil) -> TestActor {
    let territory: Territory = other ?? territory
    let grants: [Grant]
    switch kind {
    case .public: grants = []
    case .operator: grants = [Grant(.operator, on: .installation)]
    case .company: grants = [Grant(.company, on: .organisation, organisation.number)]
    case .resident: grants = [Grant(.resident, on: .person, person.number)]
    case .partner:
      grants = [
        Grant(.partner, on: .person, person.number), Grant(.partner, on: .organisation, organisation.number),
        Grant(.partner, on: .programme, Int64(programme)),
      ]
    default: grants = [Grant(kind, on: .territory)]
    }
    return site.actor(grants, in: territory, name: "Test \(kind.rawValue)")
  }

  /// Somebody of the same kind, with a role on somebody else's records.
  func stranger(_ kind: ActorKind, _ site: TestSite) -> TestActor {
    let grants: [Grant] = actor(kind, site).actor.grants.map { grant in
      Grant(grant.kind, on: grant.target, grant.number.map { $0 + 900_000 })
    }
    return site.actor(grants, in: territory, name: "Autre \(kind.rawValue)")
  }
}
