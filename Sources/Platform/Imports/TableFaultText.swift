import Tables

extension TableFault {
  /// What to say of it to whoever sent the file: where it is, and what to do.
  public var message: Text {
    switch self {
    case .empty:
      Text(
        fr: "Ce fichier ne contient aucune ligne.", en: "This file holds no line.",
        de: "Diese Datei enthält keine Zeile.")
    case .foreign(let format): format.message
    case .locked:
      Text(
        fr: "Ce fichier est protégé par un mot de passe. Enregistrez-le sans, puis envoyez-le à nouveau.",
        en: "This file is protected by a password. Save it without one, then send it again.",
        de: "Diese Datei ist durch ein Passwort geschützt. Speichern Sie sie ohne Passwort und senden Sie sie erneut.")
    case .cutShort:
      Text(
        fr: "Ce fichier est coupé avant sa fin : l’envoi ou la copie s’est interrompu. Envoyez-le à nouveau.",
        en: "This file stops before its end: sending or copying it was interrupted. Send it again.",
        de: "Diese Datei bricht vor ihrem Ende ab: Senden oder Kopieren wurde unterbrochen. Senden Sie sie erneut.")
    case .damaged, .declarations:
      Text(
        fr:
          "Ce fichier est abîmé : il ne se lit pas jusqu’au bout. Ouvrez-le et enregistrez-le à nouveau au format XLSX ou CSV.",
        en: "This file is damaged: it cannot be read to its end. Open it and save it again as XLSX or CSV.",
        de: "Diese Datei ist beschädigt. Öffnen Sie sie und speichern Sie sie erneut als XLSX oder CSV.")
    case .tooLarge:
      Text(
        fr: "Ce fichier est trop lourd. Partagez-le en plusieurs, ou enregistrez-le au format CSV.",
        en: "This file is too large. Split it, or save it as CSV.",
        de: "Diese Datei ist zu groß. Teilen Sie sie auf oder speichern Sie sie als CSV.")
    case .unreachable:
      Text(
        fr: "Ce fichier ne peut pas être lu sur le disque.", en: "This file cannot be read from the disk.",
        de: "Diese Datei kann nicht von der Festplatte gelesen werden.")
    case .noSuchSheet(let name):
      Text(
        fr: "Ce classeur n’a pas de feuille « \(name) ».", en: "This workbook has no sheet “\(name)”.",
        de: "Diese Arbeitsmappe hat kein Blatt „\(name)“.")
    case .zeroByte(let line):
      .line(
        line,
        Text(
          fr: "un octet nul, qu’aucun texte ne contient. Enregistrez ce fichier au format XLSX ou CSV.",
          en: "a zero byte, which no text holds. Save this file as XLSX or CSV.",
          de: "ein Nullbyte, das kein Text enthält. Speichern Sie diese Datei als XLSX oder CSV."))
    case .encoding(let line):
      .line(
        line,
        Text(
          fr: "des lettres illisibles. Enregistrez ce fichier au format XLSX, ou CSV UTF-8.",
          en: "unreadable letters. Save this file as XLSX, or as CSV UTF-8.",
          de: "unlesbare Buchstaben. Speichern Sie diese Datei als XLSX oder als CSV UTF-8."))
    case .openQuote(let line):
      .line(
        line,
        Text(
          fr: "un guillemet y est ouvert et n’est jamais refermé. Le fichier est coupé, ou ce guillemet est de trop.",
          en: "a quotation mark is opened there and never closed. The file is cut, or the mark is one too many.",
          de:
            "ein Anführungszeichen wird dort geöffnet und nie geschlossen. Die Datei ist abgeschnitten, oder das Zeichen ist überzählig."
        ))
    case .lineTooLong(let line):
      .line(line, Text(fr: "elle est trop longue.", en: "it is too long.", de: "sie ist zu lang."))
    case .cellTooLong(let line):
      .line(
        line, Text(fr: "une cellule est trop longue.", en: "a cell is too long.", de: "eine Zelle ist zu lang."))
    case .tooManyColumns(let line, let most):
      .line(
        line,
        Text(
          fr: "plus de \(Language.fr.number(most)) colonnes.", en: "more than \(Language.en.number(most)) columns.",
          de: "mehr als \(Language.de.number(most)) Spalten."))
    case .tooManyLines(let most):
      Text(
        fr: "Ce tableau a plus de \(Language.fr.number(most)) lignes.",
        en: "This table has more than \(Language.en.number(most)) lines.",
        de: "Diese Tabelle hat mehr als \(Language.de.number(most)) Zeilen.")
    case .surplusCells(let line, let cells, let headings):
      .line(
        line,
        Text(
          fr: "\(cells) cellules pour \(headings) en-têtes : une valeur contient peut-être le séparateur.",
          en: "\(cells) cells under \(headings) headings: a value may hold the separator.",
          de: "\(cells) Zellen unter \(headings) Überschriften: ein Wert enthält vielleicht das Trennzeichen."))
    case .missingCells(let line, let cells, let headings):
      .line(
        line,
        Text(
          fr: "\(cells) cellules seulement pour \(headings) en-têtes.",
          en: "only \(cells) cells under \(headings) headings.",
          de: "nur \(cells) Zellen unter \(headings) Überschriften."))
    case .blankHeading(let place):
      Text(
        fr: "La colonne \(place.column.letter) n’a pas d’en-tête (ligne \(place.line)).",
        en: "Column \(place.column.letter) has no heading (line \(place.line)).",
        de: "Spalte \(place.column.letter) hat keine Überschrift (Zeile \(place.line)).")
    case .repeatedHeading(let place, let first):
      Text(
        fr: "« \(place.column.heading) » est l’en-tête de deux colonnes, \(first.letter) et \(place.column.letter).",
        en: "“\(place.column.heading)” heads two columns, \(first.letter) and \(place.column.letter).",
        de: "„\(place.column.heading)“ ist die Überschrift zweier Spalten, \(first.letter) und \(place.column.letter).")
    case .cell(let place, let fault): place.saying(fault.message)
    }
  }
}

