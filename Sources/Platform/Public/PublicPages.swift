import HTTP
import SQL

/// The pages that a public service owes its readers.
enum PublicPage {
  /// In the foot of every page. The state of accessibility is said in these very words (decree 2019-768, article 6).
  static let links: [(path: String, label: Text)] = [
    (
      "/accessibilite",
      Text(
        fr: "Accessibilité : non conforme", en: "Accessibility: not compliant", de: "Barrierefreiheit: nicht konform")
    ),
    ("/mentions-legales", .legalNotice), ("/donnees-personnelles", .personalData), ("/contact", .contact),
  ]
}

extension PlatformDoor {
  var publicRoutes: [Endpoint] {
    ([accessibilityStatement, legalNotice, dataNotice] + contact).map(\.alwaysOpen)
  }
}

extension Page {
  /// A link on a line of its own.
  public mutating func linkLine(_ path: String, _ label: Text) {
    markup.raw("<p>")
    link(path, label)
    markup.raw("</p>\n")
  }
}

extension Text {
  static let legalNotice = Text(fr: "Mentions légales", en: "Legal notice", de: "Impressum")
  static let personalData = Text(fr: "Données personnelles", en: "Personal data", de: "Datenschutz")
  static let contact = Text(fr: "Contact", en: "Contact", de: "Kontakt")
}
