import HTTP
import Mail
import Platform
import SQL
import TestSite
import Testing

/// From the invitation to the last session closed.
@Suite struct AccountTests {
  static let password: String = "une phrase assez longue"

  /// An account that can sign in, with one role here.
  @discardableResult
  static func enter(
    _ site: TestSite, _ email: String = "camille@ici.example", _ kind: ActorKind = .agent
  ) async throws -> ID<Account> {
    let id = try await Accounts(site.app).enter(
      email, "Camille Test", [kind == .operator ? Grant(.operator, on: .installation) : Grant(kind, on: .territory)],
      on: site.here.id)
    try await choosePassword(site, email)
    return id
  }

  /// Through the link, as anybody does.
  static func choosePassword(_ site: TestSite, _ email: String, _ password: String = password) async throws {
    let browser = Browser(site, client: "198.51.100.77")
    let link: String = try await Accounts(site.app).reset(email)
    _ = try await browser.get(AccountTests.path(link))
    let answer = try await browser.post("/mot-de-passe", ["password": password])
    #expect(answer.status == 303, "\(answer.text)")
    _ = try await browser.post("/deconnexion")
  }

  /// The part of a link that leads into the site.
  static func path(_ link: some StringProtocol) -> String {
    link.firstRange(of: "/acces").map { String(link[$0.lowerBound...]) } ?? "/"
  }

