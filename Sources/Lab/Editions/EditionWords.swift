import Platform
import SQL

extension Noun {
  static let edition = Noun(
    fr: ("édition", "éditions", .f), en: ("edition", "editions"), de: ("Ausgabe", "Ausgaben", .f))
}

extension Deed {
  static let editionBegun = Deed("edition.begun", Text(fr: "Édition commencée", en: "Edition begun"))
  static let editionChanged = Deed("edition.changed", Text(fr: "Édition modifiée", en: "Edition changed"))
  static let editionSheetsChosen = Deed("edition.sheets", Text(fr: "Fiches de l’édition choisies", en: "Sheets chosen"))
  static let editionSheetMoved = Deed("edition.moved", Text(fr: "Fiche déplacée", en: "Sheet moved"))
  static let editionTextWritten = Deed("edition.text.entered", Text(fr: "Texte ajouté", en: "Text added"))
  static let editionTextChanged = Deed("edition.text.changed", Text(fr: "Texte modifié", en: "Text changed"))
  static let editionTextDeleted = Deed("edition.text.deleted", Text(fr: "Texte supprimé", en: "Text deleted"))
  static let editionIssued = Deed("edition.issued", Text(fr: "Édition parue", en: "Edition issued"))
  static let editionDeleted = Deed(
    "edition.deleted", Text(fr: "Projet d’édition supprimé", en: "Draft edition deleted"))
  static let editionPressed = Deed(
    "edition.pressed", Text(fr: "Livre de l’édition composé", en: "Book of the edition made"))

  static let editions: [Deed] = [
    editionBegun, editionChanged, editionSheetsChosen, editionSheetMoved, editionTextWritten, editionTextChanged,
    editionTextDeleted, editionIssued, editionDeleted, editionPressed,
  ]
}

extension Text {
  static let editions = Text(fr: "Éditions", en: "Editions", de: "Ausgaben")
  static let oneEdition = Text(fr: "Édition", en: "Edition", de: "Ausgabe")
  static let editionNumber = Text(fr: "Numéro", en: "Number", de: "Nummer")
  static let editionTitle = Text(fr: "Titre", en: "Title", de: "Titel")
  static let editionSubtitle = Text(fr: "Sous-titre", en: "Subtitle", de: "Untertitel")
  static let editionDay = Text(fr: "Datée du", en: "Dated", de: "Datiert vom")
  static let editionIssuedAt = Text(fr: "Figée", en: "Frozen", de: "Festgeschrieben")
  static let editionDigest = Text(fr: "Empreinte", en: "Fingerprint", de: "Prüfsumme")
  static let editionTextKind = Text(fr: "Place du texte", en: "Place of the text", de: "Stelle des Textes")
  static let editionAuthor = Text(fr: "Auteur", en: "Author", de: "Autor")
  static let editionMandate = Text(fr: "En qualité de", en: "In the capacity of", de: "In der Eigenschaft als")

  static let editionNumberHelp = Text(
    fr: "Il figure dans l’adresse publique et ne resservira pas.",
    en: "It stands in the public address, and is used once.")
  static let editionSubtitleHelp = Text(
    fr: "Par exemple « Première édition, septembre 2012 ».", en: "For example “First edition, September 2012”.")
  static let editionDayHelp = Text(
    fr: "Le jour dont l’édition porte la date ; celui où elle est figée s’inscrit de lui-même.",
    en: "The day whose date the edition bears; the one on which it is frozen is noted by itself.")
  static let editionSheetsHelp = Text(
    fr: "Celles du catalogue, de tous les territoires. Elles se rangent d’elles-mêmes sous leur axe.",
    en: "Those of the catalogue, from all territories. They go under their axis by themselves.")
  static let editionMandateHelp = Text(
    fr: "Le mandat ou la fonction, tels qu’ils étaient ce jour-là.",
    en: "The mandate or function, as it was on that day.")

  static func editionIssued(_ moment: Instant) -> Text {
    Text { language in
      let issued: String = language.moment(moment)
      return Text(
        fr: "Cette édition est parue le \(issued) : elle ne change plus.",
        en: "This edition was issued on \(issued): it does not change any more.")(language)
    }
  }

  static func editionNumberTaken(_ number: Int) -> Text {
    Text(fr: "Il y a déjà une édition n° \(number).", en: "There is an edition no. \(number) already.")
  }

  /// « Édition n° 1 »
  static func editionNumbered(_ number: Int) -> Text {
    Text(fr: "Édition n° \(number)", en: "Edition no. \(number)", de: "Ausgabe Nr. \(number)")
  }
}
