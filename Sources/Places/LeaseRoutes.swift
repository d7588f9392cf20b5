import Platform
import Programmes
import SQL

extension Places {
  var leaseRoutes: [Endpoint] {
    [
      .list("/baux", .leases, allow: .seesLeases, .lease, filter: LeaseFilter.self) { visit, filter in
        ListPage(
          .leases, crumbs: [Crumb.sites(visit)], .lease, LeaseStore(visit.scope).listing(filter),
          filters: LeaseFilter.fields(among: try await CategoryStore(visit.scope).all()),
          bulk: [ActionLink(.endLeases, to: "/baux/terminer", allow: .staff)], .lease,
          mark: { $0.provenance.mark })
      },
      .record(
        "/baux/{lease}", Text(fr: "Bail", en: "Lease"), kind: "lease", allow: .seesLeases, .lease, isShareable: true
      ) { visit in
        let scope: Scope = visit.scope
        let lease: Lease = try await LeaseStore(scope).find(visit.id("lease"))
        let crumbs: [Crumb] = [
          Crumb.sites(visit), Crumb(lease.siteName, "/sites/\(lease.site)"), Crumb(lease.lotName, "/lots/\(lease.lot)"),
        ]
        let changes: [LeaseCategory] = try await LeaseCategoryStore(scope).of(lease)
        let scales: RentScales = try await RentScales.of(lease.programme, scope)
        let settings: PlaceSettings = try await PlaceSettings.of(lease.programme, scope)
        return Shown(lease.tenantName, crumbs: crumbs, .lease, lease) { page in
          leasePage(&page, lease)
          page.rent(lease, changes, scales, settings)
        }
      },
    ] + newLease + changeLease + endLease + changeCategory + succession + endLeases + leaseLetters
  }

  private var newLease: [Endpoint] {
    Endpoint.form(
      .newLease, allow: .staff, page: "/lots/{lot}/baux/nouveau", posts: "/lots/{lot}/baux", LeaseForm.self,
      show: { visit in
        let lot: Lot = try await LotStore(visit.scope).find(visit.id("lot"))
        let programme: Programme = try await ProgrammeStore(visit.scope).find("\(lot.programme)")
        let categories: [Term] = try await CategoryStore(visit.scope).of(lot.programme)
        let settling: String = try await programme.settling(.tenantCategories, visit.scope)
        let needsOpinion: Bool = try await PlaceSettings.of(lot.programme, visit.scope).admissionBody != nil
        var initial = Typed()
        initial.set(LeaseForm.start, visit.scope.today)
        if let number = visit.asked["candidature"].flatMap({ Int64($0) }) {
          let application: Application = try await ApplicationStore(visit.scope).find(ID(number))
          initial.set(LeaseForm.tenant, application.organisationName)
          initial.set(LeaseForm.category, application.category.key)
        }
        return FormPage(
          .newLease, crumbs: crumbs(visit, lot), submit: .save, initial: initial,
          fields: [LeaseForm.category(among: categories)],
          above: { page in
            if categories.isEmpty { page.noCategory(settledAt: settling) }
            if needsOpinion { page.opinionNeeded(programme.path) }
          })
      },
      submit: { visit, scope, form in
        let lot: Lot = try await LotStore(scope).find(visit.id("lot"))
        let store = LeaseStore(scope)
        try await store.check(form, on: lot, others: try await store.on(lot.id))
        let tenant: ID<Organisation> = try await visit.organisation(form.tenant, field: "tenant", scope)
        let lease: Lease = try await store.sign(form, on: lot, tenant: tenant)
        return .created(.leaseSigned, at: lease.path, .lease, lease)
      })
  }

  private var changeLease: [Endpoint] {
    Endpoint.form(
      .changeLease, allow: .staff, page: "/baux/{lease}/modifier", posts: "/baux/{lease}", Changed<LeaseForm>.self,
      show: { visit in
        let lease: Lease = try await LeaseStore(visit.scope).find(visit.id("lease"))
        return FormPage(
          .changeLease, crumbs: [Crumb.sites(visit), Crumb(lease.tenantName, lease.path)], submit: .save,
          initial: LeaseForm.typed(lease),
          fields: [
            LeaseForm.category(
              among: try await CategoryStore(visit.scope).of(lease.programme), keeping: lease.category.key)
          ])
      },
      submit: { visit, scope, changed in
        let store = LeaseStore(scope)
        let lease: Lease = try await store.find(visit.id("lease"))
        try await store.check(changed.form, of: lease)
        let tenant: ID<Organisation> = try await visit.organisation(changed.form.tenant, field: "tenant", scope)
        let after: Lease = try await store.change(lease, to: changed.form, tenant: tenant, version: changed.version)
        return .changed(.leaseChanged, at: after.path, .lease, after)
      })
  }

  private var endLease: [Endpoint] {
    Endpoint.form(
      .endLease, allow: .staff, page: "/baux/{lease}/terminer", posts: "/baux/{lease}/fin", Changed<EndForm>.self,
      show: { visit in
        let lease: Lease = try await LeaseStore(visit.scope).find(visit.id("lease"))
        return FormPage(
          .endLease, crumbs: [Crumb.sites(visit), Crumb(lease.tenantName, lease.path)], submit: .save,
          initial: EndForm.typed(lease.end ?? visit.scope.today, version: lease.version))
      },
      submit: { visit, scope, changed in
        let store = LeaseStore(scope)
        let lease: Lease = try await store.find(visit.id("lease"))
        try lease.end(on: changed.form.day, today: scope.today)
        let ended: Lease = try await store.end(lease, on: changed.form.day, version: changed.version)
        return .changed(.leaseEnded, at: ended.path, .lease, ended)
      })
  }
}

private func leasePage(_ page: inout Page, _ lease: Lease) {
  page.provenance(lease.provenance)
  page.facts(View.lease.without("tenant"), lease)
  page.actions([
    ActionLink(.endLease, to: "\(lease.path)/terminer", allow: .staff, inDialog: true),
    ActionLink(.changeLease, to: "\(lease.path)/modifier", allow: .staff),
    ActionLink(.changeCategory, to: "\(lease.path)/categorie", allow: .staff, inDialog: true),
    ActionLink(.succession, to: "\(lease.path)/reprise", allow: .staff, inDialog: true),
    ActionLink(.writeLetter, to: "\(lease.path)/courriers", allow: .staff),
  ])
}

extension Text {
  static let newLease = Text(fr: "Nouveau bail", en: "New lease")
  static let changeLease = Text(fr: "Modifier le bail", en: "Change the lease")
  static let endLease = Text(fr: "Terminer le bail", en: "End the lease")
}
