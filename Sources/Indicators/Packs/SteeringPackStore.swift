import HTTP
import Platform
import SQL

/// Every statement about the steering packs of a programme. A draft is for those who work on the programme, and so is
/// what they issued, unless they chose to publish it.
struct SteeringPackStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = """
    steering_pack.id, programme.slug, steering_pack.body, body.label, steering_pack.title, steering_pack.from_day,
    steering_pack.to_day, steering_pack.comment, steering_pack.decisions, steering_pack.is_public,
    steering_pack.issued_at, steering_pack.digest, steering_pack.provenance, steering_pack.version
    """

  private static let tables: Query = """
    steering_pack JOIN programme ON programme.id = steering_pack.programme_id
    LEFT JOIN body ON body.programme_id = steering_pack.programme_id AND body.key = steering_pack.body
    """

  private func visible(_ programme: ID<Programme>) -> Query {
    let own: Query = """
      steering_pack.territory_id = \(scope.territory) AND steering_pack.programme_id = \(programme)
      """
    return scope.worksWith(programme)
      ? own : own + " AND steering_pack.is_public AND steering_pack.issued_at IS NOT NULL"
  }

  func find(_ id: ID<SteeringPack>, of programme: ID<Programme>) async throws -> SteeringPack {
    try await scope.one(
      "SELECT \(Self.columns) FROM \(Self.tables) WHERE \(visible(programme)) AND steering_pack.id = \(id)")
  }

  func listing(_ programme: ID<Programme>) -> Listing<SteeringPack> {
    let which: Query = visible(programme)
    return Listing(
      scope, count: "SELECT count(*) FROM steering_pack WHERE \(which)",
      orders: [
        Order("to", "steering_pack.to_day", "steering_pack.id", startsDown: true),
        Order("from", "steering_pack.from_day", "steering_pack.id", startsDown: true),
      ]
    ) { slice in
      "SELECT \(Self.columns) FROM \(Self.tables) WHERE \(which) ORDER BY \(slice.order) \(slice.window)"
    }
  }

  func count(of programme: ID<Programme>) async throws -> Int {
    try await scope.value("SELECT count(*) FROM steering_pack WHERE \(visible(programme))")
  }

  /// The last that the same body was given, for a period that ended by then. A pack for everybody is compared with what
  /// everybody was given.
  func before(_ pack: SteeringPack, of programme: ID<Programme>) async throws -> SteeringPack? {
    let sameBody: Query = pack.body.map { "steering_pack.body = \($0)" } ?? "steering_pack.body IS NULL"
    let published: Query = pack.isPublic ? " AND steering_pack.is_public" : ""
    return try await scope.first(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE \(visible(programme)) AND \(sameBody) AND steering_pack.issued_at IS NOT NULL
        AND steering_pack.to_day <= \(pack.to) AND steering_pack.id <> \(pack.id)\(published)
      ORDER BY steering_pack.to_day DESC, steering_pack.issued_at DESC, steering_pack.id DESC LIMIT 1
      """)
  }

  /// What was issued, as it was.
  func content(of pack: SteeringPack) async throws -> PackContent {
    let text: String = try await scope.value(
      "SELECT content FROM steering_pack WHERE territory_id = \(scope.territory) AND id = \(pack.id)")
    return try PackContent(text)
  }

  func insert(
    _ form: SteeringPackForm, in programme: ID<Programme>, _ provenance: Provenance = .entered
  ) async throws -> SteeringPack {
    let id: ID<SteeringPack> = try await scope.insert(
      """
      INSERT INTO steering_pack
        (territory_id, programme_id, body, title, from_day, to_day, comment, decisions, is_public, provenance)
      VALUES (\(scope.territory), \(programme), \(form.body.value), \(form.title), \(form.from), \(form.to),
        \(form.comment), \(form.decisions), \(form.isPublic), \(provenance))
      """)
    let pack: SteeringPack = try await find(id, of: programme)
    try await scope.audit(.packPrepared, Self.kind, id.number, .steeringPack, after: pack)
    return pack
  }

  func update(
    _ pack: SteeringPack, _ form: SteeringPackForm, in programme: ID<Programme>, version: Int
  ) async throws -> SteeringPack {
    try await scope.update(
      """
      UPDATE steering_pack SET body = \(form.body.value), title = \(form.title), from_day = \(form.from),
        to_day = \(form.to), comment = \(form.comment), decisions = \(form.decisions), is_public = \(form.isPublic),
        version = version + 1
      WHERE \(draft(pack, in: programme, version))
      """)
    return try await audited(pack, .packChanged, in: programme)
  }

  /// From here on it is what it is.
  func issue(
    _ pack: SteeringPack, _ content: PackContent, in programme: ID<Programme>, version: Int
  ) async throws -> SteeringPack {
    let text: String = content.text
    try await scope.update(
      """
      UPDATE steering_pack SET content = \(text), digest = \(fingerprint(of: Array(text.utf8))),
        issued_at = \(scope.now), version = version + 1
      WHERE \(draft(pack, in: programme, version))
      """)
    return try await audited(pack, .packIssued, in: programme)
  }

  func delete(_ pack: SteeringPack, in programme: ID<Programme>, version: Int) async throws {
    try await scope.update("DELETE FROM steering_pack WHERE \(draft(pack, in: programme, version))")
    try await scope.audit(.packDeleted, Self.kind, pack.id.number, .steeringPack, before: pack, after: pack)
  }

  static let kind: String = "steering_pack"

  private func draft(_ pack: SteeringPack, in programme: ID<Programme>, _ version: Int) -> Query {
    """
    territory_id = \(scope.territory) AND programme_id = \(programme) AND id = \(pack.id) AND version = \(version)
      AND issued_at IS NULL
    """
  }

  private func audited(_ before: SteeringPack, _ deed: Deed, in programme: ID<Programme>) async throws -> SteeringPack {
    let after: SteeringPack = try await find(before.id, of: programme)
    try await scope.audit(deed, Self.kind, before.id.number, .steeringPack, before: before, after: after)
    return after
  }
}
