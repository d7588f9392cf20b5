import Platform
import SQL

/// A prize or a label that a programme was given.
struct Award: Fetched, Equatable {
  let id: ID<Award>
  let programmeSlug: String
  let name: String
  let givenBy: String
  let day: Day?
  let address: String
  let provenance: Provenance
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    programmeSlug = try row.next()
    name = try row.next()
    givenBy = try row.next()
    day = try row.next()
    address = try row.next()
    provenance = try row.next()
    version = try row.next()
  }

  var path: String { "/dispositifs/\(programmeSlug)/distinctions/\(id)" }
}

extension View<Award> {
  static let award = View(
    "Award",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("name", .award, link: { $0.path }) { .text($0.name) },
      Column("programme", .oneProgramme, forMachines: true) { .text($0.programmeSlug) },
      Column("givenBy", .givenBy) { .text(filled: $0.givenBy) },
      Column("day", .date, .day) { .day($0.day) },
      Column("address", .webAddress, link: { $0.address.isEmpty ? nil : $0.address }) { .text(filled: $0.address) },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}
