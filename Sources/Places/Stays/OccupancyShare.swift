import Platform
import SQL

/// How much of what was to let was let, weighed by surface and by days.
struct OccupancyShare: Sendable, Equatable {
  /// Square decimetres times days.
  let occupied: Int
  /// Square decimetres times days. Which surface is counted is declared: a building has more than its lots.
  let lettable: Int

  /// Nil where nothing was to let.
  var share: Double? { lettable > 0 ? Double(occupied) / Double(lettable) : nil }

  var percent: Double? { lettable > 0 ? Double(occupied) * 100 / Double(lettable) : nil }

  /// From a day through another, both included. A lot counts as long as it is in service; a day of it that two leases
  /// claim counts once.
  static func over(
    from: Day, through: Day, lots: [(id: ID<Lot>, area: Area, inService: Period)],
    leases: [(lot: ID<Lot>, period: Period)]
  ) -> OccupancyShare {
    let window: Range<Int> = Period(start: from, end: through).days(within: from.ordinal..<Int.max)
    let held: [ID<Lot>: [Period]] = Dictionary(grouping: leases, by: \.lot).mapValues { $0.map(\.period) }
    var (occupied, lettable): (Int, Int) = (0, 0)
    for lot in lots {
      let service: Range<Int> = lot.inService.days(within: window)
      lettable += lot.area.squareDecimetres * service.count
      occupied += lot.area.squareDecimetres * covered(service, by: held[lot.id] ?? [])
    }
    return OccupancyShare(occupied: occupied, lettable: lettable)
  }

  private static func covered(_ service: Range<Int>, by periods: [Period]) -> Int {
    let spans: [Range<Int>] = periods.map { $0.days(within: service) }.sorted { $0.lowerBound < $1.lowerBound }
    var (count, reached): (Int, Int) = (0, service.lowerBound)
    for span in spans where span.upperBound > reached {
      count += span.upperBound - max(span.lowerBound, reached)
      reached = span.upperBound
    }
    return count
  }
}

extension Period {
  /// The ordinals of its days among these.
  fileprivate func days(within days: Range<Int>) -> Range<Int> {
    let lower: Int = min(max(start.ordinal, days.lowerBound), days.upperBound)
    let upper: Int = min(end.map { $0.ordinal + 1 } ?? days.upperBound, days.upperBound)
    return lower..<max(lower, upper)
  }
}
