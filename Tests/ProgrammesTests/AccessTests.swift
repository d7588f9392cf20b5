import Platform
import SQL
import TestSite
import Testing

/// What a role on one programme opens, beside what everybody reads.
@Suite struct AccessTests {
  @Test(arguments: TestDatabase.dialects)
  func `who runs a programme reads the history of its records, and of no other programme’s`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let cluster = try await Cluster.build(site)
      try await cluster.publish()
      try await cluster.number("\(cluster.path)/plans", #"{"name":"Plan 2026","year":2026}"#)
      try await cluster.enter("Mission", #","plan":1"#)
      for (list, json) in [
        ("partenaires", #"{"organisation":"Qantis"}"#), ("livrables", #"{"name":"Guide"}"#),
        ("distinctions", #"{"name":"Trophée"}"#),
      ] { try await cluster.number("\(cluster.path)/\(list)", json) }
      let other = try await Cluster.build(site, "autre")
      func agent(of slug: String) async throws -> TestActor {
        let number: Int = try #require(
          try await site.get("/api/v1/dispositifs/\(slug)", as: site.agent).json()["id"]?.int)
        return site.actor([Grant(.agent, on: .programme, Int64(number))], name: "D’un dispositif")
      }
      let (own, stranger): (TestActor, TestActor) = (
        try await agent(of: cluster.slug), try await agent(of: other.slug)
      )
      for path in [
        cluster.path, "/actions/1", "/plans/1", "\(cluster.path)/partenaires/1", "\(cluster.path)/livrables/1",
        "\(cluster.path)/distinctions/1",
      ] {
        let history: String = "\(path)/historique"
        #expect(try await site.get(history, as: own).status == 200, "\(path)")
        #expect(try await site.get(path, as: own).text.contains("href=\"\(history)\""), "\(path)")
        // Who else has a role on the territory is for those who work on all of it.
        #expect(try await site.get("\(path)/acces", as: own).status == 404, "\(path)")
        #expect(try await !site.get(path, as: own).text.contains("\(path)/acces"), "\(path)")
        for actor in [stranger, site.actor(.elected), site.actor([], name: "Personne")] {
          #expect(try await site.get(history, as: actor).status == 404, "\(path)")
          #expect(try await !site.get(path, as: actor).text.contains(history), "\(path)")
        }
        #expect(try await site.get("\(path)/acces", as: site.agent).status == 200, "\(path)")
      }
    }
  }
}
