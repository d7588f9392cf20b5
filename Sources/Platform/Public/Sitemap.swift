import HTML
import HTTP
import SQL

/// Public pages of one capability, for who indexes the web.
public struct SitemapSection: Sendable {
  public let key: String
  let count: @Sendable (Visit) async throws -> Int
  let places: @Sendable (Visit, Range<Int>) async throws -> [SitemapPlace]

  /// `places` answers those of a stretch, in an order that does not change between two questions.
  public init(
    _ key: String, count: @Sendable @escaping (Visit) async throws -> Int,
    places: @Sendable @escaping (Visit, Range<Int>) async throws -> [SitemapPlace]
  ) {
    self.key = key
    self.count = count
    self.places = places
  }
}

public struct SitemapPlace: Sendable {
  let path: String
  let changed: Day?

  public init(_ path: String, changed: Day? = nil) {
    self.path = path
    self.changed = changed
  }
}

/// sitemaps.org: an index, and files of at most so many addresses each.
extension PlatformDoor {
  /// Half of what the protocol allows: a file is read whole before it is believed.
  private static let most: Int = 25_000

  var sitemapRoutes: [Endpoint] {
    [
      .machines("/sitemap.xml", .sitemap, type: "application/xml; charset=utf-8") { visit in
        var files: [String] = []
        for section in visit.app.sitemap {
          let count: Int = try await section.count(visit)
          files += (0..<((count + Self.most - 1) / Self.most)).map { "/sitemap/\(section.key)/\($0 + 1)" }
        }
        return Self.written("sitemapindex", "sitemap", files.map { SitemapPlace($0) }, visit)
      },
      .machines("/sitemap/{section}/{file}", .sitemap, type: "application/xml; charset=utf-8") { visit in
        guard let section = visit.app.sitemap.first(where: { $0.key == visit.text("section") }),
          let number = visit.text("file").flatMap({ Int($0) }), (1...10_000).contains(number)
        else { throw Refusal.notFound }
        let places: [SitemapPlace] = try await section.places(
          visit, ((number - 1) * Self.most)..<(number * Self.most))
        guard !places.isEmpty || number == 1 else { throw Refusal.notFound }
        return Self.written("urlset", "url", places, visit)
      },
      .machines(
        "/robots.txt", Text(fr: "Consignes aux robots", en: "Rules for robots"), type: "text/plain; charset=utf-8"
      ) { visit in
        Array("User-agent: *\nDisallow: /api/\nDisallow: /connexion\nSitemap: \(visit.address)/sitemap.xml\n".utf8)
      },
    ]
  }

  private static func written(
    _ root: StaticString, _ item: StaticString, _ places: [SitemapPlace], _ visit: Visit
  ) -> [UInt8] {
    var xml = Markup()
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<")
    xml.raw(root)
    xml.raw(" xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n")
    for place in places {
      xml.raw("<")
      xml.raw(item)
      xml.raw("><loc>")
      xml.text(visit.address + place.path)
      xml.raw("</loc>")
      if let changed = place.changed {
        xml.raw("<lastmod>")
        xml.text(changed.description)
        xml.raw("</lastmod>")
      }
      xml.raw("</")
      xml.raw(item)
      xml.raw(">\n")
    }
    xml.raw("</")
    xml.raw(root)
    xml.raw(">\n")
    return xml.bytes()
  }
}

extension SitemapSection {
  /// Programmes that everybody reads, with the front page before them.
  static let programmes = SitemapSection(
    "dispositifs",
    count: { visit in
      try await visit.scope.value(
        "SELECT 1 + count(*) FROM programme WHERE territory_id = \(visit.scope.territory) AND is_public")
    },
    places: { visit, stretch in
      struct Place: Fetched {
        let slug: String
        init(_ row: inout Row) throws(DatabaseError) { slug = try row.next() }
      }
      let places: [Place] = try await visit.scope.all(
        """
        SELECT slug FROM programme WHERE territory_id = \(visit.scope.territory) AND is_public ORDER BY id
        LIMIT \(stretch.count) OFFSET \(stretch.lowerBound)
        """)
      let front: [SitemapPlace] = stretch.lowerBound == 0 ? [SitemapPlace("/")] : []
      return front + places.map { SitemapPlace("/dispositifs/\($0.slug)") }
    })
}

extension SitemapSection {
  /// What organisations offer to everybody.
  static let services = SitemapSection(
    "services",
    count: { visit in
      try await visit.scope.value(
        "SELECT count(*) FROM service WHERE territory_id = \(visit.scope.territory) AND is_public")
    },
    places: { visit, stretch in
      struct Place: Fetched {
        let id: ID<OfferedService>
        init(_ row: inout Row) throws(DatabaseError) { id = try row.next() }
      }
      let places: [Place] = try await visit.scope.all(
        """
        SELECT id FROM service WHERE territory_id = \(visit.scope.territory) AND is_public ORDER BY id
        LIMIT \(stretch.count) OFFSET \(stretch.lowerBound)
        """)
      return places.map { SitemapPlace("/annuaire/services/\($0.id)") }
    })
}

extension Text {
  fileprivate static let sitemap = Text(fr: "Plan du site pour les robots", en: "Sitemap for robots")
}
