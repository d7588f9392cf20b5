import HTTP
import Mail
import SQL

/// Accounts as the command line and the demonstration settle them: with nobody signed in.
public struct Accounts: Sendable {
  private let app: App
  private let name: String

  public init(_ app: App, as name: String = "Ligne de commande") {
    self.app = app
    self.name = name
  }

  private func scope(_ territory: ID<Territory>) -> Scope {
    Scope(
      app.database, Actor(name, territory: territory, [Grant(.operator, on: .installation)]),
      at: app.settings.clock.now())
  }

  /// Somebody with roles, who can sign in at once where a password is given. Used for invented people.
  @discardableResult
  public func enter(
    _ email: String, _ name: String, _ grants: [Grant], on territory: ID<Territory>, passwordHash hash: String? = nil,
    agreement: Agreement? = nil
  ) async throws -> ID<Account> {
    guard let address = EmailAddress(email) else { throw Refusal.invalid("email", .notAnEmail) }
    return try await scope(territory).change { scope in
      let accounts = AccountStore(scope)
      let account: ID<Account>
      if let existing = try await accounts.with(address) {
        account = existing.id
      } else {
        account = try await accounts.enter(address, name)
      }
      if let hash { try await scope.run("UPDATE account SET password = \(hash) WHERE id = \(account)") }
      if let agreement { try await scope.run("UPDATE account SET agreement = \(agreement) WHERE id = \(account)") }
      for grant in grants {
        if grant.kind == .operator {
          try await makeOperator(account, scope)
        } else {
          _ = try await RoleStore(scope).give(grant, to: account, from: scope.today, to: nil)
        }
      }
      return account
    }
  }

  private func makeOperator(_ account: ID<Account>, _ scope: Scope) async throws {
    try await scope.run(
      """
      INSERT INTO role (account_id, kind, target, from_day)
      VALUES (\(account), 'operator', 'installation', \(scope.today))
      """)
    try await AccountStore(scope).audit(.roleGiven, account)
  }

  /// What the cookie of an open session holds.
  public func openSession(_ account: ID<Account>, on territory: ID<Territory>) async throws -> String {
    let store = SessionStore(database: app.database, now: app.settings.clock.now())
    return try await store.open(account, .open, on: territory, Head(method: .get, target: .root))
  }

  public func drawToken(
    _ account: ID<Account>, _ name: String, on territory: ID<Territory>, writes: Bool = true, section: String = "",
    expires: Day? = nil
  ) async throws -> String {
    let actor = Actor(account: account, name, territory: territory, [])
    return try await Scope(app.database, actor, at: app.settings.clock.now()).change { scope in
      try await APITokenStore(scope).draw(
        name, APIToken.Reach(writes: writes, sections: section), expires: expires ?? scope.today.adding(days: 30))
    }
  }

  /// Invites somebody, or gives a role to somebody known. Returns the link that opens the account, when there is one to
  /// open: the operator hands it over where no mail leaves.
  public func invite(
    _ email: String, _ name: String?, _ grant: Grant, on territory: Territory?
  ) async throws -> String? {
    guard let address = EmailAddress(email) else { throw Refusal.invalid("email", .notAnEmail) }
    let home: ID<Territory>? = territory?.id
    guard let home else {
      try await enterOperator(address, name ?? email)
      return try await link(email)
    }
    try await scope(home).change { scope in
      if grant.kind == .operator {
        let known: Account? = try await AccountStore(scope).with(address)
        let account: ID<Account>
        if let known {
          account = known.id
        } else {
          account = try await AccountStore(scope).enter(address, name ?? email)
        }
        try await makeOperator(account, scope)
      } else {
        _ = try await Invitation(app, scope).give(
          grant, to: address, named: name ?? email, from: scope.today, to: nil)
      }
    }
    return try await link(email)
  }

  /// The first operator comes before any territory, so there is no journal yet to say so.
  private func enterOperator(_ address: EmailAddress, _ name: String) async throws {
    let now: Instant = app.settings.clock.now()
    try await app.database.change { session in
      let known: Account? = try await session.first(
        "SELECT \(Account.columns) FROM account WHERE email_key = \(address.key)")
      let account: ID<Account>
      if let known {
        account = known.id
      } else {
        account = try await session.value(
          """
          INSERT INTO account (email, email_key, name, created_at)
          VALUES (\(address.text), \(address.key), \(name), \(now)) RETURNING id
          """)
      }
      try await session.run(
        """
        INSERT INTO role (account_id, kind, target, from_day)
        VALUES (\(account), 'operator', 'installation', \(Zone.paris.day(at: now)))
        """)
    }
  }

