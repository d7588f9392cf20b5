import HTTP
import SQL

extension Allow {
  /// A company sees itself, those who work with companies see them all.
  static let readsOrganisations = Allow([.agent, .manager, .administrator, .elected, .company, .partner])
}

extension PlatformDoor {
  var organisationRoutes: [Endpoint] {
    [
      .list(
        "/annuaire/organisations", .organisations, allow: .readsOrganisations, .organisation,
        filter: NameFilter.self
      ) { visit, filter in
        ListPage(
          .organisations, .organisation, OrganisationStore(visit.scope).listing(filter),
          filters: NameFilter.fields, .organisation)
      },
      .record(
        "/annuaire/organisations/{organisation}", .oneOrganisation, kind: "organisation", allow: .readsOrganisations,
        .organisation
      ) { visit in
        let organisation: Organisation = try await OrganisationStore(visit.scope).find(visit.id("organisation"))
        let roles: [Role] =
          visit.allows(.givesRoles)
          ? try await RoleStore(visit.scope).on(.organisation, organisation.id.number) : []
        let crumbs: [Crumb] = [Crumb(Text.organisations(visit.language), "/annuaire/organisations")]
        return Shown(organisation.name, crumbs: crumbs, .organisation, organisation) { page in
          guard !roles.isEmpty else { return }
          page.section(.roles) { page in
            page.table(
              View.role.without("target", "targetName"), roles, caption: .roles, empty: .noRoleHere)
          }
        }
      },
    ]
  }
}

extension View<Organisation> {
  static let organisation = View(
    "Organisation",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("name", .personName, link: { "/annuaire/organisations/\($0.id)" }) { .text($0.name) },
    ])
}

extension Noun {
  public static let organisation = Noun(
    fr: ("organisation", "organisations", .f), en: ("organisation", "organisations"))
}
