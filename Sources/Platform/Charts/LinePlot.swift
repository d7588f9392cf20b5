/// How lines are laid out: an axis on the left, names at the ends on the right.
struct LinePlot {
  let chart: LineChart
  let language: Language

  private var data: SeriesSet { chart.data }

  /// What stands at a line's end.
  private struct End {
    let series: Int
    let lines: [String]
    let full: String
    let point: Position
    var middle: Double

    var height: Double { Double(lines.count) * Lettering.lineHeight }
  }

  func plate() -> Plate {
    var plate = Plate()
    var top: Double = 8
    if let target = chart.target {
      let range: String = Text(
        fr: "\(target.label(.fr)) : de \(bound(target.range.lowerBound, .fr)) à \(bound(target.range.upperBound, .fr))",
        en: "\(target.label(.en)): \(bound(target.range.lowerBound, .en)) to \(bound(target.range.upperBound, .en))",
        de: "\(target.label(.de)): \(bound(target.range.lowerBound, .de)) bis \(bound(target.range.upperBound, .de))")(
          language)
      top += plate.legend([LegendEntry(sign: .box(.band), name: range)], from: 0)
    }
    let labels: [(lines: [String], full: String)] = data.series.map(label)
    let widest: Double = labels.flatMap(\.lines).reduce(0) { max($0, Lettering.width($1, tone)) }
    let height: Double = max(170, labels.reduce(0) { $0 + Double($1.lines.count) * Lettering.lineHeight })
    let axis = ValueAxis(scale, data.measure, language, top: top, height: height)
    let left: Double = axis.width + 5
    let right: Double = Plate.width - widest - 22
    if let range = chart.target?.range {
      let high: Double = axis.y(range.upperBound)
      plate.box(axis.width, high, right + 5 - axis.width, max(1, axis.y(range.lowerBound) - high), .band)
    }
    axis.draw(&plate, to: right + 5)
    for bound in chart.target?.bounds ?? [] {
      plate.rule(axis.width, axis.y(bound), to: right + 5, axis.y(bound), .today)
    }
    let count: Int = data.labels.count
    let places: [Double] = (0..<count).map { index in
      count == 1 ? (left + right) / 2 : left + (right - left) * Double(index) / Double(count - 1)
    }
    var ends: [End] = []
    for (number, one) in data.series.enumerated() {
      let points: [Position?] = zip(places, one.values).map { x, value in value.map { Position(x: x, y: axis.y($0)) } }
      draw(points, number, &plate)
      guard let last = points.compactMap({ $0 }).last else { continue }
      let label: (lines: [String], full: String) = labels[number]
      ends.append(End(series: number, lines: label.lines, full: label.full, point: last, middle: last.y))
    }
    write(spread(ends, from: top - 8, to: top + height + 8), right, &plate)
    plate.height =
      PeriodAxis(labels: data.labels.map { $0(language) }, places: places).draw(
        &plate, under: top + height + 8) + 2
    return plate
  }

  private func bound(_ value: Double, _ language: Language) -> String {
    data.measure.brief(value, places: data.measure.places(for: [value]), language)
  }

  /// From zero unless that would flatten all there is to see.
  private var scale: AxisScale {
    let values: [Double] = data.known + (chart.target?.bounds ?? [])
    let low: Double = values.reduce(.infinity, min)
    let high: Double = values.reduce(-.infinity, max)
    let isFlat: Bool = (high - low) * 3 < max(abs(low), abs(high)) && high > low
    return AxisScale(covering: isFlat ? low : min(0, low), isFlat ? high : max(0, high))
  }

  private var tone: Tone { data.series.count > 1 ? .plain : .strong }

  /// The name at the end or, for a line that is alone, its last value.
  private func label(_ series: Series) -> (lines: [String], full: String) {
    let last: Double = series.values.compactMap { $0 }.last ?? 0
    let full: String = data.series.count > 1 ? series.name(language) : data.brief(last, language)
    return (Lettering.lines(full, width: 84, most: 2, tone), full)
  }

  private func draw(_ points: [Position?], _ number: Int, _ plate: inout Plate) {
    for run in points.split(separator: nil).map({ $0.compactMap { $0 } }) where run.count > 1 {
      plate.line(run, .stroke(number))
    }
    // Markers among many would be a second, thicker line; but a point between two gaps is all there is to see of it.
    let isSparse: Bool = points.count <= 12
    for (index, point) in points.enumerated() {
      guard let point else { continue }
      let isAlone: Bool =
        (index == 0 || points[index - 1] == nil) && (index == points.count - 1 || points[index + 1] == nil)
      if isSparse || isAlone { plate.marker(point.x, point.y, radius: 3.4, shape: number, .series(number)) }
    }
  }

  /// Moved apart, upwards or downwards, no more than it takes.
  private func spread(_ ends: [End], from top: Double, to bottom: Double) -> [End] {
    var ends: [End] = ends.sorted { $0.middle < $1.middle }
    var free: Double = top
    for index in ends.indices {
      ends[index].middle = max(ends[index].middle, free + ends[index].height / 2)
      free = ends[index].middle + ends[index].height / 2
    }
    var floor: Double = bottom
    for index in ends.indices.reversed() {
      ends[index].middle = min(ends[index].middle, floor - ends[index].height / 2)
      floor = ends[index].middle - ends[index].height / 2
    }
    return ends
  }

  private func write(_ ends: [End], _ right: Double, _ plate: inout Plate) {
    for end in ends where data.series.count > 1 {
      if abs(end.middle - end.point.y) > 3 || end.point.x < right - 1 {
        plate.rule(end.point.x + 4, end.point.y, to: right + 8, end.middle, .leader)
      }
    }
    for end in ends {
      if data.series.count > 1 {
        plate.marker(right + 13, end.middle, radius: 3.8, shape: end.series, .series(end.series))
      }
      let first: Double = end.middle - end.height / 2 + 12.5
      plate.paragraph(end.lines, right + 20, first, .start, tone, full: end.full)
    }
  }
}
