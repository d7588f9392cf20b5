import Platform
import SQL

extension Agenda {
  /// Leases that end soon, as each programme understands it: to renew, or to let again.
  static let leases = Agenda(allow: .staff) { scope in
    try await LeaseStore(scope).ending().map { lease in
      Due(
        .soon, lease.end, Text(name: lease.tenantName),
        Text(
          fr: "le bail prend fin (\(lease.siteName), \(lease.lotName))",
          en: "the lease ends (\(lease.siteName), \(lease.lotName))"), path: lease.path)
    }
  }

  /// Lots that nobody has taken for longer than their programme can bear.
  static let vacantLots = Agenda(allow: .staff) { scope in
    try await LotStore(scope).longVacant().map { vacant in
      Due(
        .late, vacant.since, Text(name: "\(vacant.siteName), \(vacant.name)"),
        Text(fr: "libre depuis \(vacant.days) jours", en: "empty for \(vacant.days) days"), path: "/lots/\(vacant.id)")
    }
  }

  /// What companies wait for.
  static let applications = Agenda(allow: .staff) { scope in
    try await ApplicationStore(scope).waiting().map { application in
      Due(
        application.state == .deferred ? .waiting : .soon, application.received,
        Text(name: application.organisationName),
        Text(
          fr: "candidature à examiner (\(application.programmeName))",
          en: "application to be looked at (\(application.programmeName))"), path: application.path)
    }
  }

  /// Programmes whose rents do not cover their charges any more.
  static let balances = Agenda(allow: .staff) { scope in
    var dues: [Due] = []
    for programme in try await BalanceStore(scope).watched() {
      guard let balance = try await BalanceStore(scope).planned(programme.id, on: scope.today),
        balance.balance < .zero
      else { continue }
      dues.append(
        Due(
          .late, nil, Text(name: programme.name),
          Text(
            fr: "les loyers ne couvrent pas les charges (\(Language.fr.money(balance.balance)) par an)",
            en: "rents do not cover charges (\(Language.en.money(balance.balance)) a year)"),
          path: "\(programme.path)/locaux"))
    }
    return dues
  }
}

extension LeaseStore {
  /// Within the days that the lease's programme warns before.
  func ending() async throws -> [Lease] {
    let days: Query = .days(from: "CAST(\(scope.today) AS TEXT)", to: "lease.end_day")
    return try await scope.all(
      """
      SELECT \(Self.columns) FROM lease \(Self.joins)
      LEFT JOIN place_setting ON place_setting.programme_id = site.programme_id
      WHERE \(visible) AND lease.end_day >= \(scope.today) AND lease.end_day <= \(scope.today.adding(days: 1_000))
        AND \(days) <= coalesce(place_setting.ending_days, \(PlaceSettings.unsettled.endingDays))
      ORDER BY lease.end_day, lease.id LIMIT \(Agenda.most)
      """)
  }
}

/// A lot that stays empty.
struct VacantLot: Fetched {
  let id: ID<Lot>
  let name: String
  let siteName: String
  let since: Day
  let days: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    name = try row.next()
    siteName = try row.next()
    since = try row.next()
    days = try row.next()
  }
}

extension LotStore {
  /// Empty since the last tenant left, or since the site opened; a lot that is kept for somebody waits for them.
  func longVacant() async throws -> [VacantLot] {
    let since: Query = """
      coalesce((SELECT max(lease.end_day) FROM lease WHERE lease.territory_id = \(scope.territory)
        AND lease.lot_id = lot.id AND lease.start_day <= \(scope.today)), site.opened_day)
      """
    let days: Query = .days(from: "vacant.since", to: "CAST(\(scope.today) AS TEXT)")
    return try await scope.all(
      """
      SELECT vacant.id, vacant.name, vacant.site_name, vacant.since, \(days)
      FROM (SELECT lot.id, lot.name, site.name AS site_name, \(since) AS since, site.programme_id
        FROM lot JOIN site ON site.id = lot.site_id
        WHERE lot.territory_id = \(scope.territory) AND lot.closed_day IS NULL AND site.closed_day IS NULL
          AND lot.reserved_for = '' AND NOT EXISTS \(.held(on: scope.today))) vacant
      LEFT JOIN place_setting ON place_setting.territory_id = \(scope.territory)
        AND place_setting.programme_id = vacant.programme_id
      WHERE vacant.since IS NOT NULL
        AND \(days) > coalesce(place_setting.vacant_days, \(PlaceSettings.unsettled.vacantDays))
      ORDER BY vacant.since, vacant.id LIMIT \(Agenda.most)
      """)
  }
}

extension BalanceStore {
  /// The programmes that must balance and have charges noted.
  func watched() async throws -> [Programme] {
    let all: [Programme] = try await ProgrammeStore(scope).all()
    let wanted: [Numbered] = try await scope.all(
      """
      SELECT DISTINCT site.programme_id FROM site JOIN charge ON charge.site_id = site.id
      JOIN place_setting ON place_setting.programme_id = site.programme_id
      WHERE site.territory_id = \(scope.territory) AND place_setting.is_self_financed
      """)
    return all.filter { programme in wanted.contains { $0.id == programme.id } }
  }

  private struct Numbered: Fetched {
    let id: ID<Programme>

    init(_ row: inout Row) throws(DatabaseError) { id = try row.next() }
  }
}
