import Glibc
import HTTP
import Mail
import SMS
import SQL
import Site
import Telephone
import TestSite
import Testing

@testable import Platform

/// One outbox for mail and SMS: what is due leaves, once where that is certain, twice where it is not, never in vain.
@Suite struct OutboxTests {
  struct Message: Fetched {
    let channel: String
    let attempts: Int
    let isSealed: Bool
    let sentAt: Instant?
    let deliveredAt: Instant?
    let failedAt: Instant?
    let failure: String?
    let reference: String?

    init(_ row: inout Row) throws(DatabaseError) {
      channel = try row.next()
      attempts = try row.next()
      isSealed = try row.next()
      sentAt = try row.next()
      deliveredAt = try row.next()
      failedAt = try row.next()
      failure = try row.next()
      reference = try row.next()
    }
  }

  static func messages(_ site: TestSite) async throws -> [Message] {
    try await site.database.all(
      """
      SELECT channel, attempts, sealed IS NOT NULL, sent_at, delivered_at, failed_at, failure, reference
      FROM outgoing_message ORDER BY id
      """)
  }

  static func gateway(_ address: String, milliseconds: Int = 5_000) throws -> SMSGateway {
    SMSGateway(
      try SMSGateway.Settings(
        address: address, user: SMSServer.user, secret: SMSServer.secret, sender: "Terreau",
        milliseconds: milliseconds))
  }

  /// An SMS to somebody, as a change writes it.
  static func write(_ app: App, _ territory: Territory, saying text: String = "Votre code : 123456") async throws {
    let account: ID<Account> = try await Accounts(app).enter(
      "camille@ici.example", "Camille Test", [], on: territory.id)
    _ = try await app.database.change { session in
      try await session.run(
        Outbox(secrets: app.secrets).insertion(
          ShortText(text), to: PhoneNumber("06 12 34 56 78")!, about: .invitation, of: territory.id, for: account,
          at: app.settings.clock.now()))
    }
  }

  private func report(_ asked: JSON, _ type: Int, _ site: TestSite) async throws -> Answer {
    let address: String = try #require(asked["dlr-url"]?.string)
    let path: String = address.replacing("http://localhost", with: "").replacing("%d", with: "\(type)")
      .replacing("%F", with: "réseau-9")
    return try await site.get(PercentEncoded.path(path))
  }

