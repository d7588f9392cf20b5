import HTTP
import SQL
import TestSite
import Testing

@testable import Platform

/// The directory of organisations, as those who keep it meet it.
@Suite struct OrganisationTests {
  @Test(arguments: TestDatabase.dialects)
  func `an organisation is entered, found by name, number and other names, and changed`(_ dialect: Dialect) async throws
  {
    try await TestSite.with(dialect) { site async throws in
      let entered = try await site.api(
        "/annuaire/organisations",
        #"{"name":"Fédération des métiers du numérique","kind":"chamber","number":"244 200 770 00018","municipality":"Fontaine"}"#,
        as: site.agent)
      #expect(entered.status == 201, "\(entered.text)")
      let id: Int = try #require(try entered.json()["id"]?.int)
      #expect(try entered.json()["siren"]?.string == "244200770")
      let path: String = "/annuaire/organisations/\(id)"
      let named = try await site.post("\(path)/noms", ["name": "FMN", "kind": "acronym"], as: site.agent)
      #expect(named.status == 303, "\(named.text)")
      for query in ["numerique", "fmn", "244200770", "244 200 770 00018"] {
        let found = try await site.get(
          "/api/v1/annuaire/organisations?q=\(query.replacing(" ", with: "+"))", as: site.agent)
        #expect(try found.json()["total"]?.int == 1, "\(query) \(found.text)")
      }
      let none = try await site.get("/api/v1/annuaire/organisations?unnumbered=true", as: site.agent)
      #expect(try none.json()["total"]?.int == 0)
      let page = try await site.get(path, as: site.agent)
      #expect(page.text.contains("FMN (sigle)"))
      let changed = try await site.api(
        path, #"{"version":1,"name":"Métiers du numérique","number":"244200770"}"#, as: site.agent)
      #expect(changed.status == 200, "\(changed.text)")
      #expect(try changed.json()["siret"] == .null)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a number belongs to one organisation, and the other is named`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      _ = try await site.api(
        "/annuaire/organisations", #"{"name":"La première","number":"24420077000018"}"#, as: site.agent)
      let again = try await site.api(
        "/annuaire/organisations", #"{"name":"La seconde","number":"24420077000018"}"#, as: site.agent)
      #expect(again.status == 422)
      #expect(again.text.contains("La première"))
      let wrong = try await site.api(
        "/annuaire/organisations", #"{"name":"La troisième","number":"24420077000011"}"#, as: site.agent)
      #expect(try wrong.wrongFields() == ["number"])
      // Elsewhere it is theirs to enter.
      let there = try await site.api(
        "/annuaire/organisations", #"{"name":"La première","number":"24420077000018"}"#,
        as: site.actor(.agent, in: site.elsewhere))
      #expect(there.status == 201)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `nobody enters a double without having seen the other`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      _ = try await site.api("/annuaire/organisations", #"{"name":"SARL Ébénisterie Françon"}"#, as: site.agent)
      let asked = try await site.post("/annuaire/organisations", ["name": "EBENISTERIE FRANCON"], as: site.agent)
      #expect(asked.status == 422)
      #expect(asked.text.contains("SARL Ébénisterie Françon") && asked.text.contains("même nom"), "\(asked.text)")
      let sure = try await site.post("/annuaire/organisations", ["name": "+ EBENISTERIE FRANCON"], as: site.agent)
      #expect(sure.status == 303)
      let pairs = try await site.get("/api/v1/annuaire/doublons", as: site.agent)
      #expect(pairs.text.contains("EBENISTERIE FRANCON"), "\(pairs.text)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what is true from a day on ends what was said before`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let id: Int = try await enter("Atelier", site)
      let path: String = "/annuaire/organisations/\(id)/faits"
      for (count, day) in [("12", "2024-01-01"), ("9", "2022-01-01"), ("15", "2026-01-01")] {
        let said = try await site.post(path, ["kind": "headcount", "value": count, "from": day], as: site.agent)
        #expect(said.status == 303, "\(said.text)")
      }
      let facts: [DatedFact] = try await DatedFactStore(scope(site)).all(of: ID(Int64(id)))
      #expect(facts.map(\.number) == [15, 12, 9])
      #expect(facts.map { $0.to?.description } == [nil, "2025-12-31", "2023-12-31"])
      let twice = try await site.post(path, ["kind": "headcount", "value": "1", "from": "2024-01-01"], as: site.agent)
      #expect(twice.status == 422)
      let words = try await site.post(
        path, ["kind": "headcount", "value": "dix", "from": "2025-01-01"], as: site.agent)
      #expect(words.status == 422)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a merger brings everything to one record and leaves nothing behind, and is undone to the letter`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let here: Int = try await site.enterSite()
      let lot: Int = try await site.enterLot(on: here)
      _ = try await site.enterLease(on: lot, to: "Ebenisterie Francon")
      let gone: Int = try await number(of: "Ebenisterie Francon", site)
      let kept: Int = try await enter("SARL Ébénisterie Françon", site)
      _ = try await site.api(
        "/annuaire/organisations/\(gone)",
        #"{"version":1,"name":"Ebenisterie Francon","number":"24420077000018","municipality":"Fontaine"}"#,
        as: site.agent)
      let before: [String] = try await state(site)
      let merged = try await site.post(
        "/annuaire/doublons/\(gone)/\(kept)/decision", ["keep": "\(kept)"], as: site.agent)
      #expect(merged.status == 303, "\(merged.text)")
      let page = try await site.get("/annuaire/organisations/\(kept)", as: site.agent)
      #expect(page.text.contains("24420077000018"))
      #expect(page.text.contains("Les Halles") || page.text.contains("/baux/"), "the lease followed")
      // The old address leads to who is kept, and its name is still known.
      #expect(try await site.get("/annuaire/organisations/\(gone)", as: site.agent).text.contains("SARL Ébénisterie"))
      #expect(try await number(of: "Ebenisterie Francon", site) == kept)
      let total = try await site.get("/api/v1/annuaire/organisations", as: site.agent)
      #expect(try total.json()["total"]?.int == 1)
      let merger: Int64 = try await site.database.read {
        try await $0.value("SELECT max(id) FROM merger WHERE territory_id = \(site.here.id)")
      }
      let undone = try await site.post("/annuaire/fusions/\(merger)/annulation", [:], as: site.agent)
      #expect(undone.status == 303, "\(undone.text)")
      #expect(try await state(site) == before)
      // A second press changes nothing.
      _ = try await site.post("/annuaire/fusions/\(merger)/annulation", [:], as: site.agent)
      #expect(try await state(site) == before)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what were told apart are not asked about again`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let one: Int = try await enter("Garage Martin", site)
      let other: Int = try await enter("GARAGE MARTIN SA", site)
      #expect(try await site.get("/api/v1/annuaire/doublons", as: site.agent).text.contains("GARAGE MARTIN SA"))
      _ = try await site.post("/annuaire/doublons/\(one)/\(other)/decision", ["keep": "both"], as: site.agent)
      #expect(!(try await site.get("/api/v1/annuaire/doublons", as: site.agent).text.contains("GARAGE MARTIN SA")))
      #expect(
        !(try await site.get("/annuaire/organisations/\(one)", as: site.agent).text.contains("Peut-être la même")))
    }
  }

  // MARK: Steps

  private func scope(_ site: TestSite) -> Scope {
    let manager = Actor("Test", territory: site.here.id, [Grant(.manager, on: .territory)])
    return Scope(site.database, manager, at: TestSite.now)
  }

  private func enter(_ name: String, _ site: TestSite) async throws -> Int {
    let entered = try await site.api("/annuaire/organisations", "{\"name\":\"\(name)\"}", as: site.agent)
    return try #require(try entered.json()["id"]?.int, "\(entered.text)")
  }

  private func number(of name: String, _ site: TestSite) async throws -> Int {
    let found: Organisation? = try await OrganisationStore(scope(site)).named(name)
    return Int(try #require(found).id.number)
  }

  /// All that a merger touches, but for the versions that it counts up.
  private func state(_ site: TestSite) async throws -> [String] {
    let statements: [Query] = [
      """
      SELECT id || ' ' || name || ' ' || coalesce(siret, '-') || ' ' || coalesce(municipality, '-') || ' '
        || coalesce(merged_into, 0) FROM organisation WHERE territory_id = \(site.here.id) ORDER BY id
      """,
      "SELECT id || ' ' || tenant_id FROM lease WHERE territory_id = \(site.here.id) ORDER BY id",
      "SELECT organisation_id || ' ' || name FROM organisation_alias WHERE territory_id = \(site.here.id) ORDER BY 1",
      "SELECT organisation_id || ' ' || key FROM organisation_key WHERE territory_id = \(site.here.id) ORDER BY 1",
    ]
    var lines: [String] = []
    for statement in statements {
      lines += try await site.database.read { try await $0.all(statement) { row in try row.next() as String } }
    }
    return lines
  }
}
