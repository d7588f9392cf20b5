import HTTP
import Platform
import SQL
import TestSite
import Testing

@testable import Lab

@Suite struct CollectionTests {
  @Test(arguments: TestDatabase.dialects)
  func `a sheet goes from the network’s letter to its publication, through all four hands`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let c = try await Collecting.open(site)
      let invitation: Int = try await c.invite()
      #expect(try await c.mails() == ["contact@ailleurs.example"])
      // The territory’s agents see what is asked of them, in their day too.
      let asked = try await site.get("/fiches-demandees", as: c.contact)
      #expect(asked.words.contains("Édition 2026") && asked.words.contains("Métropole d’ici"))
      #expect(
        try await site.get("/fiches-demandees/\(invitation)", as: c.contact).text.contains("<strong>ce qui marche"))
      #expect(try await site.get("/", as: c.contact).words.contains("fiche demandée par Métropole d’ici"))
      #expect(try await site.get("/", as: c.editor).words.contains("n’a pas répondu"))

      let sheet: Int = try await c.join(invitation)
      let (own, draft) = (c.sheetPath(sheet), c.draftPath(sheet))
      #expect(try await site.get(own, as: c.contact).words.contains("Écrivez-la, puis soumettez-la"))
      try await c.write("Une friche de deux hectares.", of: sheet, version: 1)
      #expect(
        try await site.post("\(own)/soumission", [:], as: c.contact).location == "\(own)?done=collected-sheet.submit")

      let reviewer: TestActor = try await c.reviewer()
      for actor in [c.editor, reviewer] {
        let page = try await site.get(draft, as: actor)
        #expect(page.status == 200 && page.words.contains("Une friche de deux hectares."), "\(page.text)")
      }
      #expect(try await site.get("/", as: reviewer).words.contains("fiche à relire"))
      let comment = try await site.post(
        "\(draft)/remarques", ["place": "context", "text": "Depuis quand ?", "quotation": "deux hectares"],
        as: reviewer)
      #expect(comment.location == "\(draft)?done=comment.made", "\(comment.text)")
      let back = try await site.post("\(draft)/renvoi", ["note": "Datez la friche."], as: reviewer)
      #expect(back.status == 303, "\(back.text)")
      #expect(try await c.mails().count == 2)

      // The territory reads it beside the rubric, writes, and answers.
      let page = try await site.get(own, as: c.contact)
      for words in ["À reprendre", "Datez la friche.", "Depuis quand ?", "Rita Relectrice", "Remarques : 1"] {
        #expect(page.words.contains(words), "\(words)")
      }
      try await c.write("Une friche de deux hectares, depuis 1998.", of: sheet, version: 2)
      let number: Int = try await site.database.read { try await $0.value("SELECT max(id) FROM sheet_comment") }
      #expect(
        try await site.post("\(own)/remarques/\(number)/reponses", ["text": "Depuis 1998."], as: c.contact).status
          == 303)
      #expect(try await site.post("\(own)/remarques/\(number)/cloture", [:], as: c.contact).status == 303)
      #expect(try await site.post("\(own)/soumission", [:], as: c.contact).status == 303)

      let changes = try await site.get("\(draft)/changements", as: reviewer)
      #expect(changes.text.contains("<del>") && changes.text.contains("depuis 1998.</ins>"), "\(changes.text)")
      #expect(try await site.get(draft, as: reviewer).words.contains("1 remarque close"))
      #expect(try await site.post("\(draft)/accord", ["note": "Très clair."], as: c.editor).status == 303)
      #expect(try await site.get("/", as: c.elected).words.contains("fiche à faire valider par un élu"))

      #expect(try await site.post("\(own)/validation", [:], as: c.elected).status == 303)
      let published = try await site.post("\(draft)/publication", [:], as: c.editor)
      #expect(published.location == "\(draft)?done=collected-sheet.publish", "\(published.text)")
      let read = try await site.get("/lab/atelier")
      #expect(read.status == 200 && read.words.contains("Une friche de deux hectares, depuis 1998."))
      #expect(read.words.contains("Métropole d’ailleurs") && !read.words.contains("Depuis quand ?"))

      let steps = try await site.get("/api/v1\(draft)", as: c.editor).json()
      guard case .array(let taken)? = steps["steps"] else { throw Refusal.notFound }
      #expect(
        taken.compactMap { $0["step"]?.string } == [
          "join", "submit", "send-back", "submit", "accept", "validate", "publish",
        ])
      #expect(
        taken.compactMap { $0["name"]?.string } == [
          "Test agent", "Test agent", "Rita Relectrice", "Test agent", "Test agent", "Test elected", "Test agent",
        ])
      // The territory’s journal says who put it before the public.
      let who: String = try await site.database.read {
        try await $0.value(
          "SELECT actor_name FROM audit_line WHERE action = 'sheet.published' AND territory_id = \(site.elsewhere.id)")
      }
      #expect(who == "Test agent")
      // Once it is out, the territory goes on as it pleases, and the network reads what was published.
      try await c.write("Un tout autre texte.", of: sheet, version: 3)
      #expect(!(try await site.get(draft, as: c.editor).words.contains("Un tout autre texte.")))
      let again: Int = try await site.get("/api/v1\(own)", as: c.contact).json()["version"]?.int ?? 0
      #expect(try await site.post("\(own)/publication", ["version": "\(again)"], as: c.contact).status == 303)
      #expect(try await site.get("/lab/atelier").words.contains("Un tout autre texte."))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `each step that comes too early or too late is refused, and says why`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let c = try await Collecting.open(site)
      let invitation: Int = try await c.invite()
      func refused(
        _ path: String, _ fields: [String: String], as actor: TestActor, _ words: String, status: Int = 409
      ) async throws {
        let answer = try await site.post(path, fields, as: actor)
        #expect(answer.status == status && answer.words.contains(words), "\(path): \(answer.status) \(answer.words)")
      }
      try await refused(
        "\(c.path)/invitations",
        ["territory": "ailleurs", "contact": "Claude", "email": "Contact@ailleurs.example"], as: c.editor,
        "déjà une demande sans réponse")
      try await refused(
        "/fiches-demandees/\(invitation)/acceptation", ["programme": "locaux-inconnus"], as: c.contact,
        "ne faites pas vivre", status: 422)
      try await refused("/fiches-demandees/\(invitation)/refus", [:], as: c.contact, "", status: 422)
      let sheet: Int = try await c.join(invitation)
      let (own, draft) = (c.sheetPath(sheet), c.draftPath(sheet))
      try await refused(
        "/fiches-demandees/\(invitation)/acceptation", ["programme": "atelier"], as: c.contact, "déjà sa réponse")
      try await refused(
        "/fiches-demandees/\(invitation)/refus", ["note": "Non"], as: c.contact, "déjà sa réponse")
      // Emptied of what was known already, there is nothing to be reviewed.
      try await site.database.change { _ = try await $0.run("UPDATE rubric SET text = '' WHERE territory_id > 0") }
      try await refused("\(own)/soumission", [:], as: c.contact, "encore vide")
      try await c.write("Une friche.", of: sheet, version: 1)
      try await refused("\(draft)/renvoi", ["note": "x"], as: c.editor, "n’attend pas d’avis")
      try await refused("\(draft)/accord", [:], as: c.editor, "n’attend pas d’avis")
      try await refused("\(own)/validation", [:], as: c.elected, "relecture est terminée")
      try await refused("\(own)/publication", ["version": "1"], as: c.contact, "une fois validée par un élu")
      try await refused("\(draft)/publication", [:], as: c.editor, "une fois validée par un élu")
      #expect(try await site.post("\(own)/soumission", [:], as: c.contact).status == 303)
      try await refused("\(own)/soumission", [:], as: c.contact, "Seule une fiche en rédaction")
      try await refused("\(draft)/renvoi", [:], as: c.editor, "", status: 422)
      try await refused("\(c.path)/invitations/\(invitation)/relance", [:], as: c.editor, "n’a rien à faire")
      #expect(try await site.post("\(draft)/accord", [:], as: c.editor).status == 303)
      // A manager writes down whose agreement it is, and of which day; an agent does not at all.
      try await refused("\(own)/validation", [:], as: c.manager, "Qui a donné son accord", status: 422)
      try await refused(
        "\(own)/validation", ["elected": "Mme Maire", "day": "2026-12-01"], as: c.manager, "à venir", status: 422)
      #expect(try await site.post("\(own)/validation", [:], as: c.contact).status == 404)
      #expect(
        try await site.post(
          "\(own)/validation", ["elected": "Mme Maire", "day": "2026-11-20"], as: c.manager
        ).status == 303)
      #expect(try await site.get(own, as: c.contact).words.contains("Accord écrit de Mme Maire, du 20 novembre 2026"))
      // What changed after that is not what was agreed to.
      try await c.write("Une autre friche.", of: sheet, version: 2)
      try await refused("\(draft)/publication", [:], as: c.editor, "à valider de nouveau")
      let version: Int = try await site.get("/api/v1\(own)", as: c.contact).json()["version"]?.int ?? 0
      try await refused("\(own)/publication", ["version": "\(version)"], as: c.contact, "à valider de nouveau")
      #expect(try await site.get(own, as: c.contact).words.contains("Elle a changé depuis sa dernière étape"))
      #expect(try await site.post("\(own)/validation", [:], as: c.elected).status == 303)
      #expect(try await site.post("\(own)/publication", ["version": "\(version)"], as: c.contact).status == 303)
      try await refused(
        "\(c.path)/invitations/\(invitation)/retrait", ["note": "x"], as: c.editor, "plus rien à retirer")
      try await refused("\(draft)/remarques", ["place": "context", "text": "x"], as: c.editor, "est terminée")
      let read = try await site.get("/api/v1/lab/atelier").json()
      #expect(read["number"]?.int == 1)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `the network publishes nothing of a programme that its territory keeps to itself`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let c = try await Collecting.open(site)
      let sheet: Int = try await c.submitted()
      _ = try await site.post("\(c.draftPath(sheet))/accord", [:], as: c.editor)
      _ = try await site.post("\(c.sheetPath(sheet))/validation", [:], as: c.elected)
      let hidden = try await site.api(
        "/dispositifs/atelier", #"{"name":"Atelier partagé","isPublic":false,"version":1}"#, as: c.contact)
      #expect(hidden.status == 200, "\(hidden.text)")
      let answer = try await site.post("\(c.draftPath(sheet))/publication", [:], as: c.editor)
      #expect(answer.status == 409 && answer.words.contains("n’a pas publié son dispositif"), "\(answer.words)")
      #expect(try await site.get("/lab/atelier").status == 404)
      // Its draft is read all the same.
      #expect(try await site.get(c.draftPath(sheet), as: c.editor).words.contains("Une friche"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what is late shows on both sides, is reminded of, declined or withdrawn`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let c = try await Collecting.open(site, deadline: "2026-11-10")
      let invitation: Int = try await c.invite()
      let board = try await site.get(c.path, as: c.editor)
      #expect(board.words.contains("Une fiche est en retard."))
      let request = try await site.get("\(c.path)/invitations/\(invitation)", as: c.editor)
      #expect(request.text.contains("contact@ailleurs.example"))
      for actor in [c.editor, c.contact] {
        #expect(try await site.get("/", as: actor).text.contains("<li class=\"late\">"))
      }
      let lines = try await site.get("/api/v1\(c.path)/invitations?late=true", as: c.editor).json()
      #expect(lines["total"]?.int == 1 && lines["items"]?[0]?["daysLate"]?.int == 11)
      #expect(
        try await site.post("\(c.path)/invitations/\(invitation)/relance", ["note": "Un mot ?"], as: c.editor).status
          == 303)
      #expect(try await c.mails().count == 2)
      #expect(try await site.get("/fiches-demandees/\(invitation)", as: c.contact).words.contains("Un mot ?"))
      #expect(
        try await site.post("/fiches-demandees/\(invitation)/refus", ["note": "Pas cette année."], as: c.contact).status
          == 303)
      let after = try await site.get(c.path, as: c.editor)
      #expect(after.words.contains("Pas cette année.") && !after.words.contains("en retard."))
      #expect(!(try await site.get("/", as: c.contact).text.contains("fiche demandée par")))

      let other: Int = try await c.invite("autre@ailleurs.example")
      let sheet: Int = try await c.join(other)
      #expect(try await site.get(c.draftPath(sheet), as: c.editor).status == 200)
      #expect(
        try await site.post("\(c.path)/invitations/\(other)/retrait", ["note": "Doublon."], as: c.editor).status == 303)
      // What was begun stays its territory’s, and is read by nobody else.
      #expect(try await site.get(c.draftPath(sheet), as: c.editor).status == 404)
      let own = try await site.get(c.sheetPath(sheet), as: c.contact)
      #expect(own.status == 200 && !own.words.contains("Dans la collecte"))
      let closed = try await site.api(
        c.path,
        #"{"name":"Édition 2026","call":"x","opened":"2026-11-01","deadline":"2026-11-10","closed":"2026-11-20","version":1}"#,
        as: c.editor)
      #expect(closed.status == 200, "\(closed.text)")
      let late = try await site.api(
        "\(c.path)/invitations", #"{"territory":"ailleurs","contact":"X","email":"x@ailleurs.example"}"#, as: c.editor)
      #expect(late.status == 409)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `who takes over from a reviewer reviews the same collections`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let c = try await Collecting.open(site)
      _ = try await c.reviewer()
      let role: Int = try await site.database.read {
        try await $0.value(
          "SELECT role.id FROM role JOIN account ON account.id = role.account_id WHERE account.name = 'Rita Relectrice'"
        )
      }
      let passed = try await site.post(
        "/habilitations/\(role)/relais", ["email": "omar@ici.example", "name": "Omar Fictif", "day": "2026-11-30"],
        as: site.actor(.administrator))
      #expect(passed.status == 303, "\(passed.text)")
      let reviewers: [String] = try await site.database.read {
        try await $0.all("SELECT email FROM collection_reviewer ORDER BY id") { row in try row.next() }
      }
      #expect(reviewers.count == 2 && reviewers.last == "omar@ici.example", "\(reviewers)")
      // Sent twice, nobody reviews twice.
      _ = try await site.post(
        "/habilitations/\(role)/relais", ["email": "omar@ici.example", "name": "Omar Fictif", "day": "2026-11-30"],
        as: site.actor(.administrator))
      let count: Int = try await site.database.read { try await $0.value("SELECT count(*) FROM collection_reviewer") }
      #expect(count == 2)
    }
  }
}
