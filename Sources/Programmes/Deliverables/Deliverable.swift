import Platform
import SQL

/// Something that a programme leaves behind: a guide, a study, a film.
struct Deliverable: Fetched, Equatable {
  let id: ID<Deliverable>
  let programmeSlug: String
  let name: String
  let kind: String
  /// Who made it: a deliverable that another sector adapts keeps its origin.
  let origin: String
  let action: ActionName?
  let day: Day?
  let address: String
  let isPublic: Bool
  let provenance: Provenance
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    programmeSlug = try row.next()
    name = try row.next()
    kind = try row.next()
    origin = try row.next()
    action = try ActionName.read(&row)
    day = try row.next()
    address = try row.next()
    isPublic = try row.next()
    provenance = try row.next()
    version = try row.next()
  }

  var path: String { "/dispositifs/\(programmeSlug)/livrables/\(id)" }
}

extension View<Deliverable> {
  static let deliverable = View(
    "Deliverable",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("name", .deliverable, link: { $0.path }) { .text($0.name) },
      Column("programme", .oneProgramme, forMachines: true) { .text($0.programmeSlug) },
      Column("kind", .deliverableKind) { .text(filled: $0.kind) },
      Column("origin", .deliverableOrigin) { .text(filled: $0.origin) },
      Column("action", .oneAction, link: { $0.action?.path }) { .text($0.action?.words) },
      Column("actionId", .actionNumber, .int, forMachines: true) { .int(number: $0.action?.id.number) },
      Column("day", .date, .day) { .day($0.day) },
      Column("address", .webAddress, link: { $0.address.isEmpty ? nil : $0.address }) { .text(filled: $0.address) },
      Column("isPublic", .isPublic, .flag) { .flag($0.isPublic) },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}
