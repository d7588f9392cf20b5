/// Reads opening hours rule by rule. As in OpenStreetMap, what comes after a semicolon or on another line takes the place of
/// what was said of its days, and what comes after a comma adds to it. What could mean two things is refused.
struct OpeningHoursReader {
  private typealias Opening = OpeningHours.Opening

  private let text: [Unicode.Scalar]
  private let tokens: [OpeningHoursToken]
  private var index: Int = 0
  private var week: [[Opening]] = Array(repeating: [], count: 7)
  private var isClosedOnHolidays: Bool = false
  /// Since the last semicolon.
  private var named: Set<Int> = []

  private struct Days {
    var week: Set<Int> = []
    var holidays: Bool = false
  }

  init(_ typed: String) {
    // As OpenStreetMap has what never closes.
    text = Array((trim(typed) == "24/7" ? "Mo-Su 00:00-24:00" : typed).unicodeScalars)
    tokens = OpeningHoursToken.all(text)
  }

  mutating func read() throws(OpeningHoursFault) -> OpeningHours {
    while index < tokens.count {
      switch kind(0) {
      case .stop:
        named = []
        index += 1
      // A comma goes on; a dash begins a line of a list.
      case .comma, .dash: index += 1
      case .word(let word) where Self.joints.contains(word): index += 1
      default: try rule()
      }
    }
    guard week.contains(where: { !$0.isEmpty }) else { throw .neverOpen }
    return OpeningHours(week: week, isClosedOnHolidays: isClosedOnHolidays)
  }
}

// MARK: Rules

extension OpeningHoursReader {
  private mutating func rule() throws(OpeningHoursFault) {
    let start: Int = index
    if isExcept(0) || isClosed(0) {
      index += 1
      skipPunctuation()
      guard let days = takeDays() else { throw .notUnderstood(rest(from: start)) }
      return close(days)
    }
    guard var days = takeDays() else {
      guard isHour(0) else { throw .notUnderstood(rest(from: start)) }
      throw .noDay(rest(from: start))
    }
    try takeExceptions(from: &days)
    let said: String = piece(start..<index)
    skipPunctuation()
    if isClosed(0) {
      index += 1
      return close(days)
    }
    let openings: [Opening] = try takeOpenings()
    guard !openings.isEmpty else {
      skipJoints()
      guard kind(0) == .stop else { throw .notUnderstood(rest(from: index)) }
      throw .noHour(said)
    }
    let words: String = piece(start..<index)
    guard !days.holidays else { throw .notUnderstood(words) }
    for day in days.week.sorted() {
      let before: [Opening] = named.contains(day) ? week[day] : []
      week[day] = try Self.joined(before + openings, words)
      named.insert(day)
    }
  }

  /// « tous les jours sauf le dimanche »
  private mutating func takeExceptions(from days: inout Days) throws(OpeningHoursFault) {
    let end: Int = index
    skipJoints()
    guard isExcept(0) else {
      index = end
      return
    }
    index += 1
    guard let closed = takeDays() else { throw .notUnderstood(rest(from: end)) }
    days.week.subtract(closed.week)
    if closed.holidays { isClosedOnHolidays = true }
  }

  private mutating func close(_ days: Days) {
    for day in days.week { week[day] = [] }
    named.formUnion(days.week)
    if days.holidays { isClosedOnHolidays = true }
  }

  /// In their order; those that touch are one.
  private static func joined(_ openings: [Opening], _ words: String) throws(OpeningHoursFault) -> [Opening] {
    var joined: [Opening] = []
    for opening in openings.sorted(by: { $0.from < $1.from }) {
      if let last = joined.last, last.to >= opening.from {
        guard last.to == opening.from else { throw .overlapping(words) }
        joined[joined.count - 1] = Opening(from: last.from, to: opening.to)
      } else {
        joined.append(opening)
      }
    }
    guard joined.count <= OpeningHours.mostOpenings else { throw .tooMany(words) }
    return joined
  }
}

// MARK: Days

