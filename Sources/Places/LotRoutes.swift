import Platform
import Programmes
import SQL

extension Places {
  var lotRoutes: [Endpoint] {
    [
      .list("/lots", .lots, allow: .everyone, .lot, filter: LotFilter.self) { visit, filter in
        ListPage(
          .lots, crumbs: [Crumb.sites(visit)], .lot, LotStore(visit.scope).listing(filter),
          hiding: visit.scope.actor.seesAllLeases ? [] : ["tenant"], filters: LotFilter.fields,
          bulk: [ActionLink(.destineLots, to: "/lots/destination", allow: .staff)], .lot, mark: { $0.provenance.mark })
      },
      .record("/lots/{lot}", .lot, kind: "lot", allow: .everyone, .lot, isShareable: true) { visit in
        let scope: Scope = visit.scope
        let lot: Lot = try await LotStore(scope).find(visit.id("lot"))
        let leases: [Lease] = try await LeaseStore(scope).on(lot.id)
        return Shown(lot.name, crumbs: [Crumb.sites(visit), Crumb(lot.siteName, "/sites/\(lot.site)")], .lot, lot) {
          page in lotPage(&page, lot, leases, scope)
        }
      },
    ] + newLot + newLots + changeLot + withdrawLot + destineLots
  }

  private var newLot: [Endpoint] {
    Endpoint.form(
      .newLot, allow: .staff, page: "/sites/{site}/lots/nouveau", posts: "/sites/{site}/lots", LotForm.self,
      show: { visit in
        let site: Site = try await SiteStore(visit.scope).find(visit.id("site"))
        return FormPage(
          .newLot, crumbs: [Crumb.sites(visit), Crumb(site.name, site.path)], submit: .save,
          fields: [LotForm.destination(among: try await CategoryStore(visit.scope).of(site.programme))])
      },
      submit: { visit, scope, form in
        let site: Site = try await SiteStore(scope).find(visit.id("site"))
        try site.check(new: form, try await CategoryStore(scope).of(site.programme), on: scope.today)
        let lot: Lot = try await LotStore(scope).insert(form, on: site)
        return .created(.lotEntered, at: lot.path, .lot, lot)
      })
  }

  /// A whole building at once, from the spreadsheet in which its owner keeps it.
  private var newLots: [Endpoint] {
    Endpoint.grid(
      .newLots, allow: .staff, page: "/sites/{site}/lots/plusieurs", posts: "/sites/{site}/lots/saisies",
      LotForm.self,
      columns: { visit in
        let site: Site = try await SiteStore(visit.scope).find(visit.id("site"))
        return [LotForm.destination(among: try await CategoryStore(visit.scope).of(site.programme))]
      },
      crumbs: { try await $0.siteCrumbs() },
      enter: { visit, scope, form in
        let site: Site = try await SiteStore(scope).find(visit.id("site"))
        let store = LotStore(scope)
        // Asked beforehand, so that the line is known whose name is taken.
        guard try await !store.has(form.name, on: site.id) else {
          throw Refusal.conflict(.lotNameTaken, field: LotForm.name.key)
        }
        let categories: [Term] = try await CategoryStore(scope).of(site.programme)
        var form: LotForm = form
        form.destination = form.destination.map { categories.key(named: $0) }
        try site.check(new: form, categories, on: scope.today)
        _ = try await store.insert(form, on: site)
      },
      done: { visit in ("/sites/\(try visit.id("site", of: ID<Site>.self))", .lotEntered) })
  }

  private var changeLot: [Endpoint] {
    Endpoint.form(
      .changeLot, allow: .staff, page: "/lots/{lot}/modifier", posts: "/lots/{lot}", Changed<LotForm>.self,
      show: { visit in
        let lot: Lot = try await LotStore(visit.scope).find(visit.id("lot"))
        return FormPage(
          .changeLot, crumbs: crumbs(visit, lot), submit: .save, initial: LotForm.typed(lot),
          fields: [
            LotForm.destination(
              among: try await CategoryStore(visit.scope).of(lot.programme), keeping: lot.destination?.key)
          ])
      },
      submit: { visit, scope, changed in
        let store = LotStore(scope)
        let before: Lot = try await store.find(visit.id("lot"))
        try await CategoryStore(scope).of(before.programme)
          .check(changed.form.destination, field: "destination", keeping: before.destination?.key)
        let lot: Lot = try await store.update(before, changed.form, version: changed.version)
        return .changed(.lotChanged, at: lot.path, .lot, lot)
      })
  }

  private var withdrawLot: [Endpoint] {
    Endpoint.form(
      .withdrawLot, allow: .staff, page: "/lots/{lot}/retirer", posts: "/lots/{lot}/fin", Changed<EndForm>.self,
      show: { visit in
        let lot: Lot = try await LotStore(visit.scope).find(visit.id("lot"))
        return FormPage(
          .withdrawLot, crumbs: crumbs(visit, lot), submit: .save,
          initial: EndForm.typed(lot.closed ?? visit.scope.today, version: lot.version))
      },
      submit: { visit, scope, changed in
        let store = LotStore(scope)
        let lot: Lot = try await store.find(visit.id("lot"))
        try lot.withdraw(on: changed.form.day, lastLease: try await LeaseStore(scope).last(of: lot.id))
        let withdrawn: Lot = try await store.withdraw(lot, on: changed.form.day, version: changed.version)
        return .changed(.lotWithdrawn, at: withdrawn.path, .lot, withdrawn)
      })
  }
}

func crumbs(_ visit: Visit, _ lot: Lot) -> [Crumb] {
  [Crumb.sites(visit), Crumb(lot.siteName, "/sites/\(lot.site)"), Crumb(lot.name, lot.path)]
}

private func lotPage(_ page: inout Page, _ lot: Lot, _ leases: [Lease], _ scope: Scope) {
  page.provenance(lot.provenance)
  page.facts(View.lot.without("name"), lot)
  page.actions([
    ActionLink(.newLease, to: "\(lot.path)/baux/nouveau", allow: .staff),
    ActionLink(.changeLot, to: "\(lot.path)/modifier", allow: .staff),
    ActionLink(.withdrawLot, to: "\(lot.path)/retirer", allow: .staff, inDialog: true),
  ])
  if scope.actor.seesAllLeases || !leases.isEmpty {
    page.section(.leases) { page in
      page.table(
        View.lease.without("site", "lot", "area"), leases, caption: .leasesOfLot, empty: .noLease,
        mark: { $0.provenance.mark })
    }
  }
}

extension Text {
  static let newLot = Text(fr: "Nouveau lot", en: "New lot", de: "Neue Einheit")
  static let newLots = Text(fr: "Saisir plusieurs lots", en: "Enter several lots")
  static let changeLot = Text(fr: "Modifier le lot", en: "Change the lot", de: "Einheit ändern")
  static let withdrawLot = Text(
    fr: "Retirer le lot de la location", en: "Withdraw the lot", de: "Einheit aus der Vermietung nehmen")
  static let noLease: Text = Noun.lease.noneYet
  static let leasesOfLot = Text(
    fr: "Les baux du lot, du plus récent au plus ancien", en: "The lot’s leases, newest first",
    de: "Die Mietverträge der Einheit, der neueste zuerst")

  static func siteIsClosed(_ day: Day) -> Text {
    Text(
      fr: "Ce site est fermé depuis le \(Language.fr.long(day)).", en: "This site closed on \(Language.en.long(day)).",
      de: "Dieser Standort ist seit dem \(Language.de.long(day)) geschlossen.")
  }
}
