import Mail
import SQL

/// What is entered of an organisation. Only its name is needed: the rest is asked for where a procedure needs it.
struct OrganisationForm: Form {
  static let name = Field.text("name", .personName, most: Organisation.mostNameCharacters)
  static let kind = Field<OrganisationKind>.choice("kind", .organisationKind).optional
  static let number = Field.companyNumber("number", .companyNumber, help: .companyNumberHelp).optional
  static let rna = Field.rna("rna", .rna, help: .rnaHelp).optional
  static let address = Field.text("address", .postalAddress, most: 200).optional
  static let postcode = Field.text("postcode", .postcode, most: 10).optional
  static let municipality = Field.named("municipality", .municipality, most: 80, finder: "communes").optional
  static let activity = Field.text("activity", .activityClass, help: .activityHelp, most: 10).capitals.optional
  static let email = Field.email("email", .email).optional
  static let phone = Field.text("phone", .phone, most: 30).optional
  static let website = Field.webAddress("website", .website).optional
  static let fields: [any FormField] = [
    name, kind, number, rna, address, postcode, municipality, activity, email, phone, website,
  ]

  var name: String
  var kind: OrganisationKind?
  let number: CompanyNumber?
  let rna: RNA?
  var place: Organisation.Place
  let activity: String?
  var reach: Organisation.Reach

  init(_ values: FormValues) throws(Refusal) {
    name = values[Self.name]
    kind = values[Self.kind]
    number = values[Self.number]
    rna = values[Self.rna]
    place = Organisation.Place(
      address: values[Self.address], postcode: values[Self.postcode], municipality: values[Self.municipality])
    activity = values[Self.activity]
    reach = Organisation.Reach(
      email: values[Self.email]?.text, phone: values[Self.phone], website: values[Self.website])
    if kind == .founder, number?.siret != nil { throw .invalid("kind", .founderHasNone) }
  }

  init(named name: String, number: CompanyNumber? = nil, rna: RNA? = nil) {
    (self.name, self.number, self.rna) = (name, number, rna)
    kind = nil
    place = Organisation.Place()
    activity = nil
    reach = Organisation.Reach()
  }

  static func typed(_ organisation: Organisation) -> Typed {
    var typed = Typed()
    typed.set(name, organisation.name)
    typed.set(kind, organisation.kind)
    typed["number"] = organisation.siret ?? organisation.siren
    typed["rna"] = organisation.rna
    typed.set(address, organisation.place.address)
    typed.set(postcode, organisation.place.postcode)
    typed.set(municipality, organisation.place.municipality)
    typed.set(activity, organisation.activity)
    typed["email"] = organisation.reach.email
    typed.set(phone, organisation.reach.phone)
    typed.set(website, organisation.reach.website)
    typed.set(.version, organisation.version)
    return typed
  }
}

struct OrganisationFilter: Form {
  static let text = Field.text("q", .nameOrNumber, most: 100).optional
  static let kind = Field<OrganisationKind>.choice("kind", .organisationKind).optional
  static let municipality = Field.text("municipality", .municipality, most: 80).optional
  static let unnumbered = Field.flag("unnumbered", .withoutNumber)
  static let fields: [any FormField] = [text, kind, municipality, unnumbered]

  let text: String?
  let kind: OrganisationKind?
  let municipality: String?
  let isUnnumbered: Bool

  init(_ values: FormValues) throws(Refusal) {
    text = values[Self.text]
    kind = values[Self.kind]
    municipality = values[Self.municipality]
    isUnnumbered = values[Self.unnumbered]
  }
}

extension Text {
  static let companyNumber = Text(fr: "SIRET ou SIREN", en: "SIRET or SIREN")
  fileprivate static let companyNumberHelp = Text(
    fr: "14 chiffres pour un établissement, 9 pour l’entreprise entière. Sans numéro, laissez vide.",
    en: "14 digits for an establishment, 9 for the whole company. Leave empty where there is none.")
  fileprivate static let rnaHelp = Text(
    fr: "Pour une association : W suivi de neuf chiffres.", en: "For an association: W followed by nine digits.")
  fileprivate static let activityHelp = Text(fr: "Par exemple 43.32A.", en: "For example 43.32A.")
  fileprivate static let founderHasNone = Text(
    fr: "Un projet n’a pas encore de SIRET : s’il en a un, c’est une entreprise ou une association.",
    en: "A founder has no SIRET yet: with one, it is a company or an association.")
  static let nameOrNumber = Text(fr: "Nom, sigle ou numéro", en: "Name, initials or number")
  static let withoutNumber = Text(fr: "Sans numéro", en: "Without a number")
}
