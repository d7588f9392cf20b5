import HTTP
import Platform
import SQL
import TestSite
import Testing

/// Lists in the order one wants, with the columns one wants, found again tomorrow.
@Suite struct ListTests {
  private func fill(_ site: TestSite) async throws {
    let place: Int = try await site.enterSite()
    for (lot, area, tenant, start, end) in [
      ("Atelier 2", "30", "Zoé", "2026-01-01", nil), ("Atelier 10", "20", "Émile", "2025-01-01", "2026-12-31"),
      ("Atelier 1", "10", "Anna", "2024-01-01", "2026-11-30"),
    ] as [(String, String, String, String, String?)] {
      try await site.enterLease(
        on: try await site.enterLot(on: place, lot, area: area), to: tenant, from: start, until: end)
    }
  }

  private func values(_ site: TestSite, _ path: String, _ key: String) async throws -> [String] {
    guard case .array(let items)? = try await site.get("/api/v1\(path)", as: site.agent).json()["items"] else {
      return []
    }
    return items.map { $0[key]?.string ?? "" }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a list is put in each of its orders, both ways, what has no value last`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await fill(site)
      #expect(try await values(site, "/baux", "tenant") == ["Zoé", "Émile", "Anna"])
      #expect(try await values(site, "/baux?sort=tenant", "tenant") == ["Anna", "Émile", "Zoé"])
      #expect(try await values(site, "/baux?sort=-tenant", "tenant") == ["Zoé", "Émile", "Anna"])
      #expect(try await values(site, "/baux?sort=start", "tenant") == ["Anna", "Émile", "Zoé"])
      #expect(try await values(site, "/baux?sort=end", "tenant") == ["Anna", "Émile", "Zoé"])
      #expect(try await values(site, "/baux?sort=-end", "tenant") == ["Émile", "Anna", "Zoé"])
      #expect(try await values(site, "/lots?sort=name", "name") == ["Atelier 1", "Atelier 2", "Atelier 10"])
      #expect(try await values(site, "/lots?sort=-area", "name") == ["Atelier 2", "Atelier 10", "Atelier 1"])
      #expect(try await site.get("/api/v1/baux?sort=nothing", as: site.agent).wrongFields() == ["sort"])
      #expect(try await site.get("/baux?sort=nothing", as: site.agent).status == 200)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `every order of every list answers on both databases, over pages and in files`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await fill(site)
      var tried: Int = 0
      for path in site.app.endpoints.filter(\.isList).map(\.pattern.description) {
        for kind in [ActorKind.agent, .administrator] {
          let page = try await site.get(path, as: site.actor(kind))
          for match in page.text.matches(of: /<option value="(-?\w+)"[^>]*>[^<]*croissant/) {
            for ending in ["", ".csv", ".xlsx", ".ods"] {
              let answer = try await site.get("\(path)\(ending)?sort=\(match.1)&size=1&page=1", as: site.actor(kind))
              #expect(answer.status == 200, "\(path)\(ending) by \(match.1)")
              tried += 1
            }
          }
        }
      }
      #expect(tried > 60, "\(tried)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `pages of a list hold each line once, whatever its order`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let place: Int = try await site.enterSite()
      for number in 1...12 { try await site.enterLot(on: place, "Lot \(number)", area: "\(number % 3 + 1)") }
      for sort in ["area", "-area", "name", "site"] {
        var seen: [String] = []
        for page in 1...4 { seen += try await values(site, "/lots?sort=\(sort)&size=3&page=\(page)", "name") }
        #expect(Set(seen).count == 12 && seen.count == 12, "\(sort): \(seen)")
      }
    }
  }

  @Test func `a heading says how the list stands and turns it round; the chosen columns follow everywhere`()
    async throws
  {
    try await TestSite.with(.sqlite) { site async throws in
      try await fill(site)
      let page = try await site.get("/baux?column=tenant&column=end&sort=end&state=running", as: site.agent).text
      #expect(page.contains("aria-sort=\"ascending\"><a href=\"/baux?"))
      #expect(page.contains("sort=-end"))
      #expect(!page.contains("data-label=\"Surface\"") && page.contains("data-label=\"Dernier jour\""))
      // The next filter keeps them, and the files are of exactly this.
      #expect(page.contains("<input type=\"hidden\" name=\"column\" value=\"end\">"))
      let csv = try await site.get("/baux.csv?column=end&sort=end", as: site.agent).text
      #expect(csv.hasPrefix("\u{FEFF}Locataire;Dernier jour;Adresse de la fiche\r\nAnna;30/11/2026;"))
      let all = try await site.get("/baux.csv", as: site.agent).text
      #expect(all.contains("Provenance"))
      // What no longer exists is no reason to show nothing.
      #expect(try await site.get("/baux?column=gone", as: site.agent).text.contains("Zoé"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a view is one’s own until it is shared, and opens the list as it was`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await fill(site)
      let (mine, colleague): (TestActor, TestActor) = (site.agent, site.actor(.manager))
      let form = try await site.get("/vues/nouvelle?path=/baux&query=state%3Drunning%26sort%3Dend", as: mine)
      #expect(form.text.contains("name=\"query\" value=\"state=running&amp;sort=end\""))
      var fields: [String: String] = ["name": "Ceux qui finissent", "path": "/baux", "query": "state=running&sort=end"]
      let saved = try await site.post("/vues", fields, as: mine)
      #expect(saved.location == "/baux?state=running&sort=end&done=view.saved", "\(saved.text)")
      #expect(try await site.get("/baux", as: mine).text.contains("Ceux qui finissent"))
      #expect(!(try await site.get("/baux", as: colleague).text.contains("Ceux qui finissent")))
      #expect(try await site.post("/vues", fields, as: mine).status == 409, "the name is taken")
      fields = fields.merging(["name": "Pour tous", "shared": "true"]) { $1 }
      #expect(try await site.post("/vues", fields, as: mine).status == 303)
      #expect(try await site.get("/baux", as: colleague).text.contains("Pour tous"))
      // Only who saved it takes it away.
      let number: Int = try await site.database.read {
        try await $0.value("SELECT max(id) FROM saved_view WHERE territory_id = \(site.here.id)")
      }
      #expect(try await site.post("/vues/\(number)/fin", [:], as: site.actor(.agent, name: "Collègue")).status == 404)
      // A manager answers for what colleagues are shown, not for what somebody keeps.
      #expect(try await site.post("/vues/\(number - 1)/fin", [:], as: colleague).status == 404)
      #expect(try await site.post("/vues/\(number)/fin", [:], as: colleague).status == 303)
      #expect(!(try await site.get("/baux", as: colleague).text.contains("Pour tous")))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `views are shared among those who work here, and carry nothing but what the list understands`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let world = try await World.build(site, on: site.here)
      var fields: [String: String] = [
        "name": "Pour moi", "path": "/sites", "query": "q=a&lang=en&done=lease.ended&count=7",
      ]
      for kind in [ActorKind.resident, .company, .elected] {
        let actor: TestActor = world.actor(kind, site)
        let saved = try await site.post("/vues", fields, as: actor)
        #expect(saved.location == "/sites?q=a&done=view.saved", "\(kind)")
        let shared = try await site.post(
          "/vues", fields.merging(["name": "Pour tous", "shared": "true"]) { $1 }, as: actor)
        #expect(shared.status == 422, "\(kind)")
      }
      fields = ["name": "Entre collègues", "path": "/sites", "query": "q=a", "shared": "true"]
      #expect(try await site.post("/vues", fields, as: site.agent).status == 303)
      #expect(try await site.get("/sites", as: site.actor(.manager)).text.contains("Entre collègues"))
      for kind in [ActorKind.resident, .company, .partner, .elected] {
        #expect(
          !(try await site.get("/sites", as: world.actor(kind, site)).text.contains("Entre collègues")), "\(kind)")
      }
    }
  }

  @Test func `a token that is limited to one section keeps no view of another’s lists`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let token: String = try await Accounts(site.app).drawToken(
        try await Accounts(site.app).enter(
          "jeton@ici.example", "Jeton", [Grant(.agent, on: .territory)], on: site.here.id), "Essai", on: site.here.id)
      try await site.run("UPDATE api_token SET sections = 'annuaire'")
      for (path, status) in [("/baux", 403), ("/annuaire/organisations", 201)] {
        let answer = try await site.send(
          .post, "/api/v1/vues",
          headers: ["content-type": "application/json", "authorization": "Bearer \(token)"],
          body: Array(#"{"name":"V","path":"\#(path)","query":""}"#.utf8))
        #expect(answer.status == status, "\(path): \(answer.status) \(answer.text)")
      }
    }
  }

  @Test func `a view leads to a list of this site that one may see, and nowhere else`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      for path in ["//ailleurs.example", "https://ailleurs.example/", "/deconnexion", "/baux?x=1", "/journal", "\\\\x"]
      {
        let answer = try await site.post("/vues", ["name": "X", "path": path, "query": ""], as: site.agent)
        #expect(answer.status == 404, "\(path): \(answer.status)")
      }
      let hostile = try await site.post(
        "/vues", ["name": "<b>X</b>", "path": "/sites", "query": "q=\"><script>&lang=en"], as: site.agent)
      #expect(hostile.status == 303)
      let page = try await site.get("/sites", as: site.agent).text
      #expect(!page.contains("<b>X") && !page.contains("<script>"))
    }
  }
}
