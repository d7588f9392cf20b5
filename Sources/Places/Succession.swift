import Platform
import SQL

/// A tenant that merges with another, or whose business is taken over: the lease ends the day before, and goes on with
/// whoever succeeds, as it stands. Nobody is admitted anew, and nothing is let twice.
struct SuccessionForm: Form {
  static let tenant = Field.named(
    "tenant", .successor, help: .tenantHelp, most: Organisation.mostNameCharacters, finder: "organisations")
  static let day = Field.day("day", .successionDay, help: .dayHelp)
  static let fields: [any FormField] = [tenant, day]

  let tenant: String
  let day: Day

  init(_ values: FormValues) throws(Refusal) {
    tenant = values[Self.tenant]
    day = values[Self.day]
  }
}

extension Lease {
  func succeed(_ form: SuccessionForm, by tenant: ID<Organisation>) throws(Refusal) {
    guard form.day > start, period.contains(form.day) else { throw .invalid("day", .successionOutside(self)) }
    guard tenant != self.tenant else { throw .invalid("tenant", .successorIsTenant) }
  }
}

extension Places {
  var succession: [Endpoint] {
    Endpoint.form(
      .succession, allow: .staff, page: "/baux/{lease}/reprise", posts: "/baux/{lease}/reprises",
      Changed<SuccessionForm>.self,
      show: { visit in
        let lease: Lease = try await LeaseStore(visit.scope).find(visit.id("lease"))
        var initial = Typed()
        initial.set(SuccessionForm.day, visit.scope.today)
        initial.set(.version, lease.version)
        return FormPage(
          .succession, crumbs: [Crumb.sites(visit), Crumb(lease.tenantName, lease.path)], intro: .successionHelp,
          submit: .save, initial: initial)
      },
      submit: { visit, scope, changed in
        let store = LeaseStore(scope)
        let lease: Lease = try await store.find(visit.id("lease"))
        let tenant: ID<Organisation> = try await visit.organisation(changed.form.tenant, field: "tenant", scope)
        try lease.succeed(changed.form, by: tenant)
        let changes: [LeaseCategory] = try await LeaseCategoryStore(scope).of(lease)
        let category: String = changes.last { $0.from <= changed.form.day }?.category.key ?? lease.category.key
        let form = LeaseForm(
          tenant: changed.form.tenant, category: category, area: lease.partArea,
          period: Period(start: changed.form.day, end: lease.end))
        _ = try await store.end(lease, on: changed.form.day.adding(days: -1), version: changed.version)
        let lot: Lot = try await LotStore(scope).find(lease.lot)
        try lot.sign(form, others: try await store.on(lot.id))
        let after: Lease = try await store.insert(form, on: lot, tenant: tenant, admitted: lease.application)
        return .created(.leaseTakenOver, at: after.path, .lease, after)
      })
  }
}

extension Deed {
  static let leaseTakenOver = Deed("lease.taken-over", Text(fr: "Bail repris", en: "Lease taken over"))
}

extension Text {
  static let succession = Text(fr: "Changer de locataire (fusion, reprise)", en: "Change the tenant (merger, takeover)")
  static let successor = Text(fr: "Nouveau locataire", en: "New tenant")
  static let successionDay = Text(fr: "Premier jour du nouveau locataire", en: "The new tenant’s first day")
  static let successionHelp = Text(
    fr:
      "Le bail s’achève la veille et continue avec le nouveau locataire, à la même catégorie et jusqu’au même terme ; l’avis d’admission reste acquis.",
    en:
      "The lease ends the day before and goes on with the new tenant, in the same category and to the same end; the admission holds."
  )
  static let successorIsTenant = Text(fr: "C’est déjà le locataire.", en: "That is the tenant already.")

  static func successionOutside(_ lease: Lease) -> Text {
    let (start, end): (Day, Day?) = (lease.start, lease.end)
    return Text { language in
      language == .en
        ? "The lease runs \(Language.en.range(start, end)): its tenant changes between those days, after the first."
        : "Le bail court \(Language.fr.range(start, end)) : le locataire change entre ces jours, après le premier."
    }
  }
}
