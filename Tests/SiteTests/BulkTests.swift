import HTTP
import Platform
import SQL
import TestSite
import Testing

/// Forty files at once, and the way back.
@Suite struct BulkTests {
  /// Leases on as many lots, numbered from 1.
  private func leases(_ count: Int, _ site: TestSite) async throws -> [Int] {
    let place: Int = try await site.enterSite()
    var leases: [Int] = []
    for number in 1...count {
      let lot: Int = try await site.enterLot(on: place, "Atelier \(number)")
      leases.append(try await site.enterLease(on: lot, to: "Locataire \(number)"))
    }
    return leases
  }

  private func end(_ site: TestSite, _ lease: Int) async throws -> String? {
    try await site.get("/api/v1/baux/\(lease)", as: site.agent).json()["end"]?.string
  }

  private func selection(_ leases: [Int]) -> String { leases.map { "n=\($0)" }.joined(separator: "&") }

  @Test(arguments: TestDatabase.dialects)
  func `forty leases end on one day, and come back with one button`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let leases: [Int] = try await leases(40, site)
      let page = try await site.get("/baux/terminer?\(selection(leases))", as: site.agent)
      #expect(page.text.contains("Terminer les baux (40 baux)") && page.text.contains("Locataire 40"))
      let done = try await site.post(
        "/baux/fins", ["day": "2026-12-31", "selection": selection(leases)], as: site.agent)
      let location: String = try #require(done.location, "\(done.text)")
      #expect(location.hasPrefix("/baux?count=40&undo=") && location.hasSuffix("&done=lease.ended"))
      for lease in [leases[0], leases[39]] { #expect(try await end(site, lease) == "2026-12-31") }
      let list = try await site.get(location, as: site.agent).text
      #expect(list.contains("Fin du bail enregistrée (40 fois)"))
      let undo: Substring = try #require(list.firstMatch(of: /action="(\/annulations\/\d+)"/)?.1)
      let back = try await site.post(String(undo), [:], as: site.agent)
      #expect(back.location == "/baux?done=many.undone&count=40", "\(back.text)")
      for lease in leases { #expect(try await end(site, lease) == nil) }
      // Twice is once, and says so in the same place.
      #expect(try await site.post(String(undo), [:], as: site.agent).location == "/baux?done=many.undone")
      for lease in leases.prefix(2) { #expect(try await end(site, lease) == nil) }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `one that does not lend itself to it stops them all, unless it may be left aside`(_ dialect: Dialect)
    async throws
  {
    try await TestSite.with(dialect) { site async throws in
      let leases: [Int] = try await leases(3, site)
      _ = try await site.api("/baux/\(leases[1])/fin", #"{"day":"2026-01-31","version":1}"#, as: site.agent)
      let form: [String: String] = ["day": "2026-12-31", "selection": selection(leases)]
      let refused = try await site.post("/baux/fins", form, as: site.agent)
      #expect(refused.status == 422 && refused.text.contains("Locataire 2"), "\(refused.text)")
      #expect(refused.text.contains("Laisser de côté") && refused.text.contains("value=\"31/12/2026\""))
      #expect(try await end(site, leases[0]) == nil, "all or none")
      let done = try await site.post("/baux/fins", form.merging(["skip": "true"]) { $1 }, as: site.agent)
      #expect(done.location?.hasPrefix("/baux?count=2&left=1&undo=") == true)
      #expect(try await end(site, leases[0]) == "2026-12-31")
      #expect(try await end(site, leases[1]) == "2026-01-31")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what a colleague changed since is not undone behind their back`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let leases: [Int] = try await leases(3, site)
      let done = try await site.api(
        "/baux/fins", #"{"day":"2026-12-31","selection":"\#(selection(leases))"}"#, as: site.agent)
      let undo: Int = try #require(try done.json()["undo"]?.int, "\(done.text)")
      _ = try await site.api("/baux/\(leases[0])/fin", #"{"day":"2027-01-31","version":2}"#, as: site.actor(.manager))
      let back = try await site.post("/annulations/\(undo)", [:], as: site.agent)
      #expect(back.location == "/baux?done=many.undone&count=2&left=1", "\(back.text)")
      #expect(try await end(site, leases[0]) == "2027-01-31")
      #expect(try await end(site, leases[1]) == nil)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a lot that was let again meanwhile keeps its new tenant`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let lot: Int = try await site.enterLot(on: try await site.enterSite())
      let lease: Int = try await site.enterLease(on: lot, to: "Ancien")
      let done = try await site.api("/baux/fins", #"{"day":"2026-12-31","selection":"n=\#(lease)"}"#, as: site.agent)
      let undo: Int = try #require(try done.json()["undo"]?.int)
      try await site.enterLease(on: lot, to: "Nouveau", from: "2027-01-01")
      let back = try await site.post("/annulations/\(undo)", [:], as: site.agent)
      #expect(back.location == "/baux?done=many.undone&count=0&left=1", "\(back.text)")
      #expect(try await end(site, lease) == "2026-12-31")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `all that a filter shows is chosen by its filter, and nothing of another territory by any number`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let place: Int = try await site.enterSite()
      let office: Int = try await site.enterLot(on: place, "Bureau 1")
      _ = try await site.api(
        "/sites/\(place)/lots", #"{"name":"Bureau 2","kind":"office","area":10}"#, as: site.agent)
      let theirs = try await World.build(site, on: site.elsewhere)
      let page = try await site.get("/lots/destination?all=1&kind=office", as: site.agent).text
      #expect(page.contains("Bureau 2") && !page.contains("Bureau 1"))
      _ = try await site.post(
        "/lots/destinations", ["destination": "artisan", "selection": "all=1&kind=office"], as: site.agent)
      #expect(try await site.get("/api/v1/lots/\(office)").json()["destination"] == .null)
      #expect(try await site.get("/api/v1/lots/\(office + 1)").json()["destination"]?.string == "artisan")
      let stolen = try await site.post(
        "/lots/destinations", ["destination": "artisan", "selection": "n=\(theirs.lot)"], as: site.agent)
      #expect(stolen.status == 409 && stolen.text.contains("Aucune ligne n’est choisie"))
      for nothing in ["", "n=0", "n=x", "n=99999999"] {
        let page = try await site.get("/lots/destination?\(nothing)", as: site.agent)
        #expect(page.status == 200 && page.text.contains("Aucune ligne n’est choisie"), "\(nothing)")
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what is confirmed is what was seen`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let place: Int = try await site.enterSite()
      for number in 1...3 { try await site.enterLot(on: place, "Atelier \(number)") }
      let page = try await site.get("/lots/destination?all=1", as: site.agent).text
      let seen: Substring = try #require(page.firstMatch(of: /name="seen" value="(\d+)"/)?.1)
      try await site.enterLot(on: place, "Atelier 4")
      var form: [String: String] = ["destination": "artisan", "selection": "all=1", "seen": String(seen)]
      let refused = try await site.post("/lots/destinations", form, as: site.agent)
      #expect(refused.status == 409 && refused.text.contains("il s’agit maintenant de 4 lots"), "\(refused.text)")
      // The page that comes back is about the four, and can be confirmed.
      form["seen"] = String(try #require(refused.text.firstMatch(of: /name="seen" value="(\d+)"/)?.1))
      #expect(try await site.post("/lots/destinations", form, as: site.agent).status == 303)
      // Nothing chosen in the form is no destination chosen.
      let untouched = try await site.post("/lots/destinations", ["selection": "all=1"], as: site.agent)
      #expect(untouched.status == 422)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a role that has ended undoes nothing, and the day keeps the way back for who still has it`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let lease: Int = try await leases(1, site)[0]
      let agent: TestActor = site.actor(.agent, name: "Sur le départ")
      let done = try await site.api("/baux/fins", #"{"day":"2026-12-31","selection":"n=\#(lease)"}"#, as: agent)
      let undo: Int = try #require(try done.json()["undo"]?.int)
      #expect(try await site.get("/", as: agent).text.contains("/annulations/\(undo)"))
      #expect(!(try await site.get("/", as: site.actor(.manager)).text.contains("/annulations/\(undo)")))
      try await site.run(
        """
        UPDATE role SET to_day = \(TestSite.today), ended_at = \(TestSite.now)
        WHERE account_id = (SELECT id FROM account WHERE name = 'Sur le départ')
        """)
      #expect(try await site.post("/annulations/\(undo)", [:], as: agent).status == 404)
      #expect(try await end(site, lease) == "2026-12-31")
    }
  }

  @Test func `only who did it undoes it, and not the day after tomorrow`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let lease: Int = try await leases(1, site)[0]
      let done = try await site.api("/baux/fins", #"{"day":"2026-12-31","selection":"n=\#(lease)"}"#, as: site.agent)
      let undo: Int = try #require(try done.json()["undo"]?.int)
      #expect(try await site.post("/annulations/\(undo)", [:], as: site.actor(.manager)).status == 404)
      try await site.run("UPDATE undo SET at = \(TestSite.now.adding(seconds: -86_400))")
      #expect(try await site.post("/annulations/\(undo)", [:], as: site.agent).status == 409)
      #expect(try await end(site, lease) == "2026-12-31")
    }
  }

  @Test func `ten thousand lots change in one go, ten thousand and one are politely too many`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let place: Int = try await site.enterSite()
      try await site.run(
        """
        WITH RECURSIVE line (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM line WHERE n < 10001)
        INSERT INTO lot (territory_id, site_id, name, sort_key, kind, area_dm2, provenance)
        SELECT \(site.here.id), \(place), 'L' || n, 'l' || n, 'office', 100, 'entered' FROM line
        """)
      let form: [String: String] = ["destination": "artisan", "selection": "all=1"]
      let refused = try await site.post("/lots/destinations", form, as: site.agent)
      #expect(refused.status == 409 && refused.text.contains("10\u{202F}000 fiches à la fois"), "\(refused.status)")
      try await site.run("DELETE FROM lot WHERE sort_key = 'l10001'")
      let done = try await site.post("/lots/destinations", form, as: site.agent)
      #expect(done.location?.hasPrefix("/lots?count=10000&") == true, "\(done.text.prefix(400))")
      let undo: Substring = try #require(done.location?.firstMatch(of: /undo=(\d+)/)?.1)
      let back = try await site.post("/annulations/\(undo)", [:], as: site.agent)
      #expect(back.location == "/lots?done=many.undone&count=10000")
    }
  }
}
