import SQL

/// Stages that one goes through in order: whoever is at one has been at all before.
public struct Funnel: Figure {
  public struct Stage: Sendable {
    let name: Text
    let count: Int

    public init(_ name: Text, _ count: Int) {
      self.name = name
      self.count = count
    }
  }

  let title: Text
  let sentence: Text?
  let stages: [Stage]

  /// No stage may count more than the one before.
  public init(_ title: Text, _ stages: [Stage], sentence: Text? = nil) throws(ChartRefusal) {
    let measure = Measure(title)
    for (index, stage) in stages.enumerated() {
      try measure.check(Double(stage.count))
      guard stage.count >= 0 else { throw .negative(stage) }
      if index > 0, stage.count > stages[index - 1].count { throw .grows(stage, stages[index - 1]) }
    }
    self.title = title
    self.sentence = sentence
    self.stages = stages
  }

  var isEmpty: Bool { stages.isEmpty }

  /// Of those who were at a stage, how many are at a later one; nobody, of nobody, is no rate.
  func rate(_ stage: Int, of earlier: Int, _ language: Language) -> String? {
    guard stages[earlier].count > 0 else { return nil }
    let percent: Double = Double(stages[stage].count) / Double(stages[earlier].count) * 100
    return language.percent(percent, places: abs(percent - percent.rounded()) < 0.05 ? 0 : 1)
  }

  func summary(_ language: Language) -> String {
    let first: Stage = stages[0]
    let last: Stage = stages[stages.count - 1]
    let start: String = "\(language.number(first.count)) (\(Lettering.named(first.name(language))))"
    let end: String = "\(language.number(last.count)) (\(Lettering.named(last.name(language))))"
    guard stages.count > 1, let rate = rate(stages.count - 1, of: 0, language) else { return "\(start)." }
    return Text(
      fr: "De \(start) à \(end) : \(rate) vont au bout.", en: "From \(start) to \(end): \(rate) reach the end.",
      de: "Von \(start) bis \(end): \(rate) kommen ans Ende.")(language)
  }

  func table(_ language: Language) -> FigureTable {
    FigureTable(
      columns: [
        Text(fr: "Étape", en: "Stage", de: "Schritt")(language), Text(fr: "Nombre", en: "Number", de: "Zahl")(language),
        Text(fr: "De l’étape précédente", en: "Of the stage before", de: "Vom vorigen Schritt")(language),
        Text(fr: "De la première", en: "Of the first", de: "Vom ersten")(language),
      ],
      rows: stages.indices.map { index in
        let before: String? = index > 0 ? rate(index, of: index - 1, language) : nil
        let all: String? = index > 0 ? rate(index, of: 0, language) : nil
        return FigureTable.Row(
          name: stages[index].name(language), cells: [language.number(stages[index].count), before ?? "—", all ?? "—"])
      })
  }

  func plate(_ language: Language, _ today: Day) -> Plate {
    var plate = Plate()
    let counts: [String] = stages.map { Measure(title).brief(Double($0.count), places: 0, language) }
    let room: Double = counts.reduce(0) { max($0, Lettering.width($1, .strong)) } + 6
    let most: Double = Double(max(stages.first?.count ?? 1, 1))
    var y: Double = 0
    for (index, stage) in stages.enumerated() {
      if index > 0, let rate = rate(index, of: index - 1, language) {
        let words: String = Text(
          fr: "\(rate) de l’étape précédente", en: "\(rate) of the stage before", de: "\(rate) des vorigen Schritts")(
            language)
        plate.area([Self.arrow(at: y + 5)], .arrow)
        plate.words(words, 16, y + 12, .start, .soft)
        y += 22
      }
      let name: String = stage.name(language)
      y = plate.paragraph(Lettering.lines(name, width: Plate.width, most: 2), 0, y + 11, full: name) - 7
      let length: Double = Double(stage.count) / most * (Plate.width - room)
      plate.box(0, y, max(length, stage.count > 0 ? 1 : 0), 18, .series(0))
      plate.rule(0, y - 2, to: 0, y + 20, .axis)
      plate.words(counts[index], length + 5, y + 13.5, .start, .strong)
      y += 24
    }
    plate.height = y
    return plate
  }

  private static func arrow(at y: Double) -> [Position] {
    [Position(x: 3, y: y), Position(x: 11, y: y), Position(x: 7, y: y + 7)]
  }
}

extension ChartRefusal {
  fileprivate static func negative(_ stage: Funnel.Stage) -> ChartRefusal {
    ChartRefusal(
      Text(
        fr: "L’étape « \(stage.name(.fr)) » est négative.", en: "The stage “\(stage.name(.en))” is negative.",
        de: "Der Schritt „\(stage.name(.de))“ ist negativ."))
  }

  fileprivate static func grows(_ stage: Funnel.Stage, _ before: Funnel.Stage) -> ChartRefusal {
    func named(_ stage: Funnel.Stage, _ language: Language, _ open: String, _ close: String) -> String {
      "\(open)\(stage.name(language))\(close) (\(language.number(stage.count)))"
    }
    return ChartRefusal(
      Text(
        fr: "L’étape \(named(stage, .fr, "« ", " »")) dépasse la précédente, \(named(before, .fr, "« ", " »")).",
        en: "The stage \(named(stage, .en, "“", "”")) exceeds the one before, \(named(before, .en, "“", "”")).",
        de: "Der Schritt \(named(stage, .de, "„", "“")) übersteigt den vorigen, \(named(before, .de, "„", "“"))."))
  }
}
