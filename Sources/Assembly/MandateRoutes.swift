import Platform
import SQL

extension Assembly {
  var mandateRoutes: [Endpoint] {
    [
      .record("/mandats/{mandate}", .oneMandate, kind: "mandate", allow: Programme.changed, .mandate) { visit in
        let (mandate, programme): (Mandate, Programme) = try await MandateStore(visit.scope).findToChange(
          visit.id("mandate"))
        return Shown(
          mandate.seatLabel(visit.language), crumbs: Crumb.body(visit, programme, mandate), .mandate, mandate,
          of: programme.id
        ) { page in
          page.provenance(mandate.provenance)
          page.facts(View.mandate.without("seat"), mandate)
          page.actions([
            ActionLink(.endMandate, to: "\(mandate.path)/terminer", allow: Programme.changed, inDialog: true),
            ActionLink(.changeMandate, to: "\(mandate.path)/modifier", allow: Programme.changed),
            ActionLink(.nameSuccessor, to: "\(mandate.seatPath)/mandats/nouveau", allow: Programme.changed),
          ])
        }
      }
    ] + newMandate + changeMandate + endMandate
  }

  private var newMandate: [Endpoint] {
    let seat: String = "/dispositifs/{programme}/instances/{body}/sieges/{seat}"
    return Endpoint.form(
      .newMandate, allow: Programme.changed, page: "\(seat)/mandats/nouveau", posts: "\(seat)/mandats",
      MandateForm.self,
      show: { visit in
        let programme: Programme = try await ProgrammeStore(visit.scope).findToChange(visit.text("programme"))
        let body: Body = try await BodyStore(visit.scope).find(visit.text("body"), of: programme.id)
        let seat: Seat = try await SeatStore(visit.scope).find(visit.text("seat"), of: body.id)
        let last: Mandate? = try await MandateStore(visit.scope).on(seat.id).last
        var initial = Typed()
        // A successor comes the day after.
        initial.set(MandateForm.start, last?.end.map { $0.adding(days: 1) } ?? visit.scope.today)
        return FormPage(
          .newMandate,
          crumbs: Crumb.bodies(visit, programme) + [Crumb(body.label(visit.language), body.path(in: programme))],
          intro: .forSeat(seat.label), submit: .save, initial: initial)
      },
      submit: { visit, scope, form in
        let programme: Programme = try await ProgrammeStore(scope).findToChange(visit.text("programme"))
        let body: Body = try await BodyStore(scope).find(visit.text("body"), of: programme.id)
        let seat: Seat = try await SeatStore(scope).find(visit.text("seat"), of: body.id)
        let store = MandateStore(scope)
        try form.check(try await store.on(seat.id))
        let organisation: ID<Organisation>? = try await holder(form, visit, scope)
        let mandate: Mandate = try await store.insert(form, seat.id, organisation: organisation)
        // The seat beside it may wait for somebody too.
        return .created(.mandateGiven, at: mandate.path, .mandate, mandate).returning(to: mandate.bodyPath)
      })
  }

  private var changeMandate: [Endpoint] {
    Endpoint.form(
      .changeMandate, allow: Programme.changed, page: "/mandats/{mandate}/modifier", posts: "/mandats/{mandate}",
      Changed<MandateForm>.self,
      show: { visit in
        let (mandate, programme): (Mandate, Programme) = try await MandateStore(visit.scope).findToChange(
          visit.id("mandate"))
        return FormPage(
          .changeMandate, crumbs: Crumb.mandate(visit, programme, mandate), submit: .save,
          initial: MandateForm.typed(mandate))
      },
      submit: { visit, scope, changed in
        let store = MandateStore(scope)
        let (mandate, _): (Mandate, Programme) = try await store.findToChange(visit.id("mandate"))
        try changed.form.check(try await store.on(mandate.seat).filter { $0.id != mandate.id })
        let organisation: ID<Organisation>? = try await holder(changed.form, visit, scope)
        let after: Mandate = try await store.update(
          mandate, changed.form, organisation: organisation, version: changed.version)
        return .changed(.mandateChanged, at: after.path, .mandate, after)
      })
  }

  private var endMandate: [Endpoint] {
    Endpoint.form(
      .endMandate, allow: Programme.changed, page: "/mandats/{mandate}/terminer", posts: "/mandats/{mandate}/fin",
      Changed<MandateEndForm>.self,
      show: { visit in
        let (mandate, programme): (Mandate, Programme) = try await MandateStore(visit.scope).findToChange(
          visit.id("mandate"))
        return FormPage(
          .endMandate, crumbs: Crumb.mandate(visit, programme, mandate), submit: .save,
          initial: MandateEndForm.typed(mandate.end ?? visit.scope.today, version: mandate.version))
      },
      submit: { visit, scope, changed in
        let store = MandateStore(scope)
        let (mandate, _): (Mandate, Programme) = try await store.findToChange(visit.id("mandate"))
        try mandate.end(on: changed.form.day, today: scope.today)
        let ended: Mandate = try await store.end(mandate, on: changed.form.day, version: changed.version)
        return .changed(.mandateEnded, at: ended.path, .mandate, ended)
      })
  }

  private func holder(_ form: MandateForm, _ visit: Visit, _ scope: Scope) async throws -> ID<Organisation>? {
    guard let named = form.organisation else { return nil }
    return try await visit.organisation(named, field: "organisation", scope)
  }
}

extension Crumb {
  fileprivate static func body(_ visit: Visit, _ programme: Programme, _ mandate: Mandate) -> [Crumb] {
    bodies(visit, programme) + [Crumb(mandate.bodyLabel(visit.language), mandate.bodyPath)]
  }

  fileprivate static func mandate(_ visit: Visit, _ programme: Programme, _ mandate: Mandate) -> [Crumb] {
    body(visit, programme, mandate) + [Crumb(mandate.seatLabel(visit.language), mandate.path)]
  }
}
