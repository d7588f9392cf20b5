import Platform
import SQL

/// Figures that count themselves: what programmes define, aim at and publish, and the records behind each.
public struct Indicators: Capability {
  let relations: [Fact]
  let readings = Readings()

  /// Counts what these capabilities offer.
  public init(of doors: [any Capability]) { relations = doors.flatMap(\.facts) + Fact.platform }

  public var section: (key: String, name: Text)? { ("indicateurs", .indicators) }

  public var migrations: Migrations? { .indicators }

  public var routes: [Endpoint] { dashboardRoutes + editorRoutes + ledgerRoutes }

  public var deeds: [Deed] { [.figureEntered, .figureChanged, .checkEntered, .checkChanged] }

  public var programmeParts: [ProgrammePart] { [.indicators, .publishedFigures] }

  public var chapters: [Chapter] { [.indicators(relations), .targets] }
}
