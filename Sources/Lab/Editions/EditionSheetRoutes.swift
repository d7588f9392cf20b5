import Platform
import Programmes
import SQL

extension Lab {
  private static let onePlace: String = "\(editionPlace)/{edition}"

  var editionSheetRoutes: [Endpoint] { chooseSheets + moveSheet }

  private var chooseSheets: [Endpoint] {
    Endpoint.form(
      .chooseSheets, allow: Programme.changed, page: "\(Self.onePlace)/choisir", posts: "\(Self.onePlace)/fiches",
      Changed<EditionSheetsForm>.self,
      show: { visit in
        let (programme, edition) = try await editionToChange(visit, visit.scope)
        let chosen: [EditionSheet] = try await EditionStore(visit.scope).sheets(of: edition)
        var initial: Typed = edition.versioned
        initial.set(EditionSheetsForm.sheets, chosen.map(\.slug))
        let published = try await PublicationStore(visit.scope).published()
        let gone: [(key: String, label: Text)] = chosen.filter { $0.title == nil }.map {
          ($0.slug, .leftLab($0.slug))
        }
        return FormPage(
          .chooseSheets, crumbs: Crumb.edition(visit, programme, edition), submit: .save, initial: initial,
          fields: [
            Field<[String]>.several(
              EditionSheetsForm.sheets.key, EditionSheetsForm.sheets.label, help: EditionSheetsForm.sheets.help,
              among: published + gone)
          ], isClosed: edition.isIssued, above: edition.closed)
      },
      submit: { visit, scope, changed in
        let (programme, edition) = try await editionToChange(visit, scope)
        try edition.checkDraft()
        let store = EditionStore(scope)
        let known: Set<String> = Set(
          try await PublicationStore(scope).published().map(\.key) + (try await store.sheets(of: edition).map(\.slug)))
        if let stranger = changed.form.sheets.first(where: { !known.contains($0) }) {
          throw Refusal.invalid("sheets", .notInLab(stranger))
        }
        let after: Edition = try await store.choose(
          changed.form.sheets, for: edition, in: programme.id, version: changed.version)
        return .changed(.editionSheetsChosen, at: after.desk, .edition, after)
      })
  }

  private var moveSheet: [Endpoint] {
    Endpoint.form(
      .moveSheet, allow: Programme.changed, page: "\(Self.onePlace)/fiches/{slug}/deplacer",
      posts: "\(Self.onePlace)/fiches/{slug}", Changed<EditionRankForm>.self,
      show: { visit in
        let (programme, edition) = try await editionToChange(visit, visit.scope)
        let sheets: [EditionSheet] = try await EditionStore(visit.scope).sheets(of: edition)
        guard let sheet = sheets.first(where: { $0.slug == visit.text("slug") }) else { throw Refusal.notFound }
        var initial: Typed = edition.versioned
        initial.set(EditionRankForm.rank, sheet.rank)
        return FormPage(
          .moveSheet, crumbs: Crumb.edition(visit, programme, edition),
          intro: .moving(sheet.title ?? sheet.slug, sheets.count),
          submit: .moveSheet, initial: initial, isClosed: edition.isIssued, above: edition.closed)
      },
      submit: { visit, scope, changed in
        let (programme, edition) = try await editionToChange(visit, scope)
        try edition.checkDraft()
        let after: Edition = try await EditionStore(scope).move(
          visit.text("slug") ?? "", to: changed.form.rank, in: edition, of: programme.id, version: changed.version)
        return .changed(.editionSheetMoved, at: after.desk, .edition, after)
      })
  }
}

extension PublicationStore {
  /// What the catalogue holds, to choose from: « Grenoble-Alpes Métropole — ARTIS ».
  func published() async throws -> [(key: String, label: Text)] {
    struct One: Fetched {
      let (slug, title, territory): (String, String, String)
      init(_ row: inout Row) throws(DatabaseError) {
        (slug, title, territory) = (try row.next(), try row.next(), try row.next())
      }
    }
    let all: [One] = try await scope.all(
      """
      SELECT publication.slug, publication.title, territory.name FROM publication
      JOIN territory ON territory.id = publication.territory_id AND territory.closed_at IS NULL
      JOIN programme ON programme.id = publication.programme_id AND programme.is_public
      WHERE publication.state = 'current'
      """)
    return all.sorted { (sortKey($0.territory), sortKey($0.title)) < (sortKey($1.territory), sortKey($1.title)) }
      .map { ($0.slug, Text(name: "\($0.territory) — \($0.title)")) }
  }
}

extension Text {
  static let chooseSheets = Text(fr: "Choisir les fiches", en: "Choose the sheets")
  static let moveSheet = Text(fr: "Déplacer la fiche", en: "Move the sheet")

  static func leftLab(_ slug: String) -> Text {
    Text(fr: "\(slug) (n’est plus dans le Lab)", en: "\(slug) (no longer in the Lab)")
  }

  fileprivate static func notInLab(_ slug: String) -> Text {
    Text(fr: "« \(slug) » n’est pas dans le catalogue du Lab.", en: "“\(slug)” is not in the Lab’s catalogue.")
  }

  fileprivate static func moving(_ title: String, _ count: Int) -> Text {
    Text(
      fr: "« \(title) » : son rang parmi les \(count) fiches. Celles d’un même axe restent ensemble, dans cet ordre.",
      en: "“\(title)”: its place among the \(count) sheets. Those of one axis stay together, in this order.")
  }
}
