import Assembly
import Indicators
import Lab
import Places
import Platform
import Programmes
import Style

/// The capabilities of this site. Taking a line away takes the capability away.
public enum Doors {
  public static let all: [any Capability] = counted + [indicators, Lab(naming: indicators), Style()]

  private static let indicators = Indicators(of: counted, and: LabFacts.all)

  /// Those whose records figures are made of.
  private static let counted: [any Capability] = [
    Home(),
    Programmes(),
    Assembly(),
    Places(),
  ]
}
