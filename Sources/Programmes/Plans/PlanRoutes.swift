import Platform
import SQL

extension Programmes {
  var planRoutes: [Endpoint] {
    [
      .list("/dispositifs/{programme}/plans", .plans, allow: .everyone, .plan, filter: PlanFilter.self) {
        visit, filter in
        let programme: Programme = try await visit.programme()
        return ListPage(
          .plans, crumbs: Crumb.programme(visit, programme), .plan, PlanStore(visit.scope).listing(programme, filter),
          filters: PlanFilter.fields,
          actions: visit.scope.actions(
            on: programme.id, [ActionLink(.newPlan, to: "\(programme.path)/plans/nouveau", allow: Programme.changed)]),
          .plan, mark: { $0.provenance.mark })
      },
      .record("/plans/{plan}", .plan, kind: "plan", allow: .everyone, .plan) { visit in
        let (scope, store) = (visit.scope, PlanStore(visit.scope))
        let plan: Plan = try await store.find(visit.id("plan"))
        let sheet = PlanSheet(
          plan: plan,
          actions: try await ActionStore(scope).all(of: plan.programme, plan: plan.id, most: PlanSheet.mostActions),
          continuations: try await store.continuations(of: plan.id),
          themes: try await NomenclatureStore(scope).nomenclatures(of: plan.programme, .themes)[.themes],
          following: try await store.following(plan.id), isInside: scope.worksWith(plan.programme))
        let links: [ActionLink] = scope.actions(
          on: plan.programme,
          [
            ActionLink(
              .newAction, to: "/dispositifs/\(plan.programmeSlug)/actions/nouvelle?plan=\(plan.id)",
              allow: Programme.changed),
            ActionLink(.importTable, to: "\(plan.path)/import", allow: .readsImports),
            ActionLink(.prepareNextPlan, to: "\(plan.path)/suite", allow: Programme.changed),
            ActionLink(.changePlan, to: "\(plan.path)/modifier", allow: Programme.changed),
          ])
        return Shown(plan.name, crumbs: Crumb.plans(visit, plan), .plan, plan, of: plan.programme) { page in
          page.sheet(sheet, links)
        }
      },
    ] + newPlan + changePlan + nextPlan
  }

  private var newPlan: [Endpoint] {
    Endpoint.form(
      .newPlan, allow: Programme.changed, page: "/dispositifs/{programme}/plans/nouveau",
      posts: "/dispositifs/{programme}/plans", PlanForm.self,
      show: { visit in
        let programme: Programme = try await visit.programmeToChange(visit.scope)
        let plans: [Plan] = try await PlanStore(visit.scope).all(of: programme.id)
        return FormPage(
          .newPlan, crumbs: Crumb.programme(visit, programme) + [.plans(visit, programme.path)], submit: .save,
          fields: [PlanForm.previous(among: plans)], hiding: plans.isEmpty ? [PlanForm.previous.key] : [])
      },
      submit: { visit, scope, form in
        let programme: Programme = try await visit.programmeToChange(scope)
        let plan: Plan = try await enter(form, in: programme.id, scope)
        return .created(.planEntered, at: plan.path, .plan, plan)
      })
  }

  /// Enters a plan under the rules that hold for everybody's.
  func enter(
    _ form: PlanForm, in programme: ID<Programme>, _ scope: Scope, _ provenance: Provenance = .entered
  ) async throws -> Plan {
    let store = PlanStore(scope)
    try Plan.check(form, after: try await store.previous(form.previous, in: programme))
    return try await store.insert(form, in: programme, provenance)
  }

  private var changePlan: [Endpoint] {
    Endpoint.form(
      .changePlan, allow: Programme.changed, page: "/plans/{plan}/modifier", posts: "/plans/{plan}",
      Changed<PlanForm>.self,
      show: { visit in
        let store = PlanStore(visit.scope)
        let plan: Plan = try await store.findToChange(visit.id("plan"))
        let others: [Plan] = try await store.all(of: plan.programme).filter { $0.id != plan.id }
        return FormPage(
          .changePlan, crumbs: Crumb.plans(visit, plan) + [Crumb(plan.name, plan.path)], submit: .save,
          initial: PlanForm.typed(plan), fields: [PlanForm.previous(among: others)],
          hiding: others.isEmpty ? [PlanForm.previous.key] : [])
      },
      submit: { visit, scope, changed in
        let (store, form): (PlanStore, PlanForm) = (PlanStore(scope), changed.form)
        let plan: Plan = try await store.findToChange(visit.id("plan"))
        let previous: PlanLink? = try await store.previous(form.previous, in: plan.programme)
        if previous?.id == plan.id { throw Refusal.invalid("previous", .noSuchPlan) }
        try Plan.check(form, after: previous, between: try await store.bounds(of: plan))
        let after: Plan = try await store.update(plan, form, version: changed.version)
        return .changed(.planChanged, at: after.path, .plan, after)
      })
  }

