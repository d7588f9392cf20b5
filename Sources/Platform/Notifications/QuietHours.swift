import SQL

/// When somebody is left in peace, by the clock of where they live.
struct QuietHours: Sendable, Equatable {
  /// From this hour to that one, over midnight or not; the same twice is never.
  let from: Int
  let to: Int
  let onSundays: Bool

  static let usual = QuietHours(from: 20, to: 8, onSundays: true)

  func holds(at moment: Instant) -> Bool {
    let (day, second) = Zone.paris.local(moment).parts
    if onSundays, day.weekday == 7 { return true }
    let hour: Int = second / 3_600
    return from <= to ? (from..<to).contains(hour) : hour >= from || hour < to
  }

  /// The first moment that is not quiet. Clocks change by whole hours, so that each hour is asked, and none is computed.
  func end(after moment: Instant) -> Instant {
    guard holds(at: moment) else { return moment }
    var hour: Instant = moment.adding(seconds: -(moment.parts.second % 3_600))
    repeat { hour = hour.adding(seconds: 3_600) } while holds(at: hour) && hour < moment.adding(seconds: 9 * 86_400)
    return hour
  }
}
