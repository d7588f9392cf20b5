import HTTP
import Platform
import SQL
import Site
import TestSite
import Testing

/// What was issued stays what it was; what is a draft is its editors’.
@Suite(.serialized) struct EditionTests {
  @Test(arguments: TestDatabase.dialects)
  func `whatever becomes of the sheets, the figures and the territories, an edition says what it said`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let world = try await EditionWorld.build(site)
      _ = try await world.issue(try await world.draft())
      let paths: [String] = ["/api/v1/lab/editions/1", "/api/v1/lab/editions/1/portail", "/lab/editions/1.pdf"]
      var before: [[UInt8]] = []
      for path in paths { before.append(try await site.get(path).bytes) }
      let page: String = try main(try await site.get("/lab/editions/1/portail"))
      #expect(page.contains("100") && page.contains(site.elsewhere.name) && page.contains("figée le 21 novembre 2026"))
      try await world.done(
        "/dispositifs/portail/chiffres/2",
        #"{"key":"portail.emplois","label":"Emplois","document":"Rapport","quotation":"deux cents","value":200,"unit":"number","counted":"emplois","qualifier":"exact","to":"2026-01-01","kind":"operational","version":1}"#,
        world.there)
      try await world.rewrite("portail", "Tout a changé : {{chiffre:emplois}}.", as: world.there)
      try await change(
        site, "UPDATE territory SET name = 'Autrement' WHERE id IN (\(site.here.id), \(site.elsewhere.id))",
        "UPDATE nomenclature_item SET label = 'Travail' WHERE key = 'emploi'")
      let living: String = try await site.get("/lab/portail").words
      #expect(living.contains("Tout a changé") && living.contains("200 emplois") && living.contains("Autrement"))
      for (path, bytes) in zip(paths, before) { #expect(try await site.get(path).bytes == bytes, "\(path)") }
      #expect(try main(try await site.get("/lab/editions/1/portail")) == page)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `no statement changes what was issued, and a check finds what was changed behind its back`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let world = try await EditionWorld.build(site)
      let edition: Int = try await world.draft()
      _ = try await world.issue(edition)
      _ = try await site.get("/lab/editions/1.pdf")
      for statement: Query in [
        "UPDATE edition SET title = 'X'", "DELETE FROM edition", "UPDATE edition_sheet SET axis = NULL",
        "DELETE FROM edition_sheet", "UPDATE edition_text SET text = 'X'", "DELETE FROM edition_text",
        "UPDATE edition_document SET digest = 'X'", "DELETE FROM edition_document",
      ] {
        await #expect(throws: DatabaseError.self, "\(statement)") { try await change(site, statement) }
      }
      let own: String = "\(EditionWorld.lab)/editions/\(edition)"
      for (path, json) in [
        (own, #"{"number":2,"title":"X","day":"2026-10-01","version":3}"#), ("\(own)/parution", #"{"version":3}"#),
        ("\(own)/suppression", #"{"version":3}"#), ("\(own)/fiches", #"{"sheets":[],"version":3}"#),
        ("\(own)/fiches/portail", #"{"rank":1,"version":3}"#),
        ("\(own)/textes", #"{"kind":"foreword","rank":1,"title":"X","text":"X"}"#),
        ("\(own)/textes/1", #"{"kind":"foreword","rank":1,"title":"X","text":"X","version":1}"#),
        ("\(own)/textes/1/suppression", #"{"version":1}"#),
      ] { #expect(try await site.api(path, json, as: site.agent).status == 409, "\(path)") }
      let issued: [Issued] = Doors.all.flatMap(\.issued)
      #expect(try await Issued.faults(issued, site.database) == [])
      let lift: Query =
        dialect == .sqlite ? "DROP TRIGGER edition_stays_update" : "DROP TRIGGER edition_stays_update ON edition"
      try await change(site, lift, "UPDATE edition SET content = replace(content, 'recueil', 'Recueil')")
      #expect(try await Issued.faults(issued, site.database) == ["edition 1: what it says is not what was issued"])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `sheets stand under their axis, in the order that was chosen, and those of none come last`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let world = try await EditionWorld.build(site)
      try await world.take(
        #"{"format": "terreau-programme", "formatVersion": 1, "programme": {"name": "Friche"}}"#, "friche",
        on: site.here)
      let sheet: Int = try #require(
        try await world.done("/dispositifs/friche/fiches", #"{"kind":"lab"}"#, site.agent)["id"]?.int)
      try await world.done(
        "/dispositifs/friche/fiches/\(sheet)", #"{"title":"Une friche","updated":"2026-01-01","version":1}"#, site.agent
      )
      try await world.done("/dispositifs/friche/fiches/\(sheet)/publication", #"{"version":2}"#, site.agent)
      let edition: Int = try await world.draft()
      let own: String = "\(EditionWorld.lab)/editions/\(edition)"
      try await world.done(
        "\(own)/fiches", #"{"sheets":["ateliers","jardins","portail","friche"],"version":2}"#, site.agent)
      try await world.done("\(own)/fiches/friche", #"{"rank":1,"version":3}"#, site.agent)
      #expect(
        try await site.api("\(own)/fiches", #"{"sheets":["inconnue"],"version":4}"#, as: site.agent).status == 422)
      _ = try await world.issue(edition, version: 4)
      guard case .array(let groups)? = try await site.get("/api/v1/lab/editions/1").json()["groups"] else {
        Issue.record("no groups")
        return
      }
      let read: [String] = groups.map { group in
        guard case .array(let sheets)? = group["sheets"] else { return "" }
        return (group["axis"]?.string ?? "-") + ": " + sheets.compactMap { $0["slug"]?.string }.joined(separator: ", ")
      }
      #expect(read == ["emploi: portail", "entreprise: ateliers", "-: friche, jardins"])
      let page: String = try await site.get("/lab/editions/1/ateliers").text
      #expect(page.contains("rel=\"prev\" href=\"/lab/editions/1/portail\""))
      #expect(page.contains("rel=\"next\" href=\"/lab/editions/1/friche\""))
      #expect(try await site.get("/lab/portail").words.contains("l’édition n° 1</a>"))
      let cover: String = try await site.get("/lab/editions/1").words
      for words in ["En bref", "Emplois : 100 emplois", "hors classement", "Lou Fictive", "<strong>bien</strong>"] {
        #expect(cover.contains(words), "\(words)")
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a sheet withdrawn before the issue stops it, and one withdrawn after it stays`(_ dialect: Dialect) async throws
  {
    try await TestSite.with(dialect) { site async throws in
      let world = try await EditionWorld.build(site)
      let edition: Int = try await world.draft()
      let retreat: String = "/dispositifs/jardins/fiches/3/retrait"
      try await world.done(retreat, #"{"reason":"Projet arrêté"}"#, world.there)
      let own: String = "\(EditionWorld.lab)/editions/\(edition)"
      let refused = try await site.api("\(own)/parution", #"{"version":2}"#, as: site.agent)
      #expect(refused.status == 409 && refused.text.contains("jardins"))
      #expect(try await site.get(own, as: site.agent).words.contains("n’est plus dans le Lab"))
      try await world.done("\(own)/fiches", #"{"sheets":["ateliers","portail"],"version":2}"#, site.agent)
      _ = try await world.issue(edition, version: 3)
      try await world.done("/dispositifs/portail/fiches/2/retrait", #"{"reason":"Fermé"}"#, world.there)
      #expect(try await site.get("/lab/editions/1/portail").words.contains("On y compte"))
      #expect(try await site.get("/lab/editions/1/jardins").status == 404)
      #expect(try await site.get("/lab/portail").words.contains("Fermé"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `drafts are for those who work on the Lab, and only who runs it changes them`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let world = try await EditionWorld.build(site)
      let edition: Int = try await world.draft()
      let own: String = "\(EditionWorld.lab)/editions/\(edition)"
      #expect(try await site.get("/lab/editions/1").status == 404)
      #expect(try await site.get("/lab/editions").words.contains("Aucune édition"))
      #expect(try await site.get(own, as: site.actor(.elected)).status == 200)
      for actor in [site.visitor, world.there, site.actor(.company)] {
        #expect(try await site.get(own, as: actor).status == 404)
        #expect(try await site.get("\(own)/faire-paraitre", as: actor).status == 404)
        #expect(try await site.api("\(own)/parution", #"{"version":2}"#, as: actor).status == 404)
      }
      #expect(try await site.api("\(own)/parution", #"{"version":2}"#, as: site.actor(.elected)).status == 404)
      // A programme that is no Lab has none.
      #expect(try await site.get("/dispositifs/ateliers/editions", as: site.agent).status == 404)
      let taken = try await site.api(
        "\(EditionWorld.lab)/editions", #"{"number":1,"title":"Encore","day":"2026-10-01"}"#, as: site.agent)
      #expect(taken.status == 409 && taken.text.contains("n° 1"))
      try await world.done("\(own)/suppression", #"{"version":2}"#, site.agent)
      #expect(try await site.get(own, as: site.agent).status == 404)
    }
  }

  @Test func `the book has a cover, contents with page numbers, bookmarks and tags, and is made once`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let world = try await EditionWorld.build(site)
      _ = try await world.issue(try await world.draft())
      let answers: [Answer] = try await withThrowingTaskGroup(of: Answer.self) { group in
        for _ in 1...3 { group.addTask { try await site.get("/lab/editions/1.pdf") } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(Set(answers.map(\.bytes)).count == 1 && answers.allSatisfy { $0.status == 200 })
      let made: Int = try await site.database.read {
        try await $0.value("SELECT count(*) FROM audit_line WHERE action = 'edition.pressed'")
      }
      #expect(made == 1)
      let paper = try await PaperDocument(answers[0].bytes)
      // Cover, contents, foreword, three sheets, in short.
      #expect(paper.says("Pages") == "7" && paper.says("Tagged") == "yes" && paper.says("Title") == "Le recueil")
      #expect(paper.text.firstMatch(of: /Avant-propos[ .]+3/) != nil, "\(paper.text.prefix(600))")
      #expect(paper.text.firstMatch(of: /Un portail, Métropole d’ailleurs[ .]+4/) != nil)
      #expect(paper.text.firstMatch(of: /En bref[ .]+7/) != nil)
      let raw = String(decoding: answers[0].bytes, as: Unicode.ASCII.self)
      for words in ["/Outlines", "/Lang (fr-FR)", "/StructTreeRoot", "pdfuaid"] {
        #expect(raw.contains(words), "\(words)")
      }
      let tags: [Substring] = paper.structure.split(separator: "\n").map { $0.drop { $0 == " " } }
      #expect(tags.count { $0.hasPrefix("H1") } == 1 && tags.count { $0.hasPrefix("H3") } == 3)
      #expect(try await PaperDocument.isWithinItsPages(answers[0].bytes))
    }
  }

  private func change(_ site: TestSite, _ statements: Query...) async throws {
    try await site.database.change { session in for statement in statements { try await session.run(statement) } }
  }

  /// The page without what surrounds it: the territory’s name stands there too.
  private func main(_ answer: Answer) throws -> String {
    let text: String = answer.words
    let start = try #require(text.firstRange(of: "<h1"))
    let end = try #require(text.firstRange(of: "</main>"))
    return String(text[start.lowerBound..<end.lowerBound])
  }
}
