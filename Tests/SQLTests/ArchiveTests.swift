import Glibc
import SQL
import TestSite
import Testing

@Suite struct ArchiveTests {
  private func withFile<T>(_ body: (String) async throws -> T) async throws -> T {
    let path: String = "/tmp/terreau-archive-\(UInt64.random(in: 0 ... .max)).gz"
    defer { unlink(path) }
    return try await body(path)
  }

  private func fill(_ database: Database, pairs: Int) async throws {
    try await probe.migrate(database)
    try await database.change { session in
      for number in 0..<pairs {
        try await session.run("INSERT INTO name (text) VALUES (\("n\(number)"))")
        try await session.run(
          """
          INSERT INTO probe (territory_id, amount, words, starts, at, flag, blob)
          VALUES (1, \(number), \("é\(number)"), \(Day(2024, 2, 29)!), \(Instant(milliseconds: 5)), \(true), \([UInt8(9)]))
          """)
      }
    }
  }

  @Test(arguments: TestDatabase.dialects, TestDatabase.dialects)
  func `what is saved from one database comes back in the other`(_ from: Dialect, _ to: Dialect) async throws {
    try await withFile { path in
      try await TestDatabase.with(from, onDisk: true) { database async throws in
        try await fill(database, pairs: 1_200)
        let summary = try await Archive(path).backup(database, probe)
        #expect(summary.rows == ["probe": 1_200, "name": 1_200, "stay": 0])
      }
      try await TestDatabase.with(to, onDisk: true) { database async throws in
        try await fill(database, pairs: 3)
        _ = try await Archive(path).restore(into: database, probe)
        let rows: [Everything] = try await database.all(
          "SELECT amount, ratio, words, starts, at, flag, blob FROM probe ORDER BY id")
        #expect(rows.count == 1_200)
        #expect(
          rows.last
            == Everything(
              amount: 1_199, words: "é1199", starts: Day(2024, 2, 29), at: Instant(milliseconds: 5), flag: true,
              blob: [9]))
        // New records come after the old ones.
        let next: Int = try await database.change {
          try await $0.value("INSERT INTO name (text) VALUES ('new') RETURNING id")
        }
        #expect(next == 1_201)
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a backup taken while others write is of one moment`(_ dialect: Dialect) async throws {
    try await withFile { path in
      try await TestDatabase.with(dialect, onDisk: true) { database async throws in
        try await fill(database, pairs: 500)
        let writer = Task {
          var count: Int = 500
          while !Task.isCancelled {
            let number: Int = count
            try await database.change { session in
              try await session.run("INSERT INTO name (text) VALUES (\("n\(number)"))")
              try await session.run("INSERT INTO probe (territory_id, amount) VALUES (1, \(number))")
            }
            count += 1
          }
        }
        for _ in 0..<5 {
          let summary = try await Archive(path).backup(database, probe)
          #expect(summary.rows["name"] == summary.rows["probe"])
        }
        writer.cancel()
        _ = await writer.result
        #expect(try await database.number("SELECT count(*) FROM name") >= 500)
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a restore while others write leaves one state or the other, whole`(_ dialect: Dialect) async throws {
    try await withFile { path in
      try await TestDatabase.with(dialect, onDisk: true) { database async throws in
        try await fill(database, pairs: 300)
        _ = try await Archive(path).backup(database, probe)
        let reader = Task {
          while !Task.isCancelled {
            let (names, probes): (Int, Int) = try await database.snapshot { session in
              (
                try await session.value("SELECT count(*) FROM name"),
                try await session.value("SELECT count(*) FROM probe")
              )
            }
            #expect(names == probes)
            try await database.change { session in
              let word: String = "w\(UInt64.random(in: 0 ... .max))"
              try await session.run("INSERT INTO name (text) VALUES (\(word))")
              try await session.run("INSERT INTO probe (territory_id, words) VALUES (1, \(word))")
            }
          }
        }
        for _ in 0..<3 { _ = try await Archive(path).restore(into: database, probe) }
        reader.cancel()
        _ = await reader.result
        #expect(
          try await database.number("SELECT count(*) FROM name") == database.number("SELECT count(*) FROM probe"))
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a damaged, cut, empty or foreign file is refused and nothing changes`(_ dialect: Dialect) async throws {
    try await withFile { path in
      try await TestDatabase.with(dialect, onDisk: true) { database async throws in
        try await fill(database, pairs: 400)
        _ = try await Archive(path).backup(database, probe)
        try await database.write("DELETE FROM name WHERE text = 'n0'")
        let sound: [UInt8] = try contents(path)
        var spoiled: [[UInt8]] = [
          [], Array(sound.prefix(sound.count / 2)), Array(sound.dropLast(4)), Array("hello".utf8),
        ]
        for offset in stride(from: 20, to: sound.count - 1, by: max(1, sound.count / 25)) {
          var bytes: [UInt8] = sound
          bytes[offset] ^= 0x10
          spoiled.append(bytes)
        }
        for bytes in spoiled {
          try replace(path, bytes)
          let kind = await database.kind { _ = try await Archive(path).restore(into: $0, probe) }
          #expect(kind == .damaged)
          #expect(try await database.number("SELECT count(*) FROM name") == 399)
        }
        try replace(path, sound)
        _ = try await Archive(path).restore(into: database, probe)
        #expect(try await database.number("SELECT count(*) FROM name") == 400)
      }
    }
  }

  private func contents(_ path: String) throws -> [UInt8] {
    let file = fopen(path, "r")!
    defer { fclose(file) }
    var bytes: [UInt8] = Array(repeating: 0, count: 1 << 22)
    let count: Int = fread(&bytes, 1, bytes.count, file)
    return Array(bytes[..<count])
  }

  private func replace(_ path: String, _ bytes: [UInt8]) throws {
    let file = fopen(path, "w")!
    defer { fclose(file) }
    fwrite(bytes, 1, bytes.count, file)
  }
}
