import SQL

extension Day {
  /// A day as people type it: `2022-06-16`, `16/06/2022`, `16/6/22`, `16062022`, `160622`, `1er juin 2022`,
  /// `jeudi 16 juin 2022`. Where it is known what day it is, also `demain`, `hier` and `16 juin`, the nearest one.
  ///
  /// A day of the week that is not that date's is refused: one of the two is a slip.
  public init?(typed text: String, on today: Day? = nil) {
    guard let typed = TypedDay(text, on: today), typed.isItsWeekday else { return nil }
    self = typed.day
  }
}

/// What was typed for a day.
struct TypedDay {
  let day: Day
  /// From Monday, 1, to Sunday, 7, where it was said.
  let weekday: Int?

  var isItsWeekday: Bool { weekday == nil || weekday == day.weekday }

  init?(_ text: String, on today: Day?) {
    let text: String = trim(text)
    if let day = Day(iso: text) {
      (self.day, weekday) = (day, nil)
      return
    }
    var words: [String] = text.lowercased().split { " \u{A0}\u{202F}/.-,".contains($0) }.map(String.init)
    if let said = words.first.flatMap(DayWords.weekday), words.count > 1 {
      weekday = said
      words.removeFirst()
    } else {
      weekday = nil
    }
    guard let day = TypedDay.day(words, today) else { return nil }
    self.day = day
  }

  private static func day(_ words: [String], _ today: Day?) -> Day? {
    if words.count == 1 { return compact(words[0]) ?? today.flatMap { relative(words[0], $0) } }
    guard words.count == 2 || words.count == 3, let date = ordinal(words[0]), let month = month(words[1]) else {
      return nil
    }
    guard words.count == 3 else { return today.flatMap { nearest(date, month, $0) } }
    let length: Int = words[2].utf8.count
    guard let year = number(words[2]), length == 4 || length == 2 else { return nil }
    return Day(length == 4 ? year : full(year), month, date)
  }

  /// Two digits: a year of this century up to 2069, of the last one after.
  private static func full(_ year: Int) -> Int { year < 70 ? 2000 + year : 1900 + year }

  /// `16062022`, `160622`
  private static func compact(_ digits: String) -> Day? {
    guard digits.utf8.count == 8 || digits.utf8.count == 6, let number = number(digits) else { return nil }
    if digits.utf8.count == 8 { return Day(number % 10_000, number / 10_000 % 100, number / 1_000_000) }
    return Day(full(number % 100), number / 100 % 100, number / 10_000)
  }

  private static func relative(_ word: String, _ today: Day) -> Day? {
    switch sortKey(word) {
    case "aujourdhui", "today", "heute": today
    case "demain", "tomorrow", "morgen": today.adding(days: 1)
    case "hier", "yesterday", "gestern": today.adding(days: -1)
    default: nil
    }
  }

  private static func nearest(_ date: Int, _ month: Int, _ today: Day) -> Day? {
    (today.year - 1...today.year + 1).compactMap { Day($0, month, date) }
      .min { abs($0.days(to: today)) < abs($1.days(to: today)) }
  }

  private static func ordinal(_ word: String) -> Int? { word == "1er" ? 1 : word.utf8.count <= 2 ? number(word) : nil }

  /// Digits only: `Int` would take a sign too.
  private static func number(_ word: String) -> Int? {
    word.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? Int(word) : nil
  }

  private static func month(_ word: String) -> Int? {
    word.utf8.count <= 2 ? number(word) : DayWords.month(word)
  }
}

/// Names of months and of days of the week, whole or cut short.
private enum DayWords {
  static func month(_ word: String) -> Int? { place(of: sortKey(word), among: months, every: 12) }

  static func weekday(_ word: String) -> Int? { place(of: sortKey(word), among: weekdays, every: 7) }

  /// Nil where it begins the names of two.
  private static func place(of key: String, among names: [String], every count: Int) -> Int? {
    guard key.count >= 3 else { return nil }
    let found: Set<Int> = Set(names.indices.filter { names[$0].hasPrefix(key) }.map { $0 % count })
    return found.count == 1 ? found.first.map { $0 + 1 } : nil
  }

  private static let months: [String] = Array(
    """
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
    january february march april may june july august september october november december
    januar februar marz april mai juni juli august september oktober november dezember
    """.split(whereSeparator: \.isWhitespace).map(String.init))

  private static let weekdays: [String] = Array(
    """
    lundi mardi mercredi jeudi vendredi samedi dimanche
    monday tuesday wednesday thursday friday saturday sunday
    montag dienstag mittwoch donnerstag freitag samstag sonntag
    """.split(whereSeparator: \.isWhitespace).map(String.init))
}

extension Text {
  /// Which day of the week a date is, to who typed another.
  static func otherWeekday(_ day: Day) -> Text {
    Text { language in
      let (date, name): (String, String) = (language.long(day), language.weekday(day))
      return switch language {
      case .fr: "Le \(date) est un \(name)."
      case .en: "\(date) is a \(name)."
      case .de: "Der \(date) ist ein \(name)."
      }
    }
  }
}

extension Language {
  /// « jeudi »
  public func weekday(_ day: Day) -> String { weekday(day.weekday) }

  /// From Monday, 1, to Sunday, 7.
  func weekday(_ number: Int) -> String {
    let names: String =
      switch self {
      case .fr: "lundi mardi mercredi jeudi vendredi samedi dimanche"
      case .en: "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
      case .de: "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag"
      }
    return names.split(separator: " ").map(String.init)[number - 1]
  }
}
