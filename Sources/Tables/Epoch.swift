import SQL

/// From when a workbook counts its days.
public enum Epoch: Sendable, Equatable {
  case from1900
  /// As Excel for the Macintosh did, and whoever copied its files since.
  case from1904

  /// The day of a whole number; nil where Excel shows none.
  public func day(_ serial: Int) -> Day? {
    switch self {
    case .from1904: (0...2_957_003).contains(serial) ? Day(ordinal: serial - 24_107) : nil
    case .from1900:
      switch serial {
      case 1...59: Day(ordinal: serial - 25_568)
      // Lotus 1-2-3 took 1900 for a leap year, and Excel kept its 29 February.
      case 61...2_958_465: Day(ordinal: serial - 25_569)
      default: nil
      }
    }
  }

  /// The cell that a number makes in a format of days or hours.
  func cell(_ value: Double, _ kind: CellStyles.Kind, written: String) -> TableCell {
    guard value.isFinite, abs(value) < 10_000_000 else { return .fault(written) }
    if case .time = kind { return .time(seconds: Int((value * 86_400).rounded())) }
    // Hours are kept as parts of a day, and never quite exactly.
    let seconds = Int((value * 86_400).rounded())
    let (serial, second): (Int, Int) = seconds.quotientAndRemainder(dividingBy: 86_400)
    // An hour alone, shown as a day by its format.
    if value >= 0, serial == 0, second > 0, self == .from1900 { return .time(seconds: second) }
    guard value >= 0, let day = day(serial) else { return .fault(written) }
    if case .moment = kind { return .moment(day, second: second) }
    return .day(day)
  }
}
