import HTTP
import Platform
import SQL
import Site
import TestSite
import Testing

/// German for what the public reads.
@Suite struct GermanTests {
  @Test func `every page that the public can meet is German to whom asks for German`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      try await site.enterPublicRecords()
      try await site.enterPublicProgramme()
      try await site.enterPublicBody()
      try await site.enterPublicServices()
      try await site.enterPublicSheet()
      try await site.setContact()
      try await site.run("UPDATE territory SET speaks_german = TRUE, name = 'Ortenau' WHERE id = \(site.here.id)")
      var compared: Int = 0
      for path in site.publicPaths + Self.morePaths {
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
      for _ in 1...4 { _ = try await site.post("/contact", TestSite.contactMessage) }
      compare(
        "the sixth message", try await site.post("/contact", TestSite.contactMessage, headers: Self.french),
        try await site.post("/contact", TestSite.contactMessage, headers: Self.german))
      try await site.run("UPDATE territory SET email = NULL")
      try await compare("/contact", on: site)
      try await site.run("UPDATE territory SET postal_address = '', phone = ''")
      try await compare("/contact", on: site)
      try await compare("/mentions-legales", on: site)
      try await site.run("UPDATE installation SET maintenance = ''")
      try await compare("/sites", on: site)
      try await site.run("UPDATE installation SET maintenance = NULL")
      try await site.run("DROP TABLE lease")
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
      try await site.run("UPDATE territory SET speaks_german = TRUE, name = 'Ortenau' WHERE id = \(site.here.id)")
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

  @Test func `signing in through a provider is told in German too`() async throws {
    try await ProvidedSite.with(.sqlite, isProConnect: false) { provided async throws in
      let site: TestSite = provided.site
      try await site.run("UPDATE territory SET speaks_german = TRUE, name = 'Ortenau' WHERE id = \(site.here.id)")
      try await site.setContact()
      for path in ["/connexion", "/donnees-personnelles"] { try await compare(path, on: site) }
      for failure in ["stale", "denied", "absent", "unproven", "detached"] {
        try await compare("/connexion?echec=\(failure)&reference=01234567", on: site)
      }
      try await AccountTests.enter(site)
      let (fr, de) = (Browser(site), Browser(site))
      fr.set("terreau_lang", "fr")
      de.set("terreau_lang", "de")
      let stranger: String = ProvidedSite.user(sub: "u-9", email: "accueil@ici.example")
      let unknown = (
        try await provided.signIn(fr, as: stranger), try await provided.signIn(de, as: stranger)
      )
      #expect(unknown.0.status == 403)
      compare("no account", unknown.0, unknown.1)
      for browser in [fr, de] { _ = try await provided.signIn(browser) }
      compare("signed out", try await fr.post("/deconnexion"), try await de.post("/deconnexion"))
      for browser in [fr, de] { browser.set("terreau_device", nil) }
      for browser in [fr, de] { browser.set("terreau_provider", String(repeating: "0", count: 64)) }
      for _ in 1...100 { _ = try await fr.get("/connexion/fournisseur/retour?state=x") }
      let waiting: String = "/connexion/fournisseur/retour?state=x"
      compare("too many", try await fr.get(waiting), try await de.get(waiting))
    }
  }

  @Test func `lists leave in German with German columns, separators and days`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      try await site.enterPublicRecords()
      try await site.run("UPDATE territory SET speaks_german = TRUE")
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
      try await site.enterPublicRecords()
      for path in site.publicPaths + ["/nulle-part", "/?lang=de", "/baux?lang=de"] {
        let answer = try await site.get(path, headers: ["accept-language": "de", "cookie": "terreau_lang=de"])
        guard answer.isPage else { continue }
        #expect(answer.text.contains("<html lang=\"fr\">"), "\(path)")
        #expect(!answer.text.contains("hreflang=\"de\""), "\(path)")
      }
      try await site.run("UPDATE territory SET speaks_german = TRUE WHERE id = \(site.here.id)")
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

  private static let french: [String: String] = ["accept-language": "fr"]
  private static let german: [String: String] = ["accept-language": "de"]

  /// Lists with several pages, filtered, empty and wrongly filtered; pages that are not there.
  private static let morePaths: [String] = [
    "/sites?size=1", "/sites?size=1&page=2", "/sites?q=zzzz", "/lots?size=2&page=2", "/lots?state=vacant&kind=office",
    "/lots?q=zzzz", "/sites?page=abc", "/lots?kind=castle&page=0&q=%02", "/sites/999999", "/nirgends", "/baux",
    "/compte",
    "/dispositifs/zq/instances", "/dispositifs/zq/instances?state=vacant", "/dispositifs/zq/instances?on=2020-01-01",
    "/dispositifs/zq/instances/zq", "/dispositifs/zq/instances/zq?on=2020-01-01",
    "/dispositifs/zq7/actions?q=zzzz", "/dispositifs/zq7/actions?state=done&theme=a&plan=1",
    "/dispositifs/zq7/partenaires?state=left&role=c", "/dispositifs/zq7/livrables?kind=Zq7", "/actions/3",
    "/lab?theme=zq7&size=moins-de-100000", "/lab?since=x", "/lab/comparaison?fiche=zq7",
    "/lab/comparaison?fiche=1&fiche=2&fiche=3&fiche=4&fiche=5", "/lab/comparaison?fiche=zq7&fiche=zq7",
    "/lab/zq7?done=question.asked", "/lab?done=subscription.confirmed",
    "/annuaire/services?q=zzzz&theme=mobilite&fee=gratuit&audience=jeunes&municipality=Zq7",
    "/annuaire/services?sort=-organisation&size=1", "/acces?jeton=x", "/connexion?retour=%2Flots",
  ]

  private static let faultyForms: [(String, [String: String], [String: String])] = [
    ("/contact", [:], [:]), ("/lab/zq7/question", [:], [:]),
    (
      "/lab/zq7/question",
      ["name": "x", "email": "x", "question": "https://a.example https://b.example https://c.example"], [:]
    ),
    ("/lab/zq7/question", ["name": "x", "email": "x@y.example", "question": "185057800608491"], [:]),
    ("/lab/abonnement", ["email": "x", "follow": "themes:x"], [:]),
    ("/lab/abonnement", ["email": "x@y.example", "follow": "themes:x"], [:]),
    ("/lab/abonnement/confirmation", ["jeton": "x"], [:]), ("/lab/desabonnement?jeton=x", [:], [:]),
    ("/notifications/arret?jeton=x", [:], [:]), ("/notifications/silence?jeton=x", [:], [:]),
    ("/contact", TestSite.contactMessage.merging(["email": "x", "name": "a\u{1}b"]) { $1 }, [:]),
    ("/contact", TestSite.contactMessage.merging(["message": String(repeating: "1", count: 5_001)]) { $1 }, [:]),
    ("/contact", TestSite.contactMessage, ["origin": "https://elsewhere.example"]),
    ("/contact", TestSite.contactMessage.merging(["_token": "00"]) { $1 }, [:]),
    ("/contact", TestSite.contactMessage, [:]), ("/connexion", [:], [:]),
    ("/connexion", ["email": "nobody@ici.example", "password": "not the right one"], [:]),
    ("/mot-de-passe-oublie", ["email": "x"], [:]), ("/mot-de-passe-oublie", ["email": "nobody@ici.example"], [:]),
    ("/mot-de-passe", ["password": "x"], [:]), ("/sites", ["name": "x"], [:]), ("/nirgends", [:], [:]),
    ("/lots", [:], [:]),
  ]

  /// The same in both languages because it is nobody's language: names, formats, addresses in France, what was entered.
  private static let proper: Set<String> = [
    "Terreau", "Ortenau", "Excel", "LibreOffice", "English", "Deutsch", "Français", "HTML5", "Cookies", "CNIL",
    "Zq7 Mitte",
    "Zq7 West",
    "Offenburg", "La direction", "Rue du Test 1", "Hébergeur d’essai", "accueil@ici.example", "dpd@ici.example",
    "terreau_provider", "terreau_session", "terreau_form", "terreau_device", "terreau_access", "terreau_lang",
    "terreau_territory",
    "Défenseur des droits Libre réponse 71120 75342 Paris CEDEX 07",
    "CNIL 3 place de Fontenoy TSA 80715 75334 Paris CEDEX 07", "Élodie Durand", "elodie@voisine.example",
    "https://zq7.example", "Locaux à louer", "zzzz", "Bonjour, un atelier ?", "Métropole d’ailleurs",
    "https://a.example https://b.example https://c.example",
  ]

  /// Words that a French sentence can hardly do without and a German one does not have.
  private static let frenchWords: Set<String> = [
    "le", "la", "les", "une", "et", "est", "sont", "pour", "avec", "dans", "vous", "votre", "vos", "nous", "ne", "pas",
    "que",
    "qui", "sur", "ce", "cette", "ces", "il", "elle", "aucun", "aucune", "par", "ou", "où", "au", "aux",
  ]

  /// Proper names within German sentences.
  /// What stands in formulas is the same in every language.
  private static let inFormulas: Set<String> = Set(
    (Doors.all.flatMap(\.facts) + Fact.platform).flatMap { fact in
      [fact.key] + fact.columns.map { "\(fact.key).\($0.key)" }
    })

  private static let properWithin: [String] = ["Défenseur des droits", "voisine"]

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
    // A choice says how many it would leave.
    piece.replacing(/\ \(\d+\)$/, with: "").split(separator: " — ").allSatisfy {
      !String($0).hasWord || Self.proper.contains(String($0)) || Self.inFormulas.contains(String($0))
    }
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
  var isPage: Bool { header("Content-Type")?.hasPrefix("text/html") == true }
}
