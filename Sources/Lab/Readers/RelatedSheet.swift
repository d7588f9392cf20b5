import HTML
import HTTP
import Platform
import Programmes
import SQL

/// A sheet that somebody who read this one may want to read, and why.
struct RelatedSheet: Sendable {
  let publication: Publication
  let reason: Text

  private static let most: Int = 4
  /// A frequent term brings so many candidates, the latest first: what all sheets share tells little.
  private static let candidates: Int = 300

  /// Scored by what they share: an axis says more than a theme, a theme more than an audience.
  static func of(_ publication: Publication, _ scope: Scope) async throws -> [RelatedSheet] {
    let shared: [(use: NomenclatureUse, key: String, weight: Int)] =
      publication.axes.map { (.axes, $0.key, 3) } + publication.themes.map { (.themes, $0.key, 4) }
      + publication.audiences.map { (.audiences, $0.key, 1) }
    guard let first = shared.first else { return [] }
    func having(_ term: (use: NomenclatureUse, key: String, weight: Int)) -> Query {
      """
      SELECT * FROM (
        SELECT publication_term.publication_id, \(Query(trusted: String(term.weight))) AS weight FROM publication_term
        WHERE publication_term.use = \(term.use) AND publication_term.key = \(term.key)
        ORDER BY publication_term.publication_id DESC LIMIT \(candidates)) sharing
      """
    }
    let sharing: Query = shared.dropFirst().reduce(having(first)) { $0 + " UNION ALL " + having($1) }
    let found: [Publication] = try await scope.all(
      """
      SELECT \(PublicationStore.columns) FROM (
        SELECT candidate.publication_id AS chosen, sum(candidate.weight) AS score FROM (\(sharing)) candidate
        JOIN publication ON publication.id = candidate.publication_id
        WHERE publication.state = 'current' AND publication.id <> \(publication.id)
          AND publication.territory_id NOT IN (SELECT id FROM territory WHERE closed_at IS NOT NULL)
        GROUP BY candidate.publication_id ORDER BY score DESC, chosen DESC LIMIT \(most)
      ) best JOIN publication ON publication.id = best.chosen
      JOIN territory ON territory.id = publication.territory_id
      JOIN programme ON programme.id = publication.programme_id
      ORDER BY best.score DESC, publication.sort_key
      """)
    return found.map { RelatedSheet(publication: $0, reason: reason($0, publication)) }
  }

  private static func reason(_ other: Publication, _ publication: Publication) -> Text {
    func common(_ words: KeyPath<Publication, [Cell.Word]>) -> [Cell.Word] {
      let keys: Set<String> = Set(publication[keyPath: words].map(\.key))
      return other[keyPath: words].filter { keys.contains($0.key) }
    }
    let parts: [Text] = [
      same(
        common(\.themes), Text(fr: "même thème", en: "same theme", de: "gleiches Thema"),
        Text(fr: "mêmes thèmes", en: "same themes", de: "gleiche Themen")),
      same(
        common(\.axes), Text(fr: "même axe", en: "same axis", de: "gleiche Achse"),
        Text(fr: "mêmes axes", en: "same axes", de: "gleiche Achsen")),
      same(
        common(\.audiences), Text(fr: "même public", en: "same audience", de: "gleiche Zielgruppe"),
        Text(fr: "mêmes publics", en: "same audiences", de: "gleiche Zielgruppen")),
    ].compactMap { $0 }
    return Text { language in parts.map { $0(language) }.joined(separator: language == .fr ? " ; " : "; ") }
  }

  private static func same(_ words: [Cell.Word], _ one: Text, _ several: Text) -> Text? {
    guard !words.isEmpty else { return nil }
    return Text { language in
      let names: String = words.map { $0.label(language) }.joined(separator: ", ")
      return "\((words.count == 1 ? one : several)(language))\(language == .fr ? " : " : ": ")\(names)"
    }
  }
}

extension RelatedSheet {
  func write(_ json: inout JSONWriter) {
    json.member("slug", publication.slug)
    json.member("title", publication.title)
    json.member("reason", reason)
  }
}

extension Page {
  mutating func related(_ sheets: [RelatedSheet]) {
    guard !sheets.isEmpty else { return }
    section(Text(fr: "À lire aussi", en: "Read on", de: "Lesen Sie auch")) { page in
      page.markup.raw("<ul class=\"related\">\n")
      for sheet in sheets {
        page.markup.raw("<li><a href=\"")
        page.data(sheet.publication.path)
        page.markup.raw("\">")
        page.data(sheet.publication.title)
        page.markup.raw("</a> <span>")
        page.data(sheet.publication.territoryName)
        page.markup.raw("</span><br><small>")
        page.say(sheet.reason)
        page.markup.raw("</small></li>\n")
      }
      page.markup.raw("</ul>\n")
    }
  }
}
