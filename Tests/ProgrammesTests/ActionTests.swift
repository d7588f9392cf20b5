import HTTP
import Platform
import SQL
import TestSite
import Testing

/// What a programme does: actions, their rules, who sees and who changes them.
@Suite struct ActionTests {
  @Test(arguments: TestDatabase.dialects)
  func `an action is entered, listed, changed, and its history says who did it`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let cluster = try await Cluster.build(site)
      let entered = try await site.post(
        "\(cluster.path)/actions",
        [
          "title": "Diagnostics RSE", "state": "next", "themes": "performance", "axes": "aides",
          "pilot": "Direction de l’économie", "first": "1er janvier 2026", "due": "31/12/2026", "rank": "2",
          "description": "Dix *diagnostics*.",
        ], as: site.agent)
      #expect(entered.status == 303, "\(entered.text)")
      #expect(entered.location == "/actions/1?done=action.entered")
      let page = try await site.get("/actions/1", as: site.agent)
      for words in ["Performance interne", "Accès aux aides", "31/12/2026", "<em>diagnostics</em>", "Priorité"] {
        #expect(page.text.contains(words), "\(words)")
      }
      let changed = try await site.api(
        "/actions/1",
        #"{"title":"Diagnostics RSE","state":"in-progress","themes":["reseau"],"axes":["grappes","aides"],"version":1}"#,
        as: site.agent)
      #expect(changed.status == 200, "\(changed.text)")
      let json = try await site.get("/api/v1/actions/1", as: site.agent).json()
      #expect(json["themes"]?[0]?.string == "reseau")
      // In the nomenclature's order, not in that of the ticks.
      #expect(json["axes"]?[0]?.string == "aides" && json["axes"]?[1]?.string == "grappes")
      #expect(json["due"] == .null && json["version"]?.int == 2)
      let history = try await site.get("/actions/1/historique", as: site.agent).text
      #expect(history.contains("Action modifiée") && history.contains("Test agent"))
      #expect(history.contains("<del>Prochaine étape</del> → <ins>En cours</ins>"))
      let list = try await site.get("\(cluster.path)/actions?theme=reseau&q=rse", as: site.agent).text
      #expect(list.contains("1 action") && list.contains("Fédérer les entreprises"))
      #expect(
        try await site.get("/api/v1\(cluster.path)/actions?theme=innovation", as: site.agent).json()["total"]?.int == 0)
      let csv = try await site.get("\(cluster.path)/actions.csv", as: site.agent).text
      #expect(csv.contains("Accès aux aides · Inter-grappes"), "\(csv)")
      #expect(try await site.get("/recherche?q=diagnostics", as: site.agent).location == "/actions/1")
      #expect(try await site.get(cluster.path, as: site.agent).words.contains("1 action, en cours."))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an action has one theme of five and up to two axes, as its nomenclatures say`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let cluster = try await Cluster.build(site)
      func wrong(_ json: String) async throws -> [String] {
        let answer = try await site.api(
          "\(cluster.path)/actions", #"{"title":"A","state":"next"\#(json)}"#, as: site.agent)
        #expect(answer.status == 422, "\(json): \(answer.status)")
        return try answer.wrongFields()
      }
      #expect(try await wrong("") == ["themes"])
      #expect(try await wrong(#","themes":["innovation","reseau"]"#) == ["themes"])
      #expect(try await wrong(#","themes":["climat"]"#) == ["themes"])
      #expect(try await wrong(#","themes":["innovation"],"axes":["aides","grappes","climat"]"#) == ["axes"])
      #expect(try await wrong(#","themes":"innovation""#) == ["themes"])
      #expect(try await wrong(#","themes":[1]"#) == ["themes"])
      try await cluster.enter("Deux axes", #","axes":["aides","grappes"]"#)
      try await cluster.enter("Sans axe")
      // Ticked twice is ticked once.
      try await cluster.enter("Un axe", #","axes":["aides","aides"]"#)
      let free = try await Cluster.build(
        site, "libre",
        document: #"{"format":"terreau-programme","formatVersion":1,"programme":{"name":"Libre"}}"#)
      #expect(try await free.send("Thème inconnu").status == 422)
      let without = try await site.api(
        "\(free.path)/actions", #"{"title":"Sans liste","state":"next"}"#, as: site.agent)
      #expect(without.status == 201)
      let form = try await site.get("\(free.path)/actions/nouvelle", as: site.agent).text
      #expect(!form.contains("name=\"themes\"") && !form.contains("name=\"axes\""))
    }
  }

  @Test func `the API says that a field takes several values, and that a record has several`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let document = try await site.get("/api/openapi.json").json()
      let post: JSON? = document["paths"]?["/api/v1/dispositifs/{programme}/actions"]?["post"]
      let themes: JSON? =
        post?["requestBody"]?["content"]?["application/json"]?["schema"]?["properties"]?["themes"]
      #expect(themes?["type"]?.string == "array" && themes?["items"]?["type"]?.string == "string")
      let record: JSON? = document["components"]?["schemas"]?["Action"]?["properties"]?["themes"]
      #expect(record?["type"]?.string == "array" && record?["items"]?["type"]?.string == "string")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what is wrong stands beside its field, with the boxes as they were ticked`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let cluster = try await Cluster.build(site)
      let form = try await site.get("\(cluster.path)/actions/nouvelle", as: site.agent).text
      #expect(form.contains("<select id=\"field-themes\" name=\"themes\" required>"))
      #expect(form.contains("<input type=\"checkbox\" name=\"axes\" value=\"aides\">"))
      let cookies: String = try await site.cookie(of: site.agent)
      let token: String = try await site.app.formToken(forCookies: cookies)
      let body: String =
        "_token=\(token)&title=Trop&state=next&themes=innovation&axes=aides&axes=grappes&axes=climat"
        + "&first=2026-03-01&last=2026-02-01&due=2026-02-02"
      let answer = try await site.send(
        .post, "\(cluster.path)/actions",
        headers: [
          "cookie": cookies, "origin": "http://localhost", "host": "localhost",
          "content-type": "application/x-www-form-urlencoded",
        ], body: Array(body.utf8))
      #expect(answer.status == 422, "\(answer.text)")
      for key in ["aides", "grappes", "climat"] {
        #expect(answer.text.contains("name=\"axes\" value=\"\(key)\" checked>"), "\(key)")
      }
      #expect(answer.words.contains("Au plus 2 ; il y en a 3."))
      #expect(answer.text.contains("<a href=\"#field-axes\">") && answer.text.contains("id=\"error-axes\""))
      #expect(answer.text.contains("id=\"error-last\"") && answer.text.contains("id=\"error-due\""))
      #expect(try await site.get("/api/v1\(cluster.path)/actions", as: site.agent).json()["total"]?.int == 0)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an action whose decision is expected is not done without it`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let cluster = try await Cluster.build(site)
      let json: String = #"{"title":"Achats","state":"done","themes":["performance"],"awaitsDecision":true"#
      let early = try await site.api("\(cluster.path)/actions", json + "}", as: site.agent)
      #expect(try early.wrongFields() == ["decision"])
      let done = try await site.api(
        "\(cluster.path)/actions", json + #","decision":"Les achats groupés continuent."}"#, as: site.agent)
      #expect(done.status == 201)
      // The rule is the schema's too.
      await #expect(throws: DatabaseError.self) {
        try await site.database.change { try await $0.run("UPDATE action SET decision = ''") }
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an action that is done on no known day is remarked on, and may stay so`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let cluster = try await Cluster.build(site)
      let json: String = #"{"title":"Petit-déjeuner","state":"done","themes":["reseau"]"#
      try await cluster.number("\(cluster.path)/actions", json + "}")
      try await cluster.number("\(cluster.path)/actions", json + #","last":"2022-10-04"}"#)
      let list = try await site.get("\(cluster.path)/actions", as: site.agent).text
      #expect(list.contains("une action est réalisée sans que son dernier jour soit connu"))
      #expect(list.split(separator: "dernier jour inconnu").count == 2)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `actions that are due, late, or wait for a decision stand in the day of who runs the programme`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let cluster = try await Cluster.build(site)
      try await cluster.enter("Dans un mois", #","due":"2026-12-21""#)
      try await cluster.enter("Plus tard", #","due":"2026-12-22""#)
      try await cluster.enter("Hier", #","due":"2026-11-20","awaitsDecision":true"#)
      let day = try await site.get("/", as: site.agent).text
      #expect(day.contains("En retard (1)") && day.contains("À faire bientôt (1)"))
      #expect(day.contains("une décision est attendue") && !day.contains("Plus tard"))
      let programme: Int = try #require(
        try await site.get("/api/v1\(cluster.path)", as: site.agent).json()["id"]?.int)
      let own = site.actor([Grant(.agent, on: .programme, Int64(programme))], name: "Du dispositif")
      #expect(try await site.get("/", as: own).text.contains("Dans un mois"))
      let other = site.actor([Grant(.agent, on: .programme, 9_999)], name: "D’un autre")
      #expect(!(try await site.get("/", as: other).text.contains("Dans un mois")))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `who runs another programme reads what is public of this one and changes nothing`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let cluster = try await Cluster.build(site)
      try await cluster.enter("Mission")
      let other: Int = try await cluster.number("/dispositifs", #"{"slug":"autre","name":"Un autre"}"#)
      let agent = site.actor([Grant(.agent, on: .programme, Int64(other))], name: "D’un autre")
      let form: [String: String] = ["title": "Prise", "state": "next", "themes": "innovation", "version": "1"]
      for path in ["\(cluster.path)/actions", "/actions/1", "/actions/1.pdf"] {
        #expect(try await site.get(path, as: agent).status == 404, "\(path)")
        #expect(try await site.get(path).status == 404, "\(path)")
      }
      #expect(!(try await site.get("/recherche?q=mission", as: agent).text.contains("/actions/1")))
      try await cluster.publish()
      #expect(try await site.get("/actions/1").status == 200)
      let page = try await site.get("/actions/1", as: agent).text
      #expect(page.contains("Mission") && !page.contains("/modifier") && !page.contains("/deplacer"))
      #expect(try await site.get("/actions/1/modifier", as: agent).status == 404)
      #expect(try await site.post("/actions/1", form, as: agent).status == 404)
      #expect(try await site.post("/actions/1/etat", ["stage": "done"], as: agent).status == 404)
      #expect(try await site.post("\(cluster.path)/actions", form, as: agent).status == 404)
      let partner = site.actor([Grant(.partner, on: .programme, Int64(other))], name: "Partenaire")
      #expect(try await site.post("/actions/1", form, as: partner).status == 404)
      // One's own programme, with another's record in the form.
      let stolen = try await site.api(
        "/dispositifs/autre/actions", #"{"title":"X","state":"next","continues":1}"#, as: agent)
      #expect(try stolen.wrongFields() == ["continues"])
      let mine = try await site.post("/dispositifs/autre/actions", ["title": "À nous", "state": "next"], as: agent)
      #expect(mine.status == 303)
      #expect(try await site.get("/actions/2", as: agent).text.contains("/actions/2/modifier"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a theme or an axis that an action carries stays in the configuration, archived if need be`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let cluster = try await Cluster.build(site)
      try await cluster.enter("A", #","axes":["climat"]"#)
      try await cluster.number("\(cluster.path)/partenaires", #"{"organisation":"Qantis","role":"financeur"}"#)
      let entries: String = "\(cluster.path)/configuration/nomenclatures"
      for (list, item, status) in [
        ("themes", "innovation", 422), ("themes", "reseau", 303), ("axes", "climat", 422), ("roles", "financeur", 422),
        ("roles", "prescripteur", 303),
      ] {
        let removed = try await site.post(
          "\(entries)/\(list)/valeurs/\(item)/retrait", ["version": "1"], as: site.agent)
        #expect((removed.status == 303) == (status == 303), "\(list)/\(item): \(removed.status)")
      }
      // Nor does their list become one for something else.
      let other = try await site.post(
        "\(entries)/themes/enregistrement",
        ["label": "Thèmes", "use": "other", "least": "1", "most": "1", "rank": "1", "version": "1"], as: site.agent)
      #expect(other.status == 409 || other.status == 422, "\(other.status)")
      #expect(other.words.contains("elle garde son usage"), "\(other.text)")
      let archived = Cluster.document.replacing(
        #""key": "innovation", "#, with: #""key": "innovation", "archived": true, "#)
      try await cluster.configure(archived)
      // Archived, it stays with the record that has it and is given to no other.
      let kept = try await site.api(
        "/actions/1", #"{"title":"A bis","state":"next","themes":["innovation"],"version":1}"#, as: site.agent)
      #expect(kept.status == 200, "\(kept.text)")
      #expect(try await cluster.send("B").wrongFields() == ["themes"])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `the list of actions asks as many questions at two thousand as at two`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let cluster = try await Cluster.build(site)
      try await cluster.enter("Un", #","axes":["aides"]"#)
      try await cluster.enter("Deux", #","axes":["aides"],"continues":1"#)
      _ = try await site.get("\(cluster.path)/actions", as: site.agent)
      func asked() async throws -> Int {
        // As every change does: it is what tells lists to count again.
        try await site.database.change { session in
          _ = try await session.run(
            """
            INSERT INTO audit_line (territory_id, at, actor_kind, actor_name, action, record_kind, record_id)
            VALUES (\(site.here.id), \(TestSite.now), 'agent', 'x', 'x', 'x', 1)
            """)
        }
        _ = site.trace.take()
        let page = try await site.get("\(cluster.path)/actions", as: site.agent)
        #expect(page.status == 200 && page.bytes.count < 100_000)
        return site.trace.take().count
      }
      let few: Int = try await asked()
      try await site.database.change { session in
        for number in 1...2_000 {
          try await session.run(
            """
            INSERT INTO action (territory_id, programme_id, title, sort_key, state, pilot, sponsor, services, partners,
              description, result, obstacles, solutions, success_factors, awaits_decision, decision, provenance)
            VALUES (\(site.here.id), (SELECT max(id) FROM programme), \("Action \(number)"), \("action \(number)"), 'next', '', '', '', '', '', '',
              '', '', '', \(false), '', 'entered')
            """)
        }
        try await session.run(
          """
          INSERT INTO action_term (territory_id, programme_id, action_id, use, key)
          SELECT territory_id, programme_id, id, 'themes', 'reseau' FROM action WHERE id > 2
          """)
      }
      #expect(try await asked() == few)
      #expect(few <= 9, "\(few)")
      let last = try await site.get("\(cluster.path)/actions?page=41", as: site.agent).words
      #expect(last.contains("2 002 actions"))
      // A form offers a thousand to carry on, and never loses the one that was chosen.
      let form = try await site.get("/actions/2/modifier", as: site.agent).text
      #expect(form.contains("<option value=\"1\" selected>Un</option>"))
    }
  }
}