extension OpeningHoursReader {
  /// Nil, and nothing is read, where no day stands.
  private mutating func takeDays() -> Days? {
    let start: Int = index
    guard var days = takeSomeDays() else {
      index = start
      return nil
    }
    while true {
      let end: Int = index
      skipJoints()
      guard let more = takeSomeDays() else {
        index = end
        return days
      }
      days.week.formUnion(more.week)
      if more.holidays { days.holidays = true }
    }
  }

  /// « du lundi au vendredi », « lun-ven », « samedi », « jours fériés ». What was read of none is for `takeDays` to give back.
  private mutating func takeSomeDays() -> Days? {
    skip(Self.fillers)
    switch (word(0), word(1)) {
    case ("jours", "feries"), ("jour", "ferie"), ("public", "holidays"), ("bank", "holidays"):
      return took(2, Days(holidays: true))
    case ("ph", _), ("feries", _), ("holidays", _): return took(1, Days(holidays: true))
    case ("jours", "ouvres"): return took(2, Days(week: Set(0...4)))
    case ("jours", "ouvrables"): return took(2, Days(week: Set(0...5)))
    case ("semaine", _), ("weekdays", _): return took(1, Days(week: Set(0...4)))
    case ("jours", _), ("jour", _), ("day", _), ("daily", _): return took(1, Days(week: Set(0...6)))
    case ("weekend", _), ("weekends", _): return took(1, Days(week: [5, 6]))
    case ("week", _) where kind(1) == .dash && word(2) == "end": return took(3, Days(week: [5, 6]))
    default: break
    }
    guard let first = Self.day(word(0)) else { return nil }
    index += 1
    let end: Int = index
    if isThrough(0) {
      while isThrough(0) { index += 1 }
      skip(Self.fillers)
      if let last = Self.day(word(0)) {
        let week: Set<Int> = first <= last ? Set(first...last) : Set(first...6).union(0...last)
        return took(1, Days(week: week))
      }
    }
    index = end
    return Days(week: [first])
  }

  private mutating func took(_ count: Int, _ days: Days) -> Days {
    index += count
    return days
  }

  /// From Monday, 0. What is short is French first: « mar » is mardi.
  private static func day(_ word: String) -> Int? {
    let one: String = word.utf8.count > 5 && word.hasSuffix("s") ? String(word.dropLast()) : word
    return names.firstIndex { $0.contains(one) }
  }

  private static let names: [[String]] = [
    ["lundi", "lun", "lu", "monday", "mon", "mo"], ["mardi", "mar", "ma", "tuesday", "tues", "tue", "tu"],
    ["mercredi", "mer", "me", "wednesday", "wed", "we"],
    ["jeudi", "jeu", "je", "thursday", "thurs", "thur", "thu", "th"],
    ["vendredi", "ven", "ve", "friday", "fri", "fr"], ["samedi", "sam", "sa", "saturday", "sat"],
    ["dimanche", "dim", "di", "sunday", "sun", "su"],
  ]
}

// MARK: Hours

extension OpeningHoursReader {
  private mutating func takeOpenings() throws(OpeningHoursFault) -> [Opening] {
    var openings: [Opening] = []
    while true {
      let end: Int = index
      skipJoints()
      skip(Self.fillers)
      let start: Int = index
      guard let from = takeHour(isEnd: false) else {
        // « 25h » is an hour all the same.
        if isHour(0) { throw .notUnderstood(rest(from: start)) }
        index = end
        return openings
      }
      guard isThrough(0) else { throw .notUnderstood(rest(from: start)) }
      while isThrough(0) { index += 1 }
      skip(Self.fillers)
      guard let to = takeHour(isEnd: true) else { throw .notUnderstood(rest(from: start)) }
      guard from < to else { throw .backwards(piece(start..<index)) }
      openings.append(Opening(from: from, to: to))
    }
  }

