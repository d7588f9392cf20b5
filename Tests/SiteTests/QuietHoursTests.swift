import SQL
import Testing

@testable import Platform

/// Hours of quiet and of digests, by the clock on the wall.
@Suite struct QuietHoursTests {
  static let clocks: [(String, String, String)] = [
    // The night that is an hour short, the one that is an hour long: eight o’clock is eight o’clock.
    ("2026-03-28T19:30:00Z", "2026-03-30T06:00:00Z", "the last Saturday of March"),
    ("2026-10-24T18:30:00Z", "2026-10-26T07:00:00Z", "the last Saturday of October"),
    ("2026-11-20T19:00:00Z", "2026-11-21T07:00:00Z", "a Friday evening in winter"),
    ("2026-07-14T18:00:00Z", "2026-07-15T06:00:00Z", "a Tuesday evening in summer"),
    ("2026-07-15T05:59:59Z", "2026-07-15T06:00:00Z", "the last second of the night"),
  ]

  @Test(arguments: clocks)
  func `quiet ends when the clock on the wall strikes, whatever clocks did meanwhile`(
    _ from: String, _ to: String, _ what: String
  ) throws {
    let (from, to): (Instant, Instant) = (try #require(Instant(utc: from)), try #require(Instant(utc: to)))
    #expect(QuietHours.usual.holds(at: from), "\(what)")
    #expect(QuietHours.usual.end(after: from) == to, "\(what)")
    #expect(!QuietHours.usual.holds(at: to) && QuietHours.usual.end(after: to) == to)
  }

  @Test func `hours of quiet go over midnight or not, and the same hour twice is none`() throws {
    let noon = Zone.paris.instant(Day(2026, 11, 23)!, hour: 12)
    #expect(QuietHours(from: 12, to: 14, onSundays: false).holds(at: noon))
    #expect(!QuietHours(from: 14, to: 12, onSundays: false).holds(at: noon))
    #expect(!QuietHours(from: 12, to: 12, onSundays: false).holds(at: noon))
    let sunday = Zone.paris.instant(Day(2026, 11, 22)!, hour: 12)
    #expect(QuietHours(from: 0, to: 0, onSundays: true).holds(at: sunday))
    #expect(!QuietHours(from: 0, to: 0, onSundays: false).holds(at: sunday))
  }

  @Test func `a digest strikes at its hour on the wall, before and after clocks change`() throws {
    for (day, utc) in [
      (Day(2026, 3, 28)!, "2026-03-28T07:00:00Z"), (Day(2026, 3, 29)!, "2026-03-29T06:00:00Z"),
      (Day(2026, 10, 24)!, "2026-10-24T06:00:00Z"), (Day(2026, 10, 25)!, "2026-10-25T07:00:00Z"),
    ] { #expect(Zone.paris.instant(day, hour: 8) == Instant(utc: utc), "\(day)") }
    // The hour that is not there, and the one that is there twice.
    #expect(Zone.paris.instant(Day(2026, 3, 29)!, hour: 2) == Instant(utc: "2026-03-29T01:00:00Z"))
    #expect(Zone.paris.instant(Day(2026, 10, 25)!, hour: 2) == Instant(utc: "2026-10-25T00:00:00Z"))
  }
}
