import HTTP
import Platform
import SQL
import TestSite
import Testing

/// What waits for somebody in the morning.
@Suite struct MyDayTests {
  @Test(arguments: TestDatabase.dialects)
  func `leases that end, roles that end and invitations without an answer wait for those who handle them`(
    _ dialect: Dialect
  ) async throws {
    let clock = TestClock()
    try await TestSite.with(dialect, { $0.clock = clock.clock }) { site async throws in
      let place: Int = try await site.enterSite()
      let soon: String = Zone.paris.day(at: clock.clock.now()).adding(days: 20).description
      let later: String = Zone.paris.day(at: clock.clock.now()).adding(days: 200).description
      try await site.enterLease(on: try await site.enterLot(on: place, "A"), to: "Bientôt", until: soon)
      try await site.enterLease(on: try await site.enterLot(on: place, "B"), to: "Plus tard", until: later)
      let administrator: TestActor = site.actor(.administrator)
      let given = try await site.api(
        "/habilitations",
        #"{"email":"qui@ici.example","name":"Sans Réponse","kind":"elected","from":"2026-01-01","to":"\#(soon)"}"#,
        as: administrator)
      #expect(given.status == 201, "\(given.text)")
      let agent = try await site.get("/", as: site.agent).text
      #expect(agent.contains("<h1>Ma journée</h1>") && agent.contains("Bientôt") && !agent.contains("Plus tard"))
      #expect(!agent.contains("Sans Réponse"))
      let waiting = try await site.get("/", as: administrator).text
      #expect(waiting.contains("En attente d’une réponse (1)") && waiting.contains("n’a pas encore ouvert son compte"))
      #expect(waiting.contains("À faire bientôt (2)"))
      clock.advance(seconds: 15 * 86_400)
      let late = try await site.get("/", as: site.actor(.administrator, name: "Le lendemain")).text
      #expect(late.contains("En retard (1)") && late.contains("invitation est périmée"))
      // Whoever has come is no longer waited for.
      try await site.run("UPDATE account SET password = 'x' WHERE email = 'qui@ici.example'")
      let come = try await site.get("/", as: site.actor(.administrator, name: "Le surlendemain")).text
      #expect(!come.contains("Sans Réponse") || !come.contains("invitation est périmée"))
      // Who has nothing to do finds the way to what there is to see; who has no account, the front page.
      #expect(try await site.get("/", as: site.actor(.elected)).text.contains("class=\"cards\""))
      #expect(!(try await site.get("/").text.contains("Ma journée")))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `nobody’s day holds another territory’s records`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let agent: TestActor = site.actor(.agent, in: site.elsewhere)
      let place: Int = try await site.enterSite("Ailleurs", as: agent)
      let soon: String = Zone.paris.day(at: TestSite.now).adding(days: 20).description
      try await site.enterLease(
        on: try await site.enterLot(on: place, as: agent), to: "Locataire d’ailleurs", until: soon, as: agent)
      #expect(try await site.get("/", as: agent).text.contains("Locataire d’ailleurs"))
      #expect(!(try await site.get("/", as: site.agent).text.contains("Locataire d’ailleurs")))
    }
  }
}
