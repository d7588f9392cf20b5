import SQL

/// Every statement about roles, on one territory.
struct RoleStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  static let columns: Query = """
    role.id, role.account_id, account.name, account.email, account.agreement, role.kind, role.target, role.target_id,
    CASE role.target
      WHEN 'organisation' THEN (SELECT name FROM organisation
        WHERE organisation.id = role.target_id AND organisation.territory_id = role.territory_id)
      WHEN 'programme' THEN (SELECT name FROM programme
        WHERE programme.id = role.target_id AND programme.territory_id = role.territory_id)
      WHEN 'person' THEN (SELECT given_name || ' ' || family_name FROM person
        WHERE person.id = role.target_id AND person.territory_id = role.territory_id)
    END,
    role.from_day, role.to_day, role.ended_at, \(Account.isOpened), account.seen_at, role.version
    """
  static let joins: Query = "JOIN account ON account.id = role.account_id"

  func find(_ id: ID<Role>) async throws -> Role {
    try await scope.one(
      """
      SELECT \(Self.columns) FROM role \(Self.joins) WHERE role.territory_id = \(scope.territory) AND role.id = \(id)
      """)
  }

  /// One account's roles here, the latest first.
  func roles(of account: ID<Account>) async throws -> [Role] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM role \(Self.joins)
      WHERE role.territory_id = \(scope.territory) AND role.account_id = \(account) ORDER BY role.from_day DESC, role.id DESC
      """)
  }

  /// Roles that hold today, of everybody.
  func holding() async throws -> [Role] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM role \(Self.joins)
      WHERE role.territory_id = \(scope.territory) AND \(Role.holding(on: scope.today)) AND account.disabled_at IS NULL
      ORDER BY account.name, role.id
      """)
  }

  /// Roles on one record: a person's referents, an organisation's people.
  func on(_ target: TargetKind, _ number: Int64) async throws -> [Role] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM role \(Self.joins)
      WHERE role.territory_id = \(scope.territory) AND role.target = \(target) AND role.target_id = \(number)
      ORDER BY role.from_day DESC, role.id DESC
      """)
  }

  func listing(_ filter: RoleFilter) -> Listing<Role> {
    let today: Day = scope.today
    var which: Query = "FROM role \(Self.joins) WHERE role.territory_id = \(scope.territory)"
    switch filter.state {
    case .holding: which = which + " AND \(Role.holding(on: today))"
    case .coming: which = which + " AND role.ended_at IS NULL AND role.from_day > \(today)"
    case .ended: which = which + " AND (role.ended_at IS NOT NULL OR role.to_day < \(today))"
    case nil: break
    }
    if let kind = filter.kind { which = which + " AND role.kind = \(kind)" }
    if let text = filter.text {
      let pattern: String = "%\(text.lowercased())%"
      which = which + " AND (lower(account.name) LIKE \(pattern) OR account.email_key LIKE \(pattern))"
    }
    let wanted: Query = which
    return Listing(
      scope, count: "SELECT count(*) " + wanted,
      orders: [
        Order("from", "role.from_day", "role.id", startsDown: true), Order("account", "lower(account.name)", "role.id"),
        Order("to", "role.id", nullable: "role.to_day"),
      ]
    ) { slice in
      "SELECT \(Self.columns) \(wanted) ORDER BY \(slice.order) \(slice.window)"
    }
  }

  /// Gives a role. The rule has been asked already.
  func give(_ grant: Grant, to account: ID<Account>, from: Day, to: Day?) async throws -> Role {
    let id: ID<Role> = try await scope.insert(
      """
      INSERT INTO role (territory_id, account_id, kind, target, target_id, from_day, to_day)
      VALUES (\(scope.territory), \(account), \(grant.kind), \(grant.target), \(grant.number.value), \(from), \(to.value))
      """)
    let role: Role = try await find(id)
    try await scope.audit(.roleGiven, "role", id.number, .role, after: role.asAudited)
    return role
  }

  /// Ends with its last day; or at once, whatever day it is the last of.
  func withdraw(_ role: Role, on day: Day, atOnce: Bool, version: Int) async throws -> Role {
    let endedAt: Instant? = atOnce ? scope.now : nil
    let last: Day = atOnce ? max(role.from, scope.today) : day
    try await scope.update(
      """
      UPDATE role SET to_day = \(last), ended_at = \(endedAt.value), version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(role.id) AND version = \(version)
      """)
    let after: Role = try await find(role.id)
    try await scope.audit(.roleWithdrawn, "role", role.id.number, .role, before: role.asAudited, after: after.asAudited)
    return after
  }
}

extension Deed {
  static let roleGiven = Deed("role.given", Text(fr: "Habilitation donnée", en: "Role given"))
  static let roleWithdrawn = Deed("role.withdrawn", Text(fr: "Habilitation retirée", en: "Role withdrawn"))
}
