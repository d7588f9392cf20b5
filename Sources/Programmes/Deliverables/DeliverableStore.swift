import Platform
import SQL

/// Every statement about the deliverables of a programme that the actor may see: those that are not public are for who works
/// with it.
struct DeliverableStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = """
    deliverable.id, programme.slug, deliverable.name, deliverable.kind, deliverable.origin, action.id, action.title,
    plan.year, deliverable.day, deliverable.address, deliverable.is_public, deliverable.provenance,
    deliverable.version
    """

  private static let joins: Query = """
    JOIN programme ON programme.id = deliverable.programme_id
    LEFT JOIN action ON action.id = deliverable.action_id LEFT JOIN plan ON plan.id = action.plan_id
    """

  private func within(_ programme: ID<Programme>) -> Query {
    let own: Query = "deliverable.territory_id = \(scope.territory) AND deliverable.programme_id = \(programme)"
    return scope.worksWith(programme) ? own : own + " AND deliverable.is_public"
  }

  func find(_ id: ID<Deliverable>, of programme: Programme) async throws -> Deliverable {
    try await scope.one(
      """
      SELECT \(Self.columns) FROM deliverable \(Self.joins)
      WHERE \(within(programme.id)) AND deliverable.id = \(id)
      """)
  }

  func listing(_ programme: Programme, _ filter: DeliverableFilter) -> Listing<Deliverable> {
    var which: Query = within(programme.id)
    if let text = filter.text { which = which + " AND deliverable.sort_key LIKE \(keyHolding(text))" }
    if let kind = filter.kind { which = which + " AND deliverable.kind = \(kind)" }
    let wanted: Query = which
    return Listing(
      scope, count: "SELECT count(*) FROM deliverable WHERE \(wanted)",
      orders: [
        Order("name", "deliverable.sort_key", "deliverable.id"),
        Order("day", "deliverable.sort_key", "deliverable.id", nullable: "deliverable.day"),
      ]
    ) { slice in
      """
      SELECT \(Self.columns) FROM deliverable \(Self.joins) WHERE \(wanted) ORDER BY \(slice.order) \(slice.window)
      """
    }
  }

  /// Those that have a date, the latest first.
  func dated(of programme: ID<Programme>, most: Int) async throws -> [Deliverable] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM deliverable \(Self.joins)
      WHERE \(within(programme)) AND deliverable.day IS NOT NULL ORDER BY deliverable.day DESC, deliverable.id LIMIT \(most)
      """)
  }

  /// The kinds that there are, to narrow the list by.
  func kinds(of programme: ID<Programme>) async throws -> [String] {
    struct Kind: Fetched {
      let kind: String
      init(_ row: inout Row) throws(DatabaseError) { kind = try row.next() }
    }
    let kinds: [Kind] = try await scope.all(
      """
      SELECT DISTINCT deliverable.kind FROM deliverable WHERE \(within(programme)) AND deliverable.kind <> ''
      ORDER BY deliverable.kind LIMIT 100
      """)
    return kinds.map(\.kind).sorted { sortKey($0) < sortKey($1) }
  }

  func count(of programme: ID<Programme>) async throws -> Int {
    try await scope.value("SELECT count(*) FROM deliverable WHERE \(within(programme))")
  }

  /// The action that one is said to come from: of the same programme.
  func check(_ form: DeliverableForm, in programme: Programme) async throws {
    guard let action = form.action else { return }
    let known: Int = try await scope.value(
      """
      SELECT count(*) FROM action
      WHERE territory_id = \(scope.territory) AND programme_id = \(programme.id) AND id = \(action)
      """)
    if known == 0 { throw Refusal.invalid("action", .noSuchAction) }
  }

  func insert(
    _ form: DeliverableForm, in programme: Programme, _ provenance: Provenance = .entered
  ) async throws -> Deliverable {
    let id: ID<Deliverable> = try await scope.insert(
      """
      INSERT INTO deliverable (territory_id, programme_id, name, sort_key, kind, origin, action_id, day, address,
        is_public, provenance)
      VALUES (\(scope.territory), \(programme.id), \(form.name), \(sortKey(form.name)), \(form.kind), \(form.origin),
        \(form.action.value), \(form.day.value), \(form.address), \(form.isPublic), \(provenance))
      """)
    let deliverable: Deliverable = try await find(id, of: programme)
    try await scope.audit(.deliverableEntered, "deliverable", id.number, .deliverable, after: deliverable)
    return deliverable
  }

  func update(
    _ deliverable: Deliverable, _ form: DeliverableForm, in programme: Programme, version: Int
  ) async throws -> Deliverable {
    try await scope.update(
      """
      UPDATE deliverable SET name = \(form.name), sort_key = \(sortKey(form.name)), kind = \(form.kind),
        origin = \(form.origin), action_id = \(form.action.value), day = \(form.day.value),
        address = \(form.address), is_public = \(form.isPublic), version = version + 1
      WHERE \(within(programme.id)) AND id = \(deliverable.id) AND version = \(version)
      """)
    let after: Deliverable = try await find(deliverable.id, of: programme)
    try await scope.audit(
      .deliverableChanged, "deliverable", deliverable.id.number, .deliverable, before: deliverable, after: after)
    return after
  }
}
