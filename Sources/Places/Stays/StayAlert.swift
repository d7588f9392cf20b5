/// How many stays a place has seen if it held so many companies at any time, over so many years, each for so long: Little's
/// law. Nil where the figures say nothing, as with no length.
func plausibleStays(stock: Double, years: Double, meanMonths: Double) -> Int? {
  guard meanMonths > 0 else { return nil }
  return Int(exactly: (stock * years / (meanMonths / 12)).rounded())
}

/// A count of stays that the stock and the mean length do not bear out: one of the three is wrong, or the stock has changed.
struct StayAlert: Sendable, Equatable {
  let counted: Int
  let plausible: Int

  /// Nil as long as the two differ by half of the count or less.
  init?(counted: Int, plausible: Int) {
    guard abs(Double(plausible) - Double(counted)) * 2 > Double(counted) else { return nil }
    self.counted = counted
    self.plausible = plausible
  }
}
