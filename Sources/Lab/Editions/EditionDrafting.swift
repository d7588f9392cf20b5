import Indicators
import Platform
import Programmes
import SQL

extension Lab {
  /// What an edition says today: a draft as it stands, what is issued at the moment of issue. Each sheet is read from its
  /// own territory as anybody may read it there.
  func content(of edition: Edition, _ programme: Programme, _ scope: Scope) async throws -> EditionContent {
    let store = EditionStore(scope)
    let axes: [Term] = try await NomenclatureStore(scope).terms(of: programme.id, .axes)
    var taken: [(axis: String?, sheet: EditionContent.Taken)] = []
    for sheet in try await store.sheets(of: edition) where sheet.title != nil {
      taken.append(try await self.taken(sheet.slug, scope))
    }
    let classed: [EditionContent.Group] = axes.compactMap { axis in
      let sheets: [EditionContent.Taken] = taken.filter { $0.axis == axis.key }.map(\.sheet)
      return sheets.isEmpty ? nil : EditionContent.Group(axis: axis.key, label: axis.label, sheets: sheets)
    }
    let known: Set<String> = Set(axes.map(\.key))
    let rest: [EditionContent.Taken] = taken.filter { $0.axis.map { !known.contains($0) } ?? true }.map(\.sheet)
    return EditionContent(
      number: edition.number, title: edition.title, subtitle: edition.subtitle, day: edition.day,
      publisher: try await publisher(scope),
      texts: try await store.texts(of: edition).map { text in
        EditionContent.Said(
          kind: text.kind, title: text.title, author: text.author, mandate: text.mandate, text: text.text)
      },
      groups: classed + (rest.isEmpty ? [] : [EditionContent.Group(axis: nil, label: .notClassed, sheets: rest)]))
  }

  private func taken(_ slug: String, _ scope: Scope) async throws -> (String?, EditionContent.Taken) {
    let store = PublicationStore(scope)
    let publication: Publication = try await store.find(slug)
    let content: SheetContent = try await store.content(of: publication)
    let home: Scope = scope.asAnybody(on: publication.territory)
    let programme: Programme = try await ProgrammeStore(home).find("\(publication.programme)")
    let spoken: [FigureMention: SpokenFigure] = try await figures.spoken(content.mentions, of: programme, home)
    let read = ReadSheet(kind: .lab, content: content, figures: spoken)
    return (
      publication.axes.first?.key,
      EditionContent.Taken(
        slug: publication.slug, territory: publication.territorySlug, territoryName: publication.territoryName,
        publication: publication.number, publishedAt: publication.publishedAt, themes: publication.themes,
        audiences: publication.audiences, content: content, figures: read.named)
    )
  }

  private func publisher(_ scope: Scope) async throws -> String {
    try await scope.value("SELECT name FROM territory WHERE id = \(scope.territory)")
  }
}

extension Text {
  fileprivate static let notClassed = Text(
    fr: "Hors classement : fiches qu’aucun axe ne réunit", en: "Not classed: sheets of no axis",
    de: "Ohne Zuordnung: Blätter keiner Achse")
}
