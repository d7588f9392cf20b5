import SQL
import Testing

@testable import Platform

@Suite struct ChartRefusalTests {
  private let residence: [Text] = ["Bordeaux", "Communauté urbaine", "Quartiers prioritaires"].map(words)

  private func shares(
    _ dimension: ShareChart.Dimension, _ parts: [Double], of total: Double = 100
  ) throws(ChartRefusal) -> ShareChart {
    try ShareChart(
      words("Résidence"), dimension, parts: residence, [.init(words("213 participants"), parts, of: total)])
  }

  @Test func `62 + 73 + 24 = 159 % is no whole`() throws {
    let refusal: ChartRefusal = try #require(throws: ChartRefusal.self) { try shares(.partition, [73, 24, 62]) }
    #expect(
      refusal.message(.fr) == "Les parts de « 213 participants » font 159\u{202F}%, et non 100\u{202F}%.")
    #expect(refusal.message(.en) == "The parts of “213 participants” add up to 159%, not 100%.")
    #expect(refusal.message(.de) == "Die Teile von „213 participants“ ergeben 159\u{A0}%, nicht 100\u{A0}%.")
    let drawn: ShareChart = try shares(.partition, [73, 24, 3])
    #expect(
      drawn.plate(.fr, today).marks.count { if case .box(let box, _) = $0 { box.height == 22 } else { false } } == 3)
  }

  @Test func `parts that overlap are refused even where they add up`() throws {
    let refusal: ChartRefusal = try #require(throws: ChartRefusal.self) { try shares(.overlapping, [73, 24, 3]) }
    #expect(refusal.message(.fr).contains("se recoupent"))
    #expect(refusal.message(.en).contains("overlap"))
    #expect(refusal.message(.de).contains("überschneiden"))
  }

  @Test(
    arguments: [
      ([33, 33, 33], true), ([33, 33, 32.6], true), ([33, 33, 32.4], false), ([34, 34, 33.5], true),
      ([34, 34, 33.6], false),
      ([100, 0, 0], true), ([110, -10, 0], false), ([0, 0, 0], false), ([.nan, 50, 50], false), ([50, 50], false),
    ] as [([Double], Bool)])
  func `half a point of each part may be lost to rounding, and no more`(_ parts: [Double], _ isDrawn: Bool) {
    #expect(((try? shares(.partition, parts)) != nil) == isDrawn, "\(parts)")
  }

  @Test func `counts are parts of the total that they are given with`() throws {
    #expect(throws: ChartRefusal.self) { try shares(.partition, [155, 51, 6], of: 250) }
    #expect(throws: ChartRefusal.self) { try shares(.partition, [0, 0, 0], of: 0) }
    let chart: ShareChart = try shares(.partition, [155, 51, 7], of: 213)
    #expect(chart.table(.fr).rows[0].cells == ["155 (72,8\u{202F}%)", "51 (23,9\u{202F}%)", "7 (3,3\u{202F}%)"])
  }

  @Test func `a stage that counts more than the one before is named`() throws {
    let refusal: ChartRefusal = try #require(throws: ChartRefusal.self) {
      try Funnel(words("Entonnoir"), [.init(words("Reçus"), 80), .init(words("Créés"), 1_250)])
    }
    #expect(refusal.message(.fr) == "L’étape « Créés » (1\u{202F}250) dépasse la précédente, « Reçus » (80).")
    #expect(refusal.message(.en) == "The stage “Créés” (1,250) exceeds the one before, “Reçus” (80).")
    #expect(refusal.message(.de) == "Der Schritt „Créés“ (1.250) übersteigt den vorigen, „Reçus“ (80).")
    #expect(throws: ChartRefusal.self) { try Funnel(words("Entonnoir"), [.init(words("Reçus"), -1)]) }
  }

  @Test func `what cannot be written is refused, whatever the chart`() {
    for value in [Double.nan, .infinity, -.infinity, 1e16] {
      #expect(throws: ChartRefusal.self) {
        try BarChart(words("b"), .placements, of: .names, labels: [words("a")], [Series(words("s"), [value])])
      }
      #expect(throws: ChartRefusal.self) { try Gauge(words("g"), .rate, 1, goal: .atLeast(value)) }
      #expect(throws: ChartRefusal.self) {
        try FranceMap(words("f"), .placements, [.init(words("Lyon"), latitude: 45.76, longitude: 4.84, value)])
      }
    }
  }

  @Test func `a series has a value, or none, for each label`() throws {
    let refusal: ChartRefusal = try #require(throws: ChartRefusal.self) {
      try LineChart(words("l"), .placements, labels: years, [Series(words("Femmes"), [1, 2])])
    }
    #expect(refusal.message(.fr) == "« Femmes » compte 2 valeurs pour 8 intitulés.")
    let seven: [Series] = (0..<7).map { Series(words("\($0)"), [1]) }
    #expect(throws: ChartRefusal.self) {
      try LineChart(words("l"), .placements, labels: [words("a")], seven)
    }
    #expect(throws: ChartRefusal.self) {
      try BarChart(words("b"), .placements, of: .names, labels: [words("a")], Array(seven.prefix(5)))
    }
  }

  @Test func `what is not in France, or ends before it begins, is refused by name`() throws {
    let elsewhere: ChartRefusal = try #require(throws: ChartRefusal.self) {
      try FranceMap(words("f"), .placements, [.init(words("Lyon"), latitude: 4.84, longitude: 45.76, 1)])
    }
    #expect(elsewhere.message(.fr).contains("« Lyon »"))
    let early: ChartRefusal = try #require(throws: ChartRefusal.self) {
      try Timeline(words("t"), [.init(words("r"), [.span(words("Bail"), from: today, to: today.adding(days: -1))])])
    }
    #expect(early.message(.de).contains("„Bail“"))
  }

  private func map(
    _ rooms: [OccupancyMap.Room], parts: [Text] = [words("Artisan")]
  ) throws(ChartRefusal) -> OccupancyMap {
    try OccupancyMap(words("Site"), parts: parts, [.init(nil, rooms)])
  }

  @Test func `a site without lots is not drawn, nor one of more than a thousand`() throws {
    let empty: ChartRefusal = try #require(throws: ChartRefusal.self) { try map([]) }
    #expect(empty.message(.fr) == "Il n’y a aucun lot à dessiner.")
    let room = OccupancyMap.Room("Bureau", Area(squareMetres: 12), .vacant)
    #expect(try map(Array(repeating: room, count: 1_000)).plate(.fr, today).troubles.isEmpty)
    let crowded: ChartRefusal = try #require(throws: ChartRefusal.self) {
      try map(Array(repeating: room, count: 1_001))
    }
    #expect(crowded.message(.fr) == "Ce plan ne peut montrer que 1\u{202F}000 lots : il y en a 1\u{202F}001.")
    #expect(crowded.message(.en) == "This map shows no more than 1,000 lots: there are 1,001.")
    #expect(crowded.message(.de) == "Dieser Plan zeigt höchstens 1.000 Einheiten: Es sind 1.001.")
  }

  @Test func `a lot of no area, or of a part that the map has not, is named`() throws {
    for area in [0, -12] {
      let refusal: ChartRefusal = try #require(throws: ChartRefusal.self) {
        try map([.init("Bureau 3", Area(squareMetres: area), .vacant)])
      }
      #expect(refusal.message(.fr) == "« Bureau 3 » n’a pas de surface : on ne peut pas le dessiner.")
      #expect(refusal.message(.de) == "„Bureau 3“ hat keine Fläche und lässt sich nicht zeichnen.")
    }
    for part in [-1, 1] {
      let refusal: ChartRefusal = try #require(throws: ChartRefusal.self) {
        try map([.init("Bureau 3", Area(squareMetres: 12), .held(part: part))])
      }
      #expect(refusal.message(.en) == "The category of “Bureau 3” is none of the map’s.")
    }
    #expect(throws: ChartRefusal.self) { try map([.init("Plaine", Area(squareDecimetres: .max), .vacant)]) }
    // The largest that is written, a thousand times, is still added up.
    let plain = OccupancyMap.Room("Plaine", Area(squareDecimetres: 1_000_000_000_000_000), .held(part: 0))
    #expect(
      try map(Array(repeating: plain, count: 1_000)).summary(.en).contains("(10,000,000,000,000,000\u{A0}m², 100%"))
  }

  @Test func `there are no more parts than textures`() throws {
    let room = OccupancyMap.Room("Bureau", Area(squareMetres: 12), .held(part: 5))
    let parts: [Text] = (1...7).map { words("Catégorie \($0)") }
    #expect(try map([room], parts: Array(parts.prefix(6))).states == [.held(part: 5)])
    let refusal: ChartRefusal = try #require(throws: ChartRefusal.self) { try map([room], parts: parts) }
    #expect(refusal.message(.fr) == "Ce plan ne peut montrer que 6 catégories à la fois : il y en a 7.")
  }
}
