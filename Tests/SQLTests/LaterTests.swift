import SQL
import TestSite
import Testing

@Suite struct LaterTests {
  @Test(arguments: TestDatabase.dialects)
  func `a statement that nobody waits for is part of its transaction, in its place`(_ dialect: Dialect) async throws {
    try await TestDatabase.with(dialect) { database async throws in
      _ = try await database.change { try await $0.run("CREATE TABLE t (n BIGINT UNIQUE)") }
      let seen: Int = try await database.change { session in
        try await session.later("INSERT INTO t VALUES (1)")
        try await session.later("INSERT INTO t VALUES (2)")
        return try await session.value("SELECT count(*) FROM t")
      }
      #expect(seen == 2)
      // When it fails, nothing of the transaction stays, and the connection is good for the next one.
      for _ in 0..<5 {
        await #expect(throws: DatabaseError.self) {
          try await database.change { session in
            try await session.run("INSERT INTO t VALUES (3)")
            try await session.later("INSERT INTO t VALUES (1)")
          }
        }
        struct Other: Error {}
        await #expect(throws: (any Error).self) {
          try await database.change { session in
            try await session.later("INSERT INTO t VALUES (2)")
            throw Other()
          }
        }
      }
      try await database.change { try await $0.later("INSERT INTO t VALUES (4)") }
      let all: [Int] = try await database.read { try await $0.all("SELECT n FROM t ORDER BY n") { try $0.next() } }
      #expect(all == [1, 2, 4])
    }
  }
}
