import SQL

/// Parts of a whole, each whole a bar of 100 %. It is refused where it would lie: parts that overlap, that do not add up,
/// that are negative.
public struct ShareChart: Figure {
  /// Whether what is counted can be in two parts at once.
  public enum Dimension: Sendable { case partition, overlapping }

  /// One whole and its parts, in percent or in the same unit as the whole.
  public struct Whole: Sendable {
    let name: Text
    let parts: [Double]
    let total: Double

    public init(_ name: Text, _ parts: [Double], of total: Double = 100) {
      self.name = name
      self.parts = parts
      self.total = total
    }

    func share(_ part: Int) -> Double { parts[part] / total * 100 }
  }

  let title: Text
  let sentence: Text?
  let parts: [Text]
  let wholes: [Whole]
  let places: Int

  /// No more than six parts.
  public init(
    _ title: Text, _ dimension: Dimension, parts: [Text], _ wholes: [Whole], sentence: Text? = nil
  ) throws(ChartRefusal) {
    guard dimension == .partition else { throw .overlapping }
    let series: [Series] = parts.indices.map { part in
      Series(parts[part], wholes.map { part < $0.parts.count ? $0.parts[part] : nil })
    }
    let measure = Measure(title, .percent)
    // Wholes are what the labels are elsewhere.
    _ = try SeriesSet(measure, wholes.map(\.name), series, most: 6)
    for whole in wholes { try whole.check(parts, measure) }
    self.title = title
    self.sentence = sentence
    self.parts = parts
    self.wholes = wholes
    let shares: [Double] = wholes.flatMap { whole in parts.indices.map { whole.share($0) } }
    places = min(1, measure.places(for: shares))
  }

  var isEmpty: Bool { wholes.isEmpty || parts.isEmpty }

  func written(_ share: Double, _ language: Language) -> String { language.percent(share, places: places) }

  /// « Bordeaux 73 %, communauté urbaine hors Bordeaux 24 %, ailleurs 3 %. »
  func summary(_ language: Language) -> String {
    guard wholes.count > 1, let first = wholes.first, let last = wholes.last else {
      let shares: [String] = parts.indices.map { share($0, of: wholes[0], language) }
      return "\(Lettering.named(wholes[0].name(language)))\(language.colon)\(shares.joined(separator: ", "))."
    }
    let largest: Int = parts.indices.max { first.share($0) < first.share($1) } ?? 0
    let start: String = "\(written(first.share(largest), language)) (\(Lettering.named(first.name(language))))"
    let end: String = "\(written(last.share(largest), language)) (\(Lettering.named(last.name(language))))"
    let name: String = Lettering.named(parts[largest](language))
    return Text(
      fr: "\(name)\u{A0}: \(start), \(end).", en: "\(name): \(start), \(end).", de: "\(name): \(start), \(end).")(
        language)
  }

  private func share(_ part: Int, of whole: Whole, _ language: Language) -> String {
    "\(Lettering.named(parts[part](language))) \(written(whole.share(part), language))"
  }

  func table(_ language: Language) -> FigureTable {
    FigureTable(
      columns: [Text(fr: "Ensemble", en: "Whole", de: "Gesamtheit")(language)] + parts.map { $0(language) },
      rows: wholes.map { whole in
        let counts: Int = Measure(title).places(for: whole.parts)
        let cells: [String] = parts.indices.map { part in
          let share: String = written(whole.share(part), language)
          guard whole.total != 100 else { return share }
          return "\(language.number(whole.parts[part], places: counts)) (\(share))"
        }
        return FigureTable.Row(name: whole.name(language), cells: cells)
      })
  }
}

extension ShareChart.Whole {
  fileprivate func check(_ names: [Text], _ measure: Measure) throws(ChartRefusal) {
    guard parts.count == names.count else {
      throw ChartRefusal(
        Text(
          fr: "« \(name(.fr)) » compte \(parts.count) parts, et non \(names.count).",
          en: "“\(name(.en))” has \(parts.count) parts, not \(names.count).",
          de: "„\(name(.de))“ hat \(parts.count) Teile, nicht \(names.count)."))
    }
    try measure.check(total)
    for (part, value) in zip(names, parts) {
      try measure.check(value)
      guard value >= 0 else { throw .negative(part) }
    }
    // Each part may have been rounded by half a point.
    let sum: Double = parts.reduce(0, +)
    guard total > 0, abs(sum - total) <= total / 200 * Double(parts.count) + total * 1e-9 else {
      throw .doNotAddUp(name, sum: sum, total: total)
    }
  }
}

extension ChartRefusal {
  fileprivate static let overlapping = ChartRefusal(
    Text(
      fr: "Ces parts se recoupent : quelqu’un peut être dans plusieurs à la fois. Elles se montrent en barres.",
      en: "These parts overlap: somebody can be in several at once. They are shown as bars.",
      de: "Diese Teile überschneiden sich: Jemand kann zu mehreren zugleich gehören. Sie werden als Balken gezeigt."))

  fileprivate static func negative(_ part: Text) -> ChartRefusal {
    ChartRefusal(
      Text(
        fr: "La part « \(part(.fr)) » est négative.", en: "The part “\(part(.en))” is negative.",
        de: "Der Teil „\(part(.de))“ ist negativ."))
  }

  fileprivate static func doNotAddUp(_ name: Text, sum: Double, total: Double) -> ChartRefusal {
    func written(_ value: Double, _ language: Language) -> String {
      let places: Int = Measure(name).places(for: [value])
      return total == 100 ? language.percent(value, places: places) : language.number(value, places: places)
    }
    return ChartRefusal(
      Text(
        fr: "Les parts de « \(name(.fr)) » font \(written(sum, .fr)), et non \(written(total, .fr)).",
        en: "The parts of “\(name(.en))” add up to \(written(sum, .en)), not \(written(total, .en)).",
        de: "Die Teile von „\(name(.de))“ ergeben \(written(sum, .de)), nicht \(written(total, .de))."))
  }
}
