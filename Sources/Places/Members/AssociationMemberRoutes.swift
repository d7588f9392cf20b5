import Platform
import SQL

extension Places {
  var memberRoutes: [Endpoint] {
    [
      .list("/sites/{site}/adherents", .members, allow: .seesAccounts, AssociationMember.view, filter: NoFilter.self) {
        visit, _ in
        let site: Site = try await SiteStore(visit.scope).find(visit.id("site"))
        return ListPage(
          .members, crumbs: [Crumb.sites(visit), Crumb(site.name, site.path)],
          intro: site.association.map { Text(name: $0) },
          AssociationMember.view.correctable("member", by: visit.scope.actor) { "/adherents/\($0.id)/terminer" },
          MemberStore(visit.scope).listing(of: site.id),
          actions: [ActionLink(.newMember, to: "\(site.path)/adherents/nouveau", allow: .staff)], .member,
          mark: { $0.provenance.mark })
      }
    ] + newMember + endMember
  }

  private var newMember: [Endpoint] {
    Endpoint.form(
      .newMember, allow: .staff, page: "/sites/{site}/adherents/nouveau", posts: "/sites/{site}/adherents",
      MemberForm.self,
      show: { visit in
        let site: Site = try await SiteStore(visit.scope).find(visit.id("site"))
        var initial = Typed()
        initial.set(MemberForm.from, visit.scope.today)
        return FormPage(
          .newMember, crumbs: [Crumb.sites(visit), Crumb(site.name, site.path)], submit: .save, initial: initial)
      },
      submit: { visit, scope, form in
        let site: Site = try await SiteStore(scope).find(visit.id("site"))
        let member: ID<Organisation> = try await visit.organisation(form.member, field: "member", scope)
        let entered: AssociationMember = try await MemberStore(scope).insert(form, on: site, member: member)
        return .created(.memberJoined, at: "\(site.path)/adherents", AssociationMember.view, entered)
      })
  }

  private var endMember: [Endpoint] {
    Endpoint.form(
      .endMember, allow: .staff, page: "/adherents/{member}/terminer", posts: "/adherents/{member}/fin",
      Changed<EndForm>.self,
      show: { visit in
        let member: AssociationMember = try await MemberStore(visit.scope).find(visit.id("member"))
        return FormPage(
          .endMember,
          crumbs: Crumb.site(visit, member.site, member.siteName, .members, at: "adherents"), submit: .save,
          initial: EndForm.typed(member.to ?? visit.scope.today, version: member.version))
      },
      submit: { visit, scope, changed in
        let store = MemberStore(scope)
        let member: AssociationMember = try await store.find(visit.id("member"))
        if changed.form.day < member.from { throw Refusal.invalid("day", .endsBeforeItStarts) }
        let after: AssociationMember = try await store.end(member, on: changed.form.day, version: changed.version)
        return .changed(.memberLeft, at: "/sites/\(after.site)/adherents", AssociationMember.view, after)
      })
  }
}
