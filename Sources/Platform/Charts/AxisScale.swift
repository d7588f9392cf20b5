import Glibc

/// Round numbers around values: steps of 1, 2 or 5 and their tens.
struct AxisScale: Hashable, Sendable {
  let low: Double
  let high: Double
  let step: Double

  /// Whatever the values, this has a length.
  init(covering low: Double, _ high: Double, about count: Int = 4) {
    var (low, high): (Double, Double) = (min(low, high), max(low, high))
    if high - low <= max(abs(low), abs(high)) * 1e-9 {
      let room: Double = high == 0 ? 1 : abs(high) * 0.1
      low = low > 0 || high == 0 ? low : low - room
      high = high < 0 ? high : high + room
    }
    let step: Double = Self.round(atLeast: (high - low) / Double(count))
    self.step = step
    self.low = floor(low / step + 1e-9) * step
    self.high = ceil(high / step - 1e-9) * step
  }

  private static func round(atLeast rough: Double) -> Double {
    let power: Double = pow(10, floor(log10(rough)))
    // A hundredth of leniency: 2.0000001 is 2.
    for factor in [1.0, 2, 5] where factor * power >= rough * 0.99 { return factor * power }
    return 10 * power
  }

  var ticks: [Double] {
    let first: Int = Int((low / step).rounded())
    let last: Int = Int((high / step).rounded())
    return (first...max(first, last)).map { Double($0) * step }
  }

  /// How many decimals the ticks need.
  var places: Int { max(0, min(6, Int(-floor(log10(step) + 1e-9)))) }

  /// Where a value stands between the ends, from 0 to 1.
  func part(_ value: Double) -> Double { min(1, max(0, (value - low) / (high - low))) }
}
