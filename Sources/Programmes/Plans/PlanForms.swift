import Platform
import SQL

struct PlanForm: Form {
  static let name = Field.text("name", .planName, help: .planNameHelp, most: 160)
  static let year = Field<Int>.number("year", .year, 1900...2170)
  static let previous = Field<Int>.record("previous", .previousPlan).optional
  static let fields: [any FormField] = [name, year, previous]

  let name: String
  let year: Int
  let previous: ID<Plan>?

  init(_ values: FormValues) throws(Refusal) {
    name = values[Self.name]
    year = values[Self.year]
    previous = values[Self.previous].map { ID(Int64($0)) }
  }

  init(name: String, year: Int, previous: ID<Plan>? = nil) {
    self.name = name
    self.year = year
    self.previous = previous
  }

  static func typed(_ plan: Plan) -> Typed {
    var typed = Typed()
    typed.set(name, plan.name)
    typed.set(year, plan.year)
    typed.set(previous, plan.previous.map { Int($0.id.number) })
    typed.set(.version, plan.version)
    return typed
  }

  /// Which plan it may follow.
  static func previous(among plans: [Plan]) -> any FormField {
    Field.among(
      previous.key, previous.label, plans.map { ("\($0.id)", Text(name: "\($0.name) (\($0.year))")) }
    ).optional
  }
}

/// The plan of the next year, with those of this one's actions that go on.
struct NextPlanForm: Form {
  static let actions = Field.several("actions", .carriedOn, help: .carriedOnHelp)
  static let fields: [any FormField] = [PlanForm.name, PlanForm.year, actions]

  let name: String
  let year: Int
  let actions: [ID<Action>]

  init(_ values: FormValues) throws(Refusal) {
    name = values[PlanForm.name]
    year = values[PlanForm.year]
    var chosen: [ID<Action>] = []
    for text in values[Self.actions] {
      guard let id = ID<Action>(path: text) else { throw .invalid("actions", .noSuchAction) }
      chosen.append(id)
    }
    actions = chosen
  }
}

struct PlanFilter: Form {
  static let text = Field.text("q", .planName, most: 100).optional
  static let year = Field<Int>.number("year", .year, 1900...2170).optional
  static let fields: [any FormField] = [text, year]

  let text: String?
  let year: Int?

  init(_ values: FormValues) throws(Refusal) {
    text = values[Self.text]
    year = values[Self.year]
  }
}
