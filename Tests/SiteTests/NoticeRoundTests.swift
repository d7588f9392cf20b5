import HTTP
import Mail
import SQL
import TestSite
import Testing

@testable import Platform

/// People hear of what concerns them, when they wish, once, and nobody else does.
@Suite struct NoticeRoundTests {
  @Test(arguments: TestDatabase.dialects)
  func `one digest a day, by record, never on a Sunday, never empty, never the same twice`(
    _ dialect: Dialect
  ) async throws {
    try await NoticeOffice.with(dialect) { office async throws in
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
      #expect(try office.mails().count == 1 && mail.recipients == [NoticeOffice.email] && mail.defects == [])
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
    try await NoticeOffice.with(dialect) { office async throws in
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
    try await NoticeOffice.with(dialect) { office async throws in
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
    try await NoticeOffice.with(dialect) { office async throws in
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
    try await NoticeOffice.with(dialect) { office async throws in
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
    try await NoticeOffice.with(dialect) { office async throws in
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
      try await accounts.setDisabled(true, NoticeOffice.email)
      try await office.go(days: 1, to: 9)
      try await accounts.setDisabled(false, NoticeOffice.email)
      try await accounts.setRole(NoticeOffice.email, Grant(.agent, on: .territory), on: site.here, withdraw: true)
      try await office.go(days: 1, to: 9)
      #expect(try office.mails().isEmpty)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a message that is to be tried again waits for the morning`(_ dialect: Dialect) async throws {
    let nowhere = PostOffice(try PostOffice.Settings(address: "smtp://127.0.0.1:1"))
    try await NoticeOffice.with(dialect, { $0.postOffice = nowhere }) { office async throws in
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
}
