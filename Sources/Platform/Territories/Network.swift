import SQL

/// Territories that show each other what they choose to: an association of mayors, a labour-market area.
struct Network: Fetched {
  let id: ID<Network>
  let name: String
  /// The territory that founded it and invites the others.
  let founder: ID<Territory>
  let founderName: String
  /// Ours, as seen from here.
  let from: Day?
  let to: Day?

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    name = try row.next()
    founder = try row.next()
    founderName = try row.next()
    from = try row.next()
    to = try row.next()
  }

  var path: String { "/reseaux/\(id)" }

  func isMember(on day: Day) -> Bool { (from.map { $0 <= day } ?? false) && (to.map { day <= $0 } ?? true) }
}

struct NetworkMember: Fetched {
  let name: String
  let from: Day?
  let to: Day?

  init(_ row: inout Row) throws(DatabaseError) {
    name = try row.next()
    from = try row.next()
    to = try row.next()
  }
}

/// A record that a territory shows the other members.
struct Share: Fetched {
  let id: ID<Share>
  let network: ID<Network>
  let networkName: String
  let owner: ID<Territory>
  let ownerName: String
  let recordKind: String
  let record: Int64
  let title: String
  let sharedAt: Instant

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    network = try row.next()
    networkName = try row.next()
    owner = try row.next()
    ownerName = try row.next()
    recordKind = try row.next()
    record = try row.next()
    title = try row.next()
    sharedAt = try row.next()
  }

  var path: String { "/reseaux/\(network)/fiches/\(id)" }
}

