import Glibc
import Platform
import SQL
import TestSite
import Testing

/// A table on its way into a site whose program is killed.
@Suite(.serialized) struct ImportProcessTests {
  private static let lines: Int = 1_500

  /// Names that have nothing in common.
  private static var table: [UInt8] {
    var text: String = "Nom;Commune\n"
    for line in 0..<lines {
      var (rest, name): (Int, String) = ((line + 1) &* 2_654_435_761 % 308_915_776, "")
      for _ in 0..<6 {
        name.unicodeScalars.append(Unicode.Scalar(UInt8(97 + rest % 26)))
        rest /= 26
      }
      text += "\(name) \(line);Fontaine\n"
    }
    return Array(text.utf8)
  }

  /// Whoever writes the last line stays at it for as long as the database lets a statement take, however late they are
  /// killed.
  private static func hold(_ database: Database, while body: () async throws -> Void) async throws {
    func run(_ statement: Query) async throws { _ = try await database.change { try await $0.run(statement) } }
    switch database.address {
    case .postgres:
      try await run(
        "CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(55); RETURN NEW; END'")
      try await run(
        """
        CREATE TRIGGER hold BEFORE INSERT ON organisation FOR EACH ROW WHEN (NEW.name LIKE '% 1499')
        EXECUTE FUNCTION hold()
        """)
      try await body()
      // The server does not notice that its client has gone.
      try await run(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE wait_event = 'PgSleep' AND datname = current_database()
        """)
    case .memory, .file:
      try await run(
        """
        CREATE TRIGGER hold BEFORE INSERT ON organisation WHEN NEW.name LIKE '% 1499' BEGIN
          SELECT count(*) FROM (
            WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number LIMIT 10000000000)
            SELECT n FROM number);
        END
        """)
      try await body()
    }
    try await run(database.dialect == .postgres ? "DROP TRIGGER hold ON organisation" : "DROP TRIGGER hold")
  }

  @Test(arguments: TestDatabase.dialects)
  func `kill -9 while a table is written loses no line, and the next process writes none twice`(
    _ dialect: Dialect
  ) async throws {
    try await TestProcess.withDatabase(dialect) { address async throws in
      let clock = TestClock(Instant.now)
      let site = try await TestSite(at: address) { $0.clock = clock.clock }
      let sent = try await site.post(
        "/annuaire/organisations/import/envoi", [:], file: ("file", "liste.csv", Self.table), as: site.agent)
      let path: String = String(try #require(sent.location, "\(sent.text)").prefix { $0 != "?" })
      try await site.app.workOff()
      // What looks like a line above it is a line of its own.
      _ = try await site.post("\(path)/nouvelles", [:], as: site.agent)
      func count(_ rows: Query) async throws -> Int {
        try await site.database.read { try await $0.value("SELECT count(*) FROM " + rows) }
      }
      let before: Int = try await count("organisation")
      try await Self.hold(site.database) {
        let (process, _) = try await TestProcess.start(["serve", "--database", address, "--port", "0"])
        let begun = try await site.post("\(path)/application", [:], as: site.agent)
        try #require(begun.status == 303, "\(begun.text)")
        while try await count("organisation") == before { try await Task.sleep(for: .milliseconds(5)) }
        process.signal(SIGKILL)
        _ = await process.exitCode()
      }
      let half: Int = try await count("organisation") - before
      #expect(half > 0 && half < Self.lines, "killed in the middle: \(half)")
      #expect(try await count("audit_line WHERE action = 'organisation.entered'") == half)

      clock.advance(seconds: 120)
      try await site.app.workOff()
      #expect(try await count("organisation") == before + Self.lines)
      #expect(try await count("audit_line WHERE action = 'organisation.entered'") == Self.lines)
      #expect(try await count("(SELECT DISTINCT name FROM organisation) names") == before + Self.lines)
      #expect(try await TestProcess.run(["check", "--database", address]).code == 0)
    }
  }
}
