import SQL

/// A company, an association, an authority: one identity across every programme.
public struct Organisation: Sendable, Hashable, Fetched {
  public let id: ID<Organisation>
  public let name: String
  public let kind: OrganisationKind?
  public let siren: String?
  public let siret: String?
  public let rna: String?
  public let place: Place
  /// The class of the French nomenclature, as `43.32A`.
  public let activity: String?
  public let reach: Reach
  public let provenance: Provenance
  public let version: Int

  /// Where it is.
  public struct Place: Sendable, Hashable {
    public var address: String?
    public var postcode: String?
    public var municipality: String?
    /// The INSEE’s, where the referential knows the municipality.
    public var code: String?
  }

  /// How it is reached.
  public struct Reach: Sendable, Hashable {
    public var email: String?
    public var phone: String?
    public var website: String?
  }

  public init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    name = try row.next()
    kind = try row.next()
    siren = try row.next()
    siret = try row.next()
    rna = try row.next()
    place = Place(
      address: try row.next(), postcode: try row.next(), municipality: try row.next(), code: try row.next())
    activity = try row.next()
    reach = Reach(email: try row.next(), phone: try row.next(), website: try row.next())
    provenance = try row.next()
    version = try row.next()
  }

  package static let columns: Query = """
    organisation.id, organisation.name, organisation.kind, organisation.siren, organisation.siret, organisation.rna,
    organisation.address, organisation.postcode, organisation.municipality, organisation.municipality_code,
    organisation.activity, organisation.email, organisation.phone, organisation.website, organisation.provenance,
    organisation.version
    """

  public static let mostNameCharacters: Int = 160

  public var path: String { "/annuaire/organisations/\(id)" }
}

extension View<Organisation> {
  static let organisation = View(
    "Organisation",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("name", .personName, link: { $0.path }) { .text($0.name) },
      Column("kind", .organisationKind, .word(OrganisationKind.words)) { .choice($0.kind) },
      Column("siret", .siret) { .text($0.siret) },
      Column("siren", .siren) { .text($0.siren) },
      Column("rna", .rna) { .text($0.rna) },
      Column("address", .postalAddress) { .text($0.place.address) },
      Column("postcode", .postcode) { .text($0.place.postcode) },
      Column("municipality", .municipality) { .text($0.place.municipality) },
      Column("municipalityCode", .municipalityCode, forMachines: true) { .text($0.place.code) },
      Column("activity", .activityClass) { .text($0.activity) },
      Column("email", .email) { .text($0.reach.email) },
      Column("phone", .phone) { .text($0.reach.phone) },
      Column("website", .website) { .text($0.reach.website) },
      Column("provenance", .provenance, forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ], contact: \.card)

  /// In a list, what tells one from another.
  static let organisationRow = View(
    "OrganisationRow",
    View.organisation.inExports("address", "rna", "activity", "email", "phone", "website", "siren").columns,
    contact: \.card)
}

extension Organisation {
  fileprivate var card: ContactCard {
    var card = ContactCard("organisation", id.number, at: path, .organisation(name))
    (card.place, card.reach) = (place, reach)
    return card
  }
}

extension Text {
  static let organisations = Text(fr: "Organisations", en: "Organisations")
  static let oneOrganisation = Text(fr: "Organisation", en: "Organisation")
  static let organisationKind = Text(fr: "Nature", en: "Kind")
  static let siret = Text(fr: "SIRET", en: "SIRET")
  static let siren = Text(fr: "SIREN", en: "SIREN")
  static let rna = Text(fr: "RNA", en: "RNA")
  static let postcode = Text(fr: "Code postal", en: "Postcode")
  static let municipality = Text(fr: "Commune", en: "Municipality")
  static let municipalityCode = Text(fr: "Code commune", en: "Municipality code")
  static let activityClass = Text(fr: "Activité (NAF)", en: "Activity (NAF)")
  static let website = Text(fr: "Site web", en: "Website")
}

extension Noun {
  public static let organisation = Noun(
    fr: ("organisation", "organisations", .f), en: ("organisation", "organisations"))
}
