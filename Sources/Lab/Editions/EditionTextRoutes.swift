import Platform
import Programmes
import SQL

extension Lab {
  private static let textPlace: String = "\(editionPlace)/{edition}/textes"

  var editionTextRoutes: [Endpoint] { newText + changeText + deleteText }

  private var newText: [Endpoint] {
    Endpoint.form(
      .newEditionText, allow: Programme.changed, page: "\(Self.editionPlace)/{edition}/nouveau-texte",
      posts: Self.textPlace, EditionTextForm.self,
      show: { visit in
        let (programme, edition) = try await editionToChange(visit, visit.scope)
        let last: Int = try await EditionStore(visit.scope).texts(of: edition).last?.rank ?? 0
        var initial = Typed()
        initial.set(EditionTextForm.rank, min(last + 1, 100))
        return FormPage(
          .newEditionText, crumbs: Crumb.edition(visit, programme, edition), submit: .save, initial: initial,
          isClosed: edition.isIssued, above: edition.closed)
      },
      submit: { visit, scope, form in
        let (_, edition) = try await editionToChange(visit, scope)
        try edition.checkDraft()
        let text: EditionText = try await EditionStore(scope).insert(form, in: edition)
        return .created(.editionTextWritten, at: edition.desk, .editionText, text)
      })
  }

  private var changeText: [Endpoint] {
    Endpoint.form(
      .changeEditionText, allow: Programme.changed, page: "\(Self.textPlace)/{text}/modifier",
      posts: "\(Self.textPlace)/{text}", Changed<EditionTextForm>.self,
      show: { visit in
        let (programme, edition) = try await editionToChange(visit, visit.scope)
        let text: EditionText = try await EditionStore(visit.scope).text(visit.id("text"), of: edition)
        let delete: String = "\(edition.desk)/textes/\(text.id)/supprimer"
        return FormPage(
          .changeEditionText, crumbs: Crumb.edition(visit, programme, edition), submit: .save,
          initial: EditionTextForm.typed(text), isClosed: edition.isIssued, above: edition.closed,
          below: { page in
            if !edition.isIssued {
              page.actions([ActionLink(.deleteEditionText, to: delete, allow: Programme.changed)])
            }
          })
      },
      submit: { visit, scope, changed in
        let (_, edition) = try await editionToChange(visit, scope)
        try edition.checkDraft()
        let store = EditionStore(scope)
        let text: EditionText = try await store.text(visit.id("text"), of: edition)
        let after: EditionText = try await store.update(text, changed.form, in: edition, version: changed.version)
        return .changed(.editionTextChanged, at: edition.desk, .editionText, after)
      })
  }

  private var deleteText: [Endpoint] {
    Endpoint.form(
      .deleteEditionText, allow: Programme.changed, page: "\(Self.textPlace)/{text}/supprimer",
      posts: "\(Self.textPlace)/{text}/suppression", Changed<NoFilter>.self,
      show: { visit in
        let (programme, edition) = try await editionToChange(visit, visit.scope)
        let text: EditionText = try await EditionStore(visit.scope).text(visit.id("text"), of: edition)
        var initial = Typed()
        initial.set(.version, text.version)
        return FormPage(
          .deleteEditionText, crumbs: Crumb.edition(visit, programme, edition), intro: .deletingText(text.title),
          submit: .deleteEditionText, initial: initial, isClosed: edition.isIssued, above: edition.closed)
      },
      submit: { visit, scope, changed in
        let (_, edition) = try await editionToChange(visit, scope)
        try edition.checkDraft()
        let store = EditionStore(scope)
        let text: EditionText = try await store.text(visit.id("text"), of: edition)
        try await store.delete(text, version: changed.version)
        return .changed(.editionTextDeleted, at: edition.desk, .editionText, text)
      })
  }
}

extension Text {
  static let newEditionText = Text(fr: "Ajouter un texte", en: "Add a text")
  static let changeEditionText = Text(fr: "Modifier le texte", en: "Change the text")
  fileprivate static let deleteEditionText = Text(fr: "Supprimer le texte", en: "Delete the text")

  fileprivate static func deletingText(_ title: String) -> Text {
    Text(fr: "« \(title) » quitte l’édition et disparaît.", en: "“\(title)” leaves the edition and is gone.")
  }
}
