import Glibc
import SQL
import Site
import TestSite
import Testing

@testable import Platform

/// Sheets with a territory and a state, as a capability would keep them.
private let sheets = TextIndex(of: "leaflet")
private let schema = Schema(
  App.schema(Doors.all).capabilities + [
    Migrations(
      "leaflets",
      [
        Migration(
          1, "leaflets",
          [
            .table(Table("leaflet", [.id, .init("territory_id", .int64), .init("is_public", .bool, default: "true")]))
          ] + sheets.steps)
      ])
  ])

private enum Sheet {}

private struct Library {
  let database: Database
  let scope: Scope

  static func with<T: Sendable>(_ dialect: Dialect, _ body: (Library) async throws -> T) async throws -> T {
    try await TestDatabase.with(dialect, onDisk: true) { database in
      try await schema.migrate(database)
      return try await body(try await Library(database))
    }
  }

  init(_ database: Database) async throws {
    self.database = database
    let here: Territory = try await Demonstration.enter("ici", "Ici", database)
    scope = Scope(database, Actor("Agent", territory: here.id, [Grant(.agent, on: .territory)]), at: TestSite.now)
  }

  /// Writes, and leaves the line that every change leaves.
  func change<T: Sendable>(_ body: (Scope) async throws -> T) async throws -> T {
    try await scope.change { scope in
      let result: T = try await body(scope)
      try await scope.audit(Deed("leaflet.entered", Text(fr: "fiche saisie", en: "sheet entered")), "leaflet", 1)
      return result
    }
  }

  @discardableResult
  func enter(
    _ title: String, _ text: String = "", lead: String = "", on territory: Int64? = nil, isPublic: Bool = true
  ) async throws -> Int64 {
    try await change { scope in
      let id: ID<Sheet> = try await scope.insert(
        "INSERT INTO leaflet (territory_id, is_public) VALUES (\(territory ?? scope.territory.number), \(isPublic))")
      try await sheets.put(scope, id, title: title, lead: lead, text: text)
      return id.number
    }
  }

  func write(_ id: Int64, _ title: String, _ text: String) async throws {
    try await change { try await sheets.put($0, ID<Sheet>(id), title: title, text: text) }
  }

  func remove(_ id: Int64) async throws {
    try await change { scope in
      try await sheets.remove(scope, ID<Sheet>(id))
      try await scope.run("DELETE FROM leaflet WHERE id = \(id)")
    }
  }

  var mine: Query { "leaflet.territory_id = \(scope.territory) AND leaflet.is_public" }

  func search(_ typed: String, typing: Bool = false, limit: Int = 1_000, offset: Int = 0) async throws -> TextAnswer {
    guard let words = SoughtWords(typed) else { return TextAnswer(hits: [], total: 0, correction: nil) }
    return try await sheets.search(scope, words, where: mine, limit: limit, offset: offset, typing: typing)
  }

  func found(_ typed: String, typing: Bool = false) async throws -> [Int64] {
    try await search(typed, typing: typing).hits.map(\.number).sorted()
  }

  func spellings() async throws -> [String] {
    try await scope.all("SELECT word FROM leaflet_word ORDER BY word") { row in try row.next() }
  }
}

@Suite struct TextSearchTests {
  private static let words: [String] = """
    emploi emplois insertion chantier chantiers métier métiers création créées œuvre pépinière pépinières locaux local \
    coopérative coopératives réseau réseaux enjeu jeunes jeune formation formations entreprise entreprises quartier quartiers \
    SIAE S.I.A.E. PLIE PLIEs savoir-faire mécatronique mobilité 2012 2014 l’hébergement d’insertion aujourd’hui prud’hommes \
    économie sociale solidaire bail baux chargé·e·s salariées délégués cluster clusters business R&D CO₂ 1e5 3,5 0x1f \
    e-commerce Saint-Étienne Förderung sans-abri AI Δήμος
    """.split(separator: " ").map(String.init)

