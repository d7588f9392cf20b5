import HTTP
import Platform
import SQL
import TestSite
import Testing

/// What a territory takes over from another’s sheet.
@Suite struct AdoptionTests {
  private static func adopt(
    _ lab: LabSite, _ json: String = "", slug: String = "nos-locaux", parts: String = #"["nomenclatures"]"#
  ) async throws -> Answer {
    try await lab.site.api(
      "/lab/\(TestSite.programme)/adoptions",
      #"{"name":"Nos locaux","slug":"\#(slug)","parts":\#(parts),"accepts":true\#(json)}"#, as: lab.neighbour)
  }

  @Test(arguments: TestDatabase.dialects)
  func `a neighbour adopts a sheet and runs the programme the same day`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let lab = try await LabSite.build(site)
      _ = try await lab.published()
      let form = try await site.get("/lab/\(TestSite.programme)/adopter", as: lab.neighbour).words
      #expect(form.contains("Un pilote reconnu") && form.contains("Citez l’origine.") && form.contains("Nomenclatures"))
      let adopted = try await Self.adopt(
        lab, #","met":["1"],"words":"Catégories = Familles\nArtisan = Artisane""#)
      #expect(adopted.status == 201, "\(adopted.text)")
      let programme: String = "/dispositifs/nos-locaux"
      let words = try await site.get("/api/v1\(programme)/configuration", as: lab.neighbour).text
      #expect(words.contains("Familles") && words.contains("Artisane") && !words.contains("Catégories"))
      // It runs: a site opens on it.
      let opened = try await site.api(
        "/sites", #"{"programme":"nos-locaux","name":"Chez nous","municipality":"Pau"}"#, as: lab.neighbour)
      #expect(opened.status == 201, "\(opened.text)")
      let origin = try await site.get("\(programme)/origine", as: lab.neighbour).words
      #expect(origin.contains("Un pilote reconnu — réunie") && origin.contains("Un lieu — à réunir"))
      #expect(origin.contains("points ont été adaptés") && origin.contains("Citez l’origine."))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `the source sees who adopted, and what is not public only that it was`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let lab = try await LabSite.build(site)
      _ = try await lab.published()
      #expect(try await Self.adopt(lab).status == 201)
      let place: String = "/lab/\(TestSite.programme)/reprises"
      let quiet = try await site.get(place).words
      #expect(quiet.contains("Métropole d’ailleurs") && !quiet.contains("Nos locaux"))
      let shown = try await site.api(
        "/dispositifs/nos-locaux", #"{"name":"Nos locaux","isPublic":true,"version":2}"#, as: lab.neighbour)
      #expect(shown.status == 200, "\(shown.text)")
      let told = try await site.api(
        "/reprises/1", #"{"results":"Deux **ateliers** ouverts.","version":1}"#, as: lab.neighbour)
      #expect(told.status == 200, "\(told.text)")
      let page = try await site.get(place).words
      #expect(page.contains("Nos locaux") && page.contains("ateliers") && page.contains("Repris tel quel."))
      // What the adopter says is the adopter’s to change.
      #expect(try await site.api("/reprises/1", #"{"results":"x","version":2}"#, as: site.agent).status == 404)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what cannot be adopted says why, next to its field`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let lab = try await LabSite.build(site)
      let sheet: Int = try await lab.published()
      #expect(try await Self.adopt(lab, parts: "[]").wrongFields() == ["parts"])
      #expect(try await Self.adopt(lab, #","words":"Fontaine""#).wrongFields() == ["words"])
      #expect(try await Self.adopt(lab, #","perimeters":"centre = nulle-part""#).wrongFields() == ["perimeters"])
      #expect(try await Self.adopt(lab, slug: "12").wrongFields() == ["slug"])
      #expect(try await Self.adopt(lab, slug: TestSite.programme).status == 409)
      let declined = try await site.api(
        "/lab/\(TestSite.programme)/adoptions",
        #"{"name":"N","slug":"n-n","parts":["nomenclatures"],"accepts":false}"#, as: lab.neighbour)
      #expect(try declined.wrongFields() == ["accepts"])
      #expect(try await site.get("/lab/\(TestSite.programme)/adopter", as: site.visitor).status != 200)
      _ = try await site.api(
        "\(LabSite.programme)/fiches/\(sheet)/retrait", #"{"reason":"Fini."}"#, as: site.agent)
      #expect(try await Self.adopt(lab).status == 409)
      #expect(try await site.get("/dispositifs/nos-locaux", as: lab.neighbour).status == 404)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an adoption elsewhere is reported by who runs the source`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let lab = try await LabSite.build(site)
      let sheet: Int = try await lab.published()
      let path: String = "\(LabSite.programme)/fiches/\(sheet)/reprises"
      let json: String = #"{"adopter":"Ville de Pau","day":"2011-01-01","results":"Essayé un an."}"#
      #expect(try await site.api(path, json, as: site.agent).status == 201)
      #expect([403, 404].contains(try await site.api(path, json, as: lab.neighbour).status))
      let page = try await site.get("/lab/\(TestSite.programme)/reprises").words
      #expect(page.contains("Ville de Pau") && page.contains("Essayé un an."))
    }
  }
}
