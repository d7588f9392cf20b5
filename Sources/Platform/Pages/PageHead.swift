import HTML

/// What a page says of itself to machines: how it is summed up, where it is to be found, what can be followed.
public struct PageHead: Sendable {
  /// A feed that readers of the page may follow.
  public struct Feed: Sendable {
    let path: String
    let title: Text

    public init(_ path: String, _ title: Text) {
      self.path = path
      self.title = title
    }
  }

  private let summary: String?
  /// Its one address, whatever the host it was read on.
  private let address: String?
  private let feeds: [Feed]
  /// What it is about, in the words of schema.org (JSON-LD).
  private let data: [UInt8]?

  public init(summary: String? = nil, address: String? = nil, feeds: [Feed] = [], data: [UInt8]? = nil) {
    self.summary = summary
    self.address = address
    self.feeds = feeds
    self.data = data
  }
}

extension PageHead {
  func write(_ page: inout Page, title: String, site: String?) {
    if let summary, !summary.isEmpty { property("name", "description", summary, &page) }
    if let address {
      page.markup.raw("<link rel=\"canonical\" href=\"")
      page.data(address)
      page.markup.raw("\">\n")
      openGraph(address, title: title, site: site, &page)
    }
    for feed in feeds {
      page.markup.raw("<link rel=\"alternate\" type=\"application/atom+xml\" href=\"")
      page.data(feed.path)
      page.markup.raw("\" title=\"")
      page.say(feed.title)
      page.markup.raw("\">\n")
    }
    if let data {
      page.markup.raw("<script type=\"application/ld+json\">")
      page.markup.json(data)
      page.markup.raw("</script>\n")
    }
  }

  /// What is shown where somebody passes the address on (ogp.me).
  private func openGraph(_ address: String, title: String, site: String?, _ page: inout Page) {
    property("property", "og:type", data == nil ? "website" : "article", &page)
    property("property", "og:title", title, &page)
    property("property", "og:url", address, &page)
    property("property", "og:locale", page.language.openGraph, &page)
    if let site { property("property", "og:site_name", site, &page) }
    if let summary, !summary.isEmpty { property("property", "og:description", summary, &page) }
  }

  private func property(_ kind: StaticString, _ name: StaticString, _ content: String, _ page: inout Page) {
    page.markup.raw("<meta ")
    page.markup.raw(kind)
    page.markup.raw("=\"")
    page.markup.raw(name)
    page.markup.raw("\" content=\"")
    page.data(content)
    page.markup.raw("\">\n")
  }
}

extension Language {
  fileprivate var openGraph: String {
    switch self {
    case .fr: "fr_FR"
    case .en: "en_GB"
    case .de: "de_DE"
    }
  }
}
