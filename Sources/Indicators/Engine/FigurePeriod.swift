import Platform
import SQL

/// The days that a figure looks at: what is counted on a date is counted on the last of them.
public struct FigurePeriod: Sendable, Hashable {
  public let start: Day
  public let end: Day

  public init(_ start: Day, _ end: Day) {
    self.start = start
    self.end = max(start, end)
  }

  /// A day, with its year so far for what is counted over a period.
  public static func asOf(_ day: Day) -> FigurePeriod { FigurePeriod(Day(day.year, 1, 1) ?? day, day) }

  public static func year(_ year: Int) -> FigurePeriod? {
    guard let start = Day(year, 1, 1), let end = Day(year, 12, 31) else { return nil }
    return FigurePeriod(start, end)
  }

  /// The one of this length that a day falls in.
  static func of(_ step: Formula.Step, holding day: Day) -> FigurePeriod {
    let (year, month, _): (Int, Int, Int) = day.parts
    let first: Int =
      switch step {
      case .month: month
      case .halfYear: month <= 6 ? 1 : 7
      case .year: 1
      }
    let start: Day = Day(year, first, 1) ?? day
    return FigurePeriod(start, start.adding(months: step.months).adding(days: -1))
  }

  /// As many of them as are asked, up to the one that this period ends in.
  func steps(_ step: Formula.Step, most: Int, since first: Day? = nil) -> [FigurePeriod] {
    var steps: [FigurePeriod] = []
    var next: FigurePeriod = .of(step, holding: end)
    while steps.count < most, first.map({ next.end >= $0 }) ?? true {
      steps.append(FigurePeriod(next.start, min(next.end, end)))
      guard next.start.year > 1900 else { break }
      next = .of(step, holding: next.start.adding(days: -1))
    }
    return steps.reversed()
  }

  var days: Int { start.days(to: end) + 1 }

  /// The one before, as long in calendar months where it is made of whole ones.
  var before: FigurePeriod {
    let last: Day = start.adding(days: -1)
    let months: Int = (end.year - start.year) * 12 + end.parts.1 - start.parts.1 + 1
    if start.parts.2 == 1, end.adding(days: 1).parts.2 == 1 { return FigurePeriod(start.adding(months: -months), last) }
    return FigurePeriod(last.adding(days: 1 - days), last)
  }
}

extension Formula.Step {
  var months: Int {
    switch self {
    case .month: 1
    case .halfYear: 6
    case .year: 12
    }
  }
}
