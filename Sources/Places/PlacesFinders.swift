import Platform
import SQL

extension Finder {
  static let sites = Finder("sites", .sites, allow: .everyone, list: "/sites") { scope, sought in
    try await scope.all(
      """
      SELECT name, municipality, '/sites/' || id FROM site
      WHERE territory_id = \(scope.territory) AND \(sought.matches("sort_key"))
      ORDER BY \(sought.order("sort_key")), id LIMIT \(sought.most)
      """)
  }

  static let lots = Finder("lots", .lots, allow: .everyone, list: "/lots") { scope, sought in
    try await scope.all(
      """
      SELECT lot.name, site.name, '/lots/' || lot.id FROM lot JOIN site ON site.id = lot.site_id
      WHERE lot.territory_id = \(scope.territory) AND \(sought.matches("lot.sort_key"))
      ORDER BY \(sought.order("lot.sort_key")), site.sort_key, lot.id LIMIT \(sought.most)
      """)
  }

  /// By the tenant's name, those who are there now first.
  static let leases = Finder("baux", .leases, allow: .seesLeases, list: "/baux") { scope, sought in
    try await scope.all(
      """
      SELECT organisation.name, site.name || ', ' || lot.name, '/baux/' || lease.id
      FROM organisation JOIN lease ON lease.tenant_id = organisation.id AND lease.territory_id = \(scope.territory)
      JOIN lot ON lot.id = lease.lot_id JOIN site ON site.id = lot.site_id
      WHERE organisation.territory_id = \(scope.territory) AND \(sought.matches("organisation.sort_key"))
        AND \(.seen(by: scope.actor))
      ORDER BY CASE WHEN \(.running(on: scope.today)) THEN 0 ELSE 1 END, \(sought.order("organisation.sort_key")),
        lease.start_day DESC, lease.id LIMIT \(sought.most)
      """)
  }
}
