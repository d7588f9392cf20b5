import Platform
import SQL

/// What a lease costs. A new category of its tenant or a new scale moves it from the next term on, never before and never
/// for what is past.
struct Rent: Sendable {
  let period: Period
  let area: Area
  /// As it was signed, whatever that fact's day.
  let signed: String
  let changed: [CategoryFact]
  let scales: RentScales
  let term: RentTerm

  /// The first category is the one at signature.
  init(period: Period, area: Area, categories: [CategoryFact], scales: RentScales, term: RentTerm) {
    precondition(!categories.isEmpty, "a lease is signed with a category")
    self.period = period
    self.area = area
    self.signed = categories[0].category
    self.changed = categories.dropFirst().sorted { $0.from < $1.from }
    self.scales = scales
    self.term = term
  }

  /// What the tenant is on a day.
  func category(on day: Day) -> String { changed.last { $0.from <= day }?.category ?? signed }

  /// What the tenant pays as on a day: what it was when the term began.
  func billed(on day: Day) -> String { category(on: term.start(holding: day, since: period.start)) }

  /// The day from which what changes on a day is billed: that very day where a term begins on it. Nil where the lease
  /// ends first.
  func changes(after day: Day) -> Day? {
    let start: Day = term.start(holding: day, since: period.start)
    let billed: Day = day <= start ? start : term.next(after: day, since: period.start)
    return period.contains(billed) ? billed : nil
  }

  /// A year's rent as it stands on a day; nil where the scale in force has no such category.
  func yearly(on day: Day) -> Money? { rate(on: day)?.yearly(for: area) }

  private func rate(on day: Day) -> Money? {
    let start: Day = term.start(holding: day, since: period.start)
    return scales.rate(of: category(on: start), on: start)
  }

  /// The rent of the lease's days among these, both included. As long as the rate is the same the amount is rounded once,
  /// to the cent. Nil where a part of those days has no rate, or no amount is that large.
  func due(from: Day, through: Day) -> Money? {
    let last: Day = min(through, period.end ?? through)
    let changes: [Day] = (changed.map(\.from) + scales.scales.map(\.from)).compactMap { self.changes(after: $0) }
      .sorted()
    var start: Day = max(from, period.start)
    var total: Money = .zero
    while start <= last {
      guard let rate = rate(on: start) else { return nil }
      let next: Day? = changes.first { $0 > start && self.rate(on: $0) != rate }
      let end: Day = next.map { min(last, $0.adding(days: -1)) } ?? last
      guard let amount = amount(at: rate, from: start, through: end) else { return nil }
      total = total + amount
      start = end.adding(days: 1)
    }
    return total
  }

  /// A day costs a 365th of the yearly rent, a 366th in a leap year. In 128 bits, since the numerator multiplies a rate,
  /// an area, days and the length of a year, and forms take amounts of up to 10¹⁵ cents.
  private func amount(at rate: Money, from: Day, through: Day) -> Money? {
    var (common, leap): (Int, Int) = (0, 0)
    var start: Day = from
    while start <= through {
      let (year, month, date) = start.parts
      let newYear: Day = start.adding(days: 1 - date).adding(months: 13 - month)
      let days: Int = start.days(to: min(newYear, through.adding(days: 1)))
      if Day.length(ofMonth: 2, in: year) == 29 { leap += days } else { common += days }
      start = newYear
    }
    return Money(
      cents: Int128(rate.cents) * Int128(area.squareDecimetres) * Int128(common * 366 + leap * 365),
      over: 100 * 365 * 366)
  }
}
