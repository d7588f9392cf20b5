import HTTP
import Mail
import OpenID
import Platform
import SQL
import Synchronization
import TestSite
import Testing

/// Signing in through a provider of identities: one that is as strict as ProConnect, and glewlwyd.
@Suite struct ProviderTests {
  static let password: String = AccountTests.password

  @Test(arguments: TestDatabase.dialects)
  func `somebody known by e-mail comes in without a password, and is known by the provider’s name from then on`(
    _ dialect: Dialect
  ) async throws {
    try await ProvidedSite.with(dialect) { provided async throws in
      let site: TestSite = provided.site
      try await AccountTests.enter(site)
      let browser = Browser(site)
      let page = try await browser.get("/connexion?retour=%2Fbaux")
      #expect(page.text.contains("S’identifier avec ProConnect") && page.text.contains("Mot de passe"))
      #expect(page.text.contains("href=\"http://localhost/connexion/fournisseur?retour=%2Fbaux\""))
      let answer = try await provided.signIn(browser, back: "/baux")
      #expect(answer.status == 303 && answer.location == "/baux", "\(answer.location ?? answer.text)")
      #expect(try await browser.get("/baux").status == 200)
      let account = try await browser.get("/compte")
      #expect(account.words.contains("ProConnect") && account.text.contains("SIRET 24420077000018"))
      #expect(account.words.contains("192.0.2.1, ProConnect"), "the session says how it was opened")
      // Another address there, the same person: no new identity.
      let moved = Browser(site)
      let renamed: String =
        #"{"sub":"u-1","email":"autre@ici.example","email_verified":false,"siret":"13002526500013"}"#
      #expect(try await provided.signIn(moved, as: renamed).location == "/")
      #expect(try await moved.get("/compte").text.contains("SIRET 13002526500013"))
      // Through another organisation the provider calls the same person something else (ProConnect).
      #expect(try await provided.signIn(Browser(site), as: Self.user(sub: "u-2")).location == "/")
      #expect(try await provided.deeds() == ["account.identity", "account.identity", "account.identity-changed"])
      // The owner hears of it: the letter box at the provider may be somebody else's now.
      let mails: Int = try await site.database.read { try await $0.value("SELECT count(*) FROM outgoing_message") }
      #expect(mails == 2)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an invited person comes in without ever choosing a password`(_ dialect: Dialect) async throws {
    try await ProvidedSite.with(dialect) { provided async throws in
      let accounts = Accounts(provided.site.app)
      let link = try #require(
        try await accounts.invite(
          "camille@ici.example", "Camille", Grant(.agent, on: .territory), on: provided.site.here))
      let browser = Browser(provided.site)
      #expect(try await provided.signIn(browser).location == "/")
      #expect(try await browser.get("/baux").status == 200)
      #expect(try await browser.get("/compte").text.contains("<dt>Compte ouvert</dt><dd>oui</dd>"))
      // The account is open: the link in an old mail opens it no more, and nobody is invited again.
      #expect(try await Browser(provided.site).get(AccountTests.path(link)).status == 404)
      let again: String? = try await accounts.invite(
        "camille@ici.example", nil, Grant(.elected, on: .territory), on: provided.site.here)
      #expect(again == nil)
      // Without a password it keeps its only way in.
      let path: String = try await provided.identityPath("retrait")
      let page = try await browser.get(path)
      #expect(page.status == 200 && page.text.contains("Choisissez d’abord un mot de passe"))
      #expect(try await browser.post(path, ["current": ""]).status == 422)
      #expect(try await browser.post(path, ["current": "x"]).status == 409)
      #expect(try await provided.signIn(Browser(provided.site)).location == "/")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `who has no account is told whom to ask, and an address that nobody verified is nobody’s`(
    _ dialect: Dialect
  ) async throws {
    try await ProvidedSite.with(dialect) { provided async throws in
      try await AccountTests.enter(provided.site)
      try await AccountTests.enter(provided.site, "ferme@ici.example")
      try await Accounts(provided.site.app).setDisabled(true, "ferme@ici.example")
      for user in [
        Self.user(sub: "u-9", email: "inconnue@ici.example"), Self.user(sub: "u-8", email: "ferme@ici.example"),
        #"{"sub":"u-1","email":"camille@ici.example","email_verified":false}"#,
        #"{"sub":"u-1","email":"camille@ici.example","email_verified":"true"}"#,
        #"{"sub":"u-1","email":["camille@ici.example"],"email_verified":true}"#,
        #"{"sub":"u-1","email_verified":true}"#,
        #"{"sub":"u-1","email":"Camille <camille@ici.example>","email_verified":true}"#,
      ] {
        let browser = Browser(provided.site)
        let answer = try await provided.signIn(browser, as: user)
        #expect(answer.status == 403 && answer.text.contains("Les comptes s’ouvrent sur invitation"), "\(user)")
        #expect(answer.text.contains("/end?id_token_hint=") && answer.header("Cache-Control") == "no-store")
        #expect(browser.cookie("terreau_session") == nil)
      }
      let kept: Int = try await provided.count("account_identity")
      #expect(kept == 0)
      // ProConnect vouches for every address and does not say so each time; another provider has to.
      let silent: String = #"{"sub":"u-1","email":"camille@ici.example"}"#
      #expect(try await provided.signIn(Browser(provided.site), as: silent).status == 303)
    }
    try await ProvidedSite.with(dialect, isProConnect: false) { provided async throws in
      try await AccountTests.enter(provided.site)
      let silent: String = #"{"sub":"u-1","email":"camille@ici.example"}"#
      #expect(try await provided.signIn(Browser(provided.site), as: silent).status == 403)
      #expect(try await provided.signIn(Browser(provided.site)).status == 303)
      #expect(try await Browser(provided.site).get("/connexion").text.contains("le compte de votre organisation"))
    }
  }

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
      #expect(try await browser.signIn("camille@ici.example", Self.password).status == 303)
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
        return try await provided.consent(at: try #require(start.location), as: Self.user())
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

  @Test func `what is asked is what ProConnect allows, with secrets of chance and a cookie of this host`() async throws
  {
    try await ProvidedSite.with(.sqlite, publicAddress: "https://terreau.exemple.fr") { provided async throws in
      let browser = Browser(provided.site)
      var drawn: Set<String> = []
      for _ in 1...3 {
        let start = try await browser.get("/connexion/fournisseur")
        #expect(start.status == 303 && start.header("Cache-Control") == "no-store")
        #expect(start.header("Referrer-Policy") == "no-referrer")
        let address: String = try #require(start.location)
        let query = try FormPairs(urlEncoded: Array((address.split(separator: "?").last ?? "").utf8))
        #expect(
          query.pairs.map(\.name)
            == ["response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "claims"])
        #expect(query["redirect_uri"] == "https://terreau.exemple.fr/connexion/fournisseur/retour")
        #expect(query["scope"] == "openid email siret" && query["claims"]?.contains("amr") == true)
        for name in ["state", "nonce"] {
          let secret: String = try #require(query[name])
          #expect(secret.utf8.count == 64 && drawn.insert(secret).inserted)
        }
        let cookie: String = start.headers.first { $0.name == "Set-Cookie" }?.value ?? ""
        #expect(cookie.hasPrefix("__Host-terreau_provider=") && cookie.contains("; Max-Age=600;"))
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("; Secure"))
      }
      drawn.insert(try #require(browser.cookie("__Host-terreau_provider")))
      // Nothing that opens anything is readable in the database.
      let rows: [IdentityRequestRow] = try await provided.site.database.all(
        "SELECT digest, browser, nonce FROM identity_request")
      #expect(rows.count == 3 && rows.allSatisfy { drawn.isDisjoint(with: $0.texts) })
    }
  }

  private struct IdentityRequestRow: Fetched {
    let texts: [String]
    init(_ row: inout Row) throws(DatabaseError) { texts = [try row.next(), try row.next(), try row.next()] }
  }

  @Test func `one comes back to a page of this site, whatever was asked`() async throws {
    try await ProvidedSite.with(.sqlite) { provided async throws in
      try await AccountTests.enter(provided.site)
      for (wanted, given) in [
        ("/sites?q=a", "/sites?q=a"), ("//mechant.example", "/"), ("https://mechant.example/", "/"),
        ("/\\mechant.example", "/"), ("/%5Cmechant.example", "/"), ("javascript:alert(1)", "/"), ("", "/"),
      ] {
        #expect(try await provided.signIn(Browser(provided.site), back: wanted).location == given, "\(wanted)")
      }
    }
    try await ProvidedSite.with(.sqlite, "denied") { provided async throws in
      let answer = try await provided.signIn(Browser(provided.site), back: "/sites?q=a")
      #expect(answer.location == "/connexion?retour=%2Fsites%3Fq%3Da&echec=denied")
      let away = try await provided.signIn(Browser(provided.site), back: "//mechant.example")
      #expect(away.location == "/connexion?echec=denied")
      let page = try await Browser(provided.site).get(answer.location ?? "")
      #expect(page.text.contains("renoncé") && !page.text.contains("<b>no</b>"))
      let forged = try await Browser(provided.site).get(
        "/connexion?echec=absent&reference=%3Cscript%3E&retour=//x.example")
      #expect(!forged.text.contains("&lt;script") && !forged.text.contains("fournisseur?retour"))
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

  @Test func `what is agreed is what is accepted: ES256, HS256 with the secret, userinfo unsigned`() async throws {
    try await ProvidedSite.each(["es256"], .sqlite) { provided async throws in
      #expect(try await provided.signIn(Browser(provided.site)).location == "/")
    }
    try await ProvidedSite.each(["hs256", "good", "public-key-as-secret"], .sqlite, algorithm: .hs256) {
      provided async throws in
      let isRight: Bool = try await provided.signIn(Browser(provided.site)).location == "/"
      #expect(isRight == (provided.fault == "hs256"), "\(provided.fault)")
    }
    try await ProvidedSite.each(["plain", "plain-sub", "info-signature"], .sqlite, isPlain: true) {
      provided async throws in
      let isRight: Bool = try await provided.signIn(Browser(provided.site)).location == "/"
      #expect(isRight == (provided.fault == "plain"), "\(provided.fault)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a second factor that the provider asked for is one, and without it ours is asked for`(
    _ dialect: Dialect
  ) async throws {
    try await ProvidedSite.with(dialect) { provided async throws in
      let site: TestSite = provided.site
      try await AccountTests.enter(site)
      _ = try await site.database.change { try await $0.run("UPDATE territory SET requires_code = TRUE") }
      for (methods, opens) in [
        (["pwd"], false), (["pwd", "mail"], false), (["mfa", "pwd"], true), (["totp"], true), (["pop"], true),
      ] {
        let browser = Browser(site)
        let user: String = Self.user(methods: methods)
        #expect(try await provided.signIn(browser, as: user).location == "/")
        #expect(try await browser.get("/baux").status == (opens ? 200 : 404), "\(methods)")
        #expect(try await browser.get("/compte").text.contains("demande un second facteur") == !opens)
      }
      // Somebody who has set ours up.
      let owner = Browser(site)
      _ = try await provided.signIn(owner, as: Self.user(methods: ["mfa"]))
      let secret: [UInt8] = try await SecondFactorTests.enrol(owner, provided.clock).secret
      provided.clock.advance(seconds: 60)
      let weak = Browser(site)
      let half = try await provided.signIn(weak, back: "/baux")
      #expect(half.location == "/connexion/code?retour=%2Fbaux")
      #expect(try await weak.get("/baux").status == 404)
      let code: String = TestCode.now(secret, provided.clock)
      #expect(try await weak.post("/connexion/code", ["code": code, "return": "/baux"]).location == "/baux")
      #expect(try await weak.get("/compte").words.contains("192.0.2.1, ProConnect"))
      #expect(try await weak.post("/deconnexion").header("Refresh")?.contains("/end?id_token_hint=") == true)
      let strong = Browser(site)
      #expect(try await provided.signIn(strong, as: Self.user(methods: ["mfa"]), back: "/baux").location == "/baux")
      #expect(try await strong.get("/baux").status == 200)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `signing out ends the session here first, then there`(_ dialect: Dialect) async throws {
    try await ProvidedSite.with(dialect) { provided async throws in
      let site: TestSite = provided.site
      try await AccountTests.enter(site)
      let browser = Browser(site)
      _ = try await provided.signIn(browser)
      let sealed: [UInt8] = try await site.database.read {
        try await $0.value("SELECT id_token FROM user_session WHERE id_token IS NOT NULL")
      }
      let session: String = try #require(browser.cookie("terreau_session"))
      let answer = try await browser.post("/deconnexion")
      #expect(answer.status == 200 && answer.text.contains("Nous fermons aussi l’autre"))
      #expect(!answer.text.contains("Camille") && answer.header("Cache-Control") == "no-store")
      let place: String = try #require(answer.header("Refresh"))
      #expect(place.hasPrefix("0; url=http://127.0.0.1:"))
      let query = try FormPairs(urlEncoded: Array((place.split(separator: "?").last ?? "").utf8))
      #expect(query.pairs.map(\.name) == ["id_token_hint", "state", "post_logout_redirect_uri"])
      #expect(query["post_logout_redirect_uri"] == "http://localhost/" && query["state"]?.utf8.count == 64)
      let token: String = try #require(query["id_token_hint"])
      #expect(token.split(separator: ".").count == 3 && !sealed.contains(Array(token.utf8)))
      #expect(answer.text.contains("id_token_hint=\(token)"), "for whose browser does not follow")
      #expect(browser.cookie("terreau_session") == nil)
      browser.set("terreau_session", session)
      #expect(try await browser.get("/compte").status == 404)
      let kept: Int = try await site.database.read {
        try await $0.value("SELECT count(*) FROM user_session WHERE id_token IS NOT NULL")
      }
      #expect(kept == 0)
      // Who came with a password leaves as before.
      _ = try await browser.signIn("camille@ici.example", Self.password)
      #expect(try await browser.post("/deconnexion").location == "/")
    }
    try await ProvidedSite.with(dialect, "no-end") { provided async throws in
      try await AccountTests.enter(provided.site)
      let browser = Browser(provided.site)
      _ = try await provided.signIn(browser)
      #expect(try await browser.post("/deconnexion").location == "/")
      #expect(browser.cookie("terreau_session") == nil)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a detached identity opens nothing until its owner attaches it again`(_ dialect: Dialect) async throws {
    try await ProvidedSite.with(dialect) { provided async throws in
      let site: TestSite = provided.site
      try await AccountTests.enter(site)
      let (owner, through) = (Browser(site), Browser(site))
      _ = try await owner.signIn("camille@ici.example", Self.password)
      _ = try await provided.signIn(through)
      let path: String = try await provided.identityPath("retrait")
      #expect(try await owner.get("/compte").text.contains(path))
      #expect(try await owner.get(path).status == 200)
      #expect(try await owner.post(path, ["current": "pas le bon mot de passe"]).status == 422)
      #expect(try await owner.post(path, ["current": Self.password, "_token": "00"]).status == 403)
      // Nobody else's is one's own.
      try await AccountTests.enter(site, "voisin@ici.example")
      let neighbour = Browser(site)
      _ = try await neighbour.signIn("voisin@ici.example", Self.password)
      #expect(try await neighbour.get(path).status == 404)
      #expect(try await neighbour.post(path, ["current": Self.password]).status == 404)
      #expect(try await through.get("/compte").status == 200)
      #expect(
        try await owner.post(path, ["current": Self.password]).location == "/compte?done=account.identity-detached")
      #expect(try await through.get("/compte").status == 404, "the session that it opened is over")
      #expect(try await owner.get("/compte").text.contains("n’ouvre plus ce compte"))
      // Neither by its name, nor under another name with the same address.
      for user in [Self.user(), Self.user(sub: "u-2")] {
        #expect(try await provided.signIn(Browser(site), as: user).location == "/connexion?echec=detached")
      }
      let again: String = try await provided.identityPath("rattachement")
      #expect(try await neighbour.post(again).status == 404)
      #expect(try await Browser(site).post(again).status == 404)
      #expect(try await owner.post(again, ["_token": "00"]).status == 403)
      #expect(try await owner.post(again).location == "/compte?done=account.identity")
      #expect(try await provided.signIn(Browser(site)).location == "/")
      #expect(try await owner.post(again).status == 409)
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
      #expect(try await Browser(site).signIn("camille@ici.example", Self.password).status == 303)
      let elsewhere = Browser(site, client: "198.51.100.1")
      for _ in 1...500 { _ = try await elsewhere.get("/connexion/fournisseur") }
      #expect(try await elsewhere.get("/connexion/fournisseur").status == 429)
      #expect(try await provided.count("identity_request") <= 500)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `without a provider nothing shows and nothing changes`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await AccountTests.enter(site)
      let browser = Browser(site)
      let page = try await browser.get("/connexion?echec=stale")
      #expect(!page.text.contains("identifier avec") && !page.text.contains("role=\"alert\""))
      for path in ["/connexion/fournisseur", "/connexion/fournisseur/retour?state=x&code=x"] {
        #expect(try await browser.get(path).status == 404)
      }
      #expect(!(try await browser.get("/donnees-personnelles").text.contains("terreau_provider")))
      _ = try await browser.signIn("camille@ici.example", Self.password)
      #expect(!(try await browser.get("/compte").text.contains("Identification par un tiers")))
      #expect(try await browser.post("/deconnexion").location == "/")
    }
  }

  @Test func `what is written of a sign-in tells no code, token or secret`() async throws {
    try await ProvidedSite.each(["id-signature", "token-500", "userinfo-sub", "good", "error"], .sqlite) {
      provided async throws in
      let browser = Browser(provided.site)
      let start = try await browser.get("/connexion/fournisseur")
      let back: String = try await provided.consent(at: try #require(start.location), as: Self.user())
      _ = try await browser.get(back)
      _ = try await provided.signIn(Browser(provided.site))
      let state: Substring = try #require(back.firstMatch(of: /state=([^&]+)/)?.1)
      var secrets: [String] = [IdentityServer.secret, String(state)]
      if let code = back.firstMatch(of: /code=([^&]+)/)?.1 { secrets.append(String(code)) }
      #expect(provided.log.contains { $0.contains("/connexion/fournisseur/retour") })
      for line in provided.log { #expect(!secrets.contains { line.contains($0) }, "\(line)") }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `glewlwyd, which others made, signs somebody in with userinfo that is signed`(_ dialect: Dialect) async throws {
    try await IdentityServer.withGlewlwyd(returningTo: "http://localhost/connexion/fournisseur/retour") { server in
      let settings = try IdentityProvider.Settings(
        issuer: server.glewlwyd, client: IdentityServer.client, secret: IdentityServer.secret, name: "glewlwyd",
        scope: "openid email siret", isProConnect: true)
      try await TestSite.with(
        dialect,
        {
          // What it signs is of now.
          $0.clock = .system
          $0.identityProvider = IdentityProvider(settings)
        }
      ) { site async throws in
        try await AccountTests.enter(site)
        for _ in 1...2 {
          let browser = Browser(site)
          let start = try await browser.get("/connexion/fournisseur?retour=/baux")
          let back: String = try await server.consent(at: try #require(start.location))
          let answer = try await browser.get(back)
          #expect(answer.location == "/baux", "\(answer.location ?? answer.text)")
          #expect(try await browser.get("/compte").text.contains("SIRET 24420077000018"))
          #expect(try await browser.get(back).location == "/connexion?echec=stale")
          #expect(try await browser.post("/deconnexion").header("Refresh")?.contains("/oidc/end_session?") == true)
        }
        let identities: Int = try await site.database.read {
          try await $0.value("SELECT count(*) FROM account_identity")
        }
        #expect(identities == 1)
      }
    }
  }

  static func user(
    sub: String = "u-1", email: String = "camille@ici.example", methods: [String] = ["pwd"]
  ) -> String {
    let amr: String = methods.map { "\"\($0)\"" }.joined(separator: ",")
    return
      #"{"sub":"\#(sub)","email":"\#(email)","email_verified":true,"siret":"24420077000018","amr":[\#(amr)]}"#
  }
}
