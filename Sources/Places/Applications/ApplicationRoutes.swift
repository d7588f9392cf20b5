import Assembly
import Platform
import Programmes
import SQL

extension Allow {
  /// A company sees its own applications, a partner those of its programmes, the others all of them.
  static let seesApplications = Allow(
    [.agent, .manager, .administrator, .elected, .company, .partner], inProgramme: [.agent, .manager])
}

extension Places {
  var applicationRoutes: [Endpoint] {
    [
      .list(
        "/candidatures", .applications, allow: .seesApplications, .application, filter: ApplicationFilter.self
      ) { visit, filter in
        ListPage(
          .applications, .application, ApplicationStore(visit.scope).listing(filter),
          filters: ApplicationFilter.fields(among: try await CategoryStore(visit.scope).all()), .application,
          mark: { $0.provenance.mark })
      },
      .list(
        "/dispositifs/{programme}/candidatures", .applications, allow: .seesApplications, .application,
        filter: ApplicationFilter.self
      ) { visit, filter in
        let programme: Programme = try await ProgrammeStore(visit.scope).find(visit.text("programme"))
        return ListPage(
          .applications, crumbs: Crumb.programme(visit, programme), View.application.without("programme"),
          ApplicationStore(visit.scope).listing(filter, of: programme.id),
          filters: ApplicationFilter.fields(among: try await CategoryStore(visit.scope).of(programme.id)),
          actions: [
            ActionLink(.newApplication, to: "\(programme.path)/candidatures/nouvelle", allow: Programme.changed)
          ], .application, mark: { $0.provenance.mark })
      },
      .record(
        "/candidatures/{application}", .oneApplication, kind: ApplicationStore.kind, allow: .seesApplications,
        .application
      ) { visit in
        let scope: Scope = visit.scope
        let application: Application = try await ApplicationStore(scope).find(visit.id("application"))
        let opinions: [Opinion] = try await OpinionStore(scope).on(ApplicationStore.kind, application.id.number)
        let leases: [Lease] = try await LeaseStore(scope).of(application.id)
        let settings: PlaceSettings = try await PlaceSettings.of(application.programme, scope)
        let fitting: [Lot] = application.state == .favourable ? try await LotStore(scope).fitting(application) : []
        return Shown(
          application.organisationName, crumbs: crumbs(visit, application), .application, application,
          of: application.programme
        ) { page in
          applicationPage(
            &page, application, opinions, leases, settings, fitting, signs: Allow.staff.admits(scope.actor))
        }
      },
    ] + newApplication + changeApplication + withdrawApplication + applicationLetters
      + Endpoint.opinions(
        "/candidatures/{application}", kind: ApplicationStore.kind, allow: Programme.changed
      ) { visit in
        let application: Application = try await ApplicationStore(visit.scope).find(visit.id("application"))
        _ = try await ProgrammeStore(visit.scope).findToChange("\(application.programme)")
        guard let body = try await PlaceSettings.of(application.programme, visit.scope).admissionBody else {
          throw Refusal.conflict(.noAdmissionBody)
        }
        if application.withdrawn != nil { throw Refusal.conflict(.opinionOnWithdrawn) }
        return OpinionOccasion(
          application.id.number, programme: application.programme, body: body,
          crumbs: crumbs(visit, application) + [Crumb(application.organisationName, application.path)],
          back: application.path)
      }
  }

  private var newApplication: [Endpoint] {
    Endpoint.form(
      .newApplication, allow: Programme.changed, page: "/dispositifs/{programme}/candidatures/nouvelle",
      posts: "/dispositifs/{programme}/candidatures", NewApplicationForm.self,
      show: { visit in
        let programme: Programme = try await ProgrammeStore(visit.scope).findToChange(visit.text("programme"))
        var initial = Typed()
        initial.set(ApplicationForm.received, visit.scope.today)
        let categories: [Term] = try await CategoryStore(visit.scope).of(programme.id)
        let settling: String = try await programme.settling(.tenantCategories, visit.scope)
        return FormPage(
          .newApplication,
          crumbs: Crumb.programme(visit, programme) + [
            Crumb(Text.applications(visit.language), "\(programme.path)/candidatures")
          ], submit: .save, initial: initial, fields: [ApplicationForm.category(among: categories)],
          above: { page in if categories.isEmpty { page.noCategory(settledAt: settling) } })
      },
      submit: { visit, scope, form in
        let programme: Programme = try await ProgrammeStore(scope).findToChange(visit.text("programme"))
        try await CategoryStore(scope).of(programme.id).check(form.form.category, field: "category")
        let organisation: ID<Organisation> = try await visit.organisation(
          form.organisation, field: "organisation", scope)
        let application: Application = try await ApplicationStore(scope).insert(
          form.form, in: programme.id, by: organisation)
        return .created(.applicationReceived, at: application.path, .application, application)
      })
  }

  private var changeApplication: [Endpoint] {
    Endpoint.form(
      .changeApplication, allow: Programme.changed, page: "/candidatures/{application}/modifier",
      posts: "/candidatures/{application}", Changed<ApplicationForm>.self,
      show: { visit in
        let application: Application = try await visit.applicationToChange(visit.scope)
        return FormPage(
          .changeApplication,
          crumbs: crumbs(visit, application) + [Crumb(application.organisationName, application.path)], submit: .save,
          initial: ApplicationForm.typed(application),
          fields: [
            ApplicationForm.category(
              among: try await CategoryStore(visit.scope).of(application.programme),
              keeping: application.category.key)
          ])
      },
      submit: { visit, scope, changed in
        let application: Application = try await visit.applicationToChange(scope)
        try await CategoryStore(scope).of(application.programme)
          .check(changed.form.category, field: "category", keeping: application.category.key)
        let after: Application = try await ApplicationStore(scope).update(
          application, changed.form, version: changed.version)
        return .changed(.applicationChanged, at: after.path, .application, after)
      })
  }

