import HTML
import HTTP
import Platform
import Programmes
import SQL

extension Lab {
  /// The latest publications, of the whole Lab or of one of its words (RFC 4287).
  var feed: Endpoint {
    .machines("/lab/flux.atom", .labFeed, type: "application/atom+xml; charset=utf-8") { visit in
      let filter: CatalogueFilter = try visit.asked(CatalogueFilter.self)
      let catalogue = try await Catalogue(visit.scope, filter)
      // Without a word to sort by, nothing is counted: the latest are the latest.
      let wanted: Query =
        catalogue.terms.isEmpty ? catalogue.wanted() : try await catalogue.narrowed(try await Facets(catalogue))
      let latest: [Publication] = try await visit.scope.all(
        """
        SELECT \(PublicationStore.columns) FROM (
          SELECT publication.id AS chosen FROM publication WHERE \(wanted)
          ORDER BY publication.published_at DESC, publication.id DESC LIMIT \(AtomFeed.most)
        ) latest JOIN publication ON publication.id = latest.chosen
        JOIN territory ON territory.id = publication.territory_id
        JOIN programme ON programme.id = publication.programme_id
        ORDER BY publication.published_at DESC, publication.id DESC
        """)
      let asked: FormPairs = visit.asked.setting("lang", to: nil)
      return AtomFeed(
        sheets: latest, address: visit.installation, query: asked.isEmpty ? "" : "?\(asked.encoded)",
        subject: try await subject(filter, visit), language: visit.language
      ).bytes()
    }
  }

  /// « Locaux » where a feed is of one theme.
  private func subject(_ filter: CatalogueFilter, _ visit: Visit) async throws -> String? {
    let typology: Typology = try await Typology.open(visit.scope)
    let words: [Text] =
      typology.axes.filter { $0.key == filter.axis }.map(\.label)
      + typology.themes.filter { $0.key == filter.theme }.map(\.label)
    return words.isEmpty ? nil : words.map { $0(visit.language) }.joined(separator: ", ")
  }
}

struct AtomFeed {
  static let most: Int = 30

  let sheets: [Publication]
  let address: String
  let query: String
  let subject: String?
  let language: Language

  func bytes() -> [UInt8] {
    var xml = Markup()
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"")
    xml.text(language.rawValue)
    xml.raw("\">\n")
    element("title", [Text.lab(language), subject].compactMap { $0 }.joined(separator: ", "), &xml)
    element("id", "\(address)/lab/flux.atom\(query)", &xml)
    // A feed without an entry is as old as the time we count from.
    element("updated", sheets.first?.publishedAt.description ?? "1970-01-01T00:00:00Z", &xml)
    link("self", "application/atom+xml", "\(address)/lab/flux.atom\(query)", &xml)
    link("alternate", "text/html", "\(address)/lab\(query)", &xml)
    xml.raw("<author>")
    element("name", Text.lab(language), &xml)
    xml.raw("</author>\n")
    for sheet in sheets { entry(sheet, &xml) }
    xml.raw("</feed>\n")
    return xml.bytes()
  }

  private func entry(_ sheet: Publication, _ xml: inout Markup) {
    xml.raw("<entry>\n")
    element("title", sheet.title, &xml)
    element("id", address + sheet.path, &xml)
    link("alternate", "text/html", address + sheet.path, &xml)
    element("updated", sheet.publishedAt.description, &xml)
    xml.raw("<author>")
    element("name", sheet.territoryName, &xml)
    xml.raw("</author>\n")
    for word in sheet.axes + sheet.themes {
      xml.raw("<category term=\"")
      xml.text(word.key)
      xml.raw("\" label=\"")
      xml.text(word.label(language))
      xml.raw("\"/>\n")
    }
    let kind: String = (sheet.number == 1 ? Text.newSheetOfLab : .updatedSheetOfLab)(language)
    element("summary", sheet.lead.isEmpty ? kind : "\(sheet.lead) (\(kind))", &xml)
    xml.raw("</entry>\n")
  }

  private func element(_ name: StaticString, _ text: String, _ xml: inout Markup) {
    xml.raw("<")
    xml.raw(name)
    xml.raw(">")
    xml.text(text)
    xml.raw("</")
    xml.raw(name)
    xml.raw(">\n")
  }

  private func link(_ relation: StaticString, _ type: StaticString, _ address: String, _ xml: inout Markup) {
    xml.raw("<link rel=\"")
    xml.raw(relation)
    xml.raw("\" type=\"")
    xml.raw(type)
    xml.raw("\" href=\"")
    xml.text(address)
    xml.raw("\"/>\n")
  }
}
