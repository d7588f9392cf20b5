import SQL

/// A company, an association, an authority: one identity across every programme.
public struct Organisation: Sendable, Hashable, Fetched {
  public let id: ID<Organisation>
  public let name: String

  public init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    name = try row.next()
  }

  public static let mostNameCharacters: Int = 160
}

public struct OrganisationStore: Sendable {
  private let scope: Scope

  public init(_ scope: Scope) { self.scope = scope }

  /// Those that this actor may see: a company or a partner itself, the others all of them.
  private var visible: Query {
    let ofTerritory: Query = "territory_id = \(scope.territory)"
    if !scope.actor.kinds.isDisjoint(with: [.agent, .manager, .administrator, .elected]) { return ofTerritory }
    return ofTerritory + " AND id IN \(.list(scope.actor.numbers(.organisation, as: .company, .partner)))"
  }

  public func find(_ id: ID<Organisation>) async throws -> Organisation {
    try await scope.one("SELECT id, name FROM organisation WHERE \(visible) AND id = \(id)")
  }

  func listing(_ filter: NameFilter) -> Listing<Organisation> {
    var which: Query = "FROM organisation WHERE \(visible)"
    if let text = filter.text { which = which + " AND sort_key LIKE \(keyHolding(text))" }
    let wanted: Query = which
    return Listing(
      scope, count: "SELECT count(*) " + wanted, orders: [Order("name", "sort_key", "id")]
    ) { slice in
      "SELECT id, name \(wanted) ORDER BY \(slice.order) \(slice.window)"
    }
  }

  func hits(_ sought: Sought) async throws -> [Hit] {
    try await sought.hits(scope, sought.ranks("sort_key")) { rank, most in
      """
      SELECT name, '', '/annuaire/organisations/' || id FROM organisation
      WHERE \(visible) AND \(rank) ORDER BY sort_key, id LIMIT \(most)
      """
    }
  }

  /// The organisation that a French reader would file under the same name.
  public func named(_ name: String) async throws -> Organisation? {
    try await scope.first(
      """
      SELECT id, name FROM organisation
      WHERE territory_id = \(scope.territory) AND sort_key = \(sortKey(name)) ORDER BY id LIMIT 1
      """)
  }

  /// The organisation of that name, entered now if it is new here.
  public func named(orNew name: String) async throws -> ID<Organisation> {
    if let known = try await named(name) { return known.id }
    let id: ID<Organisation> = try await scope.insert(
      """
      INSERT INTO organisation (territory_id, name, sort_key)
      VALUES (\(scope.territory), \(name), \(sortKey(name)))
      """)
    var after = JSONText()
    after.member("name", name)
    try await scope.audit(.organisationEntered, "organisation", id.number, after: after.text)
    return id
  }
}

extension Deed {
  static let organisationEntered = Deed(
    "organisation.entered", Text(fr: "Organisation enregistrée", en: "Organisation entered"))
}
