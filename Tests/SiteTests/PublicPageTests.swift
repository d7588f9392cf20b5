import HTTP
import Mail
import Platform
import SQL
import TestSite
import Testing

/// The pages that a public service owes its readers, and German for what the public reads.
@Suite struct PublicPageTests {
  // MARK: What the pages say

  @Test func `the foot of every page that the public can open says the state of accessibility`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      try await site.enterPublicRecords()
      var seen: Int = 0
      for path in site.publicPaths + ["/nulle-part"] {
        let answer = try await site.get(path, headers: ["accept-language": "fr"])
        guard answer.isPage else { continue }
        let foot: Substring = answer.words.split(separator: "<footer").last ?? ""
        #expect(foot.contains("<a href=\"/accessibilite\">Accessibilité : non conforme</a>"), "\(path)")
        for link in ["/mentions-legales", "/donnees-personnelles", "/contact"] {
          #expect(foot.contains("href=\"\(link)\""), "\(path) does not lead to \(link)")
        }
        seen += 1
      }
      #expect(seen > 12)
    }
  }

  @Test func `the accessibility statement has every heading that is imposed, in order, and claims no audit`()
    async throws
  {
    try await TestSite.with(.sqlite) { site async throws in
      let page: String = try await site.get("/accessibilite").text
      let headings: [String] = headings(page)
      #expect(
        headings == [
          "1 Déclaration d’accessibilité", "2 Engagement", "2 Stratégie et actions", "2 Périmètre",
          "2 État de conformité", "2 Résultats des tests", "2 Contenus non accessibles", "3 Non-conformités",
          "3 Dérogations pour charge disproportionnée", "3 Contenus non soumis à l’obligation d’accessibilité",
          "2 Établissement de cette déclaration d’accessibilité",
          "3 Technologies utilisées pour la réalisation du site", "3 Environnement de test",
          "3 Outils pour évaluer l’accessibilité",
          "3 Pages du site ayant fait l’objet de la vérification de conformité",
          "2 Retour d’information et contact", "2 Voies de recours",
        ])
      for part in [
        "article 47 de la loi n°\u{A0}2005-102", "non conforme au référentiel", "Aucun audit n’a été mené",
        "http://localhost",
        "dans la semaine", "Libre réponse 71120", "75342 Paris CEDEX 07", "https://formulaire.defenseurdesdroits.fr",
      ] {
        #expect(page.contains(part), "\(part)")
      }
    }
  }

  @Test func `what the territory has not said is said to be missing, and what it has said stands there`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let missing: String = "<dd>non renseigné par le territoire</dd>"
      let expected: [String: Int] = [
        "/mentions-legales": 5, "/donnees-personnelles": 2, "/contact": 3, "/accessibilite": 3,
      ]
      for (path, count) in expected {
        #expect(try await site.get(path).text.occurrences(of: missing) == count, "\(path)")
      }
      try await site.setContact()
      for path in expected.keys {
        #expect(try await site.get(path).text.occurrences(of: missing) == 0, "\(path)")
      }
      let notice: String = try await site.get("/mentions-legales").text
      for said in [
        "Rue du Test 1", "04 00 00 00 00", "La direction", "Hébergeur d’essai", "mailto:accueil@ici.example",
      ] {
        #expect(notice.contains(said), "\(said)")
      }
      #expect(try await site.get("/donnees-personnelles").text.contains("mailto:dpd@ici.example"))
    }
  }

  @Test func `the pages answer before any territory is open and during maintenance`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      try await site.run("UPDATE installation SET maintenance = ''")
      for path in Self.own { #expect(try await site.get(path).status == 200, "\(path)") }
      try await site.run("UPDATE territory SET closed_at = \(TestSite.now)")
      for path in Self.own { #expect(try await site.get(path).status == 200, "\(path)") }
    }
  }

  @Test func `every cookie that a browser is given is named on the page about personal data`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let accounts = Accounts(site.app)
      _ = try await accounts.enter("jeanne@ici.example", "Jeanne", [Grant(.agent, on: .territory)], on: site.here.id)
      let link: String = try await accounts.reset("jeanne@ici.example")
      let secret: Substring = try #require(link.split(separator: "jeton=").last)
      let password: [String: String] = ["password": "onze lampes vertes sous la pluie"]
      let access: String = "terreau_form=0123456789abcdef0123456789abcdef; terreau_access=\(secret)"
      var answers: [Answer] = [
        try await site.get("/connexion?lang=en"), try await site.get("/acces?jeton=\(secret)"),
        try await site.post("/mot-de-passe", password, headers: ["cookie": access]),
        try await site.post("/territoires/\(site.elsewhere.id)/choix", [:]),
      ]
      answers.append(
        try await site.post("/connexion", password.merging(["email": "jeanne@ici.example"]) { $1 }))
      let page: String = try await site.get("/donnees-personnelles").text
      var names: Set<String> = []
      for (name, value) in answers.flatMap(\.headers) where name == "Set-Cookie" {
        names.insert(String(value.prefix { $0 != "=" }))
      }
      #expect(names.count == 6, "\(names)")
      for name in names { #expect(page.contains(">\(name)<"), "\(name)") }
    }
  }

  // MARK: Writing to the territory

  @Test(arguments: TestDatabase.dialects)
  func `a message leaves once, to the territory, and its answer goes to who wrote`(_ dialect: Dialect) async throws {
    try await MailServer.with { server in
      let office = PostOffice(PostOffice.Settings(server: "smtp://localhost:\(server.port)", requiresTLS: false))
      try await TestSite.with(dialect, { $0.postOffice = office }) { site async throws in
        try await site.setContact()
        let fields: [String: String] = TestSite.contactMessage.merging(["_once": "0123456789abcdef"]) { $1 }
        for _ in 1...2 {
          let answer = try await site.post("/contact", fields)
          #expect(answer.status == 200)
          for part in ["Votre message est parti", "Élodie Durand", "elodie@voisine.example", "Bonjour,\nun atelier ?"] {
            #expect(answer.text.contains(part), "\(part)")
          }
        }
        try await site.app.keep()
        let mails: [MailServer.Received] = try await server.received(1)
        #expect(mails.count == 1)
        let mail: MailServer.Received = mails[0]
        #expect(mail.recipients == ["accueil@ici.example"])
        #expect(mail.headers["reply-to"] == "elodie@voisine.example")
        #expect(mail.headers["subject"] == "Message du site : Locaux à louer")
        #expect(mail.displayName == site.here.name)
        #expect(mail.text.contains("Élodie Durand (elodie@voisine.example)"))
        #expect(mail.text.contains("Bonjour,\nun atelier ?"))
        #expect(mail.defects.isEmpty)
      }
    }
  }

  @Test(arguments: ["\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{0}"])
  func `a line break in a name or a subject is refused, and nothing typed is lost`(_ breaking: String) async throws {
    try await TestSite.with(.sqlite) { site async throws in
      try await site.setContact()
      for field in ["name", "subject", "email"] {
        var fields: [String: String] = TestSite.contactMessage
        fields[field] = "a\(breaking)Bcc: x@y.example"
        let answer = try await site.post("/contact", fields)
        #expect(breaking == "\u{0}" ? [400, 422].contains(answer.status) : answer.status == 422, "\(field)")
        #expect(try await waiting(site) == 0)
        guard answer.status == 422 else { continue }
        for (key, value) in TestSite.contactMessage where key != field {
          #expect(answer.text.contains(value), "\(key)")
        }
        #expect(answer.text.contains("Bcc: x@y.example"))
        #expect(answer.text.contains("id=\"error-\(field)\""))
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a sixth message within the hour is asked to wait, from that address only, and keeps its words`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await site.setContact()
      for _ in 1...5 { #expect(try await site.post("/contact", TestSite.contactMessage).status == 200) }
      let answer = try await site.post("/contact", TestSite.contactMessage)
      #expect(answer.status == 429)
      #expect(answer.header("Retry-After") == "3600")
      for value in TestSite.contactMessage.values { #expect(answer.text.contains(value), "\(value)") }
      #expect(answer.text.contains("Rien de ce que vous avez écrit n’est perdu"))
      #expect(try await waiting(site) == 5)
      #expect(try await post(site, from: "2001:db8:1:2::3").status == .ok)
      for host in ["4", "5", "6", "7"] { #expect(try await post(site, from: "2001:db8:1:2::\(host)").status == .ok) }
      #expect(try await post(site, from: "2001:db8:1:2::8").status == .tooManyRequests)
      let kept: [String] = try await site.database.read {
        try await $0.all("SELECT subject FROM failed_attempt") { try $0.next() }
      }
      #expect(kept.allSatisfy { $0.hasPrefix("contact:") && !$0.contains("127.0.0.1") && !$0.contains("2001") })
      try await site.run("UPDATE failed_attempt SET at = \(TestSite.now.adding(seconds: -3_601))")
      #expect(try await site.post("/contact", TestSite.contactMessage).status == 200)
    }
  }

  @Test func `without an address to write to there is no form, and the page says how else`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      try await site.setContact()
      try await site.run("UPDATE territory SET email = NULL")
      let page: String = try await site.get("/contact").text
      #expect(!page.contains("name=\"message\""))
      #expect(page.contains("par la poste") && page.contains("Rue du Test 1"))
      // The page was open when the address went away.
      let answer = try await site.post("/contact", TestSite.contactMessage)
      #expect(answer.status == 409)
      for value in TestSite.contactMessage.values { #expect(answer.text.contains(value), "\(value)") }
      #expect(try await waiting(site) == 0)
    }
  }

}

// MARK: A site to read

extension PublicPageTests {
  private static let own: [String] = ["/accessibilite", "/mentions-legales", "/donnees-personnelles", "/contact"]
  private func waiting(_ site: TestSite) async throws -> Int {
    try await site.database.read { try await $0.value("SELECT count(*) FROM outgoing_message") }
  }

  /// The same form from another place.
  private func post(_ site: TestSite, from client: String) async throws -> Response {
    let cookie: String = "terreau_form=0123456789abcdef0123456789abcdef"
    var pairs = FormPairs()
    for (name, value) in TestSite.contactMessage { try pairs.append(name, value) }
    try pairs.append("_token", try await site.app.formToken(forCookies: cookie))
    let headers: Headers = ["content-type": "application/x-www-form-urlencoded", "cookie": cookie]
    let head = Head(method: .post, target: try Target("/contact"), headers: headers, client: client)
    return await site.app.respond(to: Request(head, body: .bytes(Array(pairs.encoded.utf8))))
  }

  private func headings(_ page: String) -> [String] {
    ["1", "2", "3"].flatMap { level in
      page.split(separator: "<h\(level)>").dropFirst().map { part in
        (part.startIndex, "\(level) \(part.split(separator: "</h\(level)>").first ?? "")")
      }
    }.sorted { $0.0 < $1.0 }.map(\.1)
  }
}

extension String {
  fileprivate func occurrences(of part: String) -> Int {
    split(separator: part, omittingEmptySubsequences: false).count - 1
  }
}
