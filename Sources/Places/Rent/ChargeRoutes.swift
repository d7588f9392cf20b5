import Platform
import SQL

extension Places {
  var chargeRoutes: [Endpoint] {
    [
      .list("/sites/{site}/charges", .charges, allow: .seesAccounts, Charge.view, filter: NoFilter.self) { visit, _ in
        let site: Site = try await SiteStore(visit.scope).find(visit.id("site"))
        return ListPage(
          .charges, crumbs: [Crumb.sites(visit), Crumb(site.name, site.path)],
          Charge.view.correctable("label", by: visit.scope.actor) { "/charges/\($0.id)/modifier" },
          ChargeStore(visit.scope).listing(of: site.id),
          actions: [
            ActionLink(.newCharge, to: "\(site.path)/charges/nouvelle", allow: .staff),
            ActionLink(.seeBalance, to: "/dispositifs/\(site.programmeSlug)/locaux", allow: .seesAccounts),
          ], .charge,
          mark: { $0.provenance.mark })
      }
    ] + newCharge + changeCharge
  }

  private var newCharge: [Endpoint] {
    Endpoint.form(
      .newCharge, allow: .staff, page: "/sites/{site}/charges/nouvelle", posts: "/sites/{site}/charges",
      ChargeForm.self,
      show: { visit in
        let site: Site = try await SiteStore(visit.scope).find(visit.id("site"))
        var initial = Typed()
        initial.set(ChargeForm.year, visit.scope.today.year)
        return FormPage(
          .newCharge, crumbs: [Crumb.sites(visit), Crumb(site.name, site.path)], submit: .save, initial: initial)
      },
      submit: { visit, scope, form in
        let site: Site = try await SiteStore(scope).find(visit.id("site"))
        let charge: Charge = try await ChargeStore(scope).insert(form, on: site)
        return .created(.chargeEntered, at: "\(site.path)/charges", Charge.view, charge)
      })
  }

  private var changeCharge: [Endpoint] {
    Endpoint.form(
      .changeCharge, allow: .staff, page: "/charges/{charge}/modifier", posts: "/charges/{charge}",
      Changed<ChargeForm>.self,
      show: { visit in
        let charge: Charge = try await ChargeStore(visit.scope).find(visit.id("charge"))
        return FormPage(
          .changeCharge,
          crumbs: Crumb.site(visit, charge.site, charge.siteName, .charges, at: "charges"), submit: .save,
          initial: ChargeForm.typed(charge))
      },
      submit: { visit, scope, changed in
        let store = ChargeStore(scope)
        let charge: Charge = try await store.update(
          try await store.find(visit.id("charge")), changed.form, version: changed.version)
        return .changed(.chargeChanged, at: "/sites/\(charge.site)/charges", Charge.view, charge)
      })
  }
}
