import Platform
import SQL

/// Figures that count themselves: what programmes define, aim at and publish, and the records behind each.
public struct Indicators: Capability {
  let relations: [Fact]

  /// Counts what these capabilities offer.
  /// `facts` are those of capabilities that name its figures, and so come after it.
  public init(of doors: [any Capability], and facts: [Fact] = []) {
    relations = doors.flatMap(\.facts) + facts + Fact.platform
  }

  public var section: (key: String, name: Text)? { ("indicateurs", .indicators) }

  public var migrations: Migrations? { .indicators }

  public var routes: [Endpoint] {
    territoryRoutes + factRoutes + dashboardRoutes + editorRoutes + indicatorRoutes + ledgerRoutes + packRoutes
  }

  public var menu: [MenuEntry] { [MenuEntry(.indicators, "/indicateurs", .everyone, .steer)] }

  public var deeds: [Deed] {
    [.figureEntered, .figureChanged, .checkEntered, .checkChanged, .forecastMade, .forecastChanged] + Deed.packs
  }

  public var issued: [Issued] { [Issued("steering_pack")] }

  public var programmeParts: [ProgrammePart] { [.indicators, .publishedFigures, .steeringPacks] }

  public var uses: [EntryUse] { [.draftsForBody] }

  public var chapters: [Chapter] { [.indicators(relations), .targets] }
}
