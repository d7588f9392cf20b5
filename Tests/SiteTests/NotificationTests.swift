import HTTP
import Mail
import SQL
import TestSite
import Testing

@testable import Platform

/// People hear of what concerns them, when they wish, once, and nobody else does.
@Suite struct NotificationTests {
  static let email: String = "camille@ici.example"

  /// A site with mail, a clock that moves, and Camille, who works there and has two leases to hear of.
  struct Office {
    let site: TestSite
    let clock: TestClock
    let server: MailServer
    let camille: ID<Account>
    let leases: [Int]

    /// Something happens to a lease, by another hand.
    func tell(_ lease: Int, _ kind: NoticeKind = .sheetTest, saying words: String = "") async throws {
      let scope = Scope(
        site.database, Actor("Test agent", territory: site.here.id, [Grant(.agent, on: .territory)]),
        at: clock.clock.now())
      try await scope.change { scope in
        try await scope.tell(
          [camille], of: kind, NoticeRecord("lease", Int64(lease), "Bail \(lease)", at: "/baux/\(lease)"), saying: words
        )
        try await scope.audit(.recordMuted, "lease", Int64(lease))
      }
    }

    /// The clock strikes that hour in Paris, some days later, and everything has its round.
    func go(days: Int = 0, to hour: Int, minute: Int = 0) async throws {
      let now: Instant = clock.clock.now()
      let day: Day = Zone.paris.day(at: now).adding(days: days)
      let then: Instant = Zone.paris.instant(day, hour: hour).adding(seconds: minute * 60)
      clock.advance(seconds: Int((then.milliseconds - now.milliseconds) / 1_000))
      try await site.app.keep()
    }

    func mails() throws -> [MailServer.Received] { try server.received() }

    /// Camille’s browser.
    func browser() async throws -> Browser {
      let browser = Browser(site)
      let answer = try await browser.signIn(email, AccountTests.password)
      #expect(answer.status == 303)
      return browser
    }

    func settle(_ changes: [String: String], in browser: Browser) async throws -> Answer {
      let version: Int = try await site.database.read {
        try await $0.value("SELECT coalesce(max(version), 0) FROM notice_setting WHERE territory_id = \(site.here.id)")
      }
      let usual: [String: String] = [
        "pace": "daily", "digestHour": "8", "quietFrom": "20", "quietTo": "8", "quietSundays": "true",
        "version": "\(version)",
      ]
      return try await browser.post("/compte/notifications/choix", usual.merging(changes) { $1 })
    }
  }

