import HTTP
import Mail
import SQL
import TestSite
import Testing

@testable import Platform

/// A site with mail, a clock that moves, and Camille, who works there and has two leases to hear of.
struct NoticeOffice {
  static let email: String = "camille@ici.example"

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
    let answer = try await browser.signIn(Self.email, AccountTests.password)
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

  static func with(
    _ dialect: Dialect, _ settings: @escaping (inout AppSettings) -> Void = { _ in },
    _ body: (NoticeOffice) async throws -> Void
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
        try await body(NoticeOffice(site: site, clock: clock, server: server, camille: camille, leases: leases))
      }
    }
  }
}

extension NoticeKind {
  /// Of no capability: it is called by its key wherever words are asked for.
  static let sheetTest = NoticeKind("Essai", Text(fr: "Essai", en: "Test"))
}
