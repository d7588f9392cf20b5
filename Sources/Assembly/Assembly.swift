import Platform
import SQL

/// The bodies in which programmes are steered: their seats, who holds them, the opinions they give.
public struct Assembly: Capability {
  public init() {}

  public var section: (key: String, name: Text)? { ("instances", .bodies) }

  public var routes: [Endpoint] { bodyRoutes + mandateRoutes + opinionRoutes }

  public var migrations: Migrations? { .assembly }

  public var facts: [Fact] { Fact.assembly }

  public var deeds: [Deed] { Deed.assembly }

  public var chapters: [Chapter] { [.bodies] }

  public var uses: [EntryUse] { [.mandatesOfSeat, .opinionsOfBody] }

  public var programmeParts: [ProgrammePart] { [.bodies] }
}
