import Glibc
import HTTP
import Platform
import SQL
import TestSite
import Testing

/// Every route as every actor, and every identifier with somebody else's record.
@Suite struct RightsTests {
  /// Routes that answer « not found » to those who may call them too: nothing is under way, or nothing was sent.
  private static let needMore: Set<String> = [
    "/connexion/code", "/mot-de-passe", "/nouvelle-adresse", "/acces", "/connexion/fournisseur",
    "/connexion/fournisseur/retour", "/compte/identites/{identity}/retrait", "/territoires/{territory}/logo",
    "/annuaire/personnes/{person}/referents/{role}/retirer", "/annuaire/personnes/{person}/referents/{role}/fin",
    "/dispositifs/{programme}/origine",
    // Whoever holds the link of a mail may press its button, from wherever it was read.
    "/lab/desabonnement",
    // A secret of its own opens it.
    "/calendriers/agenda.ics",
    // Only the gateway was given an address that is signed.
    "/envois/recu", "/notifications/arret", "/notifications/silence",
    // Each has their own, which have tests of their own.
    "/compte/notifications/{notification}/lecture", "/compte/silences/{silence}/fin",
  ]

  @Test(arguments: TestDatabase.dialects)
  func `every route lets in whom it declares and is not found by the others`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let world = try await World.build(site, on: site.here)
      // A draft is nobody's but of those who work on it: published, it is the route alone that decides.
      _ = try await site.api(
        "/dispositifs/\(world.programme)", #"{"name":"X","isPublic":true,"version":1}"#, as: site.agent)
      var tried: Int = 0
      for endpoint in site.app.endpoints where !Self.needMore.contains(endpoint.pattern.description) {
        for kind in ActorKind.allCases {
          let actor: TestActor = world.actor(kind, site)
          let path: String = world.path(endpoint)
          // A form without its token is refused after the right to send it, and changes nothing.
          let answer: Answer =
            endpoint.method == .get
            ? try await site.get(path, as: actor) : try await site.post(path, ["_token": "x"], as: actor)
          let expected: Int = endpoint.allow.kinds.contains(kind) ? (endpoint.method == .get ? 200 : 403) : 404
          #expect(answer.status == expected, "\(endpoint.method.rawValue) \(path) as \(kind): \(answer.status)")
          tried += 1
        }
      }
      #expect(
        tried == ActorKind.allCases.count
          * site.app.endpoints.filter { !Self.needMore.contains($0.pattern.description) }.count)
    }
  }

  /// Not of one territory: what is of everybody, and one's own sessions and tokens, which have tests of their own.
  private static let ofNoTerritory: [String] = [
    "/territoires/", "/assets/", "/indicateurs/relations/", "/compte/", "/exploitation/", "/style/",
    // Read across territories.
    "/lab/", "/sitemap/",
  ]

  @Test(arguments: TestDatabase.dialects)
  func `every identifier of another territory is not found, whoever asks and however`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let theirs = try await World.build(site, on: site.elsewhere)
      let ours = try await World.build(site, on: site.here)
      for endpoint in site.app.endpoints where !endpoint.pattern.parameters.isEmpty {
        guard !Self.ofNoTerritory.contains(where: { endpoint.pattern.description.hasPrefix($0) }) else { continue }
        for kind in ActorKind.allCases {
          // With roles on records that happen to have those numbers over there: they are still not of here.
          for actor in [theirs.actor(kind, site, in: site.here), ours.actor(kind, site)] {
            let document: [String] = endpoint.isRecord ? [".pdf"] : []
            for (prefix, ending) in [("", ""), ("/api/v1", "")] + document.map({ ("", $0) }) {
              let path: String = prefix + theirs.path(endpoint) + ending
              let answer: Answer =
                switch (endpoint.method, prefix) {
                case (.get, _): try await site.get(path, as: actor)
                case (_, ""): try await site.post(path, Self.filled(endpoint), as: actor)
                default: try await site.api(theirs.path(endpoint), Self.json(endpoint), as: actor)
                }
              #expect(answer.status == 404, "\(endpoint.method.rawValue) \(path) as \(kind): \(answer.status)")
              #expect(!answer.text.contains(site.elsewhere.name))
            }
          }
        }
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `another organisation’s, another referent’s and another resident’s record is not found`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let world = try await World.build(site, on: site.here)
      for endpoint in site.app.endpoints where !endpoint.pattern.parameters.isEmpty {
        let pattern: String = endpoint.pattern.description
        guard
          ["{lease}", "{organisation}", "{person}", "{programme}", "{action}", "{plan}"]
            .contains(where: { pattern.contains($0) })
        else { continue }
        for kind in [ActorKind.company, .partner, .resident] {
          let actor: TestActor = world.stranger(kind, site)
          for prefix in endpoint.method == .get ? ["", "/api/v1"] : [""] {
            let path: String = prefix + world.path(endpoint)
            let answer: Answer =
              endpoint.method == .get
              ? try await site.get(path, as: actor) : try await site.post(path, Self.filled(endpoint), as: actor)
            #expect(answer.status == 404, "\(endpoint.method.rawValue) \(path) as another \(kind): \(answer.status)")
            #expect(
              !answer.text.contains("Mila") && !answer.text.contains("Locataire") && !answer.text.contains("Projet"))
          }
        }
      }
    }
  }

  @Test func `the table of rights that people read is the one that routes declare and records obey`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let kinds: [ActorKind] = ActorKind.allCases
      let head: [String] = [
        "| | " + kinds.map(\.rawValue).joined(separator: " | ") + " |",
        "|---" + String(repeating: "|:-:", count: kinds.count) + "|",
      ]
      var lines: [String] = [
        "# Who may call what, who sees what", "",
        "Written by the tests (`TERREAU_WRITE_DOCS=1 swift test --filter RightsTests`), which also try every route as every actor,",
        "and every identifier with another territory's, organisation's and referent's record. What one may not see is « not found ».",
        "", "## Records", "",
        "« all »: every record of the territory; « own »: those that a dated role was given on; nothing: none. Found by asking for a",
        "record of one's own and for somebody else's, as each actor.", "",
      ]
      lines += head
      lines += try await records(site, kinds)
      lines += ["", "## Routes", "", "« p »: also with a role on that one programme, which opens nothing else.", ""]
      lines += head
      for endpoint in site.app.endpoints {
        let marks: String = kinds.map { kind in
          endpoint.allow.inProgramme.contains(kind) ? "✓ p" : endpoint.allow.kinds.contains(kind) ? "✓" : ""
        }.joined(separator: " | ")
        lines.append("| `\(endpoint.method.rawValue) \(endpoint.pattern)` | \(marks) |")
      }
      let table: String = lines.joined(separator: "\n") + "\n"
      // These addresses change with what is there.
      let shown: String = table.replacing(/\/assets\/terreau-\w+\./, with: "/assets/terreau.")
      let path: String = "docs/rights.md"
      if getenv("TERREAU_WRITE_DOCS") != nil {
        let file = fopen(path, "w")
        fputs(shown, file)
        fclose(file)
      }
      #expect(contents(path) == shown, "docs/rights.md is out of date")
    }
  }

  private func records(_ site: TestSite, _ kinds: [ActorKind]) async throws -> [String] {
    let world = try await World.build(site, on: site.here)
    var lines: [String] = []
    for endpoint in site.app.endpoints where endpoint.isRecord {
      var marks: [String] = []
      for kind in kinds {
        let path: String = world.path(endpoint)
        let own: Bool = try await site.get(path, as: world.actor(kind, site)).status == 200
        let others: Bool = try await site.get(path, as: world.stranger(kind, site)).status == 200
        marks.append(others ? "all" : own ? "own" : "")
      }
      lines.append("| `\(endpoint.pattern)` | \(marks.joined(separator: " | ")) |")
    }
    return lines
  }

  private func contents(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = Array(repeating: 0, count: 1 << 20)
    let count: Int = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  /// Values that a form accepts, so that only the right can be what refuses.
  private static func filled(_ endpoint: Endpoint) -> [String: String] {
    var values: [String: String] = [:]
    for field in endpoint.fields where field.isRequired || known[field.key] != nil {
      values[field.key] = known[field.key] ?? sample(of: field.control)
    }
    return values
  }

  /// What a control alone does not tell.
  private static let known: [String: String] = [
    "slug": "nouveau-nom", "end": "2025-01-02", "start": "2025-01-01", "territory": "ici", "0.name": "Nouveau lot",
    "0.kind": "office", "0.area": "10", "0.organisation": "Nouveau nom", "0.status": "active", "0.day": "2026-01-01",
    "key": "nouvelle-cle", "place": "context", "document": "{}", "formula": #"{"count":"lot"}"#, "indicator": "un",
    "equation": "1 = 1",
    "coverage": #"{"ratio":[{"count":"lot"},{"count":"lot"}]}"#, "breakdowns": "kind",
  ]

  private static func sample(of control: Control) -> String {
    switch control {
    case .area, .amount, .hundredths, .decimal: "10"
    case .number(let bounds): String(bounds.lowerBound)
    case .day: "2026-12-31"
    case .choice(let choices): choices.first?.key ?? ""
    case .email: "x@y.example"
    case .hiddenNumber: "1"
    default: "Nouveau nom"
    }
  }

  private static func json(_ endpoint: Endpoint) -> String {
    let fields: [String: any FormField] = Dictionary(endpoint.fields.map { ($0.key, $0) }) { first, _ in first }
    let members: [String] = filled(endpoint).map { key, value in
      switch fields[key]?.control {
      case .area, .amount, .hundredths, .number, .decimal, .structure, .hiddenNumber: #""\#(key)":\#(value)"#
      case .several: #""\#(key)":["\#(value)"]"#
      default: #""\#(key)":"\#(value.replacing("\"", with: "\\\""))""#
      }
    }
    return "{\(members.joined(separator: ","))}"
  }

  @Test(arguments: TestDatabase.dialects)
  func `lists show the actor’s territory and nothing of another`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      _ = try await World.build(site, on: site.here)
      _ = try await World.build(site, on: site.elsewhere)
      // What territories put in the Lab is everybody’s.
      for path in site.app.endpoints.filter(\.isList).map(\.pattern.description) where path != "/lab" {
        for kind in [ActorKind.agent, .manager, .administrator] {
          for ending in ["", ".csv"] {
            let answer = try await site.get(path + ending, as: site.actor(kind))
            guard answer.status == 200 else { continue }
            #expect(!answer.text.contains("ailleurs"), "\(path)\(ending) as \(kind)")
          }
        }
      }
      #expect(try await site.get("/baux.csv", as: site.agent).text.contains("Locataire de Métropole d’ici"))
      #expect(try await site.get("/annuaire/personnes", as: site.agent).text.contains("De ici"))
      #expect(try await site.get("/annuaire/personnes", as: site.agent).text.contains("3 personnes"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a company sees its own lease and no other tenant’s; a visitor sees that a lot is taken, not by whom`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let world = try await World.build(site, on: site.here)
      let neighbour: Int = try await site.enterLease(
        on: try await site.enterLot(on: world.site, "Atelier 2"), to: "Voisine")
      let company: TestActor = world.actor(.company, site)
      #expect(try await site.get("/baux/\(world.lease)", as: company).status == 200)
      #expect(try await site.get("/baux/\(neighbour)", as: company).status == 404)
      #expect(try await site.get("/api/v1/baux", as: company).json()["total"]?.int == 1)
      for actor in [company, site.visitor, site.actor(.partner), site.actor(.resident)] {
        for path in ["/lots", "/lots.csv", "/api/v1/lots", "/sites/\(world.site)", "/lots/\(world.lot + 1)"] {
          let answer = try await site.get(path, as: actor)
          #expect(!answer.text.contains("Voisine"), "\(path) as \(actor.actor.kind)")
        }
      }
      let lots = try await site.get("/api/v1/lots").json()
      #expect(lots["items"]?[0]?["state"]?.string == "occupied")
      #expect(lots["items"]?[0]?["tenant"] == .null)
      #expect(!(try await site.get("/lots/\(world.lot)").text.contains("Historique")))
      #expect(try await site.get("/lots/\(world.lot)/historique").status == 404)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a role opens on its first day and closes after its last, whatever page is open`(_ dialect: Dialect) async throws
  {
    try await TestSite.with(dialect) { site async throws in
      let world = try await World.build(site, on: site.here)
      let partner: TestActor = world.actor(.partner, site)
      #expect(try await site.get("/annuaire/personnes/\(world.person)", as: partner).status == 200)
      func set(_ from: Day, _ to: Day?) async throws {
        _ = try await site.database.change {
          try await $0.run(
            """
            UPDATE role SET from_day = \(from), to_day = \(to.value) WHERE territory_id = \(site.here.id) AND target = 'person'
            """)
        }
      }
      for (from, to, status) in [
        (TestSite.today, TestSite.today, 200), (TestSite.today.adding(days: -9), TestSite.today.adding(days: -1), 404),
        (TestSite.today.adding(days: 1), nil, 404),
      ] as [(Day, Day?, Int)] {
        try await set(from, to)
        #expect(try await site.get("/annuaire/personnes/\(world.person)", as: partner).status == status)
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a role given by mistake is withdrawn at once, on the day it began`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let world = try await World.build(site, on: site.here)
      let partner: TestActor = world.actor(.partner, site)
      let file: String = "/annuaire/personnes/\(world.person)"
      #expect(try await site.get(file, as: partner).status == 200)
      let role: Int = try await site.database.read {
        try await $0.value("SELECT id FROM role WHERE territory_id = \(site.here.id) AND target = 'person'")
      }
      // With its last day today it still holds.
      let form: [String: String] = ["day": "2026-11-21", "version": "1"]
      #expect(try await site.post("\(file)/referents/\(role)/fin", form, as: site.agent).status == 303)
      #expect(try await site.get(file, as: partner).status == 200)
      let now = form.merging(["version": "2", "atOnce": "true"]) { $1 }
      #expect(try await site.post("/habilitations/\(role)/fin", now, as: site.actor(.manager)).status == 303)
      #expect(try await site.get(file, as: partner).status == 404)
      #expect(try await site.get("/habilitations?state=ended", as: site.actor(.manager)).text.contains("Test partner"))
      let again = now.merging(["version": "3"]) { $1 }
      #expect(try await site.post("/habilitations/\(role)/fin", again, as: site.actor(.manager)).status == 409)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an agent of one programme changes that one, sees no other draft, and nothing else of the territory`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let world = try await World.build(site, on: site.here)
      let given = try await site.post(
        "/habilitations",
        ["email": "x@ici.example", "name": "X", "kind": "agent", "programme": "projet-ici", "from": "2026-11-21"],
        as: site.actor(.administrator))
      #expect(given.status == 303, "\(given.text)")
      let refused = try await site.post(
        "/habilitations",
        ["email": "x@ici.example", "name": "X", "kind": "elected", "programme": "projet-ici", "from": "2026-11-21"],
        as: site.actor(.administrator))
      #expect(refused.status == 422)
      let agent = site.actor([Grant(.agent, on: .programme, Int64(world.programme))], name: "Du projet")
      _ = try await site.api("/dispositifs", #"{"slug":"autre","name":"Un autre"}"#, as: site.agent)
      #expect(try await site.get("/dispositifs/projet-ici", as: agent).text.contains("/modifier"))
      #expect(try await site.get("/dispositifs/autre", as: agent).status == 404)
      #expect(try await site.get("/dispositifs/autre/modifier", as: agent).status == 404)
      #expect(try await site.post("/dispositifs/autre", ["name": "Pris", "version": "1"], as: agent).status == 404)
      let changed = try await site.post(
        "/dispositifs/projet-ici", ["name": "Mieux nommé", "isPublic": "true", "version": "1"], as: agent)
      #expect(changed.status == 303)
      for path in ["/sites/nouveau", "/baux", "/annuaire/personnes", "/dispositifs/nouveau", "/habilitations"] {
        #expect(try await site.get(path, as: agent).status == 404, "\(path)")
      }
      // Published now: everybody reads it, and by either address.
      #expect(try await site.get("/api/v1/dispositifs/projet-ici").json()["name"]?.string == "Mieux nommé")
      #expect(try await site.get("/dispositifs/\(world.programme)").status == 200)
      #expect(try await site.get("/api/v1/dispositifs").json()["total"]?.int == 2)
    }
  }

  @Test func `a role on one programme is no role on the territory`() {
    let agent = Actor("x", territory: ID(1), [Grant(.agent, on: .programme, 7)])
    #expect(!Allow.staff.admits(agent))
    #expect(Allow([.administrator], inProgramme: [.agent]).admits(agent))
    #expect(!Allow([.administrator], inProgramme: [.manager]).admits(agent))
    #expect(agent.numbers(.programme, as: .agent) == [7])
  }

  @Test(arguments: TestDatabase.dialects)
  func `who can see a record is told by asking for it as each of them`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let world = try await World.build(site, on: site.here)
      for kind in ActorKind.allCases where kind != .public {
        _ = try await site.get("/", as: world.actor(kind, site))
        _ = try await site.get("/", as: world.stranger(kind, site))
      }
      let lines: Int = try await count(site)
      let file = try await site.get("/annuaire/personnes/\(world.person)/acces", as: site.agent)
      for name in ["Test agent", "Test manager", "Test partner", "Test resident"] {
        #expect(file.text.contains("<strong>\(name)</strong>"), "\(name)")
      }
      for name in ["Test administrator", "Test elected", "Test company", "Autre partner", "Autre resident"] {
        #expect(!file.text.contains(name), "\(name)")
      }
      #expect(file.text.contains("n’est pas publique"))
      let lease = try await site.get("/baux/\(world.lease)/acces", as: site.agent)
      #expect(lease.text.contains("Test company") && lease.text.contains("Test elected"))
      #expect(!lease.text.contains("Autre company") && !lease.text.contains("Test resident"))
      #expect(try await site.get("/sites/\(world.site)/acces", as: site.agent).text.contains("est publique"))
      // Asking is not reading: nothing was traced in anybody's name.
      #expect(try await count(site) == lines)
    }
  }

  private func count(_ site: TestSite) async throws -> Int {
    try await site.database.read { try await $0.value("SELECT count(*) FROM audit_line WHERE action = 'file.read'") }
  }
}
