import HTTP
import SQL
import TestSite
import Testing

@testable import Platform

/// What is left of somebody elsewhere than in their file: in the journal, in the account that opened it, in the post.
@Suite struct ForgettingTests {
  private func person(_ site: TestSite, _ json: String) async throws -> Int {
    let answer = try await site.api("/annuaire/personnes", json, as: site.agent)
    return try #require(try answer.json()["id"]?.int, "\(answer.text)")
  }

  private static let mila: String = """
    {"givenName":"Mila","familyName":"Roussel","birthDay":"1987-06-16","email":"Mila@ici.example"}
    """

  /// Lines of the journal that still name somebody.
  private func lines(_ site: TestSite, naming name: String) async throws -> Int {
    let pattern: String = "%\(name)%"
    return try await site.database.read {
      try await $0.value(
        """
        SELECT count(*) FROM audit_line WHERE territory_id = \(site.here.id)
          AND (actor_name LIKE \(pattern) OR before_json LIKE \(pattern) OR after_json LIKE \(pattern))
        """)
    }
  }

  private func count(_ site: TestSite, _ what: Query) async throws -> Int {
    try await site.database.read { try await $0.value("SELECT count(*) FROM \(what)") }
  }

  private func findAccount(named name: String, _ site: TestSite) async throws -> ID<Account> {
    let id: Int64 = try await site.database.read {
      try await $0.value("SELECT id FROM account WHERE name = \(name)")
    }
    return ID(id)
  }

  private func seal(_ site: TestSite) async throws {
    while try await Sealer(site.database).seal() > 0 {}
  }

  private func anonymise(_ id: Int, _ site: TestSite) async throws {
    let done = try await site.post(
      "/annuaire/personnes/\(id)/anonymisation", ["familyName": "Roussel"], as: site.actor(.manager))
    #expect(done.status == 303, "\(done.text)")
    await site.app.finishLater()
  }

