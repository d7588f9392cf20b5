import HTTP
import Mail
import SQL
import TestSite
import Testing

@testable import Platform

/// A number is somebody’s once they have read out what was sent to it.
@Suite struct PhoneConfirmationTests {
  private static func withGateway(
    _ dialect: Dialect, _ body: (NoticeOffice, SMSServer) async throws -> Void
  ) async throws {
    try await SMSServer.with { gateway in
      let sms = try OutboxTests.gateway(gateway.address("fine"))
      try await NoticeOffice.with(dialect, { $0.smsGateway = sms }) { office async throws in
        try await body(office, gateway)
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a number is used once its owner has read out what was sent to it, and no more once they take it back`(
    _ dialect: Dialect
  ) async throws {
    try await Self.withGateway(dialect) { office, gateway async throws in
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

  @Test(arguments: TestDatabase.dialects)
  func `a code is tried five times, lasts a quarter of an hour, and is sent five times an hour`(
    _ dialect: Dialect
  ) async throws {
    try await Self.withGateway(dialect) { office, gateway async throws in
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

  private static func code(_ asked: JSON?) throws -> String {
    let text: String = try #require(asked?["text"]?.string)
    let code = String(text.prefix(6))
    #expect(Int(code) != nil)
    return code
  }

  @Test func `without a gateway nobody is asked for a number`() async throws {
    try await NoticeOffice.with(.sqlite) { office async throws in
      let browser: Browser = try await office.browser()
      #expect(try await browser.get("/compte/telephone").text.contains("n’envoie pas de SMS"))
      #expect(try await browser.post("/compte/telephone/numero", ["number": "06 12 34 56 78"]).status == 409)
      #expect(!(try await browser.get("/compte/notifications/reglages").text.contains("Par SMS")))
    }
  }
}
