import HTTP
import Platform
import SQL
import TestSite
import Testing

/// Actions as cards that move, and on a calendar.
@Suite struct BoardTests {
  @Test(arguments: TestDatabase.dialects)
  func `a card goes to another column, and its mover back to the board`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let cluster = try await Cluster.build(site)
      try await cluster.enter("Visites d’entreprises", #","pilot":"Direction de l’économie","due":"2026-11-20""#)
      let board: String = "\(cluster.path)/actions/tableau"
      let page = try await site.get(board, as: site.agent)
      #expect(page.status == 200 && page.words.contains("Prochaine étape (1)") && page.words.contains("Réalisée (0)"))
      #expect(page.text.contains("action=\"/actions/1/etat\"") && page.text.contains("en retard"))
      let moved = try await site.post("/actions/1/etat", ["stage": "in-progress"], as: site.agent)
      #expect(moved.status == 303 && moved.location == "\(board)?done=action.moved", "\(moved.text)")
      #expect(try await site.get(board, as: site.agent).words.contains("En cours (1)"))
      #expect(try await site.get("/actions/1/historique", as: site.agent).text.contains("État de l’action changé"))
      // A machine goes to the record.
      let api = try await site.api("/actions/1/etat", #"{"stage":"done"}"#, as: site.agent)
      #expect(api.status == 200 && api.location == "/api/v1/actions/1")
      #expect(try api.json()["state"]?.string == "done")
      #expect(try await site.post("/actions/1/etat", ["stage": "lost"], as: site.agent).status == 422)
      try await cluster.publish()
      let visitor = try await site.get(board)
      #expect(visitor.status == 200 && visitor.text.contains("Visites d’entreprises"))
      #expect(!visitor.text.contains("<select name=\"stage\""))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a card that waits for a decision says so when it is moved, and moves with it`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let cluster = try await Cluster.build(site)
      try await cluster.enter("Campagne d’achats", #","awaitsDecision":true"#)
      let refused = try await site.post("/actions/1/etat", ["stage": "done"], as: site.agent)
      #expect(refused.status == 422)
      #expect(refused.text.contains("id=\"error-decision\"") && refused.words.contains("Une décision est attendue"))
      #expect(refused.text.contains("<option value=\"done\" selected>"))
      #expect(try await site.get("/api/v1/actions/1", as: site.agent).json()["state"]?.string == "next")
      let moved = try await site.post(
        "/actions/1/etat", ["stage": "done", "decision": "On continue avec Qantis."], as: site.agent)
      #expect(moved.status == 303)
      // Moved back and forth from the board, it keeps what was decided.
      _ = try await site.post("/actions/1/etat", ["stage": "in-progress"], as: site.agent)
      #expect(try await site.post("/actions/1/etat", ["stage": "done"], as: site.agent).status == 303)
      let json = try await site.get("/api/v1/actions/1", as: site.agent).json()
      #expect(json["decision"]?.string == "On continue avec Qantis." && json["state"]?.string == "done")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `the calendar shows what has a date, as a chart and in words`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let cluster = try await Cluster.build(site)
      let calendar: String = "\(cluster.path)/actions/calendrier"
      #expect(try await site.get(calendar, as: site.agent).words.contains("Aucune action n’a de date pour l’instant."))
      try await cluster.enter("Rencontre régionale", #","due":"2026-12-04","awaitsDecision":true"#)
      try await cluster.enter("Mission Europe du Nord", #","first":"2026-01-05","last":"2026-06-30""#)
      try await cluster.enter("Sans date")
      let page = try await site.get(calendar, as: site.agent)
      #expect(page.status == 200 && page.text.contains("<svg"))
      #expect(page.words.contains("4 décembre 2026") && page.words.contains("Échéance, avec une décision"))
      #expect(page.words.contains("5 janvier 2026") && page.text.contains("Mission Europe du Nord"))
      #expect(!page.text.contains("Sans date"))
    }
  }
}
