import HTTP
import Platform
import SQL
import TestSite
import Testing

@Suite struct BodyChapterTests {
  private static let path: String = "/dispositifs/hotels/configuration"

  @Test(arguments: TestDatabase.dialects)
  func `bodies and their seats are configured by document and by form, and leave as they came`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await site.enterProgramme()
      let exported = try await site.get("\(Self.path)/document", as: site.agent).json()["bodies"]
      #expect(exported?[0]?["purpose"]?.string == "Examine les candidatures.")
      #expect(exported?[0]?["mostMeetings"]?.int == 4)
      #expect(exported?[0]?["seats"]?[3]?["votes"] == .bool(true))
      #expect(exported?[0]?["seats"]?[4]?["votes"] != .bool(true))
      let body = try await site.post(
        "\(Self.path)/composition/entrees", ["label": "Comité de suivi", "leastMeetings": "1", "mostMeetings": "2"],
        as: site.agent)
      #expect(body.status == 303, "\(body.text)")
      let seat = try await site.post(
        "\(Self.path)/composition/comite-de-suivi/sieges/entrees", ["label": "Région", "votes": "true"], as: site.agent)
      #expect(seat.status == 303, "\(seat.text)")
      let composition = try await site.get("/dispositifs/hotels/instances/comite-de-suivi", as: site.agent)
      #expect(composition.words.contains("Région") && composition.words.contains("Siège à pourvoir"))
      // An archived seat leaves the compositions of days on which nobody held it.
      let archived = try await site.post(
        "\(Self.path)/composition/comite-de-suivi/sieges/region/enregistrement",
        ["label": "Région", "votes": "true", "archived": "true", "version": "1"], as: site.agent)
      #expect(archived.status == 303, "\(archived.text)")
      let later = try await site.get("/dispositifs/hotels/instances/comite-de-suivi", as: site.agent)
      #expect(!later.words.contains("Région"))
    }
  }

  @Test func `a body that meets more at least than at most is refused, and one without seat is remarked upon`()
    async throws
  {
    try await TestSite.with(.sqlite) { site async throws in
      try await site.enterProgramme()
      let refused = try await site.configure(
        "hotels", TestSite.bodies.replacing("\"mostMeetings\": 4", with: "\"mostMeetings\": 0"))
      #expect(refused.status == 422)
      let crossed = try await site.configure(
        "hotels", TestSite.bodies.replacing("\"leastMeetings\": 1", with: "\"leastMeetings\": 5"))
      #expect(try crossed.wrongFields() == ["bodies/agrement/mostMeetings"], "\(crossed.text)")
      let page = try await site.get(Self.path, as: site.agent)
      #expect(page.words.contains("« Comité de gestion » n’a aucun siège."))
      #expect(!page.words.contains("« Comité d’agrément » n’a aucun siège."))
    }
  }
}
