import SQL

extension Agenda {
  /// Roles that end within the month, and people who have not answered their invitation.
  static let roles = Agenda(allow: .givesRoles) { scope in
    let store = RoleStore(scope)
    let ending: [Due] = try await store.ending(by: scope.today.adding(days: 30)).map { role in
      Due(
        .soon, role.to, Text(name: role.accountName),
        Text(fr: "son rôle prend fin", en: "the role comes to its end"), path: role.path)
    }
    let unanswered: [Due] = try await store.unanswered().map { invitation in
      let isPast: Bool = invitation.expires <= scope.now
      return Due(
        isPast ? .late : .waiting, Zone.paris.day(at: invitation.expires), Text(name: invitation.name),
        isPast
          ? Text(fr: "l’invitation est périmée : inviter à nouveau ?", en: "the invitation has lapsed: invite again?")
          : Text(fr: "n’a pas encore ouvert son compte", en: "has not opened the account yet"),
        path: "/habilitations/\(invitation.role)")
    }
    return ending + unanswered
  }
}

/// Somebody who was given a role and has never come.
struct Unanswered: Fetched {
  let role: ID<Role>
  let name: String
  let expires: Instant

  init(_ row: inout Row) throws(DatabaseError) {
    role = try row.next()
    name = try row.next()
    expires = try row.next()
  }
}

extension RoleStore {
  func ending(by day: Day) async throws -> [Role] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM role \(Self.joins)
      WHERE role.territory_id = \(scope.territory) AND \(Role.holding(on: scope.today)) AND role.to_day <= \(day)
        AND account.disabled_at IS NULL
      ORDER BY role.to_day, role.id LIMIT \(Agenda.most)
      """)
  }

  /// Invitations whose account has no password yet, by the day until which their last link opens it.
  func unanswered() async throws -> [Unanswered] {
    try await scope.all(
      """
      SELECT min(role.id), account.name, max(access_link.expires_at)
      FROM role JOIN account ON account.id = role.account_id
      JOIN access_link ON access_link.account_id = account.id AND access_link.purpose = 'invitation'
      WHERE role.territory_id = \(scope.territory) AND \(Role.holding(on: scope.today))
        AND account.password IS NULL AND account.disabled_at IS NULL
      GROUP BY account.id, account.name ORDER BY max(access_link.expires_at), account.id LIMIT \(Agenda.most)
      """)
  }
}
