import SQL

/// Legal time. Kept by rule rather than by the system's tables: a container often has none, and a wrong « today » ends
/// leases a day early.
public enum Zone: Sendable {
  case paris

  /// Seconds to add to UTC. Summer time runs from the last Sunday of March to the last Sunday of October, at 01:00 UTC
  /// (directive 2000/84/CE).
  func offset(at instant: Instant) -> Int {
    let year: Int = instant.parts.day.year
    let begins = Instant(Zone.lastSunday(of: 3, year), hour: 1)
    let ends = Instant(Zone.lastSunday(of: 10, year), hour: 1)
    return instant >= begins && instant < ends ? 7_200 : 3_600
  }

  public func day(at instant: Instant) -> Day { local(instant).parts.day }

  /// What a clock on the wall shows, to be taken apart.
  func local(_ instant: Instant) -> Instant { instant.adding(seconds: offset(at: instant)) }

  /// When a clock on the wall strikes that hour. The hour that spring leaves out is the next; of the two that autumn has,
  /// it is the first.
  func instant(_ day: Day, hour: Int) -> Instant {
    let wall = Instant(day, hour: hour)
    let summer: Instant = wall.adding(seconds: -7_200)
    return offset(at: summer) == 7_200 ? summer : wall.adding(seconds: -3_600)
  }

  /// The midnight at which a day begins. Clocks never change at midnight.
  public func start(of day: Day) -> Instant {
    let midnight = Instant(day)
    return midnight.adding(seconds: -offset(at: midnight.adding(seconds: -7_200)))
  }

  private static func lastSunday(of month: Int, _ year: Int) -> Day {
    guard let last = Day(year, month, 31) else { return Day(ordinal: 0) }
    return last.adding(days: -(last.weekday % 7))
  }
}

/// Where « now » comes from. Tests set it; nothing else in the house asks the system for the time.
public struct Clock: Sendable {
  public let now: @Sendable () -> Instant

  public init(_ now: @Sendable @escaping () -> Instant) { self.now = now }

  public static let system = Clock { Instant.now }

  public static func fixed(_ instant: Instant) -> Clock { Clock { instant } }
}
