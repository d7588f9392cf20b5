import HTTP
import Platform
import SQL
import TestSite
import Testing

@testable import Indicators

/// Numbers that are larger than anything counted here.
@Suite struct LargeTests {
  @Test func `a number beyond all bounds is refused in a formula and in a condition`() async throws {
    let nines: String = String(repeating: "9", count: 30)
    for formula in [
      nines, #"{"count": "lease", "where": "area > \#(nines)"}"#, #"{"run": {"count": "lease"}, "atLeast": 1e300}"#,
      #"{"ratio": [{"count": "lease"}, 1e-300]}"#,
    ] {
      #expect(throws: Formula.Fault.self, "\(formula)") { try Formula(formula) }
    }
    #expect(throws: Condition.Fault.self) { try Condition("area > \(nines)") }
  }

  @Test func `a figure too large to be read says so instead of its value`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let counted = CountedSite(site: site)
      let great: String = #"{"ratio": [{"ratio": [1000000000, 0.0001]}, 0.0001]}"#
      for (number, unit) in ["year", "month", "day", "euros", "years", "percent", "square-metres"].enumerated() {
        try await counted.count("grand\(number)", great, unit: unit, rounding: 4)
        #expect(try await counted.value("grand\(number)") == nil, "\(unit)")
        let page = try await site.get("\(CountedSite.programme)/indicateurs/grand\(number)", as: site.agent)
        #expect(page.status == 200 && page.words.contains("trop grand"), "\(unit): \(page.words)")
      }
    }
  }

  @Test func `a check of dates against nonsense is contradictory, and shown`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let path: String = CountedSite.programme
      let entered = try await site.api(
        "\(path)/chiffres",
        #"{"key":"a","label":"a","document":"Rapport","quotation":"2005","value":2005,"unit":"year","qualifier":"exact","kind":"operational"}"#,
        as: site.agent)
      #expect(entered.status == 201, "\(entered.text)")
      for (number, equation) in ["[a] = 1 / 0", "[a] = \(String(repeating: "9", count: 40))"].enumerated() {
        let check = try await site.api(
          "\(path)/controles", #"{"key":"c\#(number)","label":"c","equation":"\#(equation)"}"#, as: site.agent)
        #expect(check.status == 201, "\(check.text)")
      }
      let page = try await site.get("\(path)/chiffres", as: site.visitor)
      #expect(page.status == 200)
      #expect(page.words.contains("contradictoire"), "\(page.words)")
    }
  }
}
