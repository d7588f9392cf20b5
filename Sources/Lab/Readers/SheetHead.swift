import HTTP
import Platform
import SQL

extension Visit {
  /// What the catalogue says of itself to machines.
  var labHead: PageHead {
    PageHead(
      summary: Text.labSummary(language), address: "\(installation)/lab",
      feeds: [PageHead.Feed("/lab/flux.atom", .labFeed)])
  }
}

extension Publication {
  /// What a sheet says of itself to machines. The Lab is the same on the site of every territory: its one address is the
  /// installation’s.
  func head(_ visit: Visit) -> PageHead {
    PageHead(
      summary: lead, address: "\(visit.installation)\(path)", feeds: [PageHead.Feed("/lab/flux.atom", .labFeed)],
      data: data(at: visit.installation))
  }

  /// https://schema.org/Article
  private func data(at address: String) -> [UInt8] {
    func named(_ json: inout JSONWriter, _ type: String, _ name: String) {
      json.member("@type", type)
      json.member("name", name)
    }
    var json = JSONWriter()
    json.object { json in
      json.member("@context", "https://schema.org")
      json.member("@type", "Article")
      json.member("headline", title)
      json.member("description", lead)
      json.member("inLanguage", Language.fr.rawValue)
      json.member("url", address + path)
      json.member("mainEntityOfPage", address + path)
      if number == 1 { json.member("datePublished", publishedAt.description) }
      json.member("dateModified", publishedAt.description)
      json.member("author", object: { json in named(&json, "Organization", owner.isEmpty ? territoryName : owner) })
      json.member("publisher", object: { json in named(&json, "GovernmentOrganization", territoryName) })
      json.member("spatialCoverage", object: { json in named(&json, "Place", territoryName) })
      json.member(
        "keywords", array: { json in for word in axes + themes { json.string(word.label(.fr)) } })
      json.member("audience", audiences) { json, word in
        json.member("@type", "Audience")
        json.member("audienceType", word.label(.fr))
      }
      json.member(
        "isPartOf",
        object: { json in
          named(&json, "Collection", Text.lab(.fr))
          json.member("url", "\(address)/lab")
        })
    }
    return json.bytes
  }
}

extension SitemapSection {
  /// Sheets stand in the sitemap of the installation’s own address: on a territory’s host they are copies.
  static let sheets = SitemapSection(
    "lab",
    count: { visit in
      guard visit.address == visit.installation else { return 0 }
      return try await visit.scope.value(
        """
        SELECT count(*) + 1 FROM publication
        JOIN territory ON territory.id = publication.territory_id AND territory.closed_at IS NULL
        WHERE publication.state = 'current'
        """)
    },
    places: { visit, stretch in
      struct Place: Fetched {
        let slug: String
        let updated: Day

        init(_ row: inout Row) throws(DatabaseError) { (slug, updated) = (try row.next(), try row.next()) }
      }
      let places: [Place] = try await visit.scope.all(
        """
        SELECT publication.slug, publication.updated_day FROM publication
        JOIN territory ON territory.id = publication.territory_id AND territory.closed_at IS NULL
        WHERE publication.state = 'current' ORDER BY publication.sort_key, publication.id
        LIMIT \(stretch.count) OFFSET \(stretch.lowerBound)
        """)
      let catalogue: [SitemapPlace] = stretch.lowerBound == 0 ? [SitemapPlace("/lab")] : []
      return catalogue + places.map { SitemapPlace("/lab/\($0.slug)", changed: $0.updated) }
    })
}

extension Text {
  static let labFeed = Text(
    fr: "Fiches nouvelles et mises à jour du Lab", en: "New and updated sheets of the Lab",
    de: "Neue und aktualisierte Blätter des Labs")
  fileprivate static let labSummary = Text(
    fr:
      "Les initiatives des territoires pour l’économie et l’emploi, avec leurs chiffres et leurs conditions de reprise.",
    en: "What territories do for the economy and employment, with figures and the conditions for doing it elsewhere.",
    de: "Initiativen der Gebiete für Wirtschaft und Beschäftigung, mit Zahlen und Voraussetzungen der Übernahme.")
}