  /// A link with which the owner of an account chooses a password; nil where they have one already.
  private func link(_ email: String) async throws -> String? {
    let account: Account = try await find(email)
    return account.isOpened ? nil : try await draw(.invitation, account)
  }

  /// A link to choose another password, for somebody who cannot get mail.
  public func reset(_ email: String) async throws -> String { try await draw(.reset, try await find(email)) }

  private func draw(_ purpose: AccessLink.Purpose, _ account: Account) async throws -> String {
    let (secret, now): (String, Instant) = (Secrets.draw(), app.settings.clock.now())
    _ = try await app.database.change {
      try await $0.run(AccessLink.insertion(secret, purpose, for: account.id, at: now))
    }
    return app.settings.publicAddress + AccessLink.path(secret)
  }

  /// Closes an account at once, with its sessions and its tokens; or opens it again.
  public func setDisabled(_ isDisabled: Bool, _ email: String) async throws {
    let account: Account = try await find(email)
    let now: Instant = app.settings.clock.now()
    try await app.database.change { session in
      let at: Instant? = isDisabled ? now : nil
      try await session.run(
        "UPDATE account SET disabled_at = \(at.value), version = version + 1 WHERE id = \(account.id)")
      guard isDisabled else { return }
      try await SessionStore.close("1 = 1", of: account.id, at: now, session)
      try await session.run(Outbox.forgetting(account.id))
      for table in ["api_token", "calendar_key"] as [Query] {
        try await session.run(
          """
          UPDATE \(table) SET revoked_at = \(now) WHERE territory_id > 0 AND account_id = \(account.id)
            AND revoked_at IS NULL
          """)
      }
    }
    try await audit(isDisabled ? .accountDisabled : .accountEnabled, account.id)
  }

  /// Writes it into the journal of every territory where the account has, or had, a role.
  func audit(_ action: Deed, _ account: ID<Account>) async throws {
    for territory in try await territories(of: account) {
      try await scope(territory.id).change { try await AccountStore($0).audit(action, account) }
    }
  }

  /// Gives a role to somebody who has an account, or withdraws it at once.
  public func setRole(_ email: String, _ grant: Grant, on territory: Territory, withdraw: Bool) async throws {
    let account: Account = try await find(email)
    try await scope(territory.id).change { scope in
      let store = RoleStore(scope)
      guard withdraw else {
        _ = try await store.give(grant, to: account.id, from: scope.today, to: nil)
        return
      }
      let roles: [Role] = try await store.roles(of: account.id)
      guard let role = roles.first(where: { $0.grant == grant && $0.holds(on: scope.today) }) else {
        throw Refusal.notFound
      }
      _ = try await store.withdraw(role, on: scope.today, atOnce: true, version: role.version)
    }
  }

  public func find(_ email: String) async throws -> Account {
    guard let address = EmailAddress(email) else { throw Refusal.invalid("email", .notAnEmail) }
    let found: Account? = try await app.database.first(
      "SELECT \(Account.columns) FROM account WHERE email_key = \(address.key)")
    guard let found else { throw Refusal.notFound }
    return found
  }

  public func programme(_ slug: String, on territory: Territory) async throws -> ID<Programme> {
    let programmes: [Programme] = try await ProgrammeStore(scope(territory.id)).all()
    guard let programme = programmes.first(where: { $0.slug == slug }) else { throw Refusal.notFound }
    return programme.id
  }

  /// Somebody invented who can sign in at once.
  @discardableResult
  public func enter(
    _ email: String, _ name: String, _ grants: [Grant], on territory: ID<Territory>, password: String
  ) async throws -> ID<Account> {
    try await enter(email, name, grants, on: territory, passwordHash: try await app.hasher.hash(password))
  }

  /// The organisation of that name, entered now if it is new there.
  public func organisation(_ name: String, on territory: Territory) async throws -> ID<Organisation> {
    try await scope(territory.id).change { try await OrganisationStore($0).named(orNew: name) }
  }

  public func openTerritory(_ slug: String, named name: String) async throws -> Territory {
    guard Territory.isSlug(slug) else { throw Refusal.invalid("slug", .slugExpected) }
    return try await scope(ID(0)).change { scope in try await TerritoryStore.open(slug, named: name, scope) }
  }

  public func territory(_ slug: String) async throws -> Territory {
    guard let territory = try await Territory.of(slug, app.database) else { throw Refusal.notFound }
    return territory
  }

  private func territories(of account: ID<Account>) async throws -> [Territory] {
    try await app.database.all(
      """
      SELECT \(Territory.columns) FROM territory WHERE EXISTS (
        SELECT 1 FROM role WHERE role.territory_id = territory.id AND role.account_id = \(account)) ORDER BY id
      """)
  }
}
