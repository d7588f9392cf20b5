import SQL
import Testing

@testable import Platform

@Suite struct ChartSentenceTests {
  private func columns(_ values: [Double?], labels: [Text] = Array(years.suffix(4))) throws -> BarChart {
    try BarChart(words("Placements"), .placements, of: .periods, labels: labels, [Series(words("n"), values)])
  }

  @Test func `a chart over time says where it goes and when it was highest`() throws {
    let chart: BarChart = try columns([120, 150, 90, 310])
    #expect(
      chart.summary(.fr) == "Le nombre de placements passe de 120 en 2012 à 310 en 2015 ; le maximum est 2015.")
    #expect(
      chart.summary(.en) == "The number of placements goes from 120 in 2012 to 310 in 2015; the maximum is 2015.")
    #expect(
      chart.summary(.de)
        == "Die Zahl der Vermittlungen geht von 120 im Jahr 2012 auf 310 im Jahr 2015; der Höchstwert ist 2015.")
  }

  @Test func `what is unknown at the ends is not said`() throws {
    #expect(
      try columns([nil, 150, 90, nil]).summary(.fr)
        == "Le nombre de placements passe de 150 en 2013 à 90 en 2014 ; le maximum est 2013.")
    #expect(try columns([nil, 7, nil, nil]).summary(.fr) == "Le nombre de placements est de 7 en 2013.")
  }

  @Test func `two maxima are none`() throws {
    #expect(
      try columns([0, 0, 0, 0]).summary(.en) == "The number of placements is 0 in 2012, as it is in 2015.")
    #expect(
      try columns([1, 9, 9, 2]).summary(.fr) == "Le nombre de placements passe de 1 en 2012 à 2 en 2015.")
  }

  @Test func `what is no year stands in brackets`() throws {
    let labels: [Text] = ["mars", "avril", "mai", "juin"].map(words)
    #expect(
      try columns([1, 2, 3, 4], labels: labels).summary(.fr)
        == "Le nombre de placements passe de 1 (mars) à 4 (juin) ; le maximum est juin.")
  }

  @Test func `names are compared by their least and their most`() throws {
    let chart = try BarChart(
      words("Placements"), .placements, of: .names, labels: ["Reims", "Lyon"].map(words),
      [Series(words("n"), [12, 1_310])])
    #expect(chart.summary(.fr) == "Le nombre de placements va de 12 (Reims) à 1\u{202F}310 (Lyon).")
    #expect(chart.summary(.en) == "The number of placements ranges from 12 (Reims) to 1,310 (Lyon).")
    #expect(chart.summary(.de) == "Die Zahl der Vermittlungen reicht von 12 (Reims) bis 1.310 (Lyon).")
  }

  @Test func `a name written from right to left does not drag the figures along`() throws {
    let chart = try BarChart(
      words("n"), .placements, of: .names, labels: [ChartSamples.arabic, "Lyon"].map(words),
      [Series(words("n"), [12, 13])])
    #expect(chart.summary(.fr).contains("12 (\u{2068}\(ChartSamples.arabic)\u{2069})"))
  }

  @Test(
    arguments: [
      (92, .atLeast(90), "au-dessus de la cible (90\u{202F}%), objectif atteint"),
      (90, .atLeast(90), "juste à la cible (90\u{202F}%), objectif atteint"),
      (89, .atLeast(90), "sous la cible (90\u{202F}%), objectif non atteint"),
      (92, .atMost(90), "au-dessus de la cible (90\u{202F}%), objectif non atteint"),
      (12, .atMost(90), "sous la cible (90\u{202F}%), objectif atteint"),
      (85, .within(80...90), "dans la cible (80\u{202F}% à 90\u{202F}%), objectif atteint"),
      (91, .within(80...90), "au-dessus de la cible (80\u{202F}% à 90\u{202F}%), objectif non atteint"),
    ] as [(Double, Gauge.Goal, String)])
  func `a gauge says in words where it stands`(_ value: Double, _ goal: Gauge.Goal, _ position: String) throws {
    let gauge = try Gauge(words("Occupation"), .rate, value, goal: goal, past: (words("En 2014"), 88))
    #expect(
      gauge.summary(.fr)
        == "Le taux d’occupation est de \(Int(value))\u{202F}%, \(position). En 2014\u{A0}: 88\u{202F}%.")
    #expect(gauge.plate(.fr, today).words.map(\.text).joined(separator: " ").contains(position))
    #expect(!gauge.summary(.en).contains("cible") && !gauge.summary(.de).contains("cible"))
  }

  @Test func `a funnel says how many reach its end`() throws {
    let chart = try Funnel(
      words("Angers"), zip(["a", "b", "c", "d", "e"], [550, 550, 80, 80, 18]).map { .init(words($0), $1) })
    #expect(chart.summary(.fr) == "De 550 (a) à 18 (e) : 3,3\u{202F}% vont au bout.")
    #expect(
      chart.table(.fr).rows.map { $0.cells[1] } == [
        "—", "100\u{202F}%", "14,5\u{202F}%", "100\u{202F}%", "22,5\u{202F}%",
      ])
    #expect(try Funnel(words("x"), [.init(words("a"), 0), .init(words("b"), 0)]).summary(.fr) == "0 (a).")
  }

  @Test func `parts, days and places are said`() throws {
    let shares = try ShareChart(
      words("Résidence"), .partition, parts: ["Bordeaux", "hors Bordeaux", "ailleurs"].map(words),
      [.init(words("Résidence"), [73, 24, 3])])
    #expect(
      shares.summary(.fr) == "Résidence\u{A0}: Bordeaux 73\u{202F}%, hors Bordeaux 24\u{202F}%, ailleurs 3\u{202F}%.")
    let row = Timeline.Row(
      words("r"), [.span(words("a"), from: Day(2008, 6, 1)!, to: Day(2015, 12, 31)!), .moment(words("b"), on: today)])
    let timeline = try Timeline(words("t"), [row])
    #expect(timeline.summary(.fr) == "1 période et 1 date, du 1er\u{A0}juin 2008 au 21\u{A0}novembre 2026.")
    #expect(timeline.summary(.de) == "1 Zeitraum und 1 Datum, vom 1.\u{A0}Juni 2008 bis zum 21.\u{A0}November 2026.")
    #expect(timeline.table(.de).rows[0].cells == ["r", "01.06.2008", "31.12.2015"])
    let map = try FranceMap(words("f"), .placements, ChartSamples.places(linked: false))
    #expect(map.summary(.fr) == "Le nombre de placements va de 4 (Lille) à 641 (Montpellier).")
  }

  @Test func `every chart says a whole sentence in each language`() throws {
    for chart in try ChartSamples.all() where !chart.isEmpty {
      let sentences: [String] = Language.allCases.map(chart.summary)
      #expect(sentences.allSatisfy { $0.hasSuffix(".") }, "\(sentences)")
    }
  }
}