  /// What goes on next year, tied to where it comes from.
  private var nextPlan: [Endpoint] {
    Endpoint.form(
      .prepareNextPlan, allow: Programme.changed, page: "/plans/{plan}/suite", posts: "/plans/{plan}/suites",
      NextPlanForm.self,
      show: { visit in
        let plan: Plan = try await PlanStore(visit.scope).findToChange(visit.id("plan"))
        let actions: [Action] = try await ActionStore(visit.scope).all(
          of: plan.programme, plan: plan.id, most: PlanSheet.mostActions)
        let choices: [(key: String, label: Text)] = actions.map { action in
          ("\(action.id)", Text { "\(action.title) — \(action.state.label($0))" })
        }
        var initial = Typed()
        if let name = plan.nameOfNext { initial.set(PlanForm.name, name) }
        initial.set(PlanForm.year, plan.year + 1)
        initial.set(NextPlanForm.actions, actions.filter { $0.state != .done }.map { "\($0.id)" })
        let field = Field.several(
          NextPlanForm.actions.key, NextPlanForm.actions.label, help: NextPlanForm.actions.help, among: choices)
        return FormPage(
          .prepareNextPlan, crumbs: Crumb.plans(visit, plan) + [Crumb(plan.name, plan.path)], submit: .save,
          initial: initial, fields: [field], hiding: actions.isEmpty ? [NextPlanForm.actions.key] : [])
      },
      submit: { visit, scope, form in
        let plan: Plan = try await PlanStore(scope).findToChange(visit.id("plan"))
        let next: Plan = try await prepare(form, after: plan, scope)
        return .created(.planPrepared, at: next.path, .plan, next)
      })
  }

  /// The next plan, with copies of the chosen actions as next steps that carry them on.
  func prepare(
    _ form: NextPlanForm, after plan: Plan, _ scope: Scope, _ provenance: Provenance = .entered
  ) async throws -> Plan {
    let actions: [ID<Action>: Action] = Dictionary(
      uniqueKeysWithValues: try await ActionStore(scope).all(
        of: plan.programme, plan: plan.id, most: PlanSheet.mostActions
      ).map { ($0.id, $0) })
    let chosen: [Action] = form.actions.compactMap { actions[$0] }
    guard chosen.count == form.actions.count else { throw Refusal.invalid("actions", .noSuchAction) }
    let next: Plan = try await enter(
      PlanForm(name: form.name, year: form.year, previous: plan.id), in: plan.programme, scope, provenance)
    for action in chosen {
      _ = try await ActionStore(scope).insert(action.continued(in: next.id), in: plan.programme, provenance)
    }
    return try await PlanStore(scope).findToChange(next.id)
  }
}

extension Plan {
  /// « Plan 2025 » is followed by « Plan 2026 »; a name without its year says nothing of the next one's.
  fileprivate var nameOfNext: String? {
    let next: String = name.replacing(String(year), with: String(year + 1))
    return next == name ? nil : next
  }
}

extension Action {
  /// The same action as the next plan has it: to be done, with its dates and its results still to come.
  fileprivate func continued(in plan: ID<Plan>) -> ActionForm {
    var form = ActionForm(title: title)
    form.plan = plan
    form.themes = themes.map(\.key)
    form.axes = axes.map(\.key)
    form.pilot = pilot
    form.sponsor = sponsor
    form.services = services
    form.partners = partners
    form.rank = rank
    form.description = description
    form.continues = id
    form.awaitsDecision = lacksDecision
    return form
  }
}

extension ProgrammePart {
  static let plans = ProgrammePart(.plans, at: "plans", allow: .everyone) { scope, programme in
    let plans: [Plan] = try await PlanStore(scope).all(of: programme.id)
    return .plansCounted(plans.count, latest: plans.first?.name)
  }
}

extension Crumb {
  static func plans(_ visit: Visit, _ programme: String) -> Crumb {
    Crumb(Text.plans(visit.language), "\(programme)/plans")
  }

  static func plans(_ visit: Visit, _ plan: Plan) -> [Crumb] {
    let programme: String = "/dispositifs/\(plan.programmeSlug)"
    return [.programmes(visit), Crumb(plan.programmeName, programme), .plans(visit, programme)]
  }
}
