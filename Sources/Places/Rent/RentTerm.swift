import SQL

/// How long a rent is fixed for before it may change: a month, a quarter, half a year or a year.
///
/// Terms are counted from the lease's first day, each from that day and not from the one before: a lease of 31 January
/// would otherwise begin its terms on the 28th for ever after its first February.
struct RentTerm: Sendable, Equatable {
  let months: Int

  static let month = RentTerm(of: 1)
  static let quarter = RentTerm(of: 3)
  static let halfYear = RentTerm(of: 6)
  static let year = RentTerm(of: 12)

  private init(of months: Int) { self.months = months }

  /// Nil for any other length.
  init?(months: Int) {
    guard [1, 3, 6, 12].contains(months) else { return nil }
    self.init(of: months)
  }

  /// The first day of the term that a day falls in; before the lease, that of the first term.
  func start(holding day: Day, since first: Day) -> Day {
    first.adding(months: months * elapsed(on: day, since: first))
  }

  /// The first day of the first term that begins after a day.
  func next(after day: Day, since first: Day) -> Day {
    day < first ? first : first.adding(months: months * (elapsed(on: day, since: first) + 1))
  }

  private func elapsed(on day: Day, since first: Day) -> Int {
    guard day > first else { return 0 }
    let (from, to) = (first.parts, day.parts)
    let terms: Int = ((to.year - from.year) * 12 + to.month - from.month) / months
    // The one that begins in the day's own month may begin after the day.
    return first.adding(months: months * terms) <= day ? terms : terms - 1
  }
}