  /// The same at each run, and of every word somewhere.
  private static func text(_ number: Int, _ count: Int) -> String {
    var state: UInt64 = UInt64(number) &* 2_862_933_555_777_941_757 &+ 3_037_000_493
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let place: Double = Double(state >> 11) / Double(1 << 53)
      return words[Int(place * place * Double(words.count))]
    }.joined(separator: " ")
  }

  private static let questions: [String] =
    words + words.map(sortKey)
    + [
      "insertion emploi", "chantiers d'insertion", "metier jeune", "creation entreprise 2012", "savoir faire",
      "la formation",
    ]
    + hostile

  @Test func `both databases find the same texts, and no others`() async throws {
    var found: [Dialect: [[Int64]]] = [:]
    for dialect in TestDatabase.dialects {
      found[dialect] = try await Library.with(dialect) { library in
        try await library.change { scope in
          for number in 1...200 {
            let id: ID<Sheet> = try await scope.insert("INSERT INTO leaflet (territory_id) VALUES (\(scope.territory))")
            try await sheets.put(
              scope, id, title: Self.text(number, 4), lead: Self.text(number + 500, 3),
              text: Self.text(number + 1_000, 12))
          }
        }
        var answers: [[Int64]] = []
        for question in Self.questions { answers.append(try await library.found(question)) }
        return answers
      }
    }
    let texts: [(String, Set<String>)] = (1...200).map { number in
      let text: String = [Self.text(number, 4), Self.text(number + 500, 3), Self.text(number + 1_000, 12)]
        .joined(separator: "\n")
      return (text, Set(TextAnalysis.terms(text).split(separator: " ").map(String.init)))
    }
    for (index, question) in Self.questions.enumerated() {
      let sqlite: [Int64] = try #require(found[.sqlite])[index]
      if let postgres = found[.postgres]?[index] { #expect(sqlite == postgres, "\(question.prefix(60))") }
      guard let words = SoughtWords(question), Self.words.contains(question) else { continue }
      let expected: [Int64] = texts.indices.filter { holds(words.terms, texts[$0].1) }.map { Int64($0 + 1) }
      #expect(sqlite == expected, "\(question)")
      #expect(!expected.isEmpty, "\(question)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `the title counts more than the lead, and the lead more than the text`(_ dialect: Dialect) async throws {
    try await Library.with(dialect) { library async throws in
      let filler: String = "Une action menée avec les partenaires locaux."
      let text: Int64 = try await library.enter("Une fiche", "La mobilité, la mobilité. \(filler)", lead: filler)
      let lead: Int64 = try await library.enter("Une fiche", filler, lead: "La mobilité. \(filler)")
      let title: Int64 = try await library.enter("Mobilité", filler, lead: filler)
      #expect(try await library.search("mobilités").hits.map(\.number) == [title, lead, text])
      let second: TextAnswer = try await library.search("mobilités", limit: 1, offset: 1)
      #expect(second.hits.map(\.number) == [lead])
      #expect(second.total == 3)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what one may not read is neither found, nor counted, nor proposed`(_ dialect: Dialect) async throws {
    try await Library.with(dialect) { library async throws in
      let elsewhere: Int64 = library.scope.territory.number + 1
      try await library.enter("Mécatronique", on: elsewhere)
      try await library.enter("Plasturgie", isPublic: false)
      let own: Int64 = try await library.enter("Plastique")
      for typed in ["mécatronique", "mecatroniqe", "plasturgie", "plasturgi"] {
        let answer: TextAnswer = try await library.search(typed)
        #expect(answer.total == 0, "\(typed)")
        #expect(answer.correction == nil, "\(typed)")
      }
      #expect(try await library.found("plastique") == [own])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a mistyped word is looked for as the nearest that texts hold`(_ dialect: Dialect) async throws {
    try await Library.with(dialect) { library async throws in
      let first: Int64 = try await library.enter("La mécatronique", "L’emploi des jeunes, mise en œuvre.")
      try await library.enter("Marché", "Le marché de l’emploi.")
      try await library.enter("Marche", "Un marché couvert.")
      try await library.enter("Marge", "La marge.")
      for typed in ["mecatroniqe", "mécatroniquee", "mecatronigue", "mceatronique"] {
        let answer: TextAnswer = try await library.search("\(typed) emplois")
        #expect(answer.hits.map(\.number) == [first], "\(typed)")
        #expect(answer.correction == "mécatronique emplois", "\(typed)")
      }
      #expect(try await library.search("oeuxre").correction == "œuvre")
      // Two texts hold « marché », one holds « marge ».
      #expect(try await library.search("marce").correction == "marché")
      #expect(try await library.search("mécatronique").correction == nil)
      // Known words that no text holds together are not errors.
      #expect(try await library.search("mécatronique marché").correction == nil)
      #expect(try await library.search("xyzzy").total == 0)
      #expect(try await library.search("emplio qwertz").total == 0)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `the index follows what is changed and what goes`(_ dialect: Dialect) async throws {
    try await Library.with(dialect) { library async throws in
      let one: Int64 = try await library.enter("Bail rural", "Signé par Durandal à Fontaine.")
      let two: Int64 = try await library.enter("Bail commercial", "Signé à Fontaine.")
      #expect(try await library.found("baux") == [one, two])
      try await library.write(one, "Convention", "Conclue à Échirolles.")
      #expect(try await library.found("baux") == [two])
      #expect(try await library.found("echirolles") == [one])
      #expect(try await library.found("durandal").isEmpty)
      // A name that no text holds any longer is not kept for typing errors.
      var words: [String] = try await library.spellings()
      #expect(!words.contains("durandal"))
      #expect(words.contains("fontaine"))
      try await library.remove(two)
      #expect(try await library.found("fontaine").isEmpty)
      words = try await library.spellings()
      #expect(words.sorted() == ["conclue", "convention", "echirolles"])
      let keys: Int = try await library.scope.value(
        "SELECT count(*) FROM leaflet_word_key WHERE word_id NOT IN (SELECT id FROM leaflet_word)")
      #expect(keys == 0)
      // A change that fails leaves nothing.
      await #expect(throws: Refusal.self) {
        try await library.change { scope in
          try await sheets.put(scope, ID<Sheet>(one), title: "Éphémère", text: "")
          throw Refusal.notFound
        }
      }
      #expect(try await library.found("ephemere").isEmpty)
      #expect(try await library.found("convention") == [one])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `while somebody types, the last word need not be whole`(_ dialect: Dialect) async throws {
    try await Library.with(dialect) { library async throws in
      let id: Int64 = try await library.enter("Insertion par l’économie", "Les salariées accompagnées.")
      for typed in [
        "in", "inser", "insert", "inserti", "insertio", "insertion", "économie salari", "accompagnée", "accompagn",
      ] {
        #expect(try await library.found(typed, typing: true) == [id], "\(typed)")
      }
      #expect(try await library.found("insertoz", typing: true).isEmpty)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a text that many hold is found by its title first`(_ dialect: Dialect) async throws {
    try await Library.with(dialect) { library async throws in
      try await library.change { scope in
        for number in 1...1_100 {
          let id: ID<Sheet> = try await scope.insert("INSERT INTO leaflet (territory_id) VALUES (\(scope.territory))")
          try await sheets.put(
            scope, id, title: number % 100 == 0 ? "L’emploi \(number)" : "Fiche \(number)", text: "Un emploi.")
        }
      }
      let answer: TextAnswer = try await library.search("emplois", limit: 10)
      #expect(answer.isCutShort)
      #expect(answer.hits.count == 10)
      #expect(answer.hits.allSatisfy { $0.number % 100 == 0 })
      let rest: TextAnswer = try await library.search("emplois", limit: 10, offset: 10)
      #expect(rest.hits.filter { $0.number % 100 == 0 }.count == 1)
      #expect(Set(rest.hits.map(\.number)).isDisjoint(with: answer.hits.map(\.number)))
      #expect(rest.hits.count == 10)
    }
  }

  @Test(arguments: TestDatabase.dialects, TestDatabase.dialects)
  func `a backup brings the texts back with all that finds them`(_ from: Dialect, _ to: Dialect) async throws {
    let path: String = "/tmp/terreau-texts-\(UInt64.random(in: 0 ... .max)).gz"
    defer { unlink(path) }
    let id: Int64 = try await Library.with(from) { library in
      try await library.enter("Avant")
      let id: Int64 = try await library.enter("La mécatronique", "Mise en œuvre.")
      _ = try await Archive(path).backup(library.database, schema)
      return id
    }
    try await Library.with(to) { library async throws in
      for number in 0..<5 { try await library.enter("Plasturgie \(number)") }
      _ = try await Archive(path).restore(into: library.database, schema)
      #expect(try await library.found("plasturgie").isEmpty)
      #expect(try await library.found("oeuvre") == [id])
      #expect(try await library.search("mecatroniqe").correction == "mécatronique")
      try await library.write(id, "Autre", "Autre.")
      #expect(try await library.found("oeuvre").isEmpty)
      #expect(try await schema.faults(library.database).isEmpty)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `many who enter the same new words at once all succeed`(_ dialect: Dialect) async throws {
    try await Library.with(dialect) { library async throws in
      try await withThrowingTaskGroup(of: Int64.self) { group in
        for number in 0..<12 {
          group.addTask {
            try await library.enter("Fiche \(number)", "Mécatronique et plasturgie, filière \(number % 3).")
          }
        }
        try await group.waitForAll()
      }
      #expect(try await library.search("plasturgie").total == 12)
      #expect(try await library.search("plasturgi mecatronique").total == 12)
      #expect(try await library.spellings() == ["fiche", "filiere", "mecatronique", "plasturgie"])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `texts read anew are found as before`(_ dialect: Dialect) async throws {
    try await Library.with(dialect) { library async throws in
      for number in 1...250 { try await library.enter("Fiche \(number)", "La mécatronique \(number).") }
      let count: Int = try await library.change { try await sheets.rebuild($0) }
      #expect(count == 250)
      #expect(try await library.search("mecatronique").total == 250)
      #expect(try await library.search("mecatroniqe").total == 250)
      #expect(try await library.found("137") == [137])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `whatever is written can be kept, found and taken out`(_ dialect: Dialect) async throws {
    try await Library.with(dialect) { library async throws in
      var ids: [Int64] = []
      for text in hostile { ids.append(try await library.enter(String(text.prefix(200)), text, lead: "Vérification")) }
      #expect(try await library.found("verification") == ids)
      for text in hostile { _ = try await library.search(text, typing: true) }
      for id in ids { try await library.remove(id) }
      #expect(try await library.spellings().isEmpty)
    }
  }
}
