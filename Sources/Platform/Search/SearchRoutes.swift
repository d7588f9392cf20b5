import HTML
import HTTP
import SQL

extension PlatformDoor {
  /// One box that opens any record that one may see.
  var searchRoutes: [Endpoint] {
    [
      .raw("/recherche", .search) { visit, app in
        let text: String = visit.request.head.target.query["q"] ?? ""
        let found: [Found] = try await visit.find(text, most: Found.most + 1)
        // What has one answer only needs no page to choose from.
        if found.count == 1, found[0].hits.count == 1 { return .redirect(to: found[0].hits[0].path) }
        return app.page(visit, Text.search(visit.language), crumbs: []) { page in page.answers(text, found) }
      },
      // What the script shows under the box while somebody types.
      .raw("/recherche/propositions", .search) { visit, _ in
        let query: FormPairs = visit.request.head.target.query
        let found: [Found] = try await visit.find(query["q"], in: query["dans"], most: 6)
        return .json { json in
          json.array { json in
            for found in found {
              for hit in found.hits { hit.write(&json, found.finder.label(visit.language)) }
            }
          }
        }
      },
    ]
  }
}

extension Visit {
  /// What this visitor may find, kind by kind; kinds that have nothing are left out.
  func find(_ text: String?, in key: String? = nil, most: Int) async throws -> [Found] {
    guard territory != nil, let sought = Sought(text, most: most) else { return [] }
    var found: [Found] = []
    for finder in app.finders where allows(finder.allow) && (key == nil || key == finder.key) {
      let hits: [Hit] = try await finder.find(scope, sought)
      if !hits.isEmpty { found.append(Found(finder: finder, hits: hits)) }
    }
    return found
  }
}

extension Page {
  fileprivate mutating func answers(_ text: String, _ found: [Found]) {
    guard !trim(text).isEmpty else {
      return paragraph(
        Text(
          fr: "Tapez un nom, ou une partie d’un nom : d’un site, d’un dispositif, d’une organisation…",
          en: "Type a name, or part of one: of a site, a programme, an organisation…",
          de: "Geben Sie einen Namen oder einen Teil davon ein: eines Standorts, eines Programms, einer Organisation …")
      )
    }
    guard !found.isEmpty else {
      return paragraph(
        Text(
          fr: "Rien ne porte ce nom parmi ce que vous pouvez voir. Essayez un seul mot, ou le début d’un mot.",
          en: "Nothing has this name among what you may see. Try a single word, or the beginning of one.",
          de: "Nichts trägt diesen Namen unter dem, was Sie sehen dürfen. Versuchen Sie es mit einem einzigen Wort."))
    }
    for found in found {
      section(found.finder.label) { page in
        page.markup.raw("<ul class=\"hits\">\n")
        for hit in found.hits.prefix(Found.most) {
          page.markup.raw("<li><a href=\"")
          page.data(hit.path)
          page.markup.raw("\">")
          page.data(hit.title)
          page.markup.raw("</a>")
          if !hit.detail.isEmpty {
            page.markup.raw(" <span>")
            page.data(hit.detail)
            page.markup.raw("</span>")
          }
          page.markup.raw("</li>\n")
        }
        page.markup.raw("</ul>\n")
        guard found.hasMore, let list = found.finder.list else { return }
        page.markup.raw("<p>")
        page.link(FormPairs().setting("q", to: text).after(list), .showAll)
        page.markup.raw("</p>\n")
      }
    }
  }
}

extension Hit {
  fileprivate func write(_ json: inout JSONWriter, _ kind: String) {
    json.object { json in
      json.member("title", title)
      json.member("detail", detail)
      json.member("kind", kind)
      json.member("path", path)
    }
  }
}

extension Text {
  static let search = Text(fr: "Rechercher", en: "Search", de: "Suchen")
  static let showAll = Text(fr: "Tout afficher", en: "Show all", de: "Alles anzeigen")
}
