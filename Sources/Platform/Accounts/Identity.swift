import HTTP
import SQL

/// Who is looking, and at which territory.
public struct Viewer: Sendable {
  public let actor: Actor
  public let territory: Territory?
  /// Somebody who has signed in, or is about to.
  let account: Account?
  let session: (id: ID<UserSession>, step: UserSession.Step)?
  /// What the bearer of an API token may do, which can be less than what its account may.
  let token: APIToken.Reach?
  /// Why nobody but operators gets in for now.
  let maintenance: String?
  /// The territory asks its agents for a second factor and this one has none yet: until then their roles open nothing.
  let mustEnrol: Bool
  /// How many notifications wait for them here; a hundred stands for more.
  let unread: Int

  init(
    _ actor: Actor, _ territory: Territory?, account: Account? = nil,
    session: (id: ID<UserSession>, step: UserSession.Step)? = nil, token: APIToken.Reach? = nil,
    maintenance: String? = nil, mustEnrol: Bool = false, unread: Int = 0
  ) {
    self.actor = actor
    self.territory = territory
    self.account = account
    self.session = session
    self.token = token
    self.maintenance = maintenance
    self.mustEnrol = mustEnrol
    self.unread = unread
  }

  static let nobody = Viewer(.nobody(on: ID(0)), nil)
}

/// Says of each request who it comes from: in one statement, before any route.
struct Identity: Sendable {
  let database: Database
  let now: Instant

  /// The API knows bearers and no cookies, so that no other site can make a browser call it.
  func viewer(_ head: Head) async throws -> Viewer {
    if head.target.segments.first == "api" {
      if let token = head.bearer { return try await bearer(token, head) }
    } else if let secret = head.sessionSecret, let viewer = try await session(secret) {
      return viewer
    }
    return try await visitor(head)
  }

  /// Nobody we know: on the territory of this host name, or that this browser chose, or the first.
  private func visitor(_ head: Head) async throws -> Viewer {
    struct Found: Fetched {
      let maintenance: String?
      let territory: Territory
      init(_ row: inout Row) throws(DatabaseError) {
        maintenance = try row.next()
        territory = try Territory(&row)
      }
    }
    // The header only chooses among what is declared; nothing we write is ever built from it.
    let host: String = head.headers["host"]?.split(separator: ":").first.map(String.init)?.lowercased() ?? ""
    let chosen: String = head.headers.cookie("terreau_territory") ?? ""
    let found: Found? = try await database.first(
      """
      SELECT (SELECT maintenance FROM installation), \(Territory.columns) FROM territory WHERE closed_at IS NULL
      ORDER BY CASE WHEN host = \(host) THEN 0 WHEN slug = \(chosen) THEN 1 ELSE 2 END, id LIMIT 1
      """)
    guard let found else { return .nobody }
    return Viewer(.nobody(on: found.territory.id), found.territory, maintenance: found.maintenance)
  }

  /// One line of the answer: the session and its account, with one of the roles that hold today.
  private struct Line: Fetched {
    let session: ID<UserSession>
    let step: UserSession.Step
    let seenAt: Instant
    let isStrong: Bool
    let maintenance: String?
    let unread: Int
    let account: Account
    let grant: Grant?
    let territory: Territory?

    init(_ row: inout Row) throws(DatabaseError) {
      session = try row.next()
      step = try row.next()
      seenAt = try row.next()
      isStrong = try row.next()
      maintenance = try row.next()
      unread = try row.next()
      account = try Account(&row)
      grant = try Grant(ifAny: &row)
      territory = try row.next(Bool.self) ? try Territory(&row) : nil
    }
  }

  private func session(_ secret: String) async throws -> Viewer? {
    let lines: [Line] = try await database.all(
      """
      SELECT user_session.id, user_session.step, user_session.seen_at, user_session.is_strong,
        (SELECT maintenance FROM installation),
        (SELECT count(*) FROM (SELECT 1 FROM notification WHERE notification.account_id = account.id
          AND notification.territory_id = user_session.territory_id AND notification.read_at IS NULL
          LIMIT 100) AS unread),
        \(Account.columns), role.kind, role.target, role.target_id, territory.id IS NOT NULL, \(Territory.columns)
      FROM user_session JOIN account ON account.id = user_session.account_id
      LEFT JOIN territory ON territory.id = user_session.territory_id
      LEFT JOIN role ON role.account_id = account.id AND \(Role.holding(on: Zone.paris.day(at: now)))
        AND (role.territory_id = user_session.territory_id OR role.territory_id IS NULL)
      WHERE user_session.digest = \(Secrets.digest(secret)) AND \(SessionStore.living(at: now))
        AND account.disabled_at IS NULL
      ORDER BY role.id
      """)
    guard let first = lines.first else { return nil }
    if first.seenAt < now.adding(seconds: -Self.noticedSeconds) {
      try await SessionStore(database: database, now: now).saw(first.session)
    }
    // Until the sign-in is complete, the account opens nothing.
    let isOpen: Bool = first.step == .open
    let grants: [Grant] = lines.compactMap(\.grant)
    // A provider that asked for a second factor has done what the territory wants done.
    let mustEnrol: Bool = !first.isStrong && mustEnrol(first.account, grants, first.territory)
    let actor = Actor(
      account: isOpen ? first.account.id : nil, first.account.name, territory: first.territory?.id ?? ID(0),
      isOpen && !mustEnrol ? grants : [])
    return Viewer(
      actor, first.territory, account: first.account, session: (first.session, first.step),
      maintenance: actor.kinds.contains(.operator) ? nil : first.maintenance, mustEnrol: isOpen && mustEnrol,
      unread: isOpen ? first.unread : 0)
  }

