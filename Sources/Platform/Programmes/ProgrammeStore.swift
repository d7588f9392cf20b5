import SQL

/// Every statement about programmes, within what the actor may see.
public struct ProgrammeStore: Sendable {
  let scope: Scope

  public init(_ scope: Scope) { self.scope = scope }

  private var columns: Query {
    """
    programme.id, programme.slug, programme.name, programme.summary, programme.from_day, programme.to_day,
    programme.is_public, owner.name, parent.slug, parent.name, programme.origin_territory, programme.origin_programme,
    programme.origin_hash, programme.provenance, programme.version
    """
  }

  private var joins: Query {
    """
    LEFT JOIN organisation owner ON owner.id = programme.owner_id AND owner.territory_id = \(scope.territory)
    LEFT JOIN programme parent ON parent.id = programme.parent_id AND parent.territory_id = \(scope.territory)
    """
  }

  private var ofTerritory: Query { "programme.territory_id = \(scope.territory)" }

  /// What is published is everybody's; the rest is for those who work here and for those who have a role on it.
  public var visible: Query {
    if !scope.actor.kinds.isDisjoint(with: Allow.staff.kinds.union([.elected])) { return ofTerritory }
    let own: [Int64] = scope.actor.numbers(.programme, as: .partner, .agent, .manager)
    return ofTerritory
      + " AND (programme.is_public OR programme.id IN \(.list(own + scope.actor.shared("programme"))))"
  }

  /// A role on one programme changes that one.
  public var changeable: Query {
    if Allow.staff.admits(scope.actor) { return ofTerritory }
    return ofTerritory + " AND programme.id IN \(.list(scope.actor.numbers(.programme, as: .agent, .manager)))"
  }

  /// By the name in its address, or by its number.
  public func find(_ text: String?) async throws -> Programme {
    try await scope.one("SELECT \(columns) FROM programme \(joins) WHERE \(visible) AND \(Self.which(text))")
  }

  public func findToChange(_ text: String?) async throws -> Programme {
    try await scope.one("SELECT \(columns) FROM programme \(joins) WHERE \(changeable) AND \(Self.which(text))")
  }

  private static func which(_ text: String?) -> Query {
    text.flatMap { ID<Programme>(path: $0) }.map { "programme.id = \($0)" } ?? "programme.slug = \(text ?? "")"
  }

  func hits(_ sought: Sought) async throws -> [Hit] {
    try await scope.all(
      """
      SELECT name, '', '/dispositifs/' || slug FROM programme
      WHERE \(visible) AND \(sought.matches("sort_key")) ORDER BY \(sought.order("sort_key")), id LIMIT \(sought.most)
      """)
  }

  func listing(_ filter: NameFilter) -> Listing<Programme> {
    var which: Query = "FROM programme \(joins) WHERE \(visible)"
    if let text = filter.text { which = which + " AND programme.sort_key LIKE \(keyHolding(text))" }
    let (wanted, columns) = (which, columns)
    return Listing(
      scope, count: "SELECT count(*) " + wanted,
      orders: [
        Order("name", "programme.sort_key", "programme.id"),
        Order("from", "programme.sort_key", "programme.id", nullable: "programme.from_day"),
      ]
    ) { slice in
      "SELECT \(columns) \(wanted) ORDER BY \(slice.order) \(slice.window)"
    }
  }

  /// Those on which a role can be given.
  public func all() async throws -> [Programme] { try await all(ofTerritory) }

  /// Those that this actor may see.
  public func allVisible() async throws -> [Programme] { try await all(visible) }

  /// Those to which this actor may add something.
  public func allToChange() async throws -> [Programme] { try await all(changeable) }

  private func all(_ which: Query) async throws -> [Programme] {
    try await scope.all(
      """
      SELECT \(columns) FROM programme \(joins) WHERE \(which)
      ORDER BY programme.sort_key, programme.id LIMIT 1000
      """)
  }

  public func insert(
    _ slug: String, _ form: ProgrammeForm, _ links: ProgrammeLinks = ProgrammeLinks(),
    _ provenance: Provenance = .entered
  ) async throws -> Programme {
    let id: ID<Programme> = try await scope.guarded(by: .unique, .conflict(.programmeTaken, field: "slug")) {
      try await scope.insert(
        """
        INSERT INTO programme
          (territory_id, slug, name, sort_key, summary, from_day, to_day, is_public, owner_id, parent_id, provenance)
        VALUES (\(scope.territory), \(slug), \(form.name), \(sortKey(form.name)), \(form.summary), \(form.from.value),
          \(form.to.value), \(form.isPublic), \(links.owner.value), \(links.parent.value), \(provenance))
        """)
    }
    let programme: Programme = try await find("\(id)")
    try await scope.audit(.programmeEntered, "programme", id.number, .programme, after: programme)
    return programme
  }

  func update(
    _ programme: Programme, _ form: ProgrammeForm, _ links: ProgrammeLinks, version: Int
  ) async throws -> Programme {
    try await scope.update(
      """
      UPDATE programme SET name = \(form.name), sort_key = \(sortKey(form.name)), summary = \(form.summary),
        from_day = \(form.from.value), to_day = \(form.to.value), is_public = \(form.isPublic),
        owner_id = \(links.owner.value), parent_id = \(links.parent.value), version = version + 1
      WHERE \(changeable) AND id = \(programme.id) AND version = \(version)
      """)
    return try await audited(programme, .programmeChanged)
  }

  /// Remembers whose configuration this one began as.
  func descend(_ programme: Programme, from origin: ConfigurationDocument.Origin) async throws {
    try await scope.run(
      """
      UPDATE programme SET origin_territory = \(origin.territory), origin_programme = \(origin.programme),
        origin_hash = \(origin.hash), version = version + 1
      WHERE \(changeable) AND id = \(programme.id)
      """)
    _ = try await audited(programme, .configurationImported)
  }

  private func audited(_ before: Programme, _ deed: Deed) async throws -> Programme {
    let after: Programme = try await find("\(before.id)")
    try await scope.audit(deed, "programme", before.id.number, .programme, before: before, after: after)
    return after
  }

  /// The programme that another is said to be a part of, unless that would close a circle.
  func parent(_ slug: String?, of programme: Programme?) async throws -> ID<Programme>? {
    guard let slug else { return nil }
    let all: [Programme] = try await all()
    guard let parent = all.first(where: { $0.slug == slug }) else {
      throw Refusal.invalid("parent", .noSuchProgramme)
    }
    var above: Programme? = parent
    var seen: Int = 0
    while let next = above, seen <= all.count {
      if next.slug == programme?.slug { throw Refusal.invalid("parent", .parentCycle) }
      above = all.first { $0.slug == next.parent?.slug }
      seen += 1
    }
    return parent.id
  }
}

/// To whom a programme belongs, and to which other.
public struct ProgrammeLinks: Sendable {
  let owner: ID<Organisation>?
  let parent: ID<Programme>?

  public init(owner: ID<Organisation>? = nil, parent: ID<Programme>? = nil) {
    self.owner = owner
    self.parent = parent
  }
}

extension Deed {
  static let programmeEntered = Deed("programme.entered", Text(fr: "Dispositif enregistré", en: "Programme entered"))
  static let programmeChanged = Deed("programme.changed", Text(fr: "Dispositif modifié", en: "Programme changed"))
}
