import Platform
import SQL

/// What a part of a formula does.
enum PartKind: String, Choice {
  case count, distinct, sum, mean, minimum, maximum, median
  case timeWeighted = "time-weighted"
  case ratio, difference, total, growth, cumulative, run, indicator, number

  var label: Text {
    switch self {
    case .count: Text(fr: "Compter des fiches", en: "Count records")
    case .distinct:
      Text(
        fr: "Compter une seule fois chaque organisation, personne, lieu ou mot",
        en: "Count each organisation, person, place or word once")
    case .sum: Text(fr: "Faire la somme", en: "Add up")
    case .mean: Text(fr: "Faire la moyenne", en: "Take the mean")
    case .minimum: Text(fr: "Prendre le plus petit, ou le premier jour", en: "Take the smallest, or the first day")
    case .maximum: Text(fr: "Prendre le plus grand, ou le dernier jour", en: "Take the largest, or the last day")
    case .median: Text(fr: "Prendre la médiane", en: "Take the median")
    case .timeWeighted:
      Text(fr: "Faire la moyenne pondérée par le temps", en: "Take the mean weighed by time")
    case .ratio: Text(fr: "Rapporter une partie à une autre", en: "Divide one part by another")
    case .difference: Text(fr: "Retrancher une partie d’une autre", en: "Take one part from another")
    case .total: Text(fr: "Additionner plusieurs parties", en: "Add several parts")
    case .growth:
      Text(fr: "Mesurer l’évolution depuis la période précédente", en: "Measure the change against the period before")
    case .cumulative: Text(fr: "Cumuler depuis le début", en: "Accumulate from the beginning")
    case .run:
      Text(fr: "Compter les périodes de suite où un seuil est tenu", en: "Count the periods in a row that meet a goal")
    case .indicator: Text(fr: "Reprendre un autre indicateur", en: "Take another indicator")
    case .number: Text(fr: "Poser un nombre", en: "Set a number")
    }
  }

  /// What a formula of its kind is called in an outline.
  var name: Text {
    switch self {
    case .ratio: Text(fr: "Rapport", en: "Ratio")
    case .difference: Text(fr: "Différence", en: "Difference")
    case .total: Text(fr: "Total", en: "Total")
    case .growth: Text(fr: "Évolution", en: "Change")
    case .cumulative: Text(fr: "Cumul", en: "Accumulation")
    case .run: Text(fr: "Suite de périodes", en: "Run of periods")
    default: label
    }
  }

  /// What one of its parts is to it.
  func role(_ place: Int) -> Text? {
    switch (self, place) {
    case (.ratio, 0): Text(fr: "Numérateur", en: "Numerator")
    case (.ratio, _): Text(fr: "Dénominateur", en: "Denominator")
    case (.difference, 0): Text(fr: "De", en: "From")
    case (.difference, _): Text(fr: "Retrancher", en: "Take away")
    case (.total, _): Text(fr: "Terme \(place + 1)", en: "Term \(place + 1)")
    case (.growth, _), (.cumulative, _), (.run, _): Text(fr: "De", en: "Of")
    default: nil
    }
  }

  var operation: FactMeasure.Operation? { FactMeasure.Operation(rawValue: rawValue) }

  /// Its name in a formula.
  var member: String { operation.map(FactMeasure.name) ?? rawValue }
}

extension Formula {
  var kind: PartKind {
    switch self {
    case .measure(let measure): PartKind(rawValue: measure.operation.rawValue) ?? .count
    case .number: .number
    case .ratio: .ratio
    case .difference: .difference
    case .total: .total
    case .growth: .growth
    case .cumulative: .cumulative
    case .run: .run
    case .indicator: .indicator
    }
  }

  /// Another operation on what is there: nothing is thrown away that the new one has a place for.
  func becoming(_ kind: PartKind) -> Formula {
    guard kind != self.kind else { return self }
    if let operation = kind.operation {
      guard case .measure(var measure) = self else { return .measure(FactMeasure(operation, FactMeasure.toChoose)) }
      measure.operation = operation
      return .measure(measure)
    }
    let inside: [Formula] = parts.isEmpty ? [self] : parts
    let two: [Formula] = inside.count > 1 ? inside : inside + [.toChoose]
    switch kind {
    case .ratio: return .ratio(two[0], two[1])
    case .difference: return .difference(two[0], two[1])
    case .total: return .total(two)
    case .growth: return .growth(inside[0])
    case .cumulative: return .cumulative(inside[0])
    case .run: return .run(inside[0], atLeast: 1, atMost: nil, .year)
    case .indicator: return .indicator(FactMeasure.toChoose)
    default: return .number(1)
    }
  }
}
