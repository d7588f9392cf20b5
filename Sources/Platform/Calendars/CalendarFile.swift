import HTTP
import SQL

/// Entries as calendar programs read them (iCalendar, RFC 5545 and 7986). The same entries make the same bytes all day long, so
/// that who asks every quarter of an hour is told that they have them.
struct CalendarFile {
  private let secrets: Secrets
  private let publicAddress: String
  private let language: Language
  private let today: Day

  init(_ app: App, _ language: Language, on today: Day) {
    secrets = app.secrets
    publicAddress = app.settings.publicAddress
    self.language = language
    self.today = today
  }

  static let mediaType: String = "text/calendar; charset=utf-8"

  func bytes(_ title: String, _ entries: [CalendarEntry], _ changes: [String: Instant]) -> [UInt8] {
    var lines = ContentLines()
    lines.line("BEGIN", "VCALENDAR")
    lines.line("VERSION", "2.0")
    lines.line("PRODID", "-//Terreau//Terreau//\(language.rawValue.uppercased())")
    lines.line("CALSCALE", "GREGORIAN")
    lines.text("NAME", title)
    // What Outlook, Google and Apple read instead.
    lines.text("X-WR-CALNAME", title)
    lines.line("X-WR-TIMEZONE", Zone.name)
    lines.line("REFRESH-INTERVAL;VALUE=DURATION", "PT4H")
    lines.line("X-PUBLISHED-TTL", "PT4H")
    for line in Zone.calendarRules { lines.line(line.name, line.value) }
    for entry in entries { write(entry, changes[entry.name], &lines) }
    lines.line("END", "VCALENDAR")
    return lines.bytes
  }

  private func write(_ entry: CalendarEntry, _ changed: Instant?, _ lines: inout ContentLines) {
    lines.line("BEGIN", "VEVENT")
    lines.line("UID", secrets.uniqueName(of: entry.name))
    lines.line("DTSTAMP", (changed ?? Zone.paris.start(of: today)).compact)
    if let changed { lines.line("LAST-MODIFIED", changed.compact) }
    lines.line("SEQUENCE", String(max(0, entry.version - 1)))
    switch entry.when {
    case .day(let day): days(day, day, &lines)
    case .days(let first, let last): days(first, max(first, last), &lines)
    case .moments(let start, let end):
      lines.line("DTSTART;TZID=\(Zone.name)", Zone.paris.compact(start))
      lines.line("DTEND;TZID=\(Zone.name)", Zone.paris.compact(max(start, end)))
    }
    lines.text("SUMMARY", entry.title(language))
    lines.text("LOCATION", entry.place)
    lines.text("DESCRIPTION", entry.note?(language))
    lines.line("URL", publicAddress + entry.path)
    if entry.isCancelled { lines.line("STATUS", "CANCELLED") }
    lines.line("END", "VEVENT")
  }

  /// Whole days, on which nobody is taken for busy. The end is the day after.
  private func days(_ first: Day, _ last: Day, _ lines: inout ContentLines) {
    lines.line("DTSTART;VALUE=DATE", first.compact)
    lines.line("DTEND;VALUE=DATE", last.adding(days: 1).compact)
    lines.line("TRANSP", "TRANSPARENT")
  }
}

extension Day {
  /// `20261121`
  fileprivate var compact: String { description.filter { $0 != "-" } }
}

extension Zone {
  fileprivate static let name: String = "Europe/Paris"

  /// `20261121T103000`, as the clock on the wall shows it.
  fileprivate func compact(_ instant: Instant) -> String {
    String(instant.adding(seconds: offset(at: instant)).compact.dropLast())
  }

  /// The rule that `offset` applies, as calendars say it.
  fileprivate static let calendarRules: [(name: String, value: String)] = [
    ("BEGIN", "VTIMEZONE"), ("TZID", name), ("BEGIN", "DAYLIGHT"), ("TZNAME", "CEST"), ("TZOFFSETFROM", "+0100"),
    ("TZOFFSETTO", "+0200"), ("DTSTART", "19960331T020000"), ("RRULE", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
    ("END", "DAYLIGHT"), ("BEGIN", "STANDARD"), ("TZNAME", "CET"), ("TZOFFSETFROM", "+0200"), ("TZOFFSETTO", "+0100"),
    ("DTSTART", "19961027T030000"), ("RRULE", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"), ("END", "STANDARD"),
    ("END", "VTIMEZONE"),
  ]
}
