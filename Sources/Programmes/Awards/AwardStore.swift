import Platform
import SQL

/// Every statement about the awards of a programme that the actor may see.
struct AwardStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = """
    award.id, programme.slug, award.name, award.given_by, award.day, award.address, award.provenance, award.version
    """

  private static let tables: Query = "programme_award award JOIN programme ON programme.id = award.programme_id"

  private func within(_ programme: ID<Programme>) -> Query {
    "award.territory_id = \(scope.territory) AND award.programme_id = \(programme)"
  }

  func find(_ id: ID<Award>, of programme: Programme) async throws -> Award {
    try await scope.one(
      "SELECT \(Self.columns) FROM \(Self.tables) WHERE \(within(programme.id)) AND award.id = \(id)")
  }

  func listing(_ programme: Programme, _ filter: AwardFilter) -> Listing<Award> {
    var which: Query = within(programme.id)
    if let text = filter.text { which = which + " AND award.sort_key LIKE \(keyHolding(text))" }
    if let year = filter.year { which = which + " AND \(.year(of: "award.day")) = \(year)" }
    let wanted: Query = which
    return Listing(
      scope, count: "SELECT count(*) FROM programme_award award WHERE \(wanted)",
      orders: [
        Order("day", "award.sort_key", "award.id", nullable: "award.day", startsDown: true),
        Order("name", "award.sort_key", "award.id"),
      ]
    ) { slice in
      "SELECT \(Self.columns) FROM \(Self.tables) WHERE \(wanted) ORDER BY \(slice.order) \(slice.window)"
    }
  }

  /// Those that have a date, the latest first.
  func dated(of programme: ID<Programme>, most: Int) async throws -> [Award] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE \(within(programme)) AND award.day IS NOT NULL ORDER BY award.day DESC, award.id LIMIT \(most)
      """)
  }

  func count(of programme: ID<Programme>) async throws -> Int {
    try await scope.value("SELECT count(*) FROM programme_award award WHERE \(within(programme))")
  }

  func insert(_ form: AwardForm, in programme: Programme, _ provenance: Provenance = .entered) async throws -> Award {
    let id: ID<Award> = try await scope.insert(
      """
      INSERT INTO programme_award (territory_id, programme_id, name, sort_key, given_by, day, address, provenance)
      VALUES (\(scope.territory), \(programme.id), \(form.name), \(sortKey(form.name)), \(form.givenBy),
        \(form.day.value), \(form.address), \(provenance))
      """)
    let award: Award = try await find(id, of: programme)
    try await scope.audit(.awardEntered, "programme_award", id.number, .award, after: award)
    return award
  }

  func update(_ award: Award, _ form: AwardForm, in programme: Programme, version: Int) async throws -> Award {
    try await scope.update(
      """
      UPDATE programme_award SET name = \(form.name), sort_key = \(sortKey(form.name)), given_by = \(form.givenBy),
        day = \(form.day.value), address = \(form.address), version = version + 1
      WHERE territory_id = \(scope.territory) AND programme_id = \(programme.id) AND id = \(award.id)
        AND version = \(version)
      """)
    let after: Award = try await find(award.id, of: programme)
    try await scope.audit(.awardChanged, "programme_award", award.id.number, .award, before: award, after: after)
    return after
  }
}
