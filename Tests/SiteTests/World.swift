import Assembly
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
  let service: Int
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
  /// Who holds the seat, and what its body said of the lease.
  let mandate: Int
  let opinion: Int
  let action: Int
  let plan: Int
  let partner: Int
  let deliverable: Int
  let award: Int
  let perimeter: Int
  let hosting: Hosting
  let figures: Figures
  let sheets: Sheets
  let collected: Collected
  let known: Known
  let work: Work

  /// A table that was sent, a line of it that looks like somebody, and the job that read it.
  struct Work {
    let run: Int
    let line: Int
    let job: Int
    /// What the person’s file serves, and what they asked.
    let purpose: Int
    let request: Int
  }
  /// What left, or waits to.
  let message: Int

  /// Another name of the organisation, one that looks like it, and one that was merged into a third.
  struct Known {
    let other: Int
    let alias: Int
    let merger: Int
    /// The same of people’s files.
    let otherFile: Int
    let fileMerger: Int
  }

  /// A network’s call, what it asked of this very territory, and what was said of the sheet.
  struct Collected {
    let collection: Int
    let invitation: Int
    let reviewer: Int
    let comment: Int
  }

  /// A sheet being written, one that everybody reads, who did the same elsewhere, a paragraph and a document to be placed.
  struct Sheets {
    let sheet: Int
    let vision: Int
    let slug: String
    let adoption: Int
    let passage: Int
    let arrival: Int
    let edition: Int
    let text: Int
    /// What a reader of the Lab asked.
    let question: Int
  }

  /// What is published, expected and checked.
  struct Figures {
    let figure: Int
    let check: Int
    let forecast: Int
    /// A steering pack that was issued for everybody to read.
    let pack: Int
  }

  /// What goes on in the premises.
  struct Hosting {
    let application: Int
    let charge: Int
    let count: Int
    let member: Int
    let finding: Int
  }

  /// One entry in each chapter, and one item in each of its parts.
  static let configuration: String = """
    {"format": "terreau-programme", "formatVersion": 1, "programme": {"name": "Projet"},
     "nomenclatures": [{"key": "un", "label": "Projet", "use": "tenant-categories",
       "items": [{"key": "un", "label": "Projet"}]}],
     "purposes": [{"key": "un", "label": "Projet", "basis": "public-task", "months": 24, "noticeDays": 30}],
     "objectives": [{"key": "un", "label": "Projet"}],
     "bodies": [{"key": "un", "label": "Projet", "seats": [{"key": "un", "label": "Projet", "votes": true}]}],
     "lab": {"staleMonths": 18},
     "premises": {"admissionBody": "un", "rentTerm": "month", "selfFinanced": false, "endingDays": 90, "vacantDays": 90},
     "rentScales": [{"key": "un", "label": "Projet", "from": "2020-01-01",
       "rates": [{"key": "un", "category": "un", "rate": 10}]}],
     "indicators": [{"key": "un", "label": "Projet", "unit": "number", "rounding": 0, "formula": {"count": "lot"},
       "public": true}],
     "targets": [{"key": "un", "label": "Projet", "indicator": "un", "kind": "minimum", "low": 1,
       "milestones": [{"key": "un", "day": "2026-06-30", "value": 1}]}]}
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
    let service: Int = try await number(
      site, "/annuaire/organisations/\(tenant)/services",
      #"{"name":"Service de \#(territory.name)","description":"Un atelier.","isPublic":true}"#, agent)
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
    let mandate: Int = try await number(
      site, "/dispositifs/\(programme)/instances/un/sieges/un/mandats",
      #"{"organisation":"Locataire de \#(territory.name)","person":"Mila","start":"2026-01-01"}"#, agent)
    let opinion: Opinion = try await Scope(site.database, agent.actor, at: TestSite.now).change { scope in
      try await OpinionStore(scope).insert(
        OpinionForm(.favourable, on: TestSite.today, present: 1), on: "lease", Int64(lease),
        programme: ID(Int64(programme)), body: "un")
    }
    let own: String = "/dispositifs/\(programme)"
    let name: String = "Projet de \(territory.name)"
    let plan: Int = try await number(site, "\(own)/plans", #"{"name":"\#(name)","year":2026}"#, agent)
    let action: Int = try await number(
      site, "\(own)/actions", #"{"title":"\#(name)","state":"next","plan":\#(plan)}"#, agent)
    let partner: Int = try await number(site, "\(own)/partenaires", #"{"organisation":"\#(name)"}"#, agent)
    let deliverable: Int = try await number(
      site, "\(own)/livrables", #"{"name":"\#(name)","isPublic":true}"#, agent)
    let award: Int = try await number(site, "\(own)/distinctions", #"{"name":"\#(name)"}"#, agent)
    let sheets: Sheets = try await Self.sheets(site, own, territory, agent)
    return World(
      territory: territory, site: place, lot: lot, lease: lease, organisation: ID(Int64(tenant)),
      person: ID(Int64(person)), service: service, programme: programme, role: role, network: network, share: share,
      view: view,
      undo: undo, template: template, draft: draft, mandate: mandate, opinion: Int(opinion.id.number), action: action,
      plan: plan, partner: partner, deliverable: deliverable, award: award,
      perimeter: try await number(
        site, "/annuaire/perimetres",
        #"{"name":"\#(name)","key":"un","kind":"other","municipalities":"Fontaine"}"#, agent),
      hosting: try await hosting(site, programme: programme, place: place, territory, agent),
      figures: try await figures(site, own, agent), sheets: sheets,
      collected: try await collected(
        site, programme, sheets.sheet,
        by: grants(ID(Int64(tenant)), ID(Int64(person)), programme), territory, agent),
      known: try await known(site, tenant, territory, agent),
      work: try await work(site, person, plan, place, territory, agent),
      message: try await site.database.read {
        try await $0.value("SELECT max(id) FROM outgoing_message WHERE territory_id = \(territory.id)")
      })
  }

  private static func grants(_ organisation: ID<Organisation>, _ person: ID<Person>, _ programme: Int) -> [Grant] {
    [
      Grant(.partner, on: .person, person.number), Grant(.partner, on: .organisation, organisation.number),
      Grant(.partner, on: .programme, Int64(programme)),
    ]
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

  static func number(_ site: TestSite, _ path: String, _ json: String, _ actor: TestActor) async throws -> Int {
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
      ("entry", "un"), ("item", "un"), ("body", "un"), ("seat", "un"), ("mandate", "\(mandate)"),
      ("opinion", "\(opinion)"), ("undo", "\(undo)"), ("action", "\(action)"), ("plan", "\(plan)"),
      ("partner", "\(partner)"), ("deliverable", "\(deliverable)"), ("award", "\(award)"),
      ("application", "\(hosting.application)"), ("charge", "\(hosting.charge)"), ("count", "\(hosting.count)"),
      ("member", "\(hosting.member)"), ("finding", "\(hosting.finding)"), ("indicator", "un"),
      ("perimeter", "\(perimeter)"), ("fact", "lot"),
      ("figure", "\(figures.figure)"), ("check", "\(figures.check)"), ("forecast", "\(figures.forecast)"),
      ("pack", "\(figures.pack)"), ("sheet", "\(sheets.sheet)"), ("rubric", "context"),
      ("vision", "\(sheets.vision)"), ("slug", sheets.slug), ("adoption", "\(sheets.adoption)"),
      ("passage", "\(sheets.passage)"), ("arrival", "\(sheets.arrival)"), ("edition", "\(sheets.edition)"),
      ("text", "\(sheets.text)"), ("number", "1"), ("question", "\(sheets.question)"), ("section", "lab"),
      ("file", "1"), ("collection", "\(collected.collection)"), ("invitation", "\(collected.invitation)"),
      ("reviewer", "\(collected.reviewer)"), ("comment", "\(collected.comment)"),
      ("one", "\(organisation)"), ("other", "\(known.other)"), ("alias", "\(known.alias)"),
      ("merger", "\(known.merger)"), ("oneFile", "\(person)"), ("otherFile", "\(known.otherFile)"),
      ("fileMerger", "\(known.fileMerger)"), ("import", "\(work.run)"), ("organisations", "\(work.run)"),
      ("people", "\(work.run - 1)"), ("actions", "\(work.run - 2)"),
      ("affiliations", "\(work.run - 3)"), ("services", "\(work.run - 4)"), ("leases", "\(work.run - 5)"),
      ("lots", "\(work.run - 6)"), ("line", "\(work.line)"), ("job", "\(work.job)"),
      ("purpose", "\(work.purpose)"), ("request", "\(work.request)"), ("service", "\(service)"), ("calendar", "1"),
      ("message", "\(message)"), ("notification", "1"), ("silence", "1"),
      ("territory", "\(territory.id)"), ("session", "1"), ("identity", "1"), ("token", "1"), ("colour", "7a3b12"),
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
    case .partner: grants = World.grants(organisation, person, programme)
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