  @Test(arguments: TestDatabase.dialects)
  func `Kannel takes the SMS, the mail server the mail, and a telephone confirms`(_ dialect: Dialect) async throws {
    try await MailServer.with { mail in
      try await SMSServer.withKannel { sms in
        let office = PostOffice(try PostOffice.Settings(address: "smtp://127.0.0.1:\(mail.port)"))
        let gateway = try Self.gateway(sms.kannel)
        try await TestSite.with(
          dialect,
          {
            $0.postOffice = office
            $0.smsGateway = gateway
            $0.publicAddress = "http://127.0.0.1:\(sms.spare)"
          }
        ) { site async throws in
          // The network’s reports come to a real port.
          let server = Server(site.app, limits: site.app.limits)
          _ = try server.start(address: "127.0.0.1", port: sms.spare, threads: 2)
          defer { _ = server.stop() }
          _ = try await Accounts(site.app).invite(
            "alix@ici.example", "Alix", Grant(.elected, on: .territory), on: site.here)
          try await Self.write(site.app, site.here, saying: "Même à l’œuvre : 20 €")
          try await site.app.keep()
          #expect(try await mail.received(1).first?.recipients == ["alix@ici.example"])
          #expect(try await sms.received(1).first?["text"]?.string == "Même à l’œuvre : 20 €")
          var last: Message?
          for _ in 0..<200 {
            last = try await Self.messages(site).last
            if last?.deliveredAt != nil { break }
            try await Task.sleep(for: .milliseconds(50))
          }
          #expect(
            last?.channel == "sms" && last?.deliveredAt != nil && last?.reference != nil && last?.isSealed == false)
        }
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a gateway that reports twice, or the other thing afterwards, has said one thing`(_ dialect: Dialect)
    async throws
  {
    try await SMSServer.with { server in
      let gateway = try Self.gateway(server.address("fine"))
      for (first, second, isDelivered) in [(1, 2, true), (1, 1, true), (2, 1, false), (16, 16, false)] {
        try await TestSite.with(dialect, { $0.smsGateway = gateway }) { site async throws in
          try await Self.write(site.app, site.here)
          try await site.app.keep()
          let asked: JSON = try #require(try await server.asked(1, of: "fine").last)
          #expect(try await report(asked, 8, site).status == 200)
          #expect(try await Self.messages(site).first?.deliveredAt == nil)
          #expect(try await report(asked, first, site).status == 200)
          let told: Message = try #require(try await Self.messages(site).first)
          #expect((told.deliveredAt != nil) == isDelivered && (told.failedAt != nil) == !isDelivered)
          #expect(told.reference == "réseau-9" && told.sentAt != nil && !told.isSealed)
          #expect(try await report(asked, second, site).status == 200)
          let after: Message = try #require(try await Self.messages(site).first)
          #expect(after.deliveredAt == told.deliveredAt && after.failedAt == told.failedAt)
          #expect(after.failure == told.failure && after.attempts == 1)
        }
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a report that we did not give the address of is not found`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await Self.write(site.app, site.here)
      let other: String = site.app.secrets.sign("subscription", "1")
      for forged in ["", "1", "1.", "1.00", other, "1.\(String(repeating: "0", count: 64))"] {
        let answer = try await site.get("/envois/recu?jeton=\(forged)&type=1")
        #expect(answer.status == 404, "\(forged)")
      }
      #expect(try await Self.messages(site).first?.sentAt == nil)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a gateway that never answers costs the round one wait, and mail none; the message fails in the end`(
    _ dialect: Dialect
  ) async throws {
    try await MailServer.with { mail in
      try await SMSServer.with { server in
        let clock = TestClock()
        let office = PostOffice(try PostOffice.Settings(address: "smtp://127.0.0.1:\(mail.port)"))
        let gateway = try Self.gateway(server.address("never"), milliseconds: 300)
        try await TestSite.with(
          dialect,
          {
            $0.postOffice = office
            $0.smsGateway = gateway
            $0.clock = clock.clock
          }
        ) { site async throws in
          for _ in 0..<3 { try await Self.write(site.app, site.here) }
          _ = try await Accounts(site.app).invite(
            "alix@ici.example", "Alix", Grant(.elected, on: .territory), on: site.here)
          try await site.app.keep()
          #expect(try await mail.received(1).count == 1)
          // One was tried; the others did not wait in turn for the same silence.
          #expect(try await Self.messages(site).map(\.attempts) == [1, 0, 0, 1])
          for _ in 0..<2 { try await site.app.keep() }
          #expect(try await Self.messages(site).map(\.attempts) == [1, 1, 1, 1])
          #expect(try await Self.messages(site)[0].failure?.contains("does not answer") == true)
          for _ in 0..<40 {
            clock.advance(seconds: 18 * 3_600)
            try await site.app.keep()
          }
          for message in try await Self.messages(site).prefix(3) {
            #expect(message.attempts == 12 && message.failedAt != nil && message.sentAt == nil)
          }
          // What never left keeps its text for a while, so that somebody can have it sent again; then that goes too.
          #expect(try await Self.messages(site)[0].isSealed)
          try await site.app.forgetOld()
          #expect(try await Self.messages(site)[0].isSealed == false)
          clock.advance(seconds: 91 * 86_400)
          try await site.app.forgetOld()
          #expect(try await Self.messages(site).isEmpty)
        }
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an answer that is lost means a second SMS of the same name, unless a report comes first`(
    _ dialect: Dialect
  ) async throws {
    try await SMSServer.with { server in
      let clock = TestClock()
      let gateway = try Self.gateway(server.address("lost"))
      try await TestSite.with(
        dialect,
        {
          $0.smsGateway = gateway
          $0.clock = clock.clock
        }
      ) { site async throws in
        try await Self.write(site.app, site.here)
        try await site.app.keep()
        #expect(try await Self.messages(site).first?.sentAt == nil)
        clock.advance(seconds: 61)
        try await site.app.keep()
        let asked: [JSON] = try await server.asked(2, of: "lost")
        #expect(asked.count == 2 && asked[0]["account"]?.string == asked[1]["account"]?.string)
        #expect(asked[0]["dlr-url"]?.string == asked[1]["dlr-url"]?.string)
        // The report proves that it left: there is no third.
        #expect(try await report(asked[0], 1, site).status == 200)
        clock.advance(seconds: 86_400)
        try await site.app.keep()
        #expect(try await server.asked(2, of: "lost").count == 2)
        let message: Message = try #require(try await Self.messages(site).first)
        #expect(message.deliveredAt != nil && message.sentAt != nil && message.failure == nil && !message.isSealed)
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a process killed between handing over and writing it down hands over again, under the same name`(
    _ dialect: Dialect
  ) async throws {
    try await SMSServer.with { server in
      try await TestProcess.withDatabase(dialect) { address async throws in
        let database = try Database(DatabaseAddress(address))
        try await App.schema(Doors.all).migrate(database)
        let territory: Territory = try await Demonstration.enter("ici", "Métropole d’ici", database)
        var settings = AppSettings()
        settings.hasCheapPasswords = true
        try await Self.write(try await App(database, Doors.all, settings), territory)
        let (process, _) = try await TestProcess.start([
          "serve", "--database", address, "--port", "0", "--sms-gateway", server.address("never"), "--sms-user",
          SMSServer.user, "--sms-secret", SMSServer.secret,
        ])
        let first: JSON = try #require(try await server.asked(1, of: "never").first)
        process.signal(SIGKILL)
        _ = await process.exitCode()
        let clock = TestClock(Instant.now)
        clock.advance(seconds: 120)
        settings.clock = clock.clock
        settings.smsGateway = try Self.gateway(server.address("fine"))
        let app = try await App(database, Doors.all, settings)
        try await app.keep()
        let second: JSON = try #require(try await server.asked(1, of: "fine").first)
        #expect(second["account"]?.string == first["account"]?.string && second["account"]?.string != nil)
        let left: Int = try await database.read {
          try await $0.value("SELECT count(*) FROM outgoing_message WHERE sent_at IS NOT NULL AND attempts = 2")
        }
        #expect(left == 1)
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a message is waiting, sent, delivered or failed, and nothing in between`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await Self.write(site.app, site.here)
      let now: Instant = TestSite.now
      let wrong: [Query] = [
        "sealed = NULL", "delivered_at = \(now)", "failed_at = \(now)", "sent_at = \(now)",
        "sent_at = \(now), sealed = NULL, delivered_at = \(now), failed_at = \(now), failure = 'x'", "channel = 'fax'",
      ]
      for change in wrong {
        await #expect(throws: DatabaseError.self, "\(change.text)") {
          _ = try await site.database.change { try await $0.run("UPDATE outgoing_message SET " + change) }
        }
      }
    }
  }
}

/// A path as a gateway asks for it.
private enum PercentEncoded {
  static func path(_ text: String) -> String {
    text.replacing("é", with: "%C3%A9")
  }
}
