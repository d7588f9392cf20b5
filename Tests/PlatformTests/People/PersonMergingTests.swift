import SQL
import TestSite
import Testing

@testable import Platform

@Suite struct PersonMergingTests {
  private func person(_ site: TestSite, _ json: String) async throws -> Int {
    let answer = try await site.api("/annuaire/personnes", json, as: site.agent)
    return try #require(try answer.json()["id"]?.int, "\(answer.text)")
  }

  private static let kept: String = #"{"givenName":"Mila","familyName":"Roussel","municipality":"Fontaine"}"#
  private static let gone: String = #"""
    {"givenName":"Mila","familyName":"ROUSSEL","phone":"0476000000","birthDay":"1987-06-16"}
    """#

  private func two(_ site: TestSite) async throws -> (kept: Int, gone: Int) {
    (try await person(site, Self.kept), try await person(site, Self.gone))
  }

  /// All that a merger touches, but for the versions that it counts up.
  private func state(_ site: TestSite) async throws -> [String] {
    let here: ID<Territory> = site.here.id
    let statements: [Query] = [
      """
      SELECT id || ' ' || family_name || ' ' || coalesce(phone, '-') || ' ' || coalesce(municipality, '-') || ' '
        || coalesce(merged_into, 0) FROM person WHERE territory_id = \(here) ORDER BY id
      """,
      "SELECT id || ' ' || person_id FROM person_contact WHERE territory_id = \(here) ORDER BY id",
      "SELECT id || ' ' || person_id FROM affiliation WHERE territory_id = \(here) ORDER BY id",
      "SELECT id || ' ' || target_id FROM role WHERE territory_id = \(here) AND target = 'person' ORDER BY id",
      "SELECT person_id || ' ' || key FROM person_key WHERE territory_id = \(here) ORDER BY 1",
    ]
    var lines: [String] = []
    for statement in statements {
      lines += try await site.database.read { try await $0.all(statement) { row in try row.next() as String } }
    }
    return lines
  }

  @Test(arguments: TestDatabase.dialects)
  func `two files of one person become one, and are two again to the letter`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let gone: Int = try await person(site, Self.gone)
      let met = try await site.post(
        "/annuaire/personnes/\(gone)/contacts", ["day": "2026-03-01", "kind": "call"], as: site.agent)
      try #require(met.status == 303, "\(met.text)")
      let employer = try await site.api("/annuaire/organisations", #"{"name":"Atelier"}"#, as: site.agent)
      let atelier: Int = try #require(try employer.json()["id"]?.int)
      let works = try await site.api(
        "/annuaire/organisations/\(atelier)/personnes", #"{"person":"Mila Roussel","kind":"employee"}"#, as: site.agent)
      try #require(works.status < 300, "\(works.text)")
      let entrusted = try await site.post(
        "/annuaire/personnes/\(gone)/referents",
        ["email": "nadia@conseil.example", "name": "Nadia", "from": "2026-01-01"], as: site.agent)
      try #require(entrusted.status == 303, "\(entrusted.text)")
      let kept: Int = try await person(site, Self.kept)
      let before: [String] = try await state(site)

      let pairs = try await site.get("/annuaire/personnes/doublons", as: site.agent)
      #expect(pairs.text.contains("/annuaire/personnes/doublons/\(gone)/\(kept)"), "\(pairs.words)")
      let compared = try await site.get("/annuaire/personnes/doublons/\(kept)/\(gone)", as: site.agent)
      #expect(compared.text.contains("0476000000") && compared.text.contains("Fontaine"), "\(compared.words)")
      let reading: Int = try await site.database.read {
        try await $0.value(
          "SELECT count(*) FROM audit_line WHERE action = \(Deed.fileRead.key) AND record_id = \(gone)")
      }
      #expect(reading >= 1, "what was read side by side is traced")

      let merged = try await site.post(
        "/annuaire/personnes/doublons/\(kept)/\(gone)/decision", ["keep": "\(kept)"], as: site.agent)
      #expect(merged.status == 303, "\(merged.text)")
      let page = try await site.get("/annuaire/personnes/\(kept)", as: site.agent)
      #expect(page.text.contains("0476000000") && page.text.contains("Atelier"), "\(page.words)")
      #expect(page.words.contains("« Mila ROUSSEL » a rejoint cette fiche"), "\(page.words)")
      // Her adviser followed, the old address leads to the file that was kept, and lists count one person.
      #expect(page.text.contains("nadia@conseil.example"))
      #expect(try await site.get("/annuaire/personnes/\(gone)", as: site.agent).text.contains("Fontaine"))
      #expect(try await site.get("/api/v1/annuaire/personnes", as: site.agent).json()["total"]?.int == 1)
      #expect(try await site.get("/api/v1/annuaire/personnes/doublons", as: site.agent).text.contains("[]"))

      let merger: Int64 = try await site.database.read {
        try await $0.value("SELECT max(id) FROM merger WHERE territory_id = \(site.here.id)")
      }
      let undone = try await site.post("/annuaire/personnes/fusions/\(merger)/annulation", [:], as: site.agent)
      #expect(undone.status == 303, "\(undone.text)")
      #expect(try await state(site) == before)
      _ = try await site.post("/annuaire/personnes/fusions/\(merger)/annulation", [:], as: site.agent)
      #expect(try await state(site) == before, "a second press changes nothing")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a file that goes takes along those that were merged into it`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let (kept, gone): (Int, Int) = try await two(site)
      _ = try await site.post(
        "/annuaire/personnes/doublons/\(kept)/\(gone)/decision", ["keep": "\(kept)"], as: site.agent)
      let manager: TestActor = site.actor(.manager)
      let went = try await site.post(
        "/annuaire/personnes/\(kept)/anonymisation", ["familyName": "Roussel"], as: manager)
      #expect(went.status == 303, "\(went.text)")
      let named: Int = try await site.database.read {
        try await $0.value("SELECT count(*) FROM person WHERE phone IS NOT NULL OR birth_day IS NOT NULL")
      }
      #expect(named == 0)
      let merger: Int64 = try await site.database.read {
        try await $0.value("SELECT max(id) FROM merger WHERE territory_id = \(site.here.id)")
      }
      let undone = try await site.post("/annuaire/personnes/fusions/\(merger)/annulation", [:], as: site.agent)
      #expect(undone.status == 409, "nobody’s files are nobody’s to take apart: \(undone.status)")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `namesakes who were told apart are not asked about again`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let (kept, gone): (Int, Int) = try await two(site)
      _ = try await site.post(
        "/annuaire/personnes/doublons/\(kept)/\(gone)/decision", ["keep": "both"], as: site.agent)
      #expect(try await site.get("/api/v1/annuaire/personnes/doublons", as: site.agent).text.contains("[]"))
      #expect(
        !(try await site.get("/annuaire/personnes/\(kept)", as: site.agent).text.contains("Peut-être la même")))
    }
  }
}
