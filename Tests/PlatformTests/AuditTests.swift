import Platform
import SQL
import TestSite
import Testing

@Suite struct AuditTests {
  @Test(arguments: TestDatabase.dialects)
  func `a change that leaves no audit line is undone`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let scope = Scope(site.database, site.agent.actor, at: TestSite.now)
      await #expect(throws: DatabaseError.self) {
        try await scope.change { scope in
          try await scope.run(
            "INSERT INTO organisation (territory_id, name, sort_key) VALUES (\(scope.territory), 'x', 'x')")
        }
      }
      #expect(try await OrganisationStore(scope).named("x") == nil)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `nothing is written outside a change`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let scope = Scope(site.database, site.agent.actor, at: TestSite.now)
      await #expect(throws: DatabaseError.self) {
        try await scope.run("DELETE FROM organisation WHERE territory_id = 1")
      }
    }
  }
}
