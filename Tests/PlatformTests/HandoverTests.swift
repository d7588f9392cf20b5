import SQL
import TestSite
import Testing

@testable import Platform

/// Somebody leaves, and nothing of theirs is orphaned.
@Suite struct HandoverTests {
  @Test(arguments: TestDatabase.dialects)
  func `all that somebody holds goes to who comes after, from one day to the next, and the files keep both names`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let administrator: TestActor = site.actor(.administrator)
      let person: Int = try await enterPerson(site)
      let entrusted = try await site.post(
        "/annuaire/personnes/\(person)/referents",
        ["email": "lea@partenaire.example", "name": "Léa Fictive", "from": "2026-01-01"], as: site.agent)
      #expect(entrusted.status == 303, "\(entrusted.text)")
      _ = try await site.api(
        "/habilitations",
        #"{"email":"lea@partenaire.example","name":"Léa Fictive","kind":"agent","from":"2026-01-01"}"#,
        as: administrator)
      let roles: [Role] = try await held(by: "lea@partenaire.example", site)
      #expect(roles.count == 2)
      let path: String = roles[0].path
      let asked = try await site.get("\(path)/passation", as: administrator)
      #expect(asked.text.contains("Inès Fictive") && asked.text.contains("Ce qui passe"), "\(asked.text)")
      let passed = try await site.post(
        "\(path)/relais", ["email": "omar@partenaire.example", "name": "Omar Fictif", "day": "2026-11-30"],
        as: administrator)
      #expect(passed.status == 303, "\(passed.text)")
      let before: [Role] = try await held(by: "lea@partenaire.example", site)
      #expect(before.allSatisfy { $0.to == Day(2026, 11, 30) && $0.endedAt == nil })
      let after: [Role] = try await held(by: "omar@partenaire.example", site)
      #expect(after.count == 2)
      #expect(after.allSatisfy { $0.from == Day(2026, 12, 1) && $0.to == nil })
      #expect(Set(after.map(\.grant)) == Set(before.map(\.grant)))
      let history = try await site.get("/annuaire/personnes/\(person)/historique", as: site.agent)
      #expect(history.text.contains("Dossier confié"))
      let mails: [String] = try await site.database.read {
        try await $0.all("SELECT recipient FROM outgoing_message ORDER BY id") { row in try row.next() }
      }
      #expect(mails.count { $0 == "omar@partenaire.example" } == 1, "one letter for all of it")
      // Sent twice, it finds nothing new to give.
      let again = try await site.post(
        "\(path)/relais", ["email": "omar@partenaire.example", "name": "Omar Fictif", "day": "2026-11-30"],
        as: administrator)
      #expect(again.status == 303)
      #expect(try await held(by: "omar@partenaire.example", site).count == 2)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a manager hands over what a manager may give, and sees what is left`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let administrator: TestActor = site.actor(.administrator)
      let manager: TestActor = site.actor(.manager)
      _ = try await site.api(
        "/habilitations", #"{"email":"lea@ici.example","name":"Léa Fictive","kind":"agent","from":"2026-01-01"}"#,
        as: administrator)
      let role: Role = try #require(try await held(by: "lea@ici.example", site).first)
      let asked = try await site.get("\(role.path)/passation", as: manager)
      #expect(asked.text.contains("Ce que l’administration du territoire doit passer"))
      let refused = try await site.post(
        "\(role.path)/relais", ["email": "omar@ici.example", "name": "Omar Fictif", "day": "2026-11-30"], as: manager)
      #expect(refused.status == 409, "\(refused.status)")
      let past = try await site.post(
        "\(role.path)/relais", ["email": "omar@ici.example", "name": "Omar", "day": "2026-11-01"], as: administrator)
      #expect(past.status == 422)
      let themselves = try await site.post(
        "\(role.path)/relais", ["email": "lea@ici.example", "name": "Léa", "day": "2026-11-30"], as: administrator)
      #expect(themselves.status == 422)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `who holds a role for a shorter time than the one that goes over gets the rest of it`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let administrator: TestActor = site.actor(.administrator)
      for (email, end) in [("lea@ici.example", ""), ("omar@ici.example", "2026-12-31")] {
        let given = try await site.post(
          "/habilitations", ["email": email, "name": "Fictif", "kind": "agent", "from": "2026-01-01", "to": end],
          as: administrator)
        #expect(given.status == 303, "\(given.text)")
      }
      let role: Role = try #require(try await held(by: "lea@ici.example", site).first)
      let passed = try await site.post(
        "\(role.path)/relais", ["email": "omar@ici.example", "name": "Omar", "day": "2026-11-30"], as: administrator)
      #expect(passed.status == 303, "\(passed.text)")
      let roles: [Role] = try await held(by: "omar@ici.example", site).sorted { $0.from < $1.from }
      #expect(roles.map(\.from) == [Day(2026, 1, 1)!, Day(2027, 1, 1)!])
      #expect(roles.map(\.to) == [Day(2026, 12, 31), nil])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `nothing is given to an account that is closed, and the field says so`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let administrator: TestActor = site.actor(.administrator)
      func give(_ email: String) async throws -> Answer {
        try await site.post(
          "/habilitations", ["email": email, "name": "Fictif", "kind": "agent", "from": "2026-01-01"],
          as: administrator)
      }
      for email in ["lea@ici.example", "omar@ici.example"] { #expect(try await give(email).status == 303) }
      try await Accounts(site.app).setDisabled(true, "omar@ici.example")
      let role: Role = try #require(try await held(by: "lea@ici.example", site).first)
      let passed = try await site.post(
        "\(role.path)/relais", ["email": "omar@ici.example", "name": "Omar", "day": "2026-11-30"], as: administrator)
      #expect(passed.status == 422 && passed.words.contains("Le compte de cette adresse est fermé"), "\(passed.text)")
      #expect(try await held(by: "lea@ici.example", site).allSatisfy { $0.to == nil })
      let given = try await give("omar@ici.example")
      #expect(given.status == 422 && given.words.contains("Le compte de cette adresse est fermé"), "\(given.text)")
      #expect(try await held(by: "omar@ici.example", site).count == 1)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `one’s own file goes over to nobody`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let administrator: TestActor = site.actor(.administrator)
      let person: Int = try await enterPerson(site)
      _ = try await Accounts(site.app).enter(
        "ines@ici.example", "Inès Fictive",
        [Grant(.resident, on: .person, Int64(person)), Grant(.agent, on: .territory)], on: site.here.id)
      let role: Role = try #require(try await held(by: "ines@ici.example", site).first(where: { $0.kind == .agent }))
      let passed = try await site.post(
        "\(role.path)/relais", ["email": "omar@ici.example", "name": "Omar", "day": "2026-11-30"], as: administrator)
      #expect(passed.status == 303, "\(passed.text)")
      #expect(try await held(by: "omar@ici.example", site).map(\.kind) == [.agent])
      let own: Role = try #require(try await held(by: "ines@ici.example", site).first(where: { $0.kind == .resident }))
      #expect(own.to == nil && own.endedAt == nil)
    }
  }

  private func enterPerson(_ site: TestSite) async throws -> Int {
    let entered = try await site.api(
      "/annuaire/personnes", #"{"givenName":"Inès","familyName":"Fictive"}"#, as: site.agent)
    return try #require(try entered.json()["id"]?.int, "\(entered.text)")
  }

  private func held(by email: String, _ site: TestSite) async throws -> [Role] {
    let actor = Actor("Test", territory: site.here.id, [Grant(.administrator, on: .territory)])
    let account: Int64 = try await site.database.read {
      try await $0.value("SELECT id FROM account WHERE email_key = \(email)")
    }
    return try await RoleStore(Scope(site.database, actor, at: TestSite.now)).roles(of: ID(account))
  }
}
