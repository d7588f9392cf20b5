import Platform
import SQL

/// A tenant on a lot, from a day to another.
struct Lease: Fetched, Equatable {
  let id: ID<Lease>
  let lot: ID<Lot>
  let lotName: String
  let site: ID<Site>
  let siteName: String
  let tenant: ID<Organisation>
  let tenantName: String
  /// As it was at signature.
  let category: Category
  /// What is let: the whole lot, or a part of it.
  let area: Area
  /// Of that, only where it is a part.
  let partArea: Area?
  let lotArea: Area
  let start: Day
  let end: Day?
  let programme: ID<Programme>
  let application: ID<Application>?
  let provenance: Provenance
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    lot = try row.next()
    lotName = try row.next()
    site = try row.next()
    siteName = try row.next()
    tenant = try row.next()
    tenantName = try row.next()
    guard let category = try Category(&row) else { throw DatabaseError(.programming, "a lease without category") }
    self.category = category
    partArea = try row.next()
    lotArea = try row.next()
    area = partArea ?? lotArea
    start = try row.next()
    end = try row.next()
    programme = try row.next()
    application = try row.next()
    provenance = try row.next()
    version = try row.next()
  }

  var path: String { "/baux/\(id)" }
  var period: Period { Period(start: start, end: end) }

  func runs(on day: Day) -> Bool { period.contains(day) }

  /// The same lease with other terms, which may not cross another tenant's days.
  func change(to form: LeaseForm, others: [Lease]) throws(Refusal) {
    try form.period.check()
    if let part = form.area, part > lotArea { throw .invalid("area", .largerThanLot(lotArea)) }
    if let other = others.first(where: { $0.id != id && $0.period.overlaps(form.period) }) {
      throw .conflict(.lotAlreadyLet(other))
    }
  }

  /// Ends on its last day. What has ended already is corrected, not ended again.
  func end(on day: Day, today: Day) throws(Refusal) {
    if let end, end < today { throw .conflict(.alreadyEnded(end)) }
    if day < start { throw .invalid("day", .beforeItsStart(start)) }
  }
}

/// Where a lease stands on a day.
enum LeaseState: String, Choice {
  case running, coming, ended

  var label: Text {
    switch self {
    case .running: Text(fr: "En cours", en: "Running")
    case .coming: Text(fr: "À venir", en: "To come")
    case .ended: Text(fr: "Terminé", en: "Ended")
    }
  }
}

extension View<Lease> {
  static let lease = View(
    "Lease",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("tenant", .tenant, link: { $0.path }) { .text($0.tenantName) },
      Column("tenantId", .organisationNumber, .int, forMachines: true) { .int(Int($0.tenant.number)) },
      Column("site", .site, link: { "/sites/\($0.site)" }) { .text($0.siteName) },
      Column("lot", .lot, link: { "/lots/\($0.lot)" }) { .text($0.lotName) },
      Column("lotId", .lotNumber, .int, forMachines: true) { .int(Int($0.lot.number)) },
    ] + Column.category("category", .category) { $0.category } + [
      Column("area", .area, .area) { .area($0.area) },
      Column("start", .start, .day) { .day($0.start) },
      Column("end", .end, .day) { .day($0.end) },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}
