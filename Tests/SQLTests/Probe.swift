import SQL
import TestSite

/// A small table of everything, for the drivers' own tests.
let probe = Schema([
  Migrations(
    "probe",
    [
      Migration(
        1, "one of each",
        [
          .table(
            Table(
              "probe",
              [
                .id, .init("territory_id", .int64), .init("amount", .int64, null: true),
                .init("ratio", .double, null: true), .init("words", .text, null: true),
                .init("starts", .day, null: true), .init("ends", .day, null: true), .init("at", .instant, null: true),
                .init("flag", .bool, null: true), .init("blob", .bytes, null: true),
              ])),
          .table(Table("name", [.id, .init("text", .text)], unique: [["text"]])),
          .table(
            Table(
              "stay",
              [
                .id, .init("room", .int64), .init("first", .day), .init("last", .day, null: true),
                .init("name_id", .int64, null: true, references: "name"),
              ], checks: ["last IS NULL OR last >= first"])),
          .noOverlap(table: "stay", key: "room", from: "first", to: "last"),
        ])
    ])
])

struct Everything: Fetched, Equatable {
  let amount: Int64?
  let ratio: Double?
  let words: String?
  let starts: Day?
  let at: Instant?
  let flag: Bool?
  let blob: [UInt8]?

  init(_ row: inout Row) throws(DatabaseError) {
    amount = try row.next()
    ratio = try row.next()
    words = try row.next()
    starts = try row.next()
    at = try row.next()
    flag = try row.next()
    blob = try row.next()
  }

  init(
    amount: Int64? = nil, ratio: Double? = nil, words: String? = nil, starts: Day? = nil, at: Instant? = nil,
    flag: Bool? = nil, blob: [UInt8]? = nil
  ) {
    self.amount = amount
    self.ratio = ratio
    self.words = words
    self.starts = starts
    self.at = at
    self.flag = flag
    self.blob = blob
  }
}

extension Database {
  func kind(of body: (Database) async throws -> Void) async -> DatabaseError.Kind? {
    do {
      try await body(self)
      return nil
    } catch {
      return (error as? DatabaseError)?.kind
    }
  }

  @discardableResult
  func write(_ query: Query) async throws -> Int { try await change { try await $0.run(query) } }

  func number(_ query: Query) async throws -> Int { try await read { try await $0.value(query) } }
}
