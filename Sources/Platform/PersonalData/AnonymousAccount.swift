import SQL

extension Account {
  /// Those that were made nobody’s, by the address that took the place of theirs.
  static let isAnonymous: Query = "account.email_key LIKE 'compte-%@anonyme.invalid'"
}

extension AccountStore {
  /// Accounts that somebody’s own file opened, and nothing else any more, on any territory. A role is over by its last
  /// day as well as by being withdrawn.
  func openingNothing(butFile id: ID<Person>) async throws -> [ID<Account>] {
    try await scope.all(
      """
      SELECT account.id FROM account WHERE NOT \(Account.isAnonymous)
        AND account.id IN (SELECT role.account_id FROM role WHERE role.territory_id = \(scope.territory)
          AND role.kind = 'resident' AND role.target = 'person' AND role.target_id = \(id))
        AND NOT EXISTS (SELECT 1 FROM role WHERE role.account_id = account.id AND role.ended_at IS NULL
          AND (role.to_day IS NULL OR role.to_day >= \(scope.today)))
      ORDER BY account.id
      """
    ) { row in try row.next() }
  }

  /// Nobody comes in with it any more, and nothing in it says whose it was. What was done with it stays, under its number;
  /// the journal’s lines follow once they are sealed.
  func anonymise(_ id: ID<Account>) async throws {
    // First, while its address is known.
    try await scope.run(
      """
      DELETE FROM outgoing_message WHERE account_id = \(id) OR (territory_id = \(scope.territory)
        AND lower(recipient) = (SELECT account.email_key FROM account WHERE account.id = \(id)))
      """)
    try await forgetWaysIn(id)
    for table in ["account_phone", "recovery_code"] as [Query] {
      try await scope.run("DELETE FROM \(table) WHERE account_id = \(id)")
    }
    try await scope.run("DELETE FROM notification WHERE territory_id > 0 AND account_id = \(id)")
    try await scope.run(
      """
      UPDATE account SET name = 'Personne anonymisée', email = 'compte-' || id || '@anonyme.invalid',
        email_key = 'compte-' || id || '@anonyme.invalid', agreement = NULL, password = NULL, code_secret = NULL,
        code_step = NULL, disabled_at = \(scope.now), version = version + 1
      WHERE id = \(id)
      """)
    try await audit(.accountDisabled, id)
  }

  /// Sessions, links, tokens, calendar addresses and what a provider said.
  private func forgetWaysIn(_ id: ID<Account>) async throws {
    try await scope.run(
      """
      UPDATE user_session SET closed_at = coalesce(closed_at, \(scope.now)), id_token = NULL, client = '', agent = ''
      WHERE account_id = \(id)
      """)
    try await scope.run(
      """
      UPDATE access_link SET used_at = coalesce(used_at, \(scope.now)), email = NULL WHERE account_id = \(id)
      """)
    for table in ["api_token", "calendar_key"] as [Query] {
      try await scope.run(
        """
        UPDATE \(table) SET revoked_at = coalesce(revoked_at, \(scope.now)), name = 'anonyme'
        WHERE territory_id > 0 AND account_id = \(id)
        """)
    }
    // The row stays, for sessions refer to it; no provider calls anybody by a name of ours.
    try await scope.run(
      """
      UPDATE account_identity SET subject = 'anonyme-' || id, email = NULL, siret = NULL,
        detached_at = coalesce(detached_at, \(scope.now))
      WHERE account_id = \(id)
      """)
  }
}
