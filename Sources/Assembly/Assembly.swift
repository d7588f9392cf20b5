import Platform
import SQL

/// The bodies in which programmes are steered: their seats, who holds them, the opinions they give.
public struct Assembly: Capability {
  public init() {}

  public var section: (key: String, name: Text)? { ("instances", .bodies) }

  public var routes: [Endpoint] { bodyRoutes + mandateRoutes + opinionRoutes }

  public var migrations: Migrations? { .assembly }

  public var deeds: [Deed] { Deed.assembly }

  public var chapters: [Chapter] { [.bodies] }

  public var uses: [EntryUse] { [.mandatesOfSeat, .opinionsOfBody] }

  public var programmeParts: [ProgrammePart] { [.bodies] }
}

extension Actor {
  /// Whether they work for the territory, or run this one programme.
  func runs(_ programme: ID<Programme>) -> Bool {
    Allow.staff.admits(self) || numbers(.programme, as: .agent, .manager).contains(programme.number)
  }
}
