import Glibc
import HTTP
import Platform
import SQL
import TestSite
import Testing

/// Every route as every actor, and every identifier with somebody else's record.
@Suite struct RightsTests {
  /// Records of one territory, and the organisation that is tenant there.
  private struct World {
    let site: Int
    let lot: Int
    let lease: Int
    let tenant: ID<Organisation>
  }

  private func world(_ site: TestSite, _ territory: Territory) async throws -> World {
    let agent: TestActor = site.actor(.agent, in: territory)
    let place: Int = try await site.enterSite("Site de \(territory.name)", as: agent)
    let lot: Int = try await site.enterLot(on: place, as: agent)
    let lease: Int = try await site.enterLease(on: lot, to: "Locataire de \(territory.name)", as: agent)
    let tenant: Int = try #require(try await site.get("/api/v1/baux/\(lease)", as: agent).json()["tenantId"]?.int)
    return World(site: place, lot: lot, lease: lease, tenant: ID(Int64(tenant)))
  }

  private func path(_ endpoint: Endpoint, _ world: World) -> String {
    endpoint.pattern.description.replacing("{site}", with: "\(world.site)").replacing("{lot}", with: "\(world.lot)")
      .replacing("{lease}", with: "\(world.lease)")
  }

  @Test(arguments: TestDatabase.dialects)
  func `every route lets in whom it declares and is not found by the others`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let world: World = try await world(site, site.here)
      var tried: Int = 0
      for endpoint in site.app.endpoints {
        for kind in ActorKind.allCases {
          let actor: TestActor = site.actor(kind, organisation: kind == .company ? world.tenant : nil)
          let path: String = path(endpoint, world)
          let answer: Answer =
            endpoint.method == .get ? try await site.get(path, as: actor) : try await site.post(path, [:], as: actor)
          let isAllowed: Bool = endpoint.allow.kinds.contains(kind)
          let expected: [Int] = isAllowed ? (endpoint.method == .get ? [200] : [422]) : [404]
          #expect(expected.contains(answer.status), "\(endpoint.method.rawValue) \(path) as \(kind): \(answer.status)")
          tried += 1
        }
      }
      #expect(tried == site.app.endpoints.count * ActorKind.allCases.count)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `every identifier of another territory is not found, whoever asks and however`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let theirs: World = try await world(site, site.elsewhere)
      _ = try await world(site, site.here)
      for endpoint in site.app.endpoints where !endpoint.pattern.parameters.isEmpty {
        for kind in ActorKind.allCases {
          // A company that happens to be tenant over there is still not of here.
          let actor: TestActor = site.actor(kind, organisation: kind == .company ? theirs.tenant : nil)
          for prefix in ["", "/api/v1"] {
            let path: String = prefix + path(endpoint, theirs)
            let answer: Answer =
              switch (endpoint.method, prefix) {
              case (.get, _): try await site.get(path, as: actor)
              case (_, ""): try await site.post(path, Self.filled, as: actor)
              default: try await site.api(path.replacing("/api/v1", with: ""), Self.json(endpoint), as: actor)
              }
            #expect(answer.status == 404, "\(endpoint.method.rawValue) \(path) as \(kind): \(answer.status)")
            #expect(!answer.text.contains(site.elsewhere.name))
          }
        }
      }
    }
  }

  @Test func `the table of rights that people read is the one that routes declare`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let kinds: [ActorKind] = ActorKind.allCases
      var lines: [String] = [
        "# Who may call what", "",
        "Written from the routes by the tests (`TERREAU_WRITE_DOCS=1 swift test --filter RightsTests`), which also try every route as",
        "every actor and every identifier with another territory's record. Who may call a route then sees, record by record, only what is",
        "theirs to see: a company its own leases, everybody their own territory. What one may not see is « not found ».",
        "",
        "| | " + kinds.map(\.rawValue).joined(separator: " | ") + " |",
        "|---" + String(repeating: "|:-:", count: kinds.count) + "|",
      ]
      for endpoint in site.app.endpoints {
        let marks: String = kinds.map { endpoint.allow.kinds.contains($0) ? "✓" : "" }.joined(separator: " | ")
        lines.append("| `\(endpoint.method.rawValue) \(endpoint.pattern)` | \(marks) |")
      }
      let table: String = lines.joined(separator: "\n") + "\n"
      // The style sheet's address changes with its content.
      let shown: String = table.replacing(/\/assets\/terreau-\w+\.css/, with: "/assets/terreau.css")
      let path: String = "docs/rights.md"
      if getenv("TERREAU_WRITE_DOCS") != nil {
        let file = fopen(path, "w")
        fputs(shown, file)
        fclose(file)
      }
      #expect(contents(path) == shown, "docs/rights.md is out of date")
    }
  }

  private func contents(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = Array(repeating: 0, count: 1 << 20)
    let count: Int = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  /// Values that every form of the house would accept, so that only the right can be what refuses.
  private static let filled: [String: String] = [
    "name": "Nouveau nom", "municipality": "Fontaine", "kind": "office", "area": "10", "tenant": "X",
    "category": "company", "start": "2025-01-01", "end": "2025-01-02", "day": "2026-12-31", "version": "1",
  ]

  private static func json(_ endpoint: Endpoint) -> String {
    let path: String = endpoint.pattern.description
    if path.hasSuffix("/fin") { return #"{"day":"2026-12-31","version":1}"# }
    if path.hasSuffix("/baux") {
      return #"{"tenant":"X","category":"company","start":"2025-01-01","end":"2025-01-02"}"#
    }
    if path.hasSuffix("/lots") { return #"{"name":"Y","kind":"office","area":10}"# }
    if path == "/lots/{lot}" { return #"{"name":"Y","kind":"office","area":10,"version":1}"# }
    if path == "/baux/{lease}" { return #"{"tenant":"X","category":"company","start":"2025-01-01","version":1}"# }
    return #"{"name":"Y","municipality":"Z","version":1}"#
  }

  @Test(arguments: TestDatabase.dialects)
  func `lists show the actor’s territory and nothing of another`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      _ = try await world(site, site.here)
      _ = try await world(site, site.elsewhere)
      for path in ["/sites", "/lots", "/baux"] {
        for ending in ["", ".csv"] {
          let answer = try await site.get(path + ending, as: site.agent)
          #expect(
            answer.text.contains(path == "/baux" ? "Locataire de Métropole d’ici" : "d’ici")
              || answer.text.contains("d&#39;ici"))
          #expect(!answer.text.contains("ailleurs"), "\(path)\(ending)")
        }
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a company sees its own lease and no other tenant’s; a visitor sees that a lot is taken, not by whom`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let world: World = try await world(site, site.here)
      let neighbour: Int = try await site.enterLease(
        on: try await site.enterLot(on: world.site, "Atelier 2"), to: "Voisine")
      let company: TestActor = site.actor(.company, organisation: world.tenant)
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
      let history = try await site.get("/lots/\(world.lot)")
      #expect(!history.text.contains("Historique"))
    }
  }
}
