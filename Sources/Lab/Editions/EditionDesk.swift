import Platform

/// An edition as its editors see it: what it holds, what is missing, what can be done.
struct EditionDesk: Sendable {
  let edition: Edition
  let sheets: [EditionSheet]
  let texts: [EditionText]
  let groups: [EditionContent.Group]
  /// Whether this visitor may change it.
  let isOpen: Bool
}

extension Page {
  mutating func desk(_ desk: EditionDesk) {
    let edition: Edition = desk.edition
    if let issuedAt = edition.issuedAt {
      paragraph(.editionIssued(issuedAt))
      linkLine(edition.path, .readEdition)
    } else {
      paragraph(.stillDraft)
    }
    facts(View.edition.without("title"), edition)
    if desk.isOpen {
      actions([
        ActionLink(.chooseSheets, to: "\(edition.desk)/choisir", allow: Programme.changed),
        ActionLink(.newEditionText, to: "\(edition.desk)/nouveau-texte", allow: Programme.changed),
        ActionLink(.changeEdition, to: "\(edition.desk)/modifier", allow: Programme.changed),
        ActionLink(.issueEdition, to: "\(edition.desk)/faire-paraitre", allow: Programme.changed),
        ActionLink(.deleteEdition, to: "\(edition.desk)/supprimer", allow: Programme.changed),
      ])
    }
    section(.textsOfEdition) { page in
      let view: View<EditionText> = desk.isOpen ? .textToChange(edition.desk) : View.editionText.without("text")
      page.table(view, desk.texts, caption: .textsOfEdition, empty: .noTextYet)
    }
    section(.sheets) { page in
      if desk.sheets.isEmpty { page.quiet(.noSheetChosen) }
      if desk.groups.isEmpty {
        if !desk.sheets.isEmpty { page.table(.editionSheet, desk.sheets, caption: .sheets, empty: .noSheetChosen) }
      }
      for group in desk.groups {
        let slugs: [String] = group.sheets.map(\.slug)
        page.subsection(group.label) { page in
          page.table(
            desk.isOpen ? .sheetToMove(edition.desk) : .editionSheet, desk.sheets.filter { slugs.contains($0.slug) },
            caption: group.label, empty: .noSheetChosen)
        }
      }
      let gone: [Text] = desk.edition.isIssued ? [] : desk.sheets.filter { $0.title == nil }.map { .leftLab($0.slug) }
      if !gone.isEmpty { page.points(gone) }
    }
  }
}

extension View<EditionSheet> {
  fileprivate static func sheetToMove(_ desk: String) -> View<EditionSheet> {
    View(
      "EditionSheet",
      [
        Column("title", .sheetTitle, link: { "/lab/\($0.slug)" }) { .text($0.title) },
        Column("rank", .rank, .int) { .int($0.rank) },
        Column("move", .moveSheet, link: { "\(desk)/fiches/\($0.slug)/deplacer" }) { _ in .said(.moveIt) },
      ])
  }
}

extension View<EditionText> {
  fileprivate static func textToChange(_ desk: String) -> View<EditionText> {
    View(
      "EditionText",
      [
        Column("title", .editionTitle, link: { "\(desk)/textes/\($0.id)/modifier" }) { .text($0.title) },
        Column("kind", .editionTextKind, .word(EditionText.Kind.words)) { .choice($0.kind) },
        Column("author", .editionAuthor) { .text(filled: $0.author) },
        Column("rank", .rank, .int) { .int($0.rank) },
      ])
  }
}

extension Text {
  fileprivate static let readEdition = Text(fr: "La lire dans le Lab", en: "Read it in the Lab")
  fileprivate static let stillDraft = Text(
    fr: "Projet : les fiches et leurs chiffres suivent encore le Lab. Tout sera figé le jour de la parution.",
    en: "Draft: the sheets and their figures still follow the Lab. All will be frozen on the day of issue.")
  fileprivate static let textsOfEdition = Text(fr: "Textes", en: "Texts")
  fileprivate static let noTextYet = Text(fr: "Aucun texte.", en: "No text yet.")
  fileprivate static let noSheetChosen = Text(fr: "Aucune fiche choisie.", en: "No sheet chosen.")
  fileprivate static let moveIt = Text(fr: "Déplacer", en: "Move")
}
