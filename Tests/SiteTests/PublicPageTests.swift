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
      try await fill(site)
      var seen: Int = 0
      for path in paths(site) + ["/nulle-part"] {
        let answer = try await site.get(path, headers: ["accept-language": "fr"])
        guard answer.isPage else { continue }
        let foot: Substring = answer.text.split(separator: "<footer").last ?? ""
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
        "article 47 de la loi n° 2005-102", "non conforme au référentiel", "Aucun audit n’a été mené",
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
      try await setContact(site)
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
      try await run(site, "UPDATE installation SET maintenance = ''")
      for path in Self.own { #expect(try await site.get(path).status == 200, "\(path)") }
      try await run(site, "UPDATE territory SET closed_at = \(TestSite.now)")
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
        try await setContact(site)
        let fields: [String: String] = Self.filled.merging(["_once": "0123456789abcdef"]) { $1 }
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
      try await setContact(site)
      for field in ["name", "subject", "email"] {
        var fields: [String: String] = Self.filled
        fields[field] = "a\(breaking)Bcc: x@y.example"
        let answer = try await site.post("/contact", fields)
        #expect(breaking == "\u{0}" ? [400, 422].contains(answer.status) : answer.status == 422, "\(field)")
        #expect(try await waiting(site) == 0)
        guard answer.status == 422 else { continue }
        for (key, value) in Self.filled where key != field { #expect(answer.text.contains(value), "\(key)") }
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
      try await setContact(site)
      for _ in 1...5 { #expect(try await site.post("/contact", Self.filled).status == 200) }
      let answer = try await site.post("/contact", Self.filled)
      #expect(answer.status == 429)
      #expect(answer.header("Retry-After") == "3600")
      for value in Self.filled.values { #expect(answer.text.contains(value), "\(value)") }
      #expect(answer.text.contains("Rien de ce que vous avez écrit n’est perdu"))
      #expect(try await waiting(site) == 5)
      #expect(try await post(site, from: "2001:db8:1:2::3").status == .ok)
      for host in ["4", "5", "6", "7"] { #expect(try await post(site, from: "2001:db8:1:2::\(host)").status == .ok) }
      #expect(try await post(site, from: "2001:db8:1:2::8").status == .tooManyRequests)
      let kept: [String] = try await site.database.read {
        try await $0.all("SELECT subject FROM failed_attempt") { try $0.next() }
      }
      #expect(kept.allSatisfy { $0.hasPrefix("contact:") && !$0.contains("127.0.0.1") && !$0.contains("2001") })
      try await run(site, "UPDATE failed_attempt SET at = \(TestSite.now.adding(seconds: -3_601))")
      #expect(try await site.post("/contact", Self.filled).status == 200)
    }
  }

  @Test func `without an address to write to there is no form, and the page says how else`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      try await setContact(site)
      try await run(site, "UPDATE territory SET email = NULL")
      let page: String = try await site.get("/contact").text
      #expect(!page.contains("name=\"message\""))
      #expect(page.contains("par la poste") && page.contains("Rue du Test 1"))
      // The page was open when the address went away.
      let answer = try await site.post("/contact", Self.filled)
      #expect(answer.status == 409)
      for value in Self.filled.values { #expect(answer.text.contains(value), "\(value)") }
      #expect(try await waiting(site) == 0)
    }
  }

  // MARK: German

  @Test func `every page that the public can meet is German to whom asks for German`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      try await fill(site)
      try await setContact(site)
      try await run(site, "UPDATE territory SET speaks_german = TRUE, name = 'Ortenau' WHERE id = \(site.here.id)")
      var compared: Int = 0
      for path in paths(site) + Self.morePaths {
        let (fr, de) = (try await site.get(path, headers: Self.french), try await site.get(path, headers: Self.german))
        if fr.isPage {
          compare(path, fr, de)
          compared += 1
        }
      }
      for (path, fields, headers) in Self.faultyForms {
        let fr = try await site.post(path, fields, headers: headers.merging(Self.french) { $1 })
        let de = try await site.post(path, fields, headers: headers.merging(Self.german) { $1 })
        compare("POST \(path)", fr, de)
      }
      for _ in 1...4 { _ = try await site.post("/contact", Self.filled) }
      compare(
        "the sixth message", try await site.post("/contact", Self.filled, headers: Self.french),
        try await site.post("/contact", Self.filled, headers: Self.german))
      try await run(site, "UPDATE territory SET email = NULL")
      try await compare("/contact", on: site)
      try await run(site, "UPDATE territory SET postal_address = '', phone = ''")
      try await compare("/contact", on: site)
      try await compare("/mentions-legales", on: site)
      try await run(site, "UPDATE installation SET maintenance = ''")
      try await compare("/sites", on: site)
      try await run(site, "UPDATE installation SET maintenance = NULL")
      try await run(site, "DROP TABLE lease")
      try await compare("/lots", on: site)
      #expect(compared > 25, "\(compared)")
    }
  }

  @Test func `what never became a request is refused in German too`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      for refusal: RequestRefusal in [
        .ambiguous("x"), .bodyTooLarge(most: 1_024), .headersTooLarge, .unsupportedMediaType, .unknownMethod,
        .tooManyRequests(retryAfter: 3), .diskFull, .tooSlow,
      ] {
        let head = { (language: String) in
          Head(method: .get, target: try Target("/"), headers: ["accept-language": language])
        }
        compare(
          "\(refusal)", text(site.app.refuse(refusal, try head("fr"))), text(site.app.refuse(refusal, try head("de"))))
      }
    }
  }

  @Test func `an invited person chooses a password in German`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      try await run(site, "UPDATE territory SET speaks_german = TRUE, name = 'Ortenau' WHERE id = \(site.here.id)")
      let accounts = Accounts(site.app)
      _ = try await accounts.enter("jeanne@ici.example", "Jeanne", [Grant(.agent, on: .territory)], on: site.here.id)
      let link: String = try await accounts.reset("jeanne@ici.example")
      let secret: Substring = try #require(link.split(separator: "jeton=").last)
      let cookie: [String: String] = [
        "cookie": "terreau_form=0123456789abcdef0123456789abcdef; terreau_access=\(secret)"
      ]
      let (fr, de) = (cookie.merging(Self.french) { $1 }, cookie.merging(Self.german) { $1 })
      compare(
        "/mot-de-passe", try await site.get("/mot-de-passe", headers: fr),
        try await site.get("/mot-de-passe", headers: de))
      for password in [
        "", "kurz", "aaaaaaaaaaaaaaaaaaaa", "jeanne jeanne jeanne", String(repeating: "x", count: 2_000),
      ] {
        let wrong: [String: String] = ["password": password]
        compare(
          password, try await site.post("/mot-de-passe", wrong, headers: fr),
          try await site.post("/mot-de-passe", wrong, headers: de))
      }
    }
  }

  @Test func `lists leave in German with German columns, separators and days`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      try await fill(site)
      try await run(site, "UPDATE territory SET speaks_german = TRUE")
      for path in ["/sites.csv", "/lots.csv"] {
        let (fr, de) = (
          try await site.get(path, headers: Self.french).text, try await site.get(path, headers: Self.german).text
        )
        let (french, german): ([Substring], [Substring]) = (
          (fr.split(separator: "\r\n").first ?? "").split(separator: ";"),
          (de.split(separator: "\r\n").first ?? "").split(separator: ";")
        )
        #expect(german.count == french.count && german.count > 4)
        for (fr, de) in zip(french, german) where fr != "Version" && fr != "\u{FEFF}Version" { #expect(fr != de) }
      }
      let lots: String = try await site.get("/lots.csv", headers: Self.german).text
      #expect(lots.contains(";12,5;") && lots.contains(";Frei;"))
    }
  }

  @Test func `German is offered only where the territory speaks it, and to nobody at work`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      try await fill(site)
      for path in paths(site) + ["/nulle-part", "/?lang=de", "/baux?lang=de"] {
        let answer = try await site.get(path, headers: ["accept-language": "de", "cookie": "terreau_lang=de"])
        guard answer.isPage else { continue }
        #expect(answer.text.contains("<html lang=\"fr\">"), "\(path)")
        #expect(!answer.text.contains("hreflang=\"de\""), "\(path)")
      }
      try await run(site, "UPDATE territory SET speaks_german = TRUE WHERE id = \(site.here.id)")
      #expect(try await site.get("/", headers: Self.german).text.contains("<html lang=\"de\">"))
      #expect(try await site.get("/").text.contains("hreflang=\"de\""))
      for path in ["/baux?lang=de", "/compte?lang=de", "/sites/nouveau?lang=de"] {
        let answer = try await site.get(path, as: site.agent, headers: Self.german)
        #expect(answer.status == 200 && answer.text.contains("<html lang=\"fr\">"), "\(path)")
        #expect(!answer.text.contains("hreflang=\"de\""), "\(path)")
      }
      #expect(try await site.get("/sites?lang=de", as: site.agent).text.contains("<html lang=\"de\">"))
    }
  }
}

