import Platform
import Programmes
import SQL

extension Places {
  var siteRoutes: [Endpoint] {
    [
      .list("/sites", .sites, allow: .everyone, .sites, filter: SiteFilter.self) { visit, filter in
        ListPage(
          .sites, .sites, SiteStore(visit.scope).listing(filter), filters: SiteFilter.fields,
          actions: [ActionLink(.newSite, to: "/sites/nouveau", allow: .staff)], rowsPerPage: 20,
          .site, mark: { $0.provenance.mark })
      },
      .record("/sites/{site}", .site, kind: "site", allow: .everyone, .site, isShareable: true) { visit in
        let scope: Scope = visit.scope
        let site: Site = try await SiteStore(scope).find(visit.id("site"))
        let lots: [Lot] = try await LotStore(scope).on(site.id)
        let map: OccupancyMap? = try await site.map(lots, scope)
        let inside: SiteInside? = Allow.seesAccounts.admits(scope.actor) ? try await SiteInside(site, scope) : nil
        return Shown(site.name, crumbs: [Crumb.sites(visit)], .site, site) { page in
          sitePage(&page, site, lots, map, inside, scope)
        }
      },
    ] + newSite + changeSite + closeSite
  }

  private var newSite: [Endpoint] {
    Endpoint.form(
      .newSite, allow: .staff, page: "/sites/nouveau", posts: "/sites", SiteForm.self,
      show: { visit in
        var initial = Typed()
        let programmes: [Programme] = try await ProgrammeStore(visit.scope).allToChange()
        initial.set(SiteForm.programme, programmes.count == 1 ? programmes[0].slug : visit.asked["programme"])
        return FormPage(
          .newSite, crumbs: [Crumb.sites(visit)], submit: .save, initial: initial,
          fields: try await SiteForm.choices(visit.scope))
      },
      submit: { visit, scope, form in
        let (programme, association) = try await form.placing(visit, scope)
        let site: Site = try await SiteStore(scope).insert(form, in: programme, association: association)
        return .created(.siteEntered, at: site.path, .site, site)
      })
  }

  private var changeSite: [Endpoint] {
    Endpoint.form(
      .changeSite, allow: .staff, page: "/sites/{site}/modifier", posts: "/sites/{site}", Changed<SiteForm>.self,
      show: { visit in
        let site: Site = try await SiteStore(visit.scope).find(visit.id("site"))
        return FormPage(
          .changeSite, crumbs: [Crumb.sites(visit), Crumb(site.name, site.path)], submit: .save,
          initial: SiteForm.typed(site), fields: try await SiteForm.choices(visit.scope, of: site))
      },
      submit: { visit, scope, changed in
        let store = SiteStore(scope)
        let before: Site = try await store.find(visit.id("site"))
        let (programme, association) = try await changed.form.placing(visit, scope, of: before)
        let site: Site = try await store.update(
          before, changed.form, in: programme, association: association, version: changed.version)
        return .changed(.siteChanged, at: site.path, .site, site)
      })
  }

  private var closeSite: [Endpoint] {
    Endpoint.form(
      .closeSite, allow: .staff, page: "/sites/{site}/fermer", posts: "/sites/{site}/fin", Changed<EndForm>.self,
      show: { visit in
        let site: Site = try await SiteStore(visit.scope).find(visit.id("site"))
        return FormPage(
          .closeSite, crumbs: [Crumb.sites(visit), Crumb(site.name, site.path)],
          intro: Text(
            fr: "Le site reste lisible avec son histoire ; il ne figure plus dans les listes après son dernier jour.",
            en: "The site stays readable with its history; it leaves the lists after its last day."),
          submit: .save, initial: EndForm.typed(site.closed ?? visit.scope.today, version: site.version))
      },
      submit: { visit, scope, changed in
        let store = SiteStore(scope)
        let site: Site = try await store.find(visit.id("site"))
        try site.close(on: changed.form.day, lastLease: try await LeaseStore(scope).last(on: site.id))
        let closed: Site = try await store.close(site, on: changed.form.day, version: changed.version)
        return .changed(.siteClosed, at: closed.path, .site, closed)
      })
  }
}

