import Platform
import Programmes
import SQL

/// How the premises of a programme fare on a day: what they hold, bring in, cost, and what becomes of those they hosted.
struct PremisesReport: Sendable {
  let day: Day
  let settings: PlaceSettings
  let sites: [SiteRow]
  let leases: [RentedLease]
  let lots: [LotSpan]
  let categories: [Term]
  /// Those that its lots stand on, in the nomenclature's order.
  let kinds: [Term]
  let jobs: SiteJobs
  /// What the lots would bring as they are destined, against the last known charges.
  let planned: RentBalance?
  /// The yearly rents of the leases that run, as they are asked for.
  let rents: Money
  let withoutRate: Int
  private let changes: [Int64: [CategoryFact]]
  private let facts: [Int64: [SurvivalFact]]

  /// A lease with all that its rent depends on.
  struct RentedLease: Fetched {
    let id: ID<Lease>
    let lot: ID<Lot>
    let tenant: ID<Organisation>
    let kind: String?
    let category: String
    let area: Area
    let period: Period

    init(_ row: inout Row) throws(DatabaseError) {
      id = try row.next()
      lot = try row.next()
      tenant = try row.next()
      kind = try row.next()
      category = try row.next()
      area = try row.next()
      period = Period(start: try row.next(), end: try row.next())
    }
  }

  /// A lot as long as it could be let.
  struct LotSpan: Fetched {
    let id: ID<Lot>
    let kind: String?
    let area: Area
    let inService: Period

    init(_ row: inout Row) throws(DatabaseError) {
      id = try row.next()
      kind = try row.next()
      area = try row.next()
      let (opened, closed): (Day?, Day?) = (try row.next(), try row.next())
      inService = Period(start: opened ?? Day(ordinal: -60_000), end: closed)
    }
  }

  init(_ programme: Programme, on day: Day, _ scope: Scope) async throws {
    self.day = day
    settings = try await PlaceSettings.of(programme.id, scope)
    sites = try await SiteStore(scope).listing(SiteFilter(), of: programme.id, on: day).everyRow()
    categories = try await CategoryStore(scope).of(programme.id)
    let store = PremisesStore(scope: scope, programme: programme.id)
    leases = try await store.leases()
    let lots: [LotSpan] = try await store.lots()
    self.lots = lots
    kinds = try await NomenclatureStore(scope).terms(of: programme.id, .siteKinds)
      .filter { term in lots.contains { $0.kind == term.key } }
    jobs = try await JobCountStore(scope).of(programme.id, on: day)
    facts = try await SurvivalStore(scope).facts(of: programme.id)
    planned = try await BalanceStore(scope).planned(programme.id, on: day)
    changes = try await store.changes()
    let scales: RentScales = try await RentScales.of(programme.id, scope)
    var (rents, withoutRate): (Money, Int) = (.zero, 0)
    for lease in leases where lease.period.contains(day) {
      let rent = Rent(
        period: lease.period, area: lease.area,
        categories: [CategoryFact(category: lease.category, from: lease.period.start)]
          + (changes[lease.id.number] ?? []), scales: scales, term: settings.term)
      if let yearly = rent.yearly(on: day) { rents = rents + yearly } else { withoutRate += 1 }
    }
    self.rents = rents
    self.withoutRate = withoutRate
  }

  /// From a day to the report's, weighed by surface and by days; of one kind of site, or of all.
  func occupancy(from: Day, of kind: String? = nil) -> OccupancyShare {
    OccupancyShare.over(
      from: from, through: day,
      lots: lots.filter { kind == nil || $0.kind == kind }.map { ($0.id, $0.area, $0.inService) },
      leases: leases.map { ($0.lot, $0.period) })
  }

  /// The stays in sites of a kind, or in all.
  private func history(of kind: String?) -> [Stay] {
    leases.filter { kind == nil || $0.kind == kind }.map { Stay(tenant: $0.tenant.number, period: $0.period) }
  }

  func stays(of kind: String? = nil) -> StaySummary { StaySummary(history(of: kind), on: day) }

  func survival(of kind: String? = nil) -> Survival { Survival(of: history(of: kind), facts: facts, on: day) }

  /// How many companies were there for a day at least since another.
  func hosted(since start: Day) -> Int {
    let window = Period(start: start, end: day)
    return Set(leases.filter { $0.period.overlaps(window) }.map(\.tenant)).count
  }

  private func running() -> [(lease: RentedLease, category: String)] {
    leases.filter { $0.period.contains(day) }.map { lease in
      (lease, changes[lease.id.number]?.last { $0.from <= day }?.category ?? lease.category)
    }
  }

  /// Who is there, by category as it is on the day, in the nomenclature's order.
  func tenants() -> (all: Int, byCategory: [(key: String, label: Text, count: Int)]) {
    let running: [(lease: RentedLease, category: String)] = running()
    let known: [String: Set<ID<Organisation>>] = running.reduce(into: [:]) { known, place in
      known[place.category, default: []].insert(place.lease.tenant)
    }
    let counts: [(String, Text, Int)] = ordered(known.mapValues(\.count))
    return (Set(running.map(\.lease.tenant)).count, counts)
  }

  /// What is let, by the word at the top of each category as it is on the day, in the nomenclature's order.
  func surfaces() -> [(key: String, label: Text, area: Area)] {
    var areas: [String: Area] = [:]
    for (lease, category) in running() {
      let top: String = categories.top(of: category)?.key ?? category
      areas[top, default: .zero] = areas[top, default: .zero] + lease.area
    }
    return ordered(areas)
  }

  private func ordered<Quantity>(_ counted: [String: Quantity]) -> [(String, Text, Quantity)] {
    let known: [(String, Text, Quantity)] = categories.compactMap { term in
      counted[term.key].map { (term.key, term.label, $0) }
    }
    return known + counted.filter { categories[$0.key] == nil }.map { ($0.key, Text(name: $0.key), $0.value) }
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
      SELECT lease.id, lease.lot_id, lease.tenant_id, site.kind, lease.category, coalesce(lease.area_dm2, lot.area_dm2),
        lease.start_day, lease.end_day
      FROM lease \(ofProgramme)
      """)
  }

  func lots() async throws -> [PremisesReport.LotSpan] {
    try await scope.all(
      """
      SELECT lot.id, site.kind, lot.area_dm2, site.opened_day, coalesce(lot.closed_day, site.closed_day)
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
