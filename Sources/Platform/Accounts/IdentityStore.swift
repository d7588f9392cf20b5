import HTTP
import OpenID
import SQL

/// Every statement about identities. They belong to an account, and so to no territory.
struct IdentityStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  /// Those of one's own account.
  func mine() async throws -> [AccountIdentity] {
    try await scope.all(
      """
      SELECT \(AccountIdentity.columns) FROM account_identity WHERE account_id = \(scope.actor.account.value) ORDER BY id
      """)
  }

  func mine(_ id: ID<AccountIdentity>) async throws -> AccountIdentity {
    try await scope.one(
      """
      SELECT \(AccountIdentity.columns) FROM account_identity
      WHERE id = \(id) AND account_id = \(scope.actor.account.value)
      """)
  }

  /// Whose identity this is, open or not.
  func with(_ proven: ProvenIdentity) async throws -> AccountIdentity? {
    try await scope.first(
      """
      SELECT \(AccountIdentity.columns) FROM account_identity
      WHERE issuer = \(proven.issuer) AND subject = \(proven.subject)
      """)
  }

  /// Whether the owner of this account has detached it from that provider: nobody attaches it again but they.
  func hasDetached(_ account: ID<Account>, from issuer: String) async throws -> Bool {
    try await scope.value(
      """
      SELECT EXISTS (SELECT 1 FROM account_identity
        WHERE account_id = \(account) AND issuer = \(issuer) AND detached_at IS NOT NULL)
      """)
  }

  func attach(_ proven: ProvenIdentity, to account: Account) async throws -> ID<AccountIdentity> {
    let id: ID<AccountIdentity> = try await scope.insert(
      """
      INSERT INTO account_identity (account_id, issuer, subject, email, siret, attached_at)
      VALUES (\(account.id), \(proven.issuer), \(proven.subject), \(proven.email.value),
        \(AccountIdentity.siret(proven.siret).value), \(scope.now))
      """)
    // The account is open: what was sent to open it would open it to whoever reads old mail.
    try await scope.run(
      """
      UPDATE access_link SET used_at = \(scope.now)
      WHERE account_id = \(account.id) AND purpose = 'invitation' AND used_at IS NULL
      """)
    try await audit(.identityAttached, account.id, proven.issuer)
    return id
  }

  /// Keeps what the provider says now, where that is something else than at the last sign-in.
  func refresh(_ identity: AccountIdentity, _ proven: ProvenIdentity) async throws {
    let siret: String? = AccountIdentity.siret(proven.siret)
    guard siret != identity.siret || proven.email != identity.email else { return }
    try await scope.run(
      "UPDATE account_identity SET email = \(proven.email.value), siret = \(siret.value) WHERE id = \(identity.id)")
    try await audit(.identityChanged, identity.account, identity.issuer)
  }

  /// From now on it opens nothing; sessions that it opened are over, but for this one.
  func detach(_ identity: AccountIdentity, keeping session: ID<UserSession>?) async throws {
    let count: Int = try await scope.run(
      """
      UPDATE account_identity SET detached_at = \(scope.now), email = NULL, siret = NULL
      WHERE id = \(identity.id) AND detached_at IS NULL
      """)
    guard count == 1 else { throw Refusal.conflict(.changedMeanwhile) }
    try await scope.run(
      """
      UPDATE user_session SET closed_at = \(scope.now), id_token = NULL
      WHERE identity_id = \(identity.id) AND closed_at IS NULL AND id <> \(session ?? ID(0))
      """)
    try await audit(.identityDetached, identity.account, identity.issuer)
  }

  func attachAgain(_ identity: AccountIdentity) async throws {
    let count: Int = try await scope.run(
      "UPDATE account_identity SET detached_at = NULL WHERE id = \(identity.id) AND detached_at IS NOT NULL")
    guard count == 1 else { throw Refusal.conflict(.changedMeanwhile) }
    try await audit(.identityAttached, identity.account, identity.issuer)
  }

  private func audit(_ action: Deed, _ account: ID<Account>, _ issuer: String) async throws {
    var after = JSONText()
    after.member("issuer", issuer)
    try await scope.audit(action, "account", account.number, after: after.text)
  }
}

extension Deed {
  static let identityAttached = Deed(
    "account.identity", Text(fr: "Compte ouvert par un fournisseur d’identité", en: "Account opened by a provider"))
  static let identityChanged = Deed(
    "account.identity-changed",
    Text(
      fr: "Fournisseur d’identité : autre adresse ou établissement",
      en: "Identity provider: another address or establishment"))
  static let identityDetached = Deed(
    "account.identity-detached", Text(fr: "Fournisseur d’identité détaché", en: "Identity provider detached"))
}
