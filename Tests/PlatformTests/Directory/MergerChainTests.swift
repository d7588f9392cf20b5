import SQL
import TestSite
import Testing

@testable import Platform

/// Records that became part of records that became part of others, and are taken apart again.
@Suite struct MergerChainTests {
  private func enter(_ name: String, _ site: TestSite) async throws -> Int {
    let entered = try await site.api("/annuaire/organisations", "{\"name\":\"\(name)\"}", as: site.agent)
    return try #require(try entered.json()["id"]?.int, "\(entered.text)")
  }

  private func open(_ json: String, _ site: TestSite) async throws -> Int {
    let opened = try await site.api("/annuaire/personnes", json, as: site.agent)
    return try #require(try opened.json()["id"]?.int, "\(opened.text)")
  }

  /// Where the two are settled: « /annuaire/doublons ». The number of the merger.
  private func merge(_ gone: Int, into kept: Int, _ pairs: String, _ site: TestSite) async throws -> Int {
    let merged = try await site.post("\(pairs)/\(gone)/\(kept)/decision", ["keep": "\(kept)"], as: site.agent)
    try #require(merged.status == 303, "\(merged.text)")
    return try await site.database.read {
      try await $0.value("SELECT max(id) FROM merger WHERE territory_id = \(site.here.id)")
    }
  }

  /// Where the address of each of these leads to.
  private func kept(_ table: Query, _ ids: [Int], _ site: TestSite) async throws -> [Int] {
    try await site.database.read {
      try await $0.all(
        "SELECT coalesce(merged_into, id) FROM \(table) WHERE id IN \(.list(ids)) AND territory_id = \(site.here.id) ORDER BY id"
      ) { row in try row.next() as Int }
    }
  }

  private static let pairs: String = "/annuaire/doublons"

  @Test(arguments: TestDatabase.dialects)
  func `undoing the last of several mergers leaves the doubles of the double with it`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let one: Int = try await enter("Atelier Rouge", site)
      let two: Int = try await enter("Fournil des Halles", site)
      let three: Int = try await enter("Garage Martin", site)
      let four: Int = try await enter("Librairie Zola", site)
      let all: [Int] = [one, two, three, four]
      let first: Int = try await merge(one, into: two, Self.pairs, site)
      let second: Int = try await merge(two, into: three, Self.pairs, site)
      let third: Int = try await merge(three, into: four, Self.pairs, site)
      #expect(try await kept("organisation", all, site) == [four, four, four, four])
      for (merger, leads) in [
        (third, [three, three, three, four]), (second, [two, two, three, four]), (first, [one, two, three, four]),
      ] {
        let undone = try await site.post("/annuaire/fusions/\(merger)/annulation", [:], as: site.agent)
        #expect(undone.status == 303, "\(undone.text)")
        #expect(try await kept("organisation", all, site) == leads)
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a merger is not undone while its record is part of another, and the one to undo first is named`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let one: Int = try await enter("Atelier Rouge", site)
      let two: Int = try await enter("Fournil des Halles", site)
      let three: Int = try await enter("Garage Martin", site)
      let first: Int = try await merge(one, into: two, Self.pairs, site)
      _ = try await merge(two, into: three, Self.pairs, site)
      let early = try await site.post("/annuaire/fusions/\(first)/annulation", [:], as: site.agent)
      #expect(early.status == 409, "\(early.status)")
      #expect(early.words.contains("« Fournil des Halles » a rejoint « Garage Martin » depuis"), "\(early.words)")
      #expect(try await kept("organisation", [one, two, three], site) == [three, three, three])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a file that was taken apart keeps its own doubles when the other is made anonymous`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let pairs: String = "/annuaire/personnes/doublons"
      let one: Int = try await open(#"{"givenName":"Mila","familyName":"Rousel","phone":"0476000000"}"#, site)
      let two: Int = try await open(#"{"givenName":"Mila","familyName":"Roussel"}"#, site)
      let three: Int = try await open(#"{"givenName":"Camille","familyName":"Roussel"}"#, site)
      _ = try await merge(one, into: two, pairs, site)
      let second: Int = try await merge(two, into: three, pairs, site)
      let undone = try await site.post("/annuaire/personnes/fusions/\(second)/annulation", [:], as: site.agent)
      #expect(undone.status == 303, "\(undone.text)")
      #expect(try await kept("person", [one, two, three], site) == [two, two, three])
      let went = try await site.post(
        "/annuaire/personnes/\(three)/anonymisation", ["familyName": "Roussel"], as: site.actor(.manager))
      #expect(went.status == 303, "\(went.text)")
      let phones: Int = try await site.database.read {
        try await $0.value("SELECT count(*) FROM person WHERE phone = '0476000000'")
      }
      #expect(phones == 2, "hers, and what the kept file took from it")
    }
  }
}
