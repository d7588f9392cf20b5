import HTTP
import SQL

extension PlatformDoor {
  var serviceRoutes: [Endpoint] {
    [
      .list("/annuaire/services", .services, allow: .everyone, .serviceRow, filter: ServiceFilter.self) {
        visit, filter in
        let store = ServiceStore(visit.scope)
        let audiences: [Cell.Word] = try await store.audiences()
        let theme = Field.among(ServiceFilter.theme.key, ServiceFilter.theme.label, ThemeHeading.words).optional
        let audience = Field.among(
          ServiceFilter.audience.key, ServiceFilter.audience.label, audiences.map { ($0.key, $0.label) }
        ).optional
        let narrowing: [any FormField] = [ServiceFilter.text, theme] + (audiences.isEmpty ? [] : [audience])
        return ListPage(
          .services, .serviceRow, store.listing(filter),
          hiding: visit.allows(.seesDirectory) ? [] : ["isPublic"],
          filters: narrowing + [ServiceFilter.fee, ServiceFilter.municipality],
          actions: [
            ActionLink(.importTable, to: "/annuaire/services/import", allow: .keepsOrganisations),
            ActionLink(.inclusion, to: "/annuaire/data-inclusion", allow: .seesDirectory),
          ], .service,
          mark: { $0.provenance.mark })
      },
      .record("/annuaire/services/{service}", .service, kind: "service", allow: .everyone, .service) { visit in
        let service: OfferedService = try await ServiceStore(visit.scope).find(visit.id("service"))
        return Shown(
          service.name, crumbs: [.services(visit)], .service, service, of: service.programme?.id
        ) { page in page.service(service) }
      },
    ] + newService + changeService
  }

  private var newService: [Endpoint] {
    Endpoint.form(
      .newService, allow: .keepsOrganisations, page: "/annuaire/organisations/{organisation}/services/nouveau",
      posts: "/annuaire/organisations/{organisation}/services", ServiceForm.self,
      show: { visit in
        let organisation: Organisation = try await OrganisationStore(visit.scope).find(visit.id("organisation"))
        var initial = Typed()
        initial.set(ServiceForm.isPublic, true)
        return try await visit.serviceForm(.newService, .organisation(visit, organisation), initial)
      },
      submit: { visit, scope, form in
        let organisation: Organisation = try await OrganisationStore(scope).find(visit.id("organisation"))
        let service: OfferedService = try await ServiceStore(scope).insert(form, of: organisation)
        return .created(.serviceEntered, at: service.path, .service, service)
      })
  }

  private var changeService: [Endpoint] {
    Endpoint.form(
      .changeService, allow: .keepsOrganisations, page: "/annuaire/services/{service}/modifier",
      posts: "/annuaire/services/{service}", Changed<ServiceForm>.self,
      show: { visit in
        let service: OfferedService = try await ServiceStore(visit.scope).find(visit.id("service"))
        return try await visit.serviceForm(
          .changeService, [.services(visit), Crumb(service.name, service.path)], ServiceForm.typed(service))
      },
      submit: { visit, scope, changed in
        let store = ServiceStore(scope)
        let service: OfferedService = try await store.find(visit.id("service"))
        let after: OfferedService = try await store.update(service, changed.form, version: changed.version)
        return .changed(.serviceChanged, at: after.path, .service, after)
      })
  }
}

extension Visit {
  fileprivate func serviceForm(_ title: Text, _ crumbs: [Crumb], _ initial: Typed) async throws -> FormPage {
    let referential = Referential(scope)
    let programmes: [Programme] = try await ProgrammeStore(scope).allVisible()
    return FormPage(
      title, crumbs: crumbs, submit: .save, initial: initial,
      fields: [
        try await referential.field(ServiceForm.themes.key, .themes, .theme),
        try await referential.field(ServiceForm.audiences.key, .audiences, .audience),
        Field.codes(ServiceForm.zones.key, .zones, typed: .zonesHelp),
        Field.among(
          ServiceForm.programme.key, ServiceForm.programme.label, programmes.map { ("\($0.id)", Text(name: $0.name)) }
        ).optional,
      ], hiding: programmes.isEmpty ? [ServiceForm.programme.key] : [])
  }
}

extension Page {
  fileprivate mutating func service(_ service: OfferedService) {
    provenance(service.provenance)
    prose(service.description)
    let unsaid: [String] = Allow.seesDirectory.admits(actor) ? [] : ["isPublic"]
    facts(View.service.without("name").without(unsaid).filled(by: [service]), service)
    actions([
      ActionLink(.changeService, to: "\(service.path)/modifier", allow: .keepsOrganisations),
      ActionLink(
        Text(name: service.organisationName), to: "/annuaire/organisations/\(service.organisation)",
        allow: .seesDirectory),
    ])
  }
}

extension Crumb {
  static func services(_ visit: Visit) -> Crumb {
    Crumb(Text.services(visit.language), "/annuaire/services")
  }
}

extension Text {
  static let newService = Text(fr: "Ajouter un service", en: "Add a service")
  static let changeService = Text(fr: "Modifier le service", en: "Change the service")
  fileprivate static let zonesHelp = Text(
    fr:
      "Où il faut habiter, en codes de l’INSEE, un par ligne : commune (42218), département (42), intercommunalité (244200770), ou « france ».",
    en:
      "Where one must live, as codes of the INSEE, one to a line: municipality (42218), department (42), intercommunality (244200770), or “france”."
  )
}
