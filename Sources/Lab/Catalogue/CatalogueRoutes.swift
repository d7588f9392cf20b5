import HTML
import Indicators
import Platform
import Programmes
import SQL

extension Lab {
  var catalogueRoutes: [Endpoint] {
    [
      .list("/lab", .lab, allow: .everyone, .publication, filter: CatalogueFilter.self) { visit, filter in
        let scope: Scope = visit.scope
        let typology: Typology = try await Typology.open(scope)
        let territories = try await PublicationStore(scope).territories()
        return ListPage(
          .lab, intro: .labInShort, .publication, PublicationStore(scope).listing(filter),
          filters: CatalogueFilter.fields(typology, territories),
          actions: [ActionLink(.labEditions, to: "/lab/editions", allow: .everyone)], rowsPerPage: 24, .sheet,
          cards: { page, publication in page.card(publication) })
      },
      .report("/lab/{slug}", .oneSheet, allow: .everyone, filter: NoFilter.self) { visit, _ in
        let store = PublicationStore(visit.scope)
        let publication: Publication = try await store.find(visit.text("slug"))
        guard publication.withdrawnAt == nil else { return withdrawn(publication, visit) }
        let content: SheetContent = try await store.content(of: publication)
        let home: Scope = visit.scope(of: publication.territory)
        let programme: Programme = try await ProgrammeStore(home).find("\(publication.programme)")
        let isOurs: Bool = publication.territory == visit.scope.territory
        let origins: [PassageOrigin] = try await PassageOriginStore(home).published(of: publication)
        let read = ReadSheet(
          kind: .lab, content: content, figures: try await figures.spoken(content.mentions, of: programme, home),
          programme: isOurs ? programme.path : nil, origins: origins)
        let editions: [Int] = try await EditionStore(visit.scope).numbers(
          of: publication.slug, in: try await .open(visit.scope))
        return Report(
          publication.title, crumbs: Crumb.lab(visit),
          json: { json in
            json.object { json in
              json.member("slug", publication.slug)
              json.member("editions", array: { json in for number in editions { json.number("\(number)") } })
              json.member("territory", publication.territorySlug)
              json.member("territoryName", publication.territoryName)
              json.member("number", publication.number)
              json.member("publishedAt", publication.publishedAt.description)
              json.name("content")
              content.write(&json)
              json.member("figures", read.named) { json, figure in figure.write(&json) }
              json.member("origins", origins) { json, origin in origin.write(&json) }
            }
          },
          tools: { page in
            page.actions([
              ActionLink(.adoptSheet, to: "\(publication.path)/adopter", allow: .staff),
              ActionLink(.adoptionsOfSheet, to: "\(publication.path)/reprises", allow: .everyone),
            ])
          },
          body: { page in
            page.provenance(publication.provenance)
            page.facts(View.publication.without("title"), publication)
            page.appeared(publication.slug, in: editions)
            page.sheet(read)
          })
      },
    ]
  }

  private func withdrawn(_ publication: Publication, _ visit: Visit) -> Report {
    Report(
      publication.title, crumbs: Crumb.lab(visit),
      json: { json in
        json.object { json in
          json.member("slug", publication.slug)
          json.member("withdrawnAt", publication.withdrawnAt?.description)
          json.member("withdrawal", publication.withdrawal)
        }
      },
      body: { page in
        if let at = publication.withdrawnAt { page.paragraph(.withdrawnOn(at, publication.territoryName)) }
        page.prose(publication.withdrawal ?? "")
      })
  }
}

extension PublicationStore {
  /// Those that have a sheet in the catalogue, by name.
  func territories() async throws -> [(key: String, label: Text)] {
    struct Home: Fetched {
      let (slug, name): (String, String)
      init(_ row: inout Row) throws(DatabaseError) { (slug, name) = (try row.next(), try row.next()) }
    }
    let homes: [Home] = try await scope.all(
      """
      SELECT territory.slug, territory.name FROM territory
      WHERE territory.closed_at IS NULL AND EXISTS (
        SELECT 1 FROM publication WHERE publication.territory_id = territory.id AND publication.state = 'current')
      """)
    return homes.sorted { sortKey($0.name) < sortKey($1.name) }.map { ($0.slug, Text(name: $0.name)) }
  }
}

extension Page {
  /// A sheet in the catalogue.
  mutating func card(_ publication: Publication) {
    markup.raw("<p class=\"over\">")
    data(publication.territoryName)
    markup.raw("</p><h2><a href=\"")
    data(publication.path)
    markup.raw("\">")
    data(publication.title)
    markup.raw("</a></h2>")
    if !publication.lead.isEmpty {
      markup.raw("<p>")
      data(publication.lead)
      markup.raw("</p>")
    }
    let words: [Cell.Word] = publication.axes + publication.themes
    if !words.isEmpty {
      markup.raw("<p class=\"tags\">")
      for (index, word) in words.enumerated() {
        if index > 0 { markup.raw(" · ") }
        say(word.label)
      }
      markup.raw("</p>")
    }
  }
}

extension Text {
  fileprivate static let labInShort = Text(
    fr: "Ce qui marche ailleurs, avec ses chiffres et ses conditions, prêt à être repris chez soi.",
    en: "What works elsewhere, with its figures and its conditions, ready to be taken over at home.",
    de: "Was anderswo funktioniert, mit Zahlen und Voraussetzungen, bereit zur Übernahme.")

  fileprivate static func withdrawnOn(_ moment: Instant, _ territory: String) -> Text {
    Text { language in
      let moment: String = language.moment(moment)
      return Text(
        fr: "\(territory) a retiré cette fiche du Lab le \(moment). Elle ne peut plus être adoptée.",
        en: "\(territory) withdrew this sheet from the Lab on \(moment). It cannot be adopted any more.",
        de:
          "\(territory) hat dieses Blatt am \(moment) aus dem Lab zurückgezogen. Es kann nicht mehr übernommen werden."
      )(language)
    }
  }
}
