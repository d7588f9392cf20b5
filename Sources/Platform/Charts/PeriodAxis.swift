/// Labels under a chart, as many as can be read.
struct PeriodAxis {
  let labels: [String]
  /// Where each label's middle wants to be.
  let places: [Double]

  /// Those that fall on the same months of each year, or on the same digit.
  private static let strides: [Int] = [1, 2, 3, 4, 5, 6, 10, 12, 20, 24, 36, 48, 60, 100, 120, 240, 500, 1_000]

  /// Every label if there is room for it, on several lines if they are few; else every second, third…
  func draw(_ plate: inout Plate, under y: Double) -> Double {
    guard let first = places.first, labels.count > 0 else { return y }
    let slot: Double = places.count > 1 ? places[1] - first : Plate.width
    let wrapped: [[String]] = slot < 44 ? [] : labels.map { Lettering.lines($0, width: slot - 6, most: 3) }
    if slot >= 44, isFree(wrapped.indices.map { box($0, wrapped[$0]) }) {
      for (index, lines) in wrapped.enumerated() {
        let middle: Double = inside(places[index], width(lines))
        plate.paragraph(lines, middle, y + 13, .middle, .soft, full: labels[index])
      }
      return y + 4 + Double(wrapped.map(\.count).max() ?? 1) * Lettering.lineHeight
    }
    let short: [String] = labels.map { Lettering.cut($0, to: 90) }
    for stride in Self.strides.filter({ $0 < labels.count }) + [labels.count] {
      let chosen: [Int] = Array(Swift.stride(from: 0, to: labels.count, by: stride))
      guard isFree(chosen.map { box($0, [short[$0]]) }) else { continue }
      for index in chosen {
        let x: Double = inside(places[index], Lettering.width(short[index]))
        plate.words(short[index], x, y + 13, .middle, .soft, full: labels[index])
      }
      break
    }
    return y + 4 + Lettering.lineHeight
  }

  private func width(_ lines: [String]) -> Double { lines.reduce(0) { max($0, Lettering.width($1)) } }

  private func box(_ index: Int, _ lines: [String]) -> Box {
    let width: Double = width(lines)
    return Box(x: inside(places[index], width) - width / 2, y: 0, width: width + 6, height: 1)
  }

  private func isFree(_ boxes: [Box]) -> Bool { zip(boxes, boxes.dropFirst()).allSatisfy { !$0.overlaps($1) } }

  private func inside(_ middle: Double, _ width: Double) -> Double {
    min(max(middle, width / 2), Plate.width - width / 2)
  }
}

/// Round numbers on the left, each with its line across.
struct ValueAxis {
  let scale: AxisScale
  let labels: [String]
  let top: Double
  let height: Double

  init(_ scale: AxisScale, _ measure: Measure, _ language: Language, top: Double, height: Double) {
    self.scale = scale
    self.top = top
    self.height = height
    labels = scale.ticks.map { measure.brief($0, places: scale.places, language) }
  }

  var width: Double { labels.reduce(0) { max($0, Lettering.width($1)) } + 6 }

  func y(_ value: Double) -> Double { top + height * (1 - scale.part(value)) }

  func draw(_ plate: inout Plate, to right: Double) {
    for (index, tick) in scale.ticks.enumerated() {
      plate.rule(width, y(tick), to: right, y(tick), .grid)
      plate.words(labels[index], width - 6, y(tick) + 4.5, .end, .soft)
    }
  }
}
