extension Text {
  public static let missing = Text(fr: "À renseigner.", en: "Please fill this in.", de: "Bitte ausfüllen.")
  static let changedMeanwhile = Text(
    fr:
      "Quelqu’un a modifié cette fiche depuis que vous l’avez ouverte. Votre saisie est conservée : comparez et validez à nouveau.",
    en: "Somebody changed this record since you opened it. What you typed is kept: compare and submit again.",
    de:
      "Jemand hat diesen Eintrag geändert, seit Sie ihn geöffnet haben. Ihre Eingaben sind erhalten: Vergleichen Sie und senden Sie erneut."
  )
  static let notANumber = Text(
    fr: "Un nombre est attendu, par exemple 1 767,50.", en: "A number is expected, for example 1767.50.",
    de: "Eine Zahl wird erwartet, zum Beispiel 1767,50.")
  static let notPositive = Text(
    fr: "Un nombre plus grand que zéro est attendu.", en: "A number above zero is expected.",
    de: "Eine Zahl größer als null wird erwartet.")
  static let notADay = Text(
    fr: "Une date est attendue, par exemple 16/06/2022.", en: "A date is expected, for example 16/06/2022.",
    de: "Ein Datum wird erwartet, zum Beispiel 16.06.2022.")
  static let unlikelyDay = Text(
    fr: "Une date entre 1801 et 2170 est attendue.", en: "A date between 1801 and 2170 is expected.",
    de: "Ein Datum zwischen 1801 und 2170 wird erwartet.")
  static let notAChoice = Text(
    fr: "Choisissez une valeur de la liste.", en: "Choose a value from the list.",
    de: "Wählen Sie einen Wert aus der Liste.")
  static let controlCharacter = Text(
    fr: "Ce texte contient un caractère invisible qui ne peut pas être enregistré.",
    en: "This text holds an invisible character that cannot be kept.",
    de: "Dieser Text enthält ein unsichtbares Zeichen, das nicht gespeichert werden kann.")
  static let unknownField = Text(
    fr: "Ce champ n’existe pas.", en: "There is no such field.", de: "Dieses Feld gibt es nicht.")
  static let numberExpected = Text(
    fr: "Un nombre JSON est attendu.", en: "A JSON number is expected.", de: "Eine JSON-Zahl wird erwartet.")
  static let textExpected = Text(
    fr: "Un texte JSON est attendu.", en: "A JSON string is expected.", de: "Ein JSON-Text wird erwartet.")
  static let notAWebAddress = Text(
    fr: "Une adresse qui commence par https:// est attendue.", en: "An address that begins with https:// is expected.",
    de: "Eine Adresse, die mit https:// beginnt, wird erwartet.")
  static let flagExpected = Text(
    fr: "« true » ou « false » est attendu.", en: "“true” or “false” is expected.",
    de: "„true“ oder „false“ wird erwartet.")
  static let notAnEmail = Text(
    fr: "Une adresse électronique est attendue, par exemple camille.durand@exemple.fr.",
    en: "An e-mail address is expected, for example camille.durand@example.org.",
    de: "Eine E-Mail-Adresse wird erwartet, zum Beispiel camille.durand@beispiel.de.")

  static func tooLong(_ most: Int, _ count: Int) -> Text {
    Text(
      fr: "Au plus \(most) caractères ; il y en a \(count).", en: "At most \(most) characters; there are \(count).",
      de: "Höchstens \(most) Zeichen; es sind \(count).")
  }

  static func outside(_ bounds: ClosedRange<Int>) -> Text {
    Text { language in
      let (least, most): (String, String) = (language.number(bounds.lowerBound), language.number(bounds.upperBound))
      return switch language {
      case .fr: "Un nombre entre \(least) et \(most) est attendu."
      case .en: "A number between \(least) and \(most) is expected."
      case .de: "Eine Zahl zwischen \(least) und \(most) wird erwartet."
      }
    }
  }
}