  @Test(arguments: TestDatabase.dialects)
  func `somebody invited gets a mail, chooses a password, and sees their part`(_ dialect: Dialect) async throws {
    try await MailServer.with { server in
      let office = PostOffice(try PostOffice.Settings(address: "smtp://127.0.0.1:\(server.port)"))
      try await TestSite.with(dialect, { $0.postOffice = office }) { site async throws in
        let given = try await site.post(
          "/habilitations",
          ["email": "Alix@Partenaire.example", "name": "Alix Été", "kind": "elected", "from": "2026-11-21"],
          as: site.actor(.administrator))
        #expect(given.status == 303, "\(given.text)")
        try await site.app.keep()
        let mail = try #require(try await server.received(1).first)
        #expect(mail.recipients == ["Alix@partenaire.example"])
        #expect(mail.headers["subject"] == "Métropole d’ici vous ouvre un accès")
        #expect(mail.displayName == "Métropole d’ici")
        #expect(mail.text.contains("Bonjour Alix Été,") && mail.text.contains("Test administrator vous donne un rôle"))
        #expect(mail.defects == [])
        let link = try #require(
          mail.text.split(separator: "\n").first { $0.hasPrefix("http://localhost/acces?jeton=") })
        let browser = Browser(site)
        let follow = try await browser.get(AccountTests.path(link))
        #expect(follow.status == 303 && follow.location == "/mot-de-passe")
        let short = try await browser.post("/mot-de-passe", ["password": "court"])
        #expect(short.status == 422 && short.text.contains("Au moins 12 caractères"))
        #expect(try await browser.post("/mot-de-passe", ["password": Self.password]).status == 303)
        let home = try await browser.get("/baux")
        #expect(home.status == 200 && home.text.contains("Alix Été"))
        #expect(try await browser.get("/annuaire/personnes").status == 404)
        #expect(try await browser.get("/sites/nouveau").status == 404)
        // What waits to leave is sealed, and nothing stays of what has left.
        let kept: Int = try await site.database.read {
          try await $0.value("SELECT count(*) FROM outgoing_message WHERE sealed IS NOT NULL OR sent_at IS NULL")
        }
        #expect(kept == 0)
        // A second role needs no second letter: who works here already is told among other news.
        _ = try await site.post(
          "/habilitations",
          ["email": "alix@partenaire.example", "name": "X", "kind": "agent", "from": "2026-11-21"],
          as: site.actor(.administrator))
        try await site.app.keep()
        #expect(try server.received().count == 1)
        #expect(try await browser.get("/compte/notifications").text.contains("Rôle donné"))
        #expect(try await browser.get("/sites/nouveau").status == 200)
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `mail that cannot leave waits, tries again, and says why to the operator`(_ dialect: Dialect) async throws {
    try await MailServer.with(.refusing("non@ici.example", status: 550)) { server in
      let clock = TestClock()
      let office = PostOffice(try PostOffice.Settings(address: "smtp://127.0.0.1:\(server.port)"))
      let nowhere = PostOffice(try PostOffice.Settings(address: "smtp://127.0.0.1:1"))
      for (post, address, failed) in [(nowhere, "oui@ici.example", false), (office, "non@ici.example", true)] {
        try await TestSite.with(
          dialect,
          {
            $0.postOffice = post
            $0.clock = clock.clock
          }
        ) { site async throws in
          _ = try await Accounts(site.app).invite(address, "X", Grant(.elected, on: .territory), on: site.here)
          try await site.app.keep()
          let page = try await site.get("/exploitation", as: site.actor(.operator))
          #expect(page.text.contains(failed ? "0 en attente, 1 en échec" : "1 en attente, 0 en échec"), "\(page.text)")
          #expect(page.text.contains("Dernier échec d’envoi"))
          try await site.app.keep()
          let attempts: Int = try await site.database.read {
            try await $0.value("SELECT attempts FROM outgoing_message")
          }
          #expect(attempts == 1)
          clock.advance(seconds: 90)
          try await site.app.keep()
          let later: Int = try await site.database.read { try await $0.value("SELECT attempts FROM outgoing_message") }
          #expect(later == (failed ? 1 : 2))
        }
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `sessions are listed and closed one by one or all at once`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await Self.enter(site)
      let (desk, phone, other) = (Browser(site), Browser(site), Browser(site))
      for browser in [desk, phone, other] {
        #expect(try await browser.signIn("camille@ici.example", Self.password).status == 303)
      }
      let page = try await desk.get("/compte", headers: ["user-agent": "x"])
      let numbers: [Substring] = page.text.split(separator: "/compte/sessions/").dropFirst()
        .compactMap { $0.split(separator: "/").first }.filter { Int($0) != nil }
      #expect(numbers.count == 2)
      #expect(try await desk.post("/compte/sessions/\(numbers[1])/fin").status == 303)
      #expect(try await phone.get("/compte").status == 404)
      #expect(try await other.get("/compte").status == 200)
      // Somebody else's session is not theirs to close.
      try await Self.enter(site, "voisin@ici.example")
      let neighbour = Browser(site)
      _ = try await neighbour.signIn("voisin@ici.example", Self.password)
      _ = try await neighbour.post("/compte/sessions/\(numbers[0])/fin")
      #expect(try await other.get("/compte").status == 200)
      #expect(try await desk.post("/compte/sessions/fin").status == 303)
      #expect(try await other.get("/compte").status == 404)
      #expect(try await desk.get("/compte").status == 200)
      #expect(try await desk.post("/deconnexion").status == 303)
      #expect(try await desk.get("/compte").status == 404)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a session ends after half a day without a sign of life, and after a week in all`(_ dialect: Dialect)
    async throws
  {
    let clock = TestClock()
    try await TestSite.with(dialect, { $0.clock = clock.clock }) { site async throws in
      try await Self.enter(site)
      let (idle, busy) = (Browser(site), Browser(site))
      for browser in [idle, busy] { _ = try await browser.signIn("camille@ici.example", Self.password) }
      for hour in 1...(24 * 7) {
        clock.advance(seconds: 3_600)
        let status: Int = try await busy.get("/compte").status
        #expect(status == (hour < 24 * 7 ? 200 : 404), "after \(hour) hours")
        if hour == 12 { #expect(try await idle.get("/compte").status == 404) }
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `changing the password closes the other sessions, and needs the present one`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await Self.enter(site)
      let (mine, thief) = (Browser(site), Browser(site))
      for browser in [mine, thief] { _ = try await browser.signIn("camille@ici.example", Self.password) }
      let wrong = try await thief.post(
        "/compte/mot-de-passe", ["current": "non", "password": "une autre phrase longue"])
      #expect(wrong.status == 422 && wrong.text.contains("pas votre mot de passe actuel"))
      let weak = try await mine.post(
        "/compte/mot-de-passe", ["current": Self.password, "password": "Camille-Test-2026"])
      #expect(weak.status == 422 && weak.text.contains("votre nom"))
      let new: [String: String] = ["current": Self.password, "password": "une autre phrase longue"]
      #expect(try await mine.post("/compte/mot-de-passe", new).status == 303)
      #expect(try await mine.get("/compte").status == 200)
      #expect(try await thief.get("/compte").status == 404)
      #expect(try await Browser(site).signIn("camille@ici.example", Self.password).status == 422)
      #expect(try await Browser(site).signIn("CAMILLE@ici.example", "une autre phrase longue").status == 303)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a closed account is out at once, with its sessions and tokens, and can come back`(_ dialect: Dialect)
    async throws
  {
    try await TestSite.with(dialect) { site async throws in
      let id = try await Self.enter(site)
      let accounts = Accounts(site.app)
      let token: String = try await accounts.drawToken(id, "essai", on: site.here.id)
      let browser = Browser(site)
      _ = try await browser.signIn("camille@ici.example", Self.password)
      let bearer = ["authorization": "Bearer \(token)"]
      #expect(try await site.get("/api/v1/baux", headers: bearer).status == 200)
      try await accounts.setDisabled(true, "camille@ici.example")
      #expect(try await browser.get("/compte").status == 404)
      #expect(try await site.get("/api/v1/baux", headers: bearer).status == 401)
      #expect(try await Browser(site).signIn("camille@ici.example", Self.password).status == 422)
      try await accounts.setDisabled(false, "camille@ici.example")
      #expect(try await browser.get("/compte").status == 404)
      #expect(try await Browser(site).signIn("camille@ici.example", Self.password).status == 303)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an API token does what it was drawn for, until its last day`(_ dialect: Dialect) async throws {
    let clock = TestClock()
    try await TestSite.with(dialect, { $0.clock = clock.clock }) { site async throws in
      try await Self.enter(site)
      let browser = Browser(site)
      _ = try await browser.signIn("camille@ici.example", Self.password)
      let late = try await browser.post("/compte/jetons", ["name": "x", "expires": "2028-01-01"])
      #expect(late.status == 422 && late.text.contains("dans un an au plus"))
      let drawn = try await browser.post(
        "/compte/jetons", ["name": "export", "section": "locaux", "expires": "2026-11-23"])
      #expect(drawn.status == 200 && drawn.header("Cache-Control") == "no-store")
      let token = try #require(drawn.text.split(separator: "\"secret\">").last?.prefix { $0 != "<" })
      #expect(token.hasPrefix("terreau_") && token.count == 72)
      #expect(!(try await browser.get("/compte").text.contains(token)))
      let bearer = ["authorization": "Bearer \(token)"]
      #expect(try await site.get("/api/v1/sites", headers: bearer).status == 200)
      #expect(try await site.get("/api/v1/annuaire/organisations", headers: bearer).status == 403)
      #expect(try await site.api("/sites", #"{"name":"A","municipality":"B"}"#, headers: bearer).status == 403)
      // The API knows no cookies: another site cannot make a browser call it.
      #expect(try await browser.get("/api/v1/baux").status == 404)
      // Elsewhere a token is nothing.
      #expect(try await site.get("/baux", headers: bearer).status == 404)
      clock.advance(seconds: 2 * 86_400)
      #expect(try await site.get("/api/v1/sites", headers: bearer).status == 200)
      clock.advance(seconds: 86_400)
      let expired = try await site.get("/api/v1/sites", headers: bearer)
      #expect(expired.status == 401 && expired.header("WWW-Authenticate") == "Bearer")
      browser.set("terreau_session", nil)
      let second = try await browser.signIn("camille@ici.example", Self.password)
      #expect(second.status == 303)
      let writes = try await browser.post(
        "/compte/jetons", ["name": "saisie", "writes": "true", "expires": "2027-01-01"])
      let other = try #require(writes.text.split(separator: "\"secret\">").last?.prefix { $0 != "<" })
      let writer = ["authorization": "Bearer \(other)"]
      #expect(try await site.api("/sites", #"{"name":"A","municipality":"B"}"#, headers: writer).status == 201)
      #expect(try await browser.post("/compte/jetons/2/fin").status == 303)
      #expect(try await site.get("/api/v1/sites", headers: writer).status == 401)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a new address is proved by its link before it replaces the old one, which is warned`(
    _ dialect: Dialect
  ) async throws {
    try await MailServer.with { server in
      let office = PostOffice(try PostOffice.Settings(address: "smtp://127.0.0.1:\(server.port)"))
      try await TestSite.with(dialect, { $0.postOffice = office }) { site async throws in
        try await Self.enter(site)
        let browser = Browser(site)
        _ = try await browser.signIn("camille@ici.example", Self.password)
        let asked = try await browser.post(
          "/compte/adresse", ["email": "nouvelle@ici.example", "current": Self.password])
        #expect(asked.status == 200)
        try await site.app.keep()
        let mails = try await server.received(2)
        let proof = try #require(mails.first { $0.recipients == ["nouvelle@ici.example"] })
        #expect(mails.contains { $0.recipients == ["camille@ici.example"] && $0.text.contains("nouvelle@ici.example") })
        let link = try #require(proof.text.split(separator: "\n").first { $0.contains("/acces?jeton=") })
        // A mail scanner follows links, and presses no button.
        #expect(try await browser.get(AccountTests.path(link)).location == "/nouvelle-adresse")
        #expect(try await Browser(site).signIn("camille@ici.example", Self.password).status == 303)
        #expect(try await browser.post("/nouvelle-adresse").status == 303)
        #expect(try await Browser(site).signIn("camille@ici.example", Self.password).status == 422)
        #expect(try await Browser(site).signIn("nouvelle@ici.example", Self.password).status == 303)
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `the reader’s language is kept, in the browser and in the account`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let visitor = Browser(site)
      #expect(try await visitor.get("/sites?lang=en").text.contains("<html lang=\"en\">"))
      #expect(try await visitor.get("/sites").text.contains("<html lang=\"en\">"))
      try await Self.enter(site)
      let browser = Browser(site)
      _ = try await browser.signIn("camille@ici.example", Self.password)
      let changed = try await browser.post(
        "/compte", ["name": "Camille Test", "language": "en", "agreement": "f", "version": "2"])
      #expect(changed.status == 303, "\(changed.text)")
      let page = try await Browser(site).signedIn("camille@ici.example", Self.password).get("/compte")
      #expect(page.text.contains("<html lang=\"en\">") && page.text.contains("(agent)"))
      #expect(try await browser.get("/compte?lang=fr").text.contains("(agente)"))
    }
  }
}

extension Browser {
  func signedIn(_ email: String, _ password: String) async throws -> Browser {
    _ = try await signIn(email, password)
    return self
  }
}
