import Platform
import Programmes
import SQL

extension Lab {
  static let editionPlace: String = "/dispositifs/{programme}/editions"

  var editionRoutes: [Endpoint] {
    [
      .list(Self.editionPlace, .editions, allow: .working, .edition, filter: NoFilter.self) { visit, _ in
        let programme: Programme = try await lab(visit, visit.scope)
        return ListPage(
          .editions, crumbs: Crumb.programme(visit, programme), intro: .editionsInShort, .edition,
          EditionStore(visit.scope).listing(of: programme.id),
          actions: visit.scope.actions(
            on: programme.id,
            [ActionLink(.newEdition, to: "\(programme.path)/editions/nouvelle", allow: Programme.changed)]),
          .edition, mark: { $0.isIssued ? nil : .draftEdition })
      },
      .record("\(Self.editionPlace)/{edition}", .oneEdition, kind: EditionStore.kind, allow: .working, .edition) {
        visit in
        let programme: Programme = try await lab(visit, visit.scope)
        let store = EditionStore(visit.scope)
        let edition: Edition = try await store.find(visit.id("edition"), of: programme.id)
        let desk = EditionDesk(
          edition: edition, sheets: try await store.sheets(of: edition), texts: try await store.texts(of: edition),
          groups: edition.isIssued ? [] : try await content(of: edition, programme, visit.scope).groups,
          isOpen: !edition.isIssued && visit.scope.actor.runs(programme.id))
        return Shown(edition.title, crumbs: Crumb.editions(visit, programme), .edition, edition, of: programme.id) {
          page in
          page.provenance(edition.provenance)
          page.desk(desk)
        }
      },
    ] + newEdition + changeEdition + issueEdition + deleteEdition + editionSheetRoutes + editionTextRoutes
      + editionBookRoutes
  }

  /// The Lab’s programme in the address, for who works with it.
  private func lab(_ visit: Visit, _ scope: Scope) async throws -> Programme {
    let programme: Programme = try await ProgrammeStore(scope).find(visit.text("programme"))
    guard scope.worksWith(programme.id), try await EditionStore(scope).isLab(programme.id) else {
      throw Refusal.notFound
    }
    return programme
  }

  private func labToChange(_ visit: Visit, _ scope: Scope) async throws -> Programme {
    let programme: Programme = try await visit.programmeToChange(scope)
    guard try await EditionStore(scope).isLab(programme.id) else { throw Refusal.notFound }
    return programme
  }

  func editionToChange(_ visit: Visit, _ scope: Scope) async throws -> (Programme, Edition) {
    let programme: Programme = try await labToChange(visit, scope)
    return (programme, try await EditionStore(scope).find(visit.id("edition"), of: programme.id))
  }

  private var newEdition: [Endpoint] {
    Endpoint.form(
      .newEdition, allow: Programme.changed, page: "\(Self.editionPlace)/nouvelle", posts: Self.editionPlace,
      EditionForm.self,
      show: { visit in
        let programme: Programme = try await labToChange(visit, visit.scope)
        let last: Int = try await EditionStore(visit.scope).lastNumber(of: programme.id)
        return FormPage(
          .newEdition, crumbs: Crumb.editions(visit, programme), submit: .save,
          initial: EditionForm.blank(min(last + 1, 9_999), programme.name, on: visit.scope.today))
      },
      submit: { visit, scope, form in
        let programme: Programme = try await labToChange(visit, scope)
        let edition: Edition = try await EditionStore(scope).insert(form, in: programme.id)
        return .created(.editionBegun, at: edition.desk, .edition, edition)
      })
  }

  private var changeEdition: [Endpoint] {
    Endpoint.form(
      .changeEdition, allow: Programme.changed, page: "\(Self.editionPlace)/{edition}/modifier",
      posts: "\(Self.editionPlace)/{edition}", Changed<EditionForm>.self,
      show: { visit in
        let (programme, edition) = try await editionToChange(visit, visit.scope)
        return FormPage(
          .changeEdition, crumbs: Crumb.edition(visit, programme, edition), submit: .save,
          initial: EditionForm.typed(edition), isClosed: edition.isIssued, above: edition.closed)
      },
      submit: { visit, scope, changed in
        let (programme, edition) = try await editionToChange(visit, scope)
        try edition.checkDraft()
        let after: Edition = try await EditionStore(scope).update(
          edition, changed.form, in: programme.id, version: changed.version)
        return .changed(.editionChanged, at: after.desk, .edition, after)
      })
  }

