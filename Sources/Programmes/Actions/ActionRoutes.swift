import Platform
import SQL

extension Programmes {
  var actionRoutes: [Endpoint] {
    [
      .list("/dispositifs/{programme}/actions", .actions, allow: .everyone, .actions, filter: ActionFilter.self) {
        visit, filter in
        let scope: Scope = visit.scope
        let programme: Programme = try await visit.programme()
        let store = ActionStore(scope)
        let counts: ActionCounts = try await store.counts(of: programme.id)
        let isInside: Bool = scope.worksWith(programme.id)
        let nomenclatures: Nomenclatures = try await NomenclatureStore(scope).nomenclatures(
          of: programme.id, .themes, .axes)
        let plans: [Plan] = try await PlanStore(scope).all(of: programme.id)
        return ListPage(
          .actions, crumbs: Crumb.programme(visit, programme),
          intro: isInside ? .undated(counts.undated) : nil,
          .actions,
          store.listing(programme, filter), hiding: counts.unused, filters: ActionFilter.shown(plans, nomenclatures),
          actions: [
            ActionLink(.board, to: "\(programme.path)/actions/tableau", allow: .everyone),
            ActionLink(.calendar, to: "\(programme.path)/actions/calendrier", allow: .everyone),
          ]
            + scope.actions(
              on: programme.id,
              [ActionLink(.newAction, to: "\(programme.path)/actions/nouvelle", allow: Programme.changed)]),
          .action, mark: { $0.mark(on: scope.today, isInside: isInside) })
      },
      .record("/actions/{action}", .oneAction, kind: "action", allow: .everyone, .action) { visit in
        let store = ActionStore(visit.scope)
        let action: Action = try await store.find(visit.id("action"))
        let continuations: [ActionName] = try await store.continuations(of: action.id)
        let isInside: Bool = visit.scope.worksWith(action.programme)
        let links: [ActionLink] = visit.scope.actions(
          on: action.programme,
          [
            ActionLink(.moveAction, to: "\(action.path)/deplacer", allow: Programme.changed, inDialog: true),
            ActionLink(.changeAction, to: "\(action.path)/modifier", allow: Programme.changed),
          ])
        return Shown(action.title, crumbs: Crumb.actions(visit, action), .action, action, of: action.programme) {
          page in
          actionPage(&page, action, continuations, links, isInside: isInside)
        }
      },
    ] + newAction + changeAction + moveAction
  }

  private var newAction: [Endpoint] {
    Endpoint.form(
      .newAction, allow: Programme.changed, page: "/dispositifs/{programme}/actions/nouvelle",
      posts: "/dispositifs/{programme}/actions", ActionForm.self,
      show: { visit in
        let programme: Programme = try await visit.programmeToChange(visit.scope)
        var initial = Typed()
        if let plan = visit.asked["plan"] { initial[ActionForm.plan.key] = plan }
        return try await actionForm(
          visit, .newAction, Crumb.programme(visit, programme) + [.actions(visit, programme.path)],
          programme: programme.id, initial)
      },
      submit: { visit, scope, form in
        let programme: Programme = try await visit.programmeToChange(scope)
        let action: Action = try await enter(form, in: programme.id, scope)
        return .created(.actionEntered, at: action.path, .action, action)
      })
  }

  /// Enters an action under the rules that hold for everybody's.
  @discardableResult
  func enter(
    _ form: ActionForm, in programme: ID<Programme>, _ scope: Scope, _ provenance: Provenance = .entered
  ) async throws -> Action {
    let store = ActionStore(scope)
    try form.check(
      try await store.links(form, in: programme),
      try await NomenclatureStore(scope).nomenclatures(of: programme, .themes, .axes))
    return try await store.insert(form, in: programme, provenance)
  }

  private var changeAction: [Endpoint] {
    Endpoint.form(
      .changeAction, allow: Programme.changed, page: "/actions/{action}/modifier", posts: "/actions/{action}",
      Changed<ActionForm>.self,
      show: { visit in
        let action: Action = try await ActionStore(visit.scope).findToChange(visit.id("action"))
        return try await actionForm(
          visit, .changeAction, Crumb.actions(visit, action) + [Crumb(action.title, action.path)],
          programme: action.programme, ActionForm.typed(action), of: action)
      },
      submit: { visit, scope, changed in
        let store = ActionStore(scope)
        let action: Action = try await store.findToChange(visit.id("action"))
        try changed.form.check(
          try await store.links(changed.form, in: action.programme, of: action),
          try await NomenclatureStore(scope).nomenclatures(of: action.programme, .themes, .axes), of: action)
        let after: Action = try await store.update(action, changed.form, version: changed.version)
        return .changed(.actionChanged, at: after.path, .action, after)
      })
  }

