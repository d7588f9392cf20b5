import Platform
import Programmes
import SQL

extension Importer {
  /// Who has been where, and when: a lease a line, known again by its lot, its tenant and its first day.
  static let leases = Importer(
    "leases", Text(fr: "les baux du site", en: "the site’s leases"), .lease, allow: .readsImports,
    list: "/sites/{site}/baux", LeaseImport.self,
    columns: [
      ImportColumn(LeaseLine.lotName, "lot", "local", "n° de lot", "numéro de lot", "atelier", "bureau"),
      ImportColumn(LeaseForm.tenant, "entreprise", "nom", "raison sociale", "occupant", "preneur"),
      ImportColumn(LeaseLine.tenantNumber, "siret", "siren", "rna", reading: .code([14, 9])),
      ImportColumn(LeaseForm.category, "catégorie", "type de locataire", "activité", "secteur"),
      ImportColumn(LeaseForm.area, "surface louée", "surface", "m²", "m2"),
      ImportColumn(LeaseForm.start, "début", "date d’entrée", "entrée", "début du bail", "date de début", "depuis"),
      ImportColumn(LeaseForm.end, "fin", "date de sortie", "sortie", "fin du bail", "date de fin", "jusqu’au"),
    ],
    path: { "/baux/\($0)" },
    within: { scope, site in _ = try await SiteStore(scope).find(ID(site)) }, crumbs: { try await $0.siteCrumbs() })
}

/// A lease with the lot that it is of.
struct LeaseLine: Form {
  static let lotName = Field.text("lotName", .lotName, most: 80)
  static let tenantNumber = Field.text("tenantNumber", .tenantNumbers, most: 30).optional
  static let lot = Field<Int>.record("lot", .lotName)
  static let known = Field<Int>.record("organisation", .tenant).optional
  static let fields: [any FormField] = [lot, known] + LeaseForm.fields

  let lot: ID<Lot>
  /// Nobody who is in the directory: somebody who comes.
  let known: ID<Organisation>?
  let form: LeaseForm

  init(_ values: FormValues) throws(Refusal) {
    lot = ID(Int64(values[Self.lot]))
    known = values[Self.known].map { ID(Int64($0)) }
    form = try LeaseForm(values)
  }
}

/// Lines of a table against the leases of one site.
struct LeaseImport: RecordImport {
  static let spoken: SpokenOf? = SpokenOf("lease", own: [], .leaseIsSpokenOf)
  /// Two lines that let one lot on one day cannot both be true.
  struct Card: Sendable {
    let lot: ID<Lot>
    let period: Period
  }

  private let place: ImportPlace
  private var scope: Scope { place.scope }
  private var store: LeaseStore { LeaseStore(scope) }
  private var site: ID<Site> { ID(place.context ?? 0) }

  init(_ place: ImportPlace) { self.place = place }

  static func identity(_ line: LeaseLine) -> String {
    identity(line.lot, line.known?.description ?? sortKey(line.form.tenant), line.form.period.start)
  }
  private static func identity(_ lot: ID<Lot>, _ tenant: String, _ start: Day) -> String { "\(lot)|\(tenant)|\(start)" }
  static func card(_ line: LeaseLine) -> Card { Card(lot: line.lot, period: line.form.period) }
  static func keys(_ card: Card) -> Set<String> { ["\(card.lot)"] }
  static func likeness(_ one: Card, _ other: Card) -> Text? {
    one.period.overlaps(other.period) ? .sameLotAtOnce : nil
  }

  static func typed(_ lease: Lease) -> Typed {
    var typed: Typed = LeaseForm.typed(lease)
    typed.set(LeaseLine.lot, Int(lease.lot.number))
    typed.set(LeaseLine.known, Int(lease.tenant.number))
    return typed
  }
  static func stamp(_ lease: Lease) -> RecordStamp { RecordStamp(lease.id.number, lease.version) }
  static func name(_ lease: Lease) -> String { "\(lease.lotName), \(lease.tenantName)" }

  func understood(_ lines: [Typed]) async throws -> [UnderstoodLine] {
    func tenant(_ line: Typed) -> String { line[LeaseLine.tenantNumber.key] ?? line[LeaseForm.tenant.key] ?? "" }
    let site: Site = try await SiteStore(scope).find(site)
    let lots: [String: Lot] = Dictionary(
      try await LotStore(scope).on(site.id).map { (sortKey($0.name), $0) }
    ) { first, _ in first }
    let categories: [Term] = try await CategoryStore(scope).of(site.programme)
    let tenants = try await NamedOrganisations(lines.map(tenant), scope)
    return lines.map { line in
      var understood = UnderstoodLine(line)
      understood.fill(LeaseLine.lot.key) { () throws(Refusal) in
        guard let name = line[LeaseLine.lotName.key] else { throw .invalid(LeaseLine.lotName.key, .lotIsNeeded) }
        guard let lot = lots[sortKey(name)] else { throw .invalid(LeaseLine.lotName.key, .noLotOfThatName(name)) }
        return lot.id.description
      }
      var known: Organisation?
      understood.fill(LeaseLine.known.key) { () throws(Refusal) in
        // A number is somebody’s who is known; a name may be somebody’s who comes.
        known =
          line[LeaseLine.tenantNumber.key] == nil
          ? try tenants.organisation(tenant(line), field: LeaseForm.tenant.key)
          : try tenants.known(tenant(line), field: LeaseLine.tenantNumber.key)
        return known?.id.description
      }
      if let known { understood.typed[LeaseForm.tenant.key] = known.name }
      let key: String = LeaseForm.category.key
      understood.typed[key] = line[key].map { categories.key(named: $0) }
      return understood
    }
  }

