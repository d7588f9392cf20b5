import HTTP
import SQL
import TestSite
import Testing

/// What a programme is told to settle before its first lease.
@Suite struct ChecklistTests {
  private func remaining(_ site: TestSite) async throws -> [String] {
    let page = try await site.get("/dispositifs/\(TestSite.programme)/locaux", as: site.agent)
    return page.words.split(separator: "<li>").filter { $0.contains(">à faire<") }.map { line in
      String(line.split(separator: ">")[1].prefix { $0 != "<" })
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `it shortens as things are settled, and is gone when nothing is left`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let configuration: String = "/dispositifs/\(TestSite.programme)/configuration"
      let rates: String = "Mettre en vigueur un barème, avec un tarif par catégorie"
      #expect(
        try await remaining(site) == [
          "Régler l’admission et les loyers", rates, "Enregistrer un site", "Saisir ses lots",
        ])
      _ = try await site.post(
        "\(configuration)/regles-des-locaux/enregistrement",
        ["rentTerm": "quarter", "endingDays": "90", "vacantDays": "120"], as: site.agent)
      _ = try await site.post(
        "\(configuration)/baremes/entrees", ["label": "Barème", "from": "2026-01-01"], as: site.agent)
      let categories: [String] = ["integration", "social", "artisan", "company", "association"]
      for category in categories {
        #expect(try await remaining(site).contains(rates))
        _ = try await site.post(
          "\(configuration)/baremes/bareme/tarifs/entrees", ["category": category, "rate": "50"], as: site.agent)
      }
      #expect(try await remaining(site) == ["Enregistrer un site", "Saisir ses lots"])
      let place: Int = try await site.enterSite()
      #expect(try await remaining(site) == ["Saisir ses lots"])
      try await site.enterLot(on: place)
      let page = try await site.get("/dispositifs/\(TestSite.programme)/locaux", as: site.agent)
      #expect(!page.words.contains("Avant le premier bail"))
    }
  }

  @Test func `a body that admits needs a seat that votes`() async throws {
    try await TestSite.with(.sqlite) { site async throws in
      let configuration: String = "/dispositifs/\(TestSite.programme)/configuration"
      _ = try await site.post("\(configuration)/composition/entrees", ["label": "Comité"], as: site.agent)
      _ = try await site.post(
        "\(configuration)/regles-des-locaux/enregistrement",
        ["admissionBody": "comite", "rentTerm": "quarter", "endingDays": "90", "vacantDays": "120"], as: site.agent)
      let step: String = "Donner à l’instance d’admission un siège qui vote"
      #expect(try await remaining(site).contains(step))
      let seats: String = "\(configuration)/composition/comite/sieges/entrees"
      _ = try await site.post(seats, ["label": "Invité"], as: site.agent)
      #expect(try await remaining(site).contains(step))
      _ = try await site.post(seats, ["label": "Ville", "votes": "true"], as: site.agent)
      #expect(try await !remaining(site).contains(step))
    }
  }

  @Test func `those who only read are not told what is left to do, and an old programme is not told to begin`()
    async throws
  {
    try await TestSite.with(.sqlite) { site async throws in
      let path: String = "/dispositifs/\(TestSite.programme)/locaux"
      #expect(try await site.get(path).words.contains("Avant le premier bail") == false)
      let place: Int = try await site.enterSite()
      try await site.enterLease(on: try await site.enterLot(on: place))
      // It has neither rules nor rents, and leases all the same.
      #expect(try await site.get(path, as: site.agent).words.contains("Avant le premier bail") == false)
    }
  }
}
