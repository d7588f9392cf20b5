import SQL

/// Who asks. The nine kinds of people who come to a territory's site.
public enum ActorKind: String, Sendable, CaseIterable, ColumnValue {
  case `public`, resident, company, partner, agent, manager, elected, administrator, `operator`

  public var label: Text {
    switch self {
    case .public: Text(fr: "visiteur", en: "visitor")
    case .resident: Text(fr: "habitant", en: "resident")
    case .company: Text(fr: "entreprise", en: "company")
    case .partner: Text(fr: "partenaire", en: "partner")
    case .agent: Text(fr: "agent", en: "agent")
    case .manager: Text(fr: "responsable", en: "manager")
    case .elected: Text(fr: "élu", en: "elected member")
    case .administrator: Text(fr: "administrateur", en: "administrator")
    case .operator: Text(fr: "exploitant", en: "operator")
    }
  }
}

public struct Actor: Sendable, Hashable {
  public let kind: ActorKind
  public let name: String
  public let territory: ID<Territory>
  /// The organisation in whose name a company or a partner comes.
  public let organisation: ID<Organisation>?

  public init(_ kind: ActorKind, _ name: String, territory: ID<Territory>, organisation: ID<Organisation>? = nil) {
    self.kind = kind
    self.name = name
    self.territory = territory
    self.organisation = organisation
  }
}

/// Who may call a route. What each of them then sees is decided record by record, in the stores.
public struct Allow: Sendable {
  public let kinds: Set<ActorKind>

  public init(_ kinds: Set<ActorKind>) { self.kinds = kinds }

  public static let everyone = Allow(Set(ActorKind.allCases))
  /// Those who work for the territory and enter its records.
  public static let staff = Allow([.agent, .manager, .administrator])
}
