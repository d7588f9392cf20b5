import Platform

/// What should hold between published figures: `[active] + [struck-off] + [disappeared] = [hosted]`,
/// `[registrations] / ? = [share]`.
struct Equation: Sendable {
  indirect enum Side: Sendable {
    case number(Double)
    /// « 37 % », that a document rounded.
    case percent(Double)
    case figure(String)
    case unknown
    case sum(Side, Side)
    case difference(Side, Side)
    case product(Side, Side)
    case quotient(Side, Side)
  }

  let left: Side
  let comparison: Condition.Comparison
  let right: Side

  struct Fault: Error {
    let place: Int
    let message: Text
  }

  init(_ text: String) throws(Fault) {
    var reader = EquationReader(text)
    (left, comparison, right) = try reader.whole()
    guard comparison == .equal || !(left.holdsUnknown || right.holdsUnknown) else {
      throw Fault(place: text.count, message: .unknownIsEqual)
    }
  }

  /// The keys of the figures that it names.
  var keys: [String] { left.keys + right.keys }
}

extension Equation.Side {
  fileprivate var keys: [String] {
    switch self {
    case .figure(let key): [key]
    case .number, .percent, .unknown: []
    case .sum(let one, let other), .difference(let one, let other), .product(let one, let other),
      .quotient(let one, let other):
      one.keys + other.keys
    }
  }

  fileprivate var holdsUnknown: Bool {
    switch self {
    case .unknown: true
    case .figure, .number, .percent: false
    case .sum(let one, let other), .difference(let one, let other), .product(let one, let other),
      .quotient(let one, let other):
      one.holdsUnknown || other.holdsUnknown
    }
  }
}

private struct EquationReader {
  private let letters: [Character]
  private var index: Int = 0
  private var depth: Int = 0

  init(_ text: String) { letters = Array(text) }

  mutating func whole() throws(Equation.Fault) -> (Equation.Side, Condition.Comparison, Equation.Side) {
    let left: Equation.Side = try sum()
    skip()
    let signs: [Condition.Comparison] = [.atMost, .atLeast, .different, .equal, .less, .more]
    guard let comparison = signs.first(where: { starts(with: $0.rawValue) }), comparison != .different else {
      throw Equation.Fault(place: index, message: .comparisonExpected)
    }
    index += comparison.rawValue.count
    let right: Equation.Side = try sum()
    skip()
    guard index == letters.count else { throw Equation.Fault(place: index, message: .equationEnds) }
    return (left, comparison, right)
  }

  private mutating func skip() { while index < letters.count, letters[index].isWhitespace { index += 1 } }

  private func starts(with text: String) -> Bool { letters[index...].starts(with: text) }

  private mutating func take(_ sign: Character) -> Bool {
    skip()
    guard index < letters.count, letters[index] == sign else { return false }
    index += 1
    return true
  }

  private mutating func sum() throws(Equation.Fault) -> Equation.Side {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 20 else { throw Equation.Fault(place: index, message: .conditionTooDeep) }
    var side: Equation.Side = try product()
    while true {
      if take("+") {
        side = .sum(side, try product())
      } else if take("-") {
        side = .difference(side, try product())
      } else {
        return side
      }
    }
  }

  private mutating func product() throws(Equation.Fault) -> Equation.Side {
    var side: Equation.Side = try factor()
    while true {
      if take("*") {
        side = .product(side, try factor())
      } else if take("/") {
        side = .quotient(side, try factor())
      } else {
        return side
      }
    }
  }

