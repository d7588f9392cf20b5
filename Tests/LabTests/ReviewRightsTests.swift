import HTTP
import Platform
import SQL
import Site
import TestSite
import Testing

@testable import Lab

/// Who reads and says what, across territories.
@Suite struct ReviewRightsTests {
  @Test(arguments: TestDatabase.dialects)
  func `a draft opens to those who run the Lab and to those they invited, on its territory, and to nobody else`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let c = try await Collecting.open(site)
      let sheet: Int = try await c.submitted()
      let reviewer: TestActor = try await c.reviewer()
      let third: Territory = try await Demonstration.enter("tiers", "Métropole tierce", site.database)
      let draft: String = c.draftPath(sheet)
      for actor in [c.editor, site.actor(.manager), reviewer] {
        #expect(try await site.get(draft, as: actor).status == 200)
        #expect(try await site.get("\(draft)/changements", as: actor).status == 200)
        #expect(try await site.get("\(draft)/remarques/nouvelle?sur=context", as: actor).status == 200)
      }
      let outsiders: [TestActor] = [
        site.visitor, site.actor(.elected), site.actor(.company), try await c.partner("Pas invité"),
        site.actor(.agent, in: third), site.actor(.administrator, in: third), c.contact, c.elected,
      ]
      for actor in outsiders {
        for path in [draft, "/api/v1\(draft)", "\(draft).pdf", "\(draft)/changements", "\(draft)/remarques/nouvelle"] {
          let answer = try await site.get(path, as: actor)
          #expect(answer.status == 404 && !answer.words.contains("friche"), "\(path) as \(actor.actor)")
        }
        for (path, fields) in [
          ("remarques", ["place": "context", "text": "Bonjour"]), ("renvoi", ["note": "Non"]), ("accord", [:]),
          ("publication", [:]),
        ] as [(String, [String: String])] {
          let answer = try await site.post("\(draft)/\(path)", fields, as: actor)
          #expect(answer.status == 404, "\(path) as \(actor.actor)")
        }
      }
      // A reviewer reviews: to publish is for who runs the Lab.
      #expect(try await site.post("\(draft)/publication", [:], as: reviewer).status == 404)
      #expect(try await site.get("\(draft)/publier", as: reviewer).status == 404)
      // The network gets at nothing else of that territory, by whatever address.
      for path in [
        c.sheetPath(sheet), "\(c.sheetPath(sheet))/rubriques/context/versions", "/dispositifs/atelier/fiches",
        "/fiches-demandees/1",
      ] {
        for actor in [c.editor, reviewer] { #expect(try await site.get(path, as: actor).status == 404, "\(path)") }
      }
      // Nor by putting another sheet’s number, or another collection’s, in the address.
      let other = try await site.api(
        "\(Collecting.lab)/collectes", #"{"name":"Autre","call":"x","opened":"2026-11-01","deadline":"2026-12-31"}"#,
        as: c.editor)
      let number: Int = try #require(try other.json()["id"]?.int)
      #expect(try await site.get("/collectes/\(number)/fiches/\(sheet)", as: c.editor).status == 404)
      #expect(try await site.get("/collectes/\(number)/fiches/\(sheet)", as: reviewer).status == 404)
      // Not invited any more, not in any more; the third territory neither sees nor answers what was asked of another.
      let reviewing: Int = try await site.database.read { try await $0.value("SELECT id FROM collection_reviewer") }
      #expect(try await site.post("\(c.path)/relecteurs/\(reviewing)/retrait", [:], as: c.editor).status == 303)
      #expect(try await site.get(draft, as: reviewer).status == 404)
      #expect(!(try await site.get("/", as: reviewer).words.contains("fiche à relire")))
      let stranger: TestActor = site.actor(.agent, in: third)
      #expect(!(try await site.get("/fiches-demandees", as: stranger).words.contains("Édition 2026")))
      #expect(try await site.get("/fiches-demandees/1", as: stranger).status == 404)
      #expect(try await site.post("/fiches-demandees/1/refus", ["note": "x"], as: stranger).status == 404)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an agent who gives no roles invites only whom the programme knows; a manager lets anybody in by mail`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let c = try await Collecting.open(site)
      let form: [String: String] = ["name": "Rita", "email": "rita@cabinet.example"]
      let refused = try await site.post("\(c.path)/relecteurs", form, as: c.editor)
      #expect(refused.status == 409 && refused.words.contains("demandez à un responsable"), "\(refused.words)")
      #expect(try await site.post("\(c.path)/relecteurs", form, as: site.actor(.manager)).status == 303)
      #expect(try await c.mails() == ["rita@cabinet.example"])
      let again = try await site.post("\(c.path)/relecteurs", form, as: c.editor)
      #expect(again.status == 409 && again.words.contains("relit déjà"), "\(again.words)")
      let board = try await site.get(c.path, as: c.editor)
      #expect(board.words.contains("rita@cabinet.example"))
      // Those who work beside the programme see how far it is, not the contacts, nor the drafts.
      _ = try await c.submitted()
      let elected = try await site.get(c.path, as: site.actor(.elected))
      #expect(elected.status == 200 && elected.words.contains("À relire"))
      #expect(!elected.text.contains("contact@ailleurs.example") && !elected.text.contains("/collectes/1/fiches/"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a collection is opened on a Lab alone, by who runs it`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let c = try await Collecting.open(site)
      let json: String = #"{"name":"X","call":"x","opened":"2026-11-01","deadline":"2026-12-31"}"#
      let elsewhere = try await site.api("/dispositifs/locaux/collectes", json, as: c.editor)
      #expect(elsewhere.status == 409 && elsewhere.text.contains("Lab"), "\(elsewhere.text)")
      #expect(!(try await site.get("/dispositifs/locaux", as: c.editor).text.contains("/collectes")))
      #expect(try await site.get(Collecting.lab, as: c.editor).text.contains("/collectes"))
      #expect(try await site.api("\(Collecting.lab)/collectes", json, as: site.actor(.elected)).status == 404)
      let twice = try await site.api(
        "\(Collecting.lab)/collectes",
        #"{"name":"Édition 2026","call":"x","opened":"2026-11-01","deadline":"2026-12-31"}"#, as: c.editor)
      #expect(twice.status == 409)
      let backwards = try await site.api(
        "\(Collecting.lab)/collectes", #"{"name":"Y","call":"x","opened":"2026-11-02","deadline":"2026-11-01"}"#,
        as: c.editor)
      #expect(backwards.status == 422)
      #expect(try backwards.wrongFields() == ["deadline"])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `hostile comments are shown as words, and what cannot be a comment is refused`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let c = try await Collecting.open(site)
      let sheet: Int = try await c.submitted("Une friche <script>alert(1)</script> de deux hectares.")
      let (own, draft) = (c.sheetPath(sheet), c.draftPath(sheet))
      let nasty: String =
        "<script>alert(2)</script> <img src=x onerror=alert(3)> [clic](javascript:alert(4)) ![x](data:text/html,x) \u{202E}tourné"
      let sent = try await site.post(
        "\(draft)/remarques",
        ["place": "context", "text": nasty, "quotation": "<script>alert(1)</script>"], as: c.editor)
      // A sign that turns the order of letters round is none that one types.
      #expect(sent.status == 422, "\(sent.status)")
      let kept = try await site.post(
        "\(draft)/remarques",
        [
          "place": "context", "text": nasty.replacing("\u{202E}", with: ""), "quotation": "<script>alert(1)</script>",
        ], as: c.editor)
      #expect(kept.status == 303, "\(kept.text)")
      for (path, actor) in [(draft, c.editor), (own, c.contact)] {
        let page = try await site.get(path, as: actor)
        for bad in ["<script>alert", "<img src=x", "href=\"javascript:", "href=\"data:"] {
          #expect(!page.text.contains(bad), "\(bad)")
        }
        #expect(page.words.contains("Remarques : 1, dont ouvertes : 1."))
      }
      for (fields, status) in [
        (["place": "context", "text": String(repeating: "a", count: 100_000)], 422),
        (["place": "context", "text": ""], 422), (["place": "x", "text": "a"], 422),
        (["place": "vision-999999", "text": "a"], 422), (["place": "objectives", "text": "a"], 422),
        (["place": "context", "text": "a", "quotation": "ce qui n’y est pas"], 422),
        (["place": "context", "text": "a", "quotation": String(repeating: "b", count: 100_000)], 422),
      ] as [([String: String], Int)] {
        let answer = try await site.post("\(draft)/remarques", fields, as: c.editor)
        #expect(answer.status == status, "\(fields["place"] ?? ""): \(answer.status)")
      }
      let count: Int = try await site.database.read { try await $0.value("SELECT count(*) FROM sheet_comment") }
      #expect(count == 1)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a comment outlives its passage and its vision, is closed by its author or the sheet’s, and by no one else`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let c = try await Collecting.open(site)
      let sheet: Int = try await c.submitted()
      let (own, draft) = (c.sheetPath(sheet), c.draftPath(sheet))
      let entered = try await site.api(
        "\(own)/visions",
        #"{"name":"Anne Élue","mandates":"Maire","text":"Un lieu ouvert.","isQuotation":true,"rank":1}"#,
        as: c.contact)
      let vision: Int = try #require(try entered.json()["id"]?.int, "\(entered.text)")
      let reviewer: TestActor = try await c.reviewer()
      for (place, quotation) in [("context", "au nord de la ville"), ("vision-\(vision)", "lieu ouvert")] {
        let answer = try await site.post(
          "\(draft)/remarques", ["place": place, "text": "Sur \(place)", "quotation": quotation], as: reviewer)
        #expect(answer.status == 303, "\(answer.text)")
      }
      #expect(try await site.get(draft, as: reviewer).words.contains("La vision de Anne Élue"))
      try await c.write("Une friche de deux hectares.", of: sheet, version: 2)
      #expect(
        try await site.post("\(own)/visions/\(vision)/suppression", ["version": "1"], as: c.contact).status == 303)
      let page = try await site.get(own, as: c.contact)
      #expect(page.words.contains("Ce passage n’est plus dans le texte.") && page.words.contains("Sur context"))
      #expect(page.words.contains("Une vision retirée depuis"))
      let comment: Int = try await site.database.read {
        try await $0.value("SELECT min(id) FROM sheet_comment")
      }
      // Neither the network’s editor nor an elected member closes what they did not write.
      for (path, actor) in [(draft, c.editor), (own, c.elected)] {
        let answer = try await site.post("\(path)/remarques/\(comment)/cloture", [:], as: actor)
        #expect(answer.status == 409 && answer.words.contains("par qui l’a écrite"), "\(answer.status)")
      }
      #expect(try await site.post("\(draft)/remarques/\(comment)/cloture", [:], as: reviewer).status == 303)
      let again = try await site.post("\(own)/remarques/\(comment)/cloture", [:], as: c.contact)
      #expect(again.status == 409 && again.words.contains("déjà close"))
      #expect(try await site.post("\(own)/remarques/999/reponses", ["text": "x"], as: c.contact).status == 404)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `two territories’ agents and one sheet: a programme’s sheet is in one collection at a time`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let c = try await Collecting.open(site)
      let sheet: Int = try await c.submitted()
      let second: Int = try await c.invite("second@ailleurs.example")
      let answer = try await site.post(
        "/fiches-demandees/\(second)/acceptation", ["programme": "atelier"], as: c.contact)
      #expect(answer.status == 409 && answer.words.contains("déjà dans une collecte"), "\(answer.words)")
      // Who runs one programme only sees what concerns it, and answers with no other.
      let other = try await site.api("/dispositifs", #"{"slug":"autre","name":"Autre"}"#, as: c.contact)
      let number: Int = try #require(try other.json()["id"]?.int)
      let agent: TestActor = site.actor(
        [Grant(.agent, on: .programme, Int64(number))], in: site.elsewhere, name: "D’un seul")
      let seen = try await site.get("/fiches-demandees", as: agent)
      #expect(seen.status == 200 && seen.words.contains("1 fiche demandée") && !seen.words.contains("À relire"))
      #expect(
        try await site.post("/fiches-demandees/\(second)/acceptation", ["programme": "atelier"], as: agent).status
          == 422)
      #expect(
        try await site.post("/fiches-demandees/\(second)/acceptation", ["programme": "autre"], as: agent).status == 303)
      #expect(try await site.get(c.sheetPath(sheet), as: agent).status == 404)
    }
  }
}
