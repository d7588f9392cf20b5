import HTTP
import Mail
import OpenID
import Platform
import SQL
import TestSite
import Testing

/// A provider that others made.
@Suite struct GlewlwydTests {
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
}
