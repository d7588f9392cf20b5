import Platform
import SQL

extension NomenclatureStore {
  /// How many values records carry that stand in no list for them.
  func orphans(of programme: ID<Programme>) async throws -> Int {
    let actions: Int = try await orphans("action_term", of: programme, use: "action_term.use", key: "action_term.key")
    return try await actions + orphans("partner", of: programme, use: "'partner-roles'", key: "partner.role")
  }

  private func orphans(
    _ table: Query, of programme: ID<Programme>, use: Query, key: Query
  ) async throws -> Int {
    try await scope.value(
      """
      SELECT count(*) FROM \(table)
      WHERE \(table).territory_id = \(scope.territory) AND \(table).programme_id = \(programme)
        AND \(key) IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM nomenclature JOIN nomenclature_item ON nomenclature_item.nomenclature_id = nomenclature.id
          WHERE nomenclature.programme_id = \(table).programme_id AND nomenclature.use = \(use)
            AND nomenclature_item.key = \(key))
      """)
  }
}

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
