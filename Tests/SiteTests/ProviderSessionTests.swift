import HTTP
import Mail
import OpenID
import Platform
import SQL
import TestSite
import Testing

/// What lasts after a provider has said who somebody is.
@Suite struct ProviderSessionTests {
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
        let user: String = ProvidedSite.user(methods: methods)
        #expect(try await provided.signIn(browser, as: user).location == "/")
        #expect(try await browser.get("/baux").status == (opens ? 200 : 404), "\(methods)")
        #expect(try await browser.get("/compte").text.contains("demande un second facteur") == !opens)
      }
      // Somebody who has set ours up.
      let owner = Browser(site)
      _ = try await provided.signIn(owner, as: ProvidedSite.user(methods: ["mfa"]))
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
      #expect(
        try await provided.signIn(strong, as: ProvidedSite.user(methods: ["mfa"]), back: "/baux").location == "/baux")
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
      _ = try await browser.signIn("camille@ici.example", AccountTests.password)
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
      _ = try await owner.signIn("camille@ici.example", AccountTests.password)
      _ = try await provided.signIn(through)
      let path: String = try await provided.identityPath("retrait")
      #expect(try await owner.get("/compte").text.contains(path))
      #expect(try await owner.get(path).status == 200)
      #expect(try await owner.post(path, ["current": "pas le bon mot de passe"]).status == 422)
      #expect(try await owner.post(path, ["current": AccountTests.password, "_token": "00"]).status == 403)
      // Nobody else's is one's own.
      try await AccountTests.enter(site, "voisin@ici.example")
      let neighbour = Browser(site)
      _ = try await neighbour.signIn("voisin@ici.example", AccountTests.password)
      #expect(try await neighbour.get(path).status == 404)
      #expect(try await neighbour.post(path, ["current": AccountTests.password]).status == 404)
      #expect(try await through.get("/compte").status == 200)
      #expect(
        try await owner.post(path, ["current": AccountTests.password]).location
          == "/compte?done=account.identity-detached")
      #expect(try await through.get("/compte").status == 404, "the session that it opened is over")
      #expect(try await owner.get("/compte").text.contains("n’ouvre plus ce compte"))
      // Neither by its name, nor under another name with the same address.
      for user in [ProvidedSite.user(), ProvidedSite.user(sub: "u-2")] {
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
}
