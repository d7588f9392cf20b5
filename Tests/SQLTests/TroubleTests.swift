import Glibc
import SQL
import TestSite
import Testing

/// What a database does when its machine fails it: a clear error, nothing half-written, recovery without restart.
@Suite struct TroubleTests {
  @Test func `a full database says so, keeps what it had, and goes on once there is room`() async throws {
    try await TestDatabase.with(.sqlite, onDisk: true) { database async throws in
      try await probe.migrate(database)
      try await database.write("INSERT INTO probe (territory_id) VALUES (1)")
      let pages: Int = try await database.number("PRAGMA page_count")
      _ = try await database.change { try await $0.value("PRAGMA max_page_count = 1", as: Int.self) }
      let kind: DatabaseError.Kind? = await database.kind { database async throws in
        try await database.change { session in
          for _ in 0..<200 {
            try await session.run(
              "INSERT INTO probe (territory_id, blob) VALUES (1, \([UInt8](repeating: 7, count: 9_000)))")
          }
        }
      }
      #expect(kind == .full)
      #expect(try await database.number("SELECT count(*) FROM probe") == 1)
      #expect(pages > 0)
      _ = try await database.change { try await $0.value("PRAGMA max_page_count = 1000000", as: Int.self) }
      try await database.write("INSERT INTO probe (territory_id) VALUES (1)")
      #expect(try await database.number("SELECT count(*) FROM probe") == 2)
    }
  }

  @Test func `a file held by another process is busy, then is ours again`() async throws {
    try await TestDatabase.with(.sqlite, onDisk: true) { database async throws in
      try await probe.migrate(database)
      guard case .file(let path) = database.address else { return }
      let other = try Database(.file(path))
      try await other.change { held in
        try await held.run("INSERT INTO probe (territory_id) VALUES (2)")
        #expect(await database.kind { try await $0.write("INSERT INTO probe (territory_id) VALUES (1)") } == .busy)
        // Readers do not wait for writers.
        #expect(try await database.number("SELECT count(*) FROM probe") == 0)
      }
      try await database.write("INSERT INTO probe (territory_id) VALUES (1)")
      #expect(try await database.number("SELECT count(*) FROM probe") == 2)
    }
  }

  @Test func `a folder that is not there and a file that is not a database are said to be so`() async throws {
    let nowhere = try Database(.file("/tmp/terreau-no-such-folder/x.db"))
    #expect(await nowhere.kind { _ = try await $0.number("SELECT 1") } == .unreachable)
    let path: String = "/tmp/terreau-not-a-database-\(getpid())"
    let file = fopen(path, "w")
    fputs(String(repeating: "This is a letter, not a database. ", count: 100), file)
    fclose(file)
    defer { unlink(path) }
    let letter = try Database(.file(path))
    #expect(await letter.kind { _ = try await $0.number("SELECT 1") } == .damaged)
  }

  @Test(.enabled(if: TestDatabase.dialects.contains(.postgres)))
  func `a connection cut by the server is replaced, and a change under way is undone`() async throws {
    try await TestDatabase.with(.postgres) { database async throws in
      try await probe.migrate(database)
      let kill: Query = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid = pg_backend_pid()"
      let kind: DatabaseError.Kind? = await database.kind { database async throws in
        try await database.change { session in
          try await session.run("INSERT INTO probe (territory_id) VALUES (1)")
          _ = try await session.run(kill)
        }
      }
      #expect(kind == .unreachable)
      #expect(try await database.number("SELECT count(*) FROM probe") == 0)
      try await database.write("INSERT INTO probe (territory_id) VALUES (1)")
      #expect(try await database.number("SELECT count(*) FROM probe") == 1)
    }
  }

  @Test(.enabled(if: TestDatabase.dialects.contains(.postgres)))
  func `connections that died while idle are replaced without anybody noticing`() async throws {
    try await TestDatabase.with(.postgres) { database async throws in
      try await probe.migrate(database)
      for attempt in 1...3 {
        let process: Int = try await database.number("SELECT CAST(pg_backend_pid() AS BIGINT)")
        try await TestDatabase.with(.postgres) { other async throws in
          _ = try await other.number("SELECT count(pg_terminate_backend(CAST(\(process) AS INTEGER)))")
        }
        try await Task.sleep(for: .milliseconds(50))
        if attempt == 2 {
          try await database.write("INSERT INTO probe (territory_id) VALUES (1)")
        } else {
          #expect(try await database.number("SELECT count(*) FROM probe") == attempt / 2)
        }
      }
    }
  }

  @Test func `a server that is not there is out of reach, not a crash`() async throws {
    let database = try Database(.postgres("postgres://nobody:secret@127.0.0.1:1/none"))
    #expect(await database.kind { _ = try await $0.number("SELECT 1") } == .unreachable)
    #expect(await database.kind { try await $0.write("SELECT 1") } == .unreachable)
    #expect(database.address.description == "postgres://nobody:***@127.0.0.1:1/none")
  }
}
