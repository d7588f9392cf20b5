import HTTP
import Platform
import SQL
import Site
import TestSite
import Testing

/// What a programme is configured with: as a document, and screen by screen.
@Suite struct ConfigurationTests {
  static let document: String = """
    {
      "format": "terreau-programme",
      "formatVersion": 1,
      "programme": {
        "name": "Plan d’une grappe",
        "summary": "Cinq thèmes, deux axes."
      },
      "nomenclatures": [
        {
          "key": "themes",
          "label": "Thèmes",
          "use": "themes",
          "announced": 2,
          "least": 1,
          "most": 1,
          "items": [
            {
              "key": "innovation",
              "label": "Innovation",
              "labelEnglish": "Innovation"
            },
            {
              "key": "relocalisation",
              "label": "Relocalisation \\"ici\\"",
              "parent": "innovation",
              "archived": true
            },
            {
              "key": "reseau",
              "label": "Réseau"
            }
          ]
        },
        {
          "key": "tailles",
          "label": "Tailles",
          "use": "size-classes",
          "items": [
            {
              "key": "petites",
              "label": "Moins de 50",
              "upper": 50
            },
            {
              "key": "moyennes",
              "label": "50 à 99",
              "lower": 50,
              "upper": 100
            }
          ]
        }
      ],
      "objectives": [
        {
          "key": "cooperer",
          "label": "Coopérer"
        }
      ]
    }

    """

  private func programme(_ site: TestSite, _ slug: String = "plan") async throws {
    let answer = try await site.api("/dispositifs", #"{"slug":"\#(slug)","name":"Plan"}"#, as: site.agent)
    try #require(answer.status == 201, "\(answer.text)")
  }

  private func handIn(_ document: String, _ site: TestSite, _ slug: String = "plan") async throws -> Answer {
    var json = JSONWriter()
    json.object { $0.member("document", document) }
    return try await site.api(
      "/dispositifs/\(slug)/configuration/brouillons", String(decoding: json.bytes, as: UTF8.self), as: site.agent)
  }

  private func take(_ document: String, _ site: TestSite, _ slug: String = "plan") async throws {
    let answer = try await handIn(document, site, slug)
    let draft: Int = try #require(try answer.json()["id"]?.int, "\(answer.text)")
    let applied = try await site.post(
      "/dispositifs/\(slug)/configuration/brouillons/\(draft)/application", [:], as: site.agent)
    try #require(applied.status == 303, "\(applied.text)")
  }

  private func export(_ site: TestSite, _ slug: String = "plan") async throws -> String {
    try await site.get("/dispositifs/\(slug)/configuration/document", as: site.agent).text
  }

  @Test(arguments: TestDatabase.dialects)
  func `what is exported is what was taken over, to the byte`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await programme(site)
      try await take(Self.document, site)
      let exported: String = try await export(site)
      let document: JSON = try JSON(Array(exported.utf8))
      #expect(document["programme"]?["name"]?.string == "Plan")
      #expect(document["origin"]?["programme"]?.string == "plan" && document["origin"]?["hash"]?.string?.count == 64)
      func configured(_ text: String) throws -> Substring {
        text[try #require(text.firstRange(of: "  \"nomenclatures\"")).lowerBound...]
      }
      #expect(try configured(exported) == configured(Self.document))
      #expect(try await site.get("/api/v1/dispositifs/plan/configuration", as: site.agent).text == exported)
      // Taken over again, it changes nothing.
      let draft: Int = try #require(try await handIn(exported, site).json()["id"]?.int)
      let page = try await site.get("/dispositifs/plan/configuration/brouillons/\(draft)", as: site.agent)
      #expect(page.words.contains("dit déjà ce qui est configuré ici"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a document says what it would change before it changes anything`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await programme(site)
      try await take(Self.document, site)
      let other: String = Self.document.replacing("\"label\": \"Réseau\"", with: "\"label\": \"Fédérer\"")
        .replacing(",\n          \"archived\": true", with: "")
        .replacing("\"upper\": 100", with: "\"upper\": 250")
      let draft: Int = try #require(try await handIn(other, site).json()["id"]?.int)
      let page = try await site.get("/dispositifs/plan/configuration/brouillons/\(draft)", as: site.agent)
      for words in [
        "<del>Réseau</del> → <ins>Fédérer</ins>", "<strong>Fédérer</strong> — Nomenclatures › Thèmes › Valeurs",
        "rétablie",
        "<del>100</del> → <ins>250</ins>",
      ] {
        #expect(page.text.contains(words), "\(words)")
      }
      #expect(!page.text.contains("Objectifs"))
      #expect(try await export(site).contains("Réseau"))
      _ = try await site.post(
        "/dispositifs/plan/configuration/brouillons/\(draft)/abandon", [:], as: site.agent)
      #expect(try await site.get("/dispositifs/plan/configuration/brouillons/\(draft)", as: site.agent).status == 404)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `values are entered one after the other, and asked only for what makes sense`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await programme(site)
      try await take(Self.document, site)
      let lists: String = "/dispositifs/plan/configuration/nomenclatures"
      let page = try await site.get("\(lists)/themes/valeurs/nouveau", as: site.agent)
      #expect(page.words.contains("Enregistrer et ajouter une autre valeur"))
      #expect(!page.text.contains("name=\"lower\""))
      let another = try await site.post(
        "\(lists)/themes/valeurs/entrees", ["label": "Sobriété", "another": "true"], as: site.agent)
      #expect(another.location == "\(lists)/themes/valeurs/nouveau?done=entry.added")
      #expect(try await site.get("\(lists)/tailles/valeurs/nouveau", as: site.agent).text.contains("name=\"lower\""))
      // Whoever is sent to a form for one purpose finds it chosen.
      let sent = try await site.get("\(lists)/nouveau?use=site-kinds", as: site.agent)
      #expect(sent.text.contains("<option value=\"site-kinds\" selected>"))
      // Names and not keys, and no column that nobody filled in.
      let table = try await site.get("\(lists)/themes", as: site.agent)
      #expect(table.text.contains("<th scope=\"col\">Fait partie de</th>"))
      #expect(!table.text.contains("<th scope=\"col\">En allemand</th>"))
    }
  }

