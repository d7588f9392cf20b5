import SQL
import TestSite
import Testing

@testable import Platform

/// What is asked about, where many records share keys and are not one.
@Suite struct DoublesPageTests {
  private func scope(_ site: TestSite) -> Scope {
    let manager = Actor("Test", territory: site.here.id, [Grant(.manager, on: .territory)])
    return Scope(site.database, manager, at: TestSite.now)
  }

  private func enter(_ forms: [OrganisationForm], _ site: TestSite) async throws {
    try await scope(site).change { scope in _ = try await OrganisationStore(scope).insert(forms) }
  }

  /// Two that somebody has to settle, entered after all others. Their numbers.
  private func enterDoubles(_ site: TestSite) async throws -> [Int] {
    var numbers: [Int] = []
    for name in ["Garage Martin", "GARAGE MARTIN SA"] {
      let entered = try await site.api("/annuaire/organisations", "{\"name\":\"\(name)\"}", as: site.agent)
      numbers.append(try #require(try entered.json()["id"]?.int, "\(entered.text)"))
    }
    return numbers
  }

  private func pairs(_ site: TestSite) async throws -> [String] {
    let answer = try await site.get("/api/v1/annuaire/doublons", as: site.agent)
    guard case .array(let pairs)? = try answer.json()["pairs"] else { return [] }
    return pairs.compactMap { $0["other"]?.string }
  }

  @Test(arguments: TestDatabase.dialects)
  func `the establishments of a company do not hide a double`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let numbers: [CompanyNumber] = (10_000..<10_400).compactMap { try? CompanyNumber("244200770\($0)") }
      try #require(numbers.count >= 30)
      try await enter(numbers.prefix(30).map { OrganisationForm(named: "Boulangerie Ange", number: $0) }, site)
      _ = try await enterDoubles(site)
      #expect(try await pairs(site) == ["GARAGE MARTIN SA"])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `records that were merged do not hide a double`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      try await enter((1...30).map { _ in OrganisationForm(named: "Régie de quartier") }, site)
      // As mergers once left them: with their keys.
      try await site.database.change { session in
        _ = try await session.run(
          """
          UPDATE organisation SET merged_into = (
            SELECT min(kept.id) FROM organisation kept WHERE kept.name = 'Régie de quartier')
          WHERE territory_id = \(site.here.id) AND name = 'Régie de quartier' AND id > (
            SELECT min(kept.id) FROM organisation kept WHERE kept.name = 'Régie de quartier')
          """)
      }
      _ = try await enterDoubles(site)
      #expect(try await pairs(site) == ["GARAGE MARTIN SA"])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a record that was merged is looked for by no key until it is there again`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let numbers: [Int] = try await enterDoubles(site)
      let (kept, gone): (Int, Int) = (numbers[0], numbers[1])
      func keys() async throws -> Int {
        try await site.database.read {
          try await $0.value("SELECT count(*) FROM organisation_key WHERE organisation_id = \(gone)")
        }
      }
      let before: Int = try await keys()
      #expect(before > 0)
      let merged = try await site.post(
        "/annuaire/doublons/\(gone)/\(kept)/decision", ["keep": "\(kept)"], as: site.agent)
      try #require(merged.status == 303, "\(merged.text)")
      #expect(try await keys() == 0)
      let merger: Int = try await site.database.read {
        try await $0.value("SELECT max(id) FROM merger WHERE territory_id = \(site.here.id)")
      }
      let undone = try await site.post("/annuaire/fusions/\(merger)/annulation", [:], as: site.agent)
      try #require(undone.status == 303, "\(undone.text)")
      #expect(try await keys() == before)
      #expect(try await pairs(site) == ["GARAGE MARTIN SA"])
    }
  }
}
