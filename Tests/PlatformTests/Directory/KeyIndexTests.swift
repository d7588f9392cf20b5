import SQL
import TestSite
import Testing

@testable import Platform

/// Whatever happens to a record, it is found by what it is now and by nothing else.
@Suite struct KeyIndexTests {
  private func scope(_ site: TestSite) -> Scope {
    let manager = Actor("Test", territory: site.here.id, [Grant(.manager, on: .territory)])
    return Scope(site.database, manager, at: TestSite.now)
  }

  private func keys(_ table: Query, _ column: Query, _ record: Int, _ site: TestSite) async throws -> Set<String> {
    Set(
      try await site.database.read {
        try await $0.all(
          "SELECT key FROM \(table) WHERE territory_id = \(site.here.id) AND \(column) = \(Int64(record))"
        ) { row in try row.next() as String }
      })
  }

  private func send(_ path: String, _ json: String, _ site: TestSite) async throws -> Int {
    let answer = try await site.api(path, json, as: site.agent)
    try #require(answer.status == 200 || answer.status == 201, "\(answer.text)")
    return try #require(try answer.json()["id"]?.int)
  }

  @Test(arguments: TestDatabase.dialects)
  func `an organisation that is changed has the keys that it would get anew`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let list: String = "/annuaire/organisations"
      let id: Int = try await send(
        list, #"{"name":"Régie des Lilas","phone":"04 76 00 00 01","email":"a@lilas.example"}"#, site)
      let named = try await site.post("\(list)/\(id)/noms", ["name": "RDL", "kind": "acronym"], as: site.agent)
      try #require(named.status == 303, "\(named.text)")
      for change in [
        #""name":"Régie des Lilas","phone":"04 76 00 00 02","email":"a@lilas.example""#,
        #""name":"Régie des Lilas","number":"24420077000018""#,
        #""name":"Régie des Tilleuls","email":"b@lilas.example""#,
      ] {
        let scope: Scope = scope(site)
        let before: Organisation = try await OrganisationStore(scope).find(new: ID(Int64(id)))
        _ = try await send("\(list)/\(id)", "{\"version\":\(before.version),\(change)}", site)
        let after: Organisation = try await OrganisationStore(scope).find(new: ID(Int64(id)))
        let aliases: [String] = try await AliasStore(scope).names(of: after.id)
        #expect(aliases == ["RDL"])
        let anew: Set<String> = MatchKeys.of(OrganisationCard(after, aliases: aliases))
        #expect(try await keys("organisation_key", "organisation_id", id, site) == anew, "\(change)")
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a person’s file that is changed has the keys that it would get anew`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let list: String = "/annuaire/personnes"
      let id: Int = try await send(
        list, #"{"givenName":"Jeanne","familyName":"Dupont","phone":"06 11 22 33 44","birthDay":"1990-02-03"}"#, site)
      for change in [
        #""givenName":"Jeanne","familyName":"Dupont","phone":"06 11 22 33 45","birthDay":"1990-02-03""#,
        #""givenName":"Jeanne","familyName":"Durand","email":"j@durand.example""#,
      ] {
        let store = PersonStore(scope(site))
        let before: Person = try await store.find(ID(Int64(id)))
        _ = try await send("\(list)/\(id)", "{\"version\":\(before.version),\(change)}", site)
        let after: Person = try await store.find(ID(Int64(id)))
        #expect(try await keys("person_key", "person_id", id, site) == PersonCard(after).keys, "\(change)")
      }
    }
  }
}
