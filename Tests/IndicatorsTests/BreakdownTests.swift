import HTTP
import Platform
import SQL
import TestSite
import Testing

/// Figures by value of a dimension: what adds up and what does not.
@Suite struct BreakdownTests {
  private func parts(_ json: JSON) -> [String: Double] {
    guard case .array(let parts)? = json["breakdowns"]?[0]?["parts"] else { return [:] }
    return Dictionary(
      parts.compactMap { part in
        guard let key = part["key"]?.string, case .number(let digits)? = part["value"] else { return nil }
        return (key, Double(digits) ?? .nan)
      }
    ) { first, _ in first }
  }

  @Test(arguments: TestDatabase.dialects)
  func `areas by kind of lot make the whole, and their shares a hundred`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      let place: Int = try await site.enterSite()
      for (name, kind, area) in [("A", "workshop", 33), ("B", "office", 33), ("C", "shop", 34)] {
        let lot = try await site.api(
          "/sites/\(place)/lots", #"{"name": "\#(name)", "kind": "\#(kind)", "area": \#(area)}"#, as: site.agent)
        #expect(lot.status == 201 || kind == "shop", "\(lot.text)")
      }
      try await counted.count("surface", #"{"sum": "lot.area"}"#, unit: "square-metres", #""breakdowns": "kind""#)
      let report: JSON = try await counted.report("surface")
      let parts: [String: Double] = parts(report)
      #expect(parts["workshop"] == 33 && parts["office"] == 33, "\(parts)")
      #expect(report["breakdowns"]?[0]?["adds"] == .bool(true))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `companies in two kinds of lots are in two parts, and that does not add up`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      let (here, there): (Int, Int) = (try await site.enterSite("Nord"), try await site.enterSite("Sud"))
      let towns = try await site.api(
        "/sites", #"{"programme": "\#(TestSite.programme)", "name": "Est", "municipality": "Échirolles"}"#,
        as: site.agent)
      let east: Int = try #require(try towns.json()["id"]?.int)
      for (place, tenant) in [(here, "Coop’Vélo"), (there, "Bois et Liens"), (east, "Coop’Vélo")] {
        let lot: Int = try await site.enterLot(on: place)
        try await site.enterLease(on: lot, to: tenant, from: "2026-01-01")
      }
      try await counted.count(
        "locataires", #"{"distinct": "lease.organisation"}"#, #""breakdowns": "municipality""#)
      #expect(try await counted.value("locataires") == 2)
      let report: JSON = try await counted.report("locataires")
      #expect(parts(report) == ["Fontaine": 2, "Échirolles": 1])
      #expect(report["breakdowns"]?[0]?["adds"] == .bool(false))
      let page = try await site.get("\(CountedSite.programme)/indicateurs/locataires", as: site.agent).words
      #expect(page.contains("ne s’additionne pas"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a rate is not broken down by what only one of its sides has`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let answer: Answer = try await CountedSite(site: site).define(
        "taux", #"{"ratio": [{"sum": "charge.amount"}, {"sum": "lot.area"}]}"#, unit: "euros-per-square-metre",
        #""breakdowns": "kind""#)
      #expect(answer.status == 422)
      #expect(answer.text.contains("ne ventile pas ce que la formule compte"), "\(answer.text)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `few people are hidden from who may not read their files`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let counted = CountedSite(site: site)
      for number in 1...9 {
        let email: String = number <= 3 ? #", "email": "p\#(number)@exemple.fr""# : ""
        let entered = try await site.api(
          "/annuaire/personnes", #"{"givenName": "Prénom", "familyName": "Nom \#(number)"\#(email)}"#, as: site.agent)
        #expect(entered.status == 201, "\(entered.text)")
      }
      try await counted.count("personnes", #"{"count": "person"}"#, #""breakdowns": "hasEmail""#)
      try await counted.count("joignables", #"{"count": "person", "where": "hasEmail"}"#)
      // An agent keeps the files.
      #expect(parts(try await counted.report("personnes")) == ["true": 3, "false": 6])
      #expect(try await counted.value("joignables") == 3)
      // Nine may be known; of three and six, neither, or the one would tell the other.
      let visitor: JSON = try await counted.report("personnes", as: site.visitor)
      #expect(visitor["value"]?.int == 9)
      #expect(parts(visitor) == [:])
      #expect(try await counted.value("joignables", as: site.visitor) == nil)
      let said = try await counted.report("joignables", as: site.visitor)["reason"]?.string
      #expect(said?.contains("moins de cinq personnes") == true)
      let records = try await site.get("\(CountedSite.programme)/indicateurs/joignables/fiches", as: site.visitor)
      #expect(records.status == 404)
    }
  }
}
