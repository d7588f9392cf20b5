import Platform
import SQL

/// Leases by the name of their tenant, those who are there now first.
struct LeaseSearch {
  let scope: Scope
  let sought: Sought

  private static let key: Query = "organisation.sort_key"
  /// All leases of so many tenants are still quickly put in order.
  private static let fewTenants: Int = 200

  func hits() async throws -> [Hit] {
    let running: Query = .running(on: scope.today)
    let names: [Query] = sought.ranks(Self.key)
    let here: [Query] = names.map { $0 + " AND \(running)" }
    let first: [Hit] = try await best([here[0]])
    if first.count == sought.most { return first }
    let tenants: Int = try await scope.value("SELECT count(*) FROM (SELECT 1 \(named) LIMIT \(Self.fewTenants)) named")
    if tenants == 0 { return [] }
    if tenants < Self.fewTenants { return try await scope.all(ofFew(running)) }
    return try await best(here + names.map { $0 + " AND NOT (\(running))" })
  }

  private var named: Query {
    "FROM organisation WHERE organisation.territory_id = \(scope.territory) AND \(sought.matches(Self.key))"
  }

  /// Name by name in their index until there are enough: to join names that are everywhere to all their leases first would
  /// take thirty times as long.
  private func best(_ ranks: [Query]) async throws -> [Hit] {
    try await sought.hits(scope, ranks) { rank, most in
      """
      \(columns("organisation")) AND organisation.territory_id = \(scope.territory) AND \(rank)
      ORDER BY \(Self.key), lease.start_day DESC, lease.id LIMIT \(most)
      """
    }
  }

  private func ofFew(_ running: Query) -> Query {
    """
    \(columns("(SELECT id, name, sort_key \(named)) organisation"))
    ORDER BY CASE WHEN \(running) THEN 0 ELSE 1 END, \(sought.order(Self.key)), lease.start_day DESC, lease.id
    LIMIT \(sought.most)
    """
  }

  private func columns(_ tenants: Query) -> Query {
    """
    SELECT organisation.name, site.name || ', ' || lot.name, '/baux/' || lease.id
    FROM \(tenants) CROSS JOIN lease JOIN lot ON lot.id = lease.lot_id JOIN site ON site.id = lot.site_id
    WHERE lease.tenant_id = organisation.id AND lease.territory_id = \(scope.territory) AND \(.seen(by: scope.actor))
    """
  }
}
