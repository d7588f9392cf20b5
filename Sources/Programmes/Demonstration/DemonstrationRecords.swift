import Platform
import SQL

/// Enters one programme's reconstructed records, through the same rules as anybody's.
struct DemonstrationRecords {
  let scope: Scope
  let programme: Programme

  init(_ scope: Scope, of slug: String) async throws {
    self.scope = scope
    programme = try await ProgrammeStore(scope).find(slug)
  }

  func plan(_ name: String, _ year: Int, after previous: Plan? = nil) async throws -> Plan {
    try await Programmes().enter(
      PlanForm(name: name, year: year, previous: previous?.id), in: programme.id, scope, .reconstructed)
  }

  @discardableResult
  func action(
    _ title: String, _ state: ActionState, _ theme: String, in plan: Plan? = nil, continuing origin: Action? = nil,
    _ settle: (inout ActionForm) -> Void
  ) async throws -> Action {
    var form = ActionForm(title: title)
    form.state = state
    form.themes = [theme]
    form.plan = plan?.id
    form.continues = origin?.id
    settle(&form)
    return try await Programmes().enter(form, in: programme.id, scope, .reconstructed)
  }

  func partner(_ form: PartnerForm) async throws {
    let organisation: ID<Organisation> = try await OrganisationStore(scope).named(orNew: form.organisation)
    _ = try await Programmes().enter(form, organisation, in: programme, scope, .reconstructed)
  }

  func deliverable(_ form: DeliverableForm) async throws {
    _ = try await Programmes().enter(form, in: programme, scope, .reconstructed)
  }
}
