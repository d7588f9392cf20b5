import HTTP
import Platform
import SQL
import TestSite
import Testing

/// What is aimed at, and how it stands on a day.
@Suite struct TargetTests {
  private func target(
    _ site: TestSite, _ key: String, _ more: String
  ) async throws -> Answer {
    try await site.api(
      "\(CountedSite.programme)/configuration/cibles/entrees",
      #"{"label": "\#(key)", "key": "\#(key)", "indicator": "baux", \#(more)}"#, as: site.agent)
  }

  private func state(_ counted: CountedSite, _ key: String, on day: String) async throws -> String? {
    guard case .array(let targets)? = try await counted.report("baux", on: day)["targets"] else { return nil }
    return targets.first { $0["key"]?.string == key }?["state"]?.string
  }

  @Test(arguments: TestDatabase.dialects)
  func `a target is to come, under way, on track, late, reached or missed`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      let place: Int = try await site.enterSite()
      for month in 1...4 {
        let lot: Int = try await site.enterLot(on: place, "Lot \(month)")
        try await site.enterLease(on: lot, to: "Locataire \(month)", from: "2026-0\(month)-01")
      }
      try await counted.count("baux", #"{"count": "lease"}"#)
      let minimum = try await target(
        site, "quatre", #""kind": "minimum", "low": 4, "from": "2026-01-15", "to": "2026-06-30""#)
      #expect(minimum.status == 200, "\(minimum.text)")
      #expect(try await target(site, "dix", #""kind": "minimum", "low": 10, "to": "2026-06-30""#).status == 200)
      #expect(try await target(site, "plafond", #""kind": "maximum", "high": 3, "to": "2026-12-31""#).status == 200)
      let milestone = try await site.api(
        "\(CountedSite.programme)/configuration/cibles/dix/jalons/entrees",
        #"{"day": "2026-03-15", "value": 3, "key": "mars"}"#, as: site.agent)
      #expect(milestone.status == 200, "\(milestone.text)")
      #expect(try await state(counted, "quatre", on: "2026-01-10") == "upcoming")
      #expect(try await state(counted, "quatre", on: "2026-02-10") == "underway")
      #expect(try await state(counted, "quatre", on: "2026-04-10") == "reached")
      #expect(try await state(counted, "dix", on: "2026-03-20") == "on-track")
      #expect(try await state(counted, "dix", on: "2026-07-01") == "missed")
      #expect(try await state(counted, "plafond", on: "2026-02-10") == "on-track")
      #expect(try await state(counted, "plafond", on: "2026-05-10") == "underway")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a target without the bound that it needs is refused`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await CountedSite(site: site).count("baux", #"{"count": "lease"}"#)
      for more in [
        #""kind": "minimum""#, #""kind": "maximum", "low": 3"#, #""kind": "range", "low": 5, "high": 3"#,
        #""kind": "run", "low": 5"#, #""kind": "minimum", "low": 5, "from": "2026-02-01", "to": "2026-01-01""#,
        #""kind": "minimum", "low": "beaucoup""#,
      ] { #expect(try await target(site, "x", more).status == 422, "\(more)") }
      try await CountedSite(site: site).count("suite", #"{"run": {"count": "lease"}, "atLeast": 2}"#)
      let twice = try await site.api(
        "\(CountedSite.programme)/configuration/cibles/entrees",
        #"{"label": "x", "key": "x", "indicator": "suite", "kind": "run", "low": 3, "length": 2}"#, as: site.agent)
      #expect(twice.status == 422)
      let unknown = try await site.api(
        "\(CountedSite.programme)/configuration/cibles/entrees",
        #"{"label": "x", "key": "x", "indicator": "inconnu", "kind": "minimum", "low": 3}"#, as: site.agent)
      #expect(unknown.status == 422)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a forecast stays apart from the result`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      let place: Int = try await site.enterSite()
      let lot: Int = try await site.enterLot(on: place)
      try await site.enterLease(on: lot, from: "2026-01-01")
      try await counted.count("baux", #"{"count": "lease"}"#)
      let path: String = "\(CountedSite.programme)/indicateurs/baux/previsions"
      let made = try await site.api(path, #"{"day": "2026-12-31", "value": 6, "source": "Le comité"}"#, as: site.agent)
      #expect(made.status == 201, "\(made.text)")
      #expect(try await counted.value("baux", on: "2026-12-31") == 1)
      let page = try await site.get("\(CountedSite.programme)/indicateurs/baux", as: site.agent).words
      #expect(page.contains("Prévisions") && page.contains("Le comité"))
      #expect(
        try await !site.get("\(CountedSite.programme)/indicateurs/baux", as: site.visitor).words.contains("Le comité"))
      #expect(try await site.api(path, #"{"day": "2026-12-31", "value": 6}"#, as: site.actor(.company)).status == 404)
    }
  }
}
