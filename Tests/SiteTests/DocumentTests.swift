import HTTP
import Platform
import SQL
import TestSite
import Testing

/// Pages as PDF documents, made by the real WeasyPrint and read by Poppler. One after the other: each has its own press.
@Suite(.serialized) struct DocumentTests {
  private func document(_ site: TestSite, _ path: String, as actor: TestActor? = nil) async throws -> PaperDocument {
    let answer: Answer = try await site.get(path, as: actor)
    try #require(answer.status == 200, "\(path): \(answer.status) \(answer.text)")
    #expect(answer.header("Content-Type") == "application/pdf")
    return try await PaperDocument(answer.bytes)
  }

  @Test(arguments: TestDatabase.dialects)
  func `a record’s document says what its page says, titled, tagged, in the reader’s language`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let world = try await World.build(site, on: site.here)
      let path: String = "/sites/\(world.site)"
      let french = try await document(site, "\(path).pdf")
      for words in [
        "Site de Métropole d’ici", "Fontaine", "Atelier 1", "100 m²", "21 novembre 2026", "http://localhost\(path)",
        "page 1 sur 1",
      ] {
        #expect(french.text.contains(words), "\(words) in \(french.text)")
      }
      #expect(french.says("Title") == "Site de Métropole d’ici")
      #expect(french.says("Author") == "Métropole d’ici")
      #expect(french.says("Tagged") == "yes")
      #expect(french.says("Page size")?.contains("A4") == true)
      for words in ["Historique", "Se déconnecter", "Modifier", "Aller au contenu", "en PDF"] {
        #expect(!french.text.contains(words), "\(words)")
      }
      let english = try await document(site, "\(path).pdf?lang=en")
      #expect(english.text.contains("21 November 2026") && english.text.contains("page 1 of 1"))
      let answer: Answer = try await site.get("\(path).pdf")
      #expect(answer.header("Content-Disposition") == "inline; filename=\"sites-\(world.site).pdf\"")
      #expect(answer.header("Cache-Control") == "private, no-store")
      #expect(try await site.get(path).text.contains("href=\"\(path).pdf\">Cette fiche en PDF</a>"))
    }
  }

  @Test func `a reader who listens hears a title, headings, and cells under their headings, once`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let place: Int = try await site.enterSite("Les Œillets")
      for number in 1...60 { try await site.enterLot(on: place, "Lot n° \(number)") }
      let answer: Answer = try await site.get("/sites/\(place).pdf")
      let paper = try await PaperDocument(answer.bytes)
      let all: [Substring] = paper.structure.split(separator: "\n").map { $0.drop { $0 == " " } }
      // After the map, whose own table counts: the lots.
      let last: Int = all.lastIndex { $0 == "Table" || $0.hasPrefix("Table ") } ?? 0
      let before: [Substring] = Array(all.prefix(last))
      let tags: [Substring] = Array(all.dropFirst(last))
      func count(_ tag: String) -> Int {
        tags.count { $0 == tag || $0.hasPrefix("\(tag) ") || $0.hasPrefix("\(tag):") }
      }
      #expect(Int(paper.says("Pages") ?? "") ?? 0 > 1)
      #expect(before.count { $0.hasPrefix("Document") } == 1 && before.count { $0.hasPrefix("H1") } == 1)
      // Over several pages it is still one table, whose head is repeated for the eye alone.
      #expect(count("Table") == 1 && count("THead") == 1 && count("Caption") == 1 && count("TR") == 61)
      let columns: Int = tags.count { $0.contains("/Scope /Column") }
      #expect(columns > 3)
      // No cell is left out, not even an empty one: who comes after it would be read under another heading.
      #expect(count("TD") == 60 * (columns - 1), "\(columns) columns, \(count("TD")) cells")
      #expect(tags.count { $0.contains("/Scope /Row") } == 60)
      #expect(count("TH") == 60 + columns)
      #expect(all.count { $0 == "L" || $0.hasPrefix("L ") } > 0)
      #expect(all.count { $0.hasPrefix("Lbl") } == all.count { $0.hasPrefix("LBody") })
      #expect(count("Link") > 0 && paper.text.contains("page 2 sur"))
      // The margins of each page are for the eye alone.
      #expect(all.count { $0.contains("http://localhost/sites/\(place)") } == 1, "\(paper.structure)")
      let raw: String = answer.bytes.asLatin
      for words in ["/Lang (fr)", "/Marked true", "/DisplayDocTitle true", "pdfuaid"] {
        #expect(raw.contains(words), "\(words)")
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `who may not see a record has no document of it, and a reading of somebody’s file is written down`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let world = try await World.build(site, on: site.here)
      let file: String = "/annuaire/personnes/\(world.person)"
      for actor in [
        site.visitor, world.stranger(.resident, site), site.actor(.elected), site.actor(.agent, in: site.elsewhere),
      ] {
        let answer: Answer = try await site.get("\(file).pdf", as: actor)
        #expect(answer.status == 404 && answer.header("Content-Type")?.hasPrefix("text/html") == true)
        #expect(try await site.get("/api/v1\(file).pdf", as: actor).status == 404)
      }
      #expect(try await site.get("/sites/\(world.site).pdf", as: site.actor(.agent, in: site.elsewhere)).status == 404)
      #expect(try await site.get("/baux.pdf").status == 404)
      func readings(_ action: String) async throws -> Int {
        try await site.database.read {
          try await $0.value("SELECT count(*) FROM audit_line WHERE action = \(action)")
        }
      }
      let before: Int = try await readings("file.read")
      #expect(try await document(site, "\(file).pdf", as: site.agent).text.contains("mila@ici.example"))
      #expect(try await document(site, "/api/v1\(file).pdf", as: site.agent).text.contains("http://localhost\(file)"))
      #expect(try await readings("file.read") == before + 2)
      let lists: Int = try await readings("list.exported")
      #expect(try await document(site, "/annuaire/personnes.pdf", as: site.agent).text.contains("3 personnes"))
      #expect(try await readings("list.exported") == lists + 1)
    }
  }

  @Test func `a list’s document is the list as it is filtered, and one that is too long is refused politely`()
    async throws
  {
    try await TestSite.with(.sqlite) { site async throws in
      for name in ["Été", "Hiver"] { try await site.enterSite(name) }
      let whole = try await document(site, "/sites.pdf")
      #expect(whole.text.contains("2 sites") && whole.text.contains("Été") && whole.text.contains("Hiver"))
      let page: String = try await site.get("/sites?q=ete").text
      #expect(page.contains("href=\"/sites.pdf?q=ete\">Cette liste en PDF</a>"))
      let filtered = try await document(site, "/sites.pdf?q=ete")
      #expect(filtered.text.contains("1 site") && !filtered.text.contains("Hiver"))
      #expect(filtered.text.contains("http://localhost/sites?q=ete"))
      let empty = try await document(site, "/sites.pdf?q=nulle-part")
      #expect(empty.text.contains("Aucun site ne correspond."))
      _ = try await site.database.change {
        try await $0.run(
          """
          INSERT INTO site (territory_id, programme_id, name, sort_key, municipality, address, provenance)
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
          SELECT \(site.here.id), (SELECT min(id) FROM programme WHERE territory_id = \(site.here.id)), 'Site ' || i, 'site ' || i, 'Fontaine', '', 'entered' FROM n
          """)
      }
      // Anything that changes is counted anew.
      try await site.enterSite("Un de trop")
      let refused: Answer = try await site.get("/sites.pdf")
      #expect(refused.status == 409 && refused.text.contains("503 sites"), "\(refused.status)")
      #expect(refused.text.contains("500 lignes"))
      #expect(!(try await site.get("/sites").text.contains("Cette liste en PDF")))
    }
  }

  @Test func `a hostile name changes nothing`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let name: String = "</style><img src=file:///etc/passwd><link rel=attachment href=file:///etc/passwd>"
      let place: Int = try await site.enterSite(name)
      let paper = try await document(site, "/sites/\(place).pdf")
      #expect(paper.says("Title") == name)
      #expect(paper.text.contains("<img src=file:///etc/passwd>") && !paper.text.contains("root:"))
      #expect(!paper.structure.contains("Figure") && paper.attachments.contains("0 embedded files"))
    }
  }

  @Test func `a name without a space stays on the paper`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let name = String(repeating: "Œuvre", count: 20)
      let place: Int = try await site.enterSite(name)
      try await site.enterLot(on: place, String(repeating: "Long", count: 20))
      for path in ["/sites.pdf", "/lots.pdf"] {
        let paper = try await document(site, path)
        #expect(paper.text.contains("Fontaine") || paper.text.contains("100 m²"))
        // Copied without the breaks, it is whole: nothing was cut at the edge.
        #expect(paper.text.replacing(" ", with: "").contains(name), "\(paper.text)")
        #expect(try await PaperDocument.isWithinItsPages(try await site.get(path).bytes))
      }
    }
  }

  @Test func `the logo is on the paper, and is not read aloud`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let place: Int = try await site.enterSite()
      let plain: Answer = try await site.get("/sites/\(place).pdf")
      // One red point.
      let point: [UInt8] = [
        137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0, 144, 119,
        83,
        222, 0, 0, 0, 12, 73, 68, 65, 84, 120, 156, 99, 248, 207, 192, 0, 0, 3, 1, 1, 0, 201, 254, 146, 239, 0, 0, 0, 0,
        73,
        69, 78, 68, 174, 66, 96, 130,
      ]
      _ = try await site.database.change {
        try await $0.run("UPDATE territory SET logo = \(point), logo_type = 'image/png' WHERE id = \(site.here.id)")
      }
      let marked: Answer = try await site.get("/sites/\(place).pdf")
      #expect(!plain.bytes.asLatin.contains("/Subtype /Image") && marked.bytes.asLatin.contains("/Subtype /Image"))
      #expect(!(try await PaperDocument(marked.bytes).structure.contains("Figure")))
    }
  }

  @Test func `the API’s description names the documents`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let paths: JSON = try #require(try await site.get("/api/openapi.json").json()["paths"])
      for path in ["/api/v1/sites/{site}.pdf", "/api/v1/sites.pdf"] {
        let answer: JSON? = paths[path]?["get"]?["responses"]?["200"]
        #expect(answer?["content"]?["application/pdf"] != nil, "\(path)")
      }
      let files: [(ending: String, type: String)] = [
        ("csv", "text/csv"), ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
      ]
      for file in files {
        let get: JSON? = paths["/api/v1/sites.\(file.ending)"]?["get"]
        #expect(get?["responses"]?["200"]?["content"]?[file.type] != nil, "\(file.ending)")
        guard case .array(let parameters)? = get?["parameters"] else { throw Refusal.notFound }
        let names: [String?] = parameters.map { $0["name"]?.string }
        #expect(names.contains("dialect") == (file.ending == "csv") && names.contains("q") && !names.contains("page"))
        #expect(paths["/api/v1/sites/{site}.\(file.ending)"] == nil, "a record is no list")
      }
    }
  }
}

extension [UInt8] {
  /// What is not compressed in a document, byte by byte.
  fileprivate var asLatin: String { String(String.UnicodeScalarView(map { Unicode.Scalar($0) })) }
}
