import HTTP
import Platform
import SQL
import TestSite
import Testing

/// A sheet on its way to the public: what is looked at first, and what keeps it back.
@Suite struct CopiedParagraphTests {
  static let paragraph: String =
    "Le programme associe un promoteur, Pôle emploi et la Maison de l’emploi autour d’un même contrat de service, proposé à chaque employeur du nouveau centre avant son ouverture."

  @Test(arguments: TestDatabase.dialects)
  func `a paragraph of another territory’s published sheet is recognised, and keeps where it came from once noted`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let lyon = try await SheetSite.build(site, "lyon", as: site.actor(.agent, in: site.elsewhere))
      try await lyon.write("innovation", "Un début.\n\n\(Self.paragraph)")
      let angers = try await SheetSite.build(site, "angers")
      let changed: String = Self.paragraph.replacing("chaque employeur", with: "tout employeur")
      try await angers.write("innovation", changed)
      // What another territory has not published is not ours to know of.
      #expect(try await angers.findings("copied").isEmpty)
      #expect(try await lyon.publish().status == 200)
      let found = try #require(try await angers.findings("copied").first)
      let sentence: String = found["sentence"]?["fr"]?.string ?? ""
      #expect(sentence.contains("déjà") || sentence.contains("est ici depuis"), "\(sentence)")
      #expect(sentence.contains("« Dispositif lyon » (Métropole d’ailleurs"), "\(sentence)")
      #expect(found["rubric"]?.string == "innovation" && found["blocks"] == .bool(false))
      // The other sheet is not told of our draft.
      #expect(try await lyon.findings("copied").isEmpty)
      let place: String = try #require(found["place"]?.string)
      let form = try await site.get(place, as: site.agent)
      #expect(form.status == 200 && form.text.contains("Dispositif lyon"))
      let passage: Substring = place.split(separator: "/").dropLast().last ?? ""
      let source: Int = try await site.database.read {
        try await $0.value("SELECT max(id) FROM passage WHERE territory_id = \(site.elsewhere.id)")
      }
      let wrong = try await site.api("\(angers.path)/passages/\(passage)", #"{"source":"999"}"#, as: site.agent)
      #expect(try wrong.wrongFields() == ["source"])
      let noted = try await site.api("\(angers.path)/passages/\(passage)", #"{"source":"\#(source)"}"#, as: site.agent)
      #expect(noted.status == 200, "\(noted.text)")
      #expect(try await angers.findings("copied").isEmpty)
      #expect(try await site.get(angers.path, as: site.agent).words.contains("Paragraphe repris de"))
      // Put right afterwards, it still says so; and the public reads it.
      try await angers.write("innovation", changed + " La mairie le finance.")
      #expect(try await angers.publish().status == 200)
      let page = try await site.get("/lab/angers").words
      #expect(page.contains("Paragraphe repris de") && page.contains("href=\"/lab/lyon\""), "\(page)")
      let json = try await site.get("/api/v1/lab/angers").json()
      #expect(json["origins"]?.items.first?["address"]?.string == "/lab/lyon")
      // Taken out, it is nobody's origin any more.
      try await angers.write("innovation", "Autre chose.")
      #expect(!(try await site.get(angers.path, as: site.agent).words.contains("Paragraphe repris de")))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `who had it first is told the other way round, and what is withdrawn is nobody’s`(_ dialect: Dialect)
    async throws
  {
    let clock = TestClock()
    try await TestSite.with(dialect, { $0.clock = clock.clock }) { site async throws in
      let first = try await SheetSite.build(site, "premiere")
      try await first.write("effect", Self.paragraph)
      clock.advance(seconds: 86_400)
      let second = try await SheetSite.build(site, "seconde")
      try await second.write("context", Self.paragraph)
      // Both are drafts of the same territory.
      let ours: String = try await first.findings("copied").first?["sentence"]?["fr"]?.string ?? ""
      let theirs: String = try await second.findings("copied").first?["sentence"]?["fr"]?.string ?? ""
      #expect(ours.contains("est ici depuis") && ours.contains("brouillon"), "\(ours)")
      #expect(theirs.contains("était déjà"), "\(theirs)")
      // Who works on the other programme alone reads neither.
      let stranger: TestActor = site.actor(
        [Grant(.agent, on: .programme, try await Self.programme("seconde", site))], name: "De la seconde")
      let seen = try await site.get("/api/v1\(second.path)/controles", as: stranger).json()["findings"]?.items ?? []
      #expect(!seen.contains { $0["check"]?.string == "copied" })
      #expect(try await first.publish().status == 200)
      try await first.write("effect", "Tout autre chose.")
      #expect(try await second.findings("copied").count == 1)
      let gone = try await site.api("\(first.path)/retrait", #"{"reason":"Erreur"}"#, as: site.agent)
      #expect(gone.status == 200, "\(gone.text)")
      #expect(try await second.findings("copied").isEmpty)
    }
  }

  private static func programme(_ slug: String, _ site: TestSite) async throws -> Int64 {
    try await site.database.read {
      try await $0.value("SELECT id FROM programme WHERE territory_id = \(site.here.id) AND slug = \(slug)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what the public would see broken keeps a sheet from being published, what is for its author to judge does not`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let sheet = try await SheetSite.build(site, "liens")
      let other = try await SheetSite.build(site, "autre")
      try await sheet.write("effect", "Il a coûté 20 000 €. Voir {{chiffre:inconnu}}.")
      #expect(try await sheet.findings("noDate").count == 1)
      let refused = try await sheet.publish()
      #expect(refused.status == 409 && refused.text.contains("{{chiffre:inconnu}}"), "\(refused.text)")
      let closed = try await site.get("\(sheet.path)/publier", as: site.agent)
      #expect(closed.words.contains("Chiffre inconnu") && !closed.text.contains("publication\" method"))
      for (link, isDead) in [
        ("/lab/nulle-part", true), ("/lab/autre", true), ("/dispositifs/inconnu", true), ("/dispositifs/autre", false),
        ("\(other.path)", true), ("/lab", false), ("#effect", false), ("#transfer", true), ("/rien/du/tout", true),
        ("http://localhost/lab/nulle-part", true), ("https://exemple.fr/lab/nulle-part", false),
      ] {
        try await sheet.write("effect", "Voir [cela](\(link)).")
        #expect(try await sheet.findings("deadLink").isEmpty == !isDead, "\(link)")
      }
      #expect(try await other.publish().status == 200)
      try await sheet.write("effect", "Il a coûté 20 000 €. Voir [l’autre](/lab/autre).")
      #expect(try await sheet.findings("deadLink").isEmpty)
      #expect(try await sheet.publish().status == 200)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a sheet that nobody updated waits in the day of who runs its programme`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let sheet = try await SheetSite.build(site, "vieille")
      #expect(try await sheet.findings("stale").isEmpty)
      let version: Int = try #require(try await site.get("/api/v1\(sheet.path)", as: site.agent).json()["version"]?.int)
      for (day, isStale) in [("2025-05-22", false), ("2025-05-21", true)] {
        let updated: Day = try #require(Day(iso: day))
        _ = try await site.database.change {
          try await $0.run("UPDATE sheet SET updated_day = \(updated) WHERE id = \(sheet.sheet)")
        }
        #expect(try await sheet.findings("stale").isEmpty == !isStale, "\(day)")
        let page = try await site.get("/", as: site.agent).words
        #expect(page.contains("fiche à relire") == isStale, "\(day)")
      }
      #expect(version > 0)
      let other: TestActor = site.actor(.agent, in: site.elsewhere)
      #expect(!(try await site.get("/", as: other).words.contains("fiche à relire")))
    }
  }
}
