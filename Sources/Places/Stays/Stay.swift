import Platform
import SQL

/// A company in a place, from its entry to its exit.
struct Stay: Sendable, Equatable {
  let tenant: Int64
  let period: Period

  func isClosed(on day: Day) -> Bool { period.end.map { $0 < day } ?? false }
}

/// The stays begun by a day, as they stand on it.
struct StaySummary: Sendable, Equatable {
  /// Distinct: one that comes back counts once.
  let companies: Int
  let stays: Int
  let closed: Int
  /// Over closed stays only, since those that run have no length yet. Nil without any.
  let meanMonths: Double?

  init(_ stays: [Stay], on day: Day) {
    let begun: [Stay] = stays.filter { $0.period.start <= day }
    let lengths: [Int] = begun.filter { $0.isClosed(on: day) }.compactMap { stay in
      stay.period.end.map { stay.period.start.days(to: $0) + 1 }
    }
    self.companies = Set(begun.map(\.tenant)).count
    self.stays = begun.count
    self.closed = lengths.count
    self.meanMonths = lengths.isEmpty ? nil : Double(lengths.reduce(0, +)) / Double(lengths.count) / (365.25 / 12)
  }
}
