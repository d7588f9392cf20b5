import Platform
import SQL

extension Importer {
  /// The plan that a programme keeps in a spreadsheet: an action a line, known again by its title.
  static let actions = Importer(
    "actions", Text(fr: "les actions du plan", en: "the plan’s actions"), .action, allow: .readsImports,
    list: "/plans/{plan}", ActionImport.self,
    columns: [
      ImportColumn(
        ActionForm.title, "intitulé", "titre", "nom de l’action", "intitulé de l’action", "libellé", "fiche action"),
      ImportColumn(
        ActionForm.state, "avancement", "statut", "état d’avancement", "stade",
        words: [
          "next": ["à venir", "à faire", "prévue", "prévu", "non démarrée", "à lancer", "planned", "to do"],
          "in-progress": ["en cours de réalisation", "démarrée", "lancée", "engagée", "ongoing"],
          "done": ["réalisé", "terminée", "terminé", "achevée", "faite", "fait", "completed"],
        ]),
      ImportColumn(ActionForm.themes, "thèmes", "thématique", "thématiques", "domaine"),
      ImportColumn(ActionForm.axes, "axe", "axes", "axe stratégique", "orientation"),
      ImportColumn(ActionForm.pilot, "pilotage", "responsable", "chef de file", "service pilote", "direction pilote"),
      ImportColumn(ActionForm.sponsor, "élu référent", "élue référente", "élu"),
      ImportColumn(ActionForm.services, "services", "directions associées", "services concernés"),
      ImportColumn(ActionForm.partners, "partenaire", "partenariats"),
      ImportColumn(ActionForm.first, "début", "date de début", "démarrage", "date de démarrage"),
      ImportColumn(ActionForm.last, "fin", "date de fin", "date de réalisation"),
      ImportColumn(ActionForm.due, "date d’échéance", "date limite", "délai"),
      ImportColumn(ActionForm.rank, "rang", "ordre"),
      ImportColumn(ActionForm.description, "descriptif", "objet", "contenu", "détail"),
      ImportColumn(ActionForm.result, "résultats", "bilan", "réalisations"),
      ImportColumn(ActionForm.obstacles, "difficultés", "points de blocage"),
      ImportColumn(ActionForm.solutions, "solution"),
      ImportColumn(ActionForm.successFactors, "leviers", "points forts"),
    ],
    path: { "/actions/\($0)" },
    within: { scope, plan in _ = try await PlanStore(scope).findToChange(ID(plan)) },
    crumbs: { visit in
      let plan: Plan = try await PlanStore(visit.scope).findToChange(visit.id("plan"))
      return Crumb.plans(visit, plan) + [Crumb(plan.name, plan.path)]
    })
}

/// Lines of a table against the actions of one plan.
struct ActionImport: RecordImport {
  static let spoken: SpokenOf? = SpokenOf("action", own: ["action_term"], .actionIsSpokenOf)
  /// Two titles that resemble each other are two actions: a plan is short enough for somebody to see the other.
  typealias Card = NoCard

  private let place: ImportPlace
  private var scope: Scope { place.scope }
  private var store: ActionStore { ActionStore(scope) }
  private var plan: ID<Plan> { ID(place.context ?? 0) }

  init(_ place: ImportPlace) { self.place = place }

  static func identity(_ form: ActionForm) -> String { sortKey(form.title) }

  static func typed(_ action: Action) -> Typed { ActionForm.typed(action) }
  static func stamp(_ action: Action) -> RecordStamp { RecordStamp(action.id.number, action.version) }
  static func name(_ action: Action) -> String { action.title }

