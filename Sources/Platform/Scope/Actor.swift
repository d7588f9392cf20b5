import SQL

/// Who asks. The nine kinds of people who come to a territory's site.
public enum ActorKind: String, Sendable, CaseIterable, Choice {
  case `public`, resident, company, partner, agent, manager, elected, administrator, `operator`

  public var label: Text { noun(nil) }

  /// « agente », « agent », « agent·e »: as the person wishes to be spoken of.
  public func noun(_ agreement: Agreement?) -> Text { words(agreement) }

  private var words: Agreed {
    switch self {
    case .public:
      Agreed(
        f: Text(fr: "visiteuse", en: "visitor", de: "Besucherin"),
        m: Text(fr: "visiteur", en: "visitor", de: "Besucher"),
        either: Text(fr: "visiteur ou visiteuse", en: "visitor", de: "Besucher/in"))
    case .resident:
      Agreed(
        f: Text(fr: "habitante", en: "resident", de: "Einwohnerin"),
        m: Text(fr: "habitant", en: "resident", de: "Einwohner"),
        either: Text(fr: "habitant ou habitante", en: "resident", de: "Einwohner/in"))
    case .company: Agreed(Text(fr: "entreprise", en: "company", de: "Unternehmen"))
    case .partner: Agreed(Text(fr: "partenaire", en: "partner", de: "Partner"))
    case .agent:
      Agreed(
        f: Text(fr: "agente", en: "agent", de: "Sachbearbeiterin"),
        m: Text(fr: "agent", en: "agent", de: "Sachbearbeiter"),
        either: Text(fr: "agent ou agente", en: "agent", de: "Sachbearbeiter oder Sachbearbeiterin"))
    case .manager: Agreed(Text(fr: "responsable", en: "manager", de: "Leitung"))
    case .elected:
      Agreed(
        f: Text(fr: "élue", en: "elected member", de: "Mandatsträgerin"),
        m: Text(fr: "élu", en: "elected member", de: "Mandatsträger"),
        either: Text(fr: "élu ou élue", en: "elected member", de: "Mandatsträger oder Mandatsträgerin"))
    case .administrator:
      Agreed(
        f: Text(fr: "administratrice", en: "administrator", de: "Administratorin"),
        m: Text(fr: "administrateur", en: "administrator", de: "Administrator"),
        either: Text(
          fr: "administrateur ou administratrice", en: "administrator", de: "Administrator oder Administratorin"))
    case .operator:
      Agreed(
        f: Text(fr: "exploitante", en: "operator", de: "Betreiberin"),
        m: Text(fr: "exploitant", en: "operator", de: "Betreiber"),
        either: Text(fr: "exploitant ou exploitante", en: "operator", de: "Betreiber oder Betreiberin"))
    }
  }

  /// On which targets a role of this kind can be given.
  var targets: [TargetKind] {
    switch self {
    case .public: []
    case .resident: [.territory, .person]
    case .company: [.organisation]
    case .partner: [.territory, .programme, .organisation, .person]
    case .agent, .manager: [.territory, .programme]
    case .elected, .administrator: [.territory]
    case .operator: [.installation]
    }
  }

  /// When somebody is several of them, the one by which history names them.
  fileprivate var rank: Int {
    switch self {
    case .administrator: 8
    case .manager: 7
    case .agent: 6
    case .elected: 5
    case .partner: 4
    case .company: 3
    case .resident: 2
    case .operator: 1
    case .public: 0
    }
  }
}

/// What kind of thing a role is given on.
public enum TargetKind: String, Sendable, CaseIterable, Choice {
  case territory, programme, organisation, person, installation
  /// One record, shared through a network of territories.
  case record

  public var label: Text {
    switch self {
    case .territory: Text(fr: "le territoire", en: "the territory")
    case .programme: Text(fr: "un dispositif", en: "a programme")
    case .organisation: Text(fr: "une organisation", en: "an organisation")
    case .person: Text(fr: "le dossier d’une personne", en: "a person’s file")
    case .installation: Text(fr: "l’installation", en: "the installation")
    case .record: Text(fr: "une fiche partagée", en: "a shared record")
    }
  }
}

/// What one role gives today: a kind of actor, and on what.
public struct Grant: Sendable, Hashable {
  public let kind: ActorKind
  public let target: TargetKind
  /// The programme's, organisation's or person's number.
  public let number: Int64?
  /// Which records, where the target is one that a network shares.
  public let recordKind: String?

  public init(_ kind: ActorKind, on target: TargetKind, _ number: Int64? = nil, recordKind: String? = nil) {
    self.kind = kind
    self.target = target
    self.number = number
    self.recordKind = recordKind
  }
}

/// Somebody on a territory, today, with all that dated roles give them there.
public struct Actor: Sendable, Hashable {
  public let account: ID<Account>?
  public let name: String
  public let territory: ID<Territory>
  public let grants: [Grant]
  /// What history says they were.
  public let kind: ActorKind
  /// What opens routes to them. An agent of one programme is not an agent of the territory.
  public let kinds: Set<ActorKind>

  public init(account: ID<Account>? = nil, _ name: String, territory: ID<Territory>, _ grants: [Grant]) {
    self.account = account
    self.name = name
    self.territory = territory
    self.grants = grants
    kind = grants.map(\.kind).max { $0.rank < $1.rank } ?? .public
    kinds = Set(grants.filter(\.opensRoutes).map(\.kind)).union([.public])
  }

  public static func nobody(on territory: ID<Territory>) -> Actor { Actor("", territory: territory, []) }

  /// What they have a role on, by number: the organisations in whose name a company comes, the files of a referent.
  public func numbers(_ target: TargetKind, as kinds: ActorKind...) -> [Int64] {
    grants.compactMap { $0.target == target && kinds.contains($0.kind) ? $0.number : nil }
  }

  /// The records of one kind that a network lets them read.
  public func shared(_ recordKind: String) -> [Int64] {
    grants.compactMap { $0.target == .record && $0.recordKind == recordKind ? $0.number : nil }
  }
}

extension Grant {
  fileprivate var opensRoutes: Bool {
    switch kind {
    case .agent, .manager: target == .territory
    default: true
    }
  }
}

/// Who may call a route. What each of them then sees is decided record by record, in the stores.
public struct Allow: Sendable {
  public let kinds: Set<ActorKind>
  /// Kinds that count too where they were given on a programme only.
  public let inProgramme: Set<ActorKind>
  /// Whoever has an account, whatever their roles here.
  let needsAccount: Bool

  public init(_ kinds: Set<ActorKind>, inProgramme: Set<ActorKind> = []) {
    self.init(kinds, inProgramme, needsAccount: false)
  }

  private init(_ kinds: Set<ActorKind>, _ inProgramme: Set<ActorKind>, needsAccount: Bool) {
    self.kinds = kinds
    self.inProgramme = inProgramme
    self.needsAccount = needsAccount
  }

  public static let everyone = Allow(Set(ActorKind.allCases))
  /// Those who work for the territory and enter its records.
  public static let staff = Allow([.agent, .manager, .administrator])
  public static let signedIn = Allow(
    Set(ActorKind.allCases).subtracting([.public]), [], needsAccount: true)

  public func admits(_ actor: Actor) -> Bool {
    if needsAccount { return actor.account != nil }
    if !kinds.isDisjoint(with: actor.kinds) { return true }
    return !inProgramme.isEmpty
      && actor.grants.contains { $0.target == .programme && inProgramme.contains($0.kind) }
  }
}
