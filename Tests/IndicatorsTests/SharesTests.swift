import Platform
import Testing

@testable import Indicators

/// Shares, small counts, qualifiers and equations, as rules on plain values.
@Suite struct SharesTests {
  static let shares: [([Double], Int)] = [
    ([1.0 / 3, 1.0 / 3, 1.0 / 3], 0), ([0.4346, 0.1204, 0.445], 0), ([0.005, 0.005, 0.99], 0), ([1.0], 0),
    ([0.125, 0.125, 0.125, 0.625], 1),
  ]

  @Test(arguments: shares)
  func `rounded shares still make a hundred`(_ shares: [Double], _ places: Int) {
    let rounded: [Double] = Shares.rounded(shares, places: places)
    #expect(abs(rounded.reduce(0, +) - 100) < 1e-9, "\(rounded)")
    for (share, whole) in zip(shares, rounded) { #expect(abs(share * 100 - whole) <= 1) }
  }

  @Test func `few people are hidden, with enough others that nobody finds them by subtraction`() {
    #expect(SmallCounts.hidden([12, 8, 30]) == [])
    // Three alone is what the total lacks: the smallest other goes with it.
    #expect(SmallCounts.hidden([3, 8, 30]) == [0, 1])
    #expect(SmallCounts.hidden([3, 4, 30]) == [0, 1])
    // One and two make three: still few.
    #expect(SmallCounts.hidden([1, 2, 30, 40]) == [0, 1, 2])
    #expect(SmallCounts.hidden([0, 6]) == [])
    #expect(SmallCounts.hidden([4]) == [0])
  }

  static let qualified: [(Qualifier, Double, Double, Bool)] = [
    (.exact, 76.16, 76.2, true), (.exact, 76.1, 76.2, false), (.exact, 281, 281, true),
    (.exact, 280.4, 281, false), (.atLeast, 571, 570, true), (.atLeast, 570, 570, false), (.nearly, 95, 100, true),
    (.nearly, 100, 100, false), (.nearly, 60, 100, false), (.approx, 402, 420, true), (.approx, 300, 420, false),
    (.approx, 22, 20, true), (.atMost, 2.6, 3, true), (.atMost, 3, 3, false), (.rangeMinimum, 80, 80, true),
    (.rangeMaximum, 91, 90, false),
  ]

  @Test(arguments: qualified)
  func `a qualifier says what a number may have been`(
    _ qualifier: Qualifier, _ computed: Double, _ published: Double, _ agrees: Bool
  ) {
    #expect(qualifier.agrees(computed, with: published) == agrees)
  }

  static let equations: [(String, CheckFinding)] = [
    ("61 / ? = 37 %", .between(163, 167)), ("453 / ? = 63 %", .between(714, 724)),
    ("86 / ? = 80 %", .between(107, 108)), ("359 + 1767 + 416 + 884 = 3700", .contradictory(left: 3426, right: 3700)),
    ("214 + 39 + 28 = 281", .consistent), ("214 / 281 = 76.2 %", .consistent), ("85 / ? = 0", .noneFits),
    ("453 / 700 = 63 %", .contradictory(left: 453.0 / 700, right: 0.63)), ("453 / 719 = 63 %", .consistent),
    ("7 * 500 <= 4400", .consistent), ("13 / ? = 13", .between(1, 1)),
  ]

  @Test(arguments: equations)
  func `an equation finds what holds, and which denominators are possible`(_ text: String, _ finding: CheckFinding)
    throws
  {
    #expect(try Equation(text).finding([:]) == finding)
  }

  @Test(arguments: ["", "1 +", "1 = ", "(1 = 1", "1 = 1 = 1", "[a = 1", "1 ! 2"])
  func `an equation that cannot be read says where`(_ text: String) {
    #expect(throws: Equation.Fault.self) { try Equation(text) }
  }
}
