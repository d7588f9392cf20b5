import Platform
import SQL
import TestSite
import Testing

@Suite struct SecondFactorTests {
  private let camille: String = "camille@ici.example"
  private let password: String = AccountTests.password

  /// Sets up a second factor as somebody does on their telephone; returns the secret and the recovery codes.
  static func enrol(_ browser: Browser, _ clock: TestClock) async throws -> (secret: [UInt8], codes: [String]) {
    let page = try await browser.get("/compte/second-facteur")
    #expect(page.status == 200 && page.text.contains("<svg"))
    let key = try #require(page.text.firstMatch(of: /<code>([A-Z2-7]+)<\/code>/)?.1)
    let carried = try #require(page.text.firstMatch(of: /name="secret" value="([^"]+)"/)?.1)
    let secret: [UInt8] = decoded(String(key))
    let wrong = try await browser.post("/compte/second-facteur", ["code": "000000", "secret": String(carried)])
    #expect(wrong.status == 422 && wrong.text.contains(key), "the same key comes back")
    let answer = try await browser.post(
      "/compte/second-facteur", ["code": TestCode.now(secret, clock), "secret": String(carried)])
    #expect(answer.status == 200, "\(answer.text)")
    let codes: [String] = answer.text.matches(of: /<li><code>([a-z0-9-]+)<\/code>/).map { String($0.1) }
    #expect(codes.count == 10)
    return (secret, codes)
  }

  private static func decoded(_ base32: String) -> [UInt8] {
    let alphabet: [Character] = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    var (bits, count, bytes): (Int, Int, [UInt8]) = (0, 0, [])
    for character in base32 {
      bits = (bits << 5 | (alphabet.firstIndex(of: character) ?? 0)) & 0xFFFF
      count += 5
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(bits >> count & 0xFF))
      }
    }
    return bytes
  }

  @Test(arguments: TestDatabase.dialects)
  func `the password alone opens nothing, a code opens once, a recovery code too`(_ dialect: Dialect) async throws {
    let clock = TestClock()
    try await TestSite.with(dialect, { $0.clock = clock.clock }) { site async throws in
      try await AccountTests.enter(site)
      let (first, thief) = (Browser(site), Browser(site))
      for browser in [first, thief] { _ = try await browser.signIn(camille, password) }
      let (secret, codes) = try await Self.enrol(first, clock)
      // Sessions opened with the password alone are over, but for the one that set it up.
      #expect(try await thief.get("/compte").status == 404)
      #expect(try await first.get("/compte").status == 200)
      clock.advance(seconds: 60)
      let browser = Browser(site)
      let half = try await browser.signIn(camille, password)
      #expect(half.status == 303 && half.location?.hasPrefix("/connexion/code?retour=") == true)
      for path in ["/compte", "/baux", "/sites/nouveau"] { #expect(try await browser.get(path).status == 404) }
      #expect(try await browser.get("/connexion/code").status == 200)
      #expect(try await browser.post("/connexion/code", ["code": "123456"]).status == 422)
      let code: String = TestCode.now(secret, clock)
      #expect(try await browser.post("/connexion/code", ["code": code, "return": "/baux"]).location == "/baux")
      #expect(try await browser.get("/baux").status == 200)
      // The same code again, by somebody who read it over a shoulder and has the password.
      _ = try await thief.signIn(camille, password)
      #expect(try await thief.post("/connexion/code", ["code": code]).status == 422)
      #expect(try await thief.post("/connexion/code", ["code": codes[0].uppercased()]).status == 303)
      #expect(try await thief.get("/compte").status == 200)
      let again = Browser(site)
      _ = try await again.signIn(camille, password)
      #expect(try await again.post("/connexion/code", ["code": codes[0]]).status == 422)
      // Half a sign-in does not wait for ever.
      clock.advance(seconds: 601)
      #expect(try await again.post("/connexion/code", ["code": codes[1]]).status == 404)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `codes cannot be guessed, and a new password does not go round them`(_ dialect: Dialect) async throws {
    let clock = TestClock()
    try await TestSite.with(dialect, { $0.clock = clock.clock }) { site async throws in
      try await AccountTests.enter(site)
      let owner = try await Browser(site).signedIn(camille, password)
      let (secret, _) = try await Self.enrol(owner, clock)
      clock.advance(seconds: 60)
      let thief = try await Browser(site).signedIn(camille, password)
      var statuses: [Int] = []
      for number in 0..<12 {
        statuses.append(try await thief.post("/connexion/code", ["code": "00000\(number)"]).status)
      }
      #expect(statuses == Array(repeating: 422, count: 10) + [429, 429])
      clock.advance(seconds: 901)
      let link: String = try await Accounts(site.app).reset(camille)
      let browser = Browser(site)
      _ = try await browser.get(AccountTests.path(link))
      let chosen = try await browser.post("/mot-de-passe", ["password": "une autre phrase longue"])
      #expect(chosen.location?.hasPrefix("/connexion/code") == true)
      #expect(try await browser.get("/compte").status == 404)
      let given = try await browser.post("/connexion/code", ["code": TestCode.now(secret, clock)])
      #expect(given.status == 303)
      #expect(try await browser.get("/compte").status == 200)
      // Taking it away needs the password.
      #expect(try await browser.post("/compte/second-facteur/retrait", ["current": "non"]).status == 422)
      let removed = try await browser.post("/compte/second-facteur/retrait", ["current": "une autre phrase longue"])
      #expect(removed.status == 303)
      #expect(try await Browser(site).signIn(camille, "une autre phrase longue").location == "/")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a territory can require it of its agents: until then their roles open nothing`(_ dialect: Dialect) async throws
  {
    let clock = TestClock()
    try await TestSite.with(dialect, { $0.clock = clock.clock }) { site async throws in
      let id = try await AccountTests.enter(site)
      try await AccountTests.enter(site, "elue@ici.example", .elected)
      let agent = try await Browser(site).signedIn(camille, password)
      let elected = try await Browser(site).signedIn("elue@ici.example", password)
      let token: String = try await Accounts(site.app).drawToken(id, "essai", on: site.here.id)
      #expect(try await agent.get("/sites/nouveau").status == 200)
      _ = try await site.database.change {
        try await $0.run("UPDATE territory SET requires_code = TRUE WHERE id = \(site.here.id)")
      }
      // At once, for sessions that are open too; and not of those who are no agents.
      #expect(try await agent.get("/sites/nouveau").status == 404)
      #expect(try await site.get("/api/v1/baux", headers: ["authorization": "Bearer \(token)"]).status == 404)
      #expect(try await elected.get("/baux").status == 200)
      let home = try await agent.get("/")
      #expect(home.text.contains("href=\"/compte/second-facteur\""), "\(home.text)")
      _ = try await Self.enrol(agent, clock)
      #expect(try await agent.get("/sites/nouveau").status == 200)
      #expect(try await site.get("/api/v1/baux", headers: ["authorization": "Bearer \(token)"]).status == 200)
    }
  }
}