  /// From the board, and from the action's own page.
  private var moveAction: [Endpoint] {
    Endpoint.form(
      .moveAction, allow: Programme.changed, page: "/actions/{action}/deplacer", posts: "/actions/{action}/etat",
      MoveForm.self,
      show: { visit in
        let action: Action = try await ActionStore(visit.scope).findToChange(visit.id("action"))
        var initial = Typed()
        initial.set(MoveForm.stage, action.state)
        initial.set(MoveForm.decision, action.decision.isEmpty ? nil : action.decision)
        return FormPage(
          .moveAction, crumbs: Crumb.actions(visit, action) + [Crumb(action.title, action.path)],
          intro: Text(name: action.title), submit: .save, initial: initial,
          hiding: action.awaitsDecision ? [] : [MoveForm.decision.key])
      },
      submit: { visit, scope, form in
        let store = ActionStore(scope)
        let action: Action = try await store.findToChange(visit.id("action"))
        let decision: String = form.decision ?? action.decision
        try action.check(form.stage, decision: decision)
        let moved: Action = try await store.move(action, to: form.stage, decision: decision)
        return .changed(.actionMoved, at: moved.path, .action, moved).returning(to: moved.board)
      })
  }
}

/// A form with the choices of its programme: plans, earlier actions, terms.
private func actionForm(
  _ visit: Visit, _ title: Text, _ crumbs: [Crumb], programme: ID<Programme>, _ initial: Typed, of action: Action? = nil
) async throws -> FormPage {
  let scope: Scope = visit.scope
  let plans: [Plan] = try await PlanStore(scope).all(of: programme)
  let nomenclatures: Nomenclatures = try await NomenclatureStore(scope).nomenclatures(of: programme, .themes, .axes)
  let names: [ActionName] = try await ActionStore(scope).names(of: programme, keeping: action?.origin)
    .filter { $0.id != action?.id }
  var fields: [any FormField] = [
    plans.field(like: ActionForm.plan),
    Field.among(
      ActionForm.continues.key, ActionForm.continues.label, names.map { ("\($0.id)", Text(name: $0.words)) }
    ).optional,
  ]
  var hidden: [String] = plans.isEmpty ? [ActionForm.plan.key] : []
  if names.isEmpty { hidden.append(ActionForm.continues.key) }
  for (use, field, kept) in [
    (.themes, ActionForm.themes, action?.themes), (.axes, ActionForm.axes, action?.axes),
  ] as [(NomenclatureUse, Field<[String]>, [Cell.Word]?)] {
    if let nomenclature = nomenclatures[use] {
      fields.append(nomenclature.field(like: field, keeping: kept?.map(\.key) ?? []))
    } else if kept?.isEmpty ?? true {
      hidden.append(field.key)
    }
  }
  return FormPage(title, crumbs: crumbs, submit: .save, initial: initial, fields: fields, hiding: hidden)
}

private func actionPage(
  _ page: inout Page, _ action: Action, _ continuations: [ActionName], _ links: [ActionLink], isInside: Bool
) {
  page.provenance(action.provenance)
  if isInside, action.lacksLastDay { page.mark(.withoutLastDay, .warn) }
  if isInside, action.isLate(on: page.today) { page.mark(.late, .bad) }
  page.facts(View.action.without("title"), action)
  page.actions(links)
  for (title, text) in [
    (.actionDescription, action.description), (.result, action.result), (.obstacles, action.obstacles),
    (.solutions, action.solutions), (.successFactors, action.successFactors),
  ] as [(Text, String)] where !text.isEmpty {
    page.section(title) { page in page.prose(text, under: 2) }
  }
  guard !continuations.isEmpty else { return }
  page.section(.continuedBy) { page in
    page.table(View.actionName, continuations, caption: .continuedBy, empty: Noun.action.noneYet)
  }
}

extension View<ActionName> {
  static let actionName = View(
    "ActionName",
    [
      Column("title", .actionTitle, link: { $0.path }) { .text($0.title) },
      Column("year", .year, .year) { $0.year.map { .year($0) } ?? .none },
    ])
}

extension ActionFilter {
  /// With the plans and the themes that the programme has.
  static func shown(_ plans: [Plan], _ nomenclatures: Nomenclatures) -> [any FormField] {
    var fields: [any FormField] = [text]
    if !plans.isEmpty { fields.append(plans.field(like: plan)) }
    fields.append(state)
    if let themes = nomenclatures[.themes] { fields.append(themes.filter(like: theme)) }
    return fields
  }
}

extension [Plan] {
  /// One of them, by its number.
  func field(like field: any FormField) -> any FormField {
    Field.among(field.key, field.label, map { ("\($0.id)", Text(name: $0.name)) }).optional
  }
}

extension Crumb {
  static func actions(_ visit: Visit, _ programme: String) -> Crumb {
    Crumb(Text.actions(visit.language), "\(programme)/actions")
  }

  static func actions(_ visit: Visit, _ action: Action) -> [Crumb] {
    let programme: String = "/dispositifs/\(action.programmeSlug)"
    return [.programmes(visit), Crumb(action.programmeName, programme), .actions(visit, programme)]
  }
}