// MARK: A site to read

extension PublicPageTests {
  private static let own: [String] = ["/accessibilite", "/mentions-legales", "/donnees-personnelles", "/contact"]
  private static let french: [String: String] = ["accept-language": "fr"]
  private static let german: [String: String] = ["accept-language": "de"]

  private static let filled: [String: String] = [
    "name": "Élodie Durand", "email": "elodie@voisine.example", "subject": "Locaux à louer",
    "message": "Bonjour,\nun atelier ?",
  ]

  /// Lists with several pages, filtered, empty and wrongly filtered; pages that are not there.
  private static let morePaths: [String] = [
    "/sites?size=1", "/sites?size=1&page=2", "/sites?q=zzzz", "/lots?size=2&page=2", "/lots?state=vacant&kind=office",
    "/lots?q=zzzz", "/sites?page=abc", "/lots?kind=castle&page=0&q=%02", "/sites/999999", "/nirgends", "/baux",
    "/compte",
    "/acces?jeton=x", "/connexion?retour=%2Flots",
  ]

  private static let faultyForms: [(String, [String: String], [String: String])] = [
    ("/contact", [:], [:]), ("/contact", filled.merging(["email": "x", "name": "a\u{1}b"]) { $1 }, [:]),
    ("/contact", filled.merging(["message": String(repeating: "1", count: 5_001)]) { $1 }, [:]),
    ("/contact", filled, ["origin": "https://elsewhere.example"]),
    ("/contact", filled.merging(["_token": "00"]) { $1 }, [:]),
    ("/contact", filled, [:]), ("/connexion", [:], [:]),
    ("/connexion", ["email": "nobody@ici.example", "password": "not the right one"], [:]),
    ("/mot-de-passe-oublie", ["email": "x"], [:]), ("/mot-de-passe-oublie", ["email": "nobody@ici.example"], [:]),
    ("/mot-de-passe", ["password": "x"], [:]), ("/sites", ["name": "x"], [:]), ("/nirgends", [:], [:]),
    ("/lots", [:], [:]),
  ]

