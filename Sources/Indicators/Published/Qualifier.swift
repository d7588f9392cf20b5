import Platform
import SQL

/// How sure a document is of the number that it gives.
public enum Qualifier: String, Choice {
  case exact, approx, nearly
  case atLeast = "at_least"
  case atMost = "at_most"
  case rangeMinimum = "range_min"
  case rangeMaximum = "range_max"

  public var label: Text {
    switch self {
    case .exact: Text(fr: "Nombre exact", en: "Exact number", de: "Genaue Zahl")
    case .approx: Text(fr: "Environ", en: "About", de: "Etwa")
    case .nearly: Text(fr: "Près de", en: "Nearly", de: "Fast")
    case .atLeast: Text(fr: "Plus de", en: "More than", de: "Mehr als")
    case .atMost: Text(fr: "Moins de", en: "Less than", de: "Weniger als")
    case .rangeMinimum: Text(fr: "Bas d’une fourchette", en: "Low end of a range", de: "Untergrenze")
    case .rangeMaximum: Text(fr: "Haut d’une fourchette", en: "High end of a range", de: "Obergrenze")
    }
  }

  /// Said before the number: « près de 100 ».
  func before(_ number: String, _ language: Language) -> String {
    let word: String =
      switch self {
      case .exact: ""
      case .rangeMinimum: Text(fr: "à partir de", en: "from", de: "ab")(language)
      case .rangeMaximum: Text(fr: "jusqu’à", en: "up to", de: "bis")(language)
      default: label(language).lowercasedStart
      }
    return word.isEmpty ? number : "\(word) \(number)"
  }

  /// The numbers that a document may have meant by one.
  func interval(of value: Double, step: Double) -> Interval {
    // « Une vingtaine » is not nineteen and a half.
    let slack: Double = max(abs(value) / 10, 2 * step)
    switch self {
    case .exact: return Interval(value - step / 2, value + step / 2, isHighIn: false)
    case .approx: return Interval(value - slack, value + slack)
    case .nearly: return Interval(value - slack, value, isHighIn: false)
    case .atLeast: return Interval(value, .infinity, isLowIn: false)
    case .atMost: return Interval(-.infinity, value, isHighIn: false)
    case .rangeMinimum: return Interval(value, .infinity)
    case .rangeMaximum: return Interval(-.infinity, value)
    }
  }

  /// Whether a number that was counted is one that the document may have meant.
  func agrees(_ computed: Double, with published: Double) -> Bool {
    let step: Double = published.step
    let rounded: Double = (computed / step).roundedHalf * step
    if self == .exact { return abs(rounded - published) < step / 1_000 }
    return interval(of: published, step: step).contains(computed)
  }
}

/// Numbers from one to another, either of which may be left out.
struct Interval: Sendable, Equatable {
  let low: Double
  let high: Double
  let isLowIn: Bool
  let isHighIn: Bool

  init(_ low: Double, _ high: Double, isLowIn: Bool = true, isHighIn: Bool = true) {
    self.low = low
    self.high = high
    self.isLowIn = isLowIn
    self.isHighIn = isHighIn
  }

  init(_ number: Double) { self.init(number, number) }

  func contains(_ number: Double) -> Bool {
    (number > low || (isLowIn && number == low)) && (number < high || (isHighIn && number == high))
  }

  func meets(_ other: Interval) -> Bool {
    let isAbove: Bool = low > other.high || (low == other.high && !(isLowIn && other.isHighIn))
    let isBelow: Bool = high < other.low || (high == other.low && !(isHighIn && other.isLowIn))
    return !isAbove && !isBelow
  }

  /// Whether a number of this one is at most one of the other: nine thousand is not « more than 9 000 ».
  func reachesUnder(_ other: Interval) -> Bool {
    low < other.high || (low == other.high && isLowIn && other.isHighIn)
  }

  var middle: Double {
    if low.isInfinite { return high }
    return high.isInfinite ? low : (low + high) / 2
  }

  private func combine(_ other: Interval, _ apply: (Double, Double) -> Double) -> Interval {
    let ends: [(value: Double, isIn: Bool)] = [
      (apply(low, other.low), isLowIn && other.isLowIn), (apply(low, other.high), isLowIn && other.isHighIn),
      (apply(high, other.low), isHighIn && other.isLowIn), (apply(high, other.high), isHighIn && other.isHighIn),
    ].filter { !$0.0.isNaN }
    guard let least = ends.min(by: { $0.value < $1.value }), let most = ends.max(by: { $0.value < $1.value }) else {
      return Interval(-.infinity, .infinity)
    }
    return Interval(
      least.value, most.value, isLowIn: ends.contains { $0.value == least.value && $0.isIn },
      isHighIn: ends.contains { $0.value == most.value && $0.isIn })
  }

  static func + (left: Interval, right: Interval) -> Interval { left.combine(right, +) }
  static func - (left: Interval, right: Interval) -> Interval { left.combine(right, -) }
  static func * (left: Interval, right: Interval) -> Interval { left.combine(right, *) }

  /// Nil where the divisor is nothing. About two may be next to nothing: what is divided by it has no bounds.
  static func / (left: Interval, right: Interval) -> Interval? {
    if right.low > 0 || right.high < 0 { return left.combine(right, /) }
    if right.low < 0, right.high > 0 { return Interval(-.infinity, .infinity) }
    if right.high > 0 {
      return left * Interval(1 / right.high, .infinity, isLowIn: right.isHighIn, isHighIn: false)
    }
    guard right.low < 0 else { return nil }
    return left * Interval(-.infinity, 1 / right.low, isLowIn: false, isHighIn: right.isLowIn)
  }
}

extension Double {
  /// The last digit that a published number shows: 0.1 of 76.2, 1 of 281.
  var step: Double {
    var step: Double = 1
    var scaled: Double = self
    for _ in 0..<4 where abs(scaled - scaled.rounded()) > 1e-7 * Swift.max(1, abs(scaled)) {
      step /= 10
      scaled = self / step
    }
    return step
  }
}