  @Test(arguments: TestDatabase.dialects)
  func `the journal says of a role on a file which file it is and not whose, and forgets what it said before`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let id: Int = try await person(site, Self.mila)
      let given = try await site.post(
        "/annuaire/personnes/\(id)/referents",
        ["email": "lea@partenaire.example", "name": "Léa Fictive", "from": "2026-01-01"], as: site.agent)
      #expect(given.status == 303, "\(given.text)")
      let role: Int = try await site.database.read {
        try await $0.value("SELECT id FROM role WHERE target = 'person' AND target_id = \(id)")
      }
      let withdrawn = try await site.post(
        "/annuaire/personnes/\(id)/referents/\(role)/fin", ["day": "2026-11-30", "version": "1"], as: site.agent)
      #expect(withdrawn.status == 303, "\(withdrawn.text)")
      let named: Int = try await count(
        site,
        """
        audit_line WHERE record_kind = 'role' AND (before_json LIKE '%Roussel%' OR after_json LIKE '%Roussel%')
        """)
      #expect(named == 0)
      let numbered: Int = try await count(
        site, "audit_line WHERE record_kind = 'role' AND after_json LIKE '%Dossier n°%'")
      #expect(numbered == 2)
      // As earlier releases wrote it.
      _ = try await site.database.change { session in
        try await session.run(
          "UPDATE audit_line SET after_json = '{\"targetName\":\"Mila Roussel\"}' WHERE record_kind = 'role' AND record_id = \(role)"
        )
      }
      try await seal(site)
      try await anonymise(id, site)
      #expect(try await lines(site, naming: "Roussel") == 0)
      try await seal(site)
      #expect(try await ChainCheck(site.database).faults == [])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `of a file that was taken back with its table the journal keeps that it was there, and no more`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let path: String = try await site.send(
        "Nom;Prénom;Né le\nGarnier;Noé;12/02/1999\n", to: "/annuaire/personnes")
      try await site.press("\(path)/application")
      #expect(try await count(site, "person WHERE family_name = 'Garnier'") == 1)
      try await seal(site)
      try await site.press("\(path)/annulation")
      #expect(try await count(site, "person WHERE family_name = 'Garnier'") == 0)
      #expect(
        try await count(
          site, "audit_line WHERE action = 'person.removed' AND before_json IS NULL AND after_json IS NULL")
          == 1)
      await site.app.doChores()
      #expect(
        try await count(site, "audit_line WHERE record_kind = 'person' AND after_json LIKE '%Garnier%'") == 0)
      #expect(try await count(site, "audit_line WHERE action = 'person.entered'") == 1, "that it was there stays")
      try await seal(site)
      #expect(try await ChainCheck(site.database).faults == [])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `the account of somebody who is forgotten keeps nothing of theirs, nor does the journal of what they did`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let id: Int = try await person(site, Self.mila)
      let mila: TestActor = site.actor([Grant(.resident, on: .person, Int64(id))], name: "Mila Roussel")
      let asked = try await site.post(
        "/annuaire/personnes/\(id)/demandes", ["kind": "access"], as: mila)
      #expect(asked.status == 303, "\(asked.text)")
      let account: ID<Account> = try await findAccount(named: "Mila Roussel", site)
      try await furnish(account, site)
      #expect(try await lines(site, naming: "Mila Roussel") > 0)
      try await seal(site)
      try await anonymise(id, site)
      for kept in [
        "account WHERE id = \(account) AND (code_secret IS NOT NULL OR disabled_at IS NULL)",
        "account WHERE id = \(account) AND email NOT LIKE '%@anonyme.invalid'",
        "account_phone WHERE account_id = \(account)",
        "account_identity WHERE email IS NOT NULL OR siret IS NOT NULL OR subject = 'sub-mila' OR detached_at IS NULL",
        "access_link WHERE account_id = \(account) AND (email IS NOT NULL OR used_at IS NULL)",
        "calendar_key WHERE name LIKE '%Mila%' OR revoked_at IS NULL",
        "api_token WHERE account_id = \(account) AND (name LIKE '%Mila%' OR revoked_at IS NULL)",
        "user_session WHERE account_id = \(account) AND (closed_at IS NULL OR client <> '')",
      ] as [Query] {
        #expect(try await count(site, kept) == 0, "\(kept)")
      }
      #expect(try await lines(site, naming: "Mila") == 0)
      let came = try await site.get("/annuaire/personnes/\(id)", as: mila)
      #expect(came.status == 404)
      try await seal(site)
      #expect(try await ChainCheck(site.database).faults == [])
    }
  }

  /// What an account may gather, and a role that ended on its last day.
  private func furnish(_ account: ID<Account>, _ site: TestSite) async throws {
    let secret: [UInt8] = [1, 2, 3]
    try await site.database.change { session in
      try await session.run("UPDATE account SET code_secret = \(secret) WHERE id = \(account)")
      try await session.run(
        """
        INSERT INTO role (territory_id, account_id, kind, target, from_day, to_day)
        VALUES (\(site.here.id), \(account), 'resident', 'territory', \(Day(2025, 1, 1)!), \(Day(2025, 12, 31)!))
        """)
      try await session.run(
        """
        INSERT INTO account_phone (account_id, number, code, code_at)
        VALUES (\(account), '+33611223344', 'x', \(TestSite.now))
        """)
      try await session.run(
        """
        INSERT INTO account_identity (account_id, issuer, subject, email, siret, attached_at)
        VALUES (\(account), 'https://p.example', 'sub-mila', 'mila@ici.example', '24420077000018', \(TestSite.now))
        """)
      try await session.run(
        AccessLink.insertion("secret", .email, for: account, email: "mila@ici.example", at: TestSite.now))
      try await session.run(
        """
        INSERT INTO calendar_key (territory_id, account_id, name, digest, created_at)
        VALUES (\(site.here.id), \(account), 'Téléphone de Mila', 'x', \(TestSite.now))
        """)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `an account that opens something else, now or later, stays its owner’s`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let id: Int = try await person(site, Self.mila)
      let mila: TestActor = site.actor([Grant(.resident, on: .person, Int64(id))], name: "Mila Roussel")
      _ = try await site.get("/", as: mila)
      let account: ID<Account> = try await findAccount(named: "Mila Roussel", site)
      _ = try await site.database.change { session in
        try await session.run(
          """
          INSERT INTO role (territory_id, account_id, kind, target, from_day)
          VALUES (\(site.elsewhere.id), \(account), 'elected', 'territory', \(Day(2027, 1, 1)!))
          """)
      }
      try await anonymise(id, site)
      #expect(try await count(site, "account WHERE name = 'Mila Roussel' AND disabled_at IS NULL") == 1)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `nothing that waits or failed leaves for somebody who is forgotten, however their address is written`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect) { site async throws in
      let id: Int = try await person(site, Self.mila)
      let mila: TestActor = site.actor([Grant(.resident, on: .person, Int64(id))], name: "Mila Roussel")
      _ = try await site.get("/", as: mila)
      let account: ID<Account> = try await findAccount(named: "Mila Roussel", site)
      let sealed: [UInt8] = [1, 2, 3]
      try await site.database.change { session in
        for recipient in ["mila@ICI.example", "autre@ici.example"] {
          try await session.run(
            """
            INSERT INTO outgoing_message
              (territory_id, channel, kind, heeds_quiet, recipient, sealed, created_at, next_at)
            VALUES (\(site.here.id), 'mail', 'bulletin', \(false), \(recipient), \(sealed), \(TestSite.now),
              \(TestSite.now))
            """)
        }
        // To the account, at an address of its own.
        try await session.run(
          """
          INSERT INTO outgoing_message
            (account_id, channel, kind, heeds_quiet, recipient, sealed, created_at, next_at, failed_at, failure)
          VALUES (\(account), 'mail', 'bulletin', \(false), 'perso@mila.example', \(sealed), \(TestSite.now),
            \(TestSite.now), \(TestSite.now), '550')
          """)
      }
      try await anonymise(id, site)
      #expect(try await count(site, "outgoing_message WHERE recipient LIKE '%mila%'") == 0)
      #expect(try await count(site, "outgoing_message WHERE recipient = 'autre@ici.example'") == 1)
    }
  }
}
