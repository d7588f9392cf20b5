import HTTP
import Platform
import SQL
import TestSite
import Testing

@testable import Lab

/// What machines read of the Lab: heads of pages, sitemap, feed.
struct MachineTests {
  @Test(arguments: TestDatabase.dialects)
  func `a sheet says what it is to machines, and nothing that it holds ends the block`(_ dialect: Dialect) async throws
  {
    try await TestSite.with(dialect) { site async throws in
      try await site.openLab()
      try await site.publish(
        TestSite.SheetSample(
          slug: "piege", title: "Un </script><b> & « piège »", head: "accroche: </SCRIPT> \"oui\"\nthemes: locaux"))
      let page: String = try await site.get("/lab/piege").text
      #expect(page.contains("<link rel=\"canonical\" href=\"http://localhost/lab/piege\">"))
      #expect(page.contains("<meta property=\"og:type\" content=\"article\">"))
      #expect(page.contains("<meta property=\"og:description\" content=\"&lt;/SCRIPT&gt; &#34;oui&#34;\">"))
      let open: String = "<script type=\"application/ld+json\">"
      let rest: Substring = try #require(page.split(separator: open, maxSplits: 1).last)
      let block: Substring = try #require(rest.split(separator: "</script>", maxSplits: 1).first)
      #expect(!block.contains("<"))
      let data = try JSON(Array(block.utf8))
      #expect(data["@type"]?.string == "Article")
      #expect(data["headline"]?.string == "Un </script><b> & « piège »")
      #expect(data["publisher"]?["name"]?.string == site.here.name)
      // What is not for everybody to index says nothing.
      #expect(!(try await site.get("/connexion").text.contains("og:")))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `the sitemap names what is public, and robots are led to it`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await site.enterSheets()
      _ = try await site.api("/dispositifs", #"{"slug":"cache","name":"Caché"}"#, as: site.agent)
      #expect(try await site.get("/robots.txt").text.contains("Sitemap: http://localhost/sitemap.xml\n"))
      let index: String = try await site.get("/sitemap.xml").text
      let sheets: String = try await site.get("/sitemap/lab/1").text
      let programmes: String = try await site.get("/sitemap/dispositifs/1").text
      #expect(index.contains("<loc>http://localhost/sitemap/lab/1</loc>"))
      #expect(sheets.contains("<loc>http://localhost/lab/halles</loc><lastmod>2026-09-01</lastmod>"))
      #expect(programmes.contains("/dispositifs/halles</loc>") && !programmes.contains("cache"))
      for path in ["/sitemap/lab/2", "/sitemap/lab/0", "/sitemap/autre/1", "/sitemap/lab/x"] {
        #expect(try await site.get(path).status == 404, "\(path)")
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `the feed is the latest first, narrowed as the catalogue is, and known to who has it`(_ dialect: Dialect)
    async throws
  {
    try await TestSite.with(dialect) { site async throws in
      try await site.enterSheets()
      let feed = try await site.get("/lab/flux.atom")
      #expect(feed.header("Content-Type") == "application/atom+xml; charset=utf-8")
      #expect(feed.text.ranges(of: "<entry>").count == 3)
      #expect(feed.text.contains("<id>http://localhost/lab/flux.atom</id>"))
      #expect(feed.text.contains("<updated>2026-11-21T09:30:00.000Z</updated>"))
      let narrow: String = try await site.get("/lab/flux.atom?theme=locaux").text
      #expect(narrow.ranges(of: "<entry>").count == 2)
      #expect(narrow.contains("<title>Le Lab, Locaux</title>"))
      #expect(
        narrow.contains(
          "rel=\"self\" type=\"application/atom+xml\" href=\"http://localhost/lab/flux.atom?theme=locaux\""))
      let empty: String = try await site.get("/lab/flux.atom?theme=jamais").text
      #expect(empty.contains("<updated>1970-01-01T00:00:00Z</updated>") && !empty.contains("<entry>"))
      #expect(try await site.get("/lab").text.contains("type=\"application/atom+xml\" href=\"/lab/flux.atom\""))
    }
  }
}
