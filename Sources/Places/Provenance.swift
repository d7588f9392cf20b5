import Platform

/// Whether somebody entered a record as it happened, or it was rebuilt to illustrate published figures.
enum Provenance: String, Choice {
  case entered, reconstructed

  var label: Text {
    switch self {
    case .entered: Text(fr: "saisi", en: "entered")
    case .reconstructed: Text(fr: "reconstitué", en: "reconstructed")
    }
  }

  /// The mark beside a name: only what is not an ordinary record says so.
  var mark: Text? { self == .reconstructed ? label : nil }
}
