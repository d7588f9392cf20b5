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
        let page: Int = visit.asked["page"].flatMap { Int($0) } ?? 1
        let catalogue = try await Catalogue(scope, filter, page: min(max(page, 1), FoundSheets.most))
        let passages: [Int64: Passage] = catalogue.found?.passages ?? [:]
        let facets = try await Facets(catalogue)
        let mapped: String = "/lab/carte\(visit.asked.isEmpty ? "" : "?\(visit.asked.encoded)")"
        return ListPage(
          .lab, .publication, try await catalogue.listing(facets),
          filters: CatalogueFilter.fields(typology, facets, catalogue.homes),
          actions: [
            ActionLink(.labMap, to: mapped, allow: .everyone),
            ActionLink(.labEditions, to: "/lab/editions", allow: .everyone),
            ActionLink(.followLab, to: "/lab/abonnement", allow: .everyone),
            ActionLink(.placeTerritory, to: "/lab/territoire", allow: .placesTerritory),
          ], rowsPerPage: Catalogue.page, .sheet,
          cards: { page, publication in page.card(publication, passages[publication.id.number]) },
          picking: Picking(.compareSheets, at: "/lab/comparaison"),
          above: { page in
            if let introduction = typology.introduction {
              page.prose(introduction)
            } else {
              page.paragraph(.labInShort)
            }
            if let found = catalogue.found { page.told(found) }
          }, head: visit.labHead)
      },
      .report("/lab/{slug}", .oneSheet, allow: .everyone, filter: NoFilter.self) { visit, _ in
        let publication: Publication = try await PublicationStore(visit.scope).find(visit.text("slug"))
        guard publication.withdrawnAt == nil else { return withdrawn(publication, visit) }
        return try await published(publication, visit)
      },
    ]
  }

  /// A sheet as everybody reads it, with what its figures are today.
  func read(_ publication: Publication, _ visit: Visit) async throws -> ReadSheet {
    let content: SheetContent = try await PublicationStore(visit.scope).content(of: publication)
    let home: Scope = visit.scope(of: publication.territory)
    let programme: Programme = try await ProgrammeStore(home).find("\(publication.programme)")
    let isOurs: Bool = publication.territory == visit.scope.territory
    return ReadSheet(
      kind: .lab, content: content, figures: try await figures.spoken(content.mentions, of: programme, home),
      programme: isOurs ? programme.path : nil,
      origins: try await PassageOriginStore(home).published(of: publication))
  }

  private func published(_ publication: Publication, _ visit: Visit) async throws -> Report {
    let read: ReadSheet = try await read(publication, visit)
    let related: [RelatedSheet] = try await RelatedSheet.of(publication, visit.scope)
    let questions: [Question] = try await QuestionStore(visit.scope).published(on: publication)
    let editions: [Int] = try await EditionStore(visit.scope).numbers(
      of: publication.slug, in: try await .open(visit.scope))
    return Report(
      publication.title, crumbs: Crumb.lab(visit), head: publication.head(visit),
      json: { json in
        json.object { json in
          json.member("slug", publication.slug)
          json.member("territory", publication.territorySlug)
          json.member("territoryName", publication.territoryName)
          json.member("number", publication.number)
          json.member("publishedAt", publication.publishedAt.description)
          json.name("content")
          read.content.write(&json)
          json.member("figures", read.named) { json, figure in figure.write(&json) }
          json.member("origins", read.origins) { json, origin in origin.write(&json) }
          json.member("editions", array: { json in for number in editions { json.number("\(number)") } })
          json.member("related", related) { json, related in related.write(&json) }
          json.member("questions", questions) { json, question in
            json.member("question", question.text)
            json.member("answer", question.answer)
          }
        }
      },
      tools: { page in
        page.actions([
          ActionLink(.adoptSheet, to: "\(publication.path)/adopter", allow: .staff),
          ActionLink(.adoptionsOfSheet, to: "\(publication.path)/reprises", allow: .everyone),
          ActionLink(.askQuestion, to: "\(publication.path)/question", allow: .everyone),
          ActionLink(.compareWithOthers, to: "/lab/comparaison?fiche=\(publication.slug)", allow: .everyone),
        ])
      },
      body: { page in
        page.provenance(publication.provenance)
        page.facts(View.publication.without("title"), publication)
        page.appeared(publication.slug, in: editions)
        page.sheet(read)
        page.questions(questions)
        page.related(related)
      })
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

extension Page {
  /// A sheet in the catalogue.
  mutating func card(_ publication: Publication, _ passage: Passage? = nil) {
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
    if let passage { self.passage(passage) }
    let words: [Cell.Word] = publication.axes + publication.themes
    if !words.isEmpty {
      markup.raw("<p class=\"tags\">")
      for (index, word) in words.enumerated() {
        if index > 0 { markup.raw(" · ") }
        say(word.label)
      }
      markup.raw("</p>")
    }
    markup.raw("<p class=\"pick\"><label><input type=\"checkbox\" name=\"fiche\" value=\"")
    data(publication.slug)
    markup.raw("\"> ")
    say(.compareThis)
    markup.raw("<span class=\"unseen\">")
    markup.raw(" ")
    data(publication.title)
    markup.raw("</span></label></p>")
  }
}

extension Text {
  static let compareSheets = Text(
    fr: "Comparer les fiches cochées", en: "Compare the ticked sheets", de: "Angekreuzte Blätter vergleichen")
  fileprivate static let compareThis = Text(fr: "Comparer", en: "Compare", de: "Vergleichen")
  fileprivate static let compareWithOthers = Text(
    fr: "Comparer avec d’autres", en: "Compare with others", de: "Mit anderen vergleichen")

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
