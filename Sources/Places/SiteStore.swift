import Platform
import Programmes
import SQL

/// Every statement about sites, within what the actor may see.
struct SiteStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private var columns: Query {
    """
    site.id, site.name, site.address, site.municipality, site.opened_day, site.closed_day, site.programme_id,
    programme.slug, programme.name, \(.category("site.kind", "kind")), site.gross_area_dm2, association.name,
    site.provenance, site.version
    """
  }

  private var joins: Query {
    """
    JOIN programme ON programme.id = site.programme_id AND programme.territory_id = \(scope.territory)
    LEFT JOIN organisation association ON association.id = site.association_id
    \(.term("kind", of: "site.programme_id", .siteKinds, key: "site.kind"))
    """
  }

  func find(_ id: ID<Site>) async throws -> Site {
    try await scope.one(
      "SELECT \(columns) FROM site \(joins) WHERE site.territory_id = \(scope.territory) AND site.id = \(id)")
  }

  /// Open sites in French order, with their lots counted on a day, today where none is said.
  func listing(_ filter: SiteFilter, of programme: ID<Programme>? = nil, on day: Day? = nil) -> Listing<SiteRow> {
    let (territory, day) = (scope.territory, day ?? scope.today)
    var wanted: Query = "territory_id = \(territory) AND (closed_day IS NULL OR closed_day >= \(day))"
    if let programme { wanted = wanted + " AND programme_id = \(programme)" }
    if day < scope.today {
      // What was not there yet; a site may have had tenants before it was opened.
      wanted =
        wanted + """
           AND (opened_day IS NULL OR opened_day <= \(day) OR EXISTS (SELECT 1 FROM lot JOIN lease ON lease.lot_id = lot.id
            WHERE lot.territory_id = \(territory) AND lot.site_id = site.id AND lease.start_day <= \(day)))
          """
    }
    if let text = filter.text { wanted = wanted + " AND sort_key LIKE \(keyHolding(text))" }
    let which: Query = wanted
    return Listing(
      scope, count: "SELECT count(*) FROM site WHERE " + which, orders: [Order("name", "site.sort_key", "site.id")]
    ) { slice in
      """
      SELECT site.id, site.name, site.municipality, site.provenance, coalesce(sums.lots, 0), coalesce(sums.vacant, 0),
        coalesce(sums.area, 0), coalesce(sums.occupied, 0)
      FROM (SELECT * FROM site WHERE \(which) ORDER BY \(slice.order) \(slice.window)) site
      LEFT JOIN (
        SELECT site_id, count(*) AS lots, count(*) - count(lease_id) AS vacant, sum(area_dm2) AS area,
          sum(CASE WHEN lease_id IS NOT NULL THEN area_dm2 ELSE 0 END) AS occupied
        FROM (
          SELECT site_id, area_dm2, \(.lease(of: "lot.id", on: day)) AS lease_id FROM lot
          WHERE lot.territory_id = \(territory) AND (closed_day IS NULL OR closed_day >= \(day))
            AND site_id IN (SELECT id FROM (SELECT id FROM site WHERE \(which) ORDER BY \(slice.order) \(slice.window)) shown)
        ) lot GROUP BY site_id
      ) sums ON sums.site_id = site.id
      ORDER BY \(slice.order)
      """
    }
  }

  func insert(
    _ form: SiteForm, in programme: ID<Programme>, association: ID<Organisation>? = nil,
    _ provenance: Provenance = .entered
  ) async throws -> Site {
    let id: ID<Site> = try await scope.guarded(by: .unique, .conflict(.siteNameTaken, field: "name")) {
      try await scope.insert(
        """
        INSERT INTO site
          (territory_id, programme_id, name, sort_key, kind, address, municipality, opened_day, gross_area_dm2,
            association_id, provenance)
        VALUES (\(scope.territory), \(programme), \(form.name), \(sortKey(form.name)), \(form.kind.value),
          \(form.address ?? ""), \(form.municipality), \(form.opened.value), \(form.grossArea.value),
          \(association.value), \(provenance))
        """)
    }
    let site: Site = try await find(id)
    try await scope.audit(.siteEntered, "site", id.number, .site, after: site)
    return site
  }

  func update(
    _ site: Site, _ form: SiteForm, in programme: ID<Programme>, association: ID<Organisation>?, version: Int
  ) async throws -> Site {
    try await scope.guarded(by: .unique, .conflict(.siteNameTaken, field: "name")) {
      try await scope.update(
        """
        UPDATE site SET name = \(form.name), sort_key = \(sortKey(form.name)), address = \(form.address ?? ""),
          municipality = \(form.municipality), opened_day = \(form.opened.value), programme_id = \(programme),
          kind = \(form.kind.value), gross_area_dm2 = \(form.grossArea.value), association_id = \(association.value),
          version = version + 1
        WHERE territory_id = \(scope.territory) AND id = \(site.id) AND version = \(version)
        """)
    }
    return try await audited(site, .siteChanged)
  }

  func close(_ site: Site, on day: Day, version: Int) async throws -> Site {
    try await scope.update(
      """
      UPDATE site SET closed_day = \(day), version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(site.id) AND version = \(version)
      """)
    return try await audited(site, .siteClosed)
  }

  private func audited(_ before: Site, _ action: Deed) async throws -> Site {
    let after: Site = try await find(before.id)
    try await scope.audit(action, "site", before.id.number, .site, before: before, after: after)
    return after
  }
}

extension Query {
  /// A lease that runs on a day, its first and last included.
  static func running(on day: Day) -> Query {
    "lease.start_day <= \(day) AND (lease.end_day IS NULL OR lease.end_day >= \(day))"
  }

  /// The lease that runs on a lot on a day. As no two share a day, it can only be the last to have begun: one look into
  /// the index, whatever the lot's past.
  static func lease(of lot: Query, on day: Day) -> Query {
    """
    (SELECT CASE WHEN lease.end_day IS NULL OR lease.end_day >= \(day) THEN lease.id END FROM lease
      WHERE lease.lot_id = \(lot) AND lease.start_day <= \(day) ORDER BY lease.start_day DESC LIMIT 1)
    """
  }
}
