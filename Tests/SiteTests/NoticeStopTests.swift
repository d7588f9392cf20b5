import HTTP
import Mail
import SQL
import TestSite
import Testing

@testable import Platform

/// What is no longer wanted stops, from a page or from a mail, without signing in.
@Suite struct NoticeStopTests {
  @Test(arguments: TestDatabase.dialects)
  func `a record is muted from its page or from the mail, and heard of again`(_ dialect: Dialect) async throws {
    try await NoticeOffice.with(dialect) { office async throws in
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
    try await NoticeOffice.with(dialect) { office async throws in
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

  @Test func `who stops by mail reads it in German where German is read`() async throws {
    try await NoticeOffice.with(.sqlite) { office async throws in
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
}
