import HTTP
import Mail
import OpenID
import Platform
import SQL
import TestSite
import Testing

/// What a provider’s answer must not become, whoever sends it.
@Suite struct ProviderAttackTests {
  /// What the provider answers, and what its answer does not become.
  private static let lies: [String] = [
    "id-alg-none", "id-public-key-as-secret", "id-hs256", "id-other-key", "id-own-key", "id-crit", "id-type",
    "id-signature", "id-unknown-key", "iss", "aud", "aud-several", "aud-party", "nonce", "no-nonce", "expired", "old",
    "early", "ahead", "no-exp", "exp-text", "at-hash", "info-alg-none", "info-public-key-as-secret", "info-hs256",
    "info-other-key", "info-signature", "info-type", "userinfo-sub", "userinfo-aud", "userinfo-iss", "userinfo-expired",
    "plain", "discovery-issuer", "discovery-endpoint", "mixed-up", "error",
  ]

  @Test(arguments: TestDatabase.dialects)
  func `a provider’s word that is forged, stale, for others or about others opens nothing`(
    _ dialect: Dialect
  ) async throws {
    try await ProvidedSite.each(Self.lies, dialect) { provided async throws in
      let browser = Browser(provided.site)
      let answer = try await provided.signIn(browser)
      let fault: String = provided.fault
      #expect(answer.status == 303 && answer.location?.contains("echec=unproven") == true, "\(fault): \(answer.text)")
      #expect(browser.cookie("terreau_session") == nil, "\(fault)")
      #expect(try await provided.count("account_identity") == 0, "\(fault)")
      let page = try await browser.get(answer.location ?? "/")
      #expect(page.text.contains("role=\"alert\"") && page.words.contains("Mot de passe"), "\(fault)")
      guard fault != "mixed-up" else { return }
      let reference = try #require(answer.location?.firstMatch(of: /reference=([0-9a-f]{8})/)?.1, "\(fault)")
      #expect(page.text.contains(reference))
      #expect(provided.log.contains { $0.contains("reference=\(reference)") }, "\(fault): \(provided.log)")
    }
  }

