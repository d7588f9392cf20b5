import Platform
import SQL

/// The jobs that a tenant declares on a site, on a day: all of them, and those of people on an integration pathway.
struct JobCount: Fetched, Equatable {
  let id: ID<JobCount>
  let site: ID<Site>
  let siteName: String
  let tenant: ID<Organisation>
  let tenantName: String
  let day: Day
  let total: Int
  let insertion: Int
  let provenance: Provenance
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    site = try row.next()
    siteName = try row.next()
    tenant = try row.next()
    tenantName = try row.next()
    day = try row.next()
    total = try row.next()
    insertion = try row.next()
    provenance = try row.next()
    version = try row.next()
  }

  static let view = View<JobCount>(
    "JobCount",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("tenant", .tenant) { .text($0.tenantName) },
      Column("tenantId", .organisationNumber, .int, forMachines: true) { .int(Int($0.tenant.number)) },
      Column("day", .countedOn, .day) { .day($0.day) },
      Column("total", .jobs, .int) { .int($0.total) },
      Column("insertion", .insertionJobs, .int) { .int($0.insertion) },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

struct JobCountForm: Form {
  static let tenant = Field.named(
    "tenant", .tenant, most: Organisation.mostNameCharacters, finder: "organisations")
  static let day = Field.day("day", .countedOn, help: .dayHelp)
  static let total = Field<Int>.number("total", .jobs, 0...1_000_000)
  static let insertion = Field<Int>.number("insertion", .insertionJobs, help: .insertionHelp, 0...1_000_000).optional
  static let fields: [any FormField] = [tenant, day, total, insertion]

  let tenant: String
  let day: Day
  let total: Int
  let insertion: Int

  init(_ values: FormValues) throws(Refusal) {
    tenant = values[Self.tenant]
    day = values[Self.day]
    total = values[Self.total]
    insertion = values[Self.insertion] ?? 0
    if insertion > total { throw .invalid("insertion", .moreThanAllJobs) }
  }

  init(tenant: String, day: Day, total: Int, insertion: Int) {
    self.tenant = tenant
    self.day = day
    self.total = total
    self.insertion = insertion
  }

  static func typed(_ count: JobCount) -> Typed {
    var typed = Typed()
    typed.set(tenant, count.tenantName)
    typed.set(day, count.day)
    typed.set(total, count.total)
    typed.set(insertion, count.insertion)
    typed.set(.version, count.version)
    return typed
  }
}

/// The jobs of a site on a day: the last count of each tenant in place.
struct SiteJobs: Fetched {
  let total: Int
  let insertion: Int
  let tenants: Int

  init(_ row: inout Row) throws(DatabaseError) {
    total = try row.next()
    insertion = try row.next()
    tenants = try row.next()
  }
}

struct JobCountStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = """
    job_count.id, job_count.site_id, site.name, job_count.tenant_id, organisation.name, job_count.day, job_count.total,
    job_count.insertion, job_count.provenance, job_count.version
    """
  private static let joins: Query =
    "JOIN site ON site.id = job_count.site_id JOIN organisation ON organisation.id = job_count.tenant_id"

  func find(_ id: ID<JobCount>) async throws -> JobCount {
    try await scope.one(
      """
      SELECT \(Self.columns) FROM job_count \(Self.joins)
      WHERE job_count.territory_id = \(scope.territory) AND job_count.id = \(id)
      """)
  }

  func listing(of site: ID<Site>) -> Listing<JobCount> {
    let wanted: Query = """
      FROM job_count \(Self.joins) WHERE job_count.territory_id = \(scope.territory) AND job_count.site_id = \(site)
      """
    return Listing(
      scope, count: "SELECT count(*) " + wanted,
      orders: [Order("day", "job_count.day", "job_count.id", startsDown: true)]
    ) { slice in "SELECT \(Self.columns) \(wanted) ORDER BY \(slice.order) \(slice.window)" }
  }

  func on(_ site: ID<Site>, day: Day) async throws -> SiteJobs { try await sum("job_count.site_id = \(site)", day) }

  func of(_ programme: ID<Programme>, on day: Day) async throws -> SiteJobs {
    try await sum("job_count.site_id IN (SELECT id FROM site WHERE programme_id = \(programme))", day)
  }

  /// Of tenants that are in place on a day, the last count each.
  private func sum(_ which: Query, _ day: Day) async throws -> SiteJobs {
    try await scope.one(
      """
      SELECT CAST(coalesce(sum(job_count.total), 0) AS BIGINT), CAST(coalesce(sum(job_count.insertion), 0) AS BIGINT),
        count(*)
      FROM job_count
      WHERE job_count.territory_id = \(scope.territory) AND \(which) AND job_count.day <= \(day)
        AND job_count.day = (SELECT max(latest.day) FROM job_count latest WHERE latest.site_id = job_count.site_id
          AND latest.tenant_id = job_count.tenant_id AND latest.day <= \(day))
        AND EXISTS (SELECT 1 FROM lease JOIN lot ON lot.id = lease.lot_id
          WHERE lease.territory_id = \(scope.territory) AND lease.tenant_id = job_count.tenant_id
            AND lot.site_id = job_count.site_id AND \(.running(on: day)))
      """)
  }

  func insert(
    _ form: JobCountForm, on site: Site, tenant: ID<Organisation>, _ provenance: Provenance = .entered
  ) async throws -> JobCount {
    let id: ID<JobCount> = try await scope.guarded(by: .unique, .conflict(.countedThatDay, field: "day")) {
      try await scope.insert(
        """
        INSERT INTO job_count (territory_id, site_id, tenant_id, day, total, insertion, provenance)
        VALUES (\(scope.territory), \(site.id), \(tenant), \(form.day), \(form.total), \(form.insertion),
          \(provenance))
        """)
    }
    let count: JobCount = try await find(id)
    try await scope.audit(.jobsDeclared, "job_count", id.number, JobCount.view, after: count)
    return count
  }

  func update(
    _ count: JobCount, _ form: JobCountForm, tenant: ID<Organisation>, version: Int
  ) async throws -> JobCount {
    try await scope.guarded(by: .unique, .conflict(.countedThatDay, field: "day")) {
      try await scope.update(
        """
        UPDATE job_count SET tenant_id = \(tenant), day = \(form.day), total = \(form.total),
          insertion = \(form.insertion), version = version + 1
        WHERE territory_id = \(scope.territory) AND id = \(count.id) AND version = \(version)
        """)
    }
    let after: JobCount = try await find(count.id)
    try await scope.audit(.jobsCorrected, "job_count", count.id.number, JobCount.view, before: count, after: after)
    return after
  }
}

