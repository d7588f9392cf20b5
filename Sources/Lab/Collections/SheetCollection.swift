import Platform
import SQL

/// A network’s call for sheets: what it asks for, and until when.
struct SheetCollection: Fetched, Equatable {
  let id: ID<SheetCollection>
  let programme: ID<Programme>
  let programmeSlug: String
  let programmeName: String
  let name: String
  let call: String
  let opened: Day
  let deadline: Day
  let closed: Day?
  /// How many sheets were asked for and not withdrawn, how many are out.
  let asked: Int
  let published: Int
  let provenance: Provenance
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    programme = try row.next()
    programmeSlug = try row.next()
    programmeName = try row.next()
    name = try row.next()
    call = try row.next()
    opened = try row.next()
    deadline = try row.next()
    closed = try row.next()
    asked = try row.next()
    published = try row.next()
    provenance = try row.next()
    version = try row.next()
  }

  var path: String { "/dispositifs/\(programmeSlug)/collectes/\(id)" }
}

extension View<SheetCollection> {
  static let collection = View(
    "SheetCollection",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("name", .collectionName, link: { $0.path }) { .text($0.name) },
      Column("programme", .oneProgramme, forMachines: true) { .text($0.programmeSlug) },
      Column("call", .collectionCall, forMachines: true) { .text($0.call) },
      Column("opened", .openedOn, .day) { .day($0.opened) },
      Column("deadline", .deadline, .day) { .day($0.deadline) },
      Column("closed", .closedOn, .day) { .day($0.closed) },
      Column("asked", .sheetsAsked, .int) { .int($0.asked) },
      Column("published", .sheetsPublished, .int) { .int($0.published) },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

/// Somebody whom a network lets read the drafts of one collection.
struct Reviewer: Fetched, Equatable {
  let id: ID<Reviewer>
  let name: String
  let email: String
  let at: Instant

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    name = try row.next()
    email = try row.next()
    at = try row.next()
  }
}

extension View<Reviewer> {
  static let reviewer = View(
    "Reviewer",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("name", .reviewerName) { .text($0.name) },
      Column("email", .contactEmail) { .text($0.email) },
      Column("at", .reviewerSince, .moment) { .moment($0.at) },
    ])
}
