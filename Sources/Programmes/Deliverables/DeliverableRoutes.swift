import Platform
import SQL

extension Programmes {
  var deliverableRoutes: [Endpoint] {
    [
      .list(
        "/dispositifs/{programme}/livrables", .deliverables, allow: .everyone, .deliverable,
        filter: DeliverableFilter.self
      ) { visit, filter in
        let scope: Scope = visit.scope
        let programme: Programme = try await visit.programme()
        let store = DeliverableStore(scope)
        let kinds: [String] = try await store.kinds(of: programme.id)
        let kind = Field.among(
          DeliverableFilter.kind.key, DeliverableFilter.kind.label, kinds.map { ($0, Text(name: $0)) }
        ).optional
        return ListPage(
          .deliverables, crumbs: Crumb.programme(visit, programme), .deliverable, store.listing(programme, filter),
          hiding: scope.worksWith(programme.id) ? [] : ["isPublic"],
          filters: kinds.isEmpty ? [DeliverableFilter.text] : [DeliverableFilter.text, kind],
          actions: scope.actions(
            on: programme.id,
            [ActionLink(.newDeliverable, to: "\(programme.path)/livrables/nouveau", allow: Programme.changed)]),
          .deliverable, mark: { $0.provenance.mark })
      },
      .record(
        "/dispositifs/{programme}/livrables/{deliverable}", .deliverable, kind: "deliverable", allow: .everyone,
        .deliverable
      ) { visit in
        let programme: Programme = try await visit.programme()
        let deliverable: Deliverable = try await DeliverableStore(visit.scope).find(
          visit.id("deliverable"), of: programme)
        let links: [ActionLink] = visit.scope.actions(
          on: programme.id,
          [ActionLink(.changeDeliverable, to: "\(deliverable.path)/modifier", allow: Programme.changed)])
        return Shown(
          deliverable.name, crumbs: Crumb.deliverables(visit, programme), .deliverable, deliverable, of: programme.id
        ) {
          page in
          page.provenance(deliverable.provenance)
          page.facts(View.deliverable.without("name"), deliverable)
          page.actions(links)
        }
      },
    ] + newDeliverable + changeDeliverable
  }

  private var newDeliverable: [Endpoint] {
    Endpoint.form(
      .newDeliverable, allow: Programme.changed, page: "/dispositifs/{programme}/livrables/nouveau",
      posts: "/dispositifs/{programme}/livrables", DeliverableForm.self,
      show: { visit in
        let programme: Programme = try await visit.programmeToChange(visit.scope)
        var initial = Typed()
        initial.set(DeliverableForm.isPublic, true)
        return try await deliverableForm(visit, .newDeliverable, programme, initial)
      },
      submit: { visit, scope, form in
        let programme: Programme = try await visit.programmeToChange(scope)
        let deliverable: Deliverable = try await enter(form, in: programme, scope)
        return .created(.deliverableEntered, at: deliverable.path, .deliverable, deliverable)
      })
  }

  /// Enters a deliverable under the rules that hold for everybody's.
  func enter(
    _ form: DeliverableForm, in programme: Programme, _ scope: Scope, _ provenance: Provenance = .entered
  ) async throws -> Deliverable {
    let store = DeliverableStore(scope)
    try await store.check(form, in: programme)
    return try await store.insert(form, in: programme, provenance)
  }

  private var changeDeliverable: [Endpoint] {
    Endpoint.form(
      .changeDeliverable, allow: Programme.changed,
      page: "/dispositifs/{programme}/livrables/{deliverable}/modifier",
      posts: "/dispositifs/{programme}/livrables/{deliverable}", Changed<DeliverableForm>.self,
      show: { visit in
        let programme: Programme = try await visit.programmeToChange(visit.scope)
        let deliverable: Deliverable = try await DeliverableStore(visit.scope).find(
          visit.id("deliverable"), of: programme)
        return try await deliverableForm(
          visit, .changeDeliverable, programme, DeliverableForm.typed(deliverable), of: deliverable)
      },
      submit: { visit, scope, changed in
        let store = DeliverableStore(scope)
        let programme: Programme = try await visit.programmeToChange(scope)
        let deliverable: Deliverable = try await store.find(visit.id("deliverable"), of: programme)
        try await store.check(changed.form, in: programme)
        let after: Deliverable = try await store.update(
          deliverable, changed.form, in: programme, version: changed.version)
        return .changed(.deliverableChanged, at: after.path, .deliverable, after)
      })
  }
}

