import HTTP
import Mail
import SQL
import Telephone

/// What a territory gives to data·inclusion, the national referential of help towards work (its schema, version 1): structures
/// and what they offer. What it would refuse stays here, and says why.
struct Inclusion: Sendable {
  let scope: Scope
  private let source: String
  private let publicAddress: String
  /// The words that were loaded; nil where they were not, and nothing can be said of them.
  private let themes: Set<String>?
  private let audiences: Set<String>?
  private let carriers: Set<String>?

  init(_ visit: Visit) async throws {
    guard let territory = visit.territory else { throw Refusal.notFound }
    scope = visit.scope
    source = territory.slug
    publicAddress = visit.app.settings.publicAddress
    let referential = Referential(scope)
    func known(_ kind: ReferentialKind) async throws -> Set<String>? {
      let codes: [String] = try await referential.all(kind).map(\.code)
      return codes.isEmpty ? nil : Set(codes)
    }
    (themes, audiences, carriers) = try await (known(.theme), known(.audience), known(.carrier))
  }

  /// Whether somebody could say if the codes are right.
  var isVerified: Bool { themes != nil && audiences != nil }

  /// An organisation that leaves, because it offers something to everybody or because somebody said so.
  struct Structure: Fetched {
    let organisation: Organisation
    let presentation: String?
    let networks: [String]
    let hours: OpeningHours?

    init(_ row: inout Row) throws(DatabaseError) {
      organisation = try Organisation(&row)
      presentation = try row.next()
      networks = SeveralValues.of(try row.next())
      hours = OpeningHours(stored: try row.next())
    }
  }

  func everyStructure(_ body: ([Structure], [Int64: Instant]) async throws -> Void) async throws {
    try await scope.batches(
      """
      SELECT \(Organisation.columns), organisation.presentation, organisation.networks, organisation.opening_hours
      FROM organisation
      WHERE organisation.territory_id = \(scope.territory) AND organisation.merged_into IS NULL
        AND (organisation.is_listed OR EXISTS (
          SELECT 1 FROM service WHERE service.territory_id = \(scope.territory)
            AND service.organisation_id = organisation.id AND service.is_public))
      ORDER BY organisation.id
      """
    ) { (structures: [Structure], moment: Scope) in
      try await body(
        structures,
        try await AuditStore(moment).changes("organisation", structures.map(\.organisation.id.number)))
    }
  }

  func everyService(_ body: ([OfferedService], [Int64: Instant]) async throws -> Void) async throws {
    try await ServiceStore(scope).everyPublic { services, moment in
      try await body(services, try await AuditStore(moment).changes("service", services.map(\.id.number)))
    }
  }
}

// MARK: What is missing

extension Inclusion {
  func faults(_ structure: Structure, _ changed: Instant?) -> [Text] {
    Self.faults(of: structure.organisation.name, structure.organisation.kind) + (changed == nil ? [.neverWritten] : [])
  }

  func faults(_ service: OfferedService, _ changed: Instant?) -> [Text] {
    var faults: [Text] = Self.faults(of: service.name)
    if Self.plain(service.description).unicodeScalars.count < 5 { faults.append(.tooShortDescription) }
    let unknown: [String] =
      Self.unknown(service.terms.keys(.theme), to: themes) + Self.unknown(service.terms.keys(.audience), to: audiences)
    if !unknown.isEmpty { faults.append(.unknownCodes(unknown)) }
    if changed == nil { faults.append(.neverWritten) }
    if !Self.faults(of: service.organisationName, service.organisationKind).isEmpty {
      faults.append(.structureStays(service.organisationName))
    }
    return faults
  }

  private static func unknown(_ codes: [String], to known: Set<String>?) -> [String] {
    guard let known else { return [] }
    return codes.filter { !known.contains($0) }
  }

  private static func faults(of name: String, _ kind: OrganisationKind?) -> [Text] {
    faults(of: name) + (kind == .founder ? [.founderStays] : [])
  }

  private static func faults(of name: String) -> [Text] {
    var faults: [Text] = []
    // As the schema counts: in Unicode’s numbers, not in what people take for letters.
    if name.unicodeScalars.count < 3 { faults.append(.tooShortName) }
    if name.unicodeScalars.count > 150 { faults.append(.tooLongName) }
    if name.hasSuffix("."), !name.hasSuffix("etc.") { faults.append(.endsWithStop) }
    return faults
  }

  /// Without its Markdown, and no more than the schema takes.
  fileprivate static func plain(_ text: String) -> String {
    let plain: String = Prose(text, typography: Language.fr.typography).plain()
    return String(String.UnicodeScalarView(plain.unicodeScalars.prefix(10_000)))
  }
}

// MARK: Written

