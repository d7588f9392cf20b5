import HTTP
import Platform
import SQL
import Site
import TestSite
import Testing

/// The demonstration's sheets, as their authors read what was found in them.
@Suite struct DemonstrationCheckTests {
  @Test func `in the demonstration’s sheets little is found, and nothing that keeps them from being published`()
    async throws
  {
    try await TestDatabase.with(.sqlite) { database async throws in
      try await App.schema(Doors.all).migrate(database)
      var settings = AppSettings()
      settings.clock = .fixed(TestSite.now)
      settings.hasCheapPasswords = true
      let app = try await App(database, Doors.all, settings)
      try await Demonstration.load(app, Doors.all, Demonstration.Showcase.all)
      struct Place: Fetched {
        let (territory, programme, sheet): (String, String, Int)
        init(_ row: inout Row) throws(DatabaseError) {
          (territory, programme) = (try row.next(), try row.next())
          sheet = try row.next()
        }
      }
      let places: [Place] = try await database.all(
        """
        SELECT territory.slug, programme.slug, sheet.id FROM sheet
        JOIN programme ON programme.id = sheet.programme_id JOIN territory ON territory.id = sheet.territory_id
        WHERE sheet.territory_id IS NOT NULL ORDER BY sheet.id
        """)
      #expect(places.count == 26)
      var (total, lines): (Int, [String]) = (0, [])
      for place in places {
        // Where one only looks at figures, one person is enough.
        let agent: String? = try await DemonstrationDoor.token(.agent, on: place.territory, app)
        let manager: String? = try await DemonstrationDoor.token(.manager, on: place.territory, app)
        let token: String = try #require(agent ?? manager)
        let path: String = "/api/v1/dispositifs/\(place.programme)/fiches/\(place.sheet)/controles"
        let answer: Response = await app.respond(
          to: Request(Head(method: .get, target: try Target(path), headers: ["authorization": "Bearer \(token)"])))
        guard case .bytes(let bytes) = answer.body else { continue }
        #expect(answer.status == .ok, "\(path)")
        let found: [JSON] = try JSON(bytes)["findings"]?.items ?? []
        // The sheets of 2012 are old, and their own figures contradict themselves: that is told apart.
        let told: [JSON] = found.filter {
          !["stale", "contradiction", "missingRubric"].contains($0["check"]?.string ?? "")
        }
        total += told.count
        #expect(!found.contains { $0["blocks"] == .bool(true) }, "\(place.programme)")
        #expect(told.count <= 5, "\(place.programme)")
        lines += found.map { finding in
          "\(place.programme) \(finding["check"]?.string ?? "") [\(finding["rubric"]?.string ?? "")] \(finding["passage"]?.string ?? "") — \(finding["sentence"]?["fr"]?.string ?? "")"
        }
      }
      #expect(total <= 24, "\(lines.joined(separator: "\n"))")
    }
  }
}
