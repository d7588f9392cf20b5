import Platform
import Programmes
import SQL

extension Lab {
  var adoptionRoutes: [Endpoint] { adopt + reportAdoption + changeResults + lineageRoutes }

  /// The sheet in the address with its programme as anybody reads it; what was withdrawn is not adopted any more.
  private func offered(
    _ visit: Visit, _ scope: Scope
  ) async throws -> (publication: Publication, content: SheetContent, takeover: Takeover) {
    let store = PublicationStore(scope)
    let publication: Publication = try await store.find(visit.text("slug"))
    guard publication.withdrawnAt == nil else { throw Refusal.conflict(.withdrawnSheet) }
    let home: Scope = scope.asAnybody(on: publication.territory)
    let programme: Programme = try await ProgrammeStore(home).find("\(publication.programme)")
    return (
      publication, try await store.content(of: publication),
      try await Takeover.of(programme, on: publication.territoryName, visit, home)
    )
  }

  private var adopt: [Endpoint] {
    Endpoint.form(
      .adoptSheet, allow: .staff, page: "/lab/{slug}/adopter", posts: "/lab/{slug}/adoptions", AdoptionForm.self,
      show: { visit in
        let publication: Publication = try await PublicationStore(visit.scope).find(visit.text("slug"))
        let crumbs: [Crumb] = Crumb.lab(visit) + [Crumb(publication.title, publication.path)]
        guard publication.withdrawnAt == nil else {
          return FormPage(
            .adoptSheet, crumbs: crumbs, submit: .adoptSheet, isClosed: true,
            above: { page in page.paragraph(.withdrawnSheet) })
        }
        let (_, content, takeover) = try await offered(visit, visit.scope)
        let licence: String = try await Typology.open(visit.scope).licence
        let conditions: [(key: String, label: Text)] = content.conditions.enumerated().map {
          ("\($0 + 1)", Text(name: $1))
        }
        var initial = Typed()
        initial.set(AdoptionForm.name, takeover.name)
        initial.set(AdoptionForm.parts, takeover.parts.map(\.key))
        if !takeover.perimeters.isEmpty {
          initial.set(AdoptionForm.perimeters, takeover.perimeters.map { "\($0) = " }.joined(separator: "\n"))
        }
        initial.set(AdoptionForm.slug, publication.programmeSlug)
        return FormPage(
          .adoptSheet, crumbs: crumbs, intro: .adoptingHelp, submit: .adoptSheet, initial: initial,
          fields: [
            Field<[String]>.several(
              AdoptionForm.met.key, AdoptionForm.met.label, help: AdoptionForm.met.help, among: conditions),
            Field<[String]>.several(
              AdoptionForm.parts.key, AdoptionForm.parts.label, help: AdoptionForm.parts.help, among: takeover.parts),
          ],
          hiding: (conditions.isEmpty ? ["met"] : []) + (takeover.perimeters.isEmpty ? ["perimeters"] : [])
            + (licence.isEmpty ? ["accepts"] : []),
          above: { page in
            guard !licence.isEmpty else { return }
            page.section(.licence) { page in page.prose(licence) }
          })
      },
      submit: { visit, scope, form in
        let (publication, content, offer) = try await offered(visit, scope)
        let licence: String = try await Typology.open(scope).licence
        guard licence.isEmpty || form.accepts else { throw Refusal.invalid("accepts", .licenceToAccept) }
        var takeover: Takeover = offer
        takeover.keep(form.parts)
        takeover.rename(form.words)
        let known: Set<String> = try await PerimeterKeys.all(scope)
        for (_, key) in form.perimeters where !known.contains(key) {
          throw Refusal.invalid("perimeters", .noSuchPerimeter(key))
        }
        takeover.replacePerimeters(form.perimeters)
        let programme: Programme = try await takeover.enter(as: form.slug, named: form.name, visit, scope)
        _ = try await AdoptionStore(scope).insert(
          try await PublicationStore(scope).sheet(of: publication), by: visit.territory?.name ?? scope.actor.name,
          on: scope.today, as: programme.id, conditions: form.answers(to: content.conditions), licence: licence,
          document: offer.text)
        return .created(.sheetAdopted, at: programme.path, programme)
      })
  }

