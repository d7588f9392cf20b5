import HTTP
import Mail
import Platform
import SQL
import Site
import Synchronization
import TestSite
import Testing

/// Each attack that people try on a site with accounts, and what stops it.
@Suite struct AttackTests {
  private let camille: String = "camille@ici.example"
  private let password: String = AccountTests.password

  @Test(arguments: TestDatabase.dialects)
  func `session fixation: signing in always opens a new session, and closes the one that was there`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await AccountTests.enter(site)
      let browser = Browser(site)
      browser.set("terreau_session", String(repeating: "a", count: 64))
      browser.set("terreau_form", String(repeating: "b", count: 32))
      // The token of the form is of a visitor's browser, as no such session exists.
      let token: String = try await site.app.formToken(forCookies: "terreau_form=\(String(repeating: "b", count: 32))")
      let answer = try await browser.post("/connexion", ["email": camille, "password": password, "_token": token])
      #expect(answer.status == 303)
      let first: String = try #require(browser.cookie("terreau_session"))
      #expect(first != String(repeating: "a", count: 64) && first.utf8.count == 64)
      let stolen = Browser(site)
      stolen.set("terreau_session", first)
      #expect(try await stolen.get("/compte").status == 200)
      #expect(try await browser.signIn(camille, password).status == 303)
      #expect(browser.cookie("terreau_session") != first)
      #expect(try await stolen.get("/compte").status == 404)
      let set = answer.headers.first { $0.name == "Set-Cookie" && $0.value.hasPrefix("terreau_session=") }?.value ?? ""
      #expect(set.contains("HttpOnly") && set.contains("SameSite=Lax") && set.contains("Path=/"))
    }
  }

  @Test func `with TLS, cookies are secure and the session’s is of this host only`() async throws {
    try await TestSite.with(.sqlite, { $0.publicAddress = "https://terreau.exemple.fr" }) { site async throws in
      try await AccountTests.enter(site)
      let browser = Browser(site)
      let answer = try await browser.post(
        "/connexion", ["email": camille, "password": password], headers: ["origin": "https://terreau.exemple.fr"])
      let cookies: [String] = answer.headers.filter { $0.name == "Set-Cookie" }.map(\.value)
      #expect(cookies.contains { $0.hasPrefix("__Host-terreau_session=") })
      #expect(!cookies.isEmpty && cookies.allSatisfy { $0.contains("; Secure") })
      let page = try await browser.get("/compte")
      #expect(page.status == 200 && page.header("Strict-Transport-Security") == "max-age=31536000")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `forged requests: no form acts without the token of its own session, nor from another site`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await AccountTests.enter(site)
      let browser = try await Browser(site).signedIn(camille, password)
      let forms: [String] = site.app.endpoints.filter { $0.method == .post && !$0.pattern.description.contains("{") }
        .map(\.pattern.description)
        // The link of a mail is its own token: mail programs press it without a page (RFC 8058).
        .filter { !["/lab/desabonnement", "/notifications/arret", "/notifications/silence"].contains($0) }
      #expect(forms.contains("/deconnexion") && forms.contains("/compte/mot-de-passe") && forms.contains("/sites"))
      let visitor: String = try await site.app.formToken(
        forCookies: "terreau_form=\(String(repeating: "c", count: 32))")
      for path in forms {
        for (token, headers) in [
          ("", [:]), ("00", [:]), (visitor, [:]), (nil, ["origin": "https://mechant.example"]),
          (nil, ["sec-fetch-site": "cross-site"]),
        ] as [(String?, [String: String])] {
          var fields: [String: String] = ["name": "X", "municipality": "Y"]
          if let token { fields["_token"] = token }
          let answer = try await browser.post(path, fields, headers: headers)
          #expect(answer.status == 403 || answer.status == 404, "\(path): \(answer.status)")
        }
      }
      #expect(try await browser.get("/compte").status == 200)
      #expect(try await site.get("/api/v1/sites").json()["total"]?.int == 0)
      // Nor does a page merely visited.
      #expect(try await browser.get("/deconnexion").status == 405)
    }
  }

  @Test func `open redirect: after signing in one goes back to a page of this site, or home`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      try await AccountTests.enter(site)
      for (wanted, given) in [
        ("/sites?q=a", "/sites?q=a"), ("//mechant.example", "/"), ("https://mechant.example/", "/"),
        ("/\\mechant.example", "/"), ("/%5Cmechant.example", "/"), ("mechant.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\t/mechant.example", "/"), ("/..//mechant.example", "/"), ("", "/"), ("/a\r\nSet-Cookie: x=y", "/"),
      ] {
        let browser = Browser(site)
        let answer = try await browser.post(
          "/connexion", ["email": camille, "password": password, "return": wanted])
        #expect(answer.location == given, "\(wanted)")
        _ = try await browser.post("/deconnexion")
        let page = try await browser.get(
          "/connexion?\(FormPairs().setting("retour", to: wanted.filter { $0 != "\r\n" }).encoded)")
        // The page may name itself in its own links, and carries nothing along that leads elsewhere.
        let carries: Bool = page.text.contains("name=\"return\"")
        #expect(carries == (wanted == given), "\(wanted)")
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `forged host: no link, redirect or export is ever built from the Host header`(_ dialect: Dialect) async throws {
    try await MailServer.with { server in
      let office = PostOffice(try PostOffice.Settings(address: "smtp://127.0.0.1:\(server.port)"))
      try await TestSite.with(dialect, { $0.postOffice = office }) { site async throws in
        try await AccountTests.enter(site)
        let forged: [String: String] = [
          "host": "mechant.example", "x-forwarded-host": "mechant.example", "origin": "http://mechant.example",
        ]
        let answer = try await Browser(site).post("/mot-de-passe-oublie", ["email": camille], headers: forged)
        #expect(answer.status == 200)
        await site.app.finishLater()
        try await site.app.keep()
        let mail = try #require(try await server.received(1).first)
        #expect(mail.text.contains("http://localhost/acces?jeton=") && !mail.text.contains("mechant"))
        try await site.enterSite()
        for path in ["/sites.csv", "/sites", "/connexion", "/nulle-part", "/sites/"] {
          let page = try await site.get(path, as: site.agent, headers: forged)
          #expect(!page.text.contains("mechant") && page.location?.contains("mechant") != true, "\(path)")
        }
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `mail header injection: what somebody types never begins a header`(_ dialect: Dialect) async throws {
    try await MailServer.with { server in
      let office = PostOffice(try PostOffice.Settings(address: "smtp://127.0.0.1:\(server.port)"))
      try await TestSite.with(dialect, { $0.postOffice = office }) { site async throws in
        let administrator: TestActor = site.actor(.administrator)
        func give(_ email: String, _ name: String) async throws -> Int {
          let fields = ["email": email, "name": name, "kind": "elected", "from": "2026-11-21"]
          return try await site.post("/habilitations", fields, as: administrator).status
        }
        for end in ["\r\n", "\n", "\r", "\u{0}", "\u{85}", "%0d%0a"] {
          #expect([400, 422].contains(try await give("x@y.example\(end)Bcc: z@y.example", "X")))
          let status: Int = try await give("x@y.example", "X\(end)Bcc: z@y.example")
          #expect(end == "%0d%0a" ? status == 303 : [400, 422].contains(status), "\(status)")
        }
        // A territory's name goes into the subject and the sender's name.
        _ = try await site.database.change {
          try await $0.run("UPDATE territory SET name = \("A\r\nBcc: z@y.example\r\n\r\nB") WHERE id = \(site.here.id)")
        }
        #expect(try await give("w@y.example", "W") == 303)
        try await site.app.keep()
        for mail in try await server.received(2) {
          #expect(mail.recipients.count == 1 && !mail.names.contains("Bcc"), "\(mail.names)")
          #expect(mail.defects == [])
        }
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a link’s secret leaves the address at once, and is in no page, referrer or log`(_ dialect: Dialect) async throws
  {
    let logged = Mutex<[String]>([])
    try await TestSite.with(
      dialect,
      {
        $0.logsRequests = true
        $0.log = Log(
          .text, clock: { "" }, to: { line in logged.withLock { $0.append(String(decoding: line, as: UTF8.self)) } })
      }
    ) { site async throws in
      try await AccountTests.enter(site)
      let link: String = try await Accounts(site.app).reset(camille)
      let secret = try #require(link.split(separator: "=").last.map(String.init))
      let browser = Browser(site)
      let answer = try await browser.get("/acces?jeton=\(secret)")
      #expect(answer.status == 303 && answer.location == "/mot-de-passe")
      #expect(answer.header("Referrer-Policy") == "no-referrer" && answer.header("Cache-Control") == "no-store")
      let page = try await browser.get("/mot-de-passe")
      #expect(page.status == 200 && !page.text.contains(secret) && page.header("Cache-Control") == "no-store")
      #expect(page.header("Referrer-Policy") == "same-origin")
      _ = try await browser.post("/mot-de-passe", ["password": password])
      let lines: [String] = logged.withLock { $0 }
      #expect(lines.contains { $0.contains("/acces") })
      #expect(!lines.contains { $0.contains(secret) || $0.contains("jeton") || $0.contains(password) })
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a reset link opens once, for a while, and the next one makes it void`(_ dialect: Dialect) async throws {
    let clock = TestClock()
    try await TestSite.with(dialect, { $0.clock = clock.clock }) { site async throws in
      try await AccountTests.enter(site)
      let accounts = Accounts(site.app)
      let (first, second): (String, String) = (try await accounts.reset(camille), try await accounts.reset(camille))
      let (browser, thief) = (Browser(site), Browser(site))
      #expect(try await thief.get(AccountTests.path(second)).status == 303)
      #expect(try await browser.get(AccountTests.path(second)).status == 303)
      #expect(try await browser.post("/mot-de-passe", ["password": "la première phrase"]).status == 303)
      // Replayed in another browser that had opened it before, again in this one, or with the link sent earlier.
      let replay = try await thief.post("/mot-de-passe", ["password": "la phrase du voleur"])
      #expect(replay.status == 404)
      for link in [first, second] { #expect(try await Browser(site).get(AccountTests.path(link)).status == 404) }
      #expect(try await Browser(site).signIn(camille, "la première phrase").status == 303)
      let late: String = try await accounts.reset(camille)
      clock.advance(seconds: 2 * 3_600 + 1)
      let dead = try await Browser(site).get(AccountTests.path(late))
      #expect(dead.status == 404 && dead.text.contains("Demander un autre lien"))
      // Two at the same moment: one chooses.
      let race: String = try await accounts.reset(camille)
      let (left, right) = (Browser(site), Browser(site))
      _ = try await left.get(AccountTests.path(race))
      _ = try await right.get(AccountTests.path(race))
      async let one = left.post("/mot-de-passe", ["password": "une phrase de gauche"])
      async let two = right.post("/mot-de-passe", ["password": "une phrase de droite"])
      let statuses: [Int] = [try await one.status, try await two.status].sorted()
      #expect(statuses.first == 303 && [404, 409].contains(statuses.last), "\(statuses)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `role escalation: no field gives more than one may give, nor on somebody else’s territory`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      func give(_ kind: String, as actor: ActorKind, _ more: [String: String] = [:]) async throws -> Answer {
        let fields = ["email": "x@y.example", "name": "X", "kind": kind, "from": "2026-11-21"]
        return try await site.post("/habilitations", fields.merging(more) { $1 }, as: site.actor(actor))
      }
      for kind in ["administrator", "manager", "agent", "elected", "operator", "public", "nobody"] {
        #expect(try await give(kind, as: .manager).status == 422, "\(kind)")
      }
      for kind in ["operator", "public"] { #expect(try await give(kind, as: .administrator).status == 422) }
      for actor in [ActorKind.agent, .elected, .company, .partner, .resident, .operator, .public] {
        #expect(try await give("agent", as: actor).status == 404)
      }
      // What the form does not ask is not read; in JSON it is refused.
      let more: [String: String] = [
        "territory_id": "\(site.elsewhere.id)", "target": "installation", "account_id": "1", "territory": "ailleurs",
      ]
      #expect(try await give("elected", as: .administrator, more).status == 303)
      let json = try await site.api(
        "/habilitations",
        #"{"email":"x@y.example","name":"X","kind":"elected","from":"2026-11-21","territory_id":2}"#,
        as: site.actor(.administrator))
      #expect(json.status == 422)
      #expect(try json.wrongFields() == ["territory_id"])
      let roles: [String] = try await site.database.read {
        try await $0.all("SELECT kind || ' ' || target || ' ' || territory_id FROM role WHERE kind = 'elected'") {
          try $0.next()
        }
      }
      #expect(!roles.isEmpty && roles.allSatisfy { $0 == "elected territory \(site.here.id)" }, "\(roles)")
      // One's own account neither.
      let agent = try await Browser(site).signedIn(
        try await entered(site, "agent@ici.example", .agent), password)
      _ = try await agent.post(
        "/compte", ["name": "Moi", "version": "2", "kind": "administrator", "email": "autre@ici.example", "id": "1"])
      #expect(try await agent.get("/habilitations").status == 404)
      #expect(try await agent.get("/compte").text.contains("agent@ici.example"))
    }
  }

  private func entered(_ site: TestSite, _ email: String, _ kind: ActorKind) async throws -> String {
    try await AccountTests.enter(site, email, kind)
    return email
  }

  @Test(arguments: TestDatabase.dialects)
  func `no secret can be read in the database, so none can be compared byte by byte`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let id = try await AccountTests.enter(site)
      let accounts = Accounts(site.app)
      let browser = try await Browser(site).signedIn(camille, password)
      let session: String = try #require(browser.cookie("terreau_session"))
      let token: String = try await accounts.drawToken(id, "essai", on: site.here.id)
      let link: String = try await accounts.reset(camille)
      let secret: String = String(link.split(separator: "=").last ?? "")
      _ = try await browser.post("/mot-de-passe-oublie", ["email": camille])
      await site.app.finishLater()
      var everything: String = ""
      for table in App.schema(Doors.all).tables {
        for column in table.columns {
          let values: [String] = try await site.database.read { session in
            try await session.all(Query(trusted: "SELECT CAST(\(column.name) AS TEXT) FROM \(table.name)")) { row in
              try row.next(String?.self) ?? ""
            }
          }
          everything += values.joined(separator: "\n")
        }
      }
      #expect(everything.contains(camille))
      for hidden in [session, token, secret, password, "acces?jeton"] {
        #expect(!everything.contains(hidden), "\(hidden)")
      }
      // One bit more or less is another key altogether.
      #expect(try await site.get("/api/v1/baux", headers: ["authorization": "Bearer \(token)"]).status == 200)
      for wrong in [String(token.dropLast()), token + "0", token.uppercased(), ""] {
        #expect(try await site.get("/api/v1/baux", headers: ["authorization": "Bearer \(wrong)"]).status == 401)
      }
    }
  }

  @Test func `clickjacking, sniffing, inline script: every answer forbids them, and no page needs them`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let world = try await World.build(site, on: site.here)
      let handler = /\son[a-z]+="/
      var pages: Int = 0
      for endpoint in site.app.endpoints where endpoint.method == .get {
        for kind in [ActorKind.public, .agent, .administrator, .operator] {
          let answer = try await site.get(world.path(endpoint), as: world.actor(kind, site))
          let type: String = answer.header("Content-Type") ?? ""
          guard type.hasPrefix("text/html") else { continue }
          pages += 1
          let policy: String = answer.header("Content-Security-Policy") ?? ""
          #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
          #expect(policy.contains("base-uri 'none'") && policy.contains("form-action 'self'"))
          #expect(!policy.contains("unsafe") && policy.contains("script-src 'self';"))
          #expect(answer.header("X-Frame-Options") == "DENY")
          #expect(answer.header("X-Content-Type-Options") == "nosniff")
          // One script, ours, and nothing in it comes from the page.
          let scripts: [Substring] = answer.text.matches(of: /<script[^>]*>[^<]*/).map(\.output)
            // What describes a page to machines is data, and is not run.
            .filter { !$0.hasPrefix("<script type=\"application/ld+json\">") }
          #expect(
            scripts.count == 1 && scripts[0].wholeMatch(of: /<script defer src="\/assets\/terreau-\w+\.js">/) != nil)
          #expect(!answer.text.contains(" style=\""))
          #expect(!answer.text.contains("javascript:") && answer.text.firstMatch(of: handler) == nil)
        }
      }
      #expect(pages > 200, "\(pages)")
      for path in [
        "/sites.csv", "/sites.xlsx", "/sites.ods", "/api/v1/sites", "/api/openapi.json", "/assets/couleur/7a3b12",
      ] {
        #expect(try await site.get(path, as: site.agent).header("X-Content-Type-Options") == "nosniff", "\(path)")
      }
      let redirect = try await site.post(
        "/sites", ["programme": TestSite.programme, "name": "A", "municipality": "B"], as: site.agent)
      #expect(redirect.status == 303)
    }
  }
}
