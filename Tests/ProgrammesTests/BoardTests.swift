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
      #expect(
        page.status == 200 && page.words.contains("Prochaines étapes (1)") && page.words.contains("Réalisées (0)"))
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
      #expect(!page.text.contains("reconstitu"))
      #expect(page.words.contains("4 décembre 2026") && page.words.contains("Échéance, avec une décision"))
      #expect(page.words.contains("5 janvier 2026") && page.text.contains("Mission Europe du Nord"))
      #expect(!page.text.contains("Sans date"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what happens to several actions on one day is one date, with all their names`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let cluster = try await Cluster.build(site)
      for title in ["Achats", "Visites"] {
        try await cluster.enter(title, #","first":"2026-01-01","last":"2026-12-31""#)
      }
      let page = try await site.get("\(cluster.path)/actions/calendrier", as: site.agent).text
      let dates: Substring = try #require(page.split(separator: "<ol class=\"moments\">").last)
      #expect(dates.split(separator: "<time ").count == 3, "\(dates)")
      #expect(dates.split(separator: "Achats · Visites").count == 3, "\(dates)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a card says what tells it from the others, and to the public not that it is late`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let cluster = try await Cluster.build(site)
      try await cluster.publish()
      let plan: Int = try await cluster.number("\(cluster.path)/plans", #"{"name":"Plan 2026","year":2026}"#)
      try await cluster.enter("Visites", #","plan":\#(plan),"pilot":"Direction de l’économie","due":"2026-11-20""#)
      let board: String = "\(cluster.path)/actions/tableau"
      let alone = try await site.get(board, as: site.agent).words
      #expect(alone.contains("Échéance 20/11/2026 · en retard"))
      #expect(!alone.contains("Plan 2026") && !alone.contains("Direction"))
      try await cluster.enter("Hors plan")
      #expect(
        try await site.get(board, as: site.agent).words.contains(
          "Plan 2026 · Direction de l’économie · Échéance 20/11/2026 · en retard"))
      for path in [board, "\(cluster.path)/actions", "/actions/1", "/plans/1"] {
        #expect(try await site.get(path, as: site.agent).text.contains("en retard"), "\(path)")
        let visitor = try await site.get(path)
        #expect(visitor.status == 200 && visitor.words.contains("20/11/2026"), "\(path)")
        #expect(!visitor.text.contains("en retard"), "\(path)")
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a list shows no column that no record of the programme fills, and its JSON has them all`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let cluster = try await Cluster.build(site)
      let plan: Int = try await cluster.number("\(cluster.path)/plans", #"{"name":"Plan 2026","year":2026}"#)
      try await cluster.enter("Visites", #","plan":\#(plan)"#)
      func heads(_ path: String) async throws -> [String] {
        let table: Substring = try #require(
          try await site.get(path, as: site.agent).text.split(separator: "<thead>").dropFirst().first)
        let head: Substring = try #require(table.split(separator: "</thead>").first)
        return ["Plan", "État", "Thème", "Axes", "Pilote", "Échéance", "Priorité", "Équivalents"].filter {
          head.contains($0)
        }
      }
      let list: String = "\(cluster.path)/actions"
      #expect(try await heads(list) == ["Plan", "État", "Thème"])
      #expect(try await heads("/plans/\(plan)") == ["État"])
      let item: JSON? = try await site.get("/api/v1\(list)", as: site.agent).json()["items"]?[0]
      #expect(item?["axes"] == .array([]) && item?["rank"] == .null)
      try await cluster.enter(
        "Achats", #","plan":\#(plan),"axes":["aides"],"rank":2,"pilot":"Direction","due":"2026-12-01""#)
      #expect(try await heads(list) == ["Plan", "État", "Thème", "Axes", "Pilote", "Échéance", "Priorité"])
      #expect(try await heads("/plans/\(plan)") == ["État", "Axes", "Pilote", "Échéance"])
      let partners: String = "\(cluster.path)/partenaires"
      try await cluster.number(partners, #"{"organisation":"Qantis"}"#)
      #expect(try await heads(partners) == [])
      try await cluster.number(partners, #"{"organisation":"Vilesta","fullTime":0.5}"#)
      #expect(try await heads(partners) == ["Équivalents"])
    }
  }
}