  static func with(
    _ dialect: Dialect, _ settings: @escaping (inout AppSettings) -> Void = { _ in },
    _ body: (Office) async throws -> Void
  ) async throws {
    try await MailServer.with { server in
      let clock = TestClock()
      let office = PostOffice(try PostOffice.Settings(address: "smtp://127.0.0.1:\(server.port)"))
      try await TestSite.with(
        dialect,
        {
          $0.postOffice = office
          $0.clock = clock.clock
          settings(&$0)
        }
      ) { site async throws in
        let camille: ID<Account> = try await AccountTests.enter(site, email)
        let place: Int = try await site.enterSite()
        var leases: [Int] = []
        for number in 1...2 {
          leases.append(try await site.enterLease(on: try await site.enterLot(on: place, "Atelier \(number)")))
        }
        try await body(Office(site: site, clock: clock, server: server, camille: camille, leases: leases))
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `one digest a day, by record, never on a Sunday, never empty, never the same twice`(
    _ dialect: Dialect
  ) async throws {
    try await Self.with(dialect) { office async throws in
      try await office.tell(office.leases[0], saying: "Voyez l’article 3.")
      try await office.tell(office.leases[1])
      try await office.tell(office.leases[0])
      try await office.site.app.keep()
      try await office.go(to: 19)
      #expect(try office.mails().isEmpty, "today's has struck: it waits for the next")
      try await office.go(days: 1, to: 10)
      #expect(try office.mails().isEmpty, "a Sunday")
      try await office.go(days: 1, to: 7, minute: 59)
      #expect(try office.mails().isEmpty)
      try await office.go(to: 8, minute: 1)
      let mail: MailServer.Received = try #require(try office.mails().first)
      #expect(try office.mails().count == 1 && mail.recipients == [Self.email] && mail.defects == [])
      #expect(mail.headers["subject"] == "Métropole d’ici\u{A0}: 3 notifications")
      #expect(mail.text.split(separator: "\n").count { $0 == "Bail \(office.leases[0])" } == 1, "\(mail.text)")
      #expect(mail.text.contains("Bonjour Camille Test,") && mail.text.contains("Voyez l’article 3."))
      #expect(mail.text.contains("http://localhost/baux/\(office.leases[1])\n"))
      #expect(mail.headers["list-unsubscribe-post"] == "List-Unsubscribe=One-Click")
      // What happens later that day waits, and a day without news is silent.
      try await office.tell(office.leases[0])
      try await office.go(to: 18)
      #expect(try office.mails().count == 1)
      try await office.go(days: 1, to: 8)
      #expect(try office.mails().count == 2)
      #expect(try office.mails()[1].headers["subject"] == "Essai\u{A0}: Bail \(office.leases[0])")
      for _ in 0..<3 { try await office.go(days: 1, to: 9) }
      #expect(try office.mails().count == 2)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `two processes that go round at once send one digest`(_ dialect: Dialect) async throws {
    try await Self.with(dialect) { office async throws in
      for lease in office.leases { try await office.tell(lease) }
      let now = Instant(Day(2026, 11, 24)!, hour: 9)
      let app: App = office.site.app
      async let one: Void = NoticeRound(app, at: now).run()
      async let two: Void = NoticeRound(app, at: now).run()
      _ = try await (one, two)
      let messages: Int = try await office.site.database.read {
        try await $0.value("SELECT count(*) FROM outgoing_message WHERE account_id = \(office.camille)")
      }
      #expect(messages == 1)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what somebody wants at once leaves at once, but for the night and the Sunday`(_ dialect: Dialect) async throws {
    try await Self.with(dialect) { office async throws in
      let browser: Browser = try await office.browser()
      let page = try await browser.get("/compte/notifications/reglages")
      #expect(page.status == 200 && page.text.contains("Dossier confié") && !page.text.contains("Invitation"))
      let inQuiet = try await office.settle(["digestHour": "21"], in: browser)
      #expect(inQuiet.status == 422 && inQuiet.text.contains("dans votre silence"))
      let both = try await office.settle(
        ["kindsNow": "file.entrusted", "kindsNever": "file.entrusted"], in: browser)
      #expect(both.status == 422)
      #expect(try await office.settle(["kindsNow": "nimporte"], in: browser).status == 422)
      #expect(try await office.settle(["bySMS": "true"], in: browser).status == 422, "no number was confirmed")
      #expect(try await office.settle(["pace": "now"], in: browser).status == 303)
      #expect(try await office.settle(["pace": "now", "version": "9"], in: browser).status == 409)
      try await office.tell(office.leases[0])
      try await office.site.app.keep()
      #expect(try office.mails().count == 1)
      // Saturday evening; Sunday; Monday before eight.
      try await office.go(to: 20)
      try await office.tell(office.leases[1])
      try await office.go(to: 22)
      try await office.go(days: 1, to: 12)
      try await office.go(days: 1, to: 7)
      #expect(try office.mails().count == 1)
      try await office.go(to: 8)
      #expect(try office.mails().count == 2)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `who stops, or takes their number back, while a round goes on hears nothing more of it`(
    _ dialect: Dialect
  ) async throws {
    try await Self.with(dialect) { office async throws in
      let browser: Browser = try await office.browser()
      #expect(try await office.settle(["pace": "now"], in: browser).status == 303)
      try await office.tell(office.leases[0])
      let round = NoticeRound(office.site.app, at: office.clock.clock.now())
      _ = try await office.site.database.change { session in
        try await session.run(
          """
          INSERT INTO account_phone (account_id, number, confirmed_at)
          VALUES (\(office.camille), '+33611223344', \(TestSite.now))
          """)
      }
      let reachable: Listener = try #require(try await round.listeners().first)
      #expect(reachable.phone != nil)
      _ = try await office.site.database.change { session in
        try await session.run("DELETE FROM account_phone WHERE account_id = \(office.camille)")
      }
      await #expect(throws: NoticeRound.ToldMeanwhile.self) { try await round.tell(reachable) }
      let listening: Listener = try #require(try await round.listeners().first)
      #expect(try await office.settle(["pace": "never"], in: browser).status == 303)
      await #expect(throws: NoticeRound.ToldMeanwhile.self) { try await round.tell(listening) }
      try await office.site.app.keep()
      #expect(try office.mails().isEmpty)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `never means never, and nothing of it comes later`(_ dialect: Dialect) async throws {
    try await Self.with(dialect) { office async throws in
      let browser: Browser = try await office.browser()
      #expect(try await office.settle(["pace": "never"], in: browser).status == 303)
      try await office.tell(office.leases[0])
      try await office.go(to: 12)
      #expect(try await office.settle(["pace": "now"], in: browser).status == 303)
      try await office.go(to: 13)
      try await office.go(days: 3, to: 9)
      #expect(try office.mails().isEmpty)
      // It is on the page all the same.
      #expect(try await office.browser().get("/compte/notifications").text.contains("Bail \(office.leases[0])"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `nothing goes to who never came, who left, who may not see it, or who did it`(_ dialect: Dialect) async throws {
    try await Self.with(dialect) { office async throws in
      let site: TestSite = office.site
      let accounts = Accounts(site.app)
      // Never opened their invitation.
      let never: ID<Account> = try await accounts.enter(
        "jamais@ici.example", "Jamais Venue", [Grant(.agent, on: .territory)], on: site.here.id)
      // Opened it, and may not see leases of others.
      let resident: ID<Account> = try await AccountTests.enter(site, "habitant@ici.example", .resident)
      let lease: Int = office.leases[0]
      let record = NoticeRecord("lease", Int64(lease), "Bail \(lease)", at: "/baux/\(lease)")
      let author = Actor(
        account: office.camille, "Camille Test", territory: site.here.id, [Grant(.agent, on: .territory)])
      try await Scope(site.database, author, at: TestSite.now).change { scope in
        try await scope.tell([never, resident, office.camille], of: .sheetTest, record)
        try await scope.audit(.recordMuted, "lease", Int64(lease))
      }
      let told: [Int64] = try await site.database.read {
        try await $0.all("SELECT account_id FROM notification WHERE territory_id = \(site.here.id)") { try $0.next() }
      }
      #expect(told == [resident.number])
      try await office.go(days: 3, to: 9)
      #expect(try office.mails().isEmpty)
      // Told while they were here, gone before the digest: closed, or without a role.
      try await office.tell(lease)
      try await accounts.setDisabled(true, Self.email)
      try await office.go(days: 1, to: 9)
      try await accounts.setDisabled(false, Self.email)
      try await accounts.setRole(Self.email, Grant(.agent, on: .territory), on: site.here, withdraw: true)
      try await office.go(days: 1, to: 9)
      #expect(try office.mails().isEmpty)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a record is muted from its page or from the mail, and heard of again`(_ dialect: Dialect) async throws {
    try await Self.with(dialect) { office async throws in
      let browser: Browser = try await office.browser()
      let (first, second): (Int, Int) = (office.leases[0], office.leases[1])
      #expect(try await office.settle(["pace": "now"], in: browser).status == 303)
      let page = try await browser.get("/baux/\(first)")
      let link: String = "/compte/silences/ajout?fiche=%2Fbaux%2F\(first)"
      #expect(page.text.contains(link) && page.text.contains("Ne plus être prévenu de cette fiche"))
      #expect(try await browser.get(link).text.contains("Coop’Vélo"))
      let muted = try await browser.post("/compte/silences", ["fiche": "/baux/\(first)"])
      #expect(muted.status == 303 && muted.location == "/baux/\(first)?done=notices.muted", "\(muted.text)")
      for path in ["/baux/999", "/baux", "x", "//ailleurs.example"] {
        #expect(try await browser.post("/compte/silences", ["fiche": path]).status == 422, "\(path)")
      }
      for lease in office.leases { try await office.tell(lease) }
      try await office.site.app.keep()
      let mail: MailServer.Received = try #require(try office.mails().first)
      #expect(mail.text.contains("Bail \(second)") && !mail.text.contains("Bail \(first)"))
      // The link of the mail: looking at it does nothing, pressing its button does, signed in or not.
      let path: String = try Self.link("/notifications/silence", in: mail)
      #expect(try await office.site.get(path).text.contains("Ne plus être prévenu"))
      for _ in 0..<2 { #expect(try await office.site.post(path, [:]).status == 200) }
      #expect(try await office.site.post(path + "0", [:]).status == 409)
      try await office.tell(second)
      try await office.site.app.keep()
      #expect(try office.mails().count == 1)
      let settings = try await browser.get("/compte/notifications/reglages")
      #expect(settings.text.contains("Bail \(second)") && settings.text.contains("Coop’Vélo"))
      let end: Substring = try #require(
        settings.text.split(separator: "/compte/silences/").dropFirst().first?.prefix { $0.isNumber })
      #expect(try await browser.post("/compte/silences/\(end)/fin").status == 303)
      try await office.tell(second)
      try await office.site.app.keep()
      #expect(try office.mails().count == 2)
    }
  }

  private static func link(_ path: String, in mail: MailServer.Received) throws -> String {
    let rest: Substring = try #require(mail.text.split(separator: "http://localhost\(path)").dropFirst().first)
    return path + rest.prefix { !$0.isWhitespace }
  }

  @Test(arguments: TestDatabase.dialects)
  func `one click stops everything, without signing in, and twice is once`(_ dialect: Dialect) async throws {
    try await Self.with(dialect) { office async throws in
      let browser: Browser = try await office.browser()
      #expect(try await office.settle(["kindsNow": "test.essai"], in: browser).status == 422)
      #expect(try await office.settle(["pace": "now"], in: browser).status == 303)
      try await office.tell(office.leases[0])
      try await office.site.app.keep()
      let mail: MailServer.Received = try #require(try office.mails().first)
      let path: String = try Self.link("/notifications/arret", in: mail)
      let header: String = try #require(mail.headers["list-unsubscribe"])
      #expect(header.contains("http://localhost\(path)>"))
      // A program that opens every link has ended nothing.
      #expect(try await office.site.get(path).text.contains("Plus aucune notification"))
      try await office.tell(office.leases[1])
      try await office.site.app.keep()
      #expect(try office.mails().count == 2)
      // What is written and has not left does not leave either.
      try await office.tell(office.leases[0])
      try await NoticeRound(office.site.app, at: office.clock.clock.now()).run()
      for _ in 0..<2 {
        let stopped = try await office.site.send(
          .post, path, headers: ["content-type": "application/x-www-form-urlencoded"],
          body: Array("List-Unsubscribe=One-Click".utf8))
        #expect(stopped.status == 200 && stopped.text.contains("Plus rien ne vous sera envoyé"), "\(stopped.text)")
      }
      try await office.tell(office.leases[0])
      try await office.go(to: 15)
      try await office.go(days: 4, to: 9)
      #expect(try office.mails().count == 2)
      for forged in ["", "1-1", "1-1.00", path.replacing("/notifications/arret?jeton=", with: "") + "0"] {
        #expect(try await office.site.post("/notifications/arret?jeton=\(forged)", [:]).status == 409, "\(forged)")
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what is unread is counted on every page, first on the list, and read with its record`(
    _ dialect: Dialect
  ) async throws {
    try await Self.with(dialect) { office async throws in
      let browser: Browser = try await office.browser()
      #expect(try await browser.get("/sites").text.contains(">Notifications</a>"))
      for lease in office.leases { try await office.tell(lease) }
      #expect(try await browser.get("/sites").text.contains(">Notifications (2)</a>"))
      _ = try await browser.get("/baux/\(office.leases[1])")
      await office.site.app.finishLater()
      #expect(try await browser.get("/sites").text.contains(">Notifications (1)</a>"))
      let list = try await browser.get("/compte/notifications")
      let places: [String.Index] = office.leases.compactMap { list.text.firstRange(of: "Bail \($0)")?.lowerBound }
      #expect(places.count == 2 && places[0] < places[1], "unread first")
      #expect(try await browser.get("/compte/notifications?state=read").text.contains("1 notification<"))
      let own: Int = try await office.site.database.read {
        try await $0.value("SELECT min(id) FROM notification WHERE territory_id = \(office.site.here.id)")
      }
      // Another’s is not theirs to read, nor to see.
      try await AccountTests.enter(office.site, "voisin@ici.example")
      let neighbour = Browser(office.site)
      _ = try await neighbour.signIn("voisin@ici.example", AccountTests.password)
      #expect(try await neighbour.post("/compte/notifications/\(own)/lecture").status == 404)
      #expect(!(try await neighbour.get("/compte/notifications").text.contains("Bail")))
      #expect(!(try await neighbour.get("/compte/notifications.csv").text.contains("Bail")))
      #expect(try await browser.post("/compte/notifications/\(own)/lecture").status == 303)
      #expect(try await browser.get("/sites").text.contains(">Notifications</a>"))
      #expect(try await browser.get("/compte/notifications?state=unread").text.contains("Aucune notification"))
      try await office.tell(office.leases[0])
      #expect(try await browser.post("/compte/notifications/lecture").status == 303)
      #expect(try await browser.get("/sites").text.contains(">Notifications</a>"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a message that is to be tried again waits for the morning`(_ dialect: Dialect) async throws {
    let nowhere = PostOffice(try PostOffice.Settings(address: "smtp://127.0.0.1:1"))
    try await Self.with(dialect, { $0.postOffice = nowhere }) { office async throws in
      let browser: Browser = try await office.browser()
      #expect(try await office.settle(["pace": "now", "quietSundays": ""], in: browser).status == 303)
      try await office.go(to: 19, minute: 59)
      try await office.tell(office.leases[0])
      try await office.site.app.keep()
      func message() async throws -> (attempts: Int, next: Instant) {
        let (attempts, next): (Int, Instant) = try await office.site.database.read { session in
          let attempts: Int = try await session.value(
            "SELECT attempts FROM outgoing_message WHERE account_id = \(office.camille) AND heeds_quiet = \(true)")
          let next: Instant = try await session.value(
            "SELECT next_at FROM outgoing_message WHERE account_id = \(office.camille) AND heeds_quiet = \(true)")
          return (attempts, next)
        }
        return (attempts, next)
      }
      #expect(try await message().attempts == 1)
      try await office.go(to: 23)
      #expect(try await message().attempts == 1)
      #expect(try await message().next == Zone.paris.instant(Day(2026, 11, 22)!, hour: 8))
      try await office.go(days: 1, to: 8)
      #expect(try await message().attempts == 2)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a file that is entrusted is told without the person’s name, and a role that is withdrawn is told`(
    _ dialect: Dialect
  ) async throws {
    try await Self.with(dialect) { office async throws in
      let site: TestSite = office.site
      let entered = try await site.api(
        "/annuaire/personnes", #"{"givenName":"Mila","familyName":"Fictive"}"#, as: site.agent)
      let person: Int = try #require(try entered.json()["id"]?.int)
      let entrusted = try await site.post(
        "/annuaire/personnes/\(person)/referents",
        ["email": Self.email, "name": "Camille Test", "from": "2026-11-21"], as: site.agent)
      #expect(entrusted.status == 303, "\(entrusted.text)")
      let role: Int = try await site.database.read {
        try await $0.value(
          "SELECT id FROM role WHERE territory_id = \(site.here.id) AND target = 'territory' AND account_id = \(office.camille)"
        )
      }
      _ = try await site.api(
        "/habilitations", #"{"email":"\#(Self.email)","name":"Camille","kind":"elected","from":"2026-11-21"}"#,
        as: site.actor(.administrator))
      let withdrawn = try await site.post(
        "/habilitations/\(role)/fin", ["day": "2026-12-31", "version": "1"], as: site.actor(.administrator))
      #expect(withdrawn.status == 303, "\(withdrawn.text)")
      try await office.go(days: 2, to: 8)
      let mail: MailServer.Received = try #require(try office.mails().first)
      #expect(try office.mails().count == 1)
      #expect(mail.text.contains("Dossier n° \(person)") && !mail.text.contains("Fictive"), "\(mail.text)")
      #expect(mail.text.contains("Rôle retiré") && mail.text.contains("Rôle donné"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a number is used once its owner has read out what was sent to it, and no more once they take it back`(
    _ dialect: Dialect
  ) async throws {
    try await SMSServer.with { gateway in
      let sms = try OutboxTests.gateway(gateway.address("fine"))
      try await Self.with(dialect, { $0.smsGateway = sms }) { office async throws in
        let browser: Browser = try await office.browser()
        for (number, status) in [("04 76 00 00 00", 422), ("12", 422), ("06 12 34 56 78", 303)] {
          #expect(try await browser.post("/compte/telephone/numero", ["number": number]).status == status, "\(number)")
        }
        #expect(try await office.settle(["pace": "now", "bySMS": "true"], in: browser).status == 422)
        try await office.site.app.keep()
        let code: String = try Self.code(try await gateway.asked(1, of: "fine").last)
        let wrong: String = code == "000000" ? "000001" : "000000"
        #expect(try await browser.post("/compte/telephone/code", ["code": wrong]).status == 422)
        #expect(try await browser.post("/compte/telephone/code", ["code": code]).status == 303)
        #expect(try await office.settle(["pace": "now", "bySMS": "true"], in: browser).status == 303)
        try await office.tell(office.leases[0])
        try await office.site.app.keep()
        let asked: [JSON] = try await gateway.asked(2, of: "fine")
        #expect(asked.count == 2 && asked[1]["to"]?.string == "+33612345678")
        #expect(asked[1]["text"]?.string?.contains("Bail \(office.leases[0])") == true)
        #expect(try office.mails().count == 1)
        // Nothing by SMS in the night, even where it was written before.
        try await office.tell(office.leases[1])
        try await NoticeRound(office.site.app, at: office.clock.clock.now()).run()
        try await office.go(to: 21)
        #expect(try await gateway.asked(2, of: "fine").count == 2)
        #expect(try await browser.post("/compte/telephone/retrait").status == 303)
        try await office.go(days: 2, to: 9)
        #expect(try await gateway.asked(2, of: "fine").count == 2)
        #expect(try office.mails().count == 2)
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a code is tried five times, lasts a quarter of an hour, and is sent five times an hour`(
    _ dialect: Dialect
  ) async throws {
    try await SMSServer.with { gateway in
      let sms = try OutboxTests.gateway(gateway.address("fine"))
      try await Self.with(dialect, { $0.smsGateway = sms }) { office async throws in
        let browser: Browser = try await office.browser()
        func ask() async throws -> Int {
          try await browser.post("/compte/telephone/numero", ["number": "06 12 34 56 78"]).status
        }
        #expect(try await ask() == 303)
        try await office.site.app.keep()
        let first: String = try Self.code(try await gateway.asked(1, of: "fine").last)
        let wrong: String = first == "000000" ? "000001" : "000000"
        for _ in 0..<5 { #expect(try await browser.post("/compte/telephone/code", ["code": wrong]).status == 422) }
        #expect(try await browser.post("/compte/telephone/code", ["code": first]).status == 409)
        #expect(try await ask() == 303)
        try await office.site.app.keep()
        let second: String = try Self.code(try await gateway.asked(2, of: "fine").last)
        office.clock.advance(seconds: 901)
        #expect(try await browser.post("/compte/telephone/code", ["code": second]).status == 409)
        for _ in 0..<3 { #expect(try await ask() == 303) }
        #expect(try await ask() == 429)
      }
    }
  }

  private static func code(_ asked: JSON?) throws -> String {
    let text: String = try #require(asked?["text"]?.string)
    let code = String(text.prefix(6))
    #expect(Int(code) != nil)
    return code
  }

  @Test func `without a gateway nobody is asked for a number`() async throws {
    try await Self.with(.sqlite) { office async throws in
      let browser: Browser = try await office.browser()
      #expect(try await browser.get("/compte/telephone").text.contains("n’envoie pas de SMS"))
      #expect(try await browser.post("/compte/telephone/numero", ["number": "06 12 34 56 78"]).status == 409)
      #expect(!(try await browser.get("/compte/notifications/reglages").text.contains("Par SMS")))
    }
  }

  @Test func `who stops by mail reads it in German where German is read`() async throws {
    try await Self.with(.sqlite) { office async throws in
      let (site, secrets): (TestSite, Secrets) = (office.site, office.site.app.secrets)
      _ = try await site.database.change {
        try await $0.run("UPDATE territory SET speaks_german = \(true) WHERE id = \(site.here.id)")
      }
      let german: [String: String] = ["accept-language": "de"]
      let stop: String = StopLink.path(office.camille, site.here.id, secrets)
      #expect(try await site.get(stop, headers: german).text.contains("Nichts mehr erhalten"))
      #expect(try await site.post(stop, [:], headers: german).text.contains("Sie erhalten nichts mehr"))
      let mute: String = MuteLink.path(office.camille, site.here.id, "sheet-invitation", 3, secrets)
      #expect(try await site.get(mute, headers: german).text.contains("nicht mehr gemeldet"))
      #expect(try await site.post(mute, [:], headers: german).text.contains("Sie erfahren dazu nichts mehr"))
    }
  }

  static let clocks: [(String, String, String)] = [
    // The night that is an hour short, the one that is an hour long: eight o’clock is eight o’clock.
    ("2026-03-28T19:30:00Z", "2026-03-30T06:00:00Z", "the last Saturday of March"),
    ("2026-10-24T18:30:00Z", "2026-10-26T07:00:00Z", "the last Saturday of October"),
    ("2026-11-20T19:00:00Z", "2026-11-21T07:00:00Z", "a Friday evening in winter"),
    ("2026-07-14T18:00:00Z", "2026-07-15T06:00:00Z", "a Tuesday evening in summer"),
    ("2026-07-15T05:59:59Z", "2026-07-15T06:00:00Z", "the last second of the night"),
  ]

  @Test(arguments: clocks)
  func `quiet ends when the clock on the wall strikes, whatever clocks did meanwhile`(
    _ from: String, _ to: String, _ what: String
  ) throws {
    let (from, to): (Instant, Instant) = (try #require(Instant(utc: from)), try #require(Instant(utc: to)))
    #expect(QuietHours.usual.holds(at: from), "\(what)")
    #expect(QuietHours.usual.end(after: from) == to, "\(what)")
    #expect(!QuietHours.usual.holds(at: to) && QuietHours.usual.end(after: to) == to)
  }

  @Test func `hours of quiet go over midnight or not, and the same hour twice is none`() throws {
    let noon = Zone.paris.instant(Day(2026, 11, 23)!, hour: 12)
    #expect(QuietHours(from: 12, to: 14, onSundays: false).holds(at: noon))
    #expect(!QuietHours(from: 14, to: 12, onSundays: false).holds(at: noon))
    #expect(!QuietHours(from: 12, to: 12, onSundays: false).holds(at: noon))
    let sunday = Zone.paris.instant(Day(2026, 11, 22)!, hour: 12)
    #expect(QuietHours(from: 0, to: 0, onSundays: true).holds(at: sunday))
    #expect(!QuietHours(from: 0, to: 0, onSundays: false).holds(at: sunday))
  }

  @Test func `a digest strikes at its hour on the wall, before and after clocks change`() throws {
    for (day, utc) in [
      (Day(2026, 3, 28)!, "2026-03-28T07:00:00Z"), (Day(2026, 3, 29)!, "2026-03-29T06:00:00Z"),
      (Day(2026, 10, 24)!, "2026-10-24T06:00:00Z"), (Day(2026, 10, 25)!, "2026-10-25T07:00:00Z"),
    ] { #expect(Zone.paris.instant(day, hour: 8) == Instant(utc: utc), "\(day)") }
    // The hour that is not there, and the one that is there twice.
    #expect(Zone.paris.instant(Day(2026, 3, 29)!, hour: 2) == Instant(utc: "2026-03-29T01:00:00Z"))
    #expect(Zone.paris.instant(Day(2026, 10, 25)!, hour: 2) == Instant(utc: "2026-10-25T00:00:00Z"))
  }
}

extension NoticeKind {
  /// Of no capability: it is called by its key wherever words are asked for.
  fileprivate static let sheetTest = NoticeKind("Essai", Text(fr: "Essai", en: "Test"))
}
