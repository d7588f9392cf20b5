import HTTP
import Platform
import SQL
import Site
import TestSite
import Testing

/// Two programmes of clusters, as the demonstration runs them.
@Suite struct DemonstrationTests {
  /// The demonstration, read by who works on one of its territories.
  private struct Demonstrated {
    let app: App
    let slug: String

    func get(_ path: String) async throws -> Response {
      let token: String = try #require(try await DemonstrationDoor.token(.agent, on: slug, app))
      return await app.respond(
        to: Request(Head(method: .get, target: try Target(path), headers: ["authorization": "Bearer \(token)"])))
    }

    func json(_ path: String) async throws -> JSON {
      let answer: Response = try await get("/api/v1\(path)")
      guard answer.status == .ok, case .bytes(let bytes) = answer.body else {
        Issue.record("\(path): \(answer.status)")
        return .null
      }
      return try JSON(bytes)
    }

    func items(_ path: String) async throws -> [JSON] { try await json(path)["items"]?.items ?? [] }
  }

  private static func with(_ slug: String, _ body: (Demonstrated) async throws -> Void) async throws {
    try await TestDatabase.with(.sqlite) { database async throws in
      try await App.schema(Doors.all).migrate(database)
      var settings = AppSettings()
      settings.clock = .fixed(TestSite.now)
      settings.hasCheapPasswords = true
      let app = try await App(database, Doors.all, settings)
      try await Demonstration.load(app, Doors.all, Demonstration.Showcase.all)
      try await body(Demonstrated(app: app, slug: slug))
    }
  }

  private static let mecaloire: String = "/dispositifs/mecaloire-plan"
  private static let cluster: String = "/dispositifs/grandlyon-mad"

