/// Why a file cannot be a letter's template, in words for whoever sent it.
public enum TemplateFault: Error, Sendable, Equatable {
  /// Neither of the two formats.
  case otherFormat
  /// What word processors wrote before 2007, and what they write under a password: from outside the two are one.
  case oldOrLocked
  case locked
  case macros
  case tooLarge
  case damaged
  /// `{{` without `}}` in the same paragraph.
  case unclosed(String)
  /// `{{#…}}` and `{{/…}}` that do not stand in one row of a table.
  case strayRows(String)

  public var message: Text {
    switch self {
    case .otherFormat:
      Text(fr: "Un fichier .odt ou .docx est attendu.", en: "An .odt or .docx file is expected.")
    case .oldOrLocked:
      Text(
        fr:
          "Ce fichier est protégé par un mot de passe, ou dans l’ancien format .doc. Enregistrez-le sans mot de passe, en .odt ou en .docx.",
        en:
          "This file is protected by a password, or in the old .doc format. Save it without a password, as .odt or .docx."
      )
    case .locked:
      Text(
        fr: "Ce fichier est protégé par un mot de passe. Enregistrez-le sans, puis envoyez-le à nouveau.",
        en: "This file is protected by a password. Save it without one, then send it again.")
    case .macros:
      Text(
        fr: "Ce fichier contient des macros. Enregistrez-le sans elles, en .odt ou en .docx.",
        en: "This file holds macros. Save it without them, as .odt or .docx.")
    case .tooLarge:
      Text(
        fr: "Ce fichier est trop lourd une fois décompressé : 20 Mio au plus, dont 4 de texte, et 500 éléments.",
        en: "This file is too large once unpacked: 20 MiB at most, 4 of them text, and 500 parts.")
    case .damaged:
      Text(
        fr: "Ce fichier est abîmé : il ne se lit pas jusqu’au bout. Ouvrez-le et enregistrez-le à nouveau.",
        en: "This file is damaged: it cannot be read to its end. Open it and save it again.")
    case .unclosed(let start):
      Text(
        fr: "« \(start) » : il manque les accolades « }} » dans le même paragraphe.",
        en: "“\(start)”: the braces “}}” are missing in the same paragraph.")
    case .strayRows(let name):
      Text(
        fr:
          "« {{#\(name)}} » et « {{/\(name)}} » doivent se trouver tous deux dans une même ligne d’un tableau, et une seule fois.",
        en: "“{{#\(name)}}” and “{{/\(name)}}” must both stand in one and the same row of a table, once each.")
    }
  }
}
