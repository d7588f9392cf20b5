/// Whether somebody entered a record as it happened, or it was rebuilt to illustrate published figures.
public enum Provenance: String, Choice {
  case entered, reconstructed

  public var label: Text {
    switch self {
    case .entered: Text(fr: "saisi", en: "entered", de: "erfasst")
    case .reconstructed: Text(fr: "reconstitué", en: "reconstructed", de: "nachgebildet")
    }
  }

  /// The mark beside a name: only what is not an ordinary record says so.
  public var mark: Text? { self == .reconstructed ? label : nil }
}
