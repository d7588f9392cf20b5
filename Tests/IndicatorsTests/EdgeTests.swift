import HTTP
import Platform
import SQL
import TestSite
import Testing

@testable import Indicators

/// Figures at their edges: who may not see what they are counted from, days far away, numbers that no one can read.
@Suite struct EdgeTests {
  private static func figure(_ key: String, _ value: String, _ more: String) -> String {
    #"{"key":"\#(key)","label":"\#(key)","document":"Rapport","quotation":"le chiffre","value":\#(value),"qualifier":"exact","kind":"operational",\#(more)}"#
  }

  // MARK: Who may see it

  @Test(arguments: TestDatabase.dialects)
  func `an indicator that is not public is not told by the published figure that is held against it`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      let place: Int = try await site.enterSite()
      for name in ["A", "B", "C"] { try await site.enterLot(on: place, name) }
      let defined: Answer = try await site.api(
        "\(CountedSite.programme)/configuration/indicateurs/entrees",
        #"{"label": "Interne", "key": "interne", "unit": "number", "rounding": 0, "formula": {"count": "lot"}, "public": false}"#,
        as: site.agent)
      #expect(defined.status == 200, "\(defined.text)")
      try await counted.count("ouvert", #"{"count": "lot"}"#)
      for key in ["interne", "ouvert"] {
        let entered = try await site.api(
          "\(CountedSite.programme)/chiffres",
          Self.figure(key, "5", #""unit":"number","to":"2026-10-31","indicator":"\#(key)""#), as: site.agent)
        #expect(entered.status == 201, "\(entered.text)")
      }
      let ledger: String = "/api/v1\(CountedSite.programme)/chiffres"
      let inside: JSON = try await site.get(ledger, as: site.agent).json()
      #expect(inside["items"]?[0]?["verdict"]?.string == "differs")
      let outside: JSON = try await site.get(ledger, as: site.visitor).json()
      #expect(outside["items"]?[0]?["verdict"]?.string == "not-computable")
      #expect(outside["items"]?[0]?["computed"] == .null)
      #expect(outside["items"]?[0]?["reason"]?.string?.contains("n’est pas publié") == true, "\(outside)")
      #expect(outside["items"]?[1]?["computed"]?["value"]?.int == 3)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `few people are not found by taking the many from all`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      for number in 1...9 {
        let email: String = number <= 3 ? #", "email": "p\#(number)@exemple.fr""# : ""
        let entered = try await site.api(
          "/annuaire/personnes", #"{"givenName": "Prénom", "familyName": "Nom \#(number)"\#(email)}"#, as: site.agent)
        #expect(entered.status == 201, "\(entered.text)")
      }
      let (all, many): (String, String) = (#"{"count": "person"}"#, #"{"count": "person", "where": "not hasEmail"}"#)
      try await counted.count("toutes", all)
      try await counted.count("nombreuses", many)
      try await counted.count("peu", #"{"difference": [\#(all), \#(many)]}"#)
      try await counted.count("part", #"{"ratio": [\#(many), \#(all)]}"#, unit: "percent")
      #expect(try await counted.value("peu") == 3)
      #expect(try await counted.value("part") == 67)
      #expect(try await counted.value("toutes", as: site.visitor) == 9)
      for key in ["nombreuses", "peu", "part"] {
        #expect(try await counted.value(key, as: site.visitor) == nil, "\(key)")
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `records are not sorted for a reader by what they may not see`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      let place: Int = try await site.enterSite()
      try await site.enterLease(on: try await site.enterLot(on: place), to: "Coop’Vélo")
      for name in ["Coop’Vélo", "Qui n’est pas locataire"] {
        let partner = try await site.api(
          "\(CountedSite.programme)/partenaires", #"{"organisation": "\#(name)"}"#, as: site.agent)
        #expect(partner.status == 201, "\(partner.text)")
      }
      try await counted.count("partenaires", #"{"count": "partner"}"#)
      try await counted.count("locataires", #"{"count": "partner", "where": "organisation among lease"}"#)
      #expect(try await counted.value("locataires", as: site.visitor) == 1)
      func total(_ key: String, _ actor: TestActor) async throws -> Int? {
        try await site.get("/api/v1\(CountedSite.programme)/indicateurs/\(key)/fiches", as: actor).json()["total"]?.int
      }
      #expect(try await total("partenaires", site.visitor) == 2)
      #expect(try await total("locataires", site.agent) == 1)
      let path: String = "\(CountedSite.programme)/indicateurs/locataires"
      #expect(try await site.get("\(path)/fiches", as: site.visitor).status == 404)
      #expect(try await !site.get(path, as: site.visitor).text.contains("/fiches?"))
      // A company sees its own leases: of others it learns nothing.
      #expect(try await total("locataires", site.actor(.company)) == 0)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `all the programmes are all those that the reader may see`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      try await site.enterLot(on: try await site.enterSite())
      let closed = try await site.api(
        "/dispositifs", #"{"slug":"secret","name":"Projet à l’étude","isPublic":false}"#, as: site.agent)
      #expect(closed.status == 201, "\(closed.text)")
      let place = try await site.api(
        "/sites", #"{"programme":"secret","name":"Sud","municipality":"Fontaine"}"#, as: site.agent)
      try await site.enterLot(on: try #require(try place.json()["id"]?.int), "Secret")
      try await counted.count("tous", #"{"count": "lot", "programme": "*"}"#)
      #expect(try await counted.value("tous") == 2)
      #expect(try await counted.value("tous", as: site.visitor) == 1)
    }
  }

  // MARK: On which day

  @Test(arguments: TestDatabase.dialects)
  func `on a day of its own, a figure sees categories and perimeters as they were that day`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      let place: Int = try await site.enterSite()
      let lease: Int = try await site.enterLease(on: try await site.enterLot(on: place), from: "2025-01-01")
      let changed = try await site.api(
        "/baux/\(lease)/categories", #"{"category":"artisan","from":"2026-01-01"}"#, as: site.agent)
      #expect(changed.status < 300, "\(changed.text)")
      let made = try await site.api(
        "/annuaire/perimetres",
        #"{"name": "Agglo", "key": "agglo", "kind": "other", "municipalities": "Fontaine depuis 01/06/2025"}"#,
        as: site.agent)
      #expect(made.status == 201, "\(made.text)")
      for (key, condition) in [
        ("social", "category = social"), ("artisan", "category = artisan"), ("agglo", "municipality within agglo"),
      ] {
        try await counted.count(key, #"{"count": "lease", "where": "\#(condition)", "asOf": "2025-03-01"}"#)
      }
      #expect(try await counted.value("social") == 1)
      #expect(try await counted.value("artisan") == 0)
      #expect(try await counted.value("agglo") == 0)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `the year under way does not end a run that it may still go on`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      let place: Int = try await site.enterSite()
      for (year, count) in [(2022, 1), (2023, 2), (2024, 3), (2025, 2)] {
        for number in 1...count {
          let lot: Int = try await site.enterLot(on: place, "\(year)-\(number)")
          try await site.enterLease(on: lot, from: "\(year)-03-01", until: "\(year)-08-31")
        }
      }
      let ofYear: String = #"{"count": "lease", "during": "$period"}"#
      try await counted.count("suite", #"{"run": \#(ofYear), "atLeast": 2}"#)
      try await counted.count("peu", #"{"run": \#(ofYear), "atMost": 2}"#)
      #expect(try await counted.value("suite", on: "2025-12-31") == 3)
      #expect(try await counted.value("suite", on: "2026-01-15") == 3)
      #expect(try await counted.value("suite", on: "2025-05-01") == 3)
      // Above a ceiling it is over, however long the year has still to go.
      #expect(try await counted.value("peu", on: "2024-04-01") == 0)
      // A year that has ended below is the end of it.
      #expect(try await counted.value("suite", on: "2026-12-31") == 0)
    }
  }

  // MARK: What the databases are asked

  @Test(arguments: TestDatabase.dialects)
  func `leases are broken down by a category that depends on the day`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      let place: Int = try await site.enterSite()
      try await site.enterLease(on: try await site.enterLot(on: place), from: "2025-01-01")
      try await counted.count("baux", #"{"count": "lease"}"#, #""breakdowns": "category, outcome""#)
      try await counted.count(
        "sejour", #"{"median": "lease.area"}"#, unit: "square-metres", #""breakdowns": "category""#)
      for key in ["baux", "sejour"] {
        let parts: JSON? = try await counted.report(key)["breakdowns"]?[0]?["parts"]
        #expect(parts?[0]?["key"]?.string == "social", "\(String(describing: parts))")
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `areas of all programmes are weighed by time too`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      try await site.enterLease(on: try await site.enterLot(on: try await site.enterSite()), from: "2024-01-01")
      try await counted.count(
        "moyenne", #"{"timeWeighted": "lease.area", "programme": "*"}"#, unit: "square-metres")
      #expect(try await counted.value("moyenne", on: "2025-12-31") == 100)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a long list in a long run is counted`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      try await site.enterLease(on: try await site.enterLot(on: try await site.enterSite()), from: "2025-01-01")
      let list: String = (1...1_290).map { _ in "1" }.joined(separator: ", ")
      try await counted.count(
        "liste", #"{"run": {"count": "lease", "where": "not area in (\#(list))"}, "atLeast": 1, "every": "month"}"#)
      #expect(try await counted.value("liste") == 23)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `brackets and relations as deep as they may be are counted, deeper ones refused`(
    _ dialect: Dialect
  ) async throws {
    func deep(_ levels: Int) -> String {
      String(repeating: "area > 1 and (area > 2 or (", count: levels) + "area > 3"
        + String(repeating: "))", count: levels)
    }
    func members(_ levels: Int) -> String {
      String(repeating: "organisation among lease (area > 1 and (area > 2 or ", count: levels) + "area > 3"
        + String(repeating: "))", count: levels)
    }
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      try await site.enterLease(on: try await site.enterLot(on: try await site.enterSite()), from: "2025-01-01")
      for (key, condition) in [("profond", deep(5)), ("parmi", members(4))] {
        try await counted.count(key, #"{"count": "lease", "where": "\#(condition)"}"#)
        #expect(try await counted.value(key) == 1)
      }
    }
    for condition in [deep(19), members(5)] {
      #expect(throws: Condition.Fault.self) { try Condition(condition) }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `other than a theme is what does not have it, and not what has another beside it`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let document: String = """
        {"format": "terreau-programme", "formatVersion": 1, "programme": {"name": "Zq7"},
         "nomenclatures": [{"key": "categories", "label": "Catégories", "use": "tenant-categories", "items": [
           {"key": "social", "label": "Économie sociale"}]},
           {"key": "themes", "label": "Thèmes", "use": "themes", "items": [
           {"key": "reseau", "label": "Réseau"}, {"key": "climat", "label": "Climat"}]}]}
        """
      var json = JSONWriter()
      json.object { $0.member("document", document) }
      let drafts: String = "\(CountedSite.programme)/configuration/brouillons"
      let handed = try await site.api(drafts, String(decoding: json.bytes, as: UTF8.self), as: site.agent)
      let draft: Int = try #require(try handed.json()["id"]?.int, "\(handed.text)")
      try #require(try await site.post("\(drafts)/\(draft)/application", [:], as: site.agent).status == 303)
      for (title, themes) in [("Deux", #""reseau", "climat""#), ("Un", #""climat""#), ("Seul", #""reseau""#)] {
        let entered = try await site.api(
          "\(CountedSite.programme)/actions", #"{"title":"\#(title)","state":"next","themes":[\#(themes)]}"#,
          as: site.agent)
        #expect(entered.status == 201, "\(entered.text)")
      }
      let counted = CountedSite(site: site)
      try await counted.count("avec", #"{"count": "action", "where": "theme = reseau"}"#)
      try await counted.count("autres", #"{"count": "action", "where": "theme != reseau"}"#)
      #expect(try await counted.value("avec") == 2)
      #expect(try await counted.value("autres") == 1)
    }
  }

  // MARK: How it is read

  @Test func `a half is rounded up though its division falls a hair below`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let counted = CountedSite(site: site)
      try await counted.count("moitie", #"{"ratio": [57, 200]}"#, unit: "percent")
      try await counted.count("dixieme", #"{"ratio": [1005, 100000]}"#, unit: "percent", rounding: 2)
      try await counted.count("dessous", #"{"ratio": [28499999, 100000000]}"#, unit: "percent")
      try await counted.count("moins", #"{"ratio": [-57, 200]}"#, unit: "percent")
      #expect(try await counted.value("moitie") == 29)
      #expect(try await counted.value("dixieme") == 1.01)
      #expect(try await counted.value("dessous") == 28)
      #expect(try await counted.value("moins") == -29)
    }
    #expect(Qualifier.exact.agrees(0.285 * 100, with: 29))
  }

  @Test func `between two days there is a time, and days do not add up`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let counted = CountedSite(site: site)
      let place: Int = try await site.enterSite()
      for day in ["2025-01-01", "2025-03-02"] {
        try await site.enterLease(on: try await site.enterLot(on: place, day), from: day)
      }
      let (first, last): (String, String) = (#"{"minimum": "lease.start"}"#, #"{"maximum": "lease.start"}"#)
      let dated: Answer = try await counted.define("x", #"{"difference": [\#(last), \#(first)]}"#, unit: "day")
      #expect(dated.status == 422, "\(dated.text)")
      try await counted.count("ecart", #"{"difference": [\#(last), \#(first)]}"#, unit: "days")
      #expect(try await counted.value("ecart") == 60)
      #expect(try await counted.define("y", #"{"total": [\#(last), \#(first)]}"#, unit: "day").status == 422)
    }
  }

  static let intervals: [(Interval, Interval)] = [
    (Interval(0, 4), Interval(2.5, .infinity)), (Interval(-1, 3), Interval(-.infinity, .infinity)),
    (Interval(-2, 0, isHighIn: false), Interval(-.infinity, -5)),
  ]

  @Test(arguments: intervals)
  func `what is divided by about two may be anything large, and is no contradiction`(
    _ divisor: Interval, _ quotient: Interval
  ) {
    let found: Interval? = Interval(10) / divisor
    #expect(found?.low == quotient.low && found?.high == quotient.high, "\(String(describing: found))")
    let none: Interval? = Interval(10) / Interval(0)
    #expect(none == nil)
  }

  @Test(arguments: ["61 / ? <= 37 %", "? > 3"])
  func `the number that is missing is looked for in an equation only`(_ text: String) {
    #expect(throws: Equation.Fault.self) { try Equation(text) }
  }
}
