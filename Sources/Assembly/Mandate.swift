import Platform
import SQL

/// Who holds a seat, from a day to another.
struct Mandate: Fetched {
  let id: ID<Mandate>
  let seat: ID<Seat>
  let seatKey: String
  let seatLabel: Text
  let body: ID<Body>
  let bodyKey: String
  let bodyLabel: Text
  let programme: ID<Programme>
  let programmeSlug: String
  let organisation: ID<Organisation>?
  let organisationName: String?
  let person: String?
  let function: String?
  let start: Day
  let end: Day?
  let provenance: Provenance
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    seat = try row.next()
    seatKey = try row.next()
    seatLabel = try Text(labels: &row)
    body = try row.next()
    bodyKey = try row.next()
    bodyLabel = try Text(labels: &row)
    programme = try row.next()
    programmeSlug = try row.next()
    organisation = try row.next()
    organisationName = try row.next()
    person = try row.next()
    function = try row.next()
    start = try row.next()
    end = try row.next()
    provenance = try row.next()
    version = try row.next()
  }

  var path: String { "/mandats/\(id)" }
  var bodyPath: String { "/dispositifs/\(programmeSlug)/instances/\(bodyKey)" }
  var seatPath: String { "\(bodyPath)/sieges/\(seatKey)" }
  var period: Period { Period(start: start, end: end) }

  /// « Ville de Fontaine, Anne Roy », as far as the reader may know.
  var holder: String? {
    let names: [String] = [organisationName, person].compactMap(\.self)
    return names.isEmpty ? nil : names.joined(separator: ", ")
  }

  /// Ends on its last day. What has ended already is corrected, not ended again.
  func end(on day: Day, today: Day) throws(Refusal) {
    if let end, end < today { throw .conflict(.mandateEnded(end)) }
    if day < start { throw .invalid("day", .beforeItsStart(start)) }
  }
}

extension MandateForm {
  /// Somebody, and on no day that another holds the seat.
  func check(_ others: [Mandate]) throws(Refusal) {
    if organisation == nil, person == nil { throw .invalid("organisation", .holderMissing) }
    try period.check()
    if let other = others.first(where: { $0.period.overlaps(period) }) { throw .conflict(.seatHeld(other)) }
  }
}

extension View<Mandate> {
  static let mandate = View(
    "Mandate",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("seat", .oneSeat) { .name($0.seatLabel) },
      Column("seatKey", .seatKey, forMachines: true) { .text($0.seatKey) },
      Column("body", .oneBody, link: { $0.bodyPath }) { .name($0.bodyLabel) },
      Column("bodyKey", .bodyKey, forMachines: true) { .text($0.bodyKey) },
      Column("organisation", .organisation) { .text($0.organisationName) },
      Column("organisationId", .organisationNumber, .int, forMachines: true) { mandate in
        mandate.organisation.map { .int(Int($0.number)) } ?? .none
      },
      Column("person", .person) { .text($0.person) },
      Column("function", .function) { .text($0.function) },
      Column("start", .start, .day) { .day($0.start) },
      Column("end", .end, .day) { .day($0.end) },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}