  /// The same in both languages because it is nobody's language: names, formats, addresses in France, what was entered.
  private static let proper: Set<String> = [
    "Terreau", "Ortenau", "Excel", "English", "Deutsch", "Français", "HTML5", "Cookies", "CNIL", "Zq7 Mitte",
    "Zq7 West",
    "Offenburg", "La direction", "Rue du Test 1", "Hébergeur d’essai", "accueil@ici.example", "dpd@ici.example",
    "terreau_session", "terreau_form", "terreau_device", "terreau_access", "terreau_lang", "terreau_territory",
    "Défenseur des droits Libre réponse 71120 75342 Paris CEDEX 07",
    "CNIL 3 place de Fontenoy TSA 80715 75334 Paris CEDEX 07", "Élodie Durand", "elodie@voisine.example",
    "Locaux à louer", "Bonjour, un atelier ?", "Métropole d’ailleurs",
  ]

  /// Words that a French sentence can hardly do without and a German one does not have.
  private static let frenchWords: Set<String> = [
    "le", "la", "les", "une", "et", "est", "sont", "pour", "avec", "dans", "vous", "votre", "vos", "nous", "ne", "pas",
    "que",
    "qui", "sur", "ce", "cette", "ces", "il", "elle", "aucun", "aucune", "par", "ou", "où", "au", "aux",
  ]

  /// Proper names within German sentences.
  private static let properWithin: [String] = ["Défenseur des droits", "voisine"]

  private func run(_ site: TestSite, _ query: Query) async throws {
    _ = try await site.database.change { try await $0.run(query) }
  }

  private func setContact(_ site: TestSite) async throws {
    try await run(
      site,
      """
      UPDATE territory SET postal_address = 'Rue du Test 1', email = 'accueil@ici.example', phone = '04 00 00 00 00',
        publisher = 'La direction', host_name = 'Hébergeur d’essai', data_officer = 'dpd@ici.example'
      WHERE id = \(site.here.id)
      """)
  }

