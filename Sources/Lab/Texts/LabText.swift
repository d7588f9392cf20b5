import Platform
import SQL

extension Text {
  static let lab = Text(fr: "Le Lab", en: "The Lab", de: "Das Lab")
  static let sheets = Text(fr: "Fiches", en: "Sheets", de: "Blätter")
  static let oneSheet = Text(fr: "Fiche", en: "Sheet", de: "Blatt")
  static let sheetKind = Text(fr: "Modèle", en: "Model", de: "Vorlage")
  static let sheetTitle = Text(fr: "Titre", en: "Title", de: "Titel")
  static let lead = Text(fr: "Accroche", en: "Lead", de: "Vorspann")
  static let sheetOwner = Text(fr: "Porté par", en: "Run by", de: "Träger")
  static let labAddress = Text(fr: "Nom dans le Lab", en: "Name in the Lab", de: "Name im Lab")
  static let axis = Text(fr: "Axe", en: "Axis", de: "Achse")
  static let themes = Text(fr: "Thèmes", en: "Themes", de: "Themen")
  static let audiences = Text(fr: "Publics", en: "Audiences", de: "Zielgruppen")
  static let sinceYear = Text(fr: "Depuis", en: "Since", de: "Seit")
  static let sheetBudget = Text(fr: "Budget", en: "Budget", de: "Budget")
  static let budgetYear = Text(fr: "Année du budget", en: "Year of the budget", de: "Jahr des Budgets")
  static let updatedOn = Text(fr: "Mise à jour le", en: "Updated on", de: "Aktualisiert am")
  static let publishedAt = Text(fr: "Publiée", en: "Published", de: "Veröffentlicht")
  static let oneRubric = Text(fr: "Rubrique", en: "Rubric", de: "Rubrik")
  static let rubricText = Text(fr: "Texte", en: "Text", de: "Text")
  static let rubricAuthor = Text(fr: "Écrit par", en: "Written by", de: "Geschrieben von")
  static let rubricAt = Text(fr: "Le", en: "On", de: "Am")
  static let electedName = Text(fr: "Élu ou élue", en: "Elected member", de: "Gewählte Person")
  static let mandates = Text(fr: "Mandats", en: "Mandates", de: "Mandate")
  static let visionText = Text(fr: "Vision", en: "Vision", de: "Sicht")
  static let isQuotation = Text(fr: "Ce sont ses mots", en: "These are their words", de: "Wörtlich zitiert")
  static let rank = Text(fr: "Ordre", en: "Order", de: "Reihenfolge")

  static let sheetTitleHelp = Text(
    fr: "Ce qui se fait, en une ligne, sans sigle inexpliqué.", en: "What is done, in one line, without acronyms.")
  static let leadHelp = Text(
    fr: "La phrase qui donne envie de lire : elle se lit dans le catalogue.",
    en: "The sentence that makes one want to read on: it stands in the catalogue.")
  static let sheetOwnerHelp = Text(
    fr: "L’organisation qui répond de ce qui est décrit.", en: "The organisation that answers for what is described.")
  static let axisHelp = Text(
    fr: "Laissez vide si aucun ne convient.", en: "Leave empty where none fits.")
  static let sheetBudgetHelp = Text(
    fr: "En euros, pour l’année indiquée ou au total.", en: "In euros, for the year given or in total.")
  static let updatedHelp = Text(
    fr: "Le jour où son contenu a été vérifié pour la dernière fois.",
    en: "The day on which its content was last checked.")
  static let rubricTextHelp = Text(
    fr:
      "Un chiffre s’insère par sa clé : {{chiffre:cle}} pour un chiffre publié, {{indicateur:cle}} pour un indicateur qui se recalcule.",
    en:
      "A figure is inserted by its key: {{chiffre:key}} for a published one, {{indicateur:key}} for an indicator that counts itself."
  )
  static let mandatesHelp = Text(
    fr: "Un par ligne, tels qu’ils étaient ce jour-là.", en: "One to a line, as they were on that day.")
  static let isQuotationHelp = Text(
    fr: "Décoché, c’est sa vision telle qu’on la rapporte.", en: "Unticked, it is their vision as it is reported.")
  static let rankHelp = Text(fr: "1 vient en premier.", en: "1 comes first.")
  static let budgetOfThatYear = Text(
    fr: "Indiquez le montant de cette année-là.", en: "Give the amount of that year.")
  static let noFreeAddress = Text(
    fr: "Trop de fiches portent déjà ce nom.", en: "Too many sheets have this name already.")
  static let rubricChanged = Text(
    fr:
      "Quelqu’un d’autre a écrit dans cette rubrique entre-temps. Rien n’est perdu : votre texte est ci-dessous, le sien juste après. Reprenez ce qui manque, puis enregistrez.",
    en:
      "Somebody else wrote in this rubric meanwhile. Nothing is lost: your text is below, theirs just after. Take over what is missing, then save."
  )

  static func sheetExists(_ kind: SheetKind) -> Text {
    Text(
      fr: "Ce dispositif a déjà sa \(kind.label(.fr).lowercased()).",
      en: "This programme has its \(kind.label(.en).lowercased()) already.")
  }
}

extension Noun {
  static let sheet = Noun(fr: ("fiche", "fiches", .f), en: ("sheet", "sheets"), de: ("Blatt", "Blätter", .n))
}

extension Deed {
  static let sheetBegun = Deed("sheet.begun", Text(fr: "Fiche commencée", en: "Sheet begun"))
  static let sheetChanged = Deed("sheet.changed", Text(fr: "Fiche modifiée", en: "Sheet changed"))
  static let rubricWritten = Deed("rubric.written", Text(fr: "Rubrique enregistrée", en: "Rubric saved"))
  static let visionEntered = Deed("vision.entered", Text(fr: "Vision enregistrée", en: "Vision entered"))
  static let visionChanged = Deed("vision.changed", Text(fr: "Vision modifiée", en: "Vision changed"))
  static let visionDeleted = Deed("vision.deleted", Text(fr: "Vision supprimée", en: "Vision deleted"))

  static let sheets: [Deed] = [
    sheetBegun, sheetChanged, rubricWritten, visionEntered, visionChanged, visionDeleted,
  ]
}
