import Platform
import SQL

/// What the page of a formula says.
extension Text {
  static let formulaNotSaved = Text(
    fr: "La formule n’est pas enregistrée : les raisons sont données plus bas, au-dessus du bouton.",
    en: "The formula is not saved: the reasons are given further down, above the button.")
  static let formulaCounts = Text(fr: "Ce que compte cette formule", en: "What this formula counts")
  static let savedFormula = Text(fr: "Formule enregistrée :", en: "Saved formula:")
  static let formulaParts = Text(fr: "Ses parties", en: "Its parts")
  static let partAtHand = Text(fr: "La partie choisie", en: "The chosen part")
  static let toBeChosen = Text(fr: "à choisir", en: "to be chosen")
  static let choosePart = Text(
    fr: "Choisissez ce que cette partie fait, et de quoi.", en: "Choose what this part does, and of what.")
  static let applyPart = Text(fr: "Appliquer", en: "Apply")
  static let whatAreRelations = Text(
    fr: "Que sont ces relations ?", en: "What are these relations?")
  static let allProgrammes = Text(
    fr: "Tous ceux du territoire, ensemble", en: "All those of the territory, together")
  static let whichRecords = Text(fr: "Quelles fiches comptent ?", en: "Which records count?")
  static let allRecordsCount = Text(
    fr: "Toutes : aucune condition n’est posée.", en: "All of them: there is no condition.")
  static let allOfThese = Text(
    fr: "Celles qui remplissent toutes ces conditions.", en: "Those that meet all of these.")
  static let anyOfThese = Text(
    fr: "Celles qui remplissent au moins une de ces conditions.", en: "Those that meet at least one of these.")
  static let takeAll = Text(fr: "Les exiger toutes", en: "Ask for all of them")
  static let takeAny = Text(fr: "Se contenter d’une seule", en: "Be content with one")
  static let removeLine = Text(fr: "retirer", en: "remove")
  static let newLineOn = Text(fr: "Ajouter une condition sur", en: "Add a condition on")
  static let goOn = Text(fr: "Continuer", en: "Go on")
  static let addLine = Text(fr: "Ajouter la condition", en: "Add the condition")
  static let otherColumn = Text(fr: "Choisir une autre colonne", en: "Choose another column")
  static let applyText = Text(fr: "Appliquer ce texte", en: "Apply this text")
  static let aroundPart = Text(fr: "Emboîter cette partie", en: "Put this part into another")
  static let addTerm = Text(fr: "Ajouter un terme", en: "Add a term")
  static let removeTerm = Text(fr: "Retirer ce terme du total", en: "Take this term out of the total")
  static let keepOnlyPart = Text(
    fr: "Ne garder qu’elle, à la place de ce qui l’entoure", en: "Keep it alone, in the place of what is around it")
  static let asNumerator = Text(
    fr: "La rapporter à autre chose (numérateur)", en: "Divide it by something else (numerator)")
  static let asDenominator = Text(
    fr: "Y rapporter autre chose (dénominateur)", en: "Divide something else by it (denominator)")
  static let asDifference = Text(fr: "En retrancher autre chose", en: "Take something else from it")
  static let asTerm = Text(fr: "Lui ajouter autre chose", en: "Add something else to it")
  static let asGrowth = Text(
    fr: "En mesurer l’évolution", en: "Measure how it changes")
  static let asCumulative = Text(fr: "La cumuler depuis le début", en: "Accumulate it from the beginning")
  static let asRun = Text(
    fr: "Compter les périodes de suite où elle tient un seuil",
    en: "Count the periods in a row in which it meets a goal")
  static let howToRead = Text(fr: "Comment la lire", en: "How to read it")
  static let showSo = Text(fr: "Montrer ainsi", en: "Show it so")
  static let formulaAsText = Text(
    fr: "La formule en toutes lettres (JSON)", en: "The formula as text (JSON)")
  static let saveFormula = Text(fr: "Enregistrer", en: "Save")

  static func lineOn(_ column: Text) -> Text {
    Text { language in
      Text(fr: "Condition sur : \(column(.fr))", en: "Condition on: \(column(.en))")(language)
    }
  }

  static func readIn(_ unit: Text, _ places: Int) -> Text {
    Text(
      fr: "Unité : \(unit(.fr).lowercasedStart) ; décimales : \(places).",
      en: "Unit: \(unit(.en).lowercasedStart); decimals: \(places).")
  }

  static func valueOn(_ period: FigurePeriod) -> Text {
    Text(
      fr:
        "au \(Language.fr.long(period.end)) ; ce qui se compte sur une période, depuis le \(Language.fr.long(period.start)).",
      en: "on \(Language.en.long(period.end)); what is counted over a period, since \(Language.en.long(period.start)).")
  }
}
