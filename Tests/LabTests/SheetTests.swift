import HTTP
import Platform
import SQL
import TestSite
import Testing

/// Sheets, from their first draft to the public.
@Suite struct SheetTests {
  @Test(arguments: TestDatabase.dialects)
  func `a sheet begins with what is known of its programme already`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let lab = try await LabSite.build(site)
      for json in [
        #"{"title":"Ouvrir un atelier","state":"done","last":"2026-03-01","result":"Douze places","successFactors":"Un pilote"}"#,
        #"{"title":"Former","state":"in-progress"}"#, #"{"title":"Essaimer","state":"next"}"#,
      ] {
        let answer = try await site.api("\(LabSite.programme)/actions", json, as: site.agent)
        #expect(answer.status == 201, "\(answer.text)")
      }
      let sheet: Int = try await lab.begin("action")
      let page = try await site.get("\(LabSite.programme)/fiches/\(sheet)", as: site.agent).words
      #expect(page.contains("Ouvrir un atelier (1<sup>er</sup> mars 2026) : Douze places"))
      #expect(page.contains("Un pilote") && page.contains("Former") && page.contains("Essaimer"))
      #expect(page.contains("Rubriques à écrire"))
      let twice = try await site.api("\(LabSite.programme)/fiches", #"{"kind":"action"}"#, as: site.agent)
      #expect(twice.status == 409)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `two people write in one rubric and nobody’s text is lost`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let lab = try await LabSite.build(site)
      let sheet: Int = try await lab.begin()
      let place: String = "\(LabSite.programme)/fiches/\(sheet)/rubriques/context"
      let first = site.actor(.agent, name: "Inès")
      let second = site.actor(.agent, name: "Noé")
      #expect(try await site.post(place, ["text": "Le texte d’Inès", "version": "1"], as: first).status == 303)
      let refused = try await site.post(place, ["text": "Le texte de Noé", "version": "1"], as: second)
      #expect(refused.status == 409)
      // Theirs to take over, one’s own to go on with, and the next attempt is accepted.
      #expect(refused.words.contains("Le texte de Noé") && refused.words.contains("Le texte d’Inès"))
      #expect(refused.words.contains("Ce que Inès a enregistré"))
      #expect(refused.text.contains(#"name="version" value="2""#))
      #expect(try await site.post(place, ["text": "Les deux", "version": "2"], as: second).status == 303)
      let versions = try await site.get("\(place)/versions", as: site.agent).words
      #expect(versions.contains("Le texte d’Inès") && versions.contains("Inès, le"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what is published stays word for word until it is published anew`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let lab = try await LabSite.build(site)
      let sheet: Int = try await lab.begin()
      #expect(try await site.get("/lab/\(TestSite.programme)").status == 404)
      try await lab.write("Avant", into: "presentation", of: sheet)
      #expect(try await lab.publish(sheet).status == 200)
      try await lab.write("Après", into: "presentation", of: sheet, version: 2)
      #expect(try await site.get("/lab/\(TestSite.programme)").text.contains("Avant"))
      // The neighbour’s visitors read it too, and nobody reads the draft.
      let neighbour = try await site.get("/lab/\(TestSite.programme)", as: lab.neighbour).text
      #expect(neighbour.contains("Avant") && !neighbour.contains("Après"))
      for actor in [site.visitor, lab.neighbour] {
        #expect([403, 404].contains(try await site.get("\(LabSite.programme)/fiches/\(sheet)", as: actor).status))
      }
      #expect(try await lab.publish(sheet).status == 200)
      let json = try await site.get("/api/v1/lab/\(TestSite.programme)").json()
      #expect(json["number"]?.int == 2)
      #expect(try await site.get("/lab/\(TestSite.programme)").text.contains("Après"))
      #expect(try await site.get("/api/v1/lab").json()["total"]?.int == 1)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a sheet that is withdrawn leaves the catalogue, and its address says why`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let lab = try await LabSite.build(site)
      let sheet: Int = try await lab.published()
      let place: String = "\(LabSite.programme)/fiches/\(sheet)"
      let withdrawn = try await site.api(
        "\(place)/retrait", #"{"reason":"Le dispositif a pris fin."}"#, as: site.agent)
      #expect(withdrawn.status == 200, "\(withdrawn.text)")
      #expect(try await site.get("/api/v1/lab").json()["total"]?.int == 0)
      #expect(try await site.get("/lab/\(TestSite.programme)").words.contains("Le dispositif a pris fin."))
      #expect(try await site.api("\(place)/retrait", #"{"reason":"Encore"}"#, as: site.agent).status == 409)
      #expect(try await site.get("/lab/\(TestSite.programme)/adopter", as: lab.neighbour).words.contains("retirée"))
      // Published anew, it is back, as its second issue.
      #expect(try await lab.publish(sheet).status == 200)
      #expect(try await site.get("/api/v1/lab/\(TestSite.programme)").json()["number"]?.int == 2)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a figure inserted by its key moves with the records`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let lab = try await LabSite.build(site)
      let defined = try await site.api(
        "\(LabSite.programme)/configuration/indicateurs/entrees",
        #"{"label":"Baux en cours","key":"baux","unit":"number","rounding":0,"formula":{"count":"lease"},"public":true}"#,
        as: site.agent)
      #expect(defined.status == 200, "\(defined.text)")
      let sheet: Int = try await lab.begin()
      try await lab.write(
        "On y compte {{indicateur:baux}} baux.", into: "effect", of: sheet, version: 2)
      #expect(try await lab.publish(sheet).status == 200)
      let place: Int = try await site.enterSite()
      for number in 1...2 {
        try await site.enterLease(on: try await site.enterLot(on: place, "Atelier \(number)"))
        let page = try await site.get("/lab/\(TestSite.programme)").words
        #expect(page.contains("On y compte <a href=\"#indicateur-baux\">\(number)</a> baux"), "\(number)")
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `nothing that runs gets into a sheet, however it is typed`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let lab = try await LabSite.build(site)
      let sheet: Int = try await lab.begin()
      let hostile: String =
        "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>\n\n"
        + String(repeating: "> ", count: 10_000) + "fin\n\n{{{{{{"
      #expect(try await lab.write(hostile, into: "context", of: sheet).status == 200)
      #expect(try await lab.publish(sheet).status == 200)
      let page = try await site.get("/lab/\(TestSite.programme)").text
      #expect(!page.contains("<script>alert") && !page.contains("href=\"javascript:") && !page.contains("<img src=x"))
      #expect(page.contains("fin"))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a sheet is sorted by the words of the Lab and no others`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let lab = try await LabSite.build(site)
      let sheet: Int = try await lab.begin()
      let place: String = "\(LabSite.programme)/fiches/\(sheet)"
      func head(_ more: String, version: Int = 1) async throws -> Answer {
        try await site.api(
          place, #"{"title":"Locaux","updated":"2026-11-01","version":\#(version)\#(more)}"#, as: site.agent)
      }
      #expect(try await head(#","axis":"autre""#).wrongFields() == ["axis"])
      #expect(try await head(#","themes":["locaux","x"]"#).wrongFields() == ["themes"])
      #expect(try await head(#","budgetYear":2020"#).wrongFields() == ["budget"])
      let saved = try await head(#","axis":"entreprise","themes":["locaux"],"audiences":["associations"],"since":2008"#)
      #expect(saved.status == 200, "\(saved.text)")
      #expect(try await lab.publish(sheet, version: 2).status == 200)
      for (query, total) in [
        ("axis=entreprise", 1), ("axis=emploi", 0), ("theme=locaux", 1), ("theme=insertion", 0),
        ("audience=associations", 1), ("territory=ici", 1), ("territory=ailleurs", 0), ("since=2008", 1),
        ("since=2009", 0),
      ] {
        #expect(try await site.get("/api/v1/lab?\(query)").json()["total"]?.int == total, "\(query)")
      }
    }
  }
}