  private mutating func factor() throws(Equation.Fault) -> Equation.Side {
    if take("(") {
      let inside: Equation.Side = try sum()
      guard take(")") else { throw Equation.Fault(place: index, message: .signExpected(")")) }
      return inside
    }
    if take("?") { return .unknown }
    if take("[") {
      let start: Int = index
      while index < letters.count, letters[index] != "]" { index += 1 }
      guard index < letters.count else { throw Equation.Fault(place: start, message: .signExpected("]")) }
      index += 1
      return .figure(String(letters[start..<(index - 1)]))
    }
    skip()
    let start: Int = index
    while index < letters.count, letters[index].isNumber || letters[index] == "." { index += 1 }
    guard let number = Double(String(letters[start..<index])), index > start else {
      throw Equation.Fault(place: start, message: .figureOrNumber)
    }
    return take("%") ? .percent(number) : .number(number)
  }
}

/// What became of a check.
enum CheckFinding: Sendable, Equatable {
  case consistent
  /// What each side comes to.
  case contradictory(left: Double, right: Double, areDates: Bool = false)
  /// Which whole numbers the one that was not published can be; none means that none fits.
  case between(Int, Int)
  case noneFits
  /// A figure that it names is not there.
  case missing(String)

  var isFine: Bool {
    switch self {
    case .consistent, .between: true
    case .contradictory, .noneFits, .missing: false
    }
  }
}

extension Equation {
  /// Every figure stands for all the numbers that its document may have meant.
  func finding(_ figures: [String: PublishedFigure]) -> CheckFinding {
    if let missing = keys.first(where: { figures[$0] == nil }) { return .missing(missing) }
    if left.holdsUnknown || right.holdsUnknown { return unknown(figures) }
    let (isLeftDate, isRightDate) = (left.isDate(figures), right.isDate(figures))
    func interval(_ side: Side, _ isDate: Bool, _ isOtherDate: Bool) -> Interval? {
      isDate || isOtherDate ? side.calendar(figures) : side.interval(figures, unknown: nil)
    }
    guard let one = interval(left, isLeftDate, isRightDate), let other = interval(right, isRightDate, isLeftDate) else {
      return .contradictory(left: .nan, right: .nan)
    }
    let holds: Bool =
      switch comparison {
      case .equal: one.meets(other)
      case .atMost: one.reachesUnder(other)
      case .less: one.low < other.high
      case .atLeast: other.reachesUnder(one)
      case .more: one.high > other.low
      case .different: !one.meets(other)
      }
    return holds
      ? .consistent
      : .contradictory(
        left: left.shown(figures) ?? one.middle, right: right.shown(figures) ?? other.middle,
        areDates: isLeftDate || isRightDate)
  }

  private static let mostUnknown: Int = 100_000_000

  /// The whole numbers for which both sides can be equal: they follow each other, so the ends are searched for.
  private func unknown(_ figures: [String: PublishedFigure]) -> CheckFinding {
    // Zero where both sides can be equal, else which of them is greater.
    func side(_ number: Int) -> Int? {
      guard let one = left.interval(figures, unknown: Double(number)),
        let other = right.interval(figures, unknown: Double(number))
      else { return nil }
      return one.meets(other) ? 0 : one.low >= other.high ? 1 : -1
    }
    func fits(_ number: Int) -> Bool { side(number) == 0 }
    // Both sides draw nearer, then part: halve the range until a number fits.
    guard let atOne = side(1) else { return .noneFits }
    var (low, high): (Int, Int) = (1, Self.mostUnknown)
    var found: Int? = atOne == 0 ? 1 : nil
    while found == nil, low <= high {
      let middle: Int = low + (high - low) / 2
      switch side(middle) {
      case 0: found = middle
      case atOne: low = middle + 1
      default: high = middle - 1
      }
    }
    guard let found else { return .noneFits }
    return .between(edge(found, towards: 1, fits), edge(found, towards: Self.mostUnknown, fits))
  }

  private func edge(_ inside: Int, towards outside: Int, _ fits: (Int) -> Bool) -> Int {
    if fits(outside) { return outside }
    var (good, bad): (Int, Int) = (inside, outside)
    while abs(good - bad) > 1 {
      let middle: Int = good + (bad - good) / 2
      if fits(middle) { good = middle } else { bad = middle }
    }
    return good
  }
}

