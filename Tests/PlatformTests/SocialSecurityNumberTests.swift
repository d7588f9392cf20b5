import SQL
import TestSite
import Testing

@testable import Platform

/// What may not be kept, wherever it is typed.
@Suite struct SocialSecurityNumberTests {
  static let numbers: [String] = [
    "269054958815780", "2 69 05 49 588 157 80", "1 84 12 76 451 089", "1 84 12 76 451 089 46", "1 84 12 2A 451 089 33",
    "NIR : 2.69.05.49.588.157.80, merci", "Née en 1969.\nSécu 2 69 05 49 588 157 80\nFontaine", "269 054 958 815 780",
    "2\u{A0}69\u{202F}05 49 588 157 80",
    "2690549588157 / 80", "2690549588157 - 80", "2690549588157 clé 80", "2690549588157 CLE 80",
    "2690549588157 clé : 80",
    "2690549588157 cle\u{301} 80", "2690549588157\u{A0}/\u{202F}80", "2 69 05  49 588 157 80", "26905\t4958815780",
    "2690549588157_80", "2/69/05/49/588/157/80", "Sécu : 2690549588157(80)",
  ]

  @Test(arguments: numbers) func `a number is seen whatever its spaces`(_ text: String) {
    #expect(SocialSecurityNumber.stands(in: text), "\(text)")
  }

  static let others: [String] = [
    "24420077000018", "244 200 770 00018", "04 76 00 00 01, 04 76 00 00 02", "FR76 3000 6000 0112 3456 7890 189",
    "269054958815781", "1 200 000 € en 2012, 1 300 000 € en 2013", "3 017 620 422 003", "ISBN 978-2-07-036822-8",
    "En 2010, 2011, 2012, 2013 et 2014", "", "W381001234", "2 69 15 49 588 157",
    "2690549588157", "2690549588157 / 81", "2690549588157 clé 81", "2690549588157 et 80", "2690549588157, 80",
    "2690549588157 ----- 80", "2690549588157\n80", "2690549588157 clef 80", "2  69  05  49  588  157",
    "2/69/05/49/588/157", "04 76 00 00 01 / 04 76 00 00 02 / 04 76 00 00 03", "12/02/1999 - 16/06/2001 (2 ans)",
  ]

  @Test(arguments: others) func `what is another number is left alone`(_ text: String) {
    #expect(!SocialSecurityNumber.stands(in: text), "\(text)")
  }

  @Test(arguments: TestDatabase.dialects)
  func `no text field keeps one, on a page or through the API`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let asked = try await site.api(
        "/annuaire/organisations", #"{"name":"Atelier de 2 69 05 49 588 157 80"}"#, as: site.agent)
      #expect(asked.status == 422)
      #expect(try asked.wrongFields() == ["name"])
      let typed = try await site.post(
        "/annuaire/personnes", ["givenName": "Inès", "familyName": "Fictive", "phone": "269054958815780"],
        as: site.agent)
      #expect(typed.status == 422)
      #expect(typed.text.contains("numéro de sécurité sociale"))
    }
  }
}
