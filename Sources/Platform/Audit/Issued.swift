import SQL

/// A table of what was issued once and for all, each row with the fingerprint of what it says: whoever checks the records
/// works it out again.
public struct Issued: Sendable {
  let table: String
  let isText: Bool

  public init(_ table: String, isText: Bool = true) {
    self.table = table
    self.isText = isText
  }

  /// What is not what was issued, in words for the operator.
  public static func faults(_ all: [Issued], _ database: Database) async throws -> [String] {
    var faults: [String] = []
    for issued in all {
      try await database.snapshot { session in
        try await session.batches(
          Query(
            trusted: """
              SELECT id, digest, content FROM \(issued.table)
              WHERE territory_id IS NOT NULL AND digest IS NOT NULL ORDER BY id
              """), { row in try issued.fault(&row) }
        ) { batch in faults += batch.compactMap { $0 } }
      }
    }
    return faults
  }

  private func fault(_ row: inout Row) throws -> String? {
    let (id, digest): (Int64, String) = (try row.next(), try row.next())
    let content: [UInt8]? = isText ? try row.next(String?.self).map { Array($0.utf8) } : try row.next([UInt8]?.self)
    guard let content, fingerprint(of: content) == digest else {
      return "\(table) \(id): what it says is not what was issued"
    }
    return nil
  }
}
