import Platform
import SQL

/// What is let as one: an office, a workshop.
struct Lot: Fetched, Equatable {
  let id: ID<Lot>
  let site: ID<Site>
  let siteName: String
  let name: String
  let kind: LotKind
  let destination: Category?
  /// What can be let.
  let area: Area
  let grossArea: Area?
  let level: String
  /// Whom it is kept for, where it is.
  let reservedFor: String
  let closed: Day?
  let programme: ID<Programme>
  let provenance: Provenance
  let version: Int
  let isLet: Bool
  /// Only where this actor may know it.
  let tenant: String?
  let tenantCategory: Category?

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    site = try row.next()
    siteName = try row.next()
    name = try row.next()
    kind = try row.next()
    destination = try Category(&row)
    area = try row.next()
    grossArea = try row.next()
    level = try row.next()
    reservedFor = try row.next()
    closed = try row.next()
    programme = try row.next()
    provenance = try row.next()
    version = try row.next()
    isLet = try row.next(Int64?.self) != nil
    tenant = try row.next()
    tenantCategory = try Category(&row)
  }

  var path: String { "/lots/\(id)" }

  /// A lease may be signed when nobody else holds the lot on any of its days and the lot is in service.
  func sign(_ form: LeaseForm, others: [Lease]) throws(Refusal) {
    try form.period.check()
    if let part = form.area, part > area { throw .invalid("area", .largerThanLot(area)) }
    if let closed, form.period.end.map({ $0 > closed }) ?? true { throw .conflict(.lotWithdrawn(closed)) }
    if let other = others.first(where: { $0.period.overlaps(form.period) }) { throw .conflict(.lotAlreadyLet(other)) }
  }

  /// Leaves service after its last tenant has left, not before.
  func withdraw(on day: Day, lastLease: Lease?) throws(Refusal) {
    if let lastLease, lastLease.end.map({ $0 > day }) ?? true { throw .conflict(.lotStillLet(lastLease), field: "day") }
  }
}

/// Whether somebody holds a lot today.
enum Occupancy: String, Choice {
  case vacant, occupied

  var label: Text {
    switch self {
    case .vacant: Text(fr: "Libre", en: "Vacant", de: "Frei")
    case .occupied: Text(fr: "Occupé", en: "Occupied", de: "Belegt")
    }
  }
}

extension View<Lot> {
  static let lot = View(
    "Lot",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("name", .lotName, link: { $0.path }) { .text($0.name) },
      Column("siteId", .siteNumber, .int, forMachines: true) { .int(Int($0.site.number)) },
      Column("site", .site, link: { "/sites/\($0.site)" }) { .text($0.siteName) },
      Column("kind", .kind, .word(LotKind.words)) { .choice($0.kind) },
    ] + Column.category("destination", .destination) { $0.destination } + [
      Column("area", .area, .area) { .area($0.area) },
      Column("grossArea", .grossArea, .area, forMachines: true) { .area($0.grossArea) },
      Column("level", .level, forMachines: true) { .text($0.level.isEmpty ? nil : $0.level) },
      Column("reservedFor", .reservedFor, forMachines: true) { .text($0.reservedFor.isEmpty ? nil : $0.reservedFor) },
      Column("state", .state, .word(Occupancy.words)) { .choice($0.isLet ? Occupancy.occupied : .vacant) },
      Column("tenant", .tenant) { .text($0.tenant) },
      Column("closedOn", .withdrawnOn, .day) { .day($0.closed) },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}
