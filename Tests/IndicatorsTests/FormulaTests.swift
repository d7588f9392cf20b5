import HTTP
import Platform
import SQL
import TestSite
import Testing

@testable import Indicators

/// Formulas that make no sense are refused with their place and the reason, before anything is counted.
@Suite struct FormulaTests {
  static let senseless: [(String, String)] = [
    (#"{"count": "bail"}"#, "Aucune relation ne s’appelle « bail »"),
    (#"{"sum": "lease"}"#, "Une colonne est attendue"),
    (#"{"sum": "lease.surface"}"#, "n’a pas de colonne « surface »"),
    (#"{"sum": "lease.category"}"#, "n’est pas une quantité"),
    (#"{"distinct": "lease.area"}"#, "est une quantité"),
    (#"{"count": "lease.area"}"#, "choisissez « distinct »"),
    (#"{"count": "lease", "where": "surface > 3"}"#, "n’a pas de colonne « surface »"),
    (#"{"count": "lease", "where": "area > artisan"}"#, "ne se compare pas à"),
    (#"{"count": "lease", "where": "area >"}"#, "au caractère"),
    (#"{"count": "lease", "where": "category = boulanger"}"#, "n’est pas une valeur de « category »"),
    (#"{"count": "lease", "where": "municipality within lune"}"#, "n’a pas de périmètre « lune »"),
    (#"{"count": "lease", "where": "organisation among adherent"}"#, "Aucune relation ne s’appelle « adherent »"),
    (#"{"difference": [{"sum": "lease.area"}, {"count": "lease"}]}"#, "n’ont pas la même unité"),
    (#"{"total": [{"sum": "lease.area"}, {"sum": "charge.amount"}]}"#, "n’ont pas la même unité"),
    (#"{"ratio": [{"count": "lease"}, 0]}"#, "divise par zéro"),
    (#"{"ratio": [{"count": "lease"}]}"#, "Deux formules sont attendues"),
    (#"{"indicator": "x"}"#, "se compterait lui-même"),
    (#"{"indicator": "inconnu"}"#, "n’a pas d’indicateur « inconnu »"),
    (#"{"timeWeighted": "charge.amount"}"#, "n’a pas de durée"),
    (#"{"run": {"count": "lease"}}"#, "demande un seuil"),
    (#"{"cumulative": {"timeWeighted": "lease.area"}}"#, "elle ne se cumule pas"),
    (#"{"sum": "lease.startYear"}"#, "Des années ne s’additionnent pas"),
    (#"{"compte": "lease"}"#, "n’est pas une opération connue"),
    (#"{"count": "lease", "asOf": "hier"}"#, "n’est pas un jour"),
    (#"{"count": "lot", "programme": "nulle-part"}"#, "nulle-part"),
  ]

  @Test(arguments: senseless)
  func `a formula that makes no sense is refused, and says where`(_ formula: String, _ reason: String) async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let answer: Answer = try await CountedSite(site: site).define("x", formula)
      if reason == "nulle-part" {
        // Whether it exists depends on who asks: it is said where the figure is read.
        #expect(answer.status == 200)
      } else {
        #expect(answer.status == 422, "\(formula): \(answer.status)")
        #expect(answer.words.contains(reason) || answer.text.contains(reason), "\(formula): \(answer.text)")
      }
    }
  }

  @Test func `a formula that refers to itself through others is refused`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let counted = CountedSite(site: site)
      try await counted.count("a", #"{"count": "lease"}"#)
      try await counted.count("b", #"{"total": [{"indicator": "a"}, {"count": "lot"}]}"#)
      let answer: Answer = try await site.api(
        "\(CountedSite.programme)/configuration/indicateurs/a/enregistrement",
        #"{"label": "a", "unit": "number", "rounding": 0, "formula": {"total": [{"indicator": "b"}, {"count": "lease"}]}, "version": 1}"#,
        as: site.agent)
      #expect(answer.status == 422, "\(answer.text)")
      #expect(answer.text.contains("se compterait lui-même"))
    }
  }

  @Test func `ten thousand levels are refused at once, as JSON or as a condition`() async throws {
    let deep: String = String(repeating: #"{"growth":"#, count: 10_000) + "1" + String(repeating: "}", count: 10_000)
    #expect(throws: Formula.Fault.self) { try Formula(deep) }
    let brackets: String = String(repeating: "(", count: 1_900) + "area > 1" + String(repeating: ")", count: 1_900)
    #expect(throws: Condition.Fault.self) { try Condition(brackets) }
    let nots: String = String(repeating: "not ", count: 900) + "area > 1"
    #expect(try Condition(nots) == Condition("area > 1"))
    #expect(throws: Condition.Fault.self) { try Condition(String(repeating: "not ", count: 2_000) + "area > 1") }
  }

  @Test func `a unit must fit what the formula gives`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let counted = CountedSite(site: site)
      for (formula, unit) in [
        (#"{"sum": "lease.area"}"#, "percent"), (#"{"count": "lease"}"#, "euros"),
        (#"{"minimum": "lease.start"}"#, "number"), (#"{"sum": "charge.amount"}"#, "square-metres"),
      ] {
        let answer: Answer = try await counted.define("x", formula, unit: unit)
        #expect(answer.status == 422 && answer.text.contains("ne se lit pas dans cette unité"), "\(formula) \(unit)")
      }
      try await counted.count(
        "loyer", #"{"ratio": [{"sum": "charge.amount"}, {"sum": "lot.area"}]}"#, unit: "euros-per-square-metre")
    }
  }

  @Test(arguments: [
    #"{"count":"lease"}"#, #"{"sum":"lease.area","where":"category under (siae, ess) and area >= 100","asOf":"$end"}"#,
    #"{"ratio":[{"timeWeighted":"lease.area","since":"2008-01-01"},{"timeWeighted":"lot.area","since":"2008-01-01"}]}"#,
    #"{"run":{"count":"lease","during":"$period"},"atLeast":500,"every":"year"}"#, #"{"indicator":"autre"}"#,
    #"{"difference":[2012,{"minimum":"lease.startYear","through":"$end"}]}"#,
    #"{"distinct":"lease.organisation","where":"not organisation among member (from <= 2010-01-01)","programme":"*"}"#,
  ])
  func `what is written is read again the same`(_ text: String) throws {
    let formula = try Formula(text)
    #expect(formula.text == text)
    #expect(try Formula(formula.text) == formula)
  }

  @Test func `a sentence says what a formula counts`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let counted = CountedSite(site: site)
      try await counted.count(
        "taux", #"{"ratio": [{"sum": "lease.area", "where": "category = social"}, {"sum": "lease.area"}]}"#,
        unit: "percent")
      let said = try await counted.report("taux")["definition"]?.string ?? ""
      #expect(
        said
          == "Somme des surfaces des baux en cours à la date (catégorie du locataire\u{A0}: Économie sociale), rapportée à la somme des surfaces des baux en cours à la date.",
        "\(said)")
    }
  }
}