private func sitePage(
  _ page: inout Page, _ site: Site, _ lots: [Lot], _ map: OccupancyMap?, _ inside: SiteInside?, _ scope: Scope
) {
  page.provenance(site.provenance)
  page.facts(View.site.without("name"), site)
  page.actions([
    ActionLink(.newLot, to: "\(site.path)/lots/nouveau", allow: .staff),
    ActionLink(.newLots, to: "\(site.path)/lots/plusieurs", allow: .staff),
    ActionLink(.importLots, to: "\(site.path)/lots/import", allow: .readsImports),
    ActionLink(.importLeases, to: "\(site.path)/baux/import", allow: .readsImports),
    ActionLink(.changeSite, to: "\(site.path)/modifier", allow: .staff),
    ActionLink(.closeSite, to: "\(site.path)/fermer", allow: .staff, inDialog: true),
  ])
  if let inside { page.inside(site, inside) }
  page.section(.lots) { page in
    let inService: [Lot] = lots.filter { $0.closed.map { $0 >= scope.today } ?? true }
    let area: Area = inService.reduce(.zero) { $0 + $1.area }
    let occupied: Area = inService.filter(\.isLet).reduce(.zero) { $0 + $1.area }
    page.paragraph(.occupancy(lots: inService.count, area: area, occupied: occupied))
    page.aside(.howCounted) { page in page.paragraph(.occupancyMethod) }
    page.reserved(inService, site)
    if let map { page.chart(map) }
    var view: View<Lot> = View.lot.without("site")
    if !scope.actor.seesAllLeases { view = view.without("tenant") }
    if inService.count == lots.count { view = view.without("closedOn") }
    page.table(
      view, lots, caption: .lotsOfSite(on: scope.today), empty: .noLot, mark: { $0.provenance.mark })
  }
}

extension Crumb {
  static func sites(_ visit: Visit) -> Crumb { Crumb(Text.places(visit.language), "/sites") }
}

extension Text {
  static let newSite = Text(fr: "Nouveau site", en: "New site", de: "Neuer Standort")
  static let changeSite = Text(fr: "Modifier le site", en: "Change the site", de: "Standort ändern")
  static let closeSite = Text(fr: "Fermer le site", en: "Close the site", de: "Standort schließen")
  static let noLot: Text = Noun.lot.noneYet

  static func lotsOfSite(on day: Day) -> Text {
    Text(
      fr: "Les lots au \(Language.fr.long(day))", en: "The lots on \(Language.en.long(day))",
      de: "Die Einheiten am \(Language.de.long(day))")
  }

  static let howCounted = Text(
    fr: "Comment est-ce compté ?", en: "How is this counted?", de: "Wie wird das gezählt?")
  static let occupancyMethod = Text(
    fr:
      "En mètres carrés et non en lots : un lot est occupé tant que court un bail, premier et dernier jours compris. Un lot retiré de la location ne compte plus, ni comme libre ni comme occupé.",
    en:
      "In square metres and not in lots: a lot is occupied while a lease runs, its first and last days included. A lot withdrawn from letting counts no more, neither as vacant nor as occupied.",
    de:
      "In Quadratmetern, nicht in Einheiten: Eine Einheit ist belegt, solange ein Mietvertrag läuft, erster und letzter Tag inbegriffen. Eine aus der Vermietung genommene Einheit zählt nicht mehr, weder als frei noch als belegt."
  )

  /// Occupancy is counted on surfaces, not on lots.
  static func occupancy(lots: Int, area: Area, occupied: Area) -> Text {
    guard area > .zero else {
      return Text(fr: "Aucune surface en location.", en: "No area to let.", de: "Keine Fläche zu vermieten.")
    }
    let percent: Int = (occupied.squareDecimetres * 200 + area.squareDecimetres) / (area.squareDecimetres * 2)
    let count: Text = Noun.lot.counted(lots)
    return Text { language in
      let (area, occupied): (String, String) = (language.area(area), language.area(occupied))
      return switch language {
      case .fr: "\(count(.fr)) en location, \(area), dont \(occupied) occupés (\(language.percent(percent)))."
      case .en: "\(count(.en)) to let, \(area), of which \(occupied) occupied (\(language.percent(percent)))."
      case .de: "\(count(.de)) zu vermieten, \(area), davon \(occupied) belegt (\(language.percent(percent)))."
      }
    }
  }
}
