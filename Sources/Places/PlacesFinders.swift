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
    try await sought.hits(scope, sought.ranks("lot.sort_key")) { rank, most in
      """
      SELECT lot.name, site.name, '/lots/' || lot.id FROM lot CROSS JOIN site
      WHERE site.id = lot.site_id AND lot.territory_id = \(scope.territory) AND \(rank)
      ORDER BY lot.sort_key, site.sort_key, lot.id LIMIT \(most)
      """
    }
  }

  /// By the tenant's name, those who are there now first.
  static let leases = Finder("baux", .leases, allow: .seesLeases, list: "/baux") { scope, sought in
    try await LeaseSearch(scope: scope, sought: sought).hits()
  }
}
