import Platform
import SQL

struct ActionForm: Form {
  static let title = Field.text("title", .actionTitle, most: 200)
  static let plan = Field<Int>.record("plan", .plan).optional
  static let state = Field<ActionState>.choice("state", .state)
  static let themes = Field.several("themes", .theme)
  static let axes = Field.several("axes", .axes)
  static let pilot = Field.text("pilot", .pilot, help: .pilotHelp, most: 200).optional
  static let sponsor = Field.text("sponsor", .sponsor, help: .sponsorHelp, most: 200).optional
  static let services = Field.text("services", .services, most: 500).optional
  static let partners = Field.text("partners", .actionPartners, most: 500).optional
  static let first = Field.day("first", .firstDay, help: .dayHelp).optional
  static let last = Field.day("last", .lastDay).optional
  static let due = Field.day("due", .due).optional
  static let rank = Field<Int>.number("rank", .rank, help: .rankHelp, 1...1_000).optional
  static let continues = Field<Int>.record("continues", .continues).optional
  static let awaitsDecision = Field.flag("awaitsDecision", .awaitsDecision, help: .awaitsDecisionHelp)
  static let decision = Field.lines("decision", .decision, most: 2_000).optional
  static let description = Field.prose("description", .actionDescription).optional
  static let result = Field.prose("result", .result).optional
  static let obstacles = Field.prose("obstacles", .obstacles).optional
  static let solutions = Field.prose("solutions", .solutions).optional
  static let successFactors = Field.prose("successFactors", .successFactors).optional
  static let fields: [any FormField] = [
    title, plan, state, themes, axes, pilot, sponsor, services, partners, first, last, due, rank, continues,
    awaitsDecision, decision, description, result, obstacles, solutions, successFactors,
  ]

  let title: String
  var plan: ID<Plan>? = nil
  var state: ActionState = .next
  var themes: [String] = []
  var axes: [String] = []
  var pilot: String = ""
  var sponsor: String = ""
  var services: String = ""
  var partners: String = ""
  var first: Day? = nil
  var last: Day? = nil
  var due: Day? = nil
  var rank: Int? = nil
  var continues: ID<Action>? = nil
  var awaitsDecision: Bool = false
  var decision: String = ""
  var description: String = ""
  var result: String = ""
  var obstacles: String = ""
  var solutions: String = ""
  var successFactors: String = ""

  init(title: String) { self.title = title }

  init(_ values: FormValues) throws(Refusal) {
    title = values[Self.title]
    plan = values[Self.plan].map { ID(Int64($0)) }
    state = values[Self.state]
    themes = values[Self.themes]
    axes = values[Self.axes]
    pilot = values[Self.pilot] ?? ""
    sponsor = values[Self.sponsor] ?? ""
    services = values[Self.services] ?? ""
    partners = values[Self.partners] ?? ""
    first = values[Self.first]
    last = values[Self.last]
    due = values[Self.due]
    rank = values[Self.rank]
    continues = values[Self.continues].map { ID(Int64($0)) }
    awaitsDecision = values[Self.awaitsDecision]
    decision = values[Self.decision] ?? ""
    description = values[Self.description] ?? ""
    result = values[Self.result] ?? ""
    obstacles = values[Self.obstacles] ?? ""
    solutions = values[Self.solutions] ?? ""
    successFactors = values[Self.successFactors] ?? ""
  }

  static func typed(_ action: Action) -> Typed {
    var typed = Typed()
    typed.set(title, action.title)
    typed.set(plan, action.plan.map { Int($0.id.number) })
    typed.set(state, action.state)
    typed.set(themes, action.themes.map(\.key))
    typed.set(axes, action.axes.map(\.key))
    typed.set(pilot, action.pilot)
    typed.set(sponsor, action.sponsor)
    typed.set(services, action.services)
    typed.set(partners, action.partners)
    typed.set(first, action.first)
    typed.set(last, action.last)
    typed.set(due, action.due)
    typed.set(rank, action.rank)
    typed.set(continues, action.origin.map { Int($0.id.number) })
    typed.set(awaitsDecision, action.awaitsDecision)
    typed.set(decision, action.decision)
    typed.set(description, action.description)
    typed.set(result, action.result)
    typed.set(obstacles, action.obstacles)
    typed.set(solutions, action.solutions)
    typed.set(successFactors, action.successFactors)
    typed.set(.version, action.version)
    return typed
  }
}

/// Where a card goes, with the decision that some cards wait for.
struct MoveForm: Form {
  static let stage = Field<ActionState>.choice("stage", .state)
  static let decision = Field.lines("decision", .decision, most: 2_000).optional
  static let fields: [any FormField] = [stage, decision]

  let stage: ActionState
  /// Nil where nothing was said about it: a board asks for the state only.
  let decision: String?

  init(_ values: FormValues) throws(Refusal) {
    stage = values[Self.stage]
    decision = values[Self.decision]
  }
}

struct ActionFilter: Form {
  static let text = Field.text("q", .actionTitle, most: 100).optional
  static let plan = Field<Int>.record("plan", .plan).optional
  static let state = Field<ActionState>.choice("state", .state).optional
  static let theme = Field.term("theme", .theme).optional
  static let fields: [any FormField] = [text, plan, state, theme]

  let text: String?
  let plan: ID<Plan>?
  let state: ActionState?
  let theme: String?

  init(_ values: FormValues) throws(Refusal) {
    text = values[Self.text]
    plan = values[Self.plan].map { ID(Int64($0)) }
    state = values[Self.state]
    theme = values[Self.theme]
  }
}
