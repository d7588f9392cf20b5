import Platform
import SQL

/// What a site costs in a year, line by line.
struct Charge: Fetched, Equatable {
  let id: ID<Charge>
  let site: ID<Site>
  let siteName: String
  let year: Int
  let label: String
  let amount: Money
  let provenance: Provenance
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    site = try row.next()
    siteName = try row.next()
    year = try row.next()
    label = try row.next()
    amount = try row.next()
    provenance = try row.next()
    version = try row.next()
  }

  static let view = View<Charge>(
    "Charge",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("label", .chargeLabel) { .text($0.label) },
      Column("year", .year) { .text(String($0.year)) },
      Column("amount", .amount, .money) { .money($0.amount) },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

struct ChargeForm: Form {
  static let label = Field.text("label", .chargeLabel, help: .chargeHelp, most: 160)
  static let year = Field<Int>.number("year", .year, 1900...2200)
  static let amount = Field.amount("amount", .amount, most: Money(euros: 1_000_000_000))
  static let fields: [any FormField] = [label, year, amount]

  let label: String
  let year: Int
  let amount: Money

  init(_ values: FormValues) throws(Refusal) {
    label = values[Self.label]
    year = values[Self.year]
    amount = values[Self.amount]
  }

  init(label: String, year: Int, amount: Money) {
    self.label = label
    self.year = year
    self.amount = amount
  }

  static func typed(_ charge: Charge) -> Typed {
    var typed = Typed()
    typed.set(label, charge.label)
    typed.set(year, charge.year)
    typed.set(amount, charge.amount)
    typed.set(.version, charge.version)
    return typed
  }
}

struct ChargeStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = """
    charge.id, charge.site_id, site.name, charge.year, charge.label, charge.amount, charge.provenance, charge.version
    """

  func find(_ id: ID<Charge>) async throws -> Charge {
    try await scope.one(
      """
      SELECT \(Self.columns) FROM charge JOIN site ON site.id = charge.site_id
      WHERE charge.territory_id = \(scope.territory) AND charge.id = \(id)
      """)
  }

  func listing(of site: ID<Site>) -> Listing<Charge> {
    let wanted: Query = """
      FROM charge JOIN site ON site.id = charge.site_id
      WHERE charge.territory_id = \(scope.territory) AND charge.site_id = \(site)
      """
    return Listing(
      scope, count: "SELECT count(*) " + wanted, orders: [Order("year", "charge.year", "charge.id", startsDown: true)]
    ) { slice in "SELECT \(Self.columns) \(wanted) ORDER BY \(slice.order) \(slice.window)" }
  }

  func insert(_ form: ChargeForm, on site: Site, _ provenance: Provenance = .entered) async throws -> Charge {
    let id: ID<Charge> = try await scope.insert(
      """
      INSERT INTO charge (territory_id, site_id, year, label, amount, provenance)
      VALUES (\(scope.territory), \(site.id), \(form.year), \(form.label), \(form.amount), \(provenance))
      """)
    let charge: Charge = try await find(id)
    try await scope.audit(.chargeEntered, "charge", id.number, Charge.view, after: charge)
    return charge
  }

  func update(_ charge: Charge, _ form: ChargeForm, version: Int) async throws -> Charge {
    try await scope.update(
      """
      UPDATE charge SET year = \(form.year), label = \(form.label), amount = \(form.amount), version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(charge.id) AND version = \(version)
      """)
    let after: Charge = try await find(charge.id)
    try await scope.audit(.chargeChanged, "charge", charge.id.number, Charge.view, before: charge, after: after)
    return after
  }
}

extension Deed {
  static let chargeEntered = Deed("charge.entered", Text(fr: "Charge enregistrée", en: "Charge entered"))
  static let chargeChanged = Deed("charge.changed", Text(fr: "Charge modifiée", en: "Charge changed"))
}

extension Noun {
  static let charge = Noun(
    fr: ("charge", "charges", .f), en: ("charge", "charges"),
    de: ("Ausgabe", "Ausgaben", .f))
}

extension Text {
  static let charges = Text(fr: "Charges du site", en: "Charges of the site")
  static let seeBalance = Text(fr: "Voir l’équilibre", en: "See the balance")
  static let newCharge = Text(fr: "Noter une charge", en: "Note a charge")
  static let changeCharge = Text(fr: "Modifier la charge", en: "Change the charge")
  static let chargeLabel = Text(fr: "Charge", en: "Charge")
  static let chargeHelp = Text(
    fr: "Par exemple « Entretien et fluides » ou « Annuité de l’emprunt ».",
    en: "For example “Upkeep and utilities” or “Loan instalment”.")
  static let year = Text(fr: "Année", en: "Year", de: "Jahr")
  static let amount = Text(fr: "Montant", en: "Amount", de: "Betrag")
}
