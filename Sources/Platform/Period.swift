import SQL

/// From a day to another, both included; without an end it goes on.
public struct Period: Equatable, Sendable {
  public let start: Day
  public let end: Day?

  public init(start: Day, end: Day?) {
    self.start = start
    self.end = end
  }

  public func contains(_ day: Day) -> Bool { start <= day && end.map { day <= $0 } ?? true }

  public func overlaps(_ other: Period) -> Bool {
    (other.end.map { start <= $0 } ?? true) && (end.map { other.start <= $0 } ?? true)
  }

  public func check() throws(Refusal) {
    if let end, end < start { throw .invalid("end", .endsBeforeItStarts) }
  }
}
