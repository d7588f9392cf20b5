import Platform
import SQL

extension Places {
  var jobRoutes: [Endpoint] {
    [
      .list("/sites/{site}/emplois", .jobCounts, allow: .seesAccounts, JobCount.view, filter: NoFilter.self) {
        visit, _ in
        let site: Site = try await SiteStore(visit.scope).find(visit.id("site"))
        return ListPage(
          .jobCounts, crumbs: [Crumb.sites(visit), Crumb(site.name, site.path)],
          JobCount.view.correctable("tenant", by: visit.scope.actor) { "/emplois/\($0.id)/modifier" },
          JobCountStore(visit.scope).listing(of: site.id),
          actions: [ActionLink(.declareJobs, to: "\(site.path)/emplois/nouveau", allow: .staff)], .jobCount,
          mark: { $0.provenance.mark })
      }
    ] + declareJobs + correctJobs
  }

  private var declareJobs: [Endpoint] {
    Endpoint.form(
      .declareJobs, allow: .staff, page: "/sites/{site}/emplois/nouveau", posts: "/sites/{site}/emplois",
      JobCountForm.self,
      show: { visit in
        let site: Site = try await SiteStore(visit.scope).find(visit.id("site"))
        var initial = Typed()
        initial.set(JobCountForm.day, visit.scope.today)
        return FormPage(
          .declareJobs, crumbs: [Crumb.sites(visit), Crumb(site.name, site.path)], submit: .save, initial: initial)
      },
      submit: { visit, scope, form in
        let site: Site = try await SiteStore(scope).find(visit.id("site"))
        let tenant: ID<Organisation> = try await visit.organisation(form.tenant, field: "tenant", scope)
        let count: JobCount = try await JobCountStore(scope).insert(form, on: site, tenant: tenant)
        return .created(.jobsDeclared, at: "\(site.path)/emplois", JobCount.view, count)
      })
  }

  private var correctJobs: [Endpoint] {
    Endpoint.form(
      .correctJobs, allow: .staff, page: "/emplois/{count}/modifier", posts: "/emplois/{count}",
      Changed<JobCountForm>.self,
      show: { visit in
        let count: JobCount = try await JobCountStore(visit.scope).find(visit.id("count"))
        return FormPage(
          .correctJobs,
          crumbs: Crumb.site(visit, count.site, count.siteName, .jobCounts, at: "emplois"), submit: .save,
          initial: JobCountForm.typed(count))
      },
      submit: { visit, scope, changed in
        let store = JobCountStore(scope)
        let count: JobCount = try await store.find(visit.id("count"))
        let tenant: ID<Organisation> = try await visit.organisation(changed.form.tenant, field: "tenant", scope)
        let after: JobCount = try await store.update(count, changed.form, tenant: tenant, version: changed.version)
        return .changed(.jobsCorrected, at: "/sites/\(after.site)/emplois", JobCount.view, after)
      })
  }
}