  /// A table has the terms of the programme in words.
  func understood(_ lines: [Typed]) async throws -> [UnderstoodLine] {
    let programme: ID<Programme> = try await PlanStore(scope).findToChange(plan).programme
    let nomenclatures: Nomenclatures = try await NomenclatureStore(scope).nomenclatures(of: programme, .themes, .axes)
    return lines.map { line in
      var understood = UnderstoodLine(line)
      for (use, key) in [(.themes, ActionForm.themes.key), (.axes, ActionForm.axes.key)] as [(NomenclatureUse, String)]
      {
        guard let words = line[key], let nomenclature = nomenclatures[use] else { continue }
        understood.typed[key] = words.split(separator: "\n").map { nomenclature.key(of: String($0)) }.joined(
          separator: "\n")
      }
      return understood
    }
  }

  /// A table that says nothing of it speaks of what is to be done.
  func begun() -> Typed {
    var typed = Typed()
    typed.set(ActionForm.plan, Int(plan.number))
    typed.set(ActionForm.state, .next)
    return typed
  }

  func meant(by forms: [ActionForm], alike cards: [NoCard]?) async throws -> [ImportMeaning<Action>] {
    let programme: ID<Programme> = try await PlanStore(scope).findToChange(plan).programme
    let nomenclatures: Nomenclatures = try await NomenclatureStore(scope).nomenclatures(of: programme, .themes, .axes)
    let titles: [String] = forms.map { sortKey($0.title) }
    let known: [String: [Action]] = Dictionary(
      grouping: try await store.all("action.plan_id = \(plan) AND action.sort_key IN \(.list(titles))")
    ) { sortKey($0.title) }
    var meanings: [ImportMeaning<Action>] = []
    for form in forms {
      let same: [Action] = known[sortKey(form.title)] ?? []
      if same.count > 1 {
        meanings.append(.several(FieldError("title", .severalActionsOfThisName)))
      } else if let action = same.first {
        meanings.append(.one(action))
      } else {
        do throws(Refusal) {
          try form.check(ActionLinks(), nomenclatures)
          meanings.append(.nobody)
        } catch { meanings.append(.refused(error.fieldErrors)) }
      }
    }
    return meanings
  }

  func insert(_ forms: [ActionForm]) async throws -> [Result<Action, Refusal>] {
    let programme: ID<Programme> = try await PlanStore(scope).findToChange(plan).programme
    return try await each(forms) { form in try await store.insert(form, in: programme) }
  }

  func check(_ form: ActionForm, of action: Action) async throws {
    try form.check(
      try await store.links(form, in: action.programme, of: action),
      try await NomenclatureStore(scope).nomenclatures(of: action.programme, .themes, .axes), of: action)
  }

  func update(_ action: Action, _ form: ActionForm) async throws -> Action {
    try await store.update(action, form, version: action.version)
  }

  func find(_ ids: [Int64]) async throws -> [Action] { try await store.all("action.id IN \(.list(ids))") }

  func remove(_ action: Action) async throws { try await store.remove(action) }
}

extension ActionStore {
  /// Those that this actor may change.
  fileprivate func all(_ which: Query) async throws -> [Action] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM action \(Self.joins)
      WHERE action.territory_id = \(scope.territory) AND \(ProgrammeStore(scope).changeable) AND \(which)
      ORDER BY action.id
      """)
  }

  /// Takes out one that nothing speaks of.
  fileprivate func remove(_ action: Action) async throws {
    try await scope.run(
      "DELETE FROM action_term WHERE territory_id = \(scope.territory) AND action_id = \(action.id)")
    try await scope.run(
      """
      DELETE FROM action WHERE territory_id = \(scope.territory) AND id = \(action.id) AND version = \(action.version)
      """)
    try await scope.audit(.actionRemoved, "action", action.id.number, before: View.action.json(action))
  }
}

extension Text {
  fileprivate static let severalActionsOfThisName = Text(
    fr: "Plusieurs actions du plan ont cet intitulé.", en: "Several actions of the plan have this title.")
  fileprivate static let actionIsSpokenOf = Text(
    fr: "D’autres fiches parlent de cette action.", en: "Other records speak of this action.")
}
