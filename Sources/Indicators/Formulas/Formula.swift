import Platform
import SQL

/// How a figure is counted: data, so that a territory takes it over with the programme.
public indirect enum Formula: Sendable, Hashable {
  case measure(FactMeasure)
  case number(Double)
  /// The first over the second.
  case ratio(Formula, Formula)
  case difference(Formula, Formula)
  case total([Formula])
  /// By how much it grew against the period before, of the same length.
  case growth(Formula)
  /// From the beginning to the end of the period.
  case cumulative(Formula)
  /// How many periods on end, up to the last, meet a goal.
  case run(Formula, atLeast: Double?, atMost: Double?, Step)
  /// Another of the same programme.
  case indicator(String)

  public enum Step: String, Sendable, CaseIterable, Choice {
    case month
    case halfYear = "half-year"
    case year
  }
}

/// One number drawn from one relation.
public struct FactMeasure: Sendable, Hashable {
  public enum Operation: String, Sendable, CaseIterable, Choice {
    case count, distinct, sum, mean, minimum, maximum, median
    case timeWeighted = "time-weighted"
  }

  public var operation: Operation
  public var fact: String
  public var column: String?
  public var condition: Condition?
  public var span: FactSpan?
  /// Another programme of the territory, or `*` for all of them.
  public var programme: String?

  public init(
    _ operation: Operation, _ fact: String, _ column: String? = nil, where condition: Condition? = nil,
    _ span: FactSpan? = nil, programme: String? = nil
  ) {
    self.operation = operation
    self.fact = fact
    self.column = column
    self.condition = condition
    self.span = span
    self.programme = programme
  }
}

extension Formula {
  /// How deep formulas may stand in each other, those of other indicators included.
  static let mostDepth: Int = 32
  static let mostParts: Int = 40
  /// How often its parts may be counted for one value.
  static let mostCounts: Int = 3_000

  var parts: [Formula] {
    switch self {
    case .measure, .number, .indicator: []
    case .ratio(let first, let second), .difference(let first, let second): [first, second]
    case .total(let parts): parts
    case .growth(let part), .cumulative(let part), .run(let part, _, _, _): [part]
    }
  }

  /// All that it measures, in the order in which it says so.
  var measures: [FactMeasure] {
    if case .measure(let measure) = self { return [measure] }
    return parts.flatMap(\.measures)
  }

  var indicators: [String] {
    if case .indicator(let key) = self { return [key] }
    return parts.flatMap(\.indicators)
  }
}
