import Platform
import SQL

/// What programmes are made of: their nomenclatures and objectives.
public struct Programmes: Capability {
  public init() {}

  public var section: (key: String, name: Text)? { ("dispositifs", .programmes) }

  public var routes: [Endpoint] { [] }

  public var migrations: Migrations? { .programmes }

  public var chapters: [Chapter] { [.nomenclatures, .objectives] }
}
