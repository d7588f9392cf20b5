import Platform
import SQL

/// What programmes are made of and what they do: nomenclatures and objectives, plans and actions, with whom and to what
/// effect.
public struct Programmes: Capability {
  public init() {}

  public var section: (key: String, name: Text)? { ("dispositifs", .programmes) }

  public var routes: [Endpoint] {
    actionRoutes + actionViews + planRoutes + partnerRoutes + deliverableRoutes + awardRoutes
  }

  public var migrations: Migrations? { .programmes }

  public var chapters: [Chapter] { [.nomenclatures, .objectives] }

  public var uses: [EntryUse] { [.termsOfActions, .rolesOfPartners] }

  public var facts: [Fact] { Fact.programmes }

  public var deeds: [Deed] { Deed.actions + Deed.plans + Deed.partners + Deed.deliverables + Deed.awards }

  public var finders: [Finder] { [.actions] }

  public var importers: [Importer] { [.actions] }

  public var agendas: [Agenda] { [.actions] }

  public var calendars: [CalendarPart] { [.programmes] }

  public func demonstrate(_ scope: Scope, _ territory: Territory) async throws {
    switch territory.slug {
    case "saint-etienne": try await MecaloireDemonstration(scope).enter()
    case "lyon": try await ClusterDemonstration(scope).enter()
    default: return
    }
  }

  public var programmeParts: [ProgrammePart] { [.actions, .plans, .partners, .deliverables, .awards] }
}

extension ProgrammePart {
  static let actions = ProgrammePart(.actions, at: "actions", allow: .everyone) { scope, programme in
    .actionsCounted(try await ActionStore(scope).counts(of: programme.id))
  }
}
