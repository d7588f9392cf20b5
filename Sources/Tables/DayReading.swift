import SQL

extension TableCell {
  /// The day that stands in the cell, however it is written; nil where nothing does.
  ///
  /// A bare number is a day where it counts the days of a spreadsheet, and not where it may be a year: nobody means the 14th
  /// of July 1905 by 2022.
  public func day(_ epoch: Epoch = .from1900) throws(CellFault) -> Day? {
    switch self {
    case .empty: return nil
    case .day(let day), .moment(let day, _): return day
    case .text:
      guard let typed = typed() else { return nil }
      return try Day(written: typed)
    case .number(let number, let written):
      guard number == number.rounded(), abs(number) < 1e9 else { throw .notADay(written) }
      let whole = Int(number)
      if whole >= 1_000_000 { return try Day(written: String(whole)) }
      guard (3_000...80_000).contains(whole), let day = epoch.day(whole) else { throw .notADay(written) }
      return day
    case .time, .flag, .fault: throw try wrong(CellFault.notADay)
    }
  }
}

extension Day {
  /// `16/06/2022`, `16.6.22`, `2022-06-16`, `1er juin 2022`, `jeudi 16 juin 2022`, `16062022`, each with an hour or without.
  init(written text: String) throws(CellFault) {
    if let day = WrittenDay.usual(text) ?? Day(iso: text) {
      self = day
      return
    }
    let words: [String] = WrittenDay.words(text)
    guard let parts = WrittenDay.parts(words) else { throw .notADay(text) }
    if let day = Day(parts.year, parts.month, parts.date) {
      self = day
      return
    }
    if parts.isTurned, let meant = Day(parts.year, parts.date, parts.month) { throw .americanDay(text, meant: meant) }
    throw (1...31).contains(parts.date) && (1...12).contains(parts.month) ? .noSuchDay(text) : .notADay(text)
  }
}

private enum WrittenDay {
  struct Parts {
    let year: Int
    let month: Int
    let date: Int
    /// Whether it would be a day with its two first numbers turned.
    var isTurned: Bool = false
  }

  /// `16/06/2022`, as nearly all are, at a tenth of the cost.
  static func usual(_ text: String) -> Day? {
    var text: String = text
    return text.withUTF8 { bytes in
      guard bytes.count == 10, bytes[2] == 0x2F, bytes[5] == 0x2F else { return nil }
      func number(_ range: Range<Int>) -> Int { wholeNumber(UnsafeBufferPointer(rebasing: bytes[range])) ?? 0 }
      return Day(number(6..<10), number(3..<5), number(0..<2))
    }
  }

  /// Without the day of the week before and the hour behind.
  static func words(_ text: String) -> [String] {
    var words: [String] = folded(String(hourless(text))).split(separator: " ").map(String.init)
    if words.count > 3, let first = words.first, weekdays.contains(where: { first.count >= 3 && $0.hasPrefix(first) }) {
      words.removeFirst()
    }
    return words
  }

  /// `2022-06-16T00:00:00Z` and `16/06/2022 00:00` are days to people.
  private static func hourless(_ text: String) -> Substring {
    guard let colon = text.firstIndex(of: ":") else { return text[...] }
    let head: Substring = text[..<colon]
    let hours: Int = head.reversed().prefix(while: \.isNumber).count
    let rest: Substring = head.dropLast(hours)
    guard (1...2).contains(hours), let mark = rest.last, mark == "T" || mark.isWhitespace else {
      return text[...]
    }
    return rest.dropLast()
  }

  static func parts(_ words: [String]) -> Parts? {
    if words.count == 1 { return compact(words[0]) }
    guard words.count == 3 else { return nil }
    if let year = number(words[0]), words[0].count == 4 {
      guard let month = month(words[1]), let date = number(words[2]) else { return nil }
      return Parts(year: year, month: month, date: date)
    }
    guard let year = number(words[2]), words[2].count == 4 || words[2].count == 2 else { return nil }
    let full: Int = words[2].count == 4 ? year : year < 70 ? 2000 + year : 1900 + year
    // « June 16, 2022 » leaves no doubt.
    if number(words[0]) == nil, let month = month(words[0]), let date = date(words[1]) {
      return Parts(year: full, month: month, date: date)
    }
    guard let date = date(words[0]), let month = month(words[1]) else { return nil }
    return Parts(year: full, month: month, date: date, isTurned: number(words[1]) != nil)
  }

  /// `16062022` or `20220616`: no eight digits are a day of these two centuries in both orders.
  private static func compact(_ word: String) -> Parts? {
    guard word.count == 8, let digits = number(word) else { return nil }
    let french = Parts(year: digits % 10_000, month: digits / 10_000 % 100, date: digits / 1_000_000)
    let iso = Parts(year: digits / 10_000, month: digits / 100 % 100, date: digits % 100)
    return [french, iso].first { (1900...2099).contains($0.year) && Day($0.year, $0.month, $0.date) != nil }
  }

  private static func date(_ word: String) -> Int? { word == "1er" || word == "1st" ? 1 : two(word) }

  private static func two(_ word: String) -> Int? { word.utf8.count <= 2 ? number(word) : nil }

  private static func number(_ word: String) -> Int? {
    guard word.utf8.count <= 8 else { return nil }
    return word.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? Int(word) : nil
  }

  private static func month(_ word: String) -> Int? {
    if let number = two(word) { return number }
    guard word.utf8.count >= 3 else { return nil }
    let found: Set<Int> = Set(months.indices.filter { months[$0].hasPrefix(word) }.map { $0 % 12 })
    return found.count == 1 ? found.first.map { $0 + 1 } : nil
  }

  private static let months: [String] =
    """
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
    january february march april may june july august september october november december
    januar februar marz april mai juni juli august september oktober november dezember
    """.split(whereSeparator: \.isWhitespace).map(String.init)

  private static let weekdays: [String] =
    """
    lundi mardi mercredi jeudi vendredi samedi dimanche
    monday tuesday wednesday thursday friday saturday sunday
    montag dienstag mittwoch donnerstag freitag samstag sonntag
    """.split(whereSeparator: \.isWhitespace).map(String.init)
}
