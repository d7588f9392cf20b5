import Platform
import SQL

/// What rents bring in a year against what the places cost: an operation that finances itself is not below zero.
struct RentBalance: Sendable, Equatable {
  let rents: Money
  let charges: Money
  /// The categories whose surfaces bring nothing here because the scale has no rate for them: with any, the rents are at
  /// least so much.
  let withoutRate: [String]

  var balance: Money { rents - charges }

  init(surfaces: [(category: String, area: Area)], scales: RentScales, on day: Day, charges: Money) {
    var rents: Money = .zero
    var withoutRate: [String] = []
    for surface in surfaces {
      if let rent = scales.rate(of: surface.category, on: day)?.yearly(for: surface.area) {
        rents = rents + rent
      } else if !withoutRate.contains(surface.category) {
        withoutRate.append(surface.category)
      }
    }
    self.rents = rents
    self.charges = charges
    self.withoutRate = withoutRate
  }
}
