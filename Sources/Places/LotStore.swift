import Platform
import Programmes
import SQL

/// Every statement about lots, within what the actor may see.
struct LotStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  /// A lot with today's tenant, whose name is read only where the actor may see the lease.
  private func columns(_ from: Query) -> Query {
    """
    SELECT lot.id, lot.site_id, site.name, lot.name, lot.kind, \(.category("lot.destination", "destined")),
      lot.area_dm2, lot.gross_area_dm2, lot.level, lot.reserved_for, lot.closed_day, site.programme_id, lot.provenance,
      lot.version, lease.id, organisation.name, \(.category("CASE WHEN organisation.id IS NULL THEN NULL ELSE lease.category END", "held"))
    FROM \(from)
    \(.term("destined", of: "site.programme_id", .tenantCategories, key: "lot.destination"))
    LEFT JOIN lease ON lease.territory_id = \(scope.territory) AND lease.id = \(.lease(of: "lot.id", on: scope.today))
    LEFT JOIN organisation ON organisation.id = lease.tenant_id AND \(.seen(by: scope.actor))
    \(.term("held", of: "site.programme_id", .tenantCategories, key: "lease.category"))
    """
  }

  func find(_ id: ID<Lot>) async throws -> Lot {
    try await scope.one(
      columns("lot JOIN site ON site.id = lot.site_id")
        + " WHERE lot.territory_id = \(scope.territory) AND lot.id = \(id)")
  }

  func on(_ site: ID<Site>) async throws -> [Lot] {
    try await scope.all(
      columns("lot JOIN site ON site.id = lot.site_id") + """
         WHERE lot.territory_id = \(scope.territory) AND lot.site_id = \(site)
        ORDER BY lot.closed_day NULLS FIRST, lot.sort_key, lot.id
        """)
  }

  /// Vacant lots of an application's programme, large enough for it and kept for nobody, the nearest in size first.
  func fitting(_ application: Application) async throws -> [Lot] {
    let least: Area = application.area ?? .zero
    return try await scope.all(
      columns("lot JOIN site ON site.id = lot.site_id") + """
         WHERE lot.territory_id = \(scope.territory) AND site.programme_id = \(application.programme)
          AND lot.closed_day IS NULL AND lot.reserved_for = '' AND lot.area_dm2 >= \(least) AND NOT EXISTS \(.held(on: scope.today))
        ORDER BY lot.area_dm2, site.sort_key, lot.sort_key, lot.id LIMIT 20
        """)
  }

  private static let bySite: Query = "site JOIN lot ON lot.site_id = site.id"
  private static let byLot: Query = "lot CROSS JOIN site WHERE site.id = lot.site_id"

  /// Lots in service, site by site in French order.
  func listing(_ filter: LotFilter, only selected: Query = "") -> Listing<Lot> {
    let today: Day = scope.today
    var which: Query = """
      lot.territory_id = \(scope.territory) AND site.territory_id = \(scope.territory)
        AND (lot.closed_day IS NULL OR lot.closed_day >= \(today))
      """ + selected
    if let site = filter.site { which = which + " AND site.id = \(site)" }
    if let kind = filter.kind { which = which + " AND lot.kind = \(kind)" }
    if let text = filter.text {
      which = which + " AND (site.sort_key LIKE \(keyHolding(text)) OR lot.sort_key LIKE \(keyHolding(text)))"
    }
    if let state = filter.state {
      which = which + (state == .vacant ? " AND NOT EXISTS \(.held(on: today))" : " AND EXISTS \(.held(on: today))")
    }
    let (wanted, statement) = (which, columns)
    return Listing(
      scope, count: "SELECT count(*) FROM \(Self.bySite) WHERE " + wanted,
      orders: [
        Order("site", "site.sort_key", "site.id", "lot.sort_key", "lot.id"),
        Order("name", "lot.sort_key", "lot.id", from: Self.byLot),
        Order("area", "lot.area_dm2", "lot.id", from: Self.byLot),
      ]
    ) { slice in
      statement(
        """
        (SELECT lot.id AS lot_id \(slice.from(Self.bySite)) \(wanted) ORDER BY \(slice.order) \(slice.window)) wanted
        JOIN lot ON lot.id = wanted.lot_id JOIN site ON site.id = lot.site_id
        """) + " ORDER BY \(slice.order)"
    }
  }

  func has(_ name: String, on site: ID<Site>) async throws -> Bool {
    try await scope.value(
      """
      SELECT count(*) FROM lot
      WHERE territory_id = \(scope.territory) AND site_id = \(site) AND sort_key = \(sortKey(name))
      """) > 0
  }

  func insert(_ form: LotForm, on site: Site, _ provenance: Provenance = .entered) async throws -> Lot {
    let id: ID<Lot> = try await scope.guarded(by: .unique, .conflict(.lotNameTaken, field: "name")) {
      try await scope.insert(
        """
        INSERT INTO lot
          (territory_id, site_id, name, sort_key, kind, destination, area_dm2, gross_area_dm2, level, reserved_for,
            provenance)
        VALUES (\(scope.territory), \(site.id), \(form.name), \(sortKey(form.name)), \(form.kind),
          \(form.destination.value), \(form.area), \(form.grossArea.value), \(form.level), \(form.reservedFor),
          \(provenance))
        """)
    }
    let lot: Lot = try await find(id)
    try await scope.audit(.lotEntered, "lot", id.number, .lot, after: lot)
    return lot
  }

  func update(_ lot: Lot, _ form: LotForm, version: Int) async throws -> Lot {
    try await scope.guarded(by: .unique, .conflict(.lotNameTaken, field: "name")) {
      try await scope.update(
        """
        UPDATE lot SET name = \(form.name), sort_key = \(sortKey(form.name)), kind = \(form.kind),
          destination = \(form.destination.value), area_dm2 = \(form.area), gross_area_dm2 = \(form.grossArea.value),
          level = \(form.level), reserved_for = \(form.reservedFor), version = version + 1
        WHERE territory_id = \(scope.territory) AND id = \(lot.id) AND version = \(version)
        """)
    }
    return try await audited(lot, .lotChanged)
  }

  func destine(_ lot: Lot, to destination: String?, version: Int) async throws -> Lot {
    try await scope.update(
      """
      UPDATE lot SET destination = \(destination.value), version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(lot.id) AND version = \(version)
      """)
    return try await audited(lot, .lotChanged)
  }

  func withdraw(_ lot: Lot, on day: Day, version: Int) async throws -> Lot {
    try await scope.update(
      """
      UPDATE lot SET closed_day = \(day), version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(lot.id) AND version = \(version)
      """)
    return try await audited(lot, .lotWithdrawn)
  }

  private func audited(_ before: Lot, _ action: Deed) async throws -> Lot {
    let after: Lot = try await find(before.id)
    try await scope.audit(action, "lot", before.id.number, .lot, before: before, after: after)
    return after
  }
}

extension Query {
  /// Whether somebody holds the lot on a day. The inner limit keeps PostgreSQL from joining all leases to all lots when
  /// a page wants fifty of them.
  static func held(on day: Day) -> Query {
    """
    (SELECT 1 FROM (SELECT lease.end_day FROM lease WHERE lease.lot_id = lot.id AND lease.start_day <= \(day)
      ORDER BY lease.start_day DESC LIMIT 1) latest WHERE latest.end_day IS NULL OR latest.end_day >= \(day))
    """
  }
}
