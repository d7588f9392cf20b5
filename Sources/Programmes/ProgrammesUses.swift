import Platform
import SQL

extension EntryUse {
  /// Themes and axes that actions carry.
  static let termsOfActions = EntryUse(of: "nomenclature_item", by: .action) { scope, item in
    """
    SELECT count(DISTINCT action_term.action_id) FROM nomenclature_item
    JOIN nomenclature ON nomenclature.id = nomenclature_item.nomenclature_id
    JOIN action_term ON action_term.programme_id = nomenclature.programme_id
      AND action_term.use = nomenclature.use AND action_term.key = nomenclature_item.key
    WHERE nomenclature_item.territory_id = \(scope.territory) AND nomenclature_item.id = \(item)
    """
  }
}