extension Equation.Side {
  fileprivate func interval(_ figures: [String: PublishedFigure], unknown: Double?) -> Interval? {
    func both(_ one: Equation.Side, _ other: Equation.Side) -> (Interval, Interval)? {
      guard let first = one.interval(figures, unknown: unknown), let second = other.interval(figures, unknown: unknown)
      else { return nil }
      return (first, second)
    }
    switch self {
    case .number(let number): return Interval(number)
    case .percent(let number): return Qualifier.exact.interval(of: number, step: number.step).percent
    case .unknown: return unknown.map { Interval($0) }
    case .figure(let key): return figures[key]?.interval
    case .sum(let one, let other): return both(one, other).map { $0 + $1 }
    case .difference(let one, let other): return both(one, other).map { $0 - $1 }
    case .product(let one, let other): return both(one, other).map { $0 * $1 }
    case .quotient(let one, let other): return both(one, other).flatMap { $0 / $1 }
    }
  }

  /// What it comes to with the numbers as they are printed.
  fileprivate func shown(_ figures: [String: PublishedFigure]) -> Double? {
    func both(_ one: Equation.Side, _ other: Equation.Side, _ apply: (Double, Double) -> Double) -> Double? {
      one.shown(figures).flatMap { first in other.shown(figures).map { apply(first, $0) } }
    }
    switch self {
    case .number(let number): return number
    case .percent(let number): return number / 100
    case .unknown: return nil
    case .figure(let key): return figures[key].map { $0.unit == .percent ? $0.value / 100 : $0.value }
    case .sum(let one, let other): return both(one, other, +)
    case .difference(let one, let other): return both(one, other, -)
    case .product(let one, let other): return both(one, other, *)
    case .quotient(let one, let other): return both(one, other) { $1 == 0 ? .nan : $0 / $1 }
    }
  }
}

extension Equation.Side {
  /// Whether it is one moment of the calendar: a day, a month, a year.
  fileprivate func isDate(_ figures: [String: PublishedFigure]) -> Bool {
    guard case .figure(let key) = self else { return false }
    return figures[key].map { $0.unit == .year || $0.unit == .month || $0.unit == .day } ?? false
  }

  /// A year is any day of it, so that years, months and days can be compared: 20081201 to 20081231.
  fileprivate func calendar(_ figures: [String: PublishedFigure]) -> Interval? {
    guard let shown = shown(figures) else { return nil }
    return switch shown {
    case ..<10_000: Interval(shown * 10_000 + 101, shown * 10_000 + 1_231)
    case ..<1_000_000: Interval(shown * 100 + 1, shown * 100 + 31)
    default: Interval(shown)
    }
  }
}

extension PublishedFigure {
  /// All that the document may have meant. What is counted one by one is that number; a measure was rounded.
  fileprivate var interval: Interval {
    if qualifier == .exact, unit != .percent, value == value.rounded() { return Interval(value) }
    let wide: Interval = qualifier.interval(of: value, step: value.step)
    return unit == .percent ? wide.percent : wide
  }
}

extension Interval {
  /// 37 is 0.37.
  fileprivate var percent: Interval { Interval(low / 100, high / 100, isLowIn: isLowIn, isHighIn: isHighIn) }
}

extension Text {
  static let comparisonExpected = Text(
    fr: "Une comparaison est attendue : =, <, <=, > ou >=.", en: "A comparison is expected: =, <, <=, > or >=.")
  static let unknownIsEqual = Text(
    fr: "« ? » ne se cherche que dans une égalité : « = ».", en: "“?” is only looked for in an equation: “=”.")
  static let equationEnds = Text(fr: "L’égalité devrait s’arrêter ici.", en: "The equation should end here.")
  static let figureOrNumber = Text(
    fr: "Un chiffre publié entre crochets, un nombre ou « ? » est attendu ici.",
    en: "A published figure in brackets, a number or “?” is expected here.")
}