  private func mustEnrol(_ account: Account, _ grants: [Grant], _ territory: Territory?) -> Bool {
    guard territory?.requiresCode == true, !account.hasSecondFactor else { return false }
    return grants.contains { Allow.staff.kinds.contains($0.kind) }
  }

  /// A session's last sign of life is written down every few minutes, not at every page.
  private static let noticedSeconds: Int = 300

  private struct BearerLine: Fetched {
    let token: ID<APIToken>
    let reach: APIToken.Reach
    let maintenance: String?
    let account: Account
    let grant: Grant?
    let territory: Territory

    init(_ row: inout Row) throws(DatabaseError) {
      token = try row.next()
      reach = APIToken.Reach(writes: try row.next(), sections: try row.next())
      maintenance = try row.next()
      account = try Account(&row)
      grant = try Grant(ifAny: &row)
      territory = try Territory(&row)
    }
  }

  private func bearer(_ token: String, _ head: Head) async throws -> Viewer {
    let today: Day = Zone.paris.day(at: now)
    let lines: [BearerLine] = try await database.all(
      """
      SELECT api_token.id, api_token.writes, api_token.sections, (SELECT maintenance FROM installation),
        \(Account.columns), role.kind, role.target, role.target_id, \(Territory.columns)
      FROM api_token JOIN account ON account.id = api_token.account_id
      JOIN territory ON territory.id = api_token.territory_id
      LEFT JOIN role ON role.account_id = account.id AND \(Role.holding(on: today))
        AND role.territory_id = api_token.territory_id
      WHERE api_token.digest = \(Secrets.digest(token)) AND api_token.revoked_at IS NULL
        AND api_token.expires_on >= \(today) AND account.disabled_at IS NULL
      ORDER BY role.id
      """)
    guard let first = lines.first else { throw Refusal.unauthorized(.unknownToken) }
    let grants: [Grant] = lines.compactMap(\.grant)
    return Viewer(
      Actor(
        account: first.account.id, first.account.name, territory: first.territory.id,
        mustEnrol(first.account, grants, first.territory) ? [] : grants),
      first.territory, account: first.account, token: first.reach, maintenance: first.maintenance)
  }
}

extension Identity {
  /// Whoever's calendar is read under that secret, as their roles are today; nil where it opens nothing any more.
  func follower(_ secret: String) async throws -> Viewer? {
    struct Line: Fetched {
      let key: ID<CalendarKey>
      let seenAt: Instant?
      let account: Account
      let grant: Grant?
      let territory: Territory

      init(_ row: inout Row) throws(DatabaseError) {
        key = try row.next()
        seenAt = try row.next()
        account = try Account(&row)
        grant = try Grant(ifAny: &row)
        territory = try Territory(&row)
      }
    }
    let lines: [Line] = try await database.all(
      """
      SELECT calendar_key.id, calendar_key.seen_at, \(Account.columns), role.kind, role.target, role.target_id,
        \(Territory.columns)
      FROM calendar_key JOIN account ON account.id = calendar_key.account_id
      JOIN territory ON territory.id = calendar_key.territory_id
      LEFT JOIN role ON role.account_id = account.id AND \(Role.holding(on: Zone.paris.day(at: now)))
        AND role.territory_id = calendar_key.territory_id
      WHERE calendar_key.digest = \(Secrets.digest(secret)) AND calendar_key.revoked_at IS NULL
        AND account.disabled_at IS NULL
      ORDER BY role.id
      """)
    guard let first = lines.first else { return nil }
    if first.seenAt.map({ $0 < now.adding(seconds: -Self.noticedSeconds) }) ?? true {
      _ = try await database.change {
        try await $0.run("UPDATE calendar_key SET seen_at = \(now) WHERE id = \(first.key)")
      }
    }
    let grants: [Grant] = lines.compactMap(\.grant)
    return Viewer(
      Actor(
        account: first.account.id, first.account.name, territory: first.territory.id,
        mustEnrol(first.account, grants, first.territory) ? [] : grants),
      first.territory, account: first.account)
  }
}

extension Grant {
  /// Reads three columns of an outer join: nothing where there is no role.
  fileprivate init?(ifAny row: inout Row) throws(DatabaseError) {
    let kind: ActorKind? = try row.next()
    let target: TargetKind? = try row.next()
    let number: Int64? = try row.next()
    guard let kind, let target else { return nil }
    self.init(kind, on: target, number)
  }
}

extension Head {
  fileprivate var bearer: String? {
    guard let value = headers["authorization"], value.lowercased().hasPrefix("bearer ") else { return nil }
    return String(value.dropFirst("bearer ".count))
  }

  /// Under the name that browsers refuse to take from another host, where the site has TLS.
  var sessionSecret: String? { headers.cookie("__Host-terreau_session") ?? headers.cookie("terreau_session") }
}
