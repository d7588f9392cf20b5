import SQL
import Testing

@testable import Platform

@Suite struct ChartPlateTests {
  @Test(arguments: Language.allCases)
  func `nothing on a chart stands on anything else, nor beyond its edge`(_ language: Language) throws {
    for chart in try ChartSamples.all() {
      let troubles: [String] = chart.plate(language, today).troubles
      #expect(troubles.isEmpty, "\(chart.title(.fr)): \(troubles.prefix(5))")
    }
  }

  @Test func `whatever the values, all that is drawn is on the plate`() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<100 {
      let size: Double = [1e-6, 0.01, 1, 1_000, 1e9, 1e14].randomElement(using: &random) ?? 1
      let low: Double = Bool.random(using: &random) ? -size : 0
      let count: Int = .random(in: 1...40, using: &random)
      let labels: [Text] = (0..<count).map { index in
        Text(name: String(repeating: ["w", "été ", "日本", "i"][index % 4], count: .random(in: 1...30, using: &random)))
      }
      let series: [Series] = (0..<Int.random(in: 1...4, using: &random)).map { index in
        let values: [Double?] = (0..<count).map { _ in
          Bool.random(using: &random) || Bool.random(using: &random) ? .random(in: low...size, using: &random) : nil
        }
        return Series(labels[index % count], values)
      }
      let places: Int? = Bool.random(using: &random) ? nil : 1
      let measure = Measure(words("Valeur"), [.number, .percent, .euros][Int.random(in: 0...2)], places: places)
      let charts: [any Figure] = try [
        BarChart(words("b"), measure, of: .names, labels: labels, series),
        BarChart(words("c"), measure, of: .periods, labels: labels, series),
        LineChart(words("l"), measure, labels: labels, series),
        Gauge(words("g"), measure, series[0].values[0] ?? size, goal: .within(low...size)),
      ]
      for chart in charts where !chart.isEmpty {
        let troubles: [String] = chart.plate(.fr, today).troubles
        #expect(troubles.isEmpty, "\(chart) \(troubles.prefix(5))")
      }
    }
  }

  @Test func `whatever the places and days, nothing stands on anything else`() throws {
    for _ in 0..<20 {
      let places: [FranceMap.Place] = (0..<Int.random(in: 1...60)).map { index in
        .init(
          words("Lieu \(index)"), latitude: .random(in: 41.5...51), longitude: .random(in: -5...9.6),
          .random(in: 0...1e6))
      }
      let rows: [Timeline.Row] = (0..<4).map { row in
        .init(
          words("Ligne \(row)"),
          (0..<6).map { index in
            let start: Day = Day(1990, 1, 1)!.adding(days: .random(in: 0...20_000))
            let end: Day? = index == 0 ? nil : start.adding(days: .random(in: 0...4_000))
            return index == 1 ? .moment(words("Date"), on: start) : .span(words("Période"), from: start, to: end)
          })
      }
      let charts: [any Figure] = try [
        FranceMap(words("f"), .placements, places), Timeline(words("t"), rows), Self.shares(), Self.funnel(),
      ]
      for chart in charts {
        let troubles: [String] = chart.plate(.de, today).troubles
        #expect(troubles.isEmpty, "\(troubles.prefix(5))")
      }
    }
  }

  private static func shares() throws -> ShareChart {
    let count: Int = .random(in: 1...6)
    let wholes: [ShareChart.Whole] = (0..<Int.random(in: 1...5)).map { index in
      let parts: [Double] = (0..<count).map { _ in Bool.random() ? .random(in: 0...1_000) : .random(in: 0...1) }
      return .init(words("Ensemble \(index)"), parts, of: parts.reduce(0, +))
    }
    let names: [Text] = (0..<count).map { words(String(repeating: "part ", count: .random(in: 1...40)) + "\($0)") }
    return try ShareChart(words("s"), .partition, parts: names, wholes)
  }

  private static func funnel() throws -> Funnel {
    var count: Int = .random(in: 0...1_000_000)
    return try Funnel(
      words("e"),
      (0..<8).map { index in
        defer { count = .random(in: 0...count) }
        return .init(words(String(repeating: "étape ", count: .random(in: 1...40))), count)
      })
  }

  @Test(
    arguments: [
      (0, 310, 0, 400, 100), (0, 0, 0, 1, 0.5), (-18, 22, -20, 30, 10), (0, 1e12, 0, 1e12, 5e11),
      (0, 3e-4, 0, 3e-4, 1e-4),
      (85, 91, 84, 92, 2), (1_000, 1_010, 1_000, 1_010, 5),
    ] as [(Double, Double, Double, Double, Double)])
  func `an axis goes by ones, twos or fives, from round number to round number`(
    _ least: Double, _ most: Double, _ low: Double, _ high: Double, _ step: Double
  ) {
    let scale = AxisScale(covering: least, most)
    #expect(abs(scale.step - step) < step * 1e-9, "\(scale)")
    #expect(abs(scale.low - low) < step * 1e-9 && abs(scale.high - high) < step * 1e-9, "\(scale)")
  }
}
