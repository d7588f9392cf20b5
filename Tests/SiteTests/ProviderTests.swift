import HTTP
import Mail
import OpenID
import Platform
import SQL
import TestSite
import Testing

/// Signing in through a provider of identities that is as strict as ProConnect.
@Suite struct ProviderTests {
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
      #expect(try await provided.signIn(Browser(site), as: ProvidedSite.user(sub: "u-2")).location == "/")
      #expect(try await provided.deeds() == ["account.identity", "account.identity", "account.identity-changed"])
      // The owner hears of it: the letter box at the provider may be somebody else's now.
      let mails: Int = try await site.database.read { try await $0.value("SELECT count(*) FROM outgoing_message") }
      #expect(mails == 2)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `the organisation that somebody signs in for is found by the number of a double that became part of it`(
    _ dialect: Dialect
  ) async throws {
    try await ProvidedSite.with(dialect) { provided async throws in
      let site: TestSite = provided.site
      try await AccountTests.enter(site)
      var entered: [Int] = []
      for form in [
        #"{"name":"Grenoble-Alpes Métropole","number":"24420077000026"}"#,
        #"{"name":"La Métro","number":"24420077000018"}"#,
      ] {
        let answer = try await site.api("/annuaire/organisations", form, as: site.agent)
        entered.append(try #require(try answer.json()["id"]?.int, "\(answer.text)"))
      }
      let browser = Browser(site)
      _ = try await provided.signIn(browser)
      #expect(try await browser.get("/compte").text.contains("La Métro"))
      let merged = try await site.post(
        "/annuaire/doublons/\(entered[0])/\(entered[1])/decision", ["keep": "\(entered[0])"], as: site.agent)
      try #require(merged.status == 303, "\(merged.text)")
      let account = try await browser.get("/compte")
      #expect(account.text.contains("Grenoble-Alpes Métropole") && !account.text.contains("La Métro"))
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
        ProvidedSite.user(sub: "u-9", email: "inconnue@ici.example"),
        ProvidedSite.user(sub: "u-8", email: "ferme@ici.example"),
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
      _ = try await browser.signIn("camille@ici.example", AccountTests.password)
      #expect(!(try await browser.get("/compte").text.contains("Identification par un tiers")))
      #expect(try await browser.post("/deconnexion").location == "/")
    }
  }
}
