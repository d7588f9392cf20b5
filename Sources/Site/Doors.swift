import Assembly
import Places
import Platform
import Programmes
import Style

/// The capabilities of this site. Taking a line away takes the capability away.
public enum Doors {
  public static let all: [any Capability] = [
    Home(),
    Programmes(),
    Assembly(),
    Places(),
    Style(),
  ]
}
