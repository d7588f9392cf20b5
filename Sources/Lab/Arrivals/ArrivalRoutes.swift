import HTTP
import Platform
import Programmes
import SQL

extension Lab {
  var arrivalRoutes: [Endpoint] { handIn + placing }

  private var handIn: [Endpoint] {
    Endpoint.form(
      .importSheet, allow: Programme.changed, page: "\(Self.place)/{sheet}/import",
      posts: "\(Self.place)/{sheet}/arrivees", ArrivalForm.self,
      show: { visit in
        let (programme, sheet) = try await sheetToChange(visit, visit.scope)
        return FormPage(
          .importSheet, crumbs: Crumb.sheet(visit, programme, sheet), intro: .importHelp, submit: .readDocument)
      },
      submit: { visit, scope, form in
        let (_, sheet) = try await sheetToChange(visit, scope)
        let arrival: Arrival = try await ArrivalStore(scope).insert(
          try form.arrived.get(), named: sheet.title, for: sheet)
        return .created(.documentArrived, at: "\(sheet.path)/arrivees/\(arrival.id)", .arrival, arrival)
      })
  }

  private var placing: [Endpoint] {
    Endpoint.form(
      .placeDocument, allow: Programme.changed, page: "\(Self.place)/{sheet}/arrivees/{arrival}",
      posts: "\(Self.place)/{sheet}/arrivees/{arrival}/placement", Changed<PlacingForm>.self,
      show: { visit in
        let (programme, sheet) = try await sheetToChange(visit, visit.scope)
        let arrival: Arrival = try await ArrivalStore(visit.scope).find(visit.id("arrival"), of: sheet)
        let store = SheetStore(visit.scope)
        let content: SheetContent = try await store.content(of: sheet)
        let (fields, hidden) = PlacingForm.fields(arrival, sheet, content)
        var initial: Typed = PlacingForm.typed(arrival, content)
        initial.set(.version, try await store.writings(of: sheet))
        return FormPage(
          .placeDocument, crumbs: Crumb.sheet(visit, programme, sheet), intro: .placingHelp, submit: .takeOver,
          initial: initial, fields: fields, hiding: hidden,
          above: { page in page.leftOut(arrival) },
          below: { page in
            page.arrived(arrival)
            page.present(content, sheet.kind)
          })
      },
      submit: { visit, scope, changed in
        let (_, sheet) = try await sheetToChange(visit, scope)
        let arrivals = ArrivalStore(scope)
        let arrival: Arrival = try await arrivals.find(visit.id("arrival"), of: sheet)
        let store = SheetStore(scope)
        // What is replaced was shown first.
        guard try await store.writings(of: sheet) == changed.version else { throw Refusal.conflict(.writtenSince) }
        try await store.take(arrival, changed.form.placings, into: sheet)
        try await arrivals.remove(arrival)
        try await scope.audit(.documentPlaced, "sheet", sheet.id.number, .arrival, after: arrival)
        return .changed(.documentPlaced, at: sheet.path, .sheet, try await seenSheet(visit, scope).1)
      })
  }
}

extension SheetStore {
  /// How often its rubrics were written: whoever wrote since makes it another number.
  func writings(of sheet: Sheet) async throws -> Int {
    try await rubrics(of: sheet).reduce(1) { $0 + $1.version }
  }

  /// Puts parts of a document into rubrics, in the document's order.
  func take(_ arrival: Arrival, _ placings: [Int: (rubric: RubricKind, way: Placing)], into sheet: Sheet) async throws {
    var texts: [RubricKind: String] = [:]
    for (index, part) in arrival.parts.enumerated() {
      guard let (rubric, way) = placings[index] else { continue }
      guard sheet.kind.rubrics.contains(rubric) else { throw Refusal.invalid("rubric\(index + 1)", .noSuchRubric) }
      if rubric == .visions {
        guard let visions = part.visions else { throw Refusal.invalid("rubric\(index + 1)", .nobodyNamed) }
        try await take(visions, into: sheet)
        continue
      }
      var before: String = texts[rubric] ?? ""
      if texts[rubric] == nil, way == .append { before = try await self.rubric(rubric, of: sheet)?.text ?? "" }
      texts[rubric] = [before, part.text].filter { !$0.isEmpty }.joined(separator: "\n\n")
      guard (texts[rubric] ?? "").count <= RubricForm.mostCharacters else {
        throw Refusal.invalid("rubric\(index + 1)", .rubricTooLong(RubricForm.mostCharacters))
      }
    }
    for rubric in sheet.kind.rubrics {
      guard let text = texts[rubric], let before = try await self.rubric(rubric, of: sheet) else { continue }
      _ = try await write(text, into: rubric, of: sheet, version: before.version, by: scope.actor.name)
    }
  }

