import SQL

extension ShareChart {
  func plate(_ language: Language, _ today: Day) -> Plate {
    var plate = Plate()
    var y: Double = 0
    // One whole alone has its shares written beside the names.
    if wholes.count > 1 {
      let entries: [LegendEntry] = parts.enumerated().map {
        LegendEntry(sign: .box(.texture($0.offset)), name: $0.element(language))
      }
      y = plate.legend(entries, from: 0)
    }
    for whole in wholes {
      let name: String = whole.name(language)
      y = plate.paragraph(Lettering.lines(name, width: Plate.width, most: 2), 0, y + 11, full: name) - 7
      segments(whole, y, &plate)
      y += 24
      if wholes.count > 1 {
        shares(whole, y, language, &plate)
        y += 27
      } else {
        y = list(whole, y + 6, language, &plate)
      }
    }
    plate.height = y
    return plate
  }

  /// Side by side, with a hair of paper in between.
  private func segments(_ whole: Whole, _ y: Double, _ plate: inout Plate) {
    var x: Double = 0
    let sum: Double = whole.parts.reduce(0, +)
    for (part, value) in whole.parts.enumerated() {
      let width: Double = value / sum * Plate.width
      if width > 0 { plate.box(x, y, width > 3 ? width - 1 : width, 22, .texture(part)) }
      x += width
    }
  }

  private func list(_ whole: Whole, _ top: Double, _ language: Language, _ plate: inout Plate) -> Double {
    var y: Double = top
    let values: [String] = parts.indices.map { written(whole.share($0), language) }
    let widest: Double = values.reduce(0) { max($0, Lettering.width($1, .strong)) }
    for (part, name) in parts.enumerated() {
      plate.box(0, y + 2, 12, 12, .texture(part))
      plate.words(values[part], 18 + widest, y + 12.5, .end, .strong)
      let room: Double = Plate.width - widest - 26
      let full: String = name(language)
      y = plate.paragraph(Lettering.lines(full, width: room, most: 2), 26 + widest, y + 12.5, full: full) - 9.5
      y += 3
    }
    return y + 3
  }

  /// Under where each part begins, the largest first; what would stand on another is left to the table.
  private func shares(_ whole: Whole, _ y: Double, _ language: Language, _ plate: inout Plate) {
    let sum: Double = whole.parts.reduce(0, +)
    var starts: [Double] = []
    var x: Double = 0
    for value in whole.parts {
      starts.append(x)
      x += value / sum * Plate.width
    }
    var taken: [Box] = []
    for part in parts.indices.sorted(by: { whole.parts[$0] > whole.parts[$1] }) where whole.parts[part] > 0 {
      let text: String = written(whole.share(part), language)
      let width: Double = Lettering.width(text)
      let box = Box(x: min(starts[part], Plate.width - width), y: y, width: width + 6, height: 14)
      guard !taken.contains(where: box.overlaps) else { continue }
      taken.append(box)
      plate.words(text, box.x, y + 12)
    }
  }
}
