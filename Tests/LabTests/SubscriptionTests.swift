import HTTP
import Mail
import Platform
import SQL
import TestSite
import Testing

@testable import Lab

/// Those who asked to be told of new sheets.
struct SubscriptionTests {
  private static func subscribe(
    _ site: TestSite, _ email: String, _ follow: String = "lab"
  ) async throws -> Answer {
    try await site.post("/lab/abonnement", ["email": email, "follow": follow])
  }

  /// The address in a mail that leads there.
  private static func link(_ mail: MailServer.Received, to path: String) throws -> String {
    let words: [Substring] = mail.text.split { $0.isWhitespace }
    let found: Substring = try #require(words.first { $0.hasPrefix("http://localhost\(path)") }, "\(mail.text)")
    return String(found.dropFirst("http://localhost".count))
  }

  private static func withMail(
    _ dialect: Dialect, _ body: @escaping (TestSite, TestClock, MailServer) async throws -> Void
  ) async throws {
    try await MailServer.with { server in
      let office = PostOffice(PostOffice.Settings(server: "smtp://localhost:\(server.port)", requiresTLS: false))
      let clock = TestClock()
      try await TestSite.with(
        dialect,
        { settings in
          settings.postOffice = office
          settings.clock = clock.clock
        }
      ) { site async throws in try await body(site, clock, server) }
    }
  }

  private static func confirm(_ site: TestSite, _ mail: MailServer.Received) async throws {
    let path: String = try link(mail, to: "/lab/abonnement/confirmation")
    let token = String(path.split(separator: "jeton=")[1])
    #expect(try await site.get(path).status == 200)
    let answer = try await site.post("/lab/abonnement/confirmation", ["jeton": token])
    #expect(answer.location == "/lab?done=subscription.confirmed")
  }

  private static func count(_ site: TestSite) async throws -> Int {
    try await site.database.read { try await $0.value("SELECT count(*) FROM subscription") }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a confirmed address is told once a day of what it follows, and one click ends it`(_ dialect: Dialect)
    async throws
  {
    try await Self.withMail(dialect) { site, clock, server in
      try await site.enterSheets()
      // What was there before somebody came is no news to them.
      clock.advance(seconds: 1)
      #expect(
        try await Self.subscribe(site, "lea@lecteur.example", "themes:locaux").location == "/lab/abonnement/envoye")
      #expect(try await Self.subscribe(site, "max@lecteur.example").status == 303)
      try await site.app.keep()
      let asked: [MailServer.Received] = try await server.received(2)
      // Opening the link alone confirms nothing: programs look at links.
      _ = try await site.get(try Self.link(asked[1], to: "/lab/abonnement/confirmation"))
      try await Self.confirm(site, asked[0])
      clock.advance(seconds: 3_600)
      let now = TestSite.now.adding(seconds: 3_600)
      try await site.publish(TestSite.SheetSample(slug: "neuf", title: "Un lieu neuf", head: "themes: locaux"), at: now)
      try await site.publish(
        TestSite.SheetSample(slug: "autre", title: "Autre chose", head: "themes: insertion"), at: now)
      await site.app.doChores()
      // The day is not over: more may appear.
      #expect(try await site.waitingMail == 2)
      clock.advance(seconds: 86_400)
      for _ in 1...3 { await site.app.doChores() }
      try await site.app.keep()
      #expect(try server.received().count == 2, "a Sunday: nobody is woken for news")
      clock.advance(seconds: 86_400)
      await site.app.doChores()
      try await site.app.keep()
      let mails: [MailServer.Received] = try await server.received(3)
      #expect(mails.count == 3)
      let bulletin: MailServer.Received = mails[2]
      #expect(bulletin.recipients == ["lea@lecteur.example"])
      #expect(bulletin.text.contains("Un lieu neuf") && !bulletin.text.contains("Autre chose"))
      #expect(!bulletin.text.contains("Des halles"))
      #expect(bulletin.headers["list-unsubscribe-post"] == "List-Unsubscribe=One-Click")
      let end: String = try Self.link(bulletin, to: "/lab/desabonnement")
      #expect(bulletin.headers["list-unsubscribe"]?.contains("<http://localhost\(end)>") == true)
      #expect(try await site.get(end).words.contains("Se désinscrire"))
      #expect(try await Self.count(site) == 2)
      // As a mail program does: no page of ours, no cookie, no origin.
      let press = try await site.send(
        .post, end, headers: ["content-type": "application/x-www-form-urlencoded"],
        body: Array("List-Unsubscribe=One-Click".utf8))
      #expect(press.status == 200)
      #expect(try await Self.count(site) == 1)
      #expect(try await site.get(end).words.contains("ne mène plus à aucun abonnement"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a link that nobody signed ends and confirms nothing`(_ dialect: Dialect) async throws {
    try await Self.withMail(dialect) { site, clock, server in
      try await site.openLab()
      _ = try await Self.subscribe(site, "lea@lecteur.example")
      try await site.app.keep()
      let path: String = try Self.link(
        try await server.received(1)[0], to: "/lab/abonnement/confirmation")
      let token = String(path.split(separator: "jeton=")[1])
      let forged: String = token.hasSuffix("0") ? "\(token.dropLast())1" : "\(token.dropLast())0"
      for wrong in ["", "1", "1.00", forged] {
        #expect(try await site.post("/lab/desabonnement?jeton=\(wrong)", [:]).status == 409, "\(wrong)")
        #expect(try await site.post("/lab/abonnement/confirmation", ["jeton": wrong]).status == 409, "\(wrong)")
      }
      #expect(try await Self.count(site) == 1)
      // Whoever does not confirm is forgotten.
      clock.advance(seconds: 8 * 86_400)
      await site.app.doChores()
      #expect(try await Self.count(site) == 0)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an address that asks twice is there once, and nobody learns that it follows already`(_ dialect: Dialect)
    async throws
  {
    try await Self.withMail(dialect) { site, _, _ in
      try await site.openLab()
      let answers = (
        try await Self.subscribe(site, "lea@lecteur.example"), try await Self.subscribe(site, "LEA@lecteur.example")
      )
      #expect(answers.0.status == answers.1.status && answers.0.location == answers.1.location)
      #expect(try await Self.count(site) == 1)
      let unknown = try await Self.subscribe(site, "lea@lecteur.example", "themes:cuisine")
      #expect(unknown.status == 422 && unknown.words.contains("Le Lab n’a pas ce thème."))
      let journal: Int = try await site.database.read {
        try await $0.value("SELECT count(*) FROM audit_line WHERE after_json LIKE '%lecteur.example%'")
      }
      #expect(journal == 0)
    }
  }
}