extension ForeignFormat {
  fileprivate var message: Text {
    switch self {
    case .oldExcel:
      Text(
        fr: "Ce fichier est dans l’ancien format d’Excel (.xls). Enregistrez ce fichier au format XLSX ou CSV.",
        en: "This file is in Excel’s old format (.xls). Save this file as XLSX or CSV.",
        de: "Diese Datei ist im alten Excel-Format (.xls). Speichern Sie sie als XLSX oder CSV.")
    case .binaryExcel:
      Text(
        fr: "Ce fichier est dans le format binaire d’Excel (.xlsb). Enregistrez ce fichier au format XLSX ou CSV.",
        en: "This file is in Excel’s binary format (.xlsb). Save this file as XLSX or CSV.",
        de: "Diese Datei ist im binären Excel-Format (.xlsb). Speichern Sie sie als XLSX oder CSV.")
    case .pdf: .isNoTable(Text(fr: "un document PDF", en: "a PDF document", de: "ein PDF-Dokument"))
    case .page: .isNoTable(Text(fr: "une page web", en: "a web page", de: "eine Webseite"))
    case .xml: .isNoTable(Text(fr: "un fichier XML", en: "an XML file", de: "eine XML-Datei"))
    case .archive:
      .isNoTable(
        Text(
          fr: "un texte, une présentation ou une archive", en: "a letter, slides or an archive",
          de: "ein Text, eine Präsentation oder ein Archiv"))
    case .richText: .isNoTable(Text(fr: "un texte", en: "a letter", de: "ein Text"))
    case .picture: .isNoTable(Text(fr: "une image", en: "a picture", de: "ein Bild"))
    }
  }
}

extension Text {
  fileprivate static func isNoTable(_ what: Text) -> Text {
    Text(
      fr: "Ce fichier est \(what(.fr)), pas un tableau. Enregistrez ce fichier au format XLSX ou CSV.",
      en: "This file is \(what(.en)), not a table. Save this file as XLSX or CSV.",
      de: "Diese Datei ist \(what(.de)), keine Tabelle. Speichern Sie sie als XLSX oder CSV.")
  }

  fileprivate static func line(_ number: Int, _ what: Text) -> Text {
    Text(
      fr: "Ligne \(number) : \(what(.fr))", en: "Line \(number): \(what(.en))", de: "Zeile \(number): \(what(.de))")
  }
}
