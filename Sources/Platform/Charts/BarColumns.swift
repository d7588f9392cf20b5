/// Bars that stand, from left to right as time goes.
struct BarColumns {
  let data: SeriesSet
  let language: Language

  func plate() -> Plate {
    var plate = Plate()
    var top: Double = 12
    if data.series.count > 1 {
      let entries: [LegendEntry] = data.series.enumerated().map {
        LegendEntry(sign: .box(.texture($0.offset)), name: $0.element.name(language))
      }
      top += plate.legend(entries, from: 0)
    }
    let scale = AxisScale(covering: data.known.reduce(0, min), data.known.reduce(0, max))
    let isWritten: Bool = canWriteValues
    if isWritten { top += 6 }
    let axis = ValueAxis(scale, data.measure, language, top: top, height: 180)
    let left: Double = isWritten ? 0 : axis.width
    if !isWritten { axis.draw(&plate, to: Plate.width) }
    let slot: Double = (Plate.width - left) / Double(data.labels.count)
    let group: Double = min(slot * 0.78, 60 * Double(data.series.count))
    let width: Double = group / Double(data.series.count)
    for (number, one) in data.series.enumerated() {
      for (index, value) in one.values.enumerated() {
        guard let value else { continue }
        let x: Double = left + slot * (Double(index) + 0.5) - group / 2 + width * Double(number)
        let (zero, end): (Double, Double) = (axis.y(0), axis.y(value))
        let gap: Double = width > 6 ? 1 : 0
        plate.box(x + gap / 2, min(zero, end), width - gap, abs(end - zero), .texture(number))
        guard isWritten else { continue }
        plate.words(data.brief(value, language), x + width / 2, value < 0 ? end + 14 : end - 5, .middle)
      }
    }
    plate.rule(left, axis.y(0), to: Plate.width, axis.y(0), .axis)
    let places: [Double] = data.labels.indices.map { left + slot * (Double($0) + 0.5) }
    let low: Double = top + 180 + (isWritten ? (scale.low < 0 ? 16 : 0) : 6)
    plate.height = PeriodAxis(labels: data.labels.map { $0(language) }, places: places).draw(&plate, under: low) + 2
    return plate
  }

  /// Each on its column, where columns are wide enough: then nobody needs an axis.
  private var canWriteValues: Bool {
    guard data.series.count == 1, let only = data.series.first else { return false }
    let slot: Double = Plate.width / Double(data.labels.count)
    return only.values.allSatisfy { value in
      value.map { Lettering.width(data.brief($0, language)) <= slot - 3 } ?? true
    }
  }
}
