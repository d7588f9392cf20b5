import SQL

/// One value against what is aimed at.
public struct Gauge: Figure {
  public enum Goal: Sendable {
    case atLeast(Double), atMost(Double)
    case within(ClosedRange<Double>)
  }

  enum Standing: Sendable { case below, on, above, within }

  let title: Text
  let sentence: Text?
  let measure: Measure
  let value: Double
  let goal: Goal
  /// What it was before: « il y a un an ».
  let past: (label: Text, value: Double)?
  let places: Int

  public init(
    _ title: Text, _ measure: Measure, _ value: Double, goal: Goal, past: (label: Text, value: Double)? = nil,
    sentence: Text? = nil
  ) throws(ChartRefusal) {
    self.title = title
    self.sentence = sentence
    self.measure = measure
    self.value = value
    self.goal = goal
    self.past = past
    let all: [Double] = [value] + goal.bounds + (past.map { [$0.value] } ?? [])
    for one in all { try measure.check(one) }
    places = measure.places(for: all)
  }

  var isEmpty: Bool { false }

  var standing: Standing {
    switch goal {
    case .atLeast(let target), .atMost(let target): value < target ? .below : value > target ? .above : .on
    case .within(let range): value < range.lowerBound ? .below : value > range.upperBound ? .above : .within
    }
  }

  var isReached: Bool {
    switch (goal, standing) {
    case (_, .on), (_, .within), (.atLeast, .above), (.atMost, .below): true
    default: false
    }
  }

  func written(_ value: Double, _ language: Language) -> String {
    measure.written(value, places: places, language)
  }

  /// « de 80 % à 90 % »
  func target(_ language: Language) -> String {
    guard case .within(let range) = goal else { return written(goal.bounds[0], language) }
    let (low, high): (String, String) = (written(range.lowerBound, language), written(range.upperBound, language))
    return Text(fr: "\(low) à \(high)", en: "\(low) to \(high)", de: "\(low) bis \(high)")(language)
  }

  /// « au-dessus de la cible (90 %) : cible atteinte »
  func position(_ language: Language) -> String {
    let target: String = target(language)
    let place: Text =
      switch standing {
      case .below:
        Text(fr: "sous la cible (\(target))", en: "below the target (\(target))", de: "unter dem Ziel (\(target))")
      case .above:
        Text(
          fr: "au-dessus de la cible (\(target))", en: "above the target (\(target))", de: "über dem Ziel (\(target))")
      case .on:
        Text(fr: "juste à la cible (\(target))", en: "right on target (\(target))", de: "genau am Ziel (\(target))")
      case .within:
        Text(fr: "dans la cible (\(target))", en: "within the target (\(target))", de: "im Zielbereich (\(target))")
      }
    let verdict: Text =
      isReached
      ? Text(fr: "objectif atteint", en: "goal reached", de: "Ziel erreicht")
      : Text(fr: "objectif non atteint", en: "goal not reached", de: "Ziel nicht erreicht")
    return "\(place(language)), \(verdict(language))"
  }

  /// « Le taux est de 92 %, au-dessus de la cible (90 %), objectif atteint. Il y a un an : 88 %. »
  func summary(_ language: Language) -> String {
    let subject: String = measure.name(language)
    let value: String = written(value, language)
    let position: String = position(language)
    let now: String = Text(
      fr: "\(subject) est de \(value), \(position)", en: "\(subject) is \(value), \(position)",
      de: "\(subject) beträgt \(value), \(position)")(language)
    guard let past else { return "\(now)." }
    let before: String = "\(past.label(language))\(language.colon)\(written(past.value, language))"
    return "\(now). \(before)."
  }

  func table(_ language: Language) -> FigureTable {
    let heading: String = Text(fr: "Intitulé", en: "Label", de: "Bezeichnung")(language)
    var rows: [FigureTable.Row] = [
      FigureTable.Row(
        name: Text(fr: "Valeur", en: "Value", de: "Wert")(language), cells: [written(value, language)]),
      FigureTable.Row(name: Text(fr: "Cible", en: "Target", de: "Ziel")(language), cells: [target(language)]),
    ]
    if let past { rows.append(.init(name: past.label(language), cells: [written(past.value, language)])) }
    return FigureTable(columns: [heading, measure.name(language)], rows: rows)
  }
}

extension Gauge.Goal {
  var bounds: [Double] {
    switch self {
    case .atLeast(let target), .atMost(let target): [target]
    case .within(let range): [range.lowerBound, range.upperBound]
    }
  }
}
