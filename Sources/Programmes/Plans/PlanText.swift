import Platform

extension Text {
  static let plan = Text(fr: "Plan", en: "Plan", de: "Aktionsplan")
  static let plans = Text(fr: "Plans d’actions", en: "Action plans", de: "Aktionspläne")
  static let planNumber = Text(fr: "Numéro du plan", en: "Plan number", de: "Nummer des Plans")
  static let planName = Text(fr: "Plan d’actions", en: "Action plan", de: "Aktionsplan")
  static let planNameHelp = Text(fr: "Par exemple « Plan 2026 ».", en: "For example “Plan 2026”.")
  static let year = Text(fr: "Année", en: "Year", de: "Jahr")
  static let previousPlan = Text(fr: "Fait suite à", en: "Follows", de: "Folgt auf")
  static let previousPlanNumber = Text(
    fr: "Numéro du plan précédent", en: "Number of the plan before", de: "Nummer des vorigen Plans")
  static let doneActions = Text(fr: "Réalisées", en: "Done", de: "Umgesetzt")
  static let carriedOn = Text(fr: "Actions à poursuivre", en: "Actions to carry on")
  static let carriedOnHelp = Text(
    fr: "Chacune est reprise dans le nouveau plan comme prochaine étape, reliée à celle-ci.",
    en: "Each is taken into the new plan as a next step, tied to this one.")
  static let newPlan = Text(fr: "Nouveau plan", en: "New plan")
  static let changePlan = Text(fr: "Modifier le plan", en: "Change the plan")
  static let prepareNextPlan = Text(fr: "Préparer le plan suivant", en: "Prepare the next plan")
  static let planNameTaken = Text(
    fr: "Un plan de ce dispositif porte déjà ce nom.", en: "A plan of this programme has this name already.")
  static let noSuchPlan = Text(
    fr: "Ce plan n’est pas un plan de ce dispositif.", en: "This plan is not one of this programme’s.")
  static let withoutTheme = Text(fr: "Sans thème", en: "Without a theme", de: "Ohne Thema")
  static let continuedBy = Text(fr: "Poursuivie par", en: "Carried on by", de: "Fortgeführt durch")
  static let followedBy = Text(fr: "Suivi de", en: "Followed by", de: "Gefolgt von")

  static func yearNotAfter(_ name: String, _ year: Int) -> Text {
    Text(
      fr: "Le plan suivrait « \(name) », qui est de \(year) : son année doit venir après.",
      en: "The plan would follow “\(name)”, which is of \(year): its year must come after.")
  }

  static func yearBefore(_ least: Int) -> Text {
    Text(
      fr: "Ce plan poursuit des actions d’un plan de \(least) : il ne peut pas être d’une année antérieure.",
      en: "This plan carries on actions of a plan of \(least): it cannot be of an earlier year.")
  }

  static func yearAfter(_ most: Int) -> Text {
    Text(
      fr: "Un autre plan fait suite à celui-ci ou poursuit ses actions : il ne peut pas être d’après \(most).",
      en: "Another plan follows this one or carries on its actions: it cannot be of a year after \(most).")
  }

  static func plansCounted(_ plans: Int, latest: String?) -> Text {
    guard let latest else { return Noun.plan.noneYet }
    let count: Text = Noun.plan.counted(plans)
    return Text { language in
      switch language {
      case .fr: "\(count(.fr)), le dernier : \(latest)."
      case .en: "\(count(.en)), the latest: \(latest)."
      case .de: "\(count(.de)), zuletzt: \(latest)."
      }
    }
  }

  /// « 8 actions, dont 7 réalisées. »
  static func progress(_ plan: Plan) -> Text {
    guard plan.actions > 0 else { return Noun.action.noneYet }
    let count: Text = Noun.action.counted(plan.actions)
    let done: Text
    if plan.done == 0 {
      done = Text(fr: "aucune réalisée à ce jour", en: "none done yet", de: "noch keine umgesetzt")
    } else if plan.done < plan.actions {
      done = Text { language in
        let number: String = language.number(plan.done)
        return switch language {
        case .fr: "dont \(number) \(plan.done < 2 ? "réalisée" : "réalisées")"
        case .en: "of which \(number) done"
        case .de: "davon \(number) umgesetzt"
        }
      }
    } else {
      done =
        plan.actions == 1
        ? Text(fr: "réalisée", en: "done", de: "umgesetzt")
        : Text(fr: "toutes réalisées", en: "all done", de: "alle umgesetzt")
    }
    return Text { language in "\(count(language)), \(done(language))." }
  }
}

extension Noun {
  static let plan = Noun(fr: ("plan", "plans", .m), en: ("plan", "plans"), de: ("Plan", "Pläne", .m))
}

extension Deed {
  static let planEntered = Deed("plan.entered", Text(fr: "Plan enregistré", en: "Plan entered"))
  static let planChanged = Deed("plan.changed", Text(fr: "Plan modifié", en: "Plan changed"))
  static let planPrepared = Deed("plan.prepared", Text(fr: "Plan suivant préparé", en: "Next plan prepared"))

  static let plans: [Deed] = [planEntered, planChanged, planPrepared]
}
