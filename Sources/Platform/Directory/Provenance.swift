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

extension Page {
  /// Above a record that is not an ordinary one, what that means.
  public mutating func provenance(_ provenance: Provenance) {
    guard provenance == .reconstructed else { return }
    paragraph(
      Text(
        fr: "Fiche reconstituée pour illustrer des chiffres publiés : elle ne dit pas ce qui fut.",
        en: "Record rebuilt to illustrate published figures: it does not say what was.",
        de: "Dieser Eintrag wurde nachgebildet, um veröffentlichte Zahlen zu veranschaulichen: Er sagt nicht, was war.")
    )
  }

  /// The same above many of them.
  public mutating func provenance(ofAll provenances: [Provenance]) {
    let rebuilt: Int = provenances.count { $0 == .reconstructed }
    guard rebuilt > 0 else { return }
    guard rebuilt == provenances.count else {
      return paragraph(
        Text(
          fr:
            "Certaines fiches sont reconstituées pour illustrer des chiffres publiés : elles ne disent pas ce qui fut.",
          en: "Some records were rebuilt to illustrate published figures: they do not say what was.",
          de:
            "Einige Einträge wurden nachgebildet, um veröffentlichte Zahlen zu veranschaulichen: Sie sagen nicht, was war."
        ))
    }
    paragraph(
      Text(
        fr: "Fiches reconstituées pour illustrer des chiffres publiés : elles ne disent pas ce qui fut.",
        en: "Records rebuilt to illustrate published figures: they do not say what was.",
        de:
          "Diese Einträge wurden nachgebildet, um veröffentlichte Zahlen zu veranschaulichen: Sie sagen nicht, was war."
      ))
  }
}