extension Inclusion {
  func write(_ structure: Structure, _ changed: Instant, _ json: inout JSONWriter) {
    let organisation: Organisation = structure.organisation
    json.object { json in
      json.member("source", source)
      json.member("id", name(of: organisation.id))
      json.member("nom", organisation.name)
      json.member("date_maj", Zone.paris.day(at: changed).description)
      json.said("siret", organisation.siret)
      json.said(
        "description",
        structure.presentation.flatMap { text in
          let plain: String = Self.plain(text)
          return plain.unicodeScalars.count < 5 ? nil : plain
        })
      write(organisation.place, &json)
      json.said("telephone", organisation.reach.phone.flatMap(Self.telephone))
      json.said("courriel", organisation.reach.email.flatMap(Self.email))
      json.said("site_web", organisation.reach.website)
      json.said("horaires_accueil", structure.hours?.osm)
      json.said("reseaux_porteurs", structure.networks.filter { network in carriers?.contains(network) ?? true })
    }
  }

  func write(_ service: OfferedService, _ changed: Instant, _ json: inout JSONWriter) {
    json.object { json in
      json.member("source", source)
      json.member("structure_id", name(of: service.organisation))
      json.member("id", "\(source)--service-\(service.id)")
      json.member("nom", service.name)
      json.member("description", Self.plain(service.description))
      json.member("lien_source", publicAddress + service.path)
      json.member("date_maj", Zone.paris.day(at: changed).description)
      json.said("type", service.type?.rawValue)
      json.said("thematiques", service.terms.keys(.theme))
      json.said("frais", service.fee?.rawValue)
      json.said("frais_precisions", service.feeNote)
      json.said("publics", service.terms.keys(.audience))
      json.said("publics_precisions", service.audienceNote)
      json.said("conditions_acces", service.conditions)
      write(service.place, &json)
      json.said("telephone", service.reach.phone.flatMap(Self.telephone))
      json.said("courriel", service.reach.email.flatMap(Self.email))
      json.said("horaires_accueil", service.hours?.osm)
      json.said("modes_accueil", service.terms.keys(.welcome))
      json.said("zone_eligibilite", service.terms.keys(ServiceTermKind.places))
      json.said("contact_nom_prenom", service.contact)
      json.said("lien_mobilisation", service.reach.website)
      json.said("modes_mobilisation", service.terms.keys(.mobilisation))
      json.said("mobilisable_par", service.terms.keys(.mobiliser))
      json.said("mobilisation_precisions", service.mobilisationNote)
    }
  }

  private func name(of organisation: ID<Organisation>) -> String { "\(source)--structure-\(organisation)" }

  /// A code that has not its shape is not sent: the rest of the address still helps.
  private func write(_ place: Organisation.Place, _ json: inout JSONWriter) {
    json.said("commune", place.municipality)
    json.said("code_postal", place.postcode.flatMap { $0.wholeMatch(of: /[0-9]{5}/) == nil ? nil : $0 })
    json.said("code_insee", place.code.flatMap { $0.wholeMatch(of: /[0-9A-Z]{5}/) == nil ? nil : $0 })
    json.said("adresse", place.address)
  }

  /// One number, as the world dials it, or one of the short ones of public services.
  private static func telephone(_ typed: String) -> String? {
    let digits: String = typed.filter { !$0.isWhitespace }
    return PhoneNumber(typed)?.text ?? (digits.wholeMatch(of: /3[0-9]{3}|1[0-9]{1,2}/) == nil ? nil : digits)
  }

  /// Domains that nobody can write to are refused there.
  private static func email(_ text: String) -> String? {
    guard let address = EmailAddress(text), let last = address.text.split(separator: ".").last,
      !["test", "invalid", "local", "localhost", "arpa", "onion"].contains(last)
    else { return nil }
    return address.text
  }
}

extension JSONWriter {
  /// Nothing where there is nothing to say.
  fileprivate mutating func said(_ name: String, _ text: String?) {
    guard let text, !text.isEmpty else { return }
    member(name, text)
  }

  fileprivate mutating func said(_ name: String, _ texts: [String]) {
    guard !texts.isEmpty else { return }
    member(name, array: { json in for text in texts { json.string(text) } })
  }
}

extension Text {
  fileprivate static let tooShortName = Text(
    fr: "son nom a moins de trois caractères", en: "its name has fewer than three characters")
  fileprivate static let tooLongName = Text(
    fr: "son nom a plus de 150 caractères", en: "its name has more than 150 characters")
  fileprivate static let endsWithStop = Text(
    fr: "son nom finit par un point", en: "its name ends with a full stop")
  fileprivate static let tooShortDescription = Text(
    fr: "sa description a moins de cinq caractères", en: "its description has fewer than five characters")
  fileprivate static let neverWritten = Text(
    fr: "le journal ne dit pas quand elle a changé", en: "the journal does not say when it changed")
  fileprivate static let founderStays = Text(
    fr: "c’est le projet d’une personne, pas encore une organisation",
    en: "it is somebody’s project, not yet an organisation")

  fileprivate static func structureStays(_ name: String) -> Text {
    Text(fr: "« \(name) », qui le propose, ne part pas", en: "“\(name)”, which offers it, does not leave")
  }
}
