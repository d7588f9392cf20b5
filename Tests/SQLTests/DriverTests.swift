import Glibc
import SQL
import TestSite
import Testing

@Suite struct DriverTests {
  @Test(arguments: TestDatabase.dialects)
  func `every kind of value comes back as it went in, and so does its absence`(_ dialect: Dialect) async throws {
    let values: [Everything] = [
      Everything(),
      Everything(
        amount: .max, ratio: 0.1, words: "Œuvre d’été — “x” '; DROP TABLE probe; --", starts: Day(2024, 2, 29),
        at: Instant(utc: "2022-06-16T10:04:05.123Z"), flag: true, blob: [0, 1, 255, 0x27, 0x5C]),
      Everything(amount: .min, ratio: -1e300, words: "", starts: Day(1, 1, 1), flag: false, blob: []),
    ]
    try await TestDatabase.with(dialect) { database async throws in
      try await probe.migrate(database)
      for value in values {
        try await database.write(
          """
          INSERT INTO probe (territory_id, amount, ratio, words, starts, at, flag, blob) VALUES (1, \(value.amount.value),
            \(value.ratio.value), \(value.words.value), \(value.starts.value), \(value.at.value), \(value.flag.value),
            \(value.blob.value))
          """)
      }
      let read: [Everything] = try await database.all(
        "SELECT amount, ratio, words, starts, at, flag, blob FROM probe WHERE territory_id = \(1) ORDER BY id")
      #expect(read == values)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a thousand rows are one statement, whatever is in them, and a column may be empty on all of them`(
    _ dialect: Dialect
  ) async throws {
    try await TestDatabase.with(dialect) { database async throws in
      try await probe.migrate(database)
      let hostile: [String] = [
        "", "NULL", "null", "{", "}", "{\"a\",b}", ",", "\"", "\\", "\\\"", "\\x41", "a\nb\r\n\t", " ", "Œuvre’s 🙂",
        "e\u{301}", "'; DROP TABLE probe; --", "$1", "?1",
      ]
      let sent: [Everything] = (0..<1_000).map { number in
        let isEmpty: Bool = number % 7 == 3
        return Everything(
          amount: isEmpty ? nil : Int64(number) * 9_000_000_000_000_000, ratio: isEmpty ? nil : Double(number) / 3,
          words: isEmpty ? nil : hostile[number % hostile.count], starts: isEmpty ? nil : Day(2024, 2, 29),
          at: isEmpty ? nil : Instant(Day(2026, 11, 21)!, hour: 9, minute: number % 60),
          flag: isEmpty ? nil : number.isMultiple(of: 2), blob: isEmpty ? nil : [0, 0x22, 0x5C, 0x7D, 0xFF])
      }
      let rows: [[Value]] = sent.map { row in
        [
          Int64(1).value, row.amount.value, row.ratio.value, row.words.value, row.starts.value, Day?.none.value,
          row.at.value, row.flag.value, row.blob.value,
        ]
      }
      let count: Int = try await database.write(
        "INSERT INTO probe (territory_id, amount, ratio, words, starts, ends, at, flag, blob) \(.rows(rows))")
      #expect(count == 1_000)
      let read: [Everything] = try await database.read {
        try await $0.all("SELECT amount, ratio, words, starts, at, flag, blob FROM probe ORDER BY id")
      }
      #expect(read == sent)
      #expect(try await database.number("SELECT count(*) FROM probe WHERE ends IS NULL") == 1_000)
      // The same rows as a table to read from, with values of their own before and after.
      let changed: Int = try await database.write(
        """
        UPDATE probe SET amount = \(7) FROM (\(.rows([[Int64(1).value, "".value], [Int64(2).value, .null]]))) said
        WHERE probe.territory_id = \(1) AND probe.id = said.column1 AND coalesce(said.column2, '') = \("")
        """)
      #expect(changed == 2)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `days are counted and years read the same way`(_ dialect: Dialect) async throws {
    try await TestDatabase.with(dialect) { database async throws in
      try await probe.migrate(database)
      try await database.write(
        "INSERT INTO probe (territory_id, starts, ends) VALUES (1, \(Day(2023, 12, 31)!), \(Day(2024, 3, 1)!))")
      #expect(try await database.number("SELECT \(.days(from: "starts", to: "ends")) FROM probe") == 61)
      #expect(
        try await database.number("SELECT \(.days(from: "starts", to: "\(Day(2023, 12, 1)!)")) FROM probe") == -30)
      #expect(try await database.number("SELECT \(.year(of: "starts")) FROM probe") == 2023)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `text is compared byte by byte and absences come last`(_ dialect: Dialect) async throws {
    try await TestDatabase.with(dialect) { database async throws in
      try await probe.migrate(database)
      for word in ["é", "Z", "a", nil, "É", "10", "9"] as [String?] {
        try await database.write("INSERT INTO probe (territory_id, words) VALUES (1, \(word.value))")
      }
      let words: [String?] = try await database.read { session in
        try await session.all("SELECT words FROM probe ORDER BY words NULLS LAST") { try $0.next() }
      }
      #expect(words == ["10", "9", "Z", "a", "É", "é", nil])
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a list is bound value by value, and nothing is in an empty one`(_ dialect: Dialect) async throws {
    try await TestDatabase.with(dialect) { database async throws in
      try await probe.migrate(database)
      for number in 1...5 { try await database.write("INSERT INTO probe (territory_id, amount) VALUES (1, \(number))") }
      #expect(try await database.number("SELECT count(*) FROM probe WHERE amount IN \(.list([2, 4, 9]))") == 2)
      #expect(try await database.number("SELECT count(*) FROM probe WHERE amount IN \(.list([Int]()))") == 0)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `what the schema refuses is said in the same words`(_ dialect: Dialect) async throws {
    try await TestDatabase.with(dialect) { database async throws in
      try await probe.migrate(database)
      try await database.write("INSERT INTO name (text) VALUES ('x')")
      #expect(await database.kind { try await $0.write("INSERT INTO name (text) VALUES ('x')") } == .unique)
      #expect(await database.kind { try await $0.write("INSERT INTO name (text) VALUES (\(Value.null))") } == .check)
      #expect(
        await database.kind {
          try await $0.write(
            "INSERT INTO stay (room, first, last) VALUES (1, \(Day(2024, 1, 2)!), \(Day(2024, 1, 1)!))")
        } == .check)
      #expect(
        await database.kind {
          try await $0.write("INSERT INTO stay (room, first, name_id) VALUES (1, \(Day(2024, 1, 2)!), 999)")
        } == .foreignKey)
      #expect(await database.kind { try await $0.write("INSERT INTO nowhere (x) VALUES (1)") } == .programming)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `two stays in a room may touch and never share a day`(_ dialect: Dialect) async throws {
    try await TestDatabase.with(dialect) { database async throws in
      try await probe.migrate(database)
      func stay(_ room: Int, _ first: Day, _ last: Day?) -> Query {
        "INSERT INTO stay (room, first, last) VALUES (\(room), \(first), \(last.value))"
      }
      try await database.write(stay(1, Day(2024, 1, 1)!, Day(2024, 1, 31)!))
      try await database.write(stay(1, Day(2024, 2, 1)!, nil))
      try await database.write(stay(2, Day(2024, 1, 1)!, nil))
      #expect(await database.kind { try await $0.write(stay(1, Day(2024, 1, 31)!, Day(2024, 1, 31)!)) } == .overlap)
      #expect(await database.kind { try await $0.write(stay(1, Day(2030, 1, 1)!, nil)) } == .overlap)
      #expect(await database.kind { try await $0.write(stay(1, Day(2000, 1, 1)!, nil)) } == .overlap)
      #expect(
        await database.kind {
          try await $0.write(
            "UPDATE stay SET last = \(Day(2024, 2, 1)!) WHERE room = 1 AND first = \(Day(2024, 1, 1)!)")
        } == .overlap)
      try await database.write(
        "UPDATE stay SET last = \(Day(2024, 1, 15)!) WHERE first = \(Day(2024, 1, 1)!) AND room = 1")
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a long answer comes in batches, all of one moment`(_ dialect: Dialect) async throws {
    try await TestDatabase.with(dialect, onDisk: true) { database async throws in
      try await probe.migrate(database)
      try await database.write(
        """
        INSERT INTO probe (territory_id, amount)
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) SELECT 1, i FROM n
        """)
      var seen: [Int] = []
      try await database.snapshot { session in
        try await session.batches("SELECT amount FROM probe ORDER BY id", size: 1_000) {
          try $0.next(Int.self)
        } _: { batch in
          // Somebody writes meanwhile: it is not for this reader.
          try await database.write("INSERT INTO probe (territory_id, amount) VALUES (1, 0)")
          seen += batch
        }
      }
      #expect(seen == Array(1...2_500))
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `however many slow readers hold a snapshot, others read and write`(_ dialect: Dialect) async throws {
    try await TestDatabase.with(dialect, onDisk: true) { database async throws in
      try await probe.migrate(database)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<30 {
          group.addTask { try await database.snapshot { _ in try await Task.sleep(for: .seconds(60)) } }
        }
        try await Task.sleep(for: .milliseconds(50))
        try await database.write("INSERT INTO probe (territory_id) VALUES (1)")
        #expect(try await database.number("SELECT count(*) FROM probe") == 1)
        group.cancelAll()
        while let result = await group.nextResult() { _ = result }
      }
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a change that throws leaves nothing behind`(_ dialect: Dialect) async throws {
    struct Stop: Error {}
    try await TestDatabase.with(dialect) { database async throws in
      try await probe.migrate(database)
      await #expect(throws: Stop.self) {
        try await database.change { session in
          try await session.run("INSERT INTO probe (territory_id) VALUES (1)")
          throw Stop()
        }
      }
      #expect(try await database.number("SELECT count(*) FROM probe") == 0)
      try await database.write("INSERT INTO probe (territory_id) VALUES (1)")
      #expect(try await database.number("SELECT count(*) FROM probe") == 1)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `forty writers who each add one to the same number make forty`(_ dialect: Dialect) async throws {
    try await TestDatabase.with(dialect, onDisk: true) { database async throws in
      try await probe.migrate(database)
      try await database.write("INSERT INTO probe (territory_id, amount) VALUES (1, 0)")
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<40 {
          group.addTask {
            try await database.change { session in
              let amount: Int = try await session.value("SELECT amount FROM probe")
              try await session.run("UPDATE probe SET amount = \(amount + 1)")
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await database.number("SELECT amount FROM probe") == 40)
    }
  }

  @Test(arguments: TestDatabase.dialects)
  func `a broken invariant across two rows is impossible, whoever goes first`(_ dialect: Dialect) async throws {
    // Write skew: each withdraws if the two together still hold enough. Under mere snapshots both would.
    try await TestDatabase.with(dialect, onDisk: true) { database async throws in
      try await probe.migrate(database)
      for _ in 0..<2 { try await database.write("INSERT INTO probe (territory_id, amount) VALUES (1, 60)") }
      await withTaskGroup(of: Void.self) { group in
        for id in 1...2 {
          group.addTask {
            try? await database.change { session in
              let total: Int = try await session.value("SELECT CAST(sum(amount) AS BIGINT) FROM probe")
              try await Task.sleep(for: .milliseconds(30))
              if total >= 100 { try await session.run("UPDATE probe SET amount = amount - 100 WHERE id = \(id)") }
            }
          }
        }
      }
      #expect(try await database.number("SELECT CAST(sum(amount) AS BIGINT) FROM probe") == 20)
    }
  }
}
