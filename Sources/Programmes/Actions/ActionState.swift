import Platform

/// How far an action is.
enum ActionState: String, Choice {
  case next
  case inProgress = "in-progress"
  case done

  var label: Text {
    switch self {
    case .next: Text(fr: "Prochaine étape", en: "Next step", de: "Nächster Schritt")
    case .inProgress: Text(fr: "En cours", en: "In progress", de: "Laufend")
    case .done: Text(fr: "Réalisée", en: "Done", de: "Umgesetzt")
    }
  }

  /// Above those that are that far.
  var heading: Text {
    switch self {
    case .next: Text(fr: "Prochaines étapes", en: "Next steps", de: "Nächste Schritte")
    case .inProgress: label
    case .done: Text(fr: "Réalisées", en: "Done", de: "Umgesetzt")
    }
  }
}
