import HTTP
import Mail
import Platform
import SQL
import TestSite
import Testing

@testable import Lab

/// What readers ask, and those who answer.
struct QuestionTests {
  private static let asked: [String: String] = [
    "question": "Comment fixez-vous les loyers ?", "name": "Élodie Durand", "email": "elodie@voisine.example",
  ]

  private static func ask(_ site: TestSite, _ changes: [String: String] = [:]) async throws -> Answer {
    try await site.post("/lab/halles/question", asked.merging(changes) { $1 })
  }

  private static func setEmail(_ site: TestSite) async throws {
    try await site.database.change { session in
      _ = try await session.run("UPDATE territory SET email = 'accueil@ici.example' WHERE id = \(site.here.id)")
    }
  }

  private static func reached(_ site: TestSite) async throws -> Bool {
    try await site.database.read { try await $0.value("SELECT count(*) FROM question WHERE email IS NOT NULL") } > 0
  }

  @Test(arguments: TestDatabase.dialects)
  func `a question reaches the day of who runs the programme, is answered once, and shows if they choose`(
    _ dialect: Dialect
  ) async throws {
    try await MailServer.with { server in
      let office = PostOffice(PostOffice.Settings(server: "smtp://localhost:\(server.port)", requiresTLS: false))
      try await TestSite.with(dialect, { $0.postOffice = office }) { site async throws in
        try await site.enterSheets()
        try await Self.setEmail(site)
        let sent = try await Self.ask(site)
        #expect(sent.status == 303 && sent.location == "/lab/halles?done=question.asked")
        #expect(try await site.get("/lab/halles?done=question.asked").words.contains("Question envoyée"))
        #expect(!(try await site.get("/lab/halles").words.contains("loyers")))
        #expect(try await site.get("/", as: site.agent).words.contains("Comment fixez-vous les loyers ?"))
        let list = "/dispositifs/halles/questions"
        #expect(try await site.get(list, as: site.agent).text.contains("elodie@voisine.example"))
        for path in [list, "\(list)/1/repondre", "\(list)/1/ecarter"] {
          #expect(try await site.get(path).status == 404, "\(path)")
          #expect(try await site.get(path, as: site.actor(.elected)).status == 404, "\(path)")
        }
        let answer =
          #"{"text":"Comment sont fixés les loyers ?","answer":"Selon le locataire.","isPublic":true,"version":1}"#
        #expect(try await site.api("\(list)/1/reponse", answer, as: site.agent).status == 200)
        // Somebody else had the same page open.
        #expect(try await site.api("\(list)/1/reponse", answer, as: site.agent).status == 409)
        let page: String = try await site.get("/lab/halles").words
        #expect(page.contains("Comment sont fixés les loyers ?") && page.contains("Selon le locataire."))
        #expect(!page.contains("Élodie") && !page.contains("elodie@"))
        #expect(!(try await site.get("/", as: site.agent).words.contains("loyers")))
        try await site.app.keep()
        let mails: [MailServer.Received] = try await server.received(2)
        #expect(mails.map(\.recipients) == [["accueil@ici.example"], ["elodie@voisine.example"]])
        #expect(mails[0].text.contains("http://localhost/dispositifs/halles/questions/1/repondre"))
        #expect(mails[1].text.contains("Selon le locataire."))
        // The journal is kept for longer than who asked may be known.
        let kept: [String] = try await site.database.read {
          try await $0.all("SELECT coalesce(before_json, '') || coalesce(after_json, '') FROM audit_line") {
            try $0.next()
          }
        }
        #expect(!kept.contains { $0.contains("elodie") || $0.contains("Durand") })
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what is no question is refused beside its field, and nothing is kept of it`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await site.enterSheets()
      let links: String = "Voyez https://a.example, http://b.example et www.c.example"
      for (changes, words) in [
        (["question": links], "contient 3 adresses de sites : deux au plus"),
        (["question": "Mon numéro : 1 85 05 78 006 084 91"], "numéro de sécurité sociale"),
        (["name": "185057800608491"], "numéro de sécurité sociale"), (["question": ""], "id=\"error-question\""),
        (["email": "pas une adresse"], "id=\"error-email\""),
      ] {
        let answer = try await Self.ask(site, changes)
        #expect(answer.status == 422, "\(changes)")
        #expect(answer.words.contains(words), "\(changes): \(answer.words)")
      }
      // A machine fills in what nobody sees, and is told that all is well.
      #expect(try await Self.ask(site, ["website": "https://spam.example"]).status == 303)
      #expect(!(try await Self.reached(site)))
      #expect(try await Self.ask(site, ["question": "Voyez https://www.a.example et https://b.example"]).status == 303)
      #expect(try await Self.reached(site))
      #expect(try await site.post("/lab/inconnue/question", Self.asked).status == 404)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a question sent twice is asked once, and a sixth within the hour waits`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await site.enterSheets()
      for _ in 1...2 { #expect(try await Self.ask(site, ["_once": "0123456789abcdef"]).status == 303) }
      let count: Int = try await site.database.read { try await $0.value("SELECT count(*) FROM question") }
      #expect(count == 1)
      for _ in 2...5 { #expect(try await Self.ask(site).status == 303) }
      let late = try await Self.ask(site)
      #expect(late.status == 429 && late.words.contains("Comment fixez-vous les loyers ?"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `who asked is forgotten thirty days after the answer, and what is discarded at once`(_ dialect: Dialect)
    async throws
  {
    let clock = TestClock()
    try await TestSite.with(dialect, { $0.clock = clock.clock }) { site async throws in
      try await site.enterSheets()
      for _ in 1...2 { _ = try await Self.ask(site) }
      let list = "/dispositifs/halles/questions"
      _ = try await site.api(
        "\(list)/1/reponse", #"{"text":"Q","answer":"R","isPublic":true,"version":1}"#, as: site.agent)
      #expect(try await site.api("\(list)/2/retrait", "{}", as: site.agent).status == 200)
      clock.advance(seconds: 29 * 86_400)
      await site.app.doChores()
      #expect(try await Self.reached(site))
      clock.advance(seconds: 2 * 86_400)
      await site.app.doChores()
      #expect(!(try await Self.reached(site)))
      #expect(try await site.get("/lab/halles").words.contains("<dt>Q</dt><dd>R</dd>"))
    }
  }

  @Test func `a social security number is known whichever way it is spaced, and other numbers are not taken for one`() {
    for text in [
      "185057800608491", "1 85 05 78 006 084 91", "n° 1.85.05.78.006.084 merci",
      "2\u{A0}55\u{202F}08\u{A0}14 168 025 38",
      "1 85 05 2A 006 084",
    ] { #expect(NationalNumber.stands(in: text), "\(text)") }
    for text in [
      "185057800608492", "06 12 34 56 78", "SIRET 123 456 789 00012", "FR76 3000 6000 0112 3456 7890 189",
      "en 2008, 4 200 000 euros", "1 000 000 000 000", "",
    ] { #expect(!NationalNumber.stands(in: text), "\(text)") }
  }
}
