/// Bars that lie: names stand before them or, if long, above.
struct BarRows {
  let data: SeriesSet
  let language: Language

  private static let widestColumn: Double = 112

  func plate() -> Plate {
    var plate = Plate()
    let count: Int = data.series.count
    let names: [String] = data.labels.map { $0(language) }
    let widest: Double = names.reduce(0) { max($0, Lettering.width($1)) }
    let isBeside: Bool = widest <= Self.widestColumn
    let written: [String] = data.known.map { data.brief($0, language) }
    let room: Double = written.reduce(Lettering.width("—")) { max($0, Lettering.width($1)) } + 6
    let negative: Double = data.known.contains { $0 < 0 } ? room : 0
    let left: Double = (isBeside ? widest + 8 : 0) + negative
    let right: Double = Plate.width - room
    let least: Double = data.known.reduce(0, min)
    let most: Double = data.known.reduce(0, max)
    let length: Double = most > least ? (right - left) / (most - least) : 0
    let zero: Double = left - least * length
    let thickness: Double = count == 1 ? 16 : 14
    let pitch: Double = count == 1 ? 16 : 15

    var y: Double = 2
    if count > 1 {
      let entries: [LegendEntry] = data.series.enumerated().map {
        LegendEntry(sign: .box(.texture($0.offset)), name: $0.element.name(language))
      }
      y = plate.legend(entries, from: 0)
    }
    for (index, name) in names.enumerated() {
      if isBeside {
        let middle: Double = y + pitch * Double(count) / 2
        plate.words(name, widest, middle + 4.5, .end)
      } else {
        let lines: [String] = Lettering.lines(name, width: Plate.width, most: 2)
        y = plate.paragraph(lines, 0, y + 11, full: name) - 7
      }
      plate.rule(zero, y - 2, to: zero, y + pitch * Double(count) + 1, .axis)
      for (number, one) in data.series.enumerated() {
        if let value = one.values[index] {
          let end: Double = zero + value * length
          plate.bar(from: zero, to: end, y, thickness, .texture(number))
          let words: String = data.brief(value, language)
          plate.words(words, value < 0 ? end - 4 : end + 4, y + 12, value < 0 ? .end : .start)
        } else {
          plate.words("—", zero + 4, y + 12, .start, .soft)
        }
        y += pitch
      }
      y += isBeside ? 7 : 9
    }
    plate.height = y
    return plate
  }
}