  private var reportAdoption: [Endpoint] {
    Endpoint.form(
      .reportAdoption, allow: Programme.changed, page: "\(Self.place)/{sheet}/reprises/nouvelle",
      posts: "\(Self.place)/{sheet}/reprises", ReportedAdoptionForm.self,
      show: { visit in
        let (programme, sheet) = try await sheetToChange(visit, visit.scope)
        return FormPage(
          .reportAdoption, crumbs: Crumb.sheet(visit, programme, sheet), intro: .reportingHelp, submit: .save)
      },
      submit: { visit, scope, form in
        let (_, sheet) = try await sheetToChange(visit, scope)
        guard sheet.kind == .lab else { throw Refusal.notFound }
        let adoption: Adoption = try await AdoptionStore(scope).insert(
          sheet.id, by: form.adopter, on: form.day, results: form.results)
        return .created(.adoptionReported, at: "/lab/\(adoption.sheetSlug)/reprises", .adoption, adoption)
      })
  }

  private var changeResults: [Endpoint] {
    Endpoint.form(
      .changeAdoption, allow: .staff, page: "/reprises/{adoption}/modifier", posts: "/reprises/{adoption}",
      Changed<AdoptionResultsForm>.self,
      show: { visit in
        let adoption: Adoption = try await AdoptionStore(visit.scope).find(visit.id("adoption"))
        var initial = Typed()
        initial.set(AdoptionResultsForm.results, adoption.results)
        initial.set(.version, adoption.version)
        return FormPage(
          .changeAdoption, crumbs: Crumb.lab(visit) + [Crumb(adoption.sheetTitle, "/lab/\(adoption.sheetSlug)")],
          submit: .save, initial: initial)
      },
      submit: { visit, scope, changed in
        let store = AdoptionStore(scope)
        let adoption: Adoption = try await store.find(visit.id("adoption"))
        let after: Adoption = try await store.update(adoption, changed.form, version: changed.version)
        return .changed(.adoptionChanged, at: "/lab/\(after.sheetSlug)/reprises", .adoption, after)
      })
  }
}

extension PublicationStore {
  /// The sheet that it was published from.
  func sheet(of publication: Publication) async throws -> ID<Sheet> {
    struct Origin: Fetched {
      let id: ID<Sheet>
      init(_ row: inout Row) throws(DatabaseError) { id = try row.next() }
    }
    let origin: Origin = try await scope.one(
      "SELECT sheet_id FROM publication WHERE territory_id = \(publication.territory) AND id = \(publication.id)")
    return origin.id
  }
}

extension Crumb {
  static func lab(_ visit: Visit) -> [Crumb] { [Crumb(Text.lab(visit.language), "/lab")] }
}

extension Text {
  static let adoptSheet = Text(
    fr: "Adopter ce dispositif", en: "Adopt this programme", de: "Dieses Programm übernehmen")
  static let reportAdoption = Text(fr: "Signaler une reprise", en: "Report an adoption")
  fileprivate static let changeAdoption = Text(
    fr: "Dire ce que la reprise a donné", en: "Say what became of the adoption")
  fileprivate static let reportingHelp = Text(
    fr: "Un territoire fait la même chose chez lui, sans passer par cette installation : dites-le ici.",
    en: "A territory does the same at home, without this installation: say so here.")
  fileprivate static let adoptingHelp = Text(
    fr:
      "Le dispositif s’ouvre chez vous avec cette configuration, visible de vous seuls jusqu’à ce que vous le publiiez. Tout se change ensuite.",
    en:
      "The programme opens at home with this configuration, seen by you alone until you publish it. Everything can be changed afterwards."
  )
  static let withdrawnSheet = Text(
    fr: "Cette fiche a été retirée du Lab : elle ne peut plus être adoptée.",
    en: "This sheet was withdrawn from the Lab: it cannot be adopted any more.",
    de: "Dieses Blatt wurde aus dem Lab zurückgezogen: es kann nicht mehr übernommen werden.")
}