  private var withdrawApplication: [Endpoint] {
    Endpoint.form(
      .withdrawApplication, allow: Programme.changed, page: "/candidatures/{application}/retirer",
      posts: "/candidatures/{application}/retrait", Changed<EndForm>.self,
      show: { visit in
        let application: Application = try await visit.applicationToChange(visit.scope)
        return FormPage(
          .withdrawApplication,
          crumbs: crumbs(visit, application) + [Crumb(application.organisationName, application.path)], submit: .save,
          initial: EndForm.typed(visit.scope.today, version: application.version))
      },
      submit: { visit, scope, changed in
        let application: Application = try await visit.applicationToChange(scope)
        try application.withdraw(on: changed.form.day)
        let after: Application = try await ApplicationStore(scope).withdraw(
          application, on: changed.form.day, version: changed.version)
        return .changed(.applicationWithdrawn, at: after.path, .application, after)
      })
  }
}

extension Visit {
  /// An application of a programme that this actor runs.
  fileprivate func applicationToChange(_ scope: Scope) async throws -> Application {
    let application: Application = try await ApplicationStore(scope).find(id("application"))
    _ = try await ProgrammeStore(scope).findToChange("\(application.programme)")
    return application
  }
}

private func crumbs(_ visit: Visit, _ application: Application) -> [Crumb] {
  [
    Crumb.programmes(visit), Crumb(application.programmeName, "/dispositifs/\(application.programmeSlug)"),
    Crumb(Text.applications(visit.language), "/dispositifs/\(application.programmeSlug)/candidatures"),
  ]
}

private func applicationPage(
  _ page: inout Page, _ application: Application, _ opinions: [Opinion], _ leases: [Lease], _ settings: PlaceSettings,
  _ fitting: [Lot], signs: Bool
) {
  page.provenance(application.provenance)
  page.mark(application.state.label, application.state.tone)
  page.facts(View.application.without("organisation", "state"), application)
  page.paragraph(Text(name: application.activity))
  page.actions([
    ActionLink(.giveOpinion, to: "\(application.path)/avis/nouveau", allow: Programme.changed, inDialog: true),
    ActionLink(.changeApplication, to: "\(application.path)/modifier", allow: Programme.changed),
    ActionLink(.withdrawApplication, to: "\(application.path)/retirer", allow: Programme.changed, inDialog: true),
    ActionLink(.writeLetter, to: "\(application.path)/courriers", allow: .staff),
  ])
  if settings.admissionBody == nil { page.paragraph(.noAdmissionBody) }
  page.section(.opinionsGiven) { page in page.opinions(opinions) }
  if !leases.isEmpty {
    page.section(.leases) { page in
      page.table(
        View.lease.without("tenant", "categoryName"), leases, caption: .leasesOfApplication, empty: .noLease,
        mark: { $0.provenance.mark })
    }
  }
  if application.state == .favourable {
    page.section(.fittingLots) { page in
      if signs, !fitting.isEmpty { page.paragraph(.chooseLot) }
      let view: View<Lot> = View.lot.without("state", "tenant", "closedOn")
      page.table(
        signs
          ? view.linking("name", to: { "\($0.path)/baux/nouveau?candidature=\(application.id)" }) : view,
        fitting, caption: .fittingLotsCaption, empty: .noFittingLot)
    }
  }
}

extension ApplicationState {
  fileprivate var tone: Page.Tone {
    switch self {
    case .favourable, .hosted: .good
    case .deferred, .waiting: .warn
    case .unfavourable: .bad
    case .withdrawn: .plain
    }
  }
}

extension LeaseStore {
  /// What came of an application.
  func of(_ application: ID<Application>) async throws -> [Lease] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM lease \(Self.joins) WHERE \(visible) AND lease.application_id = \(application)
      ORDER BY lease.start_day DESC, lease.id DESC LIMIT 50
      """)
  }
}

extension Text {
  static let newApplication = Text(fr: "Enregistrer une candidature", en: "Enter an application")
  static let changeApplication = Text(fr: "Modifier la candidature", en: "Change the application")
  static let withdrawApplication = Text(fr: "Retirer la candidature", en: "Withdraw the application")
  static let giveOpinion = Text(fr: "Noter l’avis", en: "Note the opinion")
  static let opinionsGiven = Text(fr: "Avis de l’instance d’admission", en: "Opinions of the body that admits")
  static let leasesOfApplication = Text(fr: "Les baux nés de cette candidature", en: "Leases that came of it")
  static let fittingLots = Text(fr: "Lots libres qui conviennent", en: "Vacant lots that fit")
  static let fittingLotsCaption = Text(
    fr: "Assez grands, les plus proches de la surface souhaitée d’abord",
    en: "Large enough, nearest to the wanted area first")
  static let chooseLot = Text(
    fr: "Choisissez-en un pour signer le bail : le locataire y sera déjà inscrit.",
    en: "Choose one to sign the lease: the tenant will be filled in.")
  static let noFittingLot = Text(fr: "Aucun lot libre n’est assez grand.", en: "No vacant lot is large enough.")
  static let noAdmissionBody = Text(
    fr: "Ce dispositif n’a pas d’instance d’admission : les baux s’y signent sans avis.",
    en: "This programme has no body that admits: leases are signed without an opinion.")
  static let opinionOnWithdrawn = Text(
    fr: "Cette candidature est retirée.", en: "This application was withdrawn.")
}