  @Test func `a provider that is slow, cut, wordy or broken is told in words, and the password still works`()
    async throws
  {
    let troubles: [(fault: String, failure: String)] = ["openid-configuration", "token", "keys", "userinfo"].flatMap {
      [
        ("\($0)-slow", "absent"), ("\($0)-cut", "absent"), ("\($0)-500", "absent"), ("\($0)-huge", "unproven"),
        ("\($0)-elsewhere", "unproven"),
      ]
    }
    let failures: [String: String] = Dictionary(uniqueKeysWithValues: troubles)
    try await ProvidedSite.each(troubles.map(\.fault), .sqlite) { provided async throws in
      let browser = Browser(provided.site)
      let answer = try await provided.signIn(browser)
      let failure: String = failures[provided.fault] ?? ""
      #expect(
        answer.location?.contains("echec=\(failure)&reference=") == true, "\(provided.fault): \(answer.location ?? "")")
      let page = try await browser.get(answer.location ?? "/")
      #expect(page.status == 200 && page.text.contains("role=\"alert\""), "\(provided.fault)")
      #expect(!page.text.contains("Traceback"))
      // Not read to its end and then found to say nothing.
      let isEndless: Bool = provided.log.contains { $0.contains("longer than any should be") }
      #expect(isEndless == provided.fault.hasSuffix("-huge"), "\(provided.fault): \(provided.log)")
      #expect(try await browser.signIn("camille@ici.example", AccountTests.password).status == 303)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `the way back is good once, for a while, and in the browser that left`(_ dialect: Dialect) async throws {
    try await ProvidedSite.with(dialect) { provided async throws in
      try await AccountTests.enter(provided.site)
      let site: TestSite = provided.site
      let (browser, thief) = (Browser(site), Browser(site, client: "203.0.113.9"))
      func leave(_ browser: Browser) async throws -> String {
        let start = try await browser.get("/connexion/fournisseur")
        return try await provided.consent(at: try #require(start.location), as: ProvidedSite.user())
      }
      func isStale(_ answer: Answer) -> Bool { answer.location == "/connexion?echec=stale" }
      // Login forgery: an attacker's answer in a victim's browser, with or without a cookie of its own.
      let stolen: String = try await leave(browser)
      #expect(isStale(try await thief.get(stolen)))
      _ = try await thief.get("/connexion/fournisseur")
      #expect(isStale(try await thief.get(stolen)))
      for cookie in ["", "x", String(repeating: "0", count: 64), String(repeating: "é", count: 64)] {
        let forged = Browser(site)
        forged.set("terreau_provider", cookie)
        #expect(isStale(try await forged.get(stolen)))
      }
      // It was nobody's but the browser's that left, for whom it is still good; once.
      #expect(try await browser.get(stolen).location == "/")
      let session: String = try #require(browser.cookie("terreau_session"))
      #expect(isStale(try await browser.get(stolen)))
      #expect(browser.cookie("terreau_session") == session && thief.cookie("terreau_session") == nil)
      // States that nobody drew.
      let other = Browser(site)
      let real: String = try await leave(other)
      for state in ["", "x", String(repeating: "0", count: 64), "' OR 1=1 --"] {
        let query: String = FormPairs().setting("code", to: "c").setting("state", to: state).encoded
        #expect(isStale(try await other.get("/connexion/fournisseur/retour?\(query)")))
      }
      #expect(isStale(try await other.get("/connexion/fournisseur/retour")))
      provided.clock.advance(seconds: 601)
      #expect(isStale(try await other.get(real)))
      // The code of one sign-in in another: the provider takes it once, and the nonce is the other's.
      let (first, second) = (Browser(site), Browser(site))
      let (used, fresh): (String, String) = (try await leave(first), try await leave(second))
      let code: Substring = try #require(used.firstMatch(of: /code=([^&]+)/)?.1)
      let state: Substring = try #require(fresh.firstMatch(of: /state=([^&]+)/)?.1)
      let crossed = try await second.get("/connexion/fournisseur/retour?code=\(code)&state=\(state)")
      #expect(crossed.location?.contains("echec=unproven") == true)
      #expect(try await first.get(used).location?.contains("echec=unproven") == true, "the code was used")
      #expect(try await provided.count("identity_request") <= 2)
      try await site.app.forgetOld()
      provided.clock.advance(seconds: 700)
      try await site.app.forgetOld()
      #expect(try await provided.count("identity_request") == 0)
    }
  }

  @Test func `keys are asked for again once when one is not known, and never in a loop`() async throws {
    try await ProvidedSite.each(["id-unknown-key", "new-key"], .sqlite) { provided async throws in
      let isNew: Bool = provided.fault == "new-key"
      for _ in 1...3 {
        let answer = try await provided.signIn(Browser(provided.site))
        #expect((answer.location == "/") == isNew, "\(answer.location ?? answer.text)")
      }
      #expect(try await provided.server.count("keys", of: provided.fault) == 2)
      provided.clock.advance(seconds: 31)
      _ = try await provided.signIn(Browser(provided.site))
      #expect(try await provided.server.count("keys", of: provided.fault) == (isNew ? 2 : 3))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `whoever fails too often waits, and shuts nobody out who was here before`(_ dialect: Dialect) async throws {
    try await ProvidedSite.with(dialect) { provided async throws in
      let site: TestSite = provided.site
      try await AccountTests.enter(site)
      let known = Browser(site)
      #expect(try await provided.signIn(known).location == "/")
      _ = try await known.post("/deconnexion")
      // A picture on somebody's page makes browsers come back that never left: it tries nothing.
      let pictured = Browser(site, client: "192.0.2.77")
      for _ in 1...101 { _ = try await pictured.get("/connexion/fournisseur/retour?state=x&code=x") }
      #expect(try await pictured.get("/connexion/fournisseur").status == 303)
      let thief = Browser(site)
      thief.set("terreau_provider", String(repeating: "0", count: 64))
      for _ in 1...100 { _ = try await thief.get("/connexion/fournisseur/retour?state=x&code=x") }
      for path in ["/connexion/fournisseur", "/connexion/fournisseur/retour?state=x&code=x"] {
        let answer = try await thief.get(path)
        #expect(answer.status == 429 && answer.header("Retry-After") == "900")
      }
      #expect(try await provided.signIn(known).location == "/")
      // Nor are passwords counted with it.
      #expect(try await Browser(site).signIn("camille@ici.example", AccountTests.password).status == 303)
      let elsewhere = Browser(site, client: "198.51.100.1")
      for _ in 1...500 { _ = try await elsewhere.get("/connexion/fournisseur") }
      #expect(try await elsewhere.get("/connexion/fournisseur").status == 429)
      // Beside the one that the picture’s browser began.
      #expect(try await provided.count("identity_request") <= 501)
    }
  }

  @Test func `what is written of a sign-in tells no code, token or secret`() async throws {
    try await ProvidedSite.each(["id-signature", "token-500", "userinfo-sub", "good", "error"], .sqlite) {
      provided async throws in
      let browser = Browser(provided.site)
      let start = try await browser.get("/connexion/fournisseur")
      let back: String = try await provided.consent(at: try #require(start.location), as: ProvidedSite.user())
      _ = try await browser.get(back)
      _ = try await provided.signIn(Browser(provided.site))
      let state: Substring = try #require(back.firstMatch(of: /state=([^&]+)/)?.1)
      var secrets: [String] = [IdentityServer.secret, String(state)]
      if let code = back.firstMatch(of: /code=([^&]+)/)?.1 { secrets.append(String(code)) }
      #expect(provided.log.contains { $0.contains("/connexion/fournisseur/retour") })
      for line in provided.log { #expect(!secrets.contains { line.contains($0) }, "\(line)") }
    }
  }
}
