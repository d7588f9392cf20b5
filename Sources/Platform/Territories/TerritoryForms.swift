import HTTP
import Mail
import SQL

struct TerritoryForm: Form {
  static let name = Field.text("name", .personName, most: 160)
  static let host = Field.text(
    "host", .territoryHost,
    help: Text(
      fr: "Le nom d’hôte par lequel le public arrive ici, par exemple terreau.metropole.fr. Vide s’il est partagé.",
      en: "The host name by which the public comes here, for example terreau.metropole.fr. Empty if it is shared."),
    most: 200
  ).optional
  static let accent = Field<Colour>.colour("accent", .accent).optional
  static let language = Field<Language>.choice("language", .territoryLanguage)
  static let speaksGerman = Field.flag("speaksGerman", .speaksGerman)
  static let requiresCode = Field.flag(
    "requiresCode", .requiresCode,
    help: Text(
      fr: "Agents, responsables et administrateurs sans second facteur ne pourront plus que l’activer.",
      en: "Agents, managers and administrators without a second factor will only be able to set it up."))
  static let postalAddress = Field.text("postalAddress", .postalAddress, most: 300).optional
  static let email = Field.email("email", .email).optional
  static let phone = Field.text("phone", .phone, most: 30).optional
  static let publisher = Field.text("publisher", .publisher, most: 160).optional
  static let hosting = Field.text(
    "hosting", .hosting, help: Text(fr: "Nom et adresse.", en: "Name and address."), most: 300
  ).optional
  static let dataOfficer = Field.text(
    "dataOfficer", .dataOfficer, help: Text(fr: "Adresse où lui écrire.", en: "Where to write to them."), most: 300
  ).optional
  static let fields: [any FormField] = [
    name, host, accent, language, speaksGerman, requiresCode, postalAddress, email, phone, publisher, hosting,
    dataOfficer, Field<Int>.version,
  ]

  let name: String
  let host: String?
  let accent: Colour?
  let language: Language
  let speaksGerman: Bool
  let requiresCode: Bool
  let postalAddress: String?
  let email: EmailAddress?
  let phone: String?
  let publisher: String?
  let hosting: String?
  let dataOfficer: String?
  let version: Int

  init(_ values: FormValues) throws(Refusal) {
    name = values[Self.name]
    host = values[Self.host]?.lowercased()
    accent = values[Self.accent]
    language = values[Self.language]
    speaksGerman = values[Self.speaksGerman]
    requiresCode = values[Self.requiresCode]
    postalAddress = values[Self.postalAddress]
    email = values[Self.email]
    phone = values[Self.phone]
    publisher = values[Self.publisher]
    hosting = values[Self.hosting]
    dataOfficer = values[Self.dataOfficer]
    version = values[.version]
    if let host,
      !host.utf8.allSatisfy({ $0 == 0x2D || $0 == 0x2E || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) })
    {
      throw .invalid(
        "host",
        Text(
          fr: "Un nom d’hôte est attendu, sans https:// ni chemin.",
          en: "A host name is expected, without https:// or path."))
    }
  }

  static func typed(_ territory: Territory) -> Typed {
    var typed = Typed()
    typed.set(name, territory.name)
    typed.set(host, territory.host)
    typed.set(accent, territory.accent)
    typed.set(language, territory.language)
    typed.set(speaksGerman, territory.speaksGerman)
    typed.set(requiresCode, territory.requiresCode)
    typed.set(postalAddress, territory.contact.postalAddress)
    typed.set(email, territory.contact.email.flatMap { EmailAddress($0) })
    typed.set(phone, territory.contact.phone)
    typed.set(publisher, territory.contact.publisher)
    typed.set(hosting, territory.contact.hosting)
    typed.set(dataOfficer, territory.contact.dataOfficer)
    typed.set(.version, territory.version)
    return typed
  }
}

extension Language: Choice {
  public var label: Text { Text(name: ownName) }
}

extension Field where Value == Colour {
  static func colour(_ key: String, _ label: Text) -> Field {
    Field(
      key: key, label: label,
      help: Text(
        fr: "Par exemple #7a3b12. Elle est assombrie ou éclaircie jusqu’à rester lisible, de jour comme de nuit.",
        en: "For example #7a3b12. It is darkened or lightened until it stays legible, in light and in the dark."),
      isRequired: true, control: .text(most: 7),
      read: { raw in
        guard let raw, !raw.isEmpty else { return .wrong(.missing) }
        guard let colour = Colour(hex: trim(raw)) else {
          return .wrong(
            Text(fr: "Une couleur est attendue, par exemple #7a3b12.", en: "A colour is expected, for example #7a3b12.")
          )
        }
        return .value(colour)
      }, write: { $0.hex })
  }
}