/// Every statement about networks. They are the only records that several territories read; each sees those it belongs to.
struct NetworkStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  /// Our last membership, whatever its state: an invitation is one without a first day.
  private var mine: Query {
    """
    SELECT network.id, network.name, network.territory_id, founder.name, member.from_day, member.to_day
    FROM network_member member JOIN network ON network.id = member.network_id
    JOIN territory founder ON founder.id = network.territory_id
    WHERE member.territory_id = \(scope.territory) AND member.id = (SELECT max(id) FROM network_member later
      WHERE later.network_id = network.id AND later.territory_id = \(scope.territory))
    """
  }

  func all() async throws -> [Network] { try await scope.all(mine + " ORDER BY network.sort_key, network.id") }

  func find(_ id: ID<Network>) async throws -> Network { try await scope.one(mine + " AND network.id = \(id)") }

  func members(of network: Network) async throws -> [NetworkMember] {
    try await scope.all(
      """
      SELECT territory.name, network_member.from_day, network_member.to_day
      FROM network_member JOIN territory ON territory.id = network_member.territory_id
      WHERE network_member.network_id = \(network.id)
        AND EXISTS (SELECT 1 FROM network_member ours
          WHERE ours.network_id = network_member.network_id AND ours.territory_id = \(scope.territory))
      ORDER BY network_member.id
      """)
  }

  func found(_ name: String) async throws -> Network {
    let id: ID<Network> = try await scope.guarded(by: .unique, .conflict(.networkNameTaken, field: "name")) {
      try await scope.insert(
        """
        INSERT INTO network (territory_id, name, sort_key) VALUES (\(scope.territory), \(name), \(sortKey(name)))
        """)
    }
    try await scope.run(
      """
      INSERT INTO network_member (network_id, territory_id, invited_at, from_day)
      VALUES (\(id), \(scope.territory), \(scope.now), \(scope.today))
      """)
    try await scope.audit(.networkFounded, "network", id.number)
    return try await find(id)
  }

  func invite(_ territory: ID<Territory>, to network: Network) async throws {
    let already: Int = try await scope.value(
      """
      SELECT count(*) FROM network_member WHERE network_id = \(network.id) AND territory_id = \(territory)
        AND (to_day IS NULL OR to_day >= \(scope.today))
      """)
    guard already == 0 else { throw Refusal.conflict(.alreadyMember, field: "territory") }
    try await scope.run(
      """
      INSERT INTO network_member (network_id, territory_id, invited_at) VALUES (\(network.id), \(territory), \(scope.now))
      """)
    try await scope.audit(.networkInvited, "network", network.id.number)
    try await scope.on(territory).audit(.networkInvited, "network", network.id.number)
  }

  func join(_ network: Network) async throws {
    let count: Int = try await scope.run(
      """
      UPDATE network_member SET from_day = \(scope.today)
      WHERE network_id = \(network.id) AND territory_id = \(scope.territory) AND from_day IS NULL
      """)
    guard count == 1 else { throw Refusal.conflict(.alreadyMember) }
    try await scope.audit(.networkJoined, "network", network.id.number)
  }

  /// From tomorrow on we see nothing of the others', nor they of ours.
  func leave(_ network: Network) async throws {
    try await scope.run(
      """
      UPDATE network_member SET to_day = \(scope.today.adding(days: -1)),
        from_day = CASE WHEN from_day = \(scope.today) THEN \(scope.today.adding(days: -1)) ELSE from_day END
      WHERE network_id = \(network.id) AND territory_id = \(scope.territory) AND from_day IS NOT NULL
        AND (to_day IS NULL OR to_day >= \(scope.today))
      """)
    try await scope.run(
      """
      UPDATE share SET ended_at = \(scope.now)
      WHERE network_id = \(network.id) AND territory_id = \(scope.territory) AND ended_at IS NULL
      """)
    try await scope.audit(.networkLeft, "network", network.id.number)
  }

  private static let shareColumns: Query = """
    share.id, share.network_id, network.name, share.territory_id, territory.name, share.record_kind, share.record_id,
    share.title, share.shared_at
    """
  private static let shareJoins: Query = """
    JOIN network ON network.id = share.network_id JOIN territory ON territory.id = share.territory_id
    """

  /// Both sides must be members today.
  private func visible(_ network: ID<Network>) -> Query {
    func member(_ territory: Query) -> Query {
      """
      EXISTS (SELECT 1 FROM network_member WHERE network_member.network_id = share.network_id
        AND network_member.territory_id = \(territory) AND network_member.from_day <= \(scope.today)
        AND (network_member.to_day IS NULL OR network_member.to_day >= \(scope.today)))
      """
    }
    return """
      share.network_id = \(network) AND share.ended_at IS NULL AND \(member("\(scope.territory)"))
      AND \(member("share.territory_id"))
      """
  }

  func shares(in network: Network) async throws -> [Share] {
    try await scope.all(
      """
      SELECT \(Self.shareColumns) FROM share \(Self.shareJoins) WHERE \(visible(network.id))
      ORDER BY share.id DESC LIMIT 500
      """)
  }

  func share(_ id: ID<Share>, in network: ID<Network>) async throws -> Share {
    try await scope.one(
      "SELECT \(Self.shareColumns) FROM share \(Self.shareJoins) WHERE \(visible(network)) AND share.id = \(id)")
  }

  /// Where one of our records is shown.
  func shares(of kind: String, _ record: Int64) async throws -> [Share] {
    try await scope.all(
      """
      SELECT \(Self.shareColumns) FROM share \(Self.shareJoins)
      WHERE share.territory_id = \(scope.territory) AND share.record_kind = \(kind) AND share.record_id = \(record)
        AND share.ended_at IS NULL ORDER BY share.id
      """)
  }

  func show(_ kind: String, _ record: Int64, titled title: String, to network: Network) async throws {
    guard network.isMember(on: scope.today) else { throw Refusal.notFound }
    let already: Int = try await scope.value(
      """
      SELECT count(*) FROM share WHERE territory_id = \(scope.territory) AND network_id = \(network.id)
        AND record_kind = \(kind) AND record_id = \(record) AND ended_at IS NULL
      """)
    guard already == 0 else { throw Refusal.conflict(.alreadyShared) }
    try await scope.run(
      """
      INSERT INTO share (territory_id, network_id, record_kind, record_id, title, shared_at)
      VALUES (\(scope.territory), \(network.id), \(kind), \(record), \(title), \(scope.now))
      """)
    try await scope.audit(.recordShared, kind, record)
  }

  func hide(_ id: ID<Share>, _ kind: String, _ record: Int64) async throws {
    let count: Int = try await scope.run(
      """
      UPDATE share SET ended_at = \(scope.now)
      WHERE territory_id = \(scope.territory) AND id = \(id) AND record_kind = \(kind) AND record_id = \(record)
        AND ended_at IS NULL
      """)
    guard count == 1 else { throw Refusal.notFound }
    try await scope.audit(.recordUnshared, kind, record)
  }
}

extension Scope {
  /// Shows a record to every network that its territory belongs to.
  public func shareWithNetworks(_ kind: String, _ record: Int64, titled title: String) async throws {
    let store = NetworkStore(self)
    for network in try await store.all() where network.isMember(on: today) {
      try await store.show(kind, record, titled: title, to: network)
    }
  }
}

extension Text {
  static let networks = Text(fr: "Réseaux", en: "Networks")
  static let network = Text(fr: "Réseau de territoires", en: "Network of territories")
  static let networkNameTaken = Text(
    fr: "Vous avez déjà fondé un réseau de ce nom.", en: "You have founded a network of this name already.")
  static let alreadyMember = Text(
    fr: "Ce territoire est déjà membre ou invité.", en: "This territory is a member already, or invited.")
  static let alreadyShared = Text(
    fr: "Cette fiche est déjà partagée avec ce réseau.", en: "This record is shared with this network already.")
}
