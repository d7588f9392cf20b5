import Platform
import SQL

/// What was found out about a company that is or was hosted, on a day. A later finding does not change what was true
/// before it.
struct SurvivalRecord: Fetched, Equatable {
  let id: ID<SurvivalRecord>
  let organisation: ID<Organisation>
  let organisationName: String
  let status: SurvivalStatus
  let day: Day
  let source: String
  let provenance: Provenance
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    organisation = try row.next()
    organisationName = try row.next()
    status = try row.next()
    day = try row.next()
    source = try row.next()
    provenance = try row.next()
    version = try row.next()
  }

  static let view = View<SurvivalRecord>(
    "SurvivalRecord",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("organisation", .pastTenant) { .text($0.organisationName) },
      Column("organisationId", .organisationNumber, .int, forMachines: true) { .int(Int($0.organisation.number)) },
      Column("status", .survivalStatus, .word(SurvivalStatus.words)) { .choice($0.status) },
      Column("day", .foundOn, .day) { .day($0.day) },
      Column("source", .source) { .text($0.source.isEmpty ? nil : $0.source) },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

struct SurvivalForm: Form {
  static let organisation = Field.named(
    "organisation", .pastTenant, most: Organisation.mostNameCharacters, finder: "organisations")
  static let status = Field<SurvivalStatus>.choice("status", .survivalStatus)
  static let day = Field.day("day", .foundOn, help: .dayHelp)
  static let source = Field.text("source", .source, help: .sourceHelp, most: 160).optional
  static let fields: [any FormField] = [organisation, status, day, source]

  let organisation: String
  let status: SurvivalStatus
  let day: Day
  let source: String

  init(_ values: FormValues) throws(Refusal) {
    organisation = values[Self.organisation]
    status = values[Self.status]
    day = values[Self.day]
    source = values[Self.source] ?? ""
  }

  init(organisation: String, status: SurvivalStatus, day: Day, source: String) {
    self.organisation = organisation
    self.status = status
    self.day = day
    self.source = source
  }

  static func typed(_ record: SurvivalRecord) -> Typed {
    var typed = Typed()
    typed.set(organisation, record.organisationName)
    typed.set(status, record.status)
    typed.set(day, record.day)
    typed.set(source, record.source)
    typed.set(.version, record.version)
    return typed
  }
}

struct SurvivalFilter: Form {
  static let text = Field.text("q", .pastTenant, most: 100).optional
  static let status = Field<SurvivalStatus>.choice("status", .survivalStatus).optional
  static let fields: [any FormField] = [text, status]

  let text: String?
  let status: SurvivalStatus?

  init(_ values: FormValues) throws(Refusal) {
    text = values[Self.text]
    status = values[Self.status]
  }
}

struct SurvivalStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = """
    survival_fact.id, survival_fact.organisation_id, organisation.name, survival_fact.status, survival_fact.day,
    survival_fact.source, survival_fact.provenance, survival_fact.version
    """
  private static let joins: Query = "JOIN organisation ON organisation.id = survival_fact.organisation_id"

  /// The company is or was hosted in a place of this programme.
  private func hosted(in programme: ID<Programme>) -> Query {
    """
    survival_fact.territory_id = \(scope.territory) AND survival_fact.organisation_id IN (
      SELECT lease.tenant_id FROM lease JOIN lot ON lot.id = lease.lot_id JOIN site ON site.id = lot.site_id
      WHERE lease.territory_id = \(scope.territory) AND site.programme_id = \(programme))
    """
  }

  func find(_ id: ID<SurvivalRecord>) async throws -> SurvivalRecord {
    try await scope.one(
      """
      SELECT \(Self.columns) FROM survival_fact \(Self.joins)
      WHERE survival_fact.territory_id = \(scope.territory) AND survival_fact.id = \(id)
      """)
  }

  func listing(_ filter: SurvivalFilter, in programme: ID<Programme>) -> Listing<SurvivalRecord> {
    var which: Query = "FROM survival_fact \(Self.joins) WHERE " + hosted(in: programme)
    if let status = filter.status { which = which + " AND survival_fact.status = \(status)" }
    if let text = filter.text { which = which + " AND organisation.sort_key LIKE \(keyHolding(text))" }
    let wanted: Query = which
    return Listing(
      scope, count: "SELECT count(*) " + wanted,
      orders: [
        Order("day", "survival_fact.day", "survival_fact.id", startsDown: true),
        Order("organisation", "organisation.sort_key", "survival_fact.id"),
      ]
    ) { slice in "SELECT \(Self.columns) \(wanted) ORDER BY \(slice.order) \(slice.window)" }
  }

  /// All that was found out about those who stayed in a programme's places.
  func facts(of programme: ID<Programme>) async throws -> [Int64: [SurvivalFact]] {
    let records: [SurvivalRecord] = try await scope.all(
      "SELECT \(Self.columns) FROM survival_fact \(Self.joins) WHERE \(hosted(in: programme)) ORDER BY survival_fact.day, survival_fact.id"
    )
    return Dictionary(grouping: records, by: \.organisation.number)
      .mapValues { $0.map { SurvivalFact(status: $0.status, day: $0.day) } }
  }

  func insert(
    _ form: SurvivalForm, of organisation: ID<Organisation>, _ provenance: Provenance = .entered
  ) async throws -> SurvivalRecord {
    let id: ID<SurvivalRecord> = try await scope.guarded(by: .unique, .conflict(.foundThatDay, field: "day")) {
      try await scope.insert(
        """
        INSERT INTO survival_fact (territory_id, organisation_id, day, status, source, provenance)
        VALUES (\(scope.territory), \(organisation), \(form.day), \(form.status), \(form.source), \(provenance))
        """)
    }
    let record: SurvivalRecord = try await find(id)
    try await scope.audit(.survivalNoted, "survival_fact", id.number, SurvivalRecord.view, after: record)
    return record
  }

  func has(_ organisation: ID<Organisation>, on day: Day) async throws -> Bool {
    try await scope.value(
      """
      SELECT count(*) FROM survival_fact
      WHERE territory_id = \(scope.territory) AND organisation_id = \(organisation) AND day = \(day)
      """) > 0
  }

  func update(_ record: SurvivalRecord, _ form: SurvivalForm, version: Int) async throws -> SurvivalRecord {
    try await scope.guarded(by: .unique, .conflict(.foundThatDay, field: "day")) {
      try await scope.update(
        """
        UPDATE survival_fact SET status = \(form.status), day = \(form.day), source = \(form.source),
          version = version + 1
        WHERE territory_id = \(scope.territory) AND id = \(record.id) AND version = \(version)
        """)
    }
    let after: SurvivalRecord = try await find(record.id)
    try await scope.audit(
      .survivalCorrected, "survival_fact", record.id.number, SurvivalRecord.view, before: record, after: after)
    return after
  }
}

