import Platform
import SQL
import Testing

@testable import Places

@Suite struct OccupancyTests {
  static let always = Period(start: Day(1990, 1, 1)!, end: nil)
  static let workshop: [(id: ID<Lot>, area: Area, inService: Period)] = [(ID(1), Area(squareMetres: 100), always)]

  static func share(
    _ year: Int, through last: Int? = nil, lots: [(id: ID<Lot>, area: Area, inService: Period)] = workshop,
    _ leases: [(Int64, Day, Day?)]
  ) -> OccupancyShare {
    .over(
      from: Day(year, 1, 1)!, through: Day(last ?? year, 12, 31)!, lots: lots,
      leases: leases.map { (ID($0.0), Period(start: $0.1, end: $0.2)) })
  }

  @Test func `100 m² let from January to September are 273 days of 365: 74.8 %, which one publishes as 75 %`() throws {
    let share: OccupancyShare = Self.share(2026, [(1, Day(2026, 1, 1)!, Day(2026, 9, 30)!)])
    #expect(share == OccupancyShare(occupied: 10_000 * 273, lettable: 10_000 * 365))
    let percent: Double = try #require(share.percent)
    #expect(Language.fr.percent(percent, places: 1) == "74,8\u{202F}%")
    #expect(Language.fr.percent(percent, places: 0) == "75\u{202F}%")
  }

  @Test func `three years of four that are equally long are exactly 75 %`() {
    // 2100 is no leap year.
    let share: OccupancyShare = Self.share(2097, through: 2100, [(1, Day(2097, 1, 1)!, Day(2099, 12, 31)!)])
    #expect(share.share == 0.75)
    #expect(share.percent == 75)
  }

  @Test func `three years are weighed by their days and not by their year-ends`() throws {
    // Let eleven months of twelve, and empty each 31 December: the mean of the year-ends would be nothing.
    let share: OccupancyShare = Self.share(
      2009, through: 2011, (2009...2011).map { (1, Day($0, 1, 1)!, Day($0, 11, 30)!) })
    #expect(share.occupied == 10_000 * 334 * 3)
    #expect(Language.fr.percent(try #require(share.percent), places: 1) == "91,5\u{202F}%")
  }

  @Test func `3 152 m² let are 92 % of 3 426 m², and 85.2 % of the 3 700 m² announced`() throws {
    let day = Day(2012, 6, 30)!
    // The 884 m² of craft workshops are parted here into 610 that are let and 274 that are not.
    let lots: [(id: ID<Lot>, area: Area, inService: Period)] = [359, 1_767, 416, 610, 274].enumerated().map {
      (ID(Int64($0.offset + 1)), Area(squareMetres: $0.element), Self.always)
    }
    let share: OccupancyShare = .over(
      from: day, through: day, lots: lots, leases: (1...4).map { (ID($0), Period(start: Day(2009, 1, 1)!, end: nil)) })
    #expect(share == OccupancyShare(occupied: 315_200, lettable: 342_600))
    #expect(Language.fr.percent(try #require(share.percent), places: 1) == "92,0\u{202F}%")
    let announced = OccupancyShare(
      occupied: share.occupied, lettable: Area(squareMetres: 3_700).squareDecimetres)
    #expect(Language.fr.percent(try #require(announced.percent), places: 1) == "85,2\u{202F}%")
  }

  @Test func `a day that two leases claim counts once, in whatever order they come`() {
    let leases: [(Int64, Day, Day?)] = [
      (1, Day(2026, 6, 1)!, Day(2026, 6, 30)!), (1, Day(2026, 1, 1)!, Day(2026, 6, 15)!),
      (1, Day(2026, 2, 1)!, Day(2026, 2, 28)!), (1, Day(2026, 12, 31)!, nil), (1, Day(2026, 12, 31)!, nil),
    ]
    #expect(Self.share(2026, leases).occupied == 10_000 * 182)
    #expect(Self.share(2026, leases.reversed()).occupied == 10_000 * 182)
  }

  @Test func `a lease never counts beyond its lot’s service, nor a lot beyond its own`() {
    let lots: [(id: ID<Lot>, area: Area, inService: Period)] = [
      (ID(1), Area(squareMetres: 100), Period(start: Day(2026, 3, 1)!, end: Day(2026, 3, 31)!)),
      (ID(2), Area(squareMetres: 40), Period(start: Day(2026, 12, 1)!, end: nil)),
      (ID(3), Area(squareMetres: 70), Period(start: Day(2027, 1, 1)!, end: nil)),
      (ID(4), Area(squareMetres: 70), Period(start: Day(2020, 1, 1)!, end: Day(2025, 12, 31)!)),
    ]
    let share: OccupancyShare = Self.share(
      2026, lots: lots,
      [
        (1, Day(2020, 1, 1)!, nil), (2, Day(2026, 12, 31)!, nil), (3, Day(2020, 1, 1)!, nil),
        (4, Day(2020, 1, 1)!, nil),
        (9, Day(2020, 1, 1)!, nil),
      ])
    #expect(share == OccupancyShare(occupied: 10_000 * 31 + 4_000, lettable: (10_000 + 4_000) * 31))
  }

  @Test func `a lease counts on its first day and on its last`() {
    for (first, last, days) in [(30, 30, 1), (29, 30, 1), (30, 31, 1), (1, 29, 0), (31, 31, 0)] {
      let day = Day(2026, 1, 30)!
      let share: OccupancyShare = .over(
        from: day, through: day, lots: Self.workshop,
        leases: [(ID(1), Period(start: Day(2026, 1, first)!, end: Day(2026, 1, last)!))])
      #expect(share == OccupancyShare(occupied: days * 10_000, lettable: 10_000), "\(first) to \(last)")
    }
  }

  @Test func `where nothing is to let there is no rate`() {
    let nothing = OccupancyShare(occupied: 0, lettable: 0)
    #expect(Self.share(2026, lots: [], [(1, Day(2026, 1, 1)!, nil)]) == nothing)
    #expect(Self.share(1980, [(1, Day(1970, 1, 1)!, nil)]) == nothing)
    #expect(Self.share(2026, through: 2020, [(1, Day(2020, 1, 1)!, nil)]) == nothing)
    #expect(nothing.share == nil)
    #expect(nothing.percent == nil)
    #expect(Self.share(2026, []).percent == 0)
    #expect(Self.share(2026, [(1, Day(2020, 1, 1)!, nil)]).percent == 100)
  }
}
