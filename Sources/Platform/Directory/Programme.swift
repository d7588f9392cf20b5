import SQL

/// A programme that a territory runs: its identity, on which roles are given and everything else hangs.
public struct Programme: Fetched, Equatable {
  public let id: ID<Programme>
  /// What stands in its address, and never changes.
  public let slug: String
  public let name: String
  let from: Day?
  let to: Day?
  let isPublic: Bool
  let provenance: Provenance
  let version: Int

  public init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    slug = try row.next()
    name = try row.next()
    from = try row.next()
    to = try row.next()
    isPublic = try row.next()
    provenance = try row.next()
    version = try row.next()
  }

  var path: String { "/dispositifs/\(slug)" }

  static let changed = Allow(Allow.staff.kinds, inProgramme: [.agent, .manager])
}

extension View<Programme> {
  static let programme = View(
    "Programme",
    [
      Column("id", .number, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("name", .personName, link: { $0.path }) { .text($0.name) },
      Column("slug", .slug, forMachines: true) { .text($0.slug) },
      Column("from", .since, .day) { .day($0.from) },
      Column("to", .until, .day) { .day($0.to) },
      Column("isPublic", .isPublished, .flag) { .flag($0.isPublic) },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

/// Every statement about programmes, within what the actor may see.
public struct ProgrammeStore {
  let scope: Scope

  public init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = "id, slug, name, from_day, to_day, is_public, provenance, version"

  private var ofTerritory: Query { "territory_id = \(scope.territory)" }

  /// What is published is everybody's; the rest is for those who work here and for those who have a role on it.
  private var visible: Query {
    if !scope.actor.kinds.isDisjoint(with: Allow.staff.kinds.union([.elected])) { return ofTerritory }
    let own: [Int64] = scope.actor.numbers(.programme, as: .partner, .agent, .manager)
    return ofTerritory + " AND (is_public OR id IN \(.list(own + scope.actor.shared("programme"))))"
  }

  /// A role on one programme changes that one.
  private var changeable: Query {
    if Allow.staff.admits(scope.actor) { return ofTerritory }
    return ofTerritory + " AND id IN \(.list(scope.actor.numbers(.programme, as: .agent, .manager)))"
  }

  /// By the name in its address, or by its number.
  func find(_ text: String?) async throws -> Programme {
    try await scope.one("SELECT \(Self.columns) FROM programme WHERE \(visible) AND \(Self.which(text))")
  }

  func findToChange(_ text: String?) async throws -> Programme {
    try await scope.one("SELECT \(Self.columns) FROM programme WHERE \(changeable) AND \(Self.which(text))")
  }

  private static func which(_ text: String?) -> Query {
    text.flatMap { ID<Programme>(path: $0) }.map { "id = \($0)" } ?? "slug = \(text ?? "")"
  }

  func hits(_ sought: Sought) async throws -> [Hit] {
    try await scope.all(
      """
      SELECT name, '', '/dispositifs/' || slug FROM programme
      WHERE \(visible) AND \(sought.matches("sort_key")) ORDER BY \(sought.order("sort_key")), id LIMIT \(sought.most)
      """)
  }

  func listing(_ filter: NameFilter) -> Listing<Programme> {
    var which: Query = "FROM programme WHERE \(visible)"
    if let text = filter.text { which = which + " AND sort_key LIKE \(keyHolding(text))" }
    let wanted: Query = which
    return Listing(
      scope, count: "SELECT count(*) " + wanted,
      orders: [Order("name", "sort_key", "id"), Order("from", "sort_key", "id", nullable: "from_day")]
    ) { slice in
      "SELECT \(Self.columns) \(wanted) ORDER BY \(slice.order) \(slice.window)"
    }
  }

  /// Those on which a role can be given.
  func all() async throws -> [Programme] {
    try await scope.all("SELECT \(Self.columns) FROM programme WHERE \(ofTerritory) ORDER BY sort_key, id LIMIT 1000")
  }

  func insert(_ slug: String, _ form: ProgrammeForm, _ provenance: Provenance = .entered) async throws -> Programme {
    let id: ID<Programme> = try await scope.guarded(by: .unique, .conflict(.programmeTaken, field: "slug")) {
      try await scope.insert(
        """
        INSERT INTO programme (territory_id, slug, name, sort_key, from_day, to_day, is_public, provenance)
        VALUES (\(scope.territory), \(slug), \(form.name), \(sortKey(form.name)), \(form.from.value), \(form.to.value),
          \(form.isPublic), \(provenance))
        """)
    }
    let programme: Programme = try await find("\(id)")
    try await scope.audit(.programmeEntered, "programme", id.number, .programme, after: programme)
    return programme
  }

  func update(_ programme: Programme, _ form: ProgrammeForm, version: Int) async throws -> Programme {
    try await scope.update(
      """
      UPDATE programme SET name = \(form.name), sort_key = \(sortKey(form.name)), from_day = \(form.from.value),
        to_day = \(form.to.value), is_public = \(form.isPublic), version = version + 1
      WHERE \(changeable) AND id = \(programme.id) AND version = \(version)
      """)
    let after: Programme = try await find("\(programme.id)")
    try await scope.audit(
      .programmeChanged, "programme", programme.id.number, .programme, before: programme, after: after)
    return after
  }
}

extension Deed {
  static let programmeEntered = Deed("programme.entered", Text(fr: "Dispositif enregistré", en: "Programme entered"))
  static let programmeChanged = Deed("programme.changed", Text(fr: "Dispositif modifié", en: "Programme changed"))
}

extension Text {
  static let programmes = Text(fr: "Dispositifs", en: "Programmes", de: "Programme")
  static let oneProgramme = Text(fr: "Dispositif", en: "Programme", de: "Programm")
  static let since = Text(fr: "Depuis le", en: "Since", de: "Seit")
  static let until = Text(fr: "Jusqu’au", en: "Until", de: "Bis")
  static let isPublished = Text(fr: "Publié", en: "Published", de: "Veröffentlicht")
  static let slug = Text(fr: "Nom court", en: "Short name", de: "Kurzname")
  static let provenance = Text(fr: "Provenance", en: "Provenance", de: "Herkunft")
  static let programmeTaken = Text(
    fr: "Un dispositif porte déjà ce nom court.", en: "A programme has this short name already.")
}
