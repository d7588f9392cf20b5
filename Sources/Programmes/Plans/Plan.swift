import Platform
import SQL

/// What a programme sets out to do in a year. A plan may follow an earlier one: then its actions can carry on those of the
/// other.
struct Plan: Fetched, Equatable {
  let id: ID<Plan>
  let programme: ID<Programme>
  let programmeSlug: String
  let programmeName: String
  let name: String
  let year: Int
  let previous: PlanLink?
  let actions: Int
  let done: Int
  let provenance: Provenance
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    programme = try row.next()
    programmeSlug = try row.next()
    programmeName = try row.next()
    name = try row.next()
    year = try row.next()
    previous = try PlanLink.read(&row)
    actions = try row.next()
    done = try row.next()
    provenance = try row.next()
    version = try row.next()
  }

  var path: String { "/plans/\(id)" }
  var list: String { "/dispositifs/\(programmeSlug)/plans" }

  /// Its year after that of the plan it follows, and before those of the plans that follow it; nothing that its actions
  /// carry on may come later than it, nothing that carries them on earlier.
  static func check(_ form: PlanForm, after previous: PlanLink?, between bounds: PlanBounds? = nil) throws(Refusal) {
    if let previous, previous.year >= form.year { throw .invalid("year", .yearNotAfter(previous.name, previous.year)) }
    if let least = bounds?.least, form.year < least { throw .invalid("year", .yearBefore(least)) }
    if let most = bounds?.most, form.year > most { throw .invalid("year", .yearAfter(most)) }
  }
}

/// A plan as what belongs to it names it.
struct PlanLink: Sendable, Equatable {
  let id: ID<Plan>
  let name: String
  let year: Int

  static func read(_ row: inout Row) throws(DatabaseError) -> PlanLink? {
    let (id, name, year): (ID<Plan>?, String?, Int?) = (try row.next(), try row.next(), try row.next())
    guard let id, let name, let year else { return nil }
    return PlanLink(id: id, name: name, year: year)
  }

  var path: String { "/plans/\(id)" }
}

/// Between which years a plan can stand, as it is tied to others.
struct PlanBounds: Fetched {
  let least: Int?
  let most: Int?

  init(_ row: inout Row) throws(DatabaseError) {
    least = try row.next()
    most = try row.next()
  }
}

extension View<Plan> {
  static let plan = View(
    "Plan",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("name", .planName, link: { $0.path }) { .text($0.name) },
      Column("programme", .oneProgramme, forMachines: true) { .text($0.programmeSlug) },
      Column("year", .year, .year) { .year($0.year) },
      Column("previous", .previousPlan, link: { $0.previous?.path }) { .text($0.previous?.name) },
      Column("previousId", .previousPlanNumber, .int, forMachines: true) { .int(number: $0.previous?.id.number) },
      Column("actions", .actions, .int) { .int($0.actions) },
      Column("done", .doneActions, .int) { .int($0.done) },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}
