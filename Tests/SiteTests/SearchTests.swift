import HTTP
import Platform
import SQL
import TestSite
import Testing

/// One box that opens any record that one may see, and no other.
@Suite struct SearchTests {
  @Test(arguments: TestDatabase.dialects)
  func `words in any order, without accents, find what holds them all`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      for name in ["Écomarché des Halles", "Les Halles du Drac", "Pépinière"] { try await site.enterSite(name) }
      #expect(try await titles(site, "halles ECO") == ["Écomarché des Halles"])
      #expect(try await titles(site, "drac halles") == ["Les Halles du Drac"])
      // What begins so comes first.
      #expect(try await titles(site, "les halles").first == "Les Halles du Drac")
      #expect(try await titles(site, "halles").sorted() == ["Les Halles du Drac", "Écomarché des Halles"])
      #expect(try await titles(site, "%_").isEmpty)
      #expect(try await titles(site, "").isEmpty)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what has one answer opens it, what has several lists them, what has none says so`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let place: Int = try await site.enterSite("Bordelongue")
      let one = try await site.get("/recherche?q=bordel")
      #expect(one.status == 303 && one.location == "/sites/\(place)")
      try await site.enterSite("Bordeaux")
      let two = try await site.get("/recherche?q=bord")
      #expect(two.status == 200 && two.text.contains("Bordelongue") && two.text.contains("Bordeaux"))
      #expect(try await site.get("/recherche?q=nulle+part").text.contains("Rien ne porte ce nom"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a lease is found by its tenant, those who are there now first, then names that begin so`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let place: Int = try await site.enterSite()
      for (lot, tenant, end) in [
        ("Atelier 1", "Halles du Drac", "2026-02-01"), ("Atelier 2", "Écomarché des Halles", nil),
        ("Atelier 3", "Halles de l’Isère", nil), ("Atelier 4", "Les Halles", "2026-03-01"),
        ("Atelier 5", "Boulangerie", nil),
      ] {
        try await site.enterLease(on: try await site.enterLot(on: place, lot), to: tenant, until: end)
      }
      let expected: [String] = ["Halles de l’Isère", "Écomarché des Halles", "Halles du Drac", "Les Halles"]
      #expect(try await titles(site, "halles", in: "baux", as: site.agent) == expected)
      // A name that is everywhere is looked for in another way.
      let territory: ID<Territory> = site.here.id
      try await site.database.change { session in
        for number in 1...300 {
          try await session.run(
            """
            INSERT INTO organisation (territory_id, name, sort_key)
            VALUES (\(territory), \("Halles \(number)"), \(sortKey("Halles \(number)")))
            """)
        }
      }
      #expect(try await titles(site, "halles", in: "baux", as: site.agent) == expected)
      #expect(try await titles(site, "atelier", in: "lots").count == 5)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `everybody finds what they may see and nothing else`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let world = try await World.build(site, on: site.here)
      _ = try await World.build(site, on: site.elsewhere)
      let organisation: String = "/annuaire/organisations/\(world.organisation)"
      for (kind, found) in [
        (ActorKind.public, [Bool](repeating: false, count: 3)), (.agent, [true, true, true]),
        (.company, [true, true, false]), (.partner, [true, false, true]), (.resident, [false, false, true]),
        (.administrator, [true, true, false]),
      ] {
        let actor: TestActor = world.actor(kind, site)
        let paths: [String] = try await paths(site, "de", actor) + paths(site, "locataire", actor)
        #expect(
          [organisation, "/baux/\(world.lease)", "/annuaire/personnes/\(world.person)"].map(paths.contains) == found,
          "\(kind): \(paths)")
        let titles: [String] = try await titles(site, "locataire", as: actor) + titles(site, "de", as: actor)
        #expect(!titles.contains { $0.contains("ailleurs") }, "\(kind): \(titles)")
        let stranger: [String] = try await self.paths(site, "locataire", world.stranger(kind, site))
        if [.company, .partner, .resident].contains(kind) {
          #expect(!stranger.contains(organisation) && !stranger.contains("/baux/\(world.lease)"), "\(kind)")
        }
      }
    }
  }

  @Test func `a name that nobody knows and that looks like another is asked about before it is entered twice`()
    async throws
  {
    try await TestSite.with(.sqlite) { site async throws in
      let lot: Int = try await site.enterLot(on: try await site.enterSite())
      try await site.enterLease(on: lot, to: "Coop’Vélo Grenoble", until: "2026-02-01")
      var form: [String: String] = [
        "tenant": "Boulangerie", "category": "social", "start": "2026-03-01", "end": "2026-04-01",
      ]
      #expect(
        try await site.post("/lots/\(lot)/baux", form, as: site.agent).status == 303, "nothing like it: it is new")
      form = form.merging(["tenant": "Coop Vélo", "start": "2026-05-01", "end": "2026-06-01"]) { $1 }
      let asked = try await site.post("/lots/\(lot)/baux", form, as: site.agent)
      #expect(asked.status == 422)
      #expect(asked.text.contains("type=\"radio\" name=\"tenant\" value=\"Coop’Vélo Grenoble\""), "\(asked.text)")
      // A slip of the finger is seen too; and what is typed after all counts more than nothing ticked.
      form["tenant"] = "Coop’Velo Grenobel"
      let slipped = try await site.post("/lots/\(lot)/baux", form, as: site.agent)
      #expect(slipped.status == 422 && slipped.text.contains("value=\"\" checked>"))
      form["tenant"] = "+ Coop Vélo"
      #expect(try await site.post("/lots/\(lot)/baux", form, as: site.agent).status == 303)
      let names: [String] = try await titles(site, "coop", in: "organisations", as: site.agent)
      #expect(names == ["Coop Vélo", "Coop’Vélo Grenoble"])
    }
  }

  private func hits(_ site: TestSite, _ text: String, in key: String?, _ actor: TestActor?) async throws -> [JSON] {
    var query: FormPairs = FormPairs().setting("q", to: text)
    if let key { query = query.setting("dans", to: key) }
    guard case .array(let hits) = try await site.get("/recherche/propositions?\(query.encoded)", as: actor).json()
    else { return [] }
    return hits
  }

  private func titles(
    _ site: TestSite, _ text: String, in key: String? = nil, as actor: TestActor? = nil
  ) async throws -> [String] {
    try await hits(site, text, in: key, actor).compactMap { $0["title"]?.string }
  }

  private func paths(_ site: TestSite, _ text: String, _ actor: TestActor) async throws -> [String] {
    try await hits(site, text, in: nil, actor).compactMap { $0["path"]?.string }
  }
}
