import SQL
import TestSite
import Testing

@testable import Platform

/// What a double was called, what was true of it, where it was and by which number it is known: nothing of it is lost.
@Suite struct MergerKeepingTests {
  private static let goneNumber: String = "24420077000018"
  private static let keptNumber: String = "38047555800058"

  private func scope(_ site: TestSite) -> Scope {
    let manager = Actor("Test", territory: site.here.id, [Grant(.manager, on: .territory)])
    return Scope(site.database, manager, at: TestSite.now)
  }

  private func enter(_ json: String, _ site: TestSite) async throws -> Int {
    let entered = try await site.api("/annuaire/organisations", json, as: site.agent)
    return try #require(try entered.json()["id"]?.int, "\(entered.text)")
  }

  private func call(_ organisation: Int, _ name: String, _ site: TestSite) async throws {
    let named = try await site.post(
      "/annuaire/organisations/\(organisation)/noms", ["name": name, "kind": "acronym"], as: site.agent)
    try #require(named.status == 303, "\(named.text)")
  }

  private func say(_ organisation: Int, headcount: String, _ site: TestSite) async throws {
    let said = try await site.post(
      "/annuaire/organisations/\(organisation)/faits",
      ["kind": "headcount", "value": headcount, "from": "2024-01-01"], as: site.agent)
    try #require(said.status == 303, "\(said.text)")
  }

  /// The number of the merger.
  private func merge(_ gone: Int, into kept: Int, _ site: TestSite) async throws -> Int {
    let merged = try await site.post(
      "/annuaire/doublons/\(gone)/\(kept)/decision", ["keep": "\(kept)"], as: site.agent)
    try #require(merged.status == 303, "\(merged.text)")
    return try await site.database.read {
      try await $0.value("SELECT max(id) FROM merger WHERE territory_id = \(site.here.id)")
    }
  }

  private func undo(_ merger: Int, _ site: TestSite) async throws {
    let undone = try await site.post("/annuaire/fusions/\(merger)/annulation", [:], as: site.agent)
    try #require(undone.status == 303, "\(undone.text)")
  }

  private func aliases(_ site: TestSite) async throws -> [String] {
    try await site.database.read {
      try await $0.all(
        """
        SELECT organisation_id || ' ' || kind || ' ' || name FROM organisation_alias
        WHERE territory_id = \(site.here.id) ORDER BY 1
        """
      ) { row in try row.next() as String }
    }
  }

  private func place(_ organisation: Int, _ site: TestSite) async throws -> String {
    try await site.database.read {
      try await $0.value(
        """
        SELECT coalesce(address, '-') || ', ' || coalesce(postcode, '-') || ' ' || coalesce(municipality, '-')
        FROM organisation WHERE territory_id = \(site.here.id) AND id = \(organisation)
        """)
    }
  }

  private func known(_ site: TestSite, by number: CompanyNumber? = nil, rna: RNA? = nil) async throws -> Int? {
    let form = OrganisationForm(named: "Un autre nom", number: number, rna: rna)
    let known = try await KnownOrganisations([form], scope(site))
    guard case .one(let organisation) = known.meant(by: form) else { return nil }
    return Int(organisation.id.number)
  }