private func deliverableForm(
  _ visit: Visit, _ title: Text, _ programme: Programme, _ initial: Typed, of deliverable: Deliverable? = nil
) async throws -> FormPage {
  let names: [ActionName] = try await ActionStore(visit.scope).names(
    of: programme.id, keeping: deliverable?.action)
  let field = Field.among(
    DeliverableForm.action.key, DeliverableForm.action.label, names.map { ("\($0.id)", Text(name: $0.words)) }
  ).optional
  return FormPage(
    title,
    crumbs: Crumb.deliverables(visit, programme) + (deliverable.map { [Crumb($0.name, $0.path)] } ?? []),
    submit: .save, initial: initial, fields: [field], hiding: names.isEmpty ? [DeliverableForm.action.key] : [])
}

extension ProgrammePart {
  static let deliverables = ProgrammePart(.deliverables, at: "livrables", allow: .everyone) { scope, programme in
    let count: Int = try await DeliverableStore(scope).count(of: programme.id)
    return count == 0 ? Noun.deliverable.noneYet : Text { "\(Noun.deliverable.counted(count)($0))." }
  }
}

extension Crumb {
  static func deliverables(_ visit: Visit, _ programme: Programme) -> [Crumb] {
    Crumb.programme(visit, programme) + [Crumb(Text.deliverables(visit.language), "\(programme.path)/livrables")]
  }
}

extension Text {
  static let deliverables = Text(fr: "Livrables", en: "Deliverables", de: "Arbeitsergebnisse")
  static let deliverable = Text(fr: "Livrable", en: "Deliverable", de: "Arbeitsergebnis")
  static let deliverableKind = Text(fr: "Nature", en: "Kind", de: "Art")
  static let deliverableOrigin = Text(fr: "Produit par", en: "Produced by", de: "Erstellt von")
  static let actionNumber = Text(fr: "Numéro de l’action", en: "Action number", de: "Nummer der Maßnahme")
  static let date = Text(fr: "Date", en: "Date", de: "Datum")
  static let webAddress = Text(fr: "Adresse web", en: "Web address", de: "Webadresse")
  static let isPublic = Text(fr: "Public", en: "Public", de: "Öffentlich")
  static let deliverableKindHelp = Text(
    fr: "Par exemple « guide », « étude », « film ».", en: "For example “guide”, “study”, “film”.")
  static let deliverableOriginHelp = Text(
    fr: "L’organisation ou le service d’où il vient, même s’il a été adapté depuis.",
    en: "The organisation or department that it comes from, even if it was adapted since.")
  static let webAddressHelp = Text(
    fr: "Elle commence par https://.", en: "It begins with https://.")
  static let isPublicHelp = Text(
    fr: "Décoché, seuls ceux qui travaillent sur le dispositif le voient.",
    en: "Unticked, only those who work with the programme see it.")
  static let newDeliverable = Text(fr: "Nouveau livrable", en: "New deliverable")
  static let changeDeliverable = Text(fr: "Modifier le livrable", en: "Change the deliverable")
}

extension Noun {
  static let deliverable = Noun(
    fr: ("livrable", "livrables", .m), en: ("deliverable", "deliverables"),
    de: ("Arbeitsergebnis", "Arbeitsergebnisse", .n))
}

extension Deed {
  static let deliverableEntered = Deed(
    "deliverable.entered", Text(fr: "Livrable enregistré", en: "Deliverable entered"))
  static let deliverableChanged = Deed("deliverable.changed", Text(fr: "Livrable modifié", en: "Deliverable changed"))

  static let deliverables: [Deed] = [deliverableEntered, deliverableChanged]
}
