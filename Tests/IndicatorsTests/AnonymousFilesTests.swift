import HTTP
import Platform
import SQL
import TestSite
import Testing

/// Figures do not change when people’s names go.
@Suite struct AnonymousFilesTests {
  @Test(arguments: TestDatabase.dialects)
  func `every figure is the same once all files are anonymous`(_ dialect: Dialect) async throws {
    let clock = TestClock()
    try await TestSite.with(dialect, { $0.clock = clock.clock }) { site async throws in
      let counted = CountedSite(site: site)
      for number in 0..<24 {
        let mail: String = number % 3 == 0 ? #","email":"p\#(number)@ici.example""# : ""
        let person = try await site.api(
          "/annuaire/personnes",
          #"{"givenName":"Prénom\#(number)","familyName":"Nom\#(number)","birthDay":"\#(1970 + number)-05-0\#(number % 9 + 1)","municipality":"\#(number % 2 == 0 ? "Fontaine" : "Meylan")"\#(mail)}"#,
          as: site.agent)
        #expect(person.status == 201, "\(person.text)")
      }
      try await counted.count("personnes", #"{"count": "person"}"#, #""breakdowns": "hasEmail""#)
      try await counted.count("communes", #"{"count": "person"}"#, #""breakdowns": "municipality""#)
      try await counted.count("joignables", #"{"count": "person", "where": "hasEmail"}"#)
      try await counted.count("jeunes", #"{"count": "person", "where": "birthBand >= 1985"}"#)
      let keys: [String] = ["personnes", "communes", "joignables", "jeunes"]
      func figures(_ actor: TestActor) async throws -> [String] {
        var all: [String] = []
        for key in keys {
          let report: JSON = try await counted.report(key, as: actor)
          all.append("\(key) \(report["value"]?.text ?? "") \(report["breakdowns"]?.text ?? "")")
        }
        return all
      }
      let before: [String] = try await figures(site.agent)
      #expect(before[0].contains("24") && before[3].contains("9"), "\(before)")
      // Two years without a sign of life, the notice, thirty days more.
      clock.advance(seconds: 731 * 86_400)
      await site.app.doChores()
      clock.advance(seconds: 31 * 86_400)
      await site.app.doChores()
      let left: Int = try await site.database.read {
        try await $0.value(
          """
          SELECT count(*) FROM person WHERE territory_id = \(site.here.id)
            AND (anonymised_at IS NULL OR email IS NOT NULL OR birth_day IS NOT NULL)
          """)
      }
      #expect(left == 0)
      #expect(try await figures(site.actor(.agent, name: "Agente d’après")) == before)
    }
  }
}
