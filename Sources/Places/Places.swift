import Platform
import SQL

/// Sites, lots and leases: where companies are hosted, and who is there.
public struct Places: Capability {
  public init() {}

  public var section: (key: String, name: Text)? { ("locaux", .places) }

  public var migrations: Migrations? { .places }

  public var facts: [Fact] { Fact.places }

  public var deeds: [Deed] { Deed.places }

  public var chapters: [Chapter] { [.premises, .rentScales] }

  public var programmeParts: [ProgrammePart] { [.premises, .applications] }

  public var uses: [EntryUse] { EntryUse.places }

  public var menu: [MenuEntry] {
    [
      MenuEntry(.places, "/sites", .everyone, .accompany), MenuEntry(.lots, "/lots", .everyone, .accompany),
      MenuEntry(.leases, "/baux", .seesLeases, .accompany),
      MenuEntry(.applications, "/candidatures", .seesApplications, .accompany),
    ]
  }

  public var finders: [Finder] { [.sites, .lots, .leases] }

  public var importers: [Importer] { [.lots, .leases] }

  public var agendas: [Agenda] { [.applications, .leases, .vacantLots, .balances] }

  public var letters: [LetterKind] { [LeaseLetter.subject.kind, ApplicationLetter.subject.kind] }

  public var routes: [Endpoint] {
    siteRoutes + lotRoutes + leaseRoutes + applicationRoutes
      + chargeRoutes + jobRoutes + memberRoutes + survivalRoutes + premisesRoutes
  }
}

extension Allow {
  /// A company sees its own leases, the others all of them.
  static let seesLeases = Allow([.agent, .manager, .administrator, .elected, .company])
}
