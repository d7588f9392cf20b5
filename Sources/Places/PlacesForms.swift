import Platform
import SQL

struct SiteForm: Form {
  static let name = Field.text("name", .name, most: 120)
  static let address = Field.text("address", .address, most: 200).optional
  static let municipality = Field.text("municipality", .municipality, most: 80)
  static let opened = Field.day("openedOn", .openedOn, help: .dayHelp).optional
  static let fields: [any FormField] = [name, address, municipality, opened]

  let name: String
  let address: String?
  let municipality: String
  let opened: Day?

  init(_ values: FormValues) throws(Refusal) {
    name = values[Self.name]
    address = values[Self.address]
    municipality = values[Self.municipality]
    opened = values[Self.opened]
  }

  init(name: String, address: String?, municipality: String, opened: Day?) {
    self.name = name
    self.address = address
    self.municipality = municipality
    self.opened = opened
  }

  static func typed(_ site: Site) -> Typed {
    var typed = Typed()
    typed.set(name, site.name)
    typed.set(address, site.address)
    typed.set(municipality, site.municipality)
    typed.set(opened, site.opened)
    typed.set(.version, site.version)
    return typed
  }
}

struct LotForm: Form {
  static let name = Field.text("name", .lotName, help: .lotNameHelp, most: 80)
  static let kind = Field<LotKind>.choice("kind", .kind)
  static let destination = Field<TenantCategory>.choice("destination", .destination, help: .destinationHelp).optional
  static let area = Field.area("area", .area, help: .areaHelp, most: Area(squareMetres: 1_000_000))
  static let fields: [any FormField] = [name, kind, destination, area]

  let name: String
  let kind: LotKind
  let destination: TenantCategory?
  let area: Area

  init(_ values: FormValues) throws(Refusal) {
    name = values[Self.name]
    kind = values[Self.kind]
    destination = values[Self.destination]
    area = values[Self.area]
  }

  init(name: String, kind: LotKind, destination: TenantCategory?, area: Area) {
    self.name = name
    self.kind = kind
    self.destination = destination
    self.area = area
  }

  static func typed(_ lot: Lot) -> Typed {
    var typed = Typed()
    typed.set(name, lot.name)
    typed.set(kind, lot.kind)
    typed.set(destination, lot.destination)
    typed.set(area, lot.area)
    typed.set(.version, lot.version)
    return typed
  }
}

struct LeaseForm: Form {
  static let tenant = Field.named(
    "tenant", .tenant, help: .tenantHelp, most: Organisation.mostNameCharacters, finder: "organisations")
  static let category = Field<TenantCategory>.choice("category", .category, help: .categoryHelp)
  static let start = Field.day("start", .start, help: .dayHelp)
  static let end = Field.day("end", .end, help: .endHelp).optional
  static let fields: [any FormField] = [tenant, category, start, end]

  let tenant: String
  let category: TenantCategory
  let period: Period

  init(_ values: FormValues) throws(Refusal) {
    tenant = values[Self.tenant]
    category = values[Self.category]
    period = Period(start: values[Self.start], end: values[Self.end])
  }

  init(tenant: String, category: TenantCategory, period: Period) {
    self.tenant = tenant
    self.category = category
    self.period = period
  }

  static func typed(_ lease: Lease) -> Typed {
    var typed = Typed()
    typed.set(tenant, lease.tenantName)
    typed.set(category, lease.category)
    typed.set(start, lease.start)
    typed.set(end, lease.end)
    typed.set(.version, lease.version)
    return typed
  }
}

/// The last day of something.
struct EndForm: Form {
  static let day = Field.day("day", .lastDay, help: .dayHelp)
  static let fields: [any FormField] = [day]

  let day: Day

  init(_ values: FormValues) throws(Refusal) { day = values[Self.day] }

  static func typed(_ day: Day, version: Int) -> Typed {
    var typed = Typed()
    typed.set(self.day, day)
    typed.set(.version, version)
    return typed
  }
}

struct SiteFilter: Form {
  static let text = Field.text("q", .siteSearch, most: 100).optional
  static let fields: [any FormField] = [text]

  let text: String?

  init(_ values: FormValues) throws(Refusal) { text = values[Self.text] }
}

struct LotFilter: Form {
  static let text = Field.text("q", .lotSearch, most: 100).optional
  static let kind = Field<LotKind>.choice("kind", .kind).optional
  static let state = Field<Occupancy>.choice("state", .state).optional
  static let site = Field<Int>.record("site", .site).optional
  static let fields: [any FormField] = [text, kind, state, site]

  let text: String?
  let kind: LotKind?
  let state: Occupancy?
  let site: ID<Site>?

  init(_ values: FormValues) throws(Refusal) {
    text = values[Self.text]
    kind = values[Self.kind]
    state = values[Self.state]
    site = values[Self.site].map { ID(Int64($0)) }
  }
}

struct LeaseFilter: Form {
  static let text = Field.text("q", .tenant, most: 100).optional
  static let state = Field<LeaseState>.choice("state", .state).optional
  static let category = Field<TenantCategory>.choice("category", .category).optional
  static let fields: [any FormField] = [text, state, category]

  let text: String?
  let state: LeaseState?
  let category: TenantCategory?

  init(_ values: FormValues) throws(Refusal) {
    text = values[Self.text]
    state = values[Self.state]
    category = values[Self.category]
  }
}
