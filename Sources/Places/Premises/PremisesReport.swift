import Platform
import Programmes
import SQL

/// How the premises of a programme fare today: what they hold, bring in, cost, and what becomes of those they hosted.
struct PremisesReport: Sendable {
  let settings: PlaceSettings
  let sites: [SiteRow]
  let leases: [RentedLease]
  let lots: [LotSpan]
  let categories: [Term]
  let jobs: SiteJobs
  let stays: StaySummary
  let survival: Survival
  /// What the lots would bring as they are destined, against the last known charges.
  let planned: RentBalance?
  /// The yearly rents of the leases that run, as they are asked for; nil where nobody may know.
  let rents: Money
  let withoutRate: Int

  /// A lease with all that its rent depends on.
  struct RentedLease: Fetched {
    let id: ID<Lease>
    let lot: ID<Lot>
    let category: String
    let area: Area
    let period: Period

    init(_ row: inout Row) throws(DatabaseError) {
      id = try row.next()
      lot = try row.next()
      category = try row.next()
      area = try row.next()
      period = Period(start: try row.next(), end: try row.next())
    }
  }

  /// A lot as long as it could be let.
  struct LotSpan: Fetched {
    let id: ID<Lot>
    let area: Area
    let inService: Period

    init(_ row: inout Row) throws(DatabaseError) {
      id = try row.next()
      area = try row.next()
      let (opened, closed): (Day?, Day?) = (try row.next(), try row.next())
      inService = Period(start: opened ?? Day(ordinal: -60_000), end: closed)
    }
  }

  init(_ programme: Programme, _ scope: Scope) async throws {
    settings = try await PlaceSettings.of(programme.id, scope)
    sites = try await SiteStore(scope).listing(SiteFilter(), of: programme.id).everyRow()
    categories = try await CategoryStore(scope).of(programme.id)
    let store = PremisesStore(scope: scope, programme: programme.id)
    leases = try await store.leases()
    lots = try await store.lots()
    jobs = try await JobCountStore(scope).of(programme.id)
    let (stays, facts) = try await SurvivalStore(scope).history(of: programme.id)
    self.stays = StaySummary(stays, on: scope.today)
    survival = Survival(of: stays, facts: facts, on: scope.today)
    planned = try await BalanceStore(scope).planned(programme.id, on: scope.today)
    let scales: RentScales = try await RentScales.of(programme.id, scope)
    let changes: [Int64: [CategoryFact]] = try await store.changes()
    var (rents, withoutRate): (Money, Int) = (.zero, 0)
    for lease in leases where lease.period.contains(scope.today) {
      let rent = Rent(
        period: lease.period, area: lease.area,
        categories: [CategoryFact(category: lease.category, from: lease.period.start)]
          + (changes[lease.id.number] ?? []), scales: scales, term: settings.term)
      if let yearly = rent.yearly(on: scope.today) { rents = rents + yearly } else { withoutRate += 1 }
    }
    self.rents = rents
    self.withoutRate = withoutRate
  }

  /// Weighed by surface and by days.
  func occupancy(from: Day, through: Day) -> OccupancyShare {
    OccupancyShare.over(
      from: from, through: through, lots: lots.map { ($0.id, $0.area, $0.inService) },
      leases: leases.map { ($0.lot, $0.period) })
  }

  /// What is let today, by the word at the top of each category, in the nomenclature's order.
  func surfaces(on day: Day) -> [(label: Text, area: Area)] {
    var areas: [String: Area] = [:]
    for lease in leases where lease.period.contains(day) {
      let top: String = categories.top(of: lease.category)?.key ?? lease.category
      areas[top, default: .zero] = areas[top, default: .zero] + lease.area
    }
    let known: [(Text, Area)] = categories.compactMap { term in areas[term.key].map { (term.label, $0) } }
    return known + areas.filter { categories[$0.key] == nil }.map { (Text(name: $0.key), $0.value) }
  }
}

/// What the report counts from.
struct PremisesStore {
  let scope: Scope
  let programme: ID<Programme>

  private var ofProgramme: Query {
    """
    JOIN lot ON lot.id = lease.lot_id JOIN site ON site.id = lot.site_id
    WHERE lease.territory_id = \(scope.territory) AND site.programme_id = \(programme)
    """
  }

  func leases() async throws -> [PremisesReport.RentedLease] {
    try await scope.all(
      """
      SELECT lease.id, lease.lot_id, lease.category, coalesce(lease.area_dm2, lot.area_dm2), lease.start_day, lease.end_day
      FROM lease \(ofProgramme)
      """)
  }

  func lots() async throws -> [PremisesReport.LotSpan] {
    try await scope.all(
      """
      SELECT lot.id, lot.area_dm2, site.opened_day, coalesce(lot.closed_day, site.closed_day)
      FROM lot JOIN site ON site.id = lot.site_id
      WHERE lot.territory_id = \(scope.territory) AND site.programme_id = \(programme)
      """)
  }

  func changes() async throws -> [Int64: [CategoryFact]] {
    struct Change: Fetched {
      let lease: Int64
      let fact: CategoryFact

      init(_ row: inout Row) throws(DatabaseError) {
        lease = try row.next()
        fact = CategoryFact(category: try row.next(), from: try row.next())
      }
    }
    let changes: [Change] = try await scope.all(
      """
      SELECT lease_category.lease_id, lease_category.category, lease_category.from_day
      FROM lease_category JOIN lease ON lease.id = lease_category.lease_id \(ofProgramme)
      ORDER BY lease_category.from_day, lease_category.id
      """)
    return Dictionary(grouping: changes, by: \.lease).mapValues { $0.map(\.fact) }
  }
}
