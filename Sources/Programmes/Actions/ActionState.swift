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
}
