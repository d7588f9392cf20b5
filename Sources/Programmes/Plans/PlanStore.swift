import Platform
import SQL

/// Every statement about plans, within the programmes that the actor may see.
struct PlanStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = """
    plan.id, plan.programme_id, programme.slug, programme.name, plan.name, plan.year, previous.id, previous.name,
    previous.year, (SELECT count(*) FROM action WHERE action.plan_id = plan.id),
    (SELECT count(*) FROM action WHERE action.plan_id = plan.id AND action.state = 'done'), plan.provenance,
    plan.version
    """

  private static let joins: Query = """
    JOIN programme ON programme.id = plan.programme_id LEFT JOIN plan previous ON previous.id = plan.previous_id
    """

  private var ofTerritory: Query { "plan.territory_id = \(scope.territory)" }

  func find(_ id: ID<Plan>) async throws -> Plan { try await find(id, ProgrammeStore(scope).visible) }

  func findToChange(_ id: ID<Plan>) async throws -> Plan { try await find(id, ProgrammeStore(scope).changeable) }

  private func find(_ id: ID<Plan>, _ within: Query) async throws -> Plan {
    try await scope.one(
      "SELECT \(Self.columns) FROM plan \(Self.joins) WHERE \(ofTerritory) AND \(within) AND plan.id = \(id)")
  }

  /// A programme's own plan, if that is one.
  func first(_ id: ID<Plan>, of programme: ID<Programme>) async throws -> Plan? {
    try await scope.first(
      """
      SELECT \(Self.columns) FROM plan \(Self.joins)
      WHERE \(ofTerritory) AND plan.programme_id = \(programme) AND plan.id = \(id)
      """)
  }

  /// The latest first.
  func all(of programme: ID<Programme>) async throws -> [Plan] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM plan \(Self.joins) WHERE \(ofTerritory) AND plan.programme_id = \(programme)
      ORDER BY plan.year DESC, plan.id DESC LIMIT 200
      """)
  }

  /// The plans that follow one.
  func following(_ plan: ID<Plan>) async throws -> [Plan] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM plan \(Self.joins) WHERE \(ofTerritory) AND plan.previous_id = \(plan)
      ORDER BY plan.year, plan.id LIMIT 20
      """)
  }

  func listing(_ programme: Programme, _ filter: PlanFilter) -> Listing<Plan> {
    var which: Query = "\(ofTerritory) AND plan.programme_id = \(programme.id)"
    if let text = filter.text { which = which + " AND plan.sort_key LIKE \(keyHolding(text))" }
    if let year = filter.year { which = which + " AND plan.year = \(year)" }
    let wanted: Query = which
    return Listing(
      scope, count: "SELECT count(*) FROM plan WHERE " + wanted,
      orders: [
        Order("year", "plan.year", "plan.id", startsDown: true), Order("name", "plan.sort_key", "plan.id"),
      ]
    ) { slice in
      "SELECT \(Self.columns) FROM plan \(Self.joins) WHERE \(wanted) ORDER BY \(slice.order) \(slice.window)"
    }
  }

  /// What the plans and actions that one is tied to leave it of years.
  func bounds(of plan: Plan) async throws -> PlanBounds {
    try await scope.one(
      """
      SELECT
        (SELECT max(earlier_plan.year) FROM action JOIN action earlier ON earlier.id = action.continues_id
          JOIN plan earlier_plan ON earlier_plan.id = earlier.plan_id
          WHERE action.territory_id = \(scope.territory) AND action.plan_id = \(plan.id)
            AND earlier.plan_id <> \(plan.id)),
        (SELECT min(year) FROM (
          SELECT later_plan.year AS year FROM action JOIN action later ON later.continues_id = action.id
            JOIN plan later_plan ON later_plan.id = later.plan_id
            WHERE action.territory_id = \(scope.territory) AND action.plan_id = \(plan.id)
              AND later.plan_id <> \(plan.id)
          UNION ALL
          SELECT year - 1 FROM plan WHERE \(ofTerritory) AND previous_id = \(plan.id)) tied)
      """)
  }

  /// The plan that another is said to follow.
  func previous(_ id: ID<Plan>?, in programme: ID<Programme>) async throws -> PlanLink? {
    guard let id else { return nil }
    guard let plan = try await first(id, of: programme) else { throw Refusal.invalid("previous", .noSuchPlan) }
    return PlanLink(id: plan.id, name: plan.name, year: plan.year)
  }

  func insert(_ form: PlanForm, in programme: ID<Programme>, _ provenance: Provenance = .entered) async throws -> Plan {
    let id: ID<Plan> = try await scope.guarded(by: .unique, .conflict(.planNameTaken, field: "name")) {
      try await scope.insert(
        """
        INSERT INTO plan (territory_id, programme_id, name, sort_key, year, previous_id, provenance)
        VALUES (\(scope.territory), \(programme), \(form.name), \(sortKey(form.name)), \(form.year),
          \(form.previous.value), \(provenance))
        """)
    }
    let plan: Plan = try await findToChange(id)
    try await scope.audit(.planEntered, "plan", id.number, .plan, after: plan)
    return plan
  }

  func update(_ plan: Plan, _ form: PlanForm, version: Int) async throws -> Plan {
    try await scope.guarded(by: .unique, .conflict(.planNameTaken, field: "name")) {
      try await scope.update(
        """
        UPDATE plan SET name = \(form.name), sort_key = \(sortKey(form.name)), year = \(form.year),
          previous_id = \(form.previous.value), version = version + 1
        WHERE territory_id = \(scope.territory) AND id = \(plan.id) AND version = \(version)
        """)
    }
    let after: Plan = try await findToChange(plan.id)
    try await scope.audit(.planChanged, "plan", plan.id.number, .plan, before: plan, after: after)
    return after
  }

  /// What carries on a plan's actions, by the action that is carried on.
  func continuations(of plan: ID<Plan>) async throws -> [ID<Action>: [ActionName]] {
    struct Link: Fetched {
      let origin: ID<Action>
      let name: ActionName
      init(_ row: inout Row) throws(DatabaseError) { (origin, name) = (try row.next(), try ActionName(&row)) }
    }
    let links: [Link] = try await scope.all(
      """
      SELECT action.continues_id, action.id, action.title, plan.year FROM action origin
      JOIN action ON action.continues_id = origin.id LEFT JOIN plan ON plan.id = action.plan_id
      WHERE action.territory_id = \(scope.territory) AND origin.plan_id = \(plan)
      ORDER BY plan.year NULLS LAST, action.sort_key, action.id
      """)
    return Dictionary(grouping: links, by: \.origin).mapValues { $0.map(\.name) }
  }
}
