import SQL

/// What an organisation offers to residents: a workshop, a loan, somebody who listens.
struct OfferedService: Fetched, Equatable {
  let id: ID<OfferedService>
  let organisation: ID<Organisation>
  let organisationName: String
  let organisationKind: OrganisationKind?
  let name: String
  let description: String
  let type: ServiceType?
  let fee: ServiceFee?
  let feeNote: String?
  let audienceNote: String?
  let conditions: String?
  let mobilisationNote: String?
  let contact: String?
  let reach: Organisation.Reach
  let hours: OpeningHours?
  /// Where it is given, if not at the organisation’s own address.
  let ownPlace: Organisation.Place
  let organisationPlace: Organisation.Place
  let programme: ProgrammeLink?
  let isPublic: Bool
  let terms: ServiceTerms
  let provenance: Provenance
  let version: Int

  /// The programme that it is a part of, where who reads may see that one.
  struct ProgrammeLink: Sendable, Equatable {
    let id: ID<Programme>
    let slug: String
    let name: String
  }

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    organisation = try row.next()
    organisationName = try row.next()
    organisationKind = try row.next()
    name = try row.next()
    description = try row.next()
    type = try row.next()
    fee = try row.next()
    feeNote = try row.next()
    audienceNote = try row.next()
    conditions = try row.next()
    mobilisationNote = try row.next()
    contact = try row.next()
    reach = Organisation.Reach(email: try row.next(), phone: try row.next(), website: try row.next())
    hours = OpeningHours(stored: try row.next())
    ownPlace = try Self.place(&row)
    organisationPlace = try Self.place(&row)
    let (id, slug, name): (ID<Programme>?, String?, String?) = (try row.next(), try row.next(), try row.next())
    programme = if let id, let slug, let name { ProgrammeLink(id: id, slug: slug, name: name) } else { nil }
    isPublic = try row.next()
    terms = ServiceTerms(try row.next())
    provenance = try row.next()
    version = try row.next()
  }

  private static func place(_ row: inout Row) throws(DatabaseError) -> Organisation.Place {
    Organisation.Place(
      address: try row.next(), postcode: try row.next(), municipality: try row.next(), code: try row.next())
  }

  /// An address of its own names its municipality.
  var place: Organisation.Place { ownPlace.municipality == nil ? organisationPlace : ownPlace }

  var path: String { "/annuaire/services/\(id)" }
}

extension View<OfferedService> {
  static let service = View(
    "Service",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("name", .service, link: { $0.path }) { .text($0.name) },
      Column("organisation", .offeredBy) { .text($0.organisationName) },
      Column("organisationId", .organisationNumber, .int, forMachines: true) { .int(Int($0.organisation.number)) },
      Column("description", .serviceDescription, forMachines: true) { .text(filled: $0.description) },
      Column("type", .serviceType, .word(ServiceType.words)) { .choice($0.type) },
      Column("themes", .themes, .several) { .several($0.terms[.theme]) },
      Column("audiences", .audiences, .several) { .several($0.terms[.audience]) },
      Column("audienceNote", .audienceNote) { .text($0.audienceNote) },
      Column("fee", .fee, .word(ServiceFee.words)) { .choice($0.fee) },
      Column("feeNote", .feeNote) { .text($0.feeNote) },
      Column("conditions", .conditions) { .text($0.conditions) },
      Column("zones", .zones, .several) { service in
        .several(ServiceTermKind.places.flatMap { service.terms[$0] })
      },
      Column("welcome", .welcome, .several) { .several($0.terms[.welcome]) },
      Column("mobilisation", .mobilisation, .several) { .several($0.terms[.mobilisation]) },
      Column("mobilisers", .mobilisers, .several) { .several($0.terms[.mobiliser]) },
      Column("mobilisationNote", .mobilisationNote) { .text($0.mobilisationNote) },
      Column("contact", .serviceContact) { .text($0.contact) },
      Column("phone", .phone) { .text($0.reach.phone) },
      Column("email", .email) { .text($0.reach.email) },
      Column("link", .serviceLink, link: { $0.reach.website }) { .text($0.reach.website) },
      Column("openingHours", .openingHours) { .hours($0.hours) },
      Column("address", .streetAddress) { .text($0.place.address) },
      Column("postcode", .publicPostcode) { .text($0.place.postcode) },
      Column("municipality", .publicMunicipality) { .text($0.place.municipality) },
      Column("municipalityCode", .municipalityCode, forMachines: true) { .text($0.place.code) },
      Column("programme", .oneProgramme, link: { service in service.programme.map { "/dispositifs/\($0.slug)" } }) {
        .text($0.programme?.name)
      },
      Column("isPublic", .isPublished, .flag) { .flag($0.isPublic) },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])

  /// In a list, what one chooses by.
  static let serviceRow = View(
    "ServiceRow",
    View.service.inExports(
      "themes", "audienceNote", "feeNote", "conditions", "zones", "welcome", "mobilisation", "mobilisers",
      "mobilisationNote", "contact", "phone", "email", "link", "openingHours", "address", "postcode",
      "programme"
    ).columns)

  /// On the page of who offers it.
  static let serviceOfOrganisation = View(
    "ServiceOfOrganisation",
    View.service.columns.filter { ["name", "type", "fee", "programme", "isPublic"].contains($0.key) })
}

extension Text {
  static let services = Text(fr: "Offre de services", en: "Services offered", de: "Dienstleistungen")
  static let service = Text(fr: "Service", en: "Service", de: "Dienstleistung")
  static let offeredBy = Text(fr: "Proposé par", en: "Offered by", de: "Angeboten von")
  static let organisationNumber = Text(
    fr: "Numéro de l’organisation", en: "Organisation number", de: "Nummer der Organisation")
  static let serviceDescription = Text(fr: "Description", en: "Description", de: "Beschreibung")
  static let serviceType = Text(fr: "Type", en: "Type", de: "Art")
  static let audienceNote = Text(
    fr: "Précisions sur les publics", en: "More about for whom", de: "Näheres zur Zielgruppe")
  static let fee = Text(fr: "Frais", en: "Fee", de: "Kosten")
  static let feeNote = Text(fr: "Précisions sur les frais", en: "More about the fee", de: "Näheres zu den Kosten")
  static let conditions = Text(fr: "Conditions d’accès", en: "Conditions", de: "Voraussetzungen")
  static let mobilisationNote = Text(
    fr: "Précisions pour y recourir", en: "More about how to get it", de: "Näheres zum Vorgehen")
  static let serviceContact = Text(fr: "Personne à contacter", en: "Person to contact", de: "Ansprechperson")
  static let serviceLink = Text(fr: "Lien pour y recourir", en: "Link to get it", de: "Link zum Angebot")
  static let streetAddress = Text(fr: "Adresse", en: "Address", de: "Anschrift")
  static let publicPostcode = Text(fr: "Code postal", en: "Postcode", de: "Postleitzahl")
  static let publicMunicipality = Text(fr: "Commune", en: "Municipality", de: "Gemeinde")
}

extension Noun {
  static let service = Noun(
    fr: ("service", "services", .m), en: ("service", "services"),
    de: ("Dienstleistung", "Dienstleistungen", .f))
}
