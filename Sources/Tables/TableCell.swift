import SQL

/// What stands in a cell. Text files know only text; what it means is read by the functions that take a value from a cell.
public enum TableCell: Sendable, Equatable {
  case empty
  case text(String)
  /// A number, and the figures by which the file gives it.
  case number(Double, written: String)
  case day(Day)
  case moment(Day, second: Int)
  /// An hour of the day, or a length of time of any size.
  case time(seconds: Int)
  case flag(Bool)
  /// What a spreadsheet shows where it cannot compute; `=` alone where it never tried.
  case fault(String)

  /// Whether a person sees nothing there.
  public var isBlank: Bool {
    switch self {
    case .empty: true
    case .text(let text): text.utf8.allSatisfy { $0 <= 0x20 } || text.allSatisfy(\.isWhitespace)
    default: false
    }
  }
}