  /// Minutes after midnight. Nil, and nothing is read, where no hour stands.
  private mutating func takeHour(isEnd: Bool) -> Int? {
    switch word(0) {
    case "midi", "noon":
      index += 1
      return 720
    case "minuit", "midnight":
      index += 1
      return isEnd ? 1_440 : 0
    default: break
    }
    guard case .number(let number) = kind(0) else { return nil }
    var (hour, minute, count): (Int, Int, Int) = (number, 0, 1)
    if kind(1) == .colon || isHourMark(1) {
      if let said = minutes(2, isEnd: isEnd) {
        (minute, count) = (said, 3)
      } else {
        guard isHourMark(1) else { return nil }
        count = 2
      }
    }
    let half: String = word(count)
    if half == "am" || half == "pm" {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + (half == "pm" ? 12 : 0)
      count += 1
    }
    let time: Int = hour * 60 + minute
    guard time <= 1_440 else { return nil }
    index += count
    return isEnd && time == 0 ? 1_440 : time
  }

  /// Those of the hour before. In « 9h-12h 14-17h », 14 is another hour.
  private func minutes(_ ahead: Int, isEnd: Bool) -> Int? {
    guard case .number(let minute) = kind(ahead), minute < 60 else { return nil }
    let place: Range<Int> = tokens[index + ahead].place
    guard place.count == 2 else { return nil }
    let isGlued: Bool = tokens[index + ahead - 1].place.upperBound == place.lowerBound
    if isGlued || kind(ahead - 1) == .colon { return minute }
    if isHourMark(ahead + 1) || kind(ahead + 1) == .colon { return nil }
    return isEnd && isThrough(ahead + 1) ? nil : minute
  }
}

// MARK: Words

extension OpeningHoursReader {
  private static let fillers: Set<String> = [
    "le", "la", "les", "du", "de", "des", "en", "tous", "toute", "toutes", "chaque", "ouvert", "ouverte",
    "every", "open", "on", "from", "the", "at",
  ]
  private static let joints: Set<String> = ["et", "and", "puis"]
  private static let through: Set<String> = ["a", "au", "jusqu", "to", "through", "thru", "till", "until"]
  private static let exceptions: Set<String> = ["sauf", "except"]
  private static let closings: Set<String> = ["ferme", "fermee", "fermes", "closed", "off"]
  private static let hourMarks: Set<String> = ["h", "hr", "hrs", "heure", "heures"]

  /// What stands so many tokens ahead; behind the end, a separator.
  private func kind(_ ahead: Int) -> OpeningHoursToken.Kind {
    tokens.indices.contains(index + ahead) ? tokens[index + ahead].kind : .stop
  }

  /// Empty where it is none.
  private func word(_ ahead: Int) -> String {
    if case .word(let word) = kind(ahead) { word } else { "" }
  }

  private func isThrough(_ ahead: Int) -> Bool { kind(ahead) == .dash || Self.through.contains(word(ahead)) }
  private func isHourMark(_ ahead: Int) -> Bool { Self.hourMarks.contains(word(ahead)) }
  private func isExcept(_ ahead: Int) -> Bool { Self.exceptions.contains(word(ahead)) }
  private func isClosed(_ ahead: Int) -> Bool { Self.closings.contains(word(ahead)) }

  private func isHour(_ ahead: Int) -> Bool {
    if case .number = kind(ahead) { true } else { false }
  }

  private mutating func skip(_ words: Set<String>) {
    while words.contains(word(0)) { index += 1 }
  }

  private mutating func skipJoints() {
    while kind(0) == .comma || Self.joints.contains(word(0)) { index += 1 }
  }

  private mutating func skipPunctuation() {
    while kind(0) == .colon || kind(0) == .dash { index += 1 }
  }

  /// From this token to the next separator, as it was typed.
  private func rest(from start: Int) -> String {
    var first: Int = start
    while first < tokens.count, tokens[first].isSeparator { first += 1 }
    var end: Int = first
    while end < tokens.count, !tokens[end].isSeparator { end += 1 }
    return piece(first..<end)
  }

  private func piece(_ places: Range<Int>) -> String {
    guard let first = tokens[places].first, let last = tokens[places].last else { return "" }
    let scalars: [Unicode.Scalar] = text[first.place.lowerBound..<last.place.upperBound].filter { scalar in
      ![.control, .format].contains(scalar.properties.generalCategory)
    }
    return String(String.UnicodeScalarView(scalars.prefix(60))) + (scalars.count > 60 ? "…" : "")
  }
}
