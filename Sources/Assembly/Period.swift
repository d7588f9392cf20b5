import Platform
import SQL

/// From a day to another, both included; without an end it goes on.
struct Period: Equatable, Sendable {
  let start: Day
  let end: Day?

  func overlaps(_ other: Period) -> Bool {
    (other.end.map { start <= $0 } ?? true) && (end.map { other.start <= $0 } ?? true)
  }

  func check() throws(Refusal) {
    if let end, end < start { throw .invalid("end", .endsBeforeItStarts) }
  }
}
