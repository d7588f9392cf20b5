import SQL

extension Language {
  /// From one day to another, or on: « du 5 au 16 juin 2022 », “5–16 June 2022”, „5.–16. Juni 2022“. What both days
  /// share is said once.
  public func range(_ from: Day, _ to: Day?) -> String {
    guard let to else {
      switch self {
      case .fr: return "depuis le \(long(from))"
      case .en: return "since \(long(from))"
      case .de: return "seit \(long(from))"
      }
    }
    guard from != to else { return self == .fr ? "le \(long(from))" : long(from) }
    let (first, last): ((year: Int, month: Int, day: Int), (year: Int, month: Int, day: Int)) = (from.parts, to.parts)
    let isSameMonth: Bool = first.year == last.year && first.month == last.month
    let whole: String = long(from)
    // The year is the last word, and a day and its month are tied together.
    let dayAndMonth: String = first.year == last.year ? String(whole.prefix { $0 != " " }) : whole
    switch self {
    case .fr: return "du \(isSameMonth ? ordinal(first.day) : dayAndMonth) au \(long(to))"
    case .en, .de:
      return isSameMonth ? "\(ordinal(first.day))–\(long(to))" : "\(dayAndMonth) – \(long(to))"
    }
  }

  /// A day of the month: « 1er », “1”, „1.“
  func ordinal(_ date: Int) -> String {
    switch self {
    case .fr: date == 1 ? "1er" : String(date)
    case .en: String(date)
    case .de: "\(date)."
    }
  }
}
