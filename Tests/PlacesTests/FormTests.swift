import HTTP
import SQL
import TestSite
import Testing

@Suite struct FormTests {
  @Test(arguments: TestDatabase.dialects)
  func `a form with errors comes back with what was typed and what is wrong with it`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let place: Int = try await site.enterSite()
      let answer = try await site.post(
        "/sites/\(place)/lots", ["name": "<b>Atelier</b>", "kind": "castle", "area": "vaste", "destination": ""],
        as: site.agent)
      #expect(answer.status == 422)
      #expect(answer.text.contains("value=\"&lt;b&gt;Atelier&lt;/b&gt;\""))
      #expect(answer.text.contains("value=\"vaste\""))
      #expect(answer.text.contains("aria-invalid=\"true\" aria-describedby=\"help-area error-area\""))
      #expect(answer.text.contains("<a href=\"#field-area\">Surface</a>\u{A0}: Un nombre est attendu"))
      #expect(answer.text.contains("2\u{A0}champs") || answer.text.contains("2 champs sont à corriger"))
      #expect(try await site.get("/api/v1/lots").json()["total"]?.int == 0)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `two people change the same record: the second sees what the first wrote, and loses nothing`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let place: Int = try await site.enterSite("Les Halles")
      let first = ["name": "Les Halles", "municipality": "Échirolles", "version": "1"]
      #expect(try await site.post("/sites/\(place)", first, as: site.agent).status == 303)
      let second = ["name": "Les Grandes Halles", "municipality": "Fontaine", "version": "1"]
      let answer = try await site.post("/sites/\(place)", second, as: site.agent)
      #expect(answer.status == 409)
      #expect(answer.text.contains("value=\"Les Grandes Halles\""))
      #expect(answer.words.contains("Enregistré entre-temps : Échirolles"))
      #expect(answer.text.contains("name=\"version\" value=\"2\""))
      let third = ["name": "Les Grandes Halles", "municipality": "Échirolles", "version": "2"]
      #expect(try await site.post("/sites/\(place)", third, as: site.agent).status == 303)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a form sent twice is carried out once and leads twice to the same place`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect, onDisk: true) { site async throws in
      let place: Int = try await site.enterSite()
      let fields = ["name": "Bureau 1", "kind": "office", "area": "12", "_once": "00112233445566778899"]
      let agent = site.agent
      let answers: [Answer] = try await withThrowingTaskGroup(of: Answer.self) { group in
        for _ in 0..<4 { group.addTask { try await site.post("/sites/\(place)/lots", fields, as: agent) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(answers.allSatisfy { $0.status == 303 && $0.location?.hasPrefix("/lots/1") == true })
      #expect(try await site.get("/api/v1/lots").json()["total"]?.int == 1)
      let key = ["idempotency-key": "commande-2026-11-21"]
      let json = #"{"name":"Bureau 2","kind":"office","area":12.5}"#
      let once = try await site.api("/sites/\(place)/lots", json, as: agent, headers: key)
      #expect(once.status == 201)
      let again = try await site.api("/sites/\(place)/lots", json, as: agent, headers: key)
      #expect(again.status == 303)
      #expect(again.location == once.location)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a form from elsewhere, without token, or with another’s token saves nothing`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let fields = ["name": "Les Halles", "municipality": "Fontaine"]
      for headers in [
        ["origin": "https://elsewhere.example"], ["sec-fetch-site": "cross-site"], ["origin": "null"],
      ] {
        let answer = try await site.post("/sites", fields, as: site.agent, headers: headers)
        #expect(answer.status == 403, "\(headers)")
        #expect(answer.text.contains("value=\"Les Halles\""))
      }
      // A token drawn for a visitor's browser, and one drawn for another session, are good for no other.
      let neighbour: String = try await site.cookie(of: site.actor(.manager))
      var tokens: [String] = ["", "00", String(repeating: "0", count: 128)]
      for cookies in ["terreau_form=ffffffffffffffffffffffffffffffff", neighbour] {
        tokens.append(try await site.app.formToken(forCookies: cookies))
      }
      for token in tokens {
        let answer = try await site.post("/sites", fields.merging(["_token": token]) { $1 }, as: site.agent)
        #expect(answer.status == 403)
      }
      #expect(try await site.get("/api/v1/sites").json()["total"]?.int == 0)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a form sent after the session has ended gives back what was typed, to be sent again`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let fields = ["name": "Les Halles", "municipality": "Fontaine", "password": "secret"]
      let answer = try await site.post("/sites", fields)
      #expect(answer.status == 404)
      #expect(answer.text.contains("name=\"name\" value=\"Les Halles\""))
      #expect(!answer.text.contains("secret"))
      #expect(try await site.get("/api/v1/sites").json()["total"]?.int == 0)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what was typed is never markup`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let name: String = "<script>alert('x')</script>\" onload=\"x"
      var json = JSONWriter()
      json.object {
        $0.member("name", name)
        $0.member("municipality", name)
      }
      let entered = try await site.api("/sites", String(decoding: json.bytes, as: UTF8.self), as: site.agent)
      #expect(entered.status == 201)
      for path in ["/sites", "/sites/1", "/sites/1/modifier", "/sites/1/lots/nouveau"] {
        let page = try await site.get(path, as: site.agent)
        #expect(page.status == 200)
        #expect(!page.text.contains("<script>") && !page.text.contains("alert('x')"))
        #expect(!page.text.contains("\" onload"))
      }
      #expect(try await site.get("/api/v1/sites/1").json()["name"]?.string == name)
    }
  }

  @Test func `an export opens as what it is, formulas included`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      try await site.enterSite("=1+1")
      try await site.enterSite("Été; « x »")
      let csv = try await site.get("/sites.csv", as: site.agent)
      #expect(csv.bytes.starts(with: [0xEF, 0xBB, 0xBF]))
      #expect(csv.text.contains("\r\n"))
      #expect(csv.text.contains(";'=1+1;"))
      #expect(csv.text.contains(";\"Été; « x »\";"))
      #expect(csv.text.contains("/sites/1"))
      let filtered = try await site.get("/sites.csv?q=ete", as: site.agent)
      #expect(filtered.text.split(separator: "\r\n").count == 2)
      let english = try await site.get("/sites.csv?lang=en", as: site.agent)
      #expect(english.text.contains("Number,Name,Municipality"))
      let book = try await site.get("/sites.xlsx", as: site.agent)
      #expect(book.bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]))
    }
  }
}
