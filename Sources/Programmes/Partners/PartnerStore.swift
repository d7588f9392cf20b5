import Platform
import SQL

/// Every statement about the partners of a programme that the actor may see.
struct PartnerStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = """
    partner.id, programme.slug, partner.organisation_id, organisation.name, partner.role, role.label, role.label_en,
    role.label_de, partner.from_day, partner.to_day, partner.full_time, partner.note, partner.provenance,
    partner.version
    """

  private static let joins: Query = """
    JOIN programme ON programme.id = partner.programme_id
    JOIN organisation ON organisation.id = partner.organisation_id
    \(.term("role", of: "partner.programme_id", .partnerRoles, key: "partner.role"))
    """

  private func within(_ programme: ID<Programme>) -> Query {
    "partner.territory_id = \(scope.territory) AND partner.programme_id = \(programme)"
  }

  func find(_ id: ID<Partner>, of programme: Programme) async throws -> Partner {
    try await scope.one(
      "SELECT \(Self.columns) FROM partner \(Self.joins) WHERE \(within(programme.id)) AND partner.id = \(id)")
  }

  func listing(_ programme: Programme, _ filter: PartnerFilter) -> Listing<Partner> {
    let today: Day = scope.today
    var which: Query = within(programme.id)
    if let text = filter.text { which = which + " AND organisation.sort_key LIKE \(keyHolding(text))" }
    if let role = filter.role { which = which + " AND partner.role = \(role)" }
    switch filter.state {
    case .present: which = which + " AND (partner.to_day IS NULL OR partner.to_day >= \(today))"
    case .left: which = which + " AND partner.to_day < \(today)"
    case nil: break
    }
    let wanted: Query = which
    return Listing(
      scope,
      count: """
        SELECT count(*) FROM partner JOIN organisation ON organisation.id = partner.organisation_id WHERE \(wanted)
        """,
      orders: [
        Order("organisation", "organisation.sort_key", "partner.id"),
        Order("from", "organisation.sort_key", "partner.id", nullable: "partner.from_day"),
        Order("to", "organisation.sort_key", "partner.id", nullable: "partner.to_day"),
      ]
    ) { slice in
      "SELECT \(Self.columns) FROM partner \(Self.joins) WHERE \(wanted) ORDER BY \(slice.order) \(slice.window)"
    }
  }

  /// Those who are beside it today.
  func present(with programme: ID<Programme>) async throws -> [Partner] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM partner \(Self.joins)
      WHERE \(within(programme)) AND (partner.from_day IS NULL OR partner.from_day <= \(scope.today))
        AND (partner.to_day IS NULL OR partner.to_day >= \(scope.today))
      ORDER BY organisation.sort_key, partner.id LIMIT \(ProgrammeOutline.most)
      """)
  }

  /// Whether any partner of a programme ever gave it a part of a post.
  func countsPosts(of programme: ID<Programme>) async throws -> Bool {
    let posts: Int = try await scope.value("SELECT count(full_time) FROM partner WHERE \(within(programme))")
    return posts > 0
  }

  /// How many are beside a programme today, and for how many posts in hundredths.
  func present(in programme: ID<Programme>) async throws -> (partners: Int, fullTime: Int) {
    struct Sums: Fetched {
      let (partners, fullTime): (Int, Int)
      init(_ row: inout Row) throws(DatabaseError) { (partners, fullTime) = (try row.next(), try row.next()) }
    }
    let sums: Sums = try await scope.one(
      """
      SELECT count(DISTINCT partner.organisation_id), CAST(coalesce(sum(partner.full_time), 0) AS BIGINT) FROM partner
      WHERE \(within(programme)) AND (partner.to_day IS NULL OR partner.to_day >= \(scope.today))
        AND (partner.from_day IS NULL OR partner.from_day <= \(scope.today))
      """)
    return (sums.partners, sums.fullTime)
  }

  func insert(
    _ form: PartnerForm, _ organisation: ID<Organisation>, in programme: Programme,
    _ provenance: Provenance = .entered
  ) async throws -> Partner {
    let id: ID<Partner> = try await scope.insert(
      """
      INSERT INTO partner (territory_id, programme_id, organisation_id, role, from_day, to_day, full_time, note,
        provenance)
      VALUES (\(scope.territory), \(programme.id), \(organisation), \(form.role.value), \(form.from.value),
        \(form.to.value), \(form.fullTime.value), \(form.note), \(provenance))
      """)
    let partner: Partner = try await find(id, of: programme)
    try await scope.audit(.partnerEntered, "partner", id.number, .partner, after: partner)
    return partner
  }

  func update(
    _ partner: Partner, _ form: PartnerForm, _ organisation: ID<Organisation>, in programme: Programme, version: Int
  ) async throws -> Partner {
    try await scope.update(
      """
      UPDATE partner SET organisation_id = \(organisation), role = \(form.role.value), from_day = \(form.from.value),
        to_day = \(form.to.value), full_time = \(form.fullTime.value), note = \(form.note), version = version + 1
      WHERE \(within(programme.id)) AND id = \(partner.id) AND version = \(version)
      """)
    let after: Partner = try await find(partner.id, of: programme)
    try await scope.audit(.partnerChanged, "partner", partner.id.number, .partner, before: partner, after: after)
    return after
  }
}
