import Assembly
import HTTP
import Platform
import SQL
import TestSite
import Testing

@Suite struct OpinionTests {
  private static func day(_ text: String) -> Day { Day(iso: text)! }

  @discardableResult
  private func give(
    _ verdict: Verdict, _ day: String, present: Int? = 3, reason: String? = nil, body: String = "agrement",
    _ programme: Int, _ site: TestSite
  ) async throws -> Opinion {
    try await site.change { scope in
      try await OpinionStore(scope).insert(
        OpinionForm(verdict, on: Self.day(day), present: present, reason: reason), on: "application", 7,
        programme: ID(Int64(programme)), body: body)
    }
  }

  /// The field that a refusal is about, or the message where it is about none.
  private func refusal(_ give: () async throws -> Opinion) async throws -> String? {
    do {
      _ = try await give()
      return nil
    } catch Refusal.invalid(let errors) {
      return errors.first?.field
    } catch Refusal.conflict(let message, _) {
      return message(.fr)
    } catch Refusal.notFound {
      return "not found"
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `the latest opinion counts, by its day and then by its entry, as of the day one asks about`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let programme: Int = try await site.enterProgramme()
      try await give(.deferred, "2026-03-01", reason: "Il manque le bilan.", programme, site)
      try await give(.favourable, "2026-05-01", programme, site)
      // Entered late, said before: it replaces nothing that was said after it.
      try await give(.unfavourable, "2026-04-01", reason: "Bilan insuffisant.", programme, site)
      let last: Opinion = try await give(.unfavourable, "2026-05-01", reason: "Relu.", programme, site)
      try await give(.favourable, "2026-05-02", present: nil, body: "gestion", programme, site)
      let store = OpinionStore(Scope(site.database, site.agent.actor, at: TestSite.now))
      func latest(_ day: String) async throws -> Verdict? {
        let opinion: Opinion? = try await store.latest(on: "application", 7, by: "agrement", asOf: Self.day(day))
        return opinion?.verdict
      }
      #expect(try await latest("2026-02-28") == nil)
      #expect(try await latest("2026-03-01") == .deferred)
      #expect(try await latest("2026-04-30") == .unfavourable)
      #expect(try await latest("2026-11-21") == .unfavourable)
      #expect(try await store.latest(on: "application", 8, by: "agrement", asOf: TestSite.today) == nil)
      #expect(try await store.on("application", 7).map(\.body).first == "gestion")
      #expect(
        try await store.on("application", 7).map(\.day).map(\.description) == [
          "2026-05-02", "2026-05-01", "2026-05-01", "2026-04-01", "2026-03-01",
        ])
      // Retracted, it counts no more and is shown last.
      let path: String = "/avis/\(last.id)/retrait"
      #expect(try await site.post(path, ["reason": "", "version": "1"], as: site.agent).status == 422)
      let retracted = try await site.post(path, ["reason": "Autre dossier.", "version": "1"], as: site.agent)
      #expect(retracted.location == "/avis/\(last.id)?done=opinion.retracted", "\(retracted.text)")
      #expect(try await latest("2026-11-21") == .favourable)
      #expect(try await store.on("application", 7).last?.retraction == "Autre dossier.")
      #expect(try await site.post(path, ["reason": "X", "version": "2"], as: site.agent).status == 409)
      let page = try await site.get("/dispositifs/hotels/instances/agrement", as: site.agent)
      #expect(page.text.contains("<span class=\"mark\">retiré</span>") && page.text.contains("Il manque le bilan."))
      #expect(try await site.get("/avis/\(last.id)/historique", as: site.agent).text.contains("Avis retiré"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an opinion is of a day that has come, of a body that sat, and says why it is not favourable`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let programme: Int = try await site.enterProgramme()
      let unheard: String = TestSite.bodies.replacing(", \"votes\": true", with: "")
      let silent: Int = try await site.enterProgramme("muet", unheard)
      let dissolved: Int = try await site.enterProgramme(
        "dissous", TestSite.bodies.replacing("\"key\": \"agrement\"", with: "\"key\": \"agrement\", \"archived\": true")
      )
      let refusals: [(String?, () async throws -> Opinion)] = [
        ("day", { try await give(.favourable, "2026-11-22", programme, site) }),
        ("reason", { try await give(.unfavourable, "2026-11-21", programme, site) }),
        ("reason", { try await give(.deferred, "2026-11-21", programme, site) }),
        ("present", { try await give(.favourable, "2026-11-21", present: nil, programme, site) }),
        // Five seats, four of which vote.
        ("present", { try await give(.favourable, "2026-11-21", present: 5, programme, site) }),
        ("present", { try await give(.favourable, "2026-11-21", present: 1, body: "gestion", programme, site) }),
        ("not found", { try await give(.favourable, "2026-11-21", body: "inconnue", programme, site) }),
        (
          "Aucun siège de cette instance n’a voix délibérative : elle ne peut pas rendre d’avis.",
          { try await give(.favourable, "2026-11-21", silent, site) }
        ),
        (
          "Cette instance est archivée : elle ne rend plus d’avis.",
          { try await give(.favourable, "2026-11-21", present: nil, dissolved, site) }
        ),
        (nil, { try await give(.favourable, "2026-11-21", present: 4, programme, site) }),
        (nil, { try await give(.favourable, "2026-11-21", present: nil, body: "gestion", programme, site) }),
      ]
      for (index, (expected, attempt)) in refusals.enumerated() {
        #expect(try await refusal(attempt) == expected, "\(index)")
      }
      let kept: Int = try await site.database.read {
        try await $0.value("SELECT count(*) FROM opinion WHERE territory_id = \(site.here.id)")
      }
      #expect(kept == 2)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `opinions are for those who run the programme, and what is used stays in the configuration`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let programme: Int = try await site.enterProgramme()
      let other: Int = try await site.enterProgramme("autre")
      try await give(.unfavourable, "2026-05-01", reason: "Bilan insuffisant.", programme, site)
      let body: String = "/dispositifs/hotels/instances/agrement"
      let (own, foreign): (TestActor, TestActor) = (
        site.actor([Grant(.agent, on: .programme, Int64(programme))], name: "d’ici"),
        site.actor([Grant(.agent, on: .programme, Int64(other))], name: "d’à côté")
      )
      for (actor, status) in [
        (site.agent, 200), (own, 200), (foreign, 404), (site.visitor, 404), (site.actor(.company), 404),
      ] {
        #expect(try await site.get("/avis/1", as: actor).status == status, "\(actor.actor.name)")
        let page = try await site.get(body, as: actor)
        #expect(page.text.contains("Bilan insuffisant") == (status == 200), "\(actor.actor.name)")
      }
      let form: [String: String] = ["reason": "X", "version": "1"]
      #expect(try await site.post("/avis/1/retrait", form, as: foreign).status == 404)
      _ = try await site.name("ville", #"{"person":"Anne Roy","start":"2026-01-01"}"#)
      let configuration: String = "/dispositifs/hotels/configuration/composition"
      let bodyKept = try await site.post("\(configuration)/agrement/retrait", [:], as: site.agent)
      #expect(bodyKept.status == 422 && bodyKept.words.contains("1 avis"), "\(bodyKept.text)")
      let seatKept = try await site.post("\(configuration)/agrement/sieges/ville/retrait", [:], as: site.agent)
      #expect(seatKept.status == 422 && seatKept.words.contains("1 mandat"), "\(seatKept.text)")
      let seatGone = try await site.post("\(configuration)/agrement/sieges/etat/retrait", [:], as: site.agent)
      #expect(seatGone.status == 303, "\(seatGone.text)")
      #expect(try await site.post("\(configuration)/gestion/retrait", [:], as: site.agent).status == 303)
    }
  }
}
