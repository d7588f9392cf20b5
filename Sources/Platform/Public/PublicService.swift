import Mail

/// Who answers for what is published here, as far as the territory has said. What it has not said is never guessed.
struct PublicService: Sendable {
  /// Nil while the installation has no territory.
  let territory: String?
  let address: String
  let contact: Territory.Contact

  init(_ visit: Visit) {
    territory = visit.territory?.name
    address = visit.address
    contact =
      visit.territory?.contact
      ?? Territory.Contact(postalAddress: "", email: nil, phone: "", publisher: "", hosting: "", dataOfficer: "")
  }

  var name: String { territory ?? "Terreau" }
}

extension View<PublicService> {
  static let publisher = View(
    "PublicService",
    [
      Column("territory", .siteOwner) { .given($0.territory) },
      Column("publisher", .publisher) { .given($0.contact.publisher) },
    ] + reached.columns)

  /// Where to write or call.
  static let reached = View(
    "PublicService",
    [
      Column("postalAddress", .postalAddress) { .given($0.contact.postalAddress) },
      Column("phone", .phone) { .given($0.contact.phone) },
      Column("email", .email, link: { $0.contact.email.flatMap(mailto) }) { .given($0.contact.email) },
    ])

  static let host = View(
    "PublicService", [Column("hosting", .nameAndAddress) { .given($0.contact.hosting) }])

  static let dataController = View(
    "PublicService",
    [
      Column("territory", .dataController) { .given($0.territory) },
      Column("postalAddress", .postalAddress) { .given($0.contact.postalAddress) },
      Column("dataOfficer", .dataOfficer, link: { mailto($0.contact.dataOfficer) }) { .given($0.contact.dataOfficer) },
    ])
}

/// Where a browser opens a letter, if this is an address for one.
private func mailto(_ text: String) -> String? { EmailAddress(text).map { "mailto:\($0.text)" } }

extension Cell {
  /// What the territory's settings say, or that they do not.
  fileprivate static func given(_ text: String?) -> Cell {
    guard let text, !text.isEmpty else { return .word(key: "", .notGiven) }
    return .text(text)
  }
}

extension Text {
  static let notGiven = Text(
    fr: "non renseigné par le territoire", en: "not given by the territory", de: "vom Gebiet nicht angegeben")
  fileprivate static let siteOwner = Text(fr: "Éditeur", en: "Published by", de: "Herausgeber")
  fileprivate static let nameAndAddress = Text(
    fr: "Nom et adresse", en: "Name and address", de: "Name und Anschrift")
  fileprivate static let dataController = Text(
    fr: "Responsable du traitement", en: "Data controller", de: "Verantwortliche Stelle")
}
