import SQL

/// How often each table of a territory was written to: what was counted stays true as long as these stay the same.
public struct TableVersions: Sendable, Equatable {
  private let versions: [String: Int64]

  public static func of(_ scope: Scope) async throws -> TableVersions {
    struct Row: Fetched {
      let name: String
      let version: Int64

      init(_ row: inout SQL.Row) throws(DatabaseError) {
        name = try row.next()
        version = try row.next()
      }
    }
    let rows: [Row] = try await scope.all(
      """
      SELECT name, CAST(sum(version) AS BIGINT) FROM table_version WHERE territory_id = \(scope.territory) GROUP BY name
      """)
    return TableVersions(versions: Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0.version) }))
  }

  /// One number for several tables, that never comes back.
  public func sum(of tables: Set<String>) -> Int64 { tables.reduce(0) { $0 + (versions[$1] ?? 0) } }

  /// Each connection to PostgreSQL has a line of its own, so that nobody waits for anybody; SQLite has one writer.
  static func bump(_ table: String, on territory: ID<Territory>) -> Query {
    let shard = Query(sqlite: "0", postgres: "pg_backend_pid() % 64")
    return """
      INSERT INTO table_version (territory_id, name, shard, version) VALUES (\(territory), \(table), \(shard), 1)
      ON CONFLICT (territory_id, name, shard) DO UPDATE SET version = table_version.version + 1
      """
  }
}

extension Migration {
  /// What figures need to know of the tables they are counted from.
  static let figures = Migration(
    5, "versions of tables, perimeters",
    [
      .table(
        Table(
          "table_version",
          [
            .init("territory_id", .int64, references: "territory"), .init("name", .text), .init("shard", .int64),
            .init("version", .int64),
          ], unique: [["territory_id", "name", "shard"]])),
      .table(
        Table(
          "perimeter",
          [
            .id, .init("territory_id", .int64, references: "territory"),
            .init("key", .text, check: "length(key) BETWEEN 1 AND 60"),
            .init("name", .text, check: "length(name) BETWEEN 1 AND 120"), .init("sort_key", .text),
            .init("kind", .text), .init("provenance", .text, check: "provenance IN ('entered', 'reconstructed')"),
            .init("version", .int64, default: "1"),
          ], unique: [["territory_id", "key"]])),
      .table(
        Table(
          "perimeter_place",
          [
            .id, .init("territory_id", .int64, references: "territory"),
            .init("perimeter_id", .int64, references: "perimeter"), .init("municipality", .text),
            .init("municipality_key", .text), .init("from_day", .day, null: true), .init("to_day", .day, null: true),
          ], checks: ["to_day IS NULL OR from_day IS NULL OR to_day >= from_day"])),
      .index("perimeter_place_by_key", "perimeter_place (perimeter_id, municipality_key)"),
    ])
}