  @Test func `what another entry needs is not taken out, and it is said where it is needed`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      try await programme(site)
      try await take(Self.document, site)
      let refused = try await site.post(
        "/dispositifs/plan/configuration/nomenclatures/themes/valeurs/innovation/retrait", [:], as: site.agent)
      #expect(refused.status == 422 && refused.words.contains("Cette entrée ne peut pas être retirée."))
      #expect(
        refused.words.contains(
          "Nomenclatures › Thèmes › Valeurs › Relocalisation &#34;ici&#34; › Fait partie de : « innovation » n’est défini"
        ),
        "\(refused.words)")
      #expect(try await export(site).contains("\"key\": \"innovation\""))
    }
  }

  @Test func `a programme without a short name takes it from its name`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let made = try await site.post("/dispositifs", ["name": "Pépinière des Tilleuls"], as: site.agent)
      #expect(made.location == "/dispositifs/pepiniere-des-tilleuls?done=programme.entered")
      // A number alone would be taken for a programme's number.
      let number = try await site.post("/dispositifs", ["name": "2026"], as: site.agent)
      #expect(number.status == 422 && number.text.contains("id=\"error-slug\""))
    }
  }

  static let bad: [(what: String, from: String, to: String, path: String)] = [
    (
      "an unknown key", "\"use\": \"themes\"", "\"use\": \"themes\", \"colour\": \"red\"", "nomenclatures/themes/colour"
    ),
    ("an unknown chapter", "\"objectives\"", "\"goals\"", "goals"),
    ("the same key twice", "\"key\": \"reseau\"", "\"key\": \"innovation\"", "nomenclatures/themes/items/innovation"),
    ("the same name twice", "\"least\": 1,", "\"least\": 1, \"least\": 2,", "least"),
    (
      "a circle", "\"labelEnglish\": \"Innovation\"", "\"parent\": \"relocalisation\"",
      "nomenclatures/themes/items/innovation/parent"
    ),
    ("a wrong type", "\"announced\": 2", "\"announced\": \"deux\"", "nomenclatures/themes/announced"),
    ("a fraction", "\"announced\": 2", "\"announced\": 2.5", "nomenclatures/themes/announced"),
    ("a newer version", "\"formatVersion\": 1", "\"formatVersion\": 7", "formatVersion"),
    ("another format", "terreau-programme", "something-else", "format"),
    (
      "a reference to nothing", "\"parent\": \"innovation\"", "\"parent\": \"ailleurs\"",
      "nomenclatures/themes/items/relocalisation/parent"
    ),
    ("overlapping classes", "\"lower\": 50", "\"lower\": 49", "nomenclatures/tailles/items/moyennes/lower"),
    ("an empty class", "\"lower\": 50", "\"lower\": 100", "nomenclatures/tailles/items/moyennes/upper"),
    ("a use taken twice", "\"size-classes\"", "\"themes\"", "nomenclatures/tailles/use"),
    ("a key that is no key", "\"key\": \"cooperer\"", "\"key\": \"Coopérer\"", "objectives/1/key"),
    ("no name", "\"label\": \"Coopérer\"", "\"label\": \"\"", "objectives/cooperer/label"),
    ("a list where an object is", "\"programme\": {", "\"programme\": [], \"x\": {", "programme"),
  ]

  @Test(arguments: TestDatabase.dialects)
  func `a document that is wrong is refused with the place and the reason, and changes nothing`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await programme(site)
      try await take(Self.document, site)
      let before: String = try await export(site)
      for (what, from, to, path) in Self.bad {
        let document: String = Self.document.replacing(from, with: to, maxReplacements: 1)
        #expect(document != Self.document, "\(what)")
        let answer = try await handIn(document, site)
        #expect(answer.status == 422, "\(what): \(answer.text)")
        #expect(try answer.wrongFields().contains(path), "\(what): \(answer.text)")
      }
      for document in ["", "[]", "{", "nul", String(repeating: "[", count: 5_000)] {
        #expect(try await handIn(document, site).status == 422, "\(document.prefix(9))")
      }
      let heavy = try await site.post(
        "/dispositifs/plan/configuration/brouillons", [:],
        file: ("file", "x.json", Array(repeating: 0x20, count: 9 << 20)), as: site.agent)
      #expect(heavy.status == 422)
      #expect(try await export(site) == before)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `everything that a document configures, a form configures`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await programme(site)
      func post(_ path: String, _ fields: [String: String]) async throws -> Answer {
        try await site.post("/dispositifs/plan/configuration/\(path)", fields, as: site.agent)
      }
      let made = try await post(
        "nomenclatures/entrees", ["label": "Thèmes d’action", "use": "themes", "least": "1", "most": "1"])
      // What has values has its own page next; a value goes back to its list.
      let list: String = "/dispositifs/plan/configuration/nomenclatures/themes-d-action"
      #expect(made.location == "\(list)?done=entry.added", "\(made.text)")
      for label in ["Innovation", "Œuvrer ensemble"] {
        let item = try await post("nomenclatures/themes-d-action/valeurs/entrees", ["label": label])
        #expect(item.location == "\(list)?done=entry.added")
      }
      #expect(try await export(site).contains("\"key\": \"oeuvrer-ensemble\""))
      let twice = try await post("nomenclatures/themes-d-action/valeurs/entrees", ["label": "Innovation"])
      #expect(twice.status == 409 && twice.words.contains("déjà prise"))
      // Moved to the first place, renamed, and put under the other one.
      let page = try await site.get(
        "/dispositifs/plan/configuration/nomenclatures/themes-d-action/valeurs/oeuvrer-ensemble", as: site.agent)
      #expect(page.text.contains("value=\"Œuvrer ensemble\"") && page.text.contains("<option value=\"innovation\">"))
      let changed = try await post(
        "nomenclatures/themes-d-action/valeurs/oeuvrer-ensemble/enregistrement",
        ["label": "Coopérer", "parent": "innovation", "rank": "1", "version": "1"])
      #expect(changed.status == 303, "\(changed.text)")
      let document: String = try await export(site)
      let first = try #require(document.firstRange(of: "oeuvrer-ensemble"))
      let second = try #require(document.firstRange(of: "\"key\": \"innovation\""))
      #expect(changed.location == "\(list)?done=entry.changed")
      #expect(first.lowerBound < second.lowerBound && document.contains("\"label\": \"Coopérer\""))
      // What was typed stays, what is wrong is said beside its field.
      let circle = try await post(
        "nomenclatures/themes-d-action/valeurs/innovation/enregistrement",
        ["label": "Innover", "parent": "oeuvrer-ensemble", "version": "2"])
      #expect(circle.status == 422 && circle.text.contains("value=\"Innover\""))
      #expect(circle.text.contains("id=\"error-parent\""))
      let stale = try await post(
        "nomenclatures/themes-d-action/valeurs/innovation/enregistrement", ["label": "Trop tard", "version": "1"])
      #expect(stale.status == 409)
      let removed = try await post("nomenclatures/themes-d-action/valeurs/oeuvrer-ensemble/retrait", [:])
      #expect(removed.location == "\(list)?done=entry.removed", "\(removed.text)")
      #expect(try await !export(site).contains("oeuvrer"))
      #expect(try await post("nomenclatures/inconnue/enregistrement", ["label": "X", "use": "other"]).status == 404)
    }
  }

  @Test func `an announced number that differs is shown and never corrected`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      try await programme(site)
      try await take(Self.document.replacing("\"announced\": 2", with: "\"announced\": 5"), site)
      let page = try await site.get("/dispositifs/plan/configuration", as: site.agent)
      #expect(page.words.contains("« Thèmes » : 5 annoncés, 2 dans la liste."))
      #expect(try await export(site).contains("\"announced\": 5"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a configuration taken over elsewhere has the same digest and remembers where it comes from`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await programme(site)
      try await take(Self.document, site)
      let exported: String = try await export(site)
      let there: TestActor = site.actor(.agent, in: site.elsewhere)
      let opened = try await site.api("/dispositifs", #"{"slug":"leur-plan","name":"Leur plan"}"#, as: there)
      #expect(opened.status == 201)
      var json = JSONWriter()
      json.object { $0.member("document", exported) }
      let draft = try await site.api(
        "/dispositifs/leur-plan/configuration/brouillons", String(decoding: json.bytes, as: UTF8.self), as: there)
      let number: Int = try #require(try draft.json()["id"]?.int, "\(draft.text)")
      let applied = try await site.post(
        "/dispositifs/leur-plan/configuration/brouillons/\(number)/application", [:], as: there)
      #expect(applied.status == 303, "\(applied.text)")
      let record = try await site.get("/api/v1/dispositifs/leur-plan", as: there).json()
      #expect(record["originTerritory"]?.string == "\(site.here.name), plan")
      let mine: JSON = try JSON(Array(exported.utf8))
      #expect(record["originHash"]?.string == mine["origin"]?["hash"]?.string)
      let theirs = try await site.get("/api/v1/dispositifs/leur-plan/configuration", as: there).json()
      #expect(theirs["origin"]?["hash"]?.string == mine["origin"]?["hash"]?.string)
      #expect(theirs["origin"]?["programme"]?.string == "leur-plan")
      // Taken over again where it comes from, it is nobody's but its own.
      try await take(exported, site)
      #expect(try await site.get("/api/v1/dispositifs/plan", as: site.agent).json()["originTerritory"] == .null)
    }
  }

  @Test func `an older format is brought forward one version at a time`() throws {
    let chapters: [Chapter] = App.chapters(Doors.all)
    let old: [UInt8] = Array(
      #"{"format":"terreau-programme","formatVersion":1,"programme":{"name":"P"},"goals":[{"key":"a","label":"A"}]}"#
        .utf8)
    let renames = ConfigurationDocument.Upgrader(from: 1) { json throws(Refusal) in
      guard case .object(let members) = json else { return json }
      return .object(members.map { JSON.Member($0.name == "goals" ? "objectives" : $0.name, $0.value) })
    }
    let document = try ConfigurationDocument(old, chapters, version: 2, [renames])
    #expect(document.configuration["objectives"].map(\.key) == ["a"])
    #expect(throws: Refusal.self) { try ConfigurationDocument(old, chapters) }
    #expect(throws: Refusal.self) { try ConfigurationDocument(old, chapters, version: 2, []) }
  }
}
