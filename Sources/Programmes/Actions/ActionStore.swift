import Platform
import SQL

/// Every statement about actions, within the programmes that the actor may see.
struct ActionStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  static let columns: Query = """
    action.id, action.programme_id, programme.slug, programme.name, plan.id, plan.name, plan.year, action.title,
    action.state, action.pilot, action.sponsor, action.services, action.partners, \(Query.words(.themes, of: "action", in: "action_term")),
    \(Query.words(.axes, of: "action", in: "action_term")),
    action.first_day, action.last_day, action.due_day, action.rank, action.description, action.result,
    action.obstacles, action.solutions, action.success_factors, origin.id, origin.title, origin_plan.year,
    action.awaits_decision, action.decision, action.provenance, action.version
    """

  static let joins: Query = """
    JOIN programme ON programme.id = action.programme_id
    LEFT JOIN plan ON plan.id = action.plan_id
    LEFT JOIN action origin ON origin.id = action.continues_id
    LEFT JOIN plan origin_plan ON origin_plan.id = origin.plan_id
    """

  private var ofTerritory: Query { "action.territory_id = \(scope.territory)" }

  func find(_ id: ID<Action>) async throws -> Action { try await find(id, ProgrammeStore(scope).visible) }

  func findToChange(_ id: ID<Action>) async throws -> Action { try await find(id, ProgrammeStore(scope).changeable) }

  private func find(_ id: ID<Action>, _ within: Query) async throws -> Action {
    try await scope.one(
      """
      SELECT \(Self.columns) FROM action \(Self.joins)
      WHERE \(ofTerritory) AND \(within) AND action.id = \(id)
      """)
  }

  func listing(_ programme: Programme, _ filter: ActionFilter) -> Listing<Action> {
    var which: Query = "\(ofTerritory) AND action.programme_id = \(programme.id)"
    if let text = filter.text { which = which + " AND action.sort_key LIKE \(keyHolding(text))" }
    if let plan = filter.plan { which = which + " AND action.plan_id = \(plan)" }
    if let state = filter.state { which = which + " AND action.state = \(state)" }
    if let theme = filter.theme {
      which =
        which + """
           AND action.id IN (SELECT action_id FROM action_term
            WHERE programme_id = \(programme.id) AND use = 'themes' AND key = \(theme))
          """
    }
    let wanted: Query = which
    return Listing(
      scope, count: "SELECT count(*) FROM action WHERE " + wanted,
      orders: [
        Order("rank", "action.sort_key", "action.id", nullable: "action.rank"),
        Order("title", "action.sort_key", "action.id"),
        Order("due", "action.sort_key", "action.id", nullable: "action.due_day"),
      ]
    ) { slice in
      """
      SELECT \(Self.columns)
      FROM (SELECT action.id FROM action WHERE \(wanted) ORDER BY \(slice.order) \(slice.window)) wanted
      JOIN action ON action.id = wanted.id \(Self.joins)
      ORDER BY \(slice.order)
      """
    }
  }

  private static let byRank: Query = "action.rank NULLS LAST, action.sort_key, action.id"

  /// The first of a programme's actions, those of highest priority first; all of its latest plans' before older ones.
  func all(of programme: ID<Programme>, plan: ID<Plan>? = nil, most: Int) async throws -> [Action] {
    let within: Query = plan.map { " AND action.plan_id = \($0)" } ?? ""
    return try await scope.all(
      """
      SELECT \(Self.columns) FROM action \(Self.joins)
      WHERE \(ofTerritory) AND action.programme_id = \(programme)\(within)
      ORDER BY plan.year DESC NULLS FIRST, \(Self.byRank) LIMIT \(most)
      """)
  }

  /// Those of a programme that have a date, the first due first.
  func dated(of programme: ID<Programme>, most: Int) async throws -> [Action] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM action \(Self.joins)
      WHERE \(ofTerritory) AND action.programme_id = \(programme)
        AND coalesce(action.first_day, action.due_day, action.last_day) IS NOT NULL
      ORDER BY coalesce(action.first_day, action.due_day, action.last_day) DESC, \(Self.byRank) LIMIT \(most)
      """)
  }

  /// What a record may be tied to: the actions of the latest plans, and the one that it is tied to already.
  func names(of programme: ID<Programme>, keeping kept: ActionName? = nil) async throws -> [ActionName] {
    let names: [ActionName] = try await scope.all(
      """
      SELECT action.id, action.title, plan.year FROM action LEFT JOIN plan ON plan.id = action.plan_id
      WHERE \(ofTerritory) AND action.programme_id = \(programme)
      ORDER BY plan.year DESC NULLS FIRST, action.sort_key, action.id LIMIT 1000
      """)
    guard let kept, !names.contains(where: { $0.id == kept.id }) else { return names }
    return names + [kept]
  }

  /// Those that carry an action on.
  func continuations(of action: ID<Action>) async throws -> [ActionName] {
    try await scope.all(
      """
      SELECT action.id, action.title, plan.year FROM action LEFT JOIN plan ON plan.id = action.plan_id
      WHERE \(ofTerritory) AND action.continues_id = \(action)
      ORDER BY plan.year NULLS LAST, action.sort_key, action.id LIMIT 200
      """)
  }

  /// What a form refers to: the same programme's, or it is not there.
  func links(_ form: ActionForm, in programme: ID<Programme>, of action: Action? = nil) async throws -> ActionLinks {
    var links = ActionLinks()
    if let plan = form.plan {
      guard let found = try await PlanStore(scope).first(plan, of: programme) else {
        throw Refusal.invalid("plan", .noSuchPlan)
      }
      links.plan = found
    }
    if let origin = form.continues {
      let found: Action? = try await scope.first(
        """
        SELECT \(Self.columns) FROM action \(Self.joins)
        WHERE \(ofTerritory) AND action.programme_id = \(programme) AND action.id = \(origin)
        """)
      guard let found else { throw Refusal.invalid("continues", .noSuchAction) }
      links.origin = found
      if action != nil { links.above = try await above(found.id, in: programme) }
    }
    if let action { links.continuations = try await continuations(of: action.id) }
    return links
  }

  private func above(_ action: ID<Action>, in programme: ID<Programme>) async throws -> Set<ID<Action>> {
    struct Link: Fetched {
      let (id, origin): (ID<Action>, ID<Action>)
      init(_ row: inout Row) throws(DatabaseError) { (id, origin) = (try row.next(), try row.next()) }
    }
    let links: [Link] = try await scope.all(
      """
      SELECT action.id, action.continues_id FROM action
      WHERE \(ofTerritory) AND action.programme_id = \(programme) AND action.continues_id IS NOT NULL
      """)
    let origins: [ID<Action>: ID<Action>] = Dictionary(uniqueKeysWithValues: links.map { ($0.id, $0.origin) })
    var above: Set<ID<Action>> = []
    var next: ID<Action>? = origins[action]
    while let origin = next, above.insert(origin).inserted { next = origins[origin] }
    return above
  }

  func insert(
    _ form: ActionForm, in programme: ID<Programme>, _ provenance: Provenance = .entered
  ) async throws -> Action {
    let id: ID<Action> = try await scope.insert(
      """
      INSERT INTO action (territory_id, programme_id, plan_id, title, sort_key, state, pilot, sponsor, services,
        partners, first_day, last_day, due_day, rank, description, result, obstacles, solutions, success_factors,
        continues_id, awaits_decision, decision, provenance)
      VALUES (\(scope.territory), \(programme), \(form.plan.value), \(form.title), \(sortKey(form.title)),
        \(form.state), \(form.pilot), \(form.sponsor), \(form.services), \(form.partners), \(form.first.value),
        \(form.last.value), \(form.due.value), \(form.rank.value), \(form.description), \(form.result),
        \(form.obstacles), \(form.solutions), \(form.successFactors), \(form.continues.value),
        \(form.awaitsDecision), \(form.decision), \(provenance))
      """)
    try await sort(id, of: programme, form)
    let action: Action = try await findToChange(id)
    try await scope.audit(.actionEntered, "action", id.number, .action, after: action)
    return action
  }

  func update(_ action: Action, _ form: ActionForm, version: Int) async throws -> Action {
    try await scope.update(
      """
      UPDATE action SET plan_id = \(form.plan.value), title = \(form.title), sort_key = \(sortKey(form.title)),
        state = \(form.state), pilot = \(form.pilot), sponsor = \(form.sponsor), services = \(form.services),
        partners = \(form.partners), first_day = \(form.first.value), last_day = \(form.last.value),
        due_day = \(form.due.value), rank = \(form.rank.value), description = \(form.description),
        result = \(form.result), obstacles = \(form.obstacles), solutions = \(form.solutions),
        success_factors = \(form.successFactors), continues_id = \(form.continues.value),
        awaits_decision = \(form.awaitsDecision), decision = \(form.decision), version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(action.id) AND version = \(version)
      """)
    try await scope.run(
      "DELETE FROM action_term WHERE territory_id = \(scope.territory) AND action_id = \(action.id)")
    try await sort(action.id, of: action.programme, form)
    return try await audited(action, .actionChanged)
  }

  func move(_ action: Action, to state: ActionState, decision: String) async throws -> Action {
    try await scope.update(
      """
      UPDATE action SET state = \(state), decision = \(decision), version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(action.id) AND version = \(action.version)
      """)
    return try await audited(action, .actionMoved)
  }

  private func sort(_ action: ID<Action>, of programme: ID<Programme>, _ form: ActionForm) async throws {
    let terms: [(NomenclatureUse, String)] =
      form.themes.map { (.themes, $0) } + form.axes.map { (.axes, $0) }
    for (use, key) in terms {
      try await scope.run(
        """
        INSERT INTO action_term (territory_id, programme_id, action_id, use, key)
        VALUES (\(scope.territory), \(programme), \(action), \(use), \(key))
        """)
    }
  }

  private func audited(_ before: Action, _ deed: Deed) async throws -> Action {
    let after: Action = try await findToChange(before.id)
    try await scope.audit(deed, "action", before.id.number, .action, before: before, after: after)
    return after
  }

  /// How many of a programme's actions are in each state, and what there is to remark on them.
  func counts(of programme: ID<Programme>) async throws -> ActionCounts {
    try await scope.one(
      """
      SELECT count(*), coalesce(sum(CASE WHEN state = 'done' THEN 1 ELSE 0 END), 0),
        coalesce(sum(CASE WHEN state = 'in-progress' THEN 1 ELSE 0 END), 0),
        coalesce(sum(CASE WHEN state = 'done' AND last_day IS NULL THEN 1 ELSE 0 END), 0), count(plan_id),
        coalesce(sum(CASE WHEN pilot = '' THEN 0 ELSE 1 END), 0), count(due_day), count(rank),
        CASE WHEN EXISTS (\(terms("themes", of: programme))) THEN 1 ELSE 0 END,
        CASE WHEN EXISTS (\(terms("axes", of: programme))) THEN 1 ELSE 0 END
      FROM action WHERE \(ofTerritory) AND action.programme_id = \(programme)
      """)
  }

  private func terms(_ use: String, of programme: ID<Programme>) -> Query {
    """
    SELECT 1 FROM action_term
    WHERE action_term.territory_id = \(scope.territory) AND action_term.programme_id = \(programme)
      AND action_term.use = \(use)
    """
  }

  /// What is to be finished by a day, in the programmes that this actor runs.
  func unfinished(by day: Day) async throws -> [Action] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM action \(Self.joins)
      WHERE \(ofTerritory) AND \(ProgrammeStore(scope).changeable) AND action.state <> 'done'
        AND action.due_day <= \(day)
      ORDER BY action.due_day, action.id LIMIT \(Agenda.most)
      """)
  }
}

struct ActionCounts: Fetched {
  let all: Int
  let done: Int
  let inProgress: Int
  /// Done, on nobody knows which day.
  let undated: Int
  /// Columns of which no action of the programme has a value.
  let unused: [String]

  init(_ row: inout Row) throws(DatabaseError) {
    all = try row.next()
    done = try row.next()
    inProgress = try row.next()
    undated = try row.next()
    var unused: [String] = []
    for column in ["plan", "pilot", "due", "rank", "themes", "axes"] where try row.next(Int.self) == 0 {
      unused.append(column)
    }
    self.unused = unused
  }
}