  private func take(_ visions: [SheetContent.VisionText], into sheet: Sheet) async throws {
    let last: Int = try await self.visions(of: sheet).last?.rank ?? 0
    for (index, vision) in visions.enumerated() where !vision.name.isEmpty && !vision.text.isEmpty {
      _ = try await insert(VisionForm(vision, rank: min(100, last + index + 1)), in: sheet)
    }
  }
}

extension Page {
  fileprivate mutating func leftOut(_ arrival: Arrival) {
    if arrival.pictures > 0 { paragraph(.picturesLeft(arrival.pictures)) }
    if arrival.notes > 0 { paragraph(.notesLeft(arrival.notes)) }
  }

  /// The document as it was read.
  fileprivate mutating func arrived(_ arrival: Arrival) {
    section(.asRead) { page in
      for part in arrival.parts {
        page.subsection(part.heading.isEmpty ? .beginning : Text(name: part.heading)) { page in
          page.source(part.text)
        }
      }
    }
  }

  /// What the rubrics say already, which « instead » would take the place of.
  fileprivate mutating func present(_ content: SheetContent, _ kind: SheetKind) {
    let written: [RubricKind] = kind.rubrics.filter { $0 != .visions && !content.isEmpty($0) }
    guard !written.isEmpty else { return }
    section(.asWritten) { page in
      for rubric in written {
        page.subsection(rubric.label) { page in page.source(content[rubric] ?? "") }
      }
    }
  }
}

extension Text {
  fileprivate static let readDocument = Text(fr: "Lire le document", en: "Read the document")
  fileprivate static let placeDocument = Text(fr: "Répartir le document", en: "Place the document")
  fileprivate static let takeOver = Text(fr: "Reprendre dans la fiche", en: "Take into the sheet")
  fileprivate static let importHelp = Text(
    fr:
      "Les titres du document sont rapprochés des rubriques. Rien n’est écrit avant que vous n’ayez vu où va chaque partie.",
    en: "The document’s headings are matched to rubrics. Nothing is written before you have seen where each part goes.")
  fileprivate static let placingHelp = Text(
    fr:
      "Vérifiez où va chaque partie. Le texte du document et celui des rubriques sont plus bas ; ce qui est remplacé reste dans les versions précédentes.",
    en:
      "Check where each part goes. The document’s text and that of the rubrics stand below; what is replaced stays among the earlier versions."
  )
  fileprivate static let asRead = Text(fr: "Le document, tel qu’il a été lu", en: "The document, as it was read")
  fileprivate static let asWritten = Text(fr: "Ce que disent déjà les rubriques", en: "What the rubrics say already")
  fileprivate static let beginning = Text(fr: "Début du document", en: "Beginning of the document")
  fileprivate static let writtenSince = Text(
    fr: "Quelqu’un a écrit dans la fiche entre-temps : rouvrez cette page pour voir ce qui y est.",
    en: "Somebody wrote in the sheet meanwhile: open this page again to see what is there.")
  fileprivate static let nobodyNamed = Text(
    fr: "Une vision commence par le nom de l’élu, en sous-titre.",
    en: "A vision begins with the elected member’s name, as a heading.")

  fileprivate static func rubricTooLong(_ most: Int) -> Text {
    Text { language in
      let most: String = language.number(most)
      return Text(
        fr: "La rubrique dépasserait \(most) caractères : laissez cette partie de côté ou coupez le document.",
        en: "The rubric would exceed \(most) characters: leave this part out or cut the document.")(language)
    }
  }

  fileprivate static func picturesLeft(_ count: Int) -> Text {
    Text(
      fr: count == 1 ? "Une image n’est pas reprise." : "\(count) images ne sont pas reprises.",
      en: count == 1 ? "One picture is left out." : "\(count) pictures are left out.")
  }

  fileprivate static func notesLeft(_ count: Int) -> Text {
    Text(
      fr: count == 1
        ? "Une note de bas de page n’est pas reprise." : "\(count) notes de bas de page ne sont pas reprises.",
      en: count == 1 ? "One footnote is left out." : "\(count) footnotes are left out.")
  }
}
