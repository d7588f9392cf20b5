import SQL

extension Chore {
  /// What the journal says of somebody goes after their file; that something was done stays, and the seals hold.
  static let forgetting = Chore("erasing what the journal says of who is nobody’s") { errand in
    struct Told: Fetched {
      let kind: String
      let record: Int64
      let territory: ID<Territory>

      init(_ row: inout Row) throws(DatabaseError) {
        kind = try row.next()
        record = try row.next()
        territory = try row.next()
      }
    }
    let told: [Told] = try await errand.database.all(Forgetting.told)
    for record in told {
      try await Sealer(errand.database).erase(record.kind, record.record, of: record.territory)
    }
    struct Gone: Fetched {
      let account: ID<Account>

      init(_ row: inout Row) throws(DatabaseError) { account = try row.next() }
    }
    // Who was never here did nothing: once the name is erased, when they were last here goes too, and it is done.
    let gone: [Gone] = try await errand.database.all(
      """
      SELECT account.id FROM account WHERE account.seen_at IS NOT NULL AND \(Account.isAnonymous)
      ORDER BY account.id LIMIT 1000
      """)
    for account in gone.map(\.account) {
      try await Sealer(errand.database).eraseName(of: account)
      _ = try await errand.database.change { session in
        try await session.run("UPDATE account SET seen_at = NULL WHERE id = \(account)")
      }
    }
  }
}

/// Of which records the journal still says what nobody may read any more.
private enum Forgetting {
  static let told: Query =
    Query.joined([files, removedFiles, roles, accounts, tokens, calendars], with: " UNION ALL ")
    + " ORDER BY 1, 2, 3 LIMIT 1000"

  private static let files: Query = """
    SELECT 'person', person.id, person.territory_id FROM person
    WHERE person.territory_id > 0 AND person.anonymised_at IS NOT NULL
      AND \(says("'person'", "person.id", "person.territory_id"))
    """

  /// Files that were taken out with the table that they came with: only the journal knows that they were there.
  private static let removedFiles: Query = """
    SELECT 'person', told.record_id, told.territory_id FROM (
      SELECT DISTINCT audit_line.territory_id, audit_line.record_id FROM territory
      JOIN audit_line ON audit_line.territory_id = territory.id AND audit_line.record_kind = 'person') AS told
    WHERE NOT EXISTS (SELECT 1 FROM person WHERE person.territory_id = told.territory_id AND person.id = told.record_id)
      AND \(says("'person'", "told.record_id", "told.territory_id"))
    """

  /// On whose file a role was, and whose role it was.
  private static let roles: Query = """
    SELECT 'role', role.id, role.territory_id FROM role JOIN account ON account.id = role.account_id
    WHERE role.territory_id > 0 AND (\(Account.isAnonymous) OR role.target = 'person'
        AND NOT EXISTS (SELECT 1 FROM person WHERE person.territory_id = role.territory_id
          AND person.id = role.target_id AND person.anonymised_at IS NULL))
      AND \(says("'role'", "role.id", "role.territory_id"))
    """

  /// An account is of no territory, and each where it had a role may speak of it.
  private static let accounts: Query = """
    SELECT 'account', account.id, territory.id FROM account JOIN territory ON territory.id > 0
    WHERE \(Account.isAnonymous) AND \(says("'account'", "account.id", "territory.id"))
    """

  private static let tokens: Query = named("'token'", "api_token")
  private static let calendars: Query = named("'calendar'", "calendar_key")

  /// What somebody named themselves: « téléphone de Mila ».
  private static func named(_ kind: Query, _ table: Query) -> Query {
    """
    SELECT \(kind), \(table).id, \(table).territory_id FROM \(table) JOIN account ON account.id = \(table).account_id
    WHERE \(table).territory_id > 0 AND \(Account.isAnonymous)
      AND \(says(kind, "\(table).id", "\(table).territory_id"))
    """
  }

  private static func says(_ kind: Query, _ record: Query, _ territory: Query) -> Query {
    """
    EXISTS (SELECT 1 FROM audit_line WHERE audit_line.territory_id = \(territory)
      AND audit_line.record_kind = \(kind) AND audit_line.record_id = \(record)
      AND (audit_line.before_json IS NOT NULL OR audit_line.after_json IS NOT NULL))
    """
  }
}