  @Test func `the cluster’s actions have one of five themes and two axes at most`() async throws {
    try await Self.with("saint-etienne") { site in
      let lists: [JSON] = try await site.json("\(Self.mecaloire)/configuration")["nomenclatures"]?.items ?? []
      func list(_ use: String) throws -> JSON { try #require(lists.first { $0["use"]?.string == use }) }
      let (themes, axes): (JSON, JSON) = (try list("themes"), try list("axes"))
      #expect(themes["items"]?.items.count == 5 && themes["announced"]?.int == 5)
      #expect(themes["least"]?.int == 1 && themes["most"]?.int == 1)
      #expect(axes["items"]?.items.count == 2 && axes["announced"]?.int == 2)
      #expect(axes["least"]?.int == 0 && axes["most"]?.int == 2)
      let actions: [JSON] = try await site.items("\(Self.mecaloire)/actions")
      #expect(actions.count == 15)
      for action in actions {
        #expect(action["themes"]?.items.count == 1, "\(action)")
        #expect((action["axes"]?.items.count ?? 0) <= 2, "\(action)")
        #expect(action["provenance"]?.string == "reconstructed")
      }
    }
  }

  @Test func `seven actions were done in 2021, eight are planned for 2022, and four of those carry one on`()
    async throws
  {
    try await Self.with("saint-etienne") { site in
      let plans: [JSON] = try await site.items("\(Self.mecaloire)/plans")
      func plan(_ year: Int) throws -> JSON { try #require(plans.first { $0["year"]?.int == year }) }
      let (first, second): (JSON, JSON) = (try plan(2021), try plan(2022))
      #expect(first["actions"]?.int == 7 && first["done"]?.int == 7)
      #expect(second["actions"]?.int == 8 && second["done"]?.int == 0)
      #expect(second["previousId"]?.int == first["id"]?.int)
      let actions: [JSON] = try await site.items("\(Self.mecaloire)/actions")
      let years: [Int: Int] = Dictionary(
        uniqueKeysWithValues: actions.map { ($0["id"]?.int ?? 0, $0["planId"]?.int == first["id"]?.int ? 2021 : 2022) })
      let links: [(Int, Int)] = actions.compactMap { action in
        guard let id = action["id"]?.int, let origin = action["continuesId"]?.int else { return nil }
        return (id, origin)
      }
      #expect(links.count == 4 && Set(links.map(\.1)).count == 4)
      for (id, origin) in links { #expect(years[id] == 2022 && years[origin] == 2021) }
      let awaited: [JSON] = actions.filter { $0["awaitsDecision"] == .bool(true) }
      #expect(awaited.map { $0["title"]?.string } == ["Achats groupés : poursuite et bilan"])
      #expect(awaited.first?["due"]?.string == "2022-12-31" && awaited.first?["decision"] == .null)
      let results: [String] = actions.compactMap { $0["result"]?.string }
      #expect(results.contains { $0.contains("10 diagnostics") } && results.contains { $0.contains("15 projets") })
    }
  }

  @Test func `the partners are those of the documents, each in a role and with its dates`() async throws {
    try await Self.with("saint-etienne") { site in
      let partners: [JSON] = try await site.items("\(Self.mecaloire)/partenaires")
      #expect(
        Set(partners.compactMap { $0["organisation"]?.string }) == [
          "Saint-Étienne Métropole", "CIMES", "Vilesta", "Mécabourg", "Qantis", "AG2R", "FACE Loire",
          "Forez Entreprendre",
        ])
      #expect(partners.allSatisfy { $0["role"]?.string != nil && $0["from"]?.string != nil })
      let funders: [JSON] = try await site.items("\(Self.mecaloire)/partenaires?role=financeur")
      #expect(funders.map { $0["from"]?.string } == ["2022-05-05"])
      #expect(try await site.json(Self.mecaloire)["owner"]?.string == "MECALOIRE")
    }
  }

  @Test func `the cycling cluster has five stages in order and its projects are ranked`() async throws {
    try await Self.with("lyon") { site in
      let programme: JSON = try await site.json(Self.cluster)
      #expect(programme["owner"]?.string == "Métropole de Lyon" && programme["from"]?.string == "2020-01-01")
      let lists: [JSON] = try await site.json("\(Self.cluster)/configuration")["nomenclatures"]?.items ?? []
      let stages: [JSON] = lists.first { $0["use"]?.string == "stages" }?["items"]?.items ?? []
      #expect(
        stages.compactMap { $0["key"]?.string } == ["potentiel", "animation", "association", "services", "projets"])
      let sizes: [JSON] = lists.first { $0["use"]?.string == "size-classes" }?["items"]?.items ?? []
      #expect(sizes.map { $0["lower"]?.int } == [nil, 10, 250] && sizes.map { $0["upper"]?.int } == [10, 250, nil])
      let actions: [JSON] = try await site.items("\(Self.cluster)/actions")
      let states: [String: [JSON]] = Dictionary(grouping: actions) { $0["state"]?.string ?? "" }
      #expect(states["done"]?.count == 5 && states["in-progress"]?.count == 3 && states["next"]?.count == 4)
      let projects: [JSON] = states["next"] ?? []
      #expect(projects.compactMap { $0["rank"]?.int } == [1, 2, 3, 4])
      #expect(
        projects.compactMap { $0["title"]?.string } == [
          "MAD Industrie", "Coopérative d’achats groupés", "Lieu totem", "Stations MAD",
        ])
      #expect(actions.allSatisfy { $0["pilot"]?.string == "Direction Action et transition économiques" })
      let deliverables: [JSON] = try await site.items("\(Self.cluster)/livrables")
      let origins: [String] = deliverables.compactMap { $0["origin"]?.string }
      #expect(origins.contains("OPALE") && origins.contains("CARA"))
    }
  }

  @Test(arguments: [("saint-etienne", mecaloire), ("lyon", cluster)])
  func `nobody’s telephone or mail stands in what was entered, and all of it says that it is reconstructed`(
    _ slug: String, _ programme: String
  ) async throws {
    try await Self.with(slug) { site in
      for list in ["actions", "plans", "partenaires", "livrables"] {
        let items: [JSON] = try await site.items("\(programme)/\(list)")
        for item in items {
          #expect(item["provenance"]?.string == "reconstructed")
          let text: String = Self.words(of: item).joined(separator: "\n")
          #expect(try /[\w.+-]+@[\w-]+\.\w+/.firstMatch(in: text) == nil, "\(text)")
          #expect(try /(?:\+33|\b0)[ .]?[1-9](?:[ .-]?\d\d){4}\b/.firstMatch(in: text) == nil, "\(text)")
        }
      }
      #expect(try await !site.items("\(programme)/actions").isEmpty)
    }
  }

  private static func words(of json: JSON) -> [String] {
    guard case .object(let members) = json else { return json.string.map { [$0] } ?? [] }
    return members.flatMap { words(of: $0.value) }
  }
}

extension JSON {
  fileprivate var items: [JSON] {
    guard case .array(let items) = self else { return [] }
    return items
  }
}
