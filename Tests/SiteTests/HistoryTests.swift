import HTTP
import Platform
import SQL
import TestSite
import Testing

/// What a record's history says to its reader.
@Suite struct HistoryTests {
  @Test(arguments: TestDatabase.dialects)
  func `what was chosen from a list is read in words, in the reader’s language`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let lot: Int = try await site.enterLot(on: try await site.enterSite())
      let changed: Answer = try await site.api(
        "/lots/\(lot)",
        #"{"name":"Atelier 1","kind":"office","destination":"social","area":100,"version":1}"#, as: site.agent)
      #expect(changed.status == 200, "\(changed.text)")
      let french: String = try await site.get("/lots/\(lot)/historique", as: site.agent).text
      #expect(french.contains("<del>Atelier</del> → <ins>Bureau</ins>"), "\(french)")
      #expect(french.contains("<del>—</del> → <ins>Économie sociale</ins>"))
      let english: String = try await site.get("/lots/\(lot)/historique?lang=en", as: site.agent).text
      #expect(english.contains("<del>Workshop</del> → <ins>Office</ins>"))
      for key in ["workshop", "office", "social"] { #expect(!french.contains(">\(key)</")) }
    }
  }
}