extension Deed {
  static let jobsDeclared = Deed("jobs.declared", Text(fr: "Emplois déclarés", en: "Jobs declared"))
  static let jobsCorrected = Deed("jobs.corrected", Text(fr: "Déclaration d’emplois corrigée", en: "Jobs corrected"))
}

extension Noun {
  static let jobCount = Noun(
    fr: ("déclaration d’emplois", "déclarations d’emplois", .f), en: ("job count", "job counts"),
    de: ("Arbeitsplatzmeldung", "Arbeitsplatzmeldungen", .f))
}

extension Text {
  static let jobCounts = Text(fr: "Emplois hébergés", en: "Jobs hosted", de: "Arbeitsplätze vor Ort")
  static let declareJobs = Text(fr: "Déclarer des emplois", en: "Declare jobs")
  static let correctJobs = Text(fr: "Corriger la déclaration", en: "Correct the count")
  static let countedOn = Text(fr: "Comptés le", en: "Counted on")
  static let insertionJobs = Text(fr: "Dont en insertion", en: "Of which integration", de: "Davon Eingliederung")
  static let insertionHelp = Text(
    fr: "Réservés à des personnes en parcours d’insertion ; ils sont compris dans le total.",
    en: "Kept for people on an integration pathway; they are part of the total.")
  static let moreThanAllJobs = Text(
    fr: "Il y en a plus que d’emplois en tout.", en: "There are more of them than jobs in all.")
  static let countedThatDay = Text(
    fr: "Ce locataire a déjà une déclaration à cette date sur ce site : corrigez-la.",
    en: "This tenant has a count on that day on this site already: correct it.")
}