  @Test(arguments: TestDatabase.dialects)
  func `the other names of a double follow it and come back with it`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let gone: Int = try await enter(#"{"name":"Fédération des métiers du numérique"}"#, site)
      let kept: Int = try await enter(#"{"name":"Métiers du numérique"}"#, site)
      for name in ["FMN", "MDN", "METIERS DU NUMERIQUE"] { try await call(gone, name, site) }
      try await call(kept, "mdn", site)
      let before: [String] = try await aliases(site)
      let merger: Int = try await merge(gone, into: kept, site)
      #expect(try await OrganisationStore(scope(site)).named("FMN")?.id.number == Int64(kept))
      let found = try await site.get("/api/v1/annuaire/organisations?q=fmn", as: site.agent)
      #expect(try found.json()["total"]?.int == 1, "\(found.text)")
      // What the record had already, or is called itself, it does not get again.
      let page = try await site.get("/annuaire/organisations/\(kept)", as: site.agent)
      #expect(page.words.contains("FMN (sigle)"), "\(page.words)")
      #expect(!page.words.contains("MDN (sigle)") && !page.words.contains("METIERS"), "\(page.words)")
      #expect(!page.words.contains("fiches qui l’ont suivie"), "a name is no record")
      try await undo(merger, site)
      #expect(try await aliases(site) == before)
      #expect(try await OrganisationStore(scope(site)).named("FMN")?.id.number == Int64(gone))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what was said of a double from a day on is read on the record that was kept, as said of the double`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let gone: Int = try await enter(#"{"name":"Atelier Rouge"}"#, site)
      let between: Int = try await enter(#"{"name":"Fournil des Halles"}"#, site)
      let kept: Int = try await enter(#"{"name":"Garage Martin"}"#, site)
      try await say(gone, headcount: "1207", site)
      try await say(kept, headcount: "9", site)
      _ = try await merge(gone, into: between, site)
      let merger: Int = try await merge(between, into: kept, site)
      let facts: [AbsorbedFact] = try await DatedFactStore(scope(site)).absorbed(into: ID(Int64(kept)))
      #expect(facts.map(\.name) == ["Atelier Rouge"])
      #expect(facts.map(\.fact.number) == [1207])
      #expect(try await DatedFactStore(scope(site)).all(of: ID(Int64(kept))).map(\.number) == [9])
      let page = try await site.get("/annuaire/organisations/\(kept)", as: site.agent)
      #expect(page.words.contains("Faits datés des fiches fusionnées"), "\(page.words)")
      try await undo(merger, site)
      #expect(try await DatedFactStore(scope(site)).absorbed(into: ID(Int64(kept))).isEmpty)
      #expect(try await DatedFactStore(scope(site)).absorbed(into: ID(Int64(between))).count == 1)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a place is taken as a whole, and only where the record that is kept has none`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let gone: Int = try await enter(
        #"{"name":"Atelier Rouge","address":"12 rue des Arts","postcode":"38600","municipality":"Fontaine"}"#, site)
      let elsewhere: Int = try await enter(#"{"name":"Fournil","municipality":"Grenoble"}"#, site)
      let nowhere: Int = try await enter(#"{"name":"Garage Martin"}"#, site)
      let first: Int = try await merge(gone, into: elsewhere, site)
      #expect(try await place(elsewhere, site) == "-, - Grenoble")
      try await undo(first, site)
      let second: Int = try await merge(gone, into: nowhere, site)
      #expect(try await place(nowhere, site) == "12 rue des Arts, 38600 Fontaine")
      try await undo(second, site)
      #expect(try await place(nowhere, site) == "-, - -")
      // Whoever corrects the street has said where it is.
      let third: Int = try await merge(gone, into: nowhere, site)
      let version: Int = try await site.database.read {
        try await $0.value("SELECT version FROM organisation WHERE id = \(nowhere)")
      }
      let corrected = try await site.api(
        "/annuaire/organisations/\(nowhere)",
        #"""
        {"version":\#(version),"name":"Garage Martin","address":"14 rue des Arts","postcode":"38600","municipality":"Fontaine"}
        """#, as: site.agent)
      try #require(corrected.status == 200, "\(corrected.text)")
      try await undo(third, site)
      #expect(try await place(nowhere, site) == "14 rue des Arts, 38600 Fontaine")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a table that names a double by its number means the record that was kept`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let gone: Int = try await enter(
        #"{"name":"Atelier Rouge","number":"\#(Self.goneNumber)","rna":"W381000001"}"#, site)
      let kept: Int = try await enter(
        #"{"name":"Garage Martin","number":"\#(Self.keptNumber)","rna":"W381000002"}"#, site)
      let merger: Int = try await merge(gone, into: kept, site)
      #expect(try await known(site, by: try CompanyNumber(Self.goneNumber)) == kept)
      #expect(try await known(site, by: try CompanyNumber(String(Self.goneNumber.prefix(9)))) == kept)
      #expect(try await known(site, rna: try RNA("W381000001")) == kept)
      #expect(try await known(site, by: try CompanyNumber(Self.keptNumber)) == kept)
      try await undo(merger, site)
      #expect(try await known(site, by: try CompanyNumber(Self.goneNumber)) == gone)
      #expect(try await known(site, rna: try RNA("W381000001")) == gone)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a double does not come back while another has its number, and the other is named`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let gone: Int = try await enter(#"{"name":"Atelier Rouge","number":"\#(Self.goneNumber)"}"#, site)
      let kept: Int = try await enter(#"{"name":"Garage Martin","number":"\#(Self.keptNumber)"}"#, site)
      let merger: Int = try await merge(gone, into: kept, site)
      let other: Int = try await enter(#"{"name":"La nouvelle","number":"\#(Self.goneNumber)"}"#, site)
      let refused = try await site.post("/annuaire/fusions/\(merger)/annulation", [:], as: site.agent)
      #expect(refused.status == 409, "\(refused.status)")
      #expect(refused.words.contains("celui de « La nouvelle »"), "\(refused.words)")
      let without = try await site.api(
        "/annuaire/organisations/\(other)", #"{"version":1,"name":"La nouvelle"}"#, as: site.agent)
      try #require(without.status == 200, "\(without.text)")
      try await undo(merger, site)
      #expect(try await known(site, by: try CompanyNumber(Self.goneNumber)) == gone)
    }
  }
}
