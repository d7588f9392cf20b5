import Platform
import Programmes
import SQL

extension Actor {
  /// Who may see every lease of the territory; a company sees its own.
  var seesAllLeases: Bool { !kinds.isDisjoint(with: [.agent, .manager, .administrator, .elected]) }
}

extension Query {
  /// The leases that an actor may see.
  static func seen(by actor: Actor) -> Query {
    if actor.seesAllLeases { return "1 = 1" }
    let own: Query = "lease.tenant_id IN \(.list(actor.numbers(.organisation, as: .company)))"
    let shared: [Int64] = actor.shared("lease")
    return shared.isEmpty ? own : "(\(own) OR lease.id IN \(.list(shared)))"
  }
}

/// Every statement about leases, within what the actor may see.
struct LeaseStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  static let columns: Query = """
    lease.id, lease.lot_id, lot.name, site.id, site.name, lease.tenant_id, organisation.name,
    \(.category("lease.category", "category")), lease.area_dm2, lot.area_dm2, lease.start_day, lease.end_day,
    site.programme_id, lease.application_id, lease.provenance, lease.version
    """
  static let joins: Query = """
    JOIN lot ON lot.id = lease.lot_id JOIN site ON site.id = lot.site_id
    JOIN organisation ON organisation.id = lease.tenant_id
    \(.term("category", of: "site.programme_id", .tenantCategories, key: "lease.category"))
    """

  var visible: Query { "lease.territory_id = \(scope.territory) AND \(.seen(by: scope.actor))" }

  func find(_ id: ID<Lease>) async throws -> Lease {
    try await scope.one("SELECT \(Self.columns) FROM lease \(Self.joins) WHERE \(visible) AND lease.id = \(id)")
  }

  /// A lot's leases, newest first.
  func on(_ lot: ID<Lot>) async throws -> [Lease] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM lease \(Self.joins) WHERE \(visible) AND lease.lot_id = \(lot)
      ORDER BY lease.start_day DESC, lease.id DESC
      """)
  }

  /// What somebody rents today.
  func running(of tenant: ID<Organisation>) async throws -> [Lease] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM lease \(Self.joins)
      WHERE \(visible) AND lease.tenant_id = \(tenant) AND \(.running(on: scope.today))
      ORDER BY lease.start_day, lease.id LIMIT 200
      """)
  }

  func last(on site: ID<Site>) async throws -> Lease? { try await last("lot.site_id = \(site)") }

  func last(of lot: ID<Lot>) async throws -> Lease? { try await last("lease.lot_id = \(lot)") }

  /// The lease that ends last, one without an end before all others.
  private func last(_ condition: Query) async throws -> Lease? {
    try await scope.first(
      """
      SELECT \(Self.columns) FROM lease \(Self.joins) WHERE \(visible) AND \(condition)
      ORDER BY lease.end_day DESC NULLS FIRST, lease.id LIMIT 1
      """)
  }

  private var byTenant: Query {
    """
    organisation CROSS JOIN lease
    WHERE lease.tenant_id = organisation.id AND organisation.territory_id = \(scope.territory)
    """
  }

  func listing(_ filter: LeaseFilter, only selected: Query = "") -> Listing<Lease> {
    let (today, territory) = (scope.today, scope.territory)
    var which: Query = visible + selected
    switch filter.state {
    case .running: which = which + " AND \(.running(on: today))"
    case .coming: which = which + " AND lease.start_day > \(today)"
    case .ended: which = which + " AND lease.end_day < \(today)"
    case nil: break
    }
    if let category = filter.category { which = which + " AND lease.category = \(category)" }
    if let text = filter.text {
      which =
        which + """
           AND lease.tenant_id IN
          (SELECT id FROM organisation WHERE territory_id = \(territory) AND sort_key LIKE \(keyHolding(text)))
          """
    }
    let wanted: Query = which
    return Listing(
      scope, count: "SELECT count(*) FROM lease WHERE " + wanted,
      orders: [
        Order("start", "lease.start_day", "lease.id", startsDown: true),
        Order("end", "lease.id", nullable: "lease.end_day"),
        Order("tenant", "organisation.sort_key", "lease.id", from: byTenant),
      ]
    ) { slice in
      """
      SELECT \(LeaseStore.columns)
      FROM (SELECT lease.id \(slice.from("lease")) \(wanted) ORDER BY \(slice.order) \(slice.window)) wanted
      JOIN lease ON lease.id = wanted.id \(LeaseStore.joins)
      ORDER BY \(slice.order)
      """
    }
  }

  /// What its form and its lot allow, whoever the tenant is.
  func check(_ form: LeaseForm, on lot: Lot, others: [Lease]) async throws {
    try await CategoryStore(scope).of(lot.programme).check(form.category, field: LeaseForm.category.key)
    try lot.sign(form, others: others)
  }

  /// With a tenant who was admitted, where the programme admits its tenants.
  func sign(
    _ form: LeaseForm, on lot: Lot, tenant: ID<Organisation>, _ provenance: Provenance = .entered
  ) async throws -> Lease {
    let admission = try await Admission(of: tenant, form, in: lot.programme, scope)
    return try await insert(form, on: lot, tenant: tenant, admitted: admission.application, provenance)
  }

  func check(_ form: LeaseForm, of lease: Lease) async throws {
    try await CategoryStore(scope).of(lease.programme)
      .check(form.category, field: LeaseForm.category.key, keeping: lease.category.key)
    try lease.change(to: form, others: try await on(lease.lot))
  }

  func change(_ lease: Lease, to form: LeaseForm, tenant: ID<Organisation>, version: Int) async throws -> Lease {
    if tenant != lease.tenant { _ = try await Admission(of: tenant, form, in: lease.programme, scope) }
    return try await update(lease, form, tenant: tenant, version: version)
  }

  func insert(
    _ form: LeaseForm, on lot: Lot, tenant: ID<Organisation>, admitted application: ID<Application>? = nil,
    _ provenance: Provenance = .entered
  ) async throws -> Lease {
    let id: ID<Lease> = try await withoutOverlap {
      try await scope.insert(
        """
        INSERT INTO lease
          (territory_id, lot_id, tenant_id, category, area_dm2, start_day, end_day, application_id, provenance)
        VALUES (\(scope.territory), \(lot.id), \(tenant), \(form.category), \(form.area.value), \(form.period.start),
          \(form.period.end.value), \(application.value), \(provenance))
        """)
    }
    let lease: Lease = try await find(id)
    try await scope.audit(.leaseSigned, "lease", id.number, .lease, after: lease)
    return lease
  }

  func update(_ lease: Lease, _ form: LeaseForm, tenant: ID<Organisation>, version: Int) async throws -> Lease {
    try await withoutOverlap {
      try await scope.update(
        """
        UPDATE lease SET tenant_id = \(tenant), category = \(form.category), area_dm2 = \(form.area.value), start_day = \(form.period.start),
          end_day = \(form.period.end.value), version = version + 1
        WHERE territory_id = \(scope.territory) AND id = \(lease.id) AND version = \(version)
        """)
    }
    return try await audited(lease, .leaseChanged)
  }

  func end(_ lease: Lease, on day: Day, version: Int) async throws -> Lease {
    try await withoutOverlap {
      try await scope.update(
        """
        UPDATE lease SET end_day = \(day), version = version + 1
        WHERE territory_id = \(scope.territory) AND id = \(lease.id) AND version = \(version)
        """)
    }
    return try await audited(lease, .leaseEnded)
  }

  private func audited(_ before: Lease, _ action: Deed) async throws -> Lease {
    let after: Lease = try await find(before.id)
    try await scope.audit(action, "lease", before.id.number, .lease, before: before, after: after)
    return after
  }

  /// The rule has looked already; the schema has the last word.
  private func withoutOverlap<T: Sendable>(_ write: () async throws -> T) async throws -> T {
    try await scope.guarded(by: .overlap, .conflict(.lotAlreadyLet), write)
  }
}