  func standIns() -> Typed {
    var typed = Typed()
    typed.set(LeaseForm.category, "…")
    return typed
  }

  func meant(by lines: [LeaseLine], alike cards: [Card]?) async throws -> [ImportMeaning<Lease>] {
    let lots: [ID<Lot>: Lot] = Dictionary(uniqueKeysWithValues: try await LotStore(scope).on(site).map { ($0.id, $0) })
    let leases: [ID<Lot>: [Lease]] = Dictionary(grouping: try await store.on(site: site), by: \.lot)
    var meanings: [ImportMeaning<Lease>] = []
    for line in lines {
      let others: [Lease] = leases[line.lot] ?? []
      let wanted: String = Self.identity(line)
      if let lease = others.first(where: { Self.identity($0.lot, $0.tenant.description, $0.start) == wanted }) {
        meanings.append(.one(lease))
        continue
      }
      do {
        guard let lot = lots[line.lot] else { throw Refusal.notFound }
        try await store.check(line.form, on: lot, others: others)
        // Whoever is not here yet has not applied either.
        if let tenant = line.known {
          _ = try await Admission(of: tenant, line.form, in: lot.programme, scope)
        } else if try await PlaceSettings.of(lot.programme, scope).admissionBody != nil {
          throw Refusal.invalid(LeaseForm.tenant.key, .neverApplied(line.form.tenant))
        }
        meanings.append(line.known == nil ? .bringing(.newOrganisation(line.form.tenant)) : .nobody)
      } catch let refusal as Refusal { meanings.append(.refused(try refusal.ofLine())) }
    }
    return meanings
  }

  func insert(_ lines: [LeaseLine]) async throws -> [Result<Lease, Refusal>] {
    try await each(lines) { line in
      let lot: Lot = try await LotStore(scope).find(line.lot)
      try await store.check(line.form, on: lot, others: try await store.on(lot.id))
      return try await store.sign(line.form, on: lot, tenant: try await tenant(of: line))
    }
  }

  /// Two lines may name somebody who is new here.
  private func tenant(of line: LeaseLine) async throws -> ID<Organisation> {
    if let known = line.known { return known }
    return try await OrganisationStore(scope).named(orNew: line.form.tenant)
  }

  func check(_ line: LeaseLine, of lease: Lease) async throws { try await store.check(line.form, of: lease) }

  func update(_ lease: Lease, _ line: LeaseLine) async throws -> Lease {
    try await store.change(lease, to: line.form, tenant: lease.tenant, version: lease.version)
  }

  func find(_ ids: [Int64]) async throws -> [Lease] {
    let wanted: Set<Int64> = Set(ids)
    return try await store.on(site: site).filter { wanted.contains($0.id.number) }
  }

  func remove(_ lease: Lease) async throws { try await store.remove(lease) }
}

extension LeaseStore {
  /// All leases that the lots of a site ever had.
  fileprivate func on(site: ID<Site>) async throws -> [Lease] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM lease \(Self.joins) WHERE \(visible) AND lot.site_id = \(site)
      ORDER BY lease.start_day DESC, lease.id DESC
      """)
  }

  /// Takes out one that nothing speaks of.
  fileprivate func remove(_ lease: Lease) async throws {
    try await scope.update(
      """
      DELETE FROM lease WHERE territory_id = \(scope.territory) AND id = \(lease.id) AND version = \(lease.version)
      """)
    try await scope.audit(.leaseRemoved, "lease", lease.id.number, before: View.lease.json(lease))
  }
}

extension Deed {
  static let leaseRemoved = Deed("lease.removed", Text(fr: "Bail retiré", en: "Lease taken out"))
}

extension Text {
  static let importLeases = Text(fr: "Importer les baux", en: "Import leases")
  fileprivate static let tenantNumbers = Text(
    fr: "SIRET, SIREN ou RNA du locataire", en: "SIRET, SIREN or RNA of the tenant")
  fileprivate static let lotIsNeeded = Text(
    fr: "Dites de quel lot c’est le bail.", en: "Say which lot it is the lease of.")
  fileprivate static let sameLotAtOnce = Text(fr: "même lot, aux mêmes dates", en: "same lot, same dates")
  fileprivate static let leaseIsSpokenOf = Text(
    fr: "D’autres fiches parlent de ce bail.", en: "Other records speak of this lease.")

  fileprivate static func newOrganisation(_ name: String) -> Text {
    Text(fr: "Nouvelle organisation : \(name)", en: "New organisation: \(name)")
  }

  fileprivate static func noLotOfThatName(_ name: String) -> Text {
    Text(
      fr: "Le site n’a pas de lot « \(name) » : importez d’abord les lots.",
      en: "The site has no lot “\(name)”: import lots first.")
  }
}
