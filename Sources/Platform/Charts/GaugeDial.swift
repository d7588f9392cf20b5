import SQL

extension Gauge {
  func plate(_ language: Language, _ today: Day) -> Plate {
    var plate = Plate()
    let figure: String = measure.brief(value, places: places, language)
    plate.words(figure, 0, 20, .start, .big)
    let besides: Double = Lettering.width(figure, .big) + 10
    let words: String = position(language)
    let isBeside: Bool = besides + Lettering.width(words) <= Plate.width
    var y: Double = 40
    if isBeside {
      plate.words(words, besides, 20)
    } else {
      y = plate.paragraph(Lettering.lines(words, width: Plate.width, most: 3), 0, 40, full: words) + 4
    }
    let scale: AxisScale = scale
    // Half of the outermost labels would stand outside.
    let labels: [String] = scale.ticks.map { measure.bare.brief($0, places: scale.places, language) }
    let left: Double = Lettering.width(labels.first ?? "") / 2 + 1
    let right: Double = Plate.width - Lettering.width(labels.last ?? "") / 2 - 1
    func x(_ value: Double) -> Double { left + (right - left) * scale.part(value) }

    plate.box(left, y, right - left, 24, .track)
    if case .within(let range) = goal {
      plate.bar(from: x(range.lowerBound), to: max(x(range.upperBound), x(range.lowerBound) + 1), y, 24, .band)
    }
    plate.bar(from: x(0), to: x(value), y + 7, 10, .series(0))
    if let past { plate.marker(x(past.value), y + 12, radius: 5, shape: 3, .past) }
    for bound in goal.bounds { plate.rule(x(bound), y - 3, to: x(bound), y + 27, .goal) }
    y += 28
    ticks(labels, scale.ticks.map(x), y, &plate)
    y += 24
    plate.height = plate.legend(legend(language), from: y)
    return plate
  }

  /// From zero to beyond all there is.
  private var scale: AxisScale {
    let all: [Double] = [value, 0] + goal.bounds + (past.map { [$0.value] } ?? [])
    return AxisScale(covering: all.reduce(0, min), all.reduce(0, max), about: 5)
  }

  private func ticks(_ labels: [String], _ places: [Double], _ y: Double, _ plate: inout Plate) {
    var free: Double = -1
    for (label, x) in zip(labels, places) {
      let half: Double = Lettering.width(label) / 2
      guard x - half > free else { continue }
      plate.words(label, x, y + 13, .middle, .soft)
      free = x + half + 6
    }
  }

  private func legend(_ language: Language) -> [LegendEntry] {
    let target: String = "\(Text(fr: "Cible", en: "Target", de: "Ziel")(language))\(language.colon)\(target(language))"
    var entries: [LegendEntry] = [LegendEntry(sign: .line(.goal), name: target)]
    if let past {
      let name: String = "\(past.label(language))\(language.colon)\(written(past.value, language))"
      entries.append(LegendEntry(sign: .marker(3, .past), name: name))
    }
    return entries
  }
}
