import Platform

/// What a formula gives. Where nothing can be counted, it says why; that is never zero.
public enum Outcome: Sendable, Hashable {
  case value(Double)
  case none(Reason)

  public enum Reason: Sendable, Hashable {
    /// The programme has no record of this relation: « baux ».
    case nothingEntered(Text)
    /// There are records, and none of them counts here: no mean without a stay that ended.
    case nothingCounted
    case dividesByZero
    /// Too few people for whoever may not see their files.
    case hidden
    case tooLarge
  }

  /// What is larger than anything that is counted can be neither written nor drawn.
  static func counted(_ number: Double) -> Outcome {
    abs(number) <= Condition.mostNumber ? .value(number) : .none(.tooLarge)
  }

  public var number: Double? {
    guard case .value(let number) = self else { return nil }
    return number
  }

  func map(_ change: (Double) -> Double) -> Outcome {
    guard case .value(let number) = self else { return self }
    return .value(change(number))
  }

  func with(_ other: Outcome, _ combine: (Double, Double) -> Outcome) -> Outcome {
    guard case .value(let first) = self else { return self }
    guard case .value(let second) = other else { return other }
    guard case .value(let number) = combine(first, second) else { return combine(first, second) }
    return .counted(number)
  }
}

extension Outcome.Reason {
  public var words: Text {
    switch self {
    case .nothingEntered(let records):
      Text(
        fr: "sans objet : rien n’est encore saisi (\(records(.fr)))",
        en: "not applicable: nothing was entered yet (\(records(.en)))",
        de: "entfällt: noch nichts erfasst (\(records(.de)))")
    case .nothingCounted:
      Text(
        fr: "sans objet : aucune fiche n’entre dans le calcul", en: "not applicable: no record counts here",
        de: "entfällt: kein Eintrag zählt hier")
    case .dividesByZero:
      Text(
        fr: "sans objet : le dénominateur est nul", en: "not applicable: the denominator is nil",
        de: "entfällt: der Nenner ist null")
    case .hidden:
      Text(
        fr: "non communiqué : moins de cinq personnes", en: "not disclosed: fewer than five people",
        de: "nicht veröffentlicht: weniger als fünf Personen")
    case .tooLarge:
      Text(
        fr: "sans objet : le résultat est trop grand", en: "not applicable: the result is too large",
        de: "entfällt: das Ergebnis ist zu groß")
    }
  }
}
