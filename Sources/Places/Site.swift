import Platform
import SQL

/// A building or a park where companies are hosted.
struct Site: Fetched, Equatable {
  let id: ID<Site>
  let name: String
  let address: String
  let municipality: String
  let opened: Day?
  let closed: Day?
  let programme: ID<Programme>
  let programmeSlug: String
  let programmeName: String
  let kind: Category?
  /// Of the whole building, as it was announced.
  let grossArea: Area?
  /// The name of the tenants' association.
  let association: String?
  let provenance: Provenance
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    name = try row.next()
    address = try row.next()
    municipality = try row.next()
    opened = try row.next()
    closed = try row.next()
    programme = try row.next()
    programmeSlug = try row.next()
    programmeName = try row.next()
    kind = try Category(&row)
    grossArea = try row.next()
    association = try row.next()
    provenance = try row.next()
    version = try row.next()
  }

  var path: String { "/sites/\(id)" }

  func isOpen(on day: Day) -> Bool { closed.map { day <= $0 } ?? true }

  /// Closes after its last tenant has left, not before.
  func close(on day: Day, lastLease: Lease?) throws(Refusal) {
    if let opened, day < opened { throw .invalid("day", .beforeOpening(opened)) }
    if let lastLease, lastLease.end.map({ $0 > day }) ?? true {
      throw .conflict(.siteStillLet(lastLease), field: "day")
    }
  }
}

/// A site as lists show it: with its lots counted on the day.
struct SiteRow: Fetched {
  let id: ID<Site>
  let name: String
  let municipality: String
  let lots: Int
  let vacant: Int
  let area: Area
  let occupied: Area
  let provenance: Provenance

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    name = try row.next()
    municipality = try row.next()
    provenance = try row.next()
    lots = try row.next()
    vacant = try row.next()
    area = try row.next()
    occupied = try row.next()
  }
}

extension View<Site> {
  static let site = View(
    "Site",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("name", .name) { .text($0.name) },
      Column("address", .address) { .text($0.address.isEmpty ? nil : $0.address) },
      Column("municipality", .municipality) { .text($0.municipality) },
      Column("openedOn", .openedOn, .day) { .day($0.opened) },
      Column("closedOn", .closedOn, .day) { .day($0.closed) },
      Column("programme", .oneProgramme, link: { "/dispositifs/\($0.programmeSlug)" }) { .text($0.programmeName) },
    ] + Column.category("kind", .siteKind) { $0.kind } + [
      Column("grossArea", .grossArea, .area) { .area($0.grossArea) },
      Column("association", .tenantsAssociation) { .text($0.association) },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

extension View<SiteRow> {
  static let sites = View(
    "SiteRow",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("name", .name, link: { "/sites/\($0.id)" }) { .text($0.name) },
      Column("municipality", .municipality) { .text($0.municipality) },
      Column("lots", .lots, .int) { .int($0.lots) },
      Column("vacantLots", .vacantLots, .int) { .int($0.vacant) },
      Column("area", .area, .area) { .area($0.area) },
      Column("occupiedArea", .occupiedArea, .area) { .area($0.occupied) },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
    ])
}
