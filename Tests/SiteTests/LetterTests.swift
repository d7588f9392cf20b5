import HTTP
import Platform
import SQL
import TestSite
import Testing

/// Letters about a lease: who keeps the templates, who writes, what leaves a trace.
@Suite struct LetterTests {
  private static let words: String =
    "À {{locataire}}, {{lot}}, {{premier_jour}}, {{dernier_jour}}, {{date}}, {{rédacteur}}"

  private static func draft(_ words: String = words, _ format: LetterFormat = .odt) throws -> [UInt8] {
    try LetterDraft([.paragraph(words)], footer: "{{territoire}}").bytes(format)
  }

  private func send(
    _ bytes: [UInt8], to path: String = "/modeles", _ more: [String: String] = [:], on site: TestSite,
    as kind: ActorKind = .manager
  ) async throws -> Answer {
    let fields: [String: String] = ["name": "Rappel", "kind": "lease"].merging(more) { $1 }
    return try await site.post(path, fields, file: ("file", "lettre", bytes), as: site.actor(kind))
  }

  private func text(_ letter: Answer) throws -> String {
    let part = try #require(try OfficeParts.text(of: letter.bytes))
    return part
  }

  @Test(arguments: TestDatabase.dialects)
  func `a manager keeps templates, an agent reads them, others do not find them`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let odt: [UInt8] = try Self.draft()
      #expect(try await send(odt, on: site, as: .agent).status == 404)
      let saved = try await send(odt, on: site)
      #expect(saved.status == 303 && saved.location == "/modeles/1?done=letter_template.entered")
      #expect(try await send(Self.draft(Self.words, .docx), ["name": "Écrit en DOCX"], on: site).status == 303)
      let list = try await site.get("/modeles", as: site.agent)
      #expect(list.text.contains("Rappel") && list.text.contains("DOCX") && list.text.contains("un bail"))
      #expect(!list.text.contains("/modeles/nouveau"))
      let page = try await site.get("/modeles/1", as: site.actor(.manager))
      #expect(page.text.contains("/modeles/1/retrait") && page.text.contains("/modeles/1/modifier"))
      #expect(!(try await site.get("/modeles/1", as: site.agent).text.contains("/retrait")))
      let file = try await site.get("/modeles/1/fichier", as: site.agent)
      #expect(file.bytes == odt && file.header("Content-Type") == "application/vnd.oasis.opendocument.text")
      #expect(file.header("Content-Disposition") == "attachment; filename=\"rappel.odt\"")
      for kind in [ActorKind.elected, .company, .public] {
        for path in ["/modeles", "/modeles/1", "/modeles/1/fichier", "/modeles/champs", "/modeles/nouveau"] {
          #expect(try await site.get(path, as: site.actor(kind)).status == 404)
        }
      }
      let there: TestActor = site.actor(.manager, in: site.elsewhere)
      #expect(try await site.get("/modeles/1/fichier", as: there).status == 404)
      #expect(!(try await site.get("/modeles", as: there).text.contains("Rappel")))
      let fields = try await site.get("/modeles/champs?lang=en", as: site.agent)
      #expect(fields.text.contains("{{dernier_jour}}") && fields.text.contains("{{#baux}} … {{/baux}}"))
      let history = try await site.get("/modeles/1/historique", as: site.agent)
      #expect(history.text.contains("Modèle enregistré"))
    }
  }

  @Test func `a template that asks for what nobody knows is refused, and the nearest name is said`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      for (words, said) in [
        ("{{locatiare}}", "{{locatiare}} (peut-être {{locataire}})"),
        ("{{Dernier jour}} {{premierjours}}", "Inconnu ici : {{premierjours}} (peut-être {{premier_jour}})."),
        ("{{numéro_de_sécurité_sociale}}", "Inconnu ici : {{numéro_de_sécurité_sociale}}."), ("{{}}", "{{}}"),
        ("{{<b>}}", "{{&lt;b&gt;}}"), ("{{locataire", "« {{locataire » : il manque"),
        ((0..<50).map { "{{zzz\($0)}}" }.joined(), "{{zzz9}} et 40 autres."),
        ((0..<11).map { "{{zzz\($0)}}" }.joined(), "{{zzz9}} et 1 autre."),
        (String(repeating: "{{\(String(repeating: "é", count: 300))}}", count: 2), "Inconnu ici : {{ééé"),
      ] {
        let answer = try await send(Self.draft(words), on: site)
        #expect(answer.status == 422 && answer.words.contains(said), "\(words): \(answer.text)")
        // The name that was typed is still there.
        #expect(answer.text.contains("value=\"Rappel\"") && answer.text.contains("id=\"error-file\""))
      }
      for (bytes, said) in [
        (Array("%PDF".utf8), "Un fichier .odt ou .docx est attendu."),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "ancien format .doc"), ([], "À renseigner."),
        (Array(repeating: 0x50, count: 5 << 20), "Au plus 4 Mio ; le fichier en fait 5."),
        (Array(repeating: 0x50, count: 4_823_000), "Au plus 4 Mio ; le fichier en fait 4,6."),
        (Array(repeating: 0x50, count: (4 << 20) + 1), "Au plus 4 Mio ; le fichier en fait 4,1."),
      ] as [([UInt8], String)] {
        let answer = try await send(bytes, on: site)
        #expect(answer.status == 422 && answer.words.contains(said), "\(said)")
      }
      #expect(try await send(Self.draft(), ["kind": "person"], on: site).status == 422)
      let english = try await send(Self.draft("{{locatiare}}"), to: "/modeles?lang=en", on: site)
      #expect(english.text.contains("Unknown here: {{locatiare}} (perhaps {{locataire}})."))
      let count: Int = try await site.database.read { try await $0.value("SELECT count(*) FROM letter_template") }
      #expect(count == 0)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an agent writes a letter, and the lease remembers it`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let place: Int = try await site.enterSite("ARTIS")
      let lot: Int = try await site.enterLot(on: place, "Atelier <3>", area: "23.5")
      let lease: Int = try await site.enterLease(on: lot, to: "Coop’Vélo & fils", from: "2026-06-01")
      for format in LetterFormat.allCases { _ = try await send(Self.draft(Self.words, format), on: site) }
      let page: String = "/baux/\(lease)/courriers"
      #expect(try await site.get("/baux/\(lease)", as: site.agent).text.contains(page))
      #expect(!(try await site.get("/baux/\(lease)", as: site.actor(.elected)).text.contains(page)))
      let choice = try await site.get(page, as: site.agent)
      #expect(choice.text.contains("Rappel (ODT)") && choice.text.contains("Rappel (DOCX)"))
      for (number, format) in LetterFormat.allCases.enumerated() {
        let letter = try await site.post("\(page)/\(number + 1)", [:], as: site.agent)
        #expect(letter.status == 200)
        #expect(
          letter.header("Content-Disposition")
            == "attachment; filename=\"bail-coopvelo-fils-2026-11-21.\(format.rawValue)\"")
        #expect(letter.header("Cache-Control") == "private, no-store")
        #expect(letter.header("X-Content-Type-Options") == "nosniff")
        let text: String = try text(letter).replacing("\u{A0}", with: " ")
        #expect(
          text.contains(
            "À Coop’Vélo &amp; fils, Atelier &lt;3&gt;, 1er juin 2026, …, le 21 novembre 2026, Test agent"), "\(text)")
      }
      let history = try await site.get("/baux/\(lease)/historique", as: site.agent)
      #expect(history.text.components("Courrier écrit") == 2 && history.text.contains("Test agent"))
      let line: String = try await site.database.read {
        try await $0.value(
          """
          SELECT after_json FROM audit_line
          WHERE territory_id = \(site.here.id) AND action = 'letter.written' ORDER BY id LIMIT 1
          """)
      }
      #expect(line.contains(#""template":"Rappel""#) && line.contains(#""format":"odt""#))
      // Nothing leaves for who only follows an address, or comes from elsewhere.
      #expect(try await site.get("\(page)/1", as: site.agent).status == 405)
      #expect(try await site.post("\(page)/1", ["_token": "x"], as: site.agent).status == 403)
      #expect(
        try await site.post("\(page)/1", [:], as: site.agent, headers: ["origin": "https://x.example"]).status == 403)
      for kind in [ActorKind.elected, .company, .public] {
        #expect(try await site.get(page, as: site.actor(kind)).status == 404)
        #expect(try await site.post("\(page)/1", [:], as: site.actor(kind)).status == 404)
      }
      #expect(try await site.get("/baux/\(lease)/historique", as: site.agent).text.components("Courrier écrit") == 2)
    }
  }

  @Test func `the leases of a tenant are listed row by row`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let place: Int = try await site.enterSite("ARTIS")
      var lease: Int = 0
      for name in ["A 1", "A 2"] { lease = try await site.enterLease(on: try await site.enterLot(on: place, name)) }
      try await site.enterLease(on: try await site.enterLot(on: place, "A 3"), to: "Une autre")
      try await site.enterLease(on: try await site.enterLot(on: place, "A 4"), from: "2020-01-01", until: "2020-02-01")
      let row: String = "<text:p>{{#baux}}{{bail_lot}} : {{locataire}}{{/baux}}</text:p>"
      let table: String = "<table:table><table:table-row>\(row)</table:table-row></table:table>"
      #expect(try await send(OfficeParts.odt(table), on: site).status == 303)
      let letter = try await site.post("/baux/\(lease)/courriers/1", [:], as: site.agent)
      let text: String = try text(letter)
      #expect(text.contains("A 1 : Coop’Vélo") && text.contains("A 2 : Coop’Vélo"))
      #expect(!text.contains("A 3") && !text.contains("A 4") && !text.contains("{{"))
      let wrong = try await send(OfficeParts.odt(table.replacing("bail_lot", with: "bail_lots")), on: site)
      #expect(wrong.text.contains("(peut-être {{bail_lot}})"))
      let unknown = try await send(OfficeParts.odt(table.replacing("baux", with: "bau")), on: site)
      #expect(unknown.text.contains("{{#bau}} (peut-être {{#baux}})"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a template is replaced, withdrawn and put back, each with its line`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let manager: TestActor = site.actor(.manager)
      let lease: Int = try await site.enterLease(on: try await site.enterLot(on: try await site.enterSite()))
      _ = try await send(Self.draft(), on: site)
      let other: [UInt8] = try Self.draft("Autre {{lot}}", .docx)
      #expect(try await send(other, to: "/modeles/1", ["version": "1"], on: site).status == 303)
      #expect(try await site.get("/modeles/1/fichier", as: manager).bytes == other)
      #expect(try await send(other, to: "/modeles/1", ["version": "1"], on: site).status == 409)
      #expect(try await send(Self.draft("{{lott}}"), to: "/modeles/1", ["version": "2"], on: site).status == 422)
      let form = try await site.get("/modeles/1/modifier", as: manager)
      #expect(form.text.contains("<h1>Modifier le modèle</h1>"))
      #expect(form.words.contains("Sans nouveau fichier, l’actuel est conservé."))
      #expect(try await send([], to: "/modeles/1", ["name": "Renommé", "version": "2"], on: site).status == 303)
      #expect(try await site.get("/modeles/1/fichier", as: manager).bytes == other)
      #expect(try await site.post("/modeles/1/retrait", [:], as: site.agent).status == 404)
      for _ in 0..<2 { #expect(try await site.post("/modeles/1/retrait", [:], as: manager).status == 303) }
      #expect(try await site.get("/modeles", as: manager).text.contains("retiré"))
      #expect(!(try await site.get("/baux/\(lease)/courriers", as: site.agent).text.contains("Renommé")))
      #expect(try await site.post("/baux/\(lease)/courriers/1", [:], as: site.agent).status == 404)
      #expect(try await site.post("/modeles/1/retour", [:], as: manager).status == 303)
      #expect(try await site.post("/baux/\(lease)/courriers/1", [:], as: site.agent).status == 200)
      let history = try await site.get("/modeles/1/historique", as: site.agent)
      for (words, count) in [
        ("Modèle remplacé", 1), ("Modèle modifié", 1), ("Modèle retiré", 1), ("Modèle remis en service", 1),
      ] {
        #expect(history.text.components("<strong>\(words)") == count, "\(words)")
      }
    }
  }

  @Test(
    arguments: [
      ("株式会社", "bail-2026-11-21"), ("Œuvre \"d’Été\"\r\n; 12/3", "bail-oeuvre-dete-12-3-2026-11-21"),
      ("../../x", "bail-x-2026-11-21"),
    ])
  func `a letter’s file has a name that every system takes`(_ tenant: String, _ name: String) {
    #expect(OfficeParts.fileName("bail \(tenant) 2026-11-21") == name)
  }
}

extension String {
  /// How often `part` stands in this text.
  fileprivate func components(_ part: String) -> Int {
    split(separator: part, omittingEmptySubsequences: false).count - 1
  }
}
