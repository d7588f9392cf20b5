import HTTP
import Platform
import SQL
import TestSite
import Testing

/// A range of a spreadsheet becomes records.
@Suite struct GridTests {
  @Test(arguments: TestDatabase.dialects)
  func `a pasted table is read by its headings, in any order, with the words people use`(_ dialect: Dialect)
    async throws
  {
    try await TestSite.with(dialect) { site async throws in
      let place: Int = try await site.enterSite()
      let pasted: String =
        "Surface\tLot\tType de local\tRemarque\r\n1 767,5\tAtelier 1\tatelier\tà revoir\r\n52\tBureau 1\tBureau\t\r\n"
      let answer = try await site.post("/sites/\(place)/lots/saisies", ["paste": pasted], as: site.agent)
      #expect(answer.location == "/sites/\(place)?count=2&done=lot.entered", "\(answer.text)")
      let lots = try await site.get("/api/v1/lots?sort=name").json()["items"]
      #expect(lots?[0]?["name"]?.string == "Atelier 1" && lots?[0]?["kind"]?.string == "workshop")
      #expect(lots?[1]?["kind"]?.string == "office")
      #expect(try await site.get("/lots").text.contains("1\u{202F}767,5"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a category is pasted by its name, and another word is refused at its cell`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let place: Int = try await site.enterSite()
      let page = try await site.get("/sites/\(place)/lots/plusieurs", as: site.agent)
      #expect(page.text.contains("<option value=\"social\">Économie sociale</option>"))
      let pasted: String =
        "Lot\tType de local\tDestiné à\tSurface\nA\tAtelier\téconomie sociale\t10\nB\tAtelier\tartisan\t20"
      let answer = try await site.post("/sites/\(place)/lots/saisies", ["paste": pasted], as: site.agent)
      #expect(answer.location == "/sites/\(place)?count=2&done=lot.entered", "\(answer.text)")
      let lots = try await site.get("/api/v1/lots?sort=name").json()["items"]
      #expect(lots?[0]?["destination"]?.string == "social" && lots?[1]?["destination"]?.string == "artisan")
      let wrong = try await site.post(
        "/sites/\(place)/lots/saisies", ["paste": "C\tAtelier\tforgeron\t10"], as: site.agent)
      #expect(wrong.status == 422 && wrong.text.contains("id=\"error-0.destination\""))
    }
  }

  @Test func `more lines than there is room for are refused, and stay where they were pasted`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let place: Int = try await site.enterSite()
      let pasted: String = (1...101).map { "Lot \($0)\tatelier\t\t10" }.joined(separator: "\n")
      let answer = try await site.post("/sites/\(place)/lots/saisies", ["paste": pasted], as: site.agent)
      #expect(answer.status == 422 && answer.text.contains("101 lignes sont envoyées"))
      #expect(answer.text.contains("Lot 101\tatelier"))
      #expect(try await site.get("/api/v1/lots").json()["total"]?.int == 0)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `every mistake is said at its cell, nothing typed is lost and nothing is half entered`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let place: Int = try await site.enterSite()
      try await site.enterLot(on: place, "Atelier 1")
      let fields: [String: String] = [
        "0.name": "Atelier 2", "0.kind": "workshop", "0.area": "100", "1.name": "Atelier 1", "1.kind": "workshop",
        "1.area": "10", "3.area": "douze", "paste": "Atelier 2\tatelier\t\t5",
      ]
      let wrong = try await site.post("/sites/\(place)/lots/saisies", fields, as: site.agent)
      #expect(wrong.status == 422)
      #expect(wrong.text.contains("href=\"#field-3.area\">Ligne 4, Surface"), "\(wrong.text)")
      #expect(wrong.text.contains("id=\"error-3.area\"") && wrong.text.contains("value=\"douze\""))
      // What was pasted as a whole stands in the cells now, to be corrected there.
      #expect(wrong.text.contains("name=\"4.name\" aria-label=\"Ligne 5, Lot\""))
      var better: [String: String] = fields
      better["3.area"] = nil
      let taken = try await site.post("/sites/\(place)/lots/saisies", better, as: site.agent)
      #expect(taken.status == 422)
      // One name was there, the other comes twice.
      #expect(taken.text.contains("id=\"error-1.name\"") && taken.text.contains("id=\"error-2.name\""), "\(taken.text)")
      #expect(try await site.get("/api/v1/lots").json()["total"]?.int == 1)
      #expect(try await site.post("/sites/\(place)/lots/saisies", [:], as: site.agent).status == 409)
    }
  }
}
