import HTTP
import Mail
import SQL
import TestSite
import Testing

@testable import Platform

/// What left in a territory's name, for those who answer for it: how far it came, never what it says.
@Suite struct DeliveryTests {
  @Test(arguments: TestDatabase.dialects)
  func `a message is followed from its writing to its failure, and sent again once what was wrong is repaired`(
    _ dialect: Dialect
  ) async throws {
    try await MailServer.with(.refusing("non@ici.example", status: 550)) { server in
      let office = PostOffice(try PostOffice.Settings(address: "smtp://127.0.0.1:\(server.port)"))
      try await TestSite.with(dialect, { $0.postOffice = office }) { site async throws in
        let manager: TestActor = site.actor(.manager)
        for email in ["oui@ici.example", "non@ici.example"] {
          _ = try await site.api(
            "/habilitations",
            #"{"email":"\#(email)","name":"Nom \#(email.prefix(3))","kind":"elected","from":"2026-01-01"}"#,
            as: site.actor(.administrator))
        }
        #expect(try await states(site, manager) == ["waiting", "waiting"])
        try await site.app.keep()
        #expect(try await states(site, manager) == ["failed", "sent"], "the latest first")
        let page = try await site.get("/envois", as: manager)
        #expect(page.text.contains("Le serveur de courrier refuse cette adresse") && page.text.contains("Nom non"))
        #expect(page.text.contains("Invitation") && !page.text.contains("jeton") && !page.text.contains("vous ouvre"))
        #expect(try await site.get("/envois.csv?state=sent", as: manager).text.contains("Nom oui"))
        #expect(!(try await site.get("/envois.csv?state=sent&channel=mail", as: manager).text.contains("Nom non")))
        #expect(try await site.get("/api/v1/envois?kind=account.reset", as: manager).json()["total"]?.int == 0)
        #expect(try await site.get("/api/v1/envois?q=nom%20n", as: manager).json()["total"]?.int == 1)
        let failed: Int = try #require(
          try await site.get("/api/v1/envois?state=failed", as: manager).json()["items"]?[0]?["id"]?.int)
        #expect(try await site.get("/envois/\(failed)", as: manager).text.contains("Renvoyer"))
        #expect(try await site.post("/envois/\(failed)/renvoi", [:], as: site.agent).status == 404)
        #expect(try await site.post("/envois/\(failed)/renvoi", [:], as: manager).status == 303)
        #expect(try await states(site, manager) == ["waiting", "sent"])
        #expect(try await site.post("/envois/\(failed)/renvoi", [:], as: manager).status == 409, "it is on its way")
        try await site.app.keep()
        #expect(try await states(site, manager) == ["failed", "sent"])
        #expect(try await site.get("/envois/\(failed)/historique", as: manager).text.contains("Envoi relancé"))
      }
    }
  }

  private func states(_ site: TestSite, _ actor: TestActor) async throws -> [String] {
    let items: JSON? = try await site.get("/api/v1/envois", as: actor).json()["items"]
    guard case .array(let lines) = items else { return [] }
    return lines.compactMap { $0["state"]?.string }
  }

  @Test(arguments: TestDatabase.dialects)
  func `who has no account here is known by no more than owners need`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      // Somebody of another territory, whom nobody here knows.
      let account: ID<Account> = try await Accounts(site.app).enter(
        "jeanne@loin.example", "Jeanne Lointaine", [Grant(.agent, on: .territory)], on: site.elsewhere.id)
      let outbox = Outbox(secrets: site.app.secrets)
      _ = try await site.database.change { session in
        try await session.run(
          outbox.insertion(
            Letter(.oneDelivery, [], from: "x", .fr), to: EmailAddress("jeanne@loin.example")!, about: .digest,
            of: site.here.id, for: account, at: TestSite.now))
      }
      try await OutboxTests.write(site.app, site.elsewhere)
      let page = try await site.get("/envois", as: site.actor(.administrator))
      #expect(page.text.contains("j•••@loin.example") && page.text.contains("Récapitulatif"), "\(page.text)")
      #expect(!page.text.contains("jeanne") && !page.text.contains("Jeanne") && !page.text.contains("+33"))
      let theirs = try await site.get("/envois", as: site.actor(.administrator, in: site.elsewhere))
      #expect(
        theirs.text.contains("•••••••78") && !theirs.text.contains("+33612345678") && !theirs.text.contains("123456"))
    }
  }
}
