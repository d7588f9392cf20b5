import Platform
import SQL

extension Programmes {
  var awardRoutes: [Endpoint] {
    [
      .list("/dispositifs/{programme}/distinctions", .awards, allow: .everyone, .award, filter: AwardFilter.self) {
        visit, filter in
        let programme: Programme = try await visit.programme()
        return ListPage(
          .awards, crumbs: Crumb.programme(visit, programme), .award,
          AwardStore(visit.scope).listing(programme, filter), filters: AwardFilter.fields,
          actions: visit.scope.actions(
            on: programme.id,
            [ActionLink(.newAward, to: "\(programme.path)/distinctions/nouvelle", allow: Programme.changed)]),
          .award, mark: { $0.provenance.mark })
      },
      .record(
        "/dispositifs/{programme}/distinctions/{award}", .award, kind: "programme_award", allow: .everyone, .award
      ) { visit in
        let programme: Programme = try await visit.programme()
        let award: Award = try await AwardStore(visit.scope).find(visit.id("award"), of: programme)
        let links: [ActionLink] = visit.scope.actions(
          on: programme.id, [ActionLink(.changeAward, to: "\(award.path)/modifier", allow: Programme.changed)])
        return Shown(award.name, crumbs: Crumb.awards(visit, programme), .award, award, of: programme.id) { page in
          page.provenance(award.provenance)
          page.facts(View.award.without("name"), award)
          page.actions(links)
        }
      },
    ] + newAward + changeAward
  }

  private var newAward: [Endpoint] {
    Endpoint.form(
      .newAward, allow: Programme.changed, page: "/dispositifs/{programme}/distinctions/nouvelle",
      posts: "/dispositifs/{programme}/distinctions", AwardForm.self,
      show: { visit in
        let programme: Programme = try await visit.programmeToChange(visit.scope)
        return FormPage(.newAward, crumbs: Crumb.awards(visit, programme), submit: .save)
      },
      submit: { visit, scope, form in
        let programme: Programme = try await visit.programmeToChange(scope)
        let award: Award = try await AwardStore(scope).insert(form, in: programme)
        return .created(.awardEntered, at: award.path, .award, award)
      })
  }

  private var changeAward: [Endpoint] {
    Endpoint.form(
      .changeAward, allow: Programme.changed, page: "/dispositifs/{programme}/distinctions/{award}/modifier",
      posts: "/dispositifs/{programme}/distinctions/{award}", Changed<AwardForm>.self,
      show: { visit in
        let programme: Programme = try await visit.programmeToChange(visit.scope)
        let award: Award = try await AwardStore(visit.scope).find(visit.id("award"), of: programme)
        return FormPage(
          .changeAward, crumbs: Crumb.awards(visit, programme) + [Crumb(award.name, award.path)], submit: .save,
          initial: AwardForm.typed(award))
      },
      submit: { visit, scope, changed in
        let store = AwardStore(scope)
        let programme: Programme = try await visit.programmeToChange(scope)
        let award: Award = try await store.find(visit.id("award"), of: programme)
        let after: Award = try await store.update(award, changed.form, in: programme, version: changed.version)
        return .changed(.awardChanged, at: after.path, .award, after)
      })
  }
}

extension ProgrammePart {
  static let awards = ProgrammePart(.awards, at: "distinctions", allow: .everyone) { scope, programme in
    let count: Int = try await AwardStore(scope).count(of: programme.id)
    return count == 0 ? Noun.award.noneYet : Text { "\(Noun.award.counted(count)($0))." }
  }
}

extension Crumb {
  static func awards(_ visit: Visit, _ programme: Programme) -> [Crumb] {
    Crumb.programme(visit, programme) + [Crumb(Text.awards(visit.language), "\(programme.path)/distinctions")]
  }
}

extension Text {
  static let awards = Text(fr: "Distinctions", en: "Awards", de: "Auszeichnungen")
  static let award = Text(fr: "Distinction", en: "Award", de: "Auszeichnung")
  static let givenBy = Text(fr: "Décernée par", en: "Given by", de: "Verliehen von")
  static let newAward = Text(fr: "Nouvelle distinction", en: "New award")
  static let changeAward = Text(fr: "Modifier la distinction", en: "Change the award")
}

extension Noun {
  static let award = Noun(
    fr: ("distinction", "distinctions", .f), en: ("award", "awards"), de: ("Auszeichnung", "Auszeichnungen", .f))
}

extension Deed {
  static let awardEntered = Deed("award.entered", Text(fr: "Distinction enregistrée", en: "Award entered"))
  static let awardChanged = Deed("award.changed", Text(fr: "Distinction modifiée", en: "Award changed"))

  static let awards: [Deed] = [awardEntered, awardChanged]
}