  private var issueEdition: [Endpoint] {
    Endpoint.form(
      .issueEdition, allow: Programme.changed, page: "\(Self.editionPlace)/{edition}/faire-paraitre",
      posts: "\(Self.editionPlace)/{edition}/parution", Changed<NoFilter>.self,
      show: { visit in
        let (programme, edition) = try await editionToChange(visit, visit.scope)
        return FormPage(
          .issueEdition, crumbs: Crumb.edition(visit, programme, edition), intro: .issuingEdition,
          submit: .issueEdition, initial: edition.versioned, isClosed: edition.isIssued, above: edition.closed)
      },
      submit: { visit, scope, changed in
        let (programme, edition) = try await editionToChange(visit, scope)
        let after: Edition = try await issue(edition, of: programme, version: changed.version, scope)
        return .changed(.editionIssued, at: after.desk, .edition, after)
      })
  }

  /// An edition of nothing is none, and one that was announced with a sheet does not appear without it unnoticed.
  func issue(_ edition: Edition, of programme: Programme, version: Int, _ scope: Scope) async throws -> Edition {
    try edition.checkDraft()
    let store = EditionStore(scope)
    let sheets: [EditionSheet] = try await store.sheets(of: edition)
    guard !sheets.isEmpty else { throw Refusal.conflict(.editionIsEmpty) }
    if let gone = sheets.first(where: { $0.title == nil }) { throw Refusal.conflict(.sheetLeftLab(gone.slug)) }
    return try await store.issue(
      edition, try await content(of: edition, programme, scope), in: programme.id, version: version)
  }

  private var deleteEdition: [Endpoint] {
    Endpoint.form(
      .deleteEdition, allow: Programme.changed, page: "\(Self.editionPlace)/{edition}/supprimer",
      posts: "\(Self.editionPlace)/{edition}/suppression", Changed<NoFilter>.self,
      show: { visit in
        let (programme, edition) = try await editionToChange(visit, visit.scope)
        return FormPage(
          .deleteEdition, crumbs: Crumb.edition(visit, programme, edition), intro: .deletingEdition,
          submit: .deleteEdition, initial: edition.versioned, isClosed: edition.isIssued, above: edition.closed)
      },
      submit: { visit, scope, changed in
        let (programme, edition) = try await editionToChange(visit, scope)
        try edition.checkDraft()
        try await EditionStore(scope).delete(edition, in: programme.id, version: changed.version)
        return .changed(.editionDeleted, at: "\(programme.path)/editions", .edition, edition)
      })
  }
}

extension Edition {
  var versioned: Typed {
    var typed = Typed()
    typed.set(.version, version)
    return typed
  }

  /// Why a form is not one any more.
  var closed: (@Sendable (inout Page) -> Void)? {
    guard let issuedAt else { return nil }
    return { page in page.paragraph(.editionIssued(issuedAt)) }
  }
}

extension Crumb {
  static func editions(_ visit: Visit, _ programme: Programme) -> [Crumb] {
    Crumb.programme(visit, programme) + [Crumb(Text.editions(visit.language), "\(programme.path)/editions")]
  }

  static func edition(_ visit: Visit, _ programme: Programme, _ edition: Edition) -> [Crumb] {
    editions(visit, programme) + [Crumb(edition.title, edition.desk)]
  }
}

extension Text {
  static let newEdition = Text(fr: "Préparer une édition", en: "Prepare an edition")
  static let changeEdition = Text(fr: "Modifier l’édition", en: "Change the edition")
  static let issueEdition = Text(fr: "Faire paraître l’édition", en: "Issue the edition")
  static let deleteEdition = Text(fr: "Supprimer le projet", en: "Delete the draft")
  fileprivate static let draftEdition = Text(fr: "projet", en: "draft")
  fileprivate static let editionsInShort = Text(
    fr: "Des recueils numérotés, datés et figés : ce qu’ils disent ne change plus, quoi que deviennent les fiches.",
    en: "Numbered, dated, frozen collections: what they say does not change, whatever becomes of the sheets.")
  fileprivate static let issuingEdition = Text(
    fr:
      "Chaque fiche est figée telle qu’elle se lit aujourd’hui, avec ses chiffres, les mots qui la classent et les textes de l’édition. Plus rien n’en change, et tout le monde la lit.",
    en:
      "Each sheet is frozen as it reads today, with its figures, the words that sort it and the edition’s texts. Nothing of it changes any more, and everybody reads it."
  )
  fileprivate static let deletingEdition = Text(
    fr: "Le projet disparaît avec ses textes et son choix de fiches. Une édition parue, elle, ne se supprime pas.",
    en: "The draft goes, with its texts and its choice of sheets. An edition that was issued cannot be deleted.")
  fileprivate static let editionIsEmpty = Text(
    fr: "L’édition n’a aucune fiche : choisissez-les d’abord.", en: "The edition has no sheet: choose them first.")

  fileprivate static func sheetLeftLab(_ slug: String) -> Text {
    Text(
      fr: "La fiche « \(slug) » n’est plus dans le Lab : retirez-la de l’édition, ou attendez qu’elle y revienne.",
      en: "The sheet “\(slug)” is no longer in the Lab: take it out of the edition, or wait for it to come back.")
  }
}
