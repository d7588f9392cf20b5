import Assembly
import Platform
import Programmes
import SQL

/// Enters rebuilt records into a programme, by the rules that hold for anybody's.
struct Reconstruction {
  let scope: Scope
  let programme: Programme
  private let categories: [Term]
  private let kinds: [Term]
  private let admissionBody: String?

  init(_ slug: String, _ scope: Scope) async throws {
    self.scope = scope
    programme = try await ProgrammeStore(scope).find(slug)
    categories = try await CategoryStore(scope).of(programme.id)
    kinds = try await NomenclatureStore(scope).terms(of: programme.id, .siteKinds)
    admissionBody = try await PlaceSettings.of(programme.id, scope).admissionBody
  }

  func organisation(_ name: String) async throws -> ID<Organisation> {
    try await OrganisationStore(scope).named(orNew: name)
  }

  func site(_ form: SiteForm) async throws -> Site {
    try kinds.check(form.kind, field: "kind")
    let association: ID<Organisation>? =
      if let named = form.association { try await organisation(named) } else { nil }
    return try await SiteStore(scope).insert(form, in: programme.id, association: association, .reconstructed)
  }

  func lot(_ form: LotForm, on site: Site) async throws -> Lot {
    try categories.check(form.destination, field: "destination")
    return try await LotStore(scope).insert(form, on: site, .reconstructed)
  }

  @discardableResult
  func application(_ form: ApplicationForm, by applicant: String) async throws -> Application {
    try categories.check(form.category, field: "category")
    return try await ApplicationStore(scope).insert(
      form, in: programme.id, by: try await organisation(applicant), .reconstructed)
  }

  /// Of the body that admits, unless another is asked.
  func opinion(_ form: OpinionForm, on application: Application, by body: String? = nil) async throws {
    guard let body = body ?? admissionBody else { throw Refusal.conflict(.noAdmissionBody) }
    _ = try await OpinionStore(scope).insert(
      form, on: ApplicationStore.kind, application.id.number, programme: programme.id, body: body, .reconstructed)
  }

  @discardableResult
  func lease(_ form: LeaseForm, on lot: Lot) async throws -> Lease {
    let store = LeaseStore(scope)
    try await store.check(form, on: lot, others: try await store.on(lot.id))
    return try await store.sign(form, on: lot, tenant: try await organisation(form.tenant), .reconstructed)
  }

  func category(_ form: CategoryForm, on lease: Lease) async throws {
    try categories.check(form.category, field: "category")
    let store = LeaseCategoryStore(scope)
    try lease.recategorise(form, try await store.of(lease))
    _ = try await store.insert(form, on: lease, .reconstructed)
  }

  func jobs(_ form: JobCountForm, on site: Site) async throws {
    _ = try await JobCountStore(scope).insert(
      form, on: site, tenant: try await organisation(form.tenant), .reconstructed)
  }

  func member(_ form: MemberForm, on site: Site) async throws {
    _ = try await MemberStore(scope).insert(
      form, on: site, member: try await organisation(form.member), .reconstructed)
  }

  func charge(_ form: ChargeForm, on site: Site) async throws {
    _ = try await ChargeStore(scope).insert(form, on: site, .reconstructed)
  }

  func found(_ form: SurvivalForm) async throws {
    _ = try await SurvivalStore(scope).insert(form, of: try await organisation(form.organisation), .reconstructed)
  }

  /// A company that is to be hosted: it applies, and the body that admits is for it.
  func admit(
    _ applicant: String, _ category: String, _ activity: String, _ area: Area?, jobs: Int?, from day: Day,
    present: Int?, reason: String? = nil
  ) async throws {
    let application: Application = try await application(
      ApplicationForm(category: category, activity: activity, area: area, jobs: jobs, received: day.adding(days: -75)),
      by: applicant)
    try await opinion(
      OpinionForm(.favourable, on: day.adding(days: -30), present: present, reason: reason), on: application)
  }
}

extension Day {
  /// A day of the calendar that a demonstration names.
  static func on(_ year: Int, _ month: Int, _ day: Int) -> Day {
    guard let day = Day(year, month, day) else { preconditionFailure("no such day: \(year)-\(month)-\(day)") }
    return day
  }
}
