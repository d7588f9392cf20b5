import SQL

/// How long somebody’s file is kept after it last served, and how long before its end that is said.
struct Retention: Sendable, Equatable {
  let months: Int
  let noticeDays: Int

  /// What the CNIL’s reference recommends: two years, told thirty days before.
  static let usual = Retention(months: 24, noticeDays: 30)

  /// The longest of what the purposes of a file require; without a purpose, the usual.
  init(of purposes: [Retention]) {
    months = purposes.map(\.months).max() ?? Retention.usual.months
    noticeDays = purposes.map(\.noticeDays).max() ?? Retention.usual.noticeDays
  }

  init(months: Int, noticeDays: Int) {
    self.months = months
    self.noticeDays = noticeDays
  }

  /// The day from which a file that last served then is not needed any more.
  func end(after lastContact: Day) -> Day { lastContact.adding(months: months) }

  /// The day on which it is said.
  func notice(after lastContact: Day) -> Day { end(after: lastContact).adding(days: -noticeDays) }

  /// What is to be done today about a file.
  func due(on today: Day, lastContact: Day, warnedOn: Day?) -> RetentionStep {
    // What was said before somebody was seen again is not said any more.
    let warning: Day? = warnedOn.flatMap { $0 > lastContact ? $0 : nil }
    guard let warning else { return today >= notice(after: lastContact) ? .warn : .keep }
    // Said late, it goes late: nobody’s file goes without its notice.
    let end: Day = max(end(after: lastContact), warning.adding(days: noticeDays))
    return today >= end ? .anonymise : .warned(until: end)
  }
}

enum RetentionStep: Sendable, Equatable {
  case keep, warn
  case warned(until: Day)
  case anonymise
}
