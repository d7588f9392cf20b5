import Platform
import SQL

extension Text {
  static let actions = Text(fr: "Actions", en: "Actions", de: "Maßnahmen")
  static let oneAction = Text(fr: "Action", en: "Action", de: "Maßnahme")
  static let actionTitle = Text(fr: "Action", en: "Action", de: "Maßnahme")
  static let state = Text(fr: "État", en: "State", de: "Stand")
  static let theme = Text(fr: "Thème", en: "Theme", de: "Thema")
  static let axes = Text(fr: "Axes transversaux", en: "Transversal axes", de: "Querschnittsachsen")
  static let pilot = Text(fr: "Pilote", en: "Led by", de: "Federführung")
  static let sponsor = Text(fr: "Portage politique", en: "Elected sponsor", de: "Politische Verantwortung")
  static let services = Text(fr: "Services associés", en: "Services involved", de: "Beteiligte Dienststellen")
  static let actionPartners = Text(fr: "Partenaires", en: "Partners", de: "Partner")
  static let firstDay = Text(fr: "Premier jour", en: "First day", de: "Erster Tag")
  static let lastDay = Text(fr: "Dernier jour", en: "Last day", de: "Letzter Tag")
  static let due = Text(fr: "Échéance", en: "Due", de: "Fällig am")
  static let rank = Text(fr: "Priorité", en: "Priority", de: "Priorität")
  static let continues = Text(fr: "Poursuit", en: "Carries on", de: "Führt fort")
  static let originNumber = Text(
    fr: "Numéro de l’action poursuivie", en: "Number of the action carried on",
    de: "Nummer der fortgeführten Maßnahme")
  static let awaitsDecision = Text(fr: "Décision attendue", en: "Decision expected", de: "Entscheidung erwartet")
  static let decision = Text(fr: "Décision prise", en: "Decision taken", de: "Getroffene Entscheidung")
  static let actionDescription = Text(fr: "Description", en: "Description", de: "Beschreibung")
  static let result = Text(fr: "Résultat", en: "Result", de: "Ergebnis")
  static let obstacles = Text(fr: "Freins", en: "Obstacles", de: "Hindernisse")
  static let solutions = Text(fr: "Solutions", en: "Solutions", de: "Lösungen")
  static let successFactors = Text(fr: "Facteurs de réussite", en: "Success factors", de: "Erfolgsfaktoren")
  static let board = Text(fr: "Tableau", en: "Board", de: "Tafel")
  static let calendar = Text(fr: "Calendrier", en: "Calendar", de: "Kalender")

  static let newAction = Text(fr: "Nouvelle action", en: "New action")
  static let changeAction = Text(fr: "Modifier l’action", en: "Change the action")
  static let moveAction = Text(fr: "Changer l’état", en: "Change the state")
  static let listOfActions = Text(fr: "Liste des actions", en: "List of actions", de: "Liste der Maßnahmen")

  static let pilotHelp = Text(
    fr: "Une direction ou une fonction, pas le nom d’une personne.",
    en: "A department or a function, not somebody’s name.")
  static let sponsorHelp = Text(
    fr: "La délégation, par exemple « vice-présidence à l’emploi ».",
    en: "The portfolio, for example “vice-presidency for employment”.")
  static let rankHelp = Text(fr: "1 passe avant tout.", en: "1 comes before all.")
  static let awaitsDecisionHelp = Text(
    fr: "L’action ne peut être réalisée qu’une fois cette décision écrite.",
    en: "The action can only be done once that decision is written down.")

  static let withoutLastDay = Text(fr: "dernier jour inconnu", en: "last day unknown", de: "letzter Tag unbekannt")
  static let late = Text(fr: "en retard", en: "late", de: "überfällig")
  static let decisionExpected = Text(
    fr: "Une décision est attendue : écrivez-la pour que l’action soit réalisée.",
    en: "A decision is expected: write it down for the action to be done.")
  static let beforeFirstDay = Text(
    fr: "Cette date vient avant le premier jour.", en: "This date comes before the first day.")
  static let continuesItself = Text(
    fr: "L’action se poursuivrait elle-même.", en: "The action would carry itself on.")
  static let noSuchAction = Text(
    fr: "Cette action n’est pas une action de ce dispositif.", en: "This action is not one of this programme’s.")

  static func continuesLater(_ plan: String) -> Text {
    Text(
      fr: "Cette action est de « \(plan) », qui vient plus tard : on ne poursuit que ce qui précède.",
      en: "That action is of “\(plan)”, which comes later: only what came before can be carried on.")
  }

  static func continuedEarlier(_ action: String) -> Text {
    Text(
      fr: "« \(action) » poursuit cette action et serait alors d’un plan antérieur.",
      en: "“\(action)” carries this action on and would then be of an earlier plan.")
  }

  /// « 8 actions : 7 réalisées, 1 en cours. »
  static func actionsCounted(_ counts: ActionCounts) -> Text {
    guard counts.all > 0 else { return Noun.action.noneYet }
    let all: Text = Noun.action.counted(counts.all)
    return Text { language in
      let (done, running): (String, String) = (language.number(counts.done), language.number(counts.inProgress))
      let words: (done: String, running: String) =
        switch language {
        case .fr: (counts.done < 2 ? "réalisée" : "réalisées", "en cours")
        case .en: ("done", "in progress")
        case .de: ("umgesetzt", "laufend")
        }
      var parts: [String] = []
      if counts.done > 0 { parts.append("\(done) \(words.done)") }
      if counts.inProgress > 0 { parts.append("\(running) \(words.running)") }
      if parts.isEmpty { return "\(all(language))." }
      if counts.all == 1 { return "\(all(language)), \(counts.done == 1 ? words.done : words.running)." }
      return "\(all(language))\(language == .fr ? " :" : ":") \(parts.joined(separator: ", "))."
    }
  }

  /// What stands in nobody's way and deserves to be looked at.
  static func undated(_ count: Int) -> Text? {
    guard count > 0 else { return nil }
    return Text { language in
      let number: String = language.number(count)
      return switch language {
      case .fr:
        count == 1
          ? "À vérifier : une action est réalisée sans que son dernier jour soit connu."
          : "À vérifier : \(number) actions sont réalisées sans que leur dernier jour soit connu."
      case .en:
        count == 1
          ? "To be checked: one action is done and its last day is not known."
          : "To be checked: \(number) actions are done and their last day is not known."
      case .de:
        count == 1
          ? "Zu prüfen: Eine Maßnahme ist umgesetzt, ihr letzter Tag ist nicht bekannt."
          : "Zu prüfen: \(number) Maßnahmen sind umgesetzt, ihr letzter Tag ist nicht bekannt."
      }
    }
  }
}

extension Noun {
  static let action = Noun(
    fr: ("action", "actions", .f), en: ("action", "actions"), de: ("Maßnahme", "Maßnahmen", .f))
}

extension Deed {
  static let actionEntered = Deed("action.entered", Text(fr: "Action enregistrée", en: "Action entered"))
  static let actionChanged = Deed("action.changed", Text(fr: "Action modifiée", en: "Action changed"))
  static let actionMoved = Deed("action.moved", Text(fr: "État de l’action changé", en: "State of the action changed"))

  static let actionRemoved = Deed("action.removed", Text(fr: "Action retirée", en: "Action taken out"))

  static let actions: [Deed] = [actionEntered, actionChanged, actionMoved, actionRemoved]
}
