import HTTP
import Platform
import SQL
import TestSite
import Testing

@testable import Lab

/// What somebody finds in the catalogue, on the map and side by side.
struct CatalogueTests {
  @Test(arguments: TestDatabase.dialects)
  func `each filter leaves the sheets that fit, whichever territory they are from`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await site.enterSheets()
      try await site.placed(site.here, population: 405_000, 45.19, 5.72)
      try await site.placed(site.elsewhere, population: 90_000, 43.6, 1.44)
      for (query, slugs) in [
        ("", ["ateliers", "halles", "forum"]), ("?axis=economie", ["ateliers", "halles"]),
        ("?theme=insertion", ["halles", "forum"]), ("?axis=economie&theme=insertion", ["halles"]),
        ("?audience=jeunes", ["halles"]), ("?territory=ailleurs", ["ateliers"]),
        ("?population=moins-de-100000", ["ateliers"]), ("?population=250000-a-500000", ["halles", "forum"]),
        ("?population=plus-de-500000", []), ("?territory=ici&population=moins-de-100000", []),
        ("?since=2010", ["ateliers"]), ("?budget=100000", ["ateliers"]), ("?figures=true", ["halles"]),
        ("?q=halles", ["halles"]), ("?q=TOIT", ["halles"]), ("?sort=-title", ["forum", "halles", "ateliers"]),
      ] {
        #expect(try await site.titles(query) == slugs, "\(query)")
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a choice says how many sheets it would leave, and one that would leave none is not offered`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await site.enterSheets()
      let page: String = try await site.get("/lab").words
      for choice in ["Locaux (2)", "Insertion (2)", "Économie (2)", "Métropole d’ailleurs (1)", "Jeunes (1)"] {
        #expect(page.contains(choice), "\(choice)")
      }
      #expect(!page.contains("Jamais employé"))
      #expect(page.contains("Un <strong>Lab</strong> d’essai."))
      // The chosen facet still shows what its other choices would leave; the others narrow.
      let narrow: String = try await site.get("/lab?axis=emploi").words
      #expect(narrow.contains("Économie (2)") && narrow.contains("Insertion (1)") && !narrow.contains("Locaux ("))
      // What was counted is counted anew once something is published.
      try await site.publish(TestSite.SheetSample(slug: "suite", title: "Suite", head: "themes: locaux"))
      #expect(try await site.get("/lab").words.contains("Locaux (3)"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `the map shows the territories of the filter, and lists those that nobody has placed`(_ dialect: Dialect)
    async throws
  {
    try await TestSite.with(dialect) { site async throws in
      try await site.enterSheets()
      try await site.placed(site.here, population: 405_000, 45.19, 5.72)
      let page: String = try await site.get("/lab/carte").words
      #expect(page.contains("<svg") && page.contains("Hors de la carte"))
      #expect(page.contains("/lab?territory=ici\"") && page.contains("/lab?territory=ailleurs\""))
      let filtered: String = try await site.get("/lab/carte?axis=emploi").words
      #expect(filtered.contains("/lab?axis=emploi&amp;territory=ici\""))
      #expect(!filtered.contains("territory=ailleurs"))
      let json = try await site.get("/api/v1/lab/carte").json()
      guard case .array(let territories)? = json["territories"] else {
        Issue.record("no territories")
        return
      }
      #expect(territories.count == 2 && territories.last?["sheets"]?.int == 2)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a territory is placed by its managers alone, on the map and with a year to its population`(_ dialect: Dialect)
    async throws
  {
    try await TestSite.with(dialect) { site async throws in
      #expect(try await site.get("/lab/territoire", as: site.agent).status == 404)
      let manager: TestActor = site.actor(.manager)
      for (json, field) in [
        (#"{"population":1000,"version":1}"#, "populationYear"), (#"{"latitude":45,"version":1}"#, "longitude"),
        (#"{"latitude":12,"longitude":12,"version":1}"#, "latitude"),
        (#"{"population":0,"populationYear":2012,"version":1}"#, "population"),
      ] {
        let answer = try await site.api("/lab/territoire", json, as: manager)
        #expect(answer.status == 422, "\(json)")
        #expect(try answer.wrongFields() == [field], "\(json)")
      }
      try await site.placed(site.here, population: 405_000, 45.19, 5.72)
      // Read before somebody else saved.
      try await site.placed(site.here, population: 406_000, 45.19, 5.72)
      let late = try await site.api(
        "/lab/territoire", #"{"population":1,"populationYear":2012,"version":1}"#, as: manager)
      #expect(late.status == 409)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `up to four sheets stand side by side, and more are refused with the reason`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await site.enterSheets()
      let page: String = try await site.get("/lab/comparaison?fiche=halles&fiche=ateliers").words
      #expect(page.contains("<th scope=\"col\"><a href=\"/lab/halles\">"))
      #expect(page.contains("<th scope=\"row\">Contexte territorial</th>"))
      #expect(page.contains("Un quartier.") && page.contains("data-sheet=\"Métropole d’ailleurs\""))
      #expect(!page.contains("Regard opérationnel"))
      let json = try await site.get("/api/v1/lab/comparaison?fiche=halles&fiche=ateliers").json()
      guard case .array(let sheets)? = json["sheets"] else {
        Issue.record("no sheets")
        return
      }
      #expect(sheets.map { $0["slug"]?.string } == ["halles", "ateliers"])
      let many = try await site.get("/lab/comparaison?fiche=a&fiche=b&fiche=c&fiche=d&fiche=e")
      #expect(many.status == 409 && many.words.contains("Vous avez coché 5 fiches : quatre au plus"))
      #expect(try await site.get("/lab/comparaison?fiche=halles&fiche=inconnue").status == 404)
      // One alone: what might stand beside it.
      let one: String = try await site.get("/lab/comparaison?fiche=halles").words
      #expect(one.contains("Cochez de deux à quatre fiches") && one.contains("value=\"ateliers\" checked"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a sheet leads to those that share its words, says why, and never to itself or to what was withdrawn`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await site.enterSheets()
      let related = try await site.get("/api/v1/lab/halles").json()["related"]
      guard case .array(let sheets)? = related else {
        Issue.record("nothing related")
        return
      }
      #expect(sheets.map { $0["slug"]?.string } == ["ateliers", "forum"])
      #expect(sheets.first?["reason"]?["fr"]?.string == "même thème : Locaux ; même axe : Économie")
      #expect(try await site.get("/lab/halles").words.contains("même thème : Insertion"))
      try await site.database.change { session in
        _ = try await session.run(
          "UPDATE publication SET state = 'withdrawn', withdrawn_at = \(TestSite.now) WHERE slug = 'ateliers'")
      }
      #expect(!(try await site.get("/lab/halles").text.contains("/lab/ateliers")))
    }
  }

  @Test func `words of the Lab’s own addresses are no sheet’s address`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      try await site.openLab()
      try await site.publish(TestSite.SheetSample(slug: "carte", title: "Carte des métiers"))
      #expect(try await site.titles("") == ["carte-2"])
      #expect(try await site.get("/lab/carte").words.contains("<h1>Le Lab sur la carte</h1>"))
      for path in ["abonnement", "comparaison", "desabonnement", "territoire", "carte"] {
        #expect(Lab.ownAddresses.contains(path))
      }
    }
  }
}
