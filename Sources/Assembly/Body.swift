import Platform
import SQL

/// A committee of a programme, as it is configured.
struct Body: Fetched {
  let id: ID<Body>
  let key: String
  let label: Text
  let purpose: String?
  let leastMeetings: Int?
  let mostMeetings: Int?
  let isArchived: Bool
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    key = try row.next()
    label = try Text(labels: &row)
    purpose = try row.next()
    leastMeetings = try row.next()
    mostMeetings = try row.next()
    isArchived = try row.next()
    version = try row.next()
  }

  /// An archived body has no composition any more, by which to tell whether it could speak.
  func checkInUse() throws(Refusal) {
    if isArchived { throw .conflict(.bodyArchived) }
  }

  func path(in programme: Programme) -> String { "\(programme.path)/instances/\(key)" }
}

extension View<Body> {
  static let body = View(
    "Body",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("key", .bodyKey, forMachines: true) { .text($0.key) },
      Column("label", .label, forMachines: true) { .name($0.label) },
      Column("purpose", .purpose) { .text($0.purpose) },
      Column("leastMeetings", .leastMeetings, .int) { $0.leastMeetings.map { .int($0) } ?? .none },
      Column("mostMeetings", .mostMeetings, .int) { $0.mostMeetings.map { .int($0) } ?? .none },
      Column("archived", .archived, .flag, forMachines: true) { .flag($0.isArchived) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

extension Cell {
  /// A name in the reader's language; for machines, in French.
  static func name(_ label: Text) -> Cell { .word(key: label(.fr), label) }
}

/// Every statement about bodies.
struct BodyStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = """
    body.id, body.key, body.label, body.label_en, body.label_de, body.purpose, body.least_meetings,
    body.most_meetings, body.is_archived, body.version
    """

  func find(_ key: String?, of programme: ID<Programme>) async throws -> Body {
    try await scope.one(
      """
      SELECT \(Self.columns) FROM body
      WHERE body.territory_id = \(scope.territory) AND body.programme_id = \(programme) AND body.key = \(key ?? "")
      """)
  }

  func all(of programme: ID<Programme>) async throws -> [Body] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM body
      WHERE body.territory_id = \(scope.territory) AND body.programme_id = \(programme) AND NOT body.is_archived
      ORDER BY body.rank, body.id
      """)
  }
}

extension Assembly {
  /// The bodies of a programme, by their keys, for whatever is drawn up for one of them.
  public static func bodies(of programme: ID<Programme>, _ scope: Scope) async throws -> [(key: String, label: Text)] {
    try await BodyStore(scope).all(of: programme).map { ($0.key, $0.label) }
  }
}
