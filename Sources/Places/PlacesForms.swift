import Platform
import Programmes
import SQL

struct SiteForm: Form {
  static let name = Field.text("name", .name, most: 120)
  static let address = Field.text("address", .address, most: 200).optional
  static let municipality = Field.text("municipality", .municipality, most: 80)
  static let opened = Field.day("openedOn", .openedOn, help: .openedHelp).optional
  static let programme = Field.text("programme", .oneProgramme, help: .siteProgrammeHelp, most: 60).optional
  static let kind = Field<String>.term("kind", .siteKind, help: .siteKindHelp).optional
  static let grossArea = Field.area(
    "grossArea", .grossArea, help: .siteGrossAreaHelp, most: Area(squareMetres: 10_000_000)
  ).optional
  static let association = Field.named(
    "association", .tenantsAssociation, help: .tenantsAssociationHelp, most: Organisation.mostNameCharacters,
    finder: "organisations"
  ).optional
  static let fields: [any FormField] = [
    name, programme, kind, address, municipality, opened, grossArea, association,
  ]

  let name: String
  let programme: String?
  let kind: String?
  let grossArea: Area?
  let association: String?
  let address: String?
  let municipality: String
  let opened: Day?

  init(_ values: FormValues) throws(Refusal) {
    name = values[Self.name]
    address = values[Self.address]
    municipality = values[Self.municipality]
    opened = values[Self.opened]
    programme = values[Self.programme]
    kind = values[Self.kind]
    grossArea = values[Self.grossArea]
    association = values[Self.association]
  }

  init(
    name: String, programme: String?, kind: String? = nil, address: String? = nil, municipality: String, opened: Day?,
    grossArea: Area? = nil, association: String? = nil
  ) {
    self.name = name
    self.programme = programme
    self.kind = kind
    self.grossArea = grossArea
    self.association = association
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
    typed.set(programme, site.programmeSlug)
    typed.set(kind, site.kind?.key)
    typed.set(grossArea, site.grossArea)
    typed.set(association, site.association)
    typed.set(.version, site.version)
    return typed
  }
}

struct LotForm: Form {
  static let name = Field.text("name", .lotName, help: .lotNameHelp, most: 80)
  static let kind = Field<LotKind>.choice("kind", .kind)
  static let destination = Field<String>.term("destination", .destination, help: .destinationHelp).optional
  static let area = Field.area("area", .area, help: .areaHelp, most: Area(squareMetres: 1_000_000))
  static let grossArea = Field.area(
    "grossArea", .grossArea, help: .grossAreaHelp, most: Area(squareMetres: 1_000_000)
  ).optional
  static let level = Field.text("level", .level, help: .levelHelp, most: 60).optional
  static let reservedFor = Field.text("reservedFor", .reservedFor, help: .reservedForHelp, most: 120).optional
  static let fields: [any FormField] = [name, kind, destination, area, grossArea, level, reservedFor]

  let name: String
  let kind: LotKind
  var destination: String?
  let area: Area
  let grossArea: Area?
  let level: String
  let reservedFor: String

  init(_ values: FormValues) throws(Refusal) {
    name = values[Self.name]
    kind = values[Self.kind]
    destination = values[Self.destination]
    area = values[Self.area]
    grossArea = values[Self.grossArea]
    level = values[Self.level] ?? ""
    reservedFor = values[Self.reservedFor] ?? ""
    if let grossArea, grossArea < area { throw .invalid("grossArea", .grossBelowLettable) }
  }

  init(
    name: String, kind: LotKind, destination: String?, area: Area, level: String = "", reservedFor: String = ""
  ) {
    self.name = name
    self.kind = kind
    self.destination = destination
    self.area = area
    grossArea = nil
    self.level = level
    self.reservedFor = reservedFor
  }

  static func destination(among categories: [Term], keeping kept: String? = nil) -> any FormField {
    Field<String>.term("destination", .destination, help: .destinationHelp, among: categories, keeping: kept).optional
  }

  static func typed(_ lot: Lot) -> Typed {
    var typed = Typed()
    typed.set(name, lot.name)
    typed.set(kind, lot.kind)
    typed.set(destination, lot.destination?.key)
    typed.set(area, lot.area)
    typed.set(grossArea, lot.grossArea)
    typed.set(level, lot.level.isEmpty ? nil : lot.level)
    typed.set(reservedFor, lot.reservedFor.isEmpty ? nil : lot.reservedFor)
    typed.set(.version, lot.version)
    return typed
  }
}

struct LeaseForm: Form {
  static let tenant = Field.named(
    "tenant", .tenant, help: .tenantHelp, most: Organisation.mostNameCharacters, finder: "organisations")
  static let category = Field<String>.term("category", .category, help: .categoryHelp)
  static let area = Field.area(
    "area", .leasedArea, help: .leasedAreaHelp, most: Area(squareMetres: 1_000_000)
  ).optional
  static let start = Field.day("start", .start, help: .dayHelp)
  static let end = Field.day("end", .end, help: .endHelp).optional
  static let fields: [any FormField] = [tenant, category, area, start, end]

  let tenant: String
  let category: String
  let area: Area?
  let period: Period

  init(_ values: FormValues) throws(Refusal) {
    tenant = values[Self.tenant]
    category = values[Self.category]
    area = values[Self.area]
    period = Period(start: values[Self.start], end: values[Self.end])
  }

  init(tenant: String, category: String, area: Area? = nil, period: Period) {
    self.tenant = tenant
    self.category = category
    self.area = area
    self.period = period
  }

  static func category(among categories: [Term], keeping kept: String? = nil) -> any FormField {
    Field<String>.term("category", .category, help: .categoryHelp, among: categories, keeping: kept)
  }

  static func typed(_ lease: Lease) -> Typed {
    var typed = Typed()
    typed.set(tenant, lease.tenantName)
    typed.set(category, lease.category.key)
    typed.set(area, lease.partArea)
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

  init() { text = nil }
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
  static let category = Field<String>.term("category", .category).optional
  static let fields: [any FormField] = [text, state, category]

  /// With the words there are to choose from.
  static func fields(among categories: [Term]) -> [any FormField] {
    [text, state, Field<String>.term("category", .category, among: categories).optional]
  }

  let text: String?
  let state: LeaseState?
  let category: String?

  init(_ values: FormValues) throws(Refusal) {
    text = values[Self.text]
    state = values[Self.state]
    category = values[Self.category]
  }
}
