import SQL

/// A programme that a territory runs: its identity, on which roles are given and everything else hangs.
public struct Programme: Fetched, Equatable {
  public let id: ID<Programme>
  /// What stands in its address, and never changes.
  public let slug: String
  public let name: String
  public let summary: String
  public let from: Day?
  public let to: Day?
  public let isPublic: Bool
  /// Who answers for it.
  public let owner: String?
  let parent: Parent?
  let origin: ConfigurationDocument.Origin?
  public let provenance: Provenance
  let version: Int

  /// The programme that this one is a part of.
  struct Parent: Sendable, Equatable {
    let slug: String
    let name: String
  }

  public init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    slug = try row.next()
    name = try row.next()
    summary = try row.next()
    from = try row.next()
    to = try row.next()
    isPublic = try row.next()
    owner = try row.next()
    let (slug, name): (String?, String?) = (try row.next(), try row.next())
    parent = if let slug, let name { Parent(slug: slug, name: name) } else { nil }
    let (territory, programme, hash): (String?, String?, String?) = (try row.next(), try row.next(), try row.next())
    origin =
      if let territory, let programme, let hash {
        ConfigurationDocument.Origin(territory: territory, programme: programme, hash: hash)
      } else { nil }
    provenance = try row.next()
    version = try row.next()
  }

  public var path: String { "/dispositifs/\(slug)" }

  /// Those who run it: they change it, its configuration and what hangs from it.
  public static let changed = Allow(Allow.staff.kinds, inProgramme: [.agent, .manager])
}

extension Actor {
  /// Whether they work for the territory, or run this one programme, and so change what hangs from it.
  public func runs(_ programme: ID<Programme>) -> Bool {
    Allow.staff.admits(self) || numbers(.programme, as: .agent, .manager).contains(programme.number)
  }
}

extension View<Programme> {
  static let programme = View(
    "Programme",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("name", .personName, link: { $0.path }) { .text($0.name) },
      Column("slug", .slug, forMachines: true) { .text($0.slug) },
      Column("summary", .summary, forMachines: true) { .text($0.summary.isEmpty ? nil : $0.summary) },
      Column("owner", .owner) { .text($0.owner) },
      Column("parent", .parentProgramme, link: { programme in programme.parent.map { "/dispositifs/\($0.slug)" } }) {
        .text($0.parent?.name)
      },
      Column("from", .since, .day) { .day($0.from) },
      Column("to", .until, .day) { .day($0.to) },
      Column("isPublic", .isPublished, .flag) { .flag($0.isPublic) },
      Column("originTerritory", .takenFrom) { .text($0.origin.map { "\($0.territory), \($0.programme)" }) },
      Column("originHash", .originHash, forMachines: true) { .text($0.origin?.hash) },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

/// What a capability shows on a programme's page: where to go, and what stands there in a sentence.
public struct ProgrammePart: Sendable {
  let label: Text
  /// Under the programme's address.
  let place: String
  let allow: Allow
  /// Whether that programme has such a part at all.
  let isThere: @Sendable (Scope, Programme) async throws -> Bool
  let summary: @Sendable (Scope, Programme) async throws -> Text?

  public init(
    _ label: Text, at place: String, allow: Allow,
    summary: @Sendable @escaping (Scope, Programme) async throws -> Text? = { _, _ in nil },
    where isThere: @Sendable @escaping (Scope, Programme) async throws -> Bool = { _, _ in true }
  ) {
    self.label = label
    self.place = place
    self.allow = allow
    self.isThere = isThere
    self.summary = summary
  }
}

extension Text {
  public static let programmes = Text(fr: "Dispositifs", en: "Programmes", de: "Programme")
  public static let oneProgramme = Text(fr: "Dispositif", en: "Programme", de: "Programm")
  static let since = Text(fr: "Depuis le", en: "Since", de: "Seit")
  static let until = Text(fr: "Jusqu’au", en: "Until", de: "Bis")
  static let isPublished = Text(fr: "Publié", en: "Published", de: "Veröffentlicht")
  static let slug = Text(fr: "Nom court", en: "Short name", de: "Kurzname")
  static let summary = Text(fr: "Présentation", en: "Summary", de: "Kurzbeschreibung")
  static let owner = Text(fr: "Porté par", en: "Run by", de: "Träger")
  static let parentProgramme = Text(fr: "Fait partie de", en: "Part of", de: "Teil von")
  static let takenFrom = Text(fr: "Repris de", en: "Taken from", de: "Übernommen von")
  static let originHash = Text(fr: "Empreinte d’origine", en: "Digest of the origin", de: "Prüfsumme der Vorlage")
  static let programmeTaken = Text(
    fr: "Un dispositif porte déjà ce nom court.", en: "A programme has this short name already.")
  static let noSuchProgramme = Text(
    fr: "Aucun dispositif ne porte ce nom court.", en: "No programme has this short name.")
  static let parentCycle = Text(
    fr: "Ce dispositif ferait alors partie de lui-même.", en: "This programme would then be a part of itself.")
}

extension Noun {
  static let programme = Noun(
    fr: ("dispositif", "dispositifs", .m), en: ("programme", "programmes"), de: ("Programm", "Programme", .n))
}
