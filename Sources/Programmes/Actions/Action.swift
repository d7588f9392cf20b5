import Platform
import SQL

/// What a programme does, has done or will do next.
struct Action: Fetched, Equatable {
  let id: ID<Action>
  let programme: ID<Programme>
  let programmeSlug: String
  let programmeName: String
  let plan: PlanLink?
  let title: String
  let state: ActionState
  let pilot: String
  let sponsor: String
  let services: String
  let partners: String
  let themes: [Cell.Word]
  let axes: [Cell.Word]
  let first: Day?
  let last: Day?
  let due: Day?
  /// 1 comes first.
  let rank: Int?
  let description: String
  let result: String
  let obstacles: String
  let solutions: String
  let successFactors: String
  /// The earlier action that this one carries on.
  let origin: ActionName?
  let awaitsDecision: Bool
  let decision: String
  let provenance: Provenance
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    programme = try row.next()
    programmeSlug = try row.next()
    programmeName = try row.next()
    plan = try PlanLink.read(&row)
    title = try row.next()
    state = try row.next()
    pilot = try row.next()
    sponsor = try row.next()
    services = try row.next()
    partners = try row.next()
    themes = Cell.Word.several(try row.next())
    axes = Cell.Word.several(try row.next())
    first = try row.next()
    last = try row.next()
    due = try row.next()
    rank = try row.next()
    description = try row.next()
    result = try row.next()
    obstacles = try row.next()
    solutions = try row.next()
    successFactors = try row.next()
    origin = try ActionName.read(&row)
    awaitsDecision = try row.next()
    decision = try row.next()
    provenance = try row.next()
    version = try row.next()
  }

  /// Key and label of each, as `ActionStore.words` puts them together.
  var path: String { "/actions/\(id)" }
  var board: String { "/dispositifs/\(programmeSlug)/actions/tableau" }

  func isLate(on day: Day) -> Bool { state != .done && due.map { $0 < day } ?? false }

  /// It was done, and nobody can say when.
  var lacksLastDay: Bool { state == .done && last == nil }

  var lacksDecision: Bool { awaitsDecision && decision.isEmpty }

  /// Beside its title: for those who work with the programme, what deserves to be looked at too.
  func mark(on day: Day, isInside: Bool) -> Text? {
    var remark: Text?
    if isInside { remark = lacksLastDay ? .withoutLastDay : isLate(on: day) ? .late : nil }
    return .marks(remark, provenance.mark)
  }

  /// Goes to another state, with the decision that was taken where one is expected.
  func check(_ state: ActionState, decision: String) throws(Refusal) {
    if state == .done, awaitsDecision, decision.isEmpty { throw .invalid("decision", .decisionExpected) }
  }
}

/// An action by its name, and where it stands.
struct ActionName: Fetched, Equatable {
  let id: ID<Action>
  let title: String
  let year: Int?

  init(_ row: inout Row) throws(DatabaseError) {
    self.init(id: try row.next(), title: try row.next(), year: try row.next())
  }

  private init(id: ID<Action>, title: String, year: Int?) {
    self.id = id
    self.title = title
    self.year = year
  }

  static func read(_ row: inout Row) throws(DatabaseError) -> ActionName? {
    let (id, title, year): (ID<Action>?, String?, Int?) = (try row.next(), try row.next(), try row.next())
    guard let id, let title else { return nil }
    return ActionName(id: id, title: title, year: year)
  }

  /// « Diagnostics RSE (2021) »
  var words: String { year.map { "\(title) (\($0))" } ?? title }
  var path: String { "/actions/\(id)" }
}

extension View<Action> {
  static let action: View = view(isBrief: false)
  /// What a list shows; the rest is in its exports.
  static let actions: View = view(isBrief: true)

  private static func view(isBrief: Bool) -> View {
    View(
      "Action",
      [
        Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
        Column("title", .actionTitle, link: { $0.path }) { .text($0.title) },
        Column("programme", .oneProgramme, forMachines: true) { .text($0.programmeSlug) },
        Column("plan", .plan, link: { $0.plan?.path }) { .text($0.plan?.name) },
        Column("planId", .planNumber, .int, forMachines: true) { .int(number: $0.plan?.id.number) },
        Column("state", .state, .word(ActionState.words)) { .choice($0.state) },
        Column("themes", .theme, .several) { .several($0.themes) },
        Column("axes", .axes, .several) { .several($0.axes) },
        Column("pilot", .pilot) { .text(filled: $0.pilot) },
        Column("sponsor", .sponsor, forMachines: isBrief) { .text(filled: $0.sponsor) },
        Column("services", .services, forMachines: isBrief) { .text(filled: $0.services) },
        Column("partners", .actionPartners, forMachines: isBrief) { .text(filled: $0.partners) },
        Column("first", .firstDay, .day, forMachines: isBrief) { .day($0.first) },
        Column("last", .lastDay, .day, forMachines: isBrief) { .day($0.last) },
        Column("due", .due, .day) { .day($0.due) },
        Column("rank", .rank, .int) { .int(number: $0.rank.map { Int64($0) }) },
        Column("continues", .continues, forMachines: isBrief, link: { $0.origin?.path }) { .text($0.origin?.words) },
        Column("continuesId", .originNumber, .int, forMachines: true) { .int(number: $0.origin?.id.number) },
        Column("awaitsDecision", .awaitsDecision, .flag, forMachines: isBrief) {
          $0.awaitsDecision ? .flag(true) : .none
        },
        Column("decision", .decision, forMachines: isBrief) { .text(filled: $0.decision) },
        Column("description", .actionDescription, forMachines: true) { .text(filled: $0.description) },
        Column("result", .result, forMachines: true) { .text(filled: $0.result) },
        Column("obstacles", .obstacles, forMachines: true) { .text(filled: $0.obstacles) },
        Column("solutions", .solutions, forMachines: true) { .text(filled: $0.solutions) },
        Column("successFactors", .successFactors, forMachines: true) { .text(filled: $0.successFactors) },
        Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
        Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
      ])
  }
}
