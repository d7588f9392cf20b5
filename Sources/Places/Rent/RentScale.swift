import Platform
import SQL

/// What a square metre is let for, in euros a year excluding tax, by category of tenant, from a day on.
struct RentScale: Sendable, Equatable {
  let from: Day
  let rates: [String: Money]
}

/// The scales voted over the years. Each replaces the whole of the one before: a category that it leaves out has no rate
/// any more, rather than an old one.
struct RentScales: Sendable {
  let scales: [RentScale]

  /// Of two from one day, the one given last holds.
  init(_ scales: [RentScale]) { self.scales = scales.sorted { $0.from < $1.from } }

  /// The rate in the scale in force on a day; nil where there is none.
  func rate(of category: String, on day: Day) -> Money? { scales.last { $0.from <= day }?.rates[category] }
}

extension Money {
  /// A number of cents that is a fraction, rounded half up; nil where no amount is that large.
  init?(cents numerator: Int128, over denominator: Int128) {
    guard let cents = Int(exactly: (numerator * 2 + denominator) / (denominator * 2)) else { return nil }
    self.init(cents: cents)
  }

  /// A year's rent for an area, at this rate for a square metre.
  func yearly(for area: Area) -> Money? {
    Money(cents: Int128(cents) * Int128(area.squareDecimetres), over: 100)
  }
}
