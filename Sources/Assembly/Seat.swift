import Platform
import SQL

/// A seat of a body, and who holds it on the day that was asked for.
struct Seat: Fetched {
  let id: ID<Seat>
  let key: String
  let label: Text
  let votes: Bool
  let isArchived: Bool
  let body: String
  let bodyLabel: Text
  let programme: String
  let holder: Holder?

  struct Holder: Sendable {
    let mandate: ID<Mandate>
    let organisation: String?
    /// Only for those who work with the programme.
    let person: String?
    let function: String?
    let start: Day
    let end: Day?
  }

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    key = try row.next()
    label = try Text(labels: &row)
    votes = try row.next()
    isArchived = try row.next()
    body = try row.next()
    bodyLabel = try Text(labels: &row)
    programme = try row.next()
    let mandate: ID<Mandate>? = try row.next()
    let (organisation, person, function): (String?, String?, String?) = (
      try row.next(), try row.next(), try row.next()
    )
    let (start, end): (Day?, Day?) = (try row.next(), try row.next())
    holder =
      if let mandate, let start {
        Holder(
          mandate: mandate, organisation: organisation, person: person, function: function, start: start, end: end)
      } else { nil }
  }

  var path: String { "/dispositifs/\(programme)/instances/\(body)/sieges/\(key)" }

  /// A composition that leaves out an empty seat would be another body's.
  var state: SeatState { holder == nil ? .vacant : .held }
}

enum SeatState: String, Choice {
  case held, vacant

  var label: Text {
    switch self {
    case .held: Text(fr: "Pourvu", en: "Held", de: "Besetzt")
    case .vacant: Text(fr: "Siège à pourvoir", en: "To be filled", de: "Zu besetzen")
    }
  }
}

extension View<Seat> {
  static let seat = View(
    "Seat",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("seat", .oneSeat) { .name($0.label) },
      Column("seatKey", .seatKey, forMachines: true) { .text($0.key) },
      Column("body", .oneBody, link: { "/dispositifs/\($0.programme)/instances/\($0.body)" }) { .name($0.bodyLabel) },
      Column("bodyKey", .bodyKey, forMachines: true) { .text($0.body) },
      Column("votes", .votes, .flag) { .flag($0.votes) },
      Column("state", .state, .word(SeatState.words)) { .choice($0.state) },
      Column("organisation", .organisation) { .text($0.holder?.organisation) },
      Column("person", .person) { .text($0.holder?.person) },
      Column("function", .function) { .text($0.holder?.function) },
      Column("start", .start, .day) { .day($0.holder?.start) },
      Column("end", .end, .day, forMachines: true) { .day($0.holder?.end) },
      Column("mandateId", .mandateNumber, .int, forMachines: true) { seat in
        seat.holder.map { .int(Int($0.mandate.number)) } ?? .none
      },
    ])
}

struct SeatFilter: Form {
  static let on = Field.day("on", .onDay, help: .dayHelp).optional
  static let state = Field<SeatState>.choice("state", .state).optional
  static let fields: [any FormField] = [on, state]

  let on: Day?
  let state: SeatState?

  init(_ values: FormValues) throws(Refusal) {
    on = values[Self.on]
    state = values[Self.state]
  }
}

/// Every statement about compositions: the seats of bodies, each with its holder on a day.
struct SeatStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private var columns: Query {
    """
    seat.id, seat.key, seat.label, seat.label_en, seat.label_de, seat.votes, seat.is_archived, body.key, body.label,
    body.label_en, body.label_de, programme.slug, mandate.id, organisation.name, \(.person(for: scope.actor)),
    mandate.function, mandate.start_day, mandate.end_day
    """
  }

  /// An archived seat is of the compositions in which somebody held it.
  private func seats(on day: Day, _ condition: Query) -> Query {
    """
    FROM seat JOIN body ON body.id = seat.body_id JOIN programme ON programme.id = seat.programme_id
    LEFT JOIN mandate ON mandate.territory_id = \(scope.territory) AND mandate.seat_id = seat.id
      AND mandate.start_day <= \(day) AND (mandate.end_day IS NULL OR mandate.end_day >= \(day))
    LEFT JOIN organisation ON organisation.id = mandate.organisation_id
    WHERE seat.territory_id = \(scope.territory) AND \(condition)
      AND (mandate.id IS NOT NULL OR NOT seat.is_archived AND NOT body.is_archived)
    """
  }

  func find(_ key: String?, of body: ID<Body>) async throws -> Seat {
    try await scope.one(
      "SELECT \(columns) "
        + seats(on: scope.today, "seat.body_id = \(body) AND seat.key = \(key ?? "")"))
  }

  /// Who sits in a body on a day, the empty seats among them.
  func composition(of body: ID<Body>, on day: Day) async throws -> [Seat] {
    try await scope.all(
      "SELECT \(columns) " + seats(on: day, "seat.body_id = \(body)") + " ORDER BY seat.rank, seat.id")
  }

  func listing(of programme: ID<Programme>, _ filter: SeatFilter) -> Listing<Seat> {
    var which: Query = seats(on: filter.on ?? scope.today, "seat.programme_id = \(programme)")
    switch filter.state {
    case .held: which = which + " AND mandate.id IS NOT NULL"
    case .vacant: which = which + " AND mandate.id IS NULL"
    case nil: break
    }
    let (wanted, columns) = (which, columns)
    return Listing(
      scope, count: "SELECT count(*) " + wanted,
      orders: [Order("body", "body.rank", "body.id", "seat.rank", "seat.id")]
    ) { slice in "SELECT \(columns) \(wanted) ORDER BY \(slice.order) \(slice.window)" }
  }

  /// How many seats a programme's bodies have today, and how many of them nobody holds.
  func count(of programme: ID<Programme>) async throws -> (all: Int, vacant: Int) {
    let which: Query = seats(on: scope.today, "seat.programme_id = \(programme)")
    let all: Int = try await scope.value("SELECT count(*) " + which)
    return (all, try await scope.value("SELECT count(*) " + which + " AND mandate.id IS NULL"))
  }
}

extension Query {
  /// That a seat is held is for everybody who may read the programme; by which person, for those who work with it.
  static func person(for actor: Actor) -> Query {
    guard actor.kinds.isDisjoint(with: Allow.staff.kinds.union([.elected])) else { return "mandate.person" }
    let own: [Int64] = actor.numbers(.programme, as: .partner, .agent, .manager)
    return "CASE WHEN seat.programme_id IN \(.list(own)) THEN mandate.person END"
  }
}
