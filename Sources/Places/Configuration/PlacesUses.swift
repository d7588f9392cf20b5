import Platform
import Programmes
import SQL

extension EntryUse {
  /// A category that a lease, a lot or a rate has, a kind that a site has.
  static let places: [EntryUse] = [
    EntryUse(of: "nomenclature_item", by: .lease) { scope, item in
      """
      SELECT count(*) FROM lease JOIN lot ON lot.id = lease.lot_id JOIN site ON site.id = lot.site_id
      WHERE lease.territory_id = \(scope.territory) AND \(category(item, "lease.category"))
      """
    },
    EntryUse(of: "nomenclature_item", by: .lot) { scope, item in
      """
      SELECT count(*) FROM lot JOIN site ON site.id = lot.site_id
      WHERE lot.territory_id = \(scope.territory) AND \(category(item, "lot.destination"))
      """
    },
    EntryUse(of: "nomenclature_item", by: .site) { scope, item in
      """
      SELECT count(*) FROM site WHERE site.territory_id = \(scope.territory)
        AND EXISTS (SELECT 1 FROM nomenclature_item JOIN nomenclature ON nomenclature.id = nomenclature_item.nomenclature_id
          WHERE nomenclature_item.id = \(item) AND nomenclature.use = \(NomenclatureUse.siteKinds)
            AND nomenclature.programme_id = site.programme_id AND nomenclature_item.key = site.kind)
      """
    },
  ]

  /// Whether the item is the category that a record of this site has.
  private static func category(_ item: Int64, _ column: Query) -> Query {
    """
    EXISTS (SELECT 1 FROM nomenclature_item JOIN nomenclature ON nomenclature.id = nomenclature_item.nomenclature_id
      WHERE nomenclature_item.id = \(item) AND nomenclature.use = \(NomenclatureUse.tenantCategories)
        AND nomenclature.programme_id = site.programme_id AND nomenclature_item.key = \(column))
    """
  }
}
