import HTTP
import Platform
import SQL
import TestSite
import Testing

/// What the engine counts, on records entered like anybody's.
@Suite struct CountingTests {
  @Test(arguments: TestDatabase.dialects)
  func `two stays of one company are two leases and one company`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      let place: Int = try await site.enterSite()
      let (first, second): (Int, Int) = (
        try await site.enterLot(on: place, "A"), try await site.enterLot(on: place, "B", area: "60")
      )
      try await site.enterLease(on: first, to: "Coop’Vélo", from: "2025-01-01", until: "2025-12-31")
      try await site.enterLease(on: second, to: "Coop’Vélo", from: "2026-01-01")
      try await site.enterLease(on: first, to: "Bois et Liens", from: "2026-03-01")
      try await counted.count("baux", #"{"count": "lease", "through": "$end"}"#)
      try await counted.count("entreprises", #"{"distinct": "lease.organisation", "through": "$end"}"#)
      try await counted.count("presentes", #"{"distinct": "lease.organisation"}"#)
      #expect(try await counted.value("baux") == 3)
      #expect(try await counted.value("entreprises") == 2)
      #expect(try await counted.value("presentes") == 2)
      #expect(try await counted.value("presentes", on: "2026-02-01") == 1)
      #expect(try await counted.value("presentes", on: "2024-12-31") == 0)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a hundred square metres let nine months of twelve are let at 75 %, not at the mean of year-ends`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      let place: Int = try await site.enterSite()
      let lot: Int = try await site.enterLot(on: place, area: "100")
      // From April to December of a year of 365 days: 275 of them.
      try await site.enterLease(on: lot, from: "2025-04-01")
      try await counted.count(
        "moyen", #"{"ratio": [{"timeWeighted": "lease.area"}, {"timeWeighted": "lot.area"}]}"#, unit: "percent",
        rounding: 1)
      try await counted.count(
        "instantane", #"{"ratio": [{"sum": "lease.area"}, {"sum": "lot.area"}]}"#, unit: "percent")
      #expect(try await counted.value("moyen", on: "2025-12-31", since: "2025-01-01") == 75.3)
      #expect(try await counted.value("instantane", on: "2025-12-31") == 100)
      #expect(try await counted.value("instantane", on: "2025-03-31") == 0)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a mean is taken over stays that ended, a median over those in the middle`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      let place: Int = try await site.enterSite()
      for (name, end) in [("A", "2026-01-10"), ("B", "2026-01-20"), ("C", "2026-01-30"), ("D", "2026-04-10")] {
        let lot: Int = try await site.enterLot(on: place, name)
        try await site.enterLease(on: lot, to: "Locataire \(name)", from: "2026-01-01", until: end)
      }
      let open: Int = try await site.enterLot(on: place, "E")
      try await site.enterLease(on: open, to: "Qui reste", from: "2020-01-01")
      try await counted.count("moyenne", #"{"mean": "lease.stay", "through": "$end"}"#, unit: "days", rounding: 1)
      try await counted.count("mediane", #"{"median": "lease.stay", "through": "$end"}"#, unit: "days", rounding: 1)
      try await counted.count("court", #"{"minimum": "lease.stay", "through": "$end"}"#, unit: "days")
      try await counted.count("long", #"{"maximum": "lease.stay", "through": "$end"}"#, unit: "days")
      try await counted.count("premier", #"{"minimum": "lease.start", "through": "$end"}"#, unit: "year")
      #expect(try await counted.value("moyenne") == 40)
      #expect(try await counted.value("mediane") == 25)
      #expect(try await counted.value("court") == 10)
      #expect(try await counted.value("long") == 100)
      #expect(try await counted.value("premier") == 2020)
      // On the tenth, only one had ended by the day after.
      #expect(try await counted.value("mediane", on: "2026-01-11") == 10)
      // Before any ended there is no mean, and that is not zero.
      #expect(try await counted.value("moyenne", on: "2026-01-05") == nil)
      let said = try await counted.report("moyenne", on: "2026-01-05")["reason"]?.string
      #expect(said?.contains("sans objet") == true, "\(said ?? "")")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `where nothing was entered, a figure is not zero`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      try await counted.count("candidatures", #"{"count": "application"}"#)
      try await counted.count("taux", #"{"ratio": [{"sum": "lease.area"}, {"sum": "lot.area"}]}"#, unit: "percent")
      #expect(try await counted.value("candidatures") == nil)
      #expect(try await counted.value("taux") == nil)
      let place: Int = try await site.enterSite()
      try await site.enterLot(on: place)
      // There is a lot to let, and no lease was ever signed here: still nothing that could be counted.
      #expect(try await counted.value("taux") == nil)
      let lot: Int = try await site.enterLot(on: place, "B")
      try await site.enterLease(on: lot, from: "2026-06-01", until: "2026-06-30")
      #expect(try await counted.value("taux") == 0)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `ending a lease moves every figure that depends on it, cached or not`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      let place: Int = try await site.enterSite()
      let (first, second): (Int, Int) = (
        try await site.enterLot(on: place, "A", area: "75"), try await site.enterLot(on: place, "B", area: "25")
      )
      try await site.enterLease(on: first, to: "Coop’Vélo", from: "2025-01-01")
      let lease: Int = try await site.enterLease(on: second, to: "Bois et Liens", from: "2025-01-01")
      try await counted.count(
        "taux", #"{"ratio": [{"sum": "lease.area"}, {"sum": "lot.area"}]}"#, unit: "percent")
      try await counted.count("locataires", #"{"distinct": "lease.organisation"}"#)
      for _ in 0..<2 {
        #expect(try await counted.value("taux") == 100)
        #expect(try await counted.value("locataires") == 2)
      }
      let ended = try await site.api(
        "/baux/\(lease)/fin", #"{"day": "2026-10-31", "version": 1}"#, as: site.agent)
      #expect(ended.status == 200, "\(ended.text)")
      #expect(try await counted.value("taux") == 75)
      #expect(try await counted.value("locataires") == 1)
      #expect(try await counted.value("locataires", on: "2026-10-31") == 2)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `growth compares with the period before, a run counts back from the last`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      let place: Int = try await site.enterSite()
      // Six leases in 2021, two in 2022, then three, four and six.
      for (year, count) in [(2021, 6), (2022, 2), (2023, 3), (2024, 4), (2025, 6)] {
        for number in 1...count {
          let lot: Int = try await site.enterLot(on: place, "\(year)-\(number)")
          try await site.enterLease(
            on: lot, to: "Locataire \(year)-\(number)", from: "\(year)-03-01", until: "\(year)-08-31")
        }
      }
      let ofYear: String = #"{"count": "lease", "during": "$period"}"#
      try await counted.count("croissance", #"{"growth": \#(ofYear)}"#, unit: "percent")
      try await counted.count("suite", #"{"run": \#(ofYear), "atLeast": 3, "every": "year"}"#)
      try await counted.count("cumul", #"{"cumulative": {"count": "lease"}}"#)
      #expect(try await counted.value("croissance", on: "2025-12-31") == 50)
      #expect(try await counted.value("croissance", on: "2022-12-31") == -67)
      #expect(try await counted.value("suite", on: "2025-12-31") == 3)
      // A year below resets to nothing.
      #expect(try await counted.value("suite", on: "2022-12-31") == 0)
      #expect(try await counted.value("suite", on: "2021-12-31") == 1)
      #expect(try await counted.value("cumul", on: "2023-12-31") == 11)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what overlaps is looked for in another relation`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      let place: Int = try await site.enterSite()
      for (name, tenant) in [("A", "Coop’Vélo"), ("B", "Bois et Liens")] {
        let lot: Int = try await site.enterLot(on: place, name)
        try await site.enterLease(on: lot, to: tenant, from: "2025-01-01")
      }
      for member in ["Coop’Vélo", "Qui n’est pas locataire"] {
        let joined = try await site.api(
          "/sites/\(place)/adherents", #"{"member": "\#(member)", "from": "2025-02-01"}"#, as: site.agent)
        #expect(joined.status == 201, "\(joined.text)")
      }
      try await counted.count("adherents", #"{"distinct": "member.organisation"}"#)
      try await counted.count("deux", #"{"distinct": "lease.organisation", "where": "organisation among member"}"#)
      try await counted.count(
        "autres", #"{"distinct": "lease.organisation", "where": "not organisation among member"}"#)
      #expect(try await counted.value("adherents") == 2)
      #expect(try await counted.value("deux") == 1)
      #expect(try await counted.value("autres") == 1)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a perimeter counts the municipalities that it had on the day, and perimeters overlap`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      for (name, town) in [("Nord", "Fontaine"), ("Sud", "Échirolles"), ("Est", "Kehl")] {
        let entered = try await site.api(
          "/sites", #"{"programme": "\#(TestSite.programme)", "name": "\#(name)", "municipality": "\#(town)"}"#,
          as: site.agent)
        let place: Int = try #require(try entered.json()["id"]?.int)
        try await site.enterLot(on: place)
      }
      for (key, towns) in [
        ("agglo", "Fontaine\\nÉchirolles depuis 01/01/2020"), ("frontiere", "Kehl\\nÉchirolles jusqu’au 31/12/2024"),
      ] {
        let made = try await site.api(
          "/annuaire/perimetres",
          #"{"name": "\#(key)", "key": "\#(key)", "kind": "other", "municipalities": "\#(towns)"}"#,
          as: site.agent)
        #expect(made.status == 201, "\(made.text)")
      }
      try await counted.count("agglo", #"{"count": "lot", "where": "municipality within agglo"}"#)
      try await counted.count("dehors", #"{"count": "lot", "where": "not municipality within agglo"}"#)
      try await counted.count("frontiere", #"{"count": "lot", "where": "municipality within frontiere"}"#)
      #expect(try await counted.value("agglo") == 2)
      #expect(try await counted.value("dehors") == 1)
      #expect(try await counted.value("agglo", on: "2019-12-31") == 1)
      #expect(try await counted.value("frontiere") == 1)
      #expect(try await counted.value("frontiere", on: "2024-12-31") == 2)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `records of another programme and of another territory do not count`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      let place: Int = try await site.enterSite()
      try await site.enterLot(on: place)
      let theirs: TestActor = site.actor(.agent, in: site.elsewhere)
      let there: Int = try await site.enterSite("Ailleurs", as: theirs)
      try await site.enterLot(on: there, "Leur lot", as: theirs)
      try await counted.count("lots", #"{"count": "lot"}"#)
      try await counted.count("tous", #"{"count": "lot", "programme": "*"}"#)
      #expect(try await counted.value("lots") == 1)
      #expect(try await counted.value("tous") == 1)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `one click leads from a figure to its records, for who may see them`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      let place: Int = try await site.enterSite()
      let (first, second): (Int, Int) = (
        try await site.enterLot(on: place, "A", area: "75"), try await site.enterLot(on: place, "B", area: "25")
      )
      try await site.enterLease(on: first, to: "Coop’Vélo", from: "2025-01-01")
      try await site.enterLease(on: second, to: "Bois et Liens", from: "2025-01-01", until: "2025-12-31")
      try await counted.count("surface", #"{"sum": "lease.area"}"#, unit: "square-metres")
      let page: Answer = try await site.get("\(CountedSite.programme)/indicateurs/surface", as: site.agent)
      #expect(page.text.contains("/indicateurs/surface/fiches?mesure=1"))
      let records = try await site.get("/api/v1\(CountedSite.programme)/indicateurs/surface/fiches", as: site.agent)
      #expect(try records.json()["total"]?.int == 1)
      #expect(try records.json()["items"]?[0]?["title"]?.string == "Coop’Vélo, A")
      let before = try await site.get(
        "/api/v1\(CountedSite.programme)/indicateurs/surface/fiches?on=2025-06-30", as: site.agent)
      #expect(try before.json()["total"]?.int == 2)
      // The figure is public; who rents what is not.
      let open: Answer = try await site.get("\(CountedSite.programme)/indicateurs/surface", as: site.visitor)
      #expect(open.status == 200 && !open.text.contains("/fiches?"))
      let closed = try await site.get("\(CountedSite.programme)/indicateurs/surface/fiches", as: site.visitor)
      #expect(closed.status == 404)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an indicator that is not public is not found by who does not work on the programme`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let answer: Answer = try await site.api(
        "\(CountedSite.programme)/configuration/indicateurs/entrees",
        #"{"label": "Interne", "key": "interne", "unit": "number", "rounding": 0, "formula": {"count": "lot"}, "public": false}"#,
        as: site.agent)
      #expect(answer.status == 200, "\(answer.text)")
      let path: String = "\(CountedSite.programme)/indicateurs/interne"
      #expect(try await site.get(path, as: site.agent).status == 200)
      for kind in [ActorKind.public, .company, .resident, .operator] {
        #expect(try await site.get(path, as: site.actor(kind)).status == 404, "\(kind)")
      }
    }
  }
}
