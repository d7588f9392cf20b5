import Platform
import SQL
import TestSite
import Testing

/// The journal and its chain.
@Suite struct SealTests {
  private func seal(_ database: Database) async throws {
    while try await Sealer(database).seal() > 0 {}
  }

  @Test(arguments: TestDatabase.dialects)
  func `every line is sealed once, in order, and the chain verifies`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      _ = try await World.build(site, on: site.here)
      _ = try await World.build(site, on: site.elsewhere)
      try await seal(site.database)
      #expect(try await Sealer(site.database).seal() == 0)
      let lines: Int = try await site.database.read { try await $0.value("SELECT count(*) FROM audit_line") }
      let check = try await ChainCheck(site.database)
      #expect(check.faults == [] && check.lines == lines && check.heads.map(\.territory) == ["ici", "ailleurs"])
      // What comes later continues it.
      try await site.enterSite("Plus tard")
      try await seal(site.database)
      let later = try await ChainCheck(site.database)
      #expect(later.faults == [] && later.lines == lines + 1)
      let head = check.heads[0]
      #expect(try await ChainCheck.holds("\(head.territory):\(head.position):\(head.chain)", site.database))
    }
  }

  @Test(
    arguments: TestDatabase.dialects,
    [
      ("UPDATE audit_line SET after_json = '{\"name\":\"Autre\"}' WHERE id = 17", "what it says of the record"),
      ("UPDATE audit_line SET after_json = NULL WHERE id = 17", "what it says of the record"),
      ("UPDATE audit_line SET actor_name = 'Quelqu’un d’autre' WHERE id = 17", "the name"),
      ("UPDATE audit_line SET action = 'lot.changed' WHERE id = 17", "when, who, what"),
      ("UPDATE audit_line SET record_id = 99 WHERE id = 17", "when, who, what"),
      ("UPDATE audit_line SET actor_kind = 'manager' WHERE id = 17", "when, who, what"),
      ("UPDATE audit_line SET account_id = NULL WHERE id = 17", "when, who, what"),
      ("UPDATE audit_line SET at = '2020-01-01T00:00:00.000Z' WHERE id = 17", "when, who, what"),
      ("UPDATE audit_seal SET chain = values_digest WHERE line_id = 17", "its seal was changed"),
      ("UPDATE audit_seal SET values_salt = NULL WHERE line_id = 17", "values were put"),
      ("DELETE FROM audit_seal WHERE line_id = 17", "line(s) before it were taken out"),
      ("UPDATE audit_seal SET position = position + 1000 WHERE line_id = 17", "line(s) before it were taken out"),
    ])
  func `tampering is found, and the line named`(_ dialect: Dialect, _ tampering: (sql: String, says: String))
    async throws
  {
    try await TestSite.with(dialect) { site async throws in
      _ = try await World.build(site, on: site.here)
      try await seal(site.database)
      // Line 17 is one that holds values, by somebody.
      let line: (String, Bool) = try await site.database.read { session in
        try await session.first("SELECT action, after_json IS NOT NULL FROM audit_line WHERE id = 17") {
          (try $0.next(String.self), try $0.next(Bool.self))
        } ?? ("", false)
      }
      #expect(line.1, "\(line)")
      _ = try await site.database.change { try await $0.run(Query(trusted: tampering.sql)) }
      let faults: [String] = try await ChainCheck(site.database).faults
      let named: String = tampering.sql.hasPrefix("DELETE") ? "audit line 18 (" : "audit line 17 ("
      #expect(faults.contains { $0.hasPrefix(named) && $0.contains(tampering.says) }, "\(faults)")
      #expect(faults.allSatisfy { $0.contains("ici") })
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a line taken out with its seal, or an end cut off, is found`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      _ = try await World.build(site, on: site.here)
      try await seal(site.database)
      let head = try await ChainCheck(site.database).heads[0]
      let anchor: String = "\(head.territory):\(head.position):\(head.chain)"
      func take(_ condition: String) async throws {
        try await site.database.change { session in
          try await session.run(Query(trusted: "DELETE FROM audit_seal WHERE \(condition)"))
          try await session.run(
            "DELETE FROM audit_line WHERE NOT EXISTS (SELECT 1 FROM audit_seal WHERE line_id = audit_line.id)")
        }
      }
      try await take("position > \(head.position - 3)")
      // Nothing in the database itself can tell that there was more: the anchor noted elsewhere can.
      #expect(try await ChainCheck(site.database).faults == [])
      #expect(try await !ChainCheck.holds(anchor, site.database))
      try await take("position = 2")
      #expect(try await ChainCheck(site.database).faults.first?.contains("1 line(s) before it were taken out") == true)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `personal values are erased and the chain still holds`(_ dialect: Dialect) async throws {
    try await TestSite.with(dialect) { site async throws in
      let world = try await World.build(site, on: site.here)
      _ = try await site.get("/annuaire/personnes/\(world.person)", as: site.agent)
      try await seal(site.database)
      try await Sealer(site.database).erase("person", world.person.number, of: site.here.id)
      let agent: Int64 = try await site.database.read {
        try await $0.value("SELECT id FROM account WHERE name = 'Test agent'")
      }
      try await Sealer(site.database).eraseName(of: ID(agent))
      let left: [String] = try await site.database.read { session in
        try await session.all(
          """
          SELECT actor_name || coalesce(before_json, '') || coalesce(after_json, '') FROM audit_line
          WHERE record_kind = 'person' AND record_id = \(world.person)
          """
        ) { try $0.next() }
      }
      #expect(left.count == 4 && left.allSatisfy(\.isEmpty), "\(left)")
      let check = try await ChainCheck(site.database)
      #expect(check.faults == [] && check.erased > 2)
      // Nobody can put something else in their place.
      _ = try await site.database.change {
        try await $0.run(
          "UPDATE audit_line SET actor_name = 'Un autre' WHERE record_kind = 'person' AND territory_id = 1")
      }
      #expect(try await ChainCheck(site.database).faults.contains { $0.contains("a name was put") })
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `sealing goes on beside sixteen writers, by several at once, and seals each line once`(
    _ dialect: Dialect
  ) async throws {
    try await TestSite.with(dialect, onDisk: true) { site async throws in
      let agent: TestActor = site.agent
      _ = try await site.get("/", as: agent)
      let database: Database = site.database
      let sealers: [Task<Void, any Error>] = (0..<3).map { _ in
        Task.detached {
          while !Task.isCancelled {
            _ = try await Sealer(database).seal()
            try? await Task.sleep(for: .milliseconds(5))
          }
        }
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<16 {
          group.addTask {
            for number in 0..<10 { try await site.enterSite("Site \(writer) \(number)", as: agent) }
          }
        }
        try await group.waitForAll()
      }
      for sealer in sealers {
        sealer.cancel()
        try await sealer.value
      }
      try await seal(database)
      let check = try await ChainCheck(database)
      let lines: Int = try await database.read { try await $0.value("SELECT count(*) FROM audit_line") }
      #expect(check.faults == [] && check.lines == lines && lines >= 160)
    }
  }

  private func readings(_ site: TestSite) async throws -> Int {
    try await site.database.read { try await $0.value("SELECT count(*) FROM audit_line WHERE action = 'file.read'") }
  }

  @Test(arguments: TestDatabase.dialects)
  func `the journal of a day says who did what, who read whose file, who took a list away`(
    _ dialect: Dialect
  ) async throws {
    let clock = TestClock()
    try await TestSite.with(dialect, { $0.clock = clock.clock }) { site async throws in
      let world = try await World.build(site, on: site.here)
      let partner: TestActor = world.actor(.partner, site)
      _ = try await site.get("/annuaire/personnes/\(world.person)", as: partner)
      _ = try await site.get("/api/v1/annuaire/personnes/\(world.person)", as: partner)
      _ = try await site.get("/annuaire/personnes/\(world.person)", as: world.stranger(.partner, site))
      let list = try await site.get("/annuaire/personnes.csv", as: site.agent)
      #expect(list.text.contains("Mila") && !list.text.contains("mila@"))
      try await seal(site.database)
      let manager: TestActor = site.actor(.manager)
      let day = try await site.get("/api/v1/journal?size=500", as: manager).json()
      func lines(_ action: String) -> [String] {
        guard case .array(let items)? = day["items"] else { return [] }
        return items.filter { $0["action"]?.string == action }.compactMap { $0["who"]?.string }
      }
      #expect(lines("file.read") == ["Test partner", "Test partner"])
      #expect(lines("list.exported") == ["Test agent"])
      #expect(lines("lease.signed") == ["Test agent"])
      #expect(lines("role.given").contains("Test administrator"))
      let page = try await site.get("/journal?action=file.read", as: manager)
      #expect(page.text.contains("Dossier consulté") && page.text.contains("/annuaire/personnes/\(world.person)\""))
      #expect(page.text.contains("2 lignes"))
      #expect(try await site.get("/journal?q=administrator", as: manager).text.contains("Habilitation donnée"))
      #expect(try await site.get("/journal?from=2026-11-20&to=2026-11-20", as: manager).text.contains("0 ligne"))
      #expect(try await site.get("/journal?from=2026-11-22&to=2026-11-20", as: manager).status == 422)
      // The form is filled with what the file says, and its history tells all that it ever said: both are readings.
      let before: Int = try await readings(site)
      _ = try await site.get("/annuaire/personnes/\(world.person)/modifier", as: site.agent)
      _ = try await site.get("/annuaire/personnes/\(world.person)/historique", as: site.agent)
      #expect(try await readings(site) == before + 2)
      // The reading is in the file's own history too.
      let history = try await site.get("/annuaire/personnes/\(world.person)/historique", as: manager)
      #expect(history.text.contains("Dossier ouvert") && history.text.contains("Dossier consulté"))
      clock.advance(seconds: 86_400)
      // A session does not last as long as that.
      let tomorrow: TestActor = site.actor(.manager, name: "Demain")
      #expect(try await site.get("/journal?action=file.read", as: tomorrow).text.contains("0 ligne"))
      #expect(try await site.get("/journal.csv?from=2026-11-21", as: tomorrow).text.contains("Test partner"))
    }
  }
}
