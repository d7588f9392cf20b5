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

  /// Those that share a telling key, the likeliest first. Two hundred are enough for a sitting: those that are settled make
  /// room.
  func all() async throws -> [RecordPair<Record>] {
    let (keys, holder, telling): (Query, Query, [String]) = Record.keys
    let found: [Two] = try await scope.all(
      """
      SELECT a.\(holder), b.\(holder) FROM \(keys) a
      JOIN \(keys) b ON b.territory_id = a.territory_id AND b.key = a.key AND b.\(holder) > a.\(holder)
      WHERE a.territory_id = \(scope.territory) AND substr(a.key, 1, 2) IN \(.list(telling))
        AND NOT EXISTS (
          SELECT 1 FROM \(Record.distinct) distinct_pair WHERE distinct_pair.territory_id = \(scope.territory)
            AND distinct_pair.one_id = a.\(holder) AND distinct_pair.other_id = b.\(holder))
      GROUP BY a.\(holder), b.\(holder) ORDER BY count(*) DESC, 1, 2 LIMIT 400
      """)
    let ids: [Int64] = Set(found.flatMap { [$0.one.number, $0.other.number] }).sorted()
    let records: [Record] = try await scope.all(
      """
      SELECT \(Record.columns) FROM \(Record.records) WHERE \(Record.records).territory_id = \(scope.territory)
        AND \(Record.records).merged_into IS NULL AND \(Record.records).id IN \(.list(ids))
      """)
    let known: [ID<Record>: Record] = Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0) })
    let pairs: [RecordPair<Record>] = try await Record.pairs(
      found.compactMap { two in
        guard let one = known[two.one], let other = known[two.other] else { return nil }
        return (one, other)
      }, scope)
    return Array(pairs.sorted { $0.score > $1.score }.prefix(200))
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