  /// Sites and lots that show every word there is for them, with names of no language.
  private func fill(_ site: TestSite) async throws {
    for (index, name) in ["Zq7 Mitte", "Zq7 West"].enumerated() {
      let json: String =
        #"{"name":"\#(name)","municipality":"Offenburg","address":"Rue du Test 1","openedOn":"2020-01-0\#(index + 1)"}"#
      #expect(try await site.api("/sites", json, as: site.agent).status == 201)
    }
    let kinds: [String] = ["workshop", "office", "storage", "shop", "office"]
    let destinations: [String] = ["integration", "social", "artisan", "company", "association"]
    for (index, (kind, destination)) in zip(kinds, destinations).enumerated() {
      let json: String = #"{"name":"Z\#(index)","kind":"\#(kind)","destination":"\#(destination)","area":12.5}"#
      #expect(try await site.api("/sites/1/lots", json, as: site.agent).status == 201)
    }
    try await site.enterLease(on: 1, to: "Zq7 West")
    try await run(site, "UPDATE lot SET provenance = 'reconstructed' WHERE id = 2")
    try await run(site, "UPDATE lot SET closed_day = \(TestSite.today.adding(days: -1)) WHERE id = 5")
    try await run(site, "UPDATE site SET provenance = 'reconstructed', closed_day = \(TestSite.today) WHERE id = 1")
  }

  /// Every page that is declared open to the public.
  private func paths(_ site: TestSite) -> [String] {
    site.app.endpoints.filter { $0.method == .get && $0.allow.kinds.contains(.public) }.flatMap { endpoint in
      ["1", "2"].map {
        endpoint.pattern.description.replacing("{site}", with: $0).replacing("{lot}", with: $0)
          .replacing("{territory}", with: $0).replacing("{colour}", with: "zzz")
      }
    }.reduce(into: []) { all, next in if !all.contains(next) { all.append(next) } }
  }

  private func waiting(_ site: TestSite) async throws -> Int {
    try await site.database.read { try await $0.value("SELECT count(*) FROM outgoing_mail") }
  }

  /// The same form from another place.
  private func post(_ site: TestSite, from client: String) async throws -> Response {
    let cookie: String = "terreau_form=0123456789abcdef0123456789abcdef"
    var pairs = FormPairs()
    for (name, value) in Self.filled { try pairs.append(name, value) }
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

  private func text(_ response: Response) -> String {
    guard case .bytes(let bytes) = response.body else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func compare(_ path: String, on site: TestSite) async throws {
    compare(
      path, try await site.get(path, headers: Self.french), try await site.get(path, headers: Self.german))
  }

  private func compare(_ what: String, _ french: Answer, _ german: Answer) {
    #expect(french.status == german.status, "\(what)")
    compare("\(what) (\(german.status))", french.text, german.text)
  }

  /// A title names the record and the territory.
  private func isName(_ piece: String) -> Bool {
    piece.split(separator: " — ").allSatisfy { !String($0).hasWord || Self.proper.contains(String($0)) }
  }

  /// No piece of the German page is a piece of the French one, but for names; none holds a French sentence's words.
  private func compare(_ what: String, _ french: String, _ german: String) {
    #expect(french.contains("<html lang=\"fr\">") && german.contains("<html lang=\"de\">"), "\(what)")
    let (fr, de): ([String], [String]) = (PageText(french).pieces, PageText(german).pieces)
    #expect(fr.count > 5 && de.count == fr.count, "\(what): \(fr.count) pieces in French, \(de.count) in German")
    let said: Set<String> = Set(fr)
    for piece in de where piece.hasWord && !isName(piece) {
      let isSame: Bool = said.contains(piece)
      #expect(!isSame, "\(what) says in German what it says in French: \(piece)")
      let bare: String = Self.properWithin.reduce(piece) { $0.replacing($1, with: "") }
      let left: Set<String> = Self.frenchWords.intersection(bare.words)
      #expect(left.isEmpty, "\(what) has French words \(left) in: \(piece)")
    }
  }
}

extension Answer {
  fileprivate var isPage: Bool { header("Content-Type")?.hasPrefix("text/html") == true }
}

extension String {
  fileprivate func occurrences(of part: String) -> Int {
    split(separator: part, omittingEmptySubsequences: false).count - 1
  }
}