extension Deed {
  static let survivalNoted = Deed("survival.noted", Text(fr: "Constat enregistré", en: "Finding entered"))
  static let survivalCorrected = Deed("survival.corrected", Text(fr: "Constat corrigé", en: "Finding corrected"))
}

extension Noun {
  static let survivalRecord = Noun(fr: ("constat", "constats", .m), en: ("finding", "findings"))
}

extension Text {
  static let survivals = Text(fr: "Ce que deviennent les hébergés", en: "What becomes of tenants")
  static let noteSurvivals = Text(fr: "Saisir des constats", en: "Enter findings")
  static let correctSurvival = Text(fr: "Corriger le constat", en: "Correct the finding")
  static let pastTenant = Text(fr: "Entreprise hébergée", en: "Hosted company")
  static let survivalStatus = Text(fr: "Situation", en: "Situation")
  static let foundOn = Text(fr: "Depuis le", en: "Since")
  static let source = Text(fr: "Source", en: "Source")
  static let sourceHelp = Text(
    fr: "Par exemple « registre du commerce » ou « enquête annuelle ».",
    en: "For example “trade register” or “yearly survey”.")
  static let foundThatDay = Text(
    fr: "Un constat existe déjà pour cette entreprise à cette date.", en: "There is a finding on that day already.")
  static let unknownTenant = Text(
    fr: "Aucune organisation ne porte exactement ce nom.", en: "No organisation has exactly this name.")

  static func sameTenantExpected(_ name: String) -> Text {
    Text(
      fr: "Ce constat porte sur \(name) ; pour une autre entreprise, saisissez-en un autre.",
      en: "This finding is about \(name); for another company, enter another one.")
  }
}
