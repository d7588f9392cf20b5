import HTTP
import Platform
import SQL
import Site
import TestSite
import Testing

/// What holds for the whole site, whatever is added to it.
@Suite struct PromiseTests {
  @Test(arguments: TestDatabase.dialects)
  func `every statement on a territory’s table says which territory`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let place: Int = try await site.enterSite()
      let lot: Int = try await site.enterLot(on: place)
      let lease: Int = try await site.enterLease(on: lot)
      _ = try await World.build(site, on: site.here)
      _ = site.trace.take()
      let programme: String = "/dispositifs/projet-ici"
      for path in [
        programme, "\(programme)/actions?q=x&plan=1&state=next&theme=a", "\(programme)/actions.csv?sort=-due",
        "\(programme)/actions/tableau", "\(programme)/actions/calendrier", "\(programme)/actions/nouvelle",
        "\(programme)/plans?q=x&year=2026", "\(programme)/partenaires?q=x&role=a&state=left",
        "\(programme)/livrables?q=x&kind=a", "\(programme)/livrables/nouveau",
        "\(programme)/distinctions?q=x&year=2026", "/actions/1", "/actions/1/modifier", "/plans/1", "/plans/1/suite",
        "/", "/sites", "/sites?q=halles", "/lots?state=vacant&kind=office&q=a&site=1", "/baux?state=ended&q=x",
        "/sites/\(place)",
        "/lots/\(lot)", "/baux/\(lease)", "/lots/\(lot)/baux/nouveau", "/modeles?q=x", "/baux/\(lease)/courriers",
        "/sites.csv", "/lots.xlsx", "/lots.ods", "/baux.csv", "/baux.csv?dialect=open",
        "/recherche?q=a", "/recherche/propositions?q=ha", "/baux?sort=tenant&column=end", "/baux?sort=-end",
        "/lots?sort=name", "/lots?sort=-area", "/annuaire/organisations?sort=-name", "/baux/terminer?n=\(lease)",
        "/lots/destination?all=1&kind=office", "/sites/\(place)/lots/plusieurs", "/modeles", "/baux/\(lease)/courriers",
      ] {
        _ = try await site.get(path, as: site.agent)
        _ = try await site.get(path, as: site.actor(.company, organisation: ID(1)))
      }
      _ = try await site.api("/vues", #"{"name":"V","path":"/baux","query":"sort=end"}"#, as: site.agent)
      let many = try await site.api("/baux/fins", #"{"day":"2027-12-31","selection":"all=1"}"#, as: site.agent)
      _ = try await site.post("/annulations/\(try #require(try many.json()["undo"]?.int))", [:], as: site.agent)
      _ = try await site.api(
        "/sites/\(place)/lots/saisies", #"{"0.name":"Y","0.kind":"office","0.area":10}"#, as: site.agent)
      _ = try await site.api("/baux/\(lease)/fin", #"{"day":"2026-12-31","version":1}"#, as: site.agent)
      _ = try await site.api("/lots/\(lot)/fin", #"{"day":"2026-12-31","version":1}"#, as: site.agent)
      _ = try await site.api("/sites/\(place)/fin", #"{"day":"2026-12-31","version":1}"#, as: site.agent)
      for (path, json) in [
        ("/actions/1", #"{"title":"Y","state":"next","plan":1,"version":1}"#),
        ("/actions/1/etat", #"{"stage":"done"}"#),
        ("\(programme)/actions", #"{"title":"Z","state":"next","continues":1}"#),
        ("/plans/1", #"{"name":"P","year":2025,"version":1}"#),
        ("/plans/1/suites", #"{"name":"Q","year":2026,"actions":["1"]}"#),
        ("\(programme)/partenaires/1", #"{"organisation":"Y","version":1}"#),
        ("\(programme)/livrables/1", #"{"name":"Y","action":1,"version":1}"#),
        ("\(programme)/distinctions/1", #"{"name":"Y","version":1}"#),
      ] {
        let answer = try await site.api(path, json, as: site.agent)
        #expect(answer.status == 200 || answer.status == 201, "\(path): \(answer.text)")
      }
      let scoped: [String] = App.schema(Doors.all).tables.filter(\.isScoped).map(\.name)
      let statements: Set<String> = Set(site.trace.take())
      #expect(statements.count > 20)
      for statement in statements {
        let words: Set<Substring> = Set(statement.split { !($0.isLetter || $0 == "_") })
        guard scoped.contains(where: { words.contains(Substring($0)) }) else { continue }
        #expect(statement.contains("territory_id"), "\(statement)")
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a list page asks the same number of questions at ten records and at a thousand`(_ dialect: Dialect) async throws
  {
    try await TestSite.with(dialect) { site async throws in
      var counts: [[Int]] = []
      _ = try await site.get("/", as: site.agent)
      for target in [10, 1_000] {
        try await fill(site, to: target)
        _ = site.trace.take()
        var asked: [Int] = []
        for path in ["/sites", "/lots", "/baux", "/sites/1", "/lots.csv"] {
          _ = try await site.get(path, as: site.agent)
          asked.append(site.trace.take().filter { !$0.hasPrefix("FETCH") && !$0.hasPrefix("SET ") }.count)
        }
        counts.append(asked)
      }
      #expect(counts[0] == counts[1])
      #expect(counts[0].max() ?? 0 <= 6, "\(counts)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a list counts anew after every change, and only then`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      for number in 1...4 {
        try await site.enterSite("Site \(number)")
        _ = site.trace.take()
        for _ in 0..<3 {
          #expect(try await site.get("/api/v1/sites").json()["total"]?.int == number)
        }
        // PostgreSQL's snapshots move with whatever else the server does: counting again is then right.
        if dialect == .sqlite {
          #expect(site.trace.take().filter { $0.hasPrefix("SELECT count(*) FROM site") }.count == 1)
        }
      }
    }
  }

  private func fill(_ site: TestSite, to count: Int) async throws {
    try await site.database.change { session in
      // As every change does: it is what tells lists to count again.
      try await session.run(
        """
        INSERT INTO audit_line (territory_id, at, actor_kind, actor_name, action, record_kind, record_id)
        VALUES (\(site.here.id), \(TestSite.now), 'agent', 'x', 'x', 'x', 1)
        """)
      try await session.run("DELETE FROM lease")
      try await session.run("DELETE FROM lot")
      try await session.run("DELETE FROM site")
      for number in 1...count {
        try await session.run(
          """
          INSERT INTO site (id, territory_id, programme_id, name, sort_key, address, municipality, provenance)
          VALUES (\(number), \(site.here.id), (SELECT min(id) FROM programme WHERE territory_id = \(site.here.id)),
            \("S\(number)"), \("s\(number)"), '', 'Fontaine', 'entered')
          """)
        try await session.run(
          """
          INSERT INTO lot (id, territory_id, site_id, name, sort_key, kind, area_dm2, provenance)
          VALUES (\(number), \(site.here.id), 1, \("L\(number)"), \("l\(number)"), 'office', 100, 'entered')
          """)
      }
    }
  }

  @Test func `every page says its words in the language that was asked for`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let place: Int = try await site.enterSite()
      let lot: Int = try await site.enterLot(on: place)
      let lease: Int = try await site.enterLease(on: lot)
      for endpoint in site.app.endpoints where endpoint.method == .get {
        let path: String = endpoint.pattern.description.replacing("{site}", with: "\(place)")
          .replacing("{lot}", with: "\(lot)").replacing("{lease}", with: "\(lease)")
        let (fr, en) = (
          try await site.get(path, as: site.agent), try await site.get("\(path)?lang=en", as: site.agent)
        )
        guard fr.header("Content-Type")?.hasPrefix("text/html") == true else { continue }
        #expect(fr.text.contains("<html lang=\"fr\">") && fr.header("Content-Language") == "fr")
        #expect(en.text.contains("<html lang=\"en\">") && en.header("Content-Language") == "en")
        for word in ["Enregistrer", "Locaux", "Aller au contenu", "Surface<", "Commune", "Imprimé"] {
          #expect(!en.text.contains(word), "\(path) says \(word) in English")
        }
      }
    }
  }

  @Test func `every page has one title, its safety headers, and less than a hundred kilobytes`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      try await fill(site, to: 200)
      for path in ["/", "/sites", "/lots", "/baux", "/sites/1", "/lots/1", "/sites/nouveau", "/nowhere"] {
        let answer = try await site.get(path, as: site.agent)
        #expect(answer.text.components("<h1>") == 1, "\(path)")
        #expect(answer.bytes.count < 100_000, "\(path): \(answer.bytes.count)")
        #expect(answer.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
        #expect(answer.header("X-Content-Type-Options") == "nosniff")
        #expect(!answer.text.contains("style=\""))
      }
    }
  }

  @Test func `the API describes every JSON route and nothing else`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let description = try await site.get("/api/openapi.json").json()
      #expect(description["openapi"]?.string == "3.1.0")
      guard case .object(let paths)? = description["paths"] else {
        Issue.record("no paths")
        return
      }
      #expect(paths.map(\.name).contains("/api/v1/lots/{lot}/baux"))
      #expect(!paths.map(\.name).contains("/api/v1/"))
      let lease = description["components"]?["schemas"]?["Lease"]
      #expect(lease?["properties"]?["end"]?["format"]?.string == "date")
    }
  }

  @Test func `the API describes a column of a grid once, for all its lines`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let paths: JSON = try #require(try await site.get("/api/openapi.json").json()["paths"])
      let post: JSON? = paths["/api/v1/sites/{site}/lots/saisies"]?["post"]
      let schema: JSON? = post?["requestBody"]?["content"]?["application/json"]?["schema"]
      guard case .object(let named)? = schema?["properties"], case .object(let cells)? = schema?["patternProperties"]
      else {
        Issue.record("\(String(describing: schema))")
        return
      }
      #expect(named.map(\.name) == ["paste"])
      #expect(
        cells.map(\.name)
          == [
            "name", "kind", "destination", "area", "grossArea", "level", "reservedFor",
          ].map { "^[0-9]{1,2}\\.\($0)$" })
      let kind: JSON? = schema?["patternProperties"]?["^[0-9]{1,2}\\.kind$"]
      #expect(kind?["enum"]?[1]?.string == "office")
      #expect(kind?["description"]?.string == "On each line, whose number (0 to 99) comes first: Line 1, Kind")
    }
  }

  @Test func `a real installation has no door to choose who one is`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      #expect(!site.app.endpoints.contains { $0.pattern.description.hasPrefix("/demonstration") })
      #expect(try await site.get("/demonstration").status == 404)
      #expect(try await site.post("/demonstration/1", [:]).status == 404)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `the demonstration fills its territories once, and says that its records are rebuilt`(_ dialect: Dialect)
    async throws
  {
    try await TestDatabase.with(dialect) { database async throws in
      try await App.schema(Doors.all).migrate(database)
      var settings = AppSettings()
      settings.clock = .fixed(TestSite.now)
      settings.hasCheapPasswords = true
      let plain = try await App(database, Doors.all, settings)
      try await Demonstration.load(plain, Doors.all, Demonstration.Showcase.all)
      try await Demonstration.load(plain, Doors.all, Demonstration.Showcase.all)
      for table in [
        "site", "lot", "lease", "application", "opinion", "mandate", "job_count", "association_member", "charge",
        "survival_fact", "lease_category",
      ] {
        let (marked, unmarked): (Int, Int) = try await database.read { session in
          (
            try await session.value(
              Query(trusted: "SELECT count(*) FROM \(table) WHERE provenance = 'reconstructed'")),
            try await session.value(
              Query(trusted: "SELECT count(*) FROM \(table) WHERE provenance <> 'reconstructed'"))
          )
        }
        #expect(marked > 0 && unmarked == 0, "\(table)")
      }
      let sites: Int = try await database.read {
        try await $0.value("SELECT count(*) FROM site WHERE name = 'ARTIS Fontaine'")
      }
      #expect(sites == 1)
      let templates: Int = try await database.read { try await $0.value("SELECT count(*) FROM letter_template") }
      #expect(templates == 12)
      #expect(try await App.schema(Doors.all).faults(database) == [])
      let app = try await App(database, Doors.all + [try await DemonstrationDoor(plain)], settings)
      let token: String = try #require(try await DemonstrationDoor.token(.agent, on: "grenoble", app))
      let headers: Headers = ["authorization": "Bearer \(token)"]
      let answer = await app.respond(
        to: Request(Head(method: .get, target: try Target("/api/v1/baux"), headers: headers)))
      #expect(answer.status == .ok)
      let forged: Headers = ["authorization": "Bearer \(token.dropLast())\(token.hasSuffix("0") ? "1" : "0")"]
      let refused = await app.respond(
        to: Request(Head(method: .get, target: try Target("/api/v1/baux"), headers: forged)))
      #expect(refused.status == .unauthorized)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an unknown error is logged with a reference and shows nothing of itself`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      _ = try await site.database.change { try await $0.run("ALTER TABLE lease RENAME TO gone") }
      for path in ["/baux", "/api/v1/baux"] {
        let answer = try await site.get(path, as: site.agent)
        #expect(answer.status == 500)
        #expect(!answer.text.contains("lease") && !answer.text.lowercased().contains("select"), "\(answer.text)")
        #expect(answer.text.contains("référence") || answer.text.contains("urn:terreau:"))
      }
    }
  }
}

extension String {
  /// How often `part` stands in this text.
  fileprivate func components(_ part: String) -> Int {
    split(separator: part, omittingEmptySubsequences: false).count - 1
  }
}
