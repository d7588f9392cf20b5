import SQL

/// Two records that may be one.
struct RecordPair<Record: MergedRecord>: Sendable {
  let one: Record
  let other: Record
  let because: Text
  let score: Int
}

/// The pairs of a territory that somebody has to settle.
struct PairStore<Record: MergedRecord>: Sendable {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private struct Two: Fetched {
    let (one, other): (ID<Record>, ID<Record>)
    init(_ row: inout Row) throws(DatabaseError) { (one, other) = (try row.next(), try row.next()) }
  }

  /// Two hundred are enough for a sitting: those that are settled make room.
  private static var most: Int { 200 }
  /// How many are compared at once.
  private static var some: Int { 400 }

  /// Those that look like one, the likeliest first. Not all that share keys do: one reads on until there are enough.
  func all() async throws -> [RecordPair<Record>] {
    var left: ArraySlice<Two> = try await sharing()[...]
    var pairs: [RecordPair<Record>] = []
    while pairs.count < Self.most, !left.isEmpty {
      pairs += try await alike(Array(left.prefix(Self.some)))
      left = left.dropFirst(Self.some)
    }
    return Array(pairs.sorted { $0.score > $1.score }.prefix(Self.most))
  }

  /// Those that share telling keys, with the most first. What is left out here takes nobody’s place: the establishments of
  /// one company share more keys than any double.
  private func sharing() async throws -> [Two] {
    let (keys, holder, telling): (Query, Query, [String]) = Record.keys
    let standing: Query = "territory_id = \(scope.territory)"
    return try await scope.all(
      """
      SELECT pair.one_id, pair.other_id FROM (
        SELECT a.\(holder) AS one_id, b.\(holder) AS other_id, count(*) AS shared FROM \(keys) a
        JOIN \(keys) b ON b.territory_id = a.territory_id AND b.key = a.key AND b.\(holder) > a.\(holder)
        WHERE a.territory_id = \(scope.territory) AND substr(a.key, 1, 2) IN \(.list(telling))
          AND NOT EXISTS (
            SELECT 1 FROM \(Record.distinct) distinct_pair WHERE distinct_pair.territory_id = \(scope.territory)
              AND distinct_pair.one_id = a.\(holder) AND distinct_pair.other_id = b.\(holder))
        GROUP BY a.\(holder), b.\(holder)) pair
      JOIN \(Record.records) one ON one.\(standing) AND one.id = pair.one_id AND one.merged_into IS NULL
      JOIN \(Record.records) other ON other.\(standing) AND other.id = pair.other_id AND other.merged_into IS NULL
      WHERE \(Record.mayBeOne) ORDER BY pair.shared DESC, pair.one_id, pair.other_id LIMIT 4000
      """)
  }

  private func alike(_ found: [Two]) async throws -> [RecordPair<Record>] {
    let ids: [Int64] = Set(found.flatMap { [$0.one.number, $0.other.number] }).sorted()
    let records: [Record] = try await scope.all(
      """
      SELECT \(Record.columns) FROM \(Record.records) WHERE \(Record.records).territory_id = \(scope.territory)
        AND \(Record.records).merged_into IS NULL AND \(Record.records).id IN \(.list(ids))
      """)
    let known: [ID<Record>: Record] = Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0) })
    return try await Record.pairs(
      found.compactMap { two in
        guard let one = known[two.one], let other = known[two.other] else { return nil }
        return (one, other)
      }, scope)
  }

  /// They are two, and are not asked about again.
  func tellApart(_ one: Record, _ other: Record) async throws {
    let (first, second): (Int64, Int64) = (min(one.id.number, other.id.number), max(one.id.number, other.id.number))
    try await scope.run(
      """
      INSERT INTO \(Record.distinct) (territory_id, one_id, other_id)
      VALUES (\(scope.territory), \(first), \(second)) ON CONFLICT (one_id, other_id) DO NOTHING
      """)
    try await scope.audit(
      Record.deeds.toldApart, Record.table, one.id.number, Record.view, before: one, after: other)
  }

  /// Those of which somebody said that they are others than this one.
  func apart(from own: ID<Record>?) async throws -> Set<ID<Record>> {
    guard let own else { return [] }
    let others: [Two] = try await scope.all(
      """
      SELECT one_id, other_id FROM \(Record.distinct)
      WHERE territory_id = \(scope.territory) AND (one_id = \(own) OR other_id = \(own))
      """)
    return Set(others.flatMap { [$0.one, $0.other] }).subtracting([own])
  }
}
