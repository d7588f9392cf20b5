import SQL
import Tables

extension CellPlace {
  /// « Ligne 12, colonne C (SIRET) : … »
  public func saying(_ what: Text) -> Text {
    let name: String = column.heading.isEmpty ? column.letter : "\(column.letter) (\(column.heading))"
    return Text(
      fr: "Ligne \(line), colonne \(name) : \(what(.fr))", en: "Line \(line), column \(name): \(what(.en))",
      de: "Zeile \(line), Spalte \(name): \(what(.de))")
  }
}

extension CellFault {
  /// What is wrong with the value, with the value itself.
  public var message: Text {
    switch self {
    case .failedFormula(let value):
      Text(
        fr: "le tableur n’a pas pu calculer cette cellule (\(value)).",
        en: "the spreadsheet could not compute this cell (\(value)).",
        de: "die Tabellenkalkulation konnte diese Zelle nicht berechnen (\(value)).")
    case .uncomputed:
      Text(
        fr: "cette formule n’a jamais été calculée. Ouvrez le fichier dans un tableur et enregistrez-le à nouveau.",
        en: "this formula was never computed. Open the file in a spreadsheet and save it again.",
        de:
          "diese Formel wurde nie berechnet. Öffnen Sie die Datei in einer Tabellenkalkulation und speichern Sie sie erneut."
      )
    case .notText(let value):
      .quoted(value, Text(fr: "un texte est attendu.", en: "a text is expected.", de: "ein Text wird erwartet."))
    case .notADay(let value):
      .quoted(
        value,
        Text(
          fr: "une date est attendue, par exemple 16/06/2022.", en: "a day is expected, for example 2022-06-16.",
          de: "ein Datum wird erwartet, zum Beispiel 16.06.2022."))
    case .noSuchDay(let value):
      .quoted(
        value,
        Text(fr: "ce jour n’existe pas.", en: "there is no such day.", de: "diesen Tag gibt es nicht."))
    case .americanDay(let value, let meant):
      .quoted(
        value,
        Text(
          fr:
            "le mois est avant le jour, à l’américaine. S’il s’agit du \(Language.fr.long(meant)), écrivez \(Language.fr.short(meant)).",
          en:
            "the month stands before the day, as Americans write it. If it is \(Language.en.long(meant)), write \(meant).",
          de:
            "der Monat steht vor dem Tag, wie in Amerika. Ist der \(Language.de.long(meant)) gemeint, schreiben Sie \(Language.de.short(meant))."
        ))
    case .notANumber(let value):
      .quoted(value, Text(fr: "un nombre est attendu.", en: "a number is expected.", de: "eine Zahl wird erwartet."))
    case .ambiguous(let value):
      .quoted(
        value,
        Text(
          fr:
            "ce signe peut séparer les milliers ou les décimales. Dites lequel, ou écrivez le nombre sans séparer les milliers.",
          en: "this sign may part thousands or decimals. Say which, or write the number without parting thousands.",
          de: "dieses Zeichen kann Tausender oder Dezimalstellen trennen. Sagen Sie, welche."))
    case .notWhole(let value):
      .quoted(
        value,
        Text(
          fr: "un nombre entier est attendu.", en: "a whole number is expected.", de: "eine ganze Zahl wird erwartet."))
    case .tooLarge(let value):
      .quoted(
        value, Text(fr: "ce nombre est trop grand.", en: "this number is too large.", de: "diese Zahl ist zu groß."))
    case .partsOfACent(let value):
      .quoted(
        value,
        Text(
          fr: "un montant a deux décimales au plus.", en: "a sum has two decimals at most.",
          de: "ein Betrag hat höchstens zwei Dezimalstellen."))
    case .notAFlag(let value):
      .quoted(
        value,
        Text(
          fr: "« oui » ou « non » est attendu.", en: "“yes” or “no” is expected.", de: "„ja“ oder „nein“ wird erwartet."
        ))
    case .notAChoice(let value, let known):
      .quoted(
        value,
        Text(
          fr: "ce mot n’est pas de la liste : \(listed(known)).", en: "this word is not in the list: \(listed(known)).",
          de: "dieses Wort steht nicht in der Liste: \(listed(known))."))
    case .digitsLost(let value):
      .quoted(
        value,
        Text(
          fr:
            "le tableur a pris ce code pour un nombre et en a perdu des chiffres. Reprenez-le dans le fichier d’origine, au format Texte.",
          en:
            "the spreadsheet took this code for a number and lost digits. Take it again from the original file, as Text.",
          de:
            "die Tabellenkalkulation hat diesen Code als Zahl gelesen und Ziffern verloren. Übernehmen Sie ihn erneut als Text."
        ))
    case .notACode(let value, let length):
      .quoted(
        value,
        Text(
          fr: "un code de \(length) caractères est attendu.", en: "a code of \(length) characters is expected.",
          de: "ein Code von \(length) Zeichen wird erwartet."))
    case .notATelephone(let value):
      .quoted(
        value,
        Text(
          fr: "un numéro de téléphone est attendu.", en: "a telephone number is expected.",
          de: "eine Telefonnummer wird erwartet."))
    }
  }

  /// A long list says its beginning only.
  private func listed(_ words: [String]) -> String {
    words.prefix(12).joined(separator: ", ") + (words.count > 12 ? "…" : "")
  }
}

extension Text {
  /// What stands in the cell, shortened: a whole page may have been pasted there.
  fileprivate static func quoted(_ value: String, _ what: Text) -> Text {
    let value: String = value.count > 60 ? "\(value.prefix(60))…" : value
    return Text(fr: "« \(value) » : \(what(.fr))", en: "“\(value)”: \(what(.en))", de: "„\(value)“: \(what(.de))")
  }
}