struct LogoForm: Form {
  static let logo = Field<[UInt8]?>.picture(
    "logo", Text(fr: "Logo", en: "Logo"),
    help: Text(
      fr: "PNG, JPEG ou WebP, 200 Kio au plus, affiché sur 32 pixels de haut. Sans fichier, le logo actuel est retiré.",
      en: "PNG, JPEG or WebP, 200 KiB at most, shown 32 pixels high. Without a file, the present logo is removed."),
    most: 200 * 1_024)
  static let fields: [any FormField] = [logo]

  let logo: [UInt8]?

  init(_ values: FormValues) throws(Refusal) { logo = values[Self.logo] }
}

struct NewTerritoryForm: Form {
  static let name = Field.text("name", .personName, most: 160)
  static let slug = Field.text(
    "slug", Text(fr: "Nom court", en: "Short name"),
    help: .slugExpected, most: 60)
  static let email = Field.email("email", Text(fr: "Adresse de l’administrateur", en: "Administrator’s address"))
  static let person = Field.text("person", Text(fr: "Nom de l’administrateur", en: "Administrator’s name"), most: 120)
  static let fields: [any FormField] = [name, slug, email, person]

  let name: String
  let slug: String
  let email: EmailAddress
  let person: String

  init(_ values: FormValues) throws(Refusal) {
    name = values[Self.name]
    slug = values[Self.slug]
    email = values[Self.email]
    person = values[Self.person]
    guard Territory.isSlug(slug) else { throw .invalid("slug", .slugExpected) }
  }
}

extension Territory {
  /// What can stand in an address and on a command line.
  public static func isSlug(_ text: String) -> Bool {
    !text.isEmpty && text.first != "-" && text.last != "-"
      && text.utf8.allSatisfy { $0 == 0x2D || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
  }
}

struct MaintenanceForm: Form {
  static let isOn = Field.flag(
    "on", Text(fr: "Fermer le site pour maintenance", en: "Close the site for maintenance"),
    help: Text(
      fr: "Seuls les exploitants y entrent encore ; les autres voient le message.",
      en: "Only operators still get in; the others see the message."))
  static let message = Field.lines(
    "message", Text(fr: "Message", en: "Message"),
    help: Text(fr: "Dites jusqu’à quand, si vous le savez.", en: "Say until when, if you know."), most: 500
  ).optional
  static let fields: [any FormField] = [isOn, message]

  let message: String?

  init(_ values: FormValues) throws(Refusal) {
    message = values[Self.isOn] ? values[Self.message] ?? "" : nil
  }
}

extension Text {
  static let territory = Text(fr: "Territoire", en: "Territory", de: "Gebiet")
  static let territoryHost = Text(fr: "Nom d’hôte", en: "Host name")
  static let accent = Text(fr: "Couleur", en: "Colour")
  static let territoryLanguage = Text(fr: "Langue par défaut", en: "Default language")
  static let speaksGerman = Text(fr: "Pages publiques aussi en allemand", en: "Public pages in German too")
  static let requiresCode = Text(fr: "Second facteur exigé des agents", en: "Second factor required of agents")
  static let postalAddress = Text(fr: "Adresse postale", en: "Postal address", de: "Postanschrift")
  static let publisher = Text(
    fr: "Directeur ou directrice de la publication", en: "Publisher", de: "Verantwortlich für den Inhalt")
  static let hosting = Text(fr: "Hébergeur", en: "Hosting provider", de: "Hosting")
  static let dataOfficer = Text(
    fr: "Délégué à la protection des données", en: "Data protection officer", de: "Datenschutzbeauftragte Person")
  static let hostTaken = Text(
    fr: "Un autre territoire porte ce nom d’hôte.", en: "Another territory has this host name.")
  static let slugExpected = Text(
    fr: "Lettres minuscules, chiffres et tirets.", en: "Lower-case letters, digits and hyphens.")
  static let slugTaken = Text(fr: "Un territoire porte déjà ce nom court.", en: "A territory has this short name.")
}
