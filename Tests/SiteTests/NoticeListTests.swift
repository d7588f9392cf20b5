import HTTP
import Mail
import SQL
import TestSite
import Testing

@testable import Platform

/// What waits for somebody on the site itself, and what records say of themselves.
@Suite struct NoticeListTests {
  @Test(arguments: TestDatabase.dialects)
  func `what is unread is counted on every page, first on the list, and read with its record`(
    _ dialect: Dialect
  ) async throws {
    try await NoticeOffice.with(dialect) { office async throws in
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
  func `a file that is entrusted is told without the person’s name, and a role that is withdrawn is told`(
    _ dialect: Dialect
  ) async throws {
    try await NoticeOffice.with(dialect) { office async throws in
      let site: TestSite = office.site
      let entered = try await site.api(
        "/annuaire/personnes", #"{"givenName":"Mila","familyName":"Fictive"}"#, as: site.agent)
      let person: Int = try #require(try entered.json()["id"]?.int)
      let entrusted = try await site.post(
        "/annuaire/personnes/\(person)/referents",
        ["email": NoticeOffice.email, "name": "Camille Test", "from": "2026-11-21"], as: site.agent)
      #expect(entrusted.status == 303, "\(entrusted.text)")
      let role: Int = try await site.database.read {
        try await $0.value(
          "SELECT id FROM role WHERE territory_id = \(site.here.id) AND target = 'territory' AND account_id = \(office.camille)"
        )
      }
      _ = try await site.api(
        "/habilitations", #"{"email":"\#(NoticeOffice.email)","name":"Camille","kind":"elected","from":"2026-11-21"}"#,
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
}
