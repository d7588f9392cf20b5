import Assembly
import Platform
import Programmes
import SQL

extension Query {
  /// The applications that an actor may see: a company its own, those of the programmes one has a role on, or all.
  fileprivate static func applications(seenBy actor: Actor) -> Query {
    if actor.seesAllLeases { return "1 = 1" }
    return """
      (application.organisation_id IN \(.list(actor.numbers(.organisation, as: .company)))
        OR application.programme_id IN \(.list(actor.numbers(.programme, as: .partner, .agent, .manager))))
      """
  }
}

/// Every statement about applications, within what the actor may see.
struct ApplicationStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  static let kind: String = "application"

  private var visible: Query {
    "application.territory_id = \(scope.territory) AND \(.applications(seenBy: scope.actor))"
  }

  /// The last word of the admission body, as of today.
  private var verdict: Query {
    """
    (SELECT opinion.verdict FROM opinion JOIN body ON body.id = opinion.body_id
      WHERE opinion.territory_id = \(scope.territory) AND opinion.case_kind = \(Self.kind)
        AND opinion.case_id = application.id AND opinion.retraction IS NULL AND body.key = place_setting.admission_body
      ORDER BY opinion.day DESC, opinion.id DESC LIMIT 1)
    """
  }

  private var state: Query {
    """
    CASE WHEN application.withdrawn_day IS NOT NULL THEN 'withdrawn'
      WHEN EXISTS (SELECT 1 FROM lease WHERE lease.territory_id = \(scope.territory)
        AND lease.application_id = application.id) THEN 'hosted'
      ELSE coalesce(\(verdict), 'waiting') END
    """
  }

  private var columns: Query {
    """
    application.id, application.programme_id, programme.slug, programme.name, application.organisation_id,
    organisation.name, \(.category("application.category", "category")), application.activity, application.area_dm2,
    application.jobs, application.wanted_day, application.received_day, application.withdrawn_day, \(state) AS state,
    application.provenance, application.version
    """
  }

  private var joins: Query {
    """
    JOIN programme ON programme.id = application.programme_id JOIN organisation ON organisation.id = application.organisation_id
    LEFT JOIN place_setting ON place_setting.programme_id = application.programme_id
    \(.term("category", of: "application.programme_id", .tenantCategories, key: "application.category"))
    """
  }

  func find(_ id: ID<Application>) async throws -> Application {
    try await scope.one("SELECT \(columns) FROM application \(joins) WHERE \(visible) AND application.id = \(id)")
  }

  func listing(_ filter: ApplicationFilter, of programme: ID<Programme>? = nil) -> Listing<Application> {
    var which: Query = visible
    if let programme { which = which + " AND application.programme_id = \(programme)" }
    if let category = filter.category { which = which + " AND application.category = \(category)" }
    if let state = filter.state { which = which + " AND \(self.state) = \(state)" }
    if let text = filter.text {
      which =
        which + """
           AND application.organisation_id IN
          (SELECT id FROM organisation WHERE territory_id = \(scope.territory) AND sort_key LIKE \(keyHolding(text)))
          """
    }
    let (wanted, columns, joins) = (which, columns, joins)
    let needsSettings: Query =
      "FROM application LEFT JOIN place_setting ON place_setting.programme_id = application.programme_id WHERE "
    return Listing(
      scope, count: "SELECT count(*) " + needsSettings + wanted,
      orders: [
        Order("received", "application.received_day", "application.id", startsDown: true),
        Order("wanted", "application.id", nullable: "application.wanted_day"),
      ]
    ) { slice in
      """
      SELECT \(columns)
      FROM (SELECT application.id \(needsSettings) \(wanted) ORDER BY \(slice.order) \(slice.window)) wanted
      JOIN application ON application.id = wanted.id \(joins)
      ORDER BY \(slice.order)
      """
    }
  }

  /// Those that wait for the body, the oldest first.
  func waiting() async throws -> [Application] {
    try await scope.all(
      """
      SELECT \(columns) FROM application \(joins)
      WHERE \(visible) AND application.withdrawn_day IS NULL AND \(state) IN ('waiting', 'deferred')
      ORDER BY application.received_day, application.id LIMIT \(Agenda.most)
      """)
  }

  /// What a company asked for in a programme, the latest first.
  func of(_ organisation: ID<Organisation>, in programme: ID<Programme>) async throws -> [Application] {
    try await scope.all(
      """
      SELECT \(columns) FROM application \(joins)
      WHERE \(visible) AND application.organisation_id = \(organisation) AND application.programme_id = \(programme)
      ORDER BY application.received_day DESC, application.id DESC LIMIT 50
      """)
  }

  func insert(
    _ form: ApplicationForm, in programme: ID<Programme>, by organisation: ID<Organisation>,
    _ provenance: Provenance = .entered
  ) async throws -> Application {
    let id: ID<Application> = try await scope.insert(
      """
      INSERT INTO application
        (territory_id, programme_id, organisation_id, category, activity, area_dm2, jobs, wanted_day, received_day,
          provenance)
      VALUES (\(scope.territory), \(programme), \(organisation), \(form.category), \(form.activity), \(form.area.value),
        \(form.jobs.value), \(form.wanted.value), \(form.received), \(provenance))
      """)
    let application: Application = try await find(id)
    try await scope.audit(.applicationReceived, Self.kind, id.number, .application, after: application)
    return application
  }

  func update(_ application: Application, _ form: ApplicationForm, version: Int) async throws -> Application {
    try await scope.update(
      """
      UPDATE application SET category = \(form.category), activity = \(form.activity), area_dm2 = \(form.area.value),
        jobs = \(form.jobs.value), wanted_day = \(form.wanted.value), received_day = \(form.received),
        version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(application.id) AND version = \(version)
      """)
    return try await audited(application, .applicationChanged)
  }

  func withdraw(_ application: Application, on day: Day, version: Int) async throws -> Application {
    try await scope.update(
      """
      UPDATE application SET withdrawn_day = \(day), version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(application.id) AND version = \(version)
      """)
    return try await audited(application, .applicationWithdrawn)
  }

  private func audited(_ before: Application, _ deed: Deed) async throws -> Application {
    let after: Application = try await find(before.id)
    try await scope.audit(deed, Self.kind, before.id.number, .application, before: before, after: after)
    return after
  }
}

extension Deed {
  static let applicationReceived = Deed(
    "application.received", Text(fr: "Candidature enregistrée", en: "Application entered"))
  static let applicationChanged = Deed(
    "application.changed", Text(fr: "Candidature modifiée", en: "Application changed"))
  static let applicationWithdrawn = Deed(
    "application.withdrawn", Text(fr: "Candidature retirée", en: "Application withdrawn"))

  static let applications: [Deed] = [applicationReceived, applicationChanged, applicationWithdrawn]
}
