import Platform
import SQL

extension Places {
  var survivalRoutes: [Endpoint] {
    [
      .list(
        "/dispositifs/{programme}/devenir", .survivals, allow: .seesAccounts, SurvivalRecord.view,
        filter: SurvivalFilter.self
      ) { visit, filter in
        let programme: Programme = try await ProgrammeStore(visit.scope).find(visit.text("programme"))
        return ListPage(
          .survivals, crumbs: Crumb.programme(visit, programme),
          SurvivalRecord.view.correctable("organisation", by: visit.scope.actor) { "/constats/\($0.id)/modifier" },
          SurvivalStore(visit.scope).listing(filter, in: programme.id), filters: SurvivalFilter.fields,
          actions: [ActionLink(.noteSurvivals, to: "\(programme.path)/devenir/saisir", allow: .staff)], .survivalRecord,
          mark: { $0.provenance.mark })
      }
    ] + noteSurvivals + correctSurvival
  }

  /// A yearly survey is many lines at once, pasted from where it was kept.
  private var noteSurvivals: [Endpoint] {
    Endpoint.grid(
      .noteSurvivals, allow: .staff, page: "/dispositifs/{programme}/devenir/saisir",
      posts: "/dispositifs/{programme}/devenir/saisies", SurvivalForm.self,
      crumbs: { visit in
        let programme: Programme = try await ProgrammeStore(visit.scope).find(visit.text("programme"))
        return Crumb.programme(visit, programme) + [Crumb(Text.survivals(visit.language), "\(programme.path)/devenir")]
      },
      enter: { visit, scope, form in
        _ = try await ProgrammeStore(scope).find(visit.text("programme"))
        guard let known = try await OrganisationStore(scope).named(form.organisation) else {
          throw Refusal.conflict(.unknownTenant, field: SurvivalForm.organisation.key)
        }
        let store = SurvivalStore(scope)
        guard try await !store.has(known.id, on: form.day) else {
          throw Refusal.conflict(.foundThatDay, field: SurvivalForm.day.key)
        }
        _ = try await store.insert(form, of: known.id)
      },
      done: { visit in ("/dispositifs/\(visit.text("programme") ?? "")/devenir", .survivalNoted) })
  }

  private var correctSurvival: [Endpoint] {
    Endpoint.form(
      .correctSurvival, allow: .staff, page: "/constats/{finding}/modifier", posts: "/constats/{finding}",
      Changed<SurvivalForm>.self,
      show: { visit in
        let record: SurvivalRecord = try await SurvivalStore(visit.scope).find(visit.id("finding"))
        return FormPage(
          .correctSurvival, crumbs: [Crumb.sites(visit)], submit: .save, initial: SurvivalForm.typed(record))
      },
      submit: { visit, scope, changed in
        let store = SurvivalStore(scope)
        let record: SurvivalRecord = try await store.find(visit.id("finding"))
        guard sortKey(changed.form.organisation) == sortKey(record.organisationName) else {
          throw Refusal.invalid("organisation", .sameTenantExpected(record.organisationName))
        }
        let after: SurvivalRecord = try await store.update(record, changed.form, version: changed.version)
        return .changed(.survivalCorrected, at: "/sites", SurvivalRecord.view, after)
      })
  }
}
