import Platform
import Programmes
import SQL

extension Places {
  /// Many leases that end on one day: a site that empties, a wing that closes.
  var endLeases: [Endpoint] {
    Endpoint.bulk(
      Bulk<Lease, LeaseFilter, EndForm>(
        .endLeases, .leaseEnded, .lease, list: (.leases, "/baux"), View.lease.without("categoryName", "area"),
        initial: { visit in
          var typed = Typed()
          typed.set(EndForm.day, visit.scope.today)
          return typed
        },
        select: { scope, chosen in
          LeaseStore(scope).listing(chosen.filter, only: chosen.narrowing("lease.id"))
        },
        apply: { scope, lease, form in
          try lease.end(on: form.day, today: scope.today)
          let ended: Lease = try await LeaseStore(scope).end(lease, on: form.day, version: lease.version)
          return UndoStep(lease.id.number, version: ended.version, memo: lease.end?.description ?? "")
        },
        revert: { scope, step in
          let store = LeaseStore(scope)
          let lease: Lease = try await store.find(ID(step.record))
          let form = LeaseForm(
            tenant: lease.tenantName, category: lease.category.key, area: lease.partArea,
            period: Period(start: lease.start, end: Day(iso: step.memo)))
          // Somebody may have been given the lot meanwhile.
          try lease.change(to: form, others: try await store.on(lease.lot))
          _ = try await store.update(lease, form, tenant: lease.tenant, version: step.version)
        }), allow: .staff, page: "/baux/terminer", posts: "/baux/fins")
  }

  /// Whom many lots are meant for, changed at once.
  var destineLots: [Endpoint] {
    Endpoint.bulk(
      Bulk<Lot, LotFilter, DestinationForm>(
        .destineLots, .lotChanged, .lot, list: (.lots, "/lots"),
        View.lot.without("tenant", "closedOn", "state"),
        fields: { visit in [DestinationForm.destination(among: try await CategoryStore(visit.scope).all())] },
        select: { scope, chosen in LotStore(scope).listing(chosen.filter, only: chosen.narrowing("lot.id")) },
        apply: { scope, lot, form in
          try await CategoryStore(scope).of(lot.programme).check(form.destination, field: "destination")
          let after: Lot = try await LotStore(scope).destine(lot, to: form.destination, version: lot.version)
          return UndoStep(lot.id.number, version: after.version, memo: lot.destination?.key ?? "")
        },
        revert: { scope, step in
          let store = LotStore(scope)
          _ = try await store.destine(
            try await store.find(ID(step.record)), to: step.memo.isEmpty ? nil : step.memo, version: step.version)
        }), allow: .staff, page: "/lots/destination", posts: "/lots/destinations")
  }
}

struct DestinationForm: Form {
  /// For many lots at once, nothing is said by leaving a box as it is.
  static let destination = Field<String>.term("destination", .destination)
  static let fields: [any FormField] = [destination]

  static func destination(among categories: [Term]) -> any FormField {
    Field.among(
      "destination", .destination,
      categories.filter { !$0.isArchived }.map { ($0.key, $0.label) } + [
        (none, Text(fr: "Aucune destination particulière", en: "No particular destination"))
      ])
  }

  private static let none: String = "none"

  let destination: String?

  init(_ values: FormValues) throws(Refusal) {
    let key: String = values[Self.destination]
    destination = key == Self.none ? nil : key
  }
}

extension Text {
  static let endLeases = Text(fr: "Terminer les baux", en: "End the leases")
  static let destineLots = Text(fr: "Changer la destination", en: "Change the destination")
}
