import SQL

extension Importer {
  /// What organisations offer, in the words of data·inclusion where the table comes from there.
  static let services = Importer(
    "services", Text(fr: "des services", en: "services"), .service, allow: .keepsOrganisations,
    list: "/annuaire/services", ServiceImport.self,
    columns: [
      ImportColumn(ServiceForm.name, "nom", "intitulé", "nom du service", "libellé"),
      ImportColumn(NamedOrganisations.name, "structure", "nom de la structure", "proposé par", "opérateur"),
      ImportColumn(
        NamedOrganisations.number, "siret", "siren", "rna", "siret de la structure", "numéro de la structure",
        reading: .code([14, 9])),
      ImportColumn(ServiceForm.description, "présentation", "descriptif", "contenu"),
      ImportColumn(ServiceForm.type, "nature"),
      ImportColumn(ServiceForm.themes, "thématique", "thème", "thèmes"),
      ImportColumn(ServiceForm.audiences, "public", "publics cibles"),
      ImportColumn(ServiceForm.audienceNote, "publics_precisions"),
      ImportColumn(ServiceForm.fee, "tarif", "frais"),
      ImportColumn(ServiceForm.feeNote, "frais_precisions"),
      ImportColumn(ServiceForm.conditions, "conditions_acces", "prérequis"),
      ImportColumn(ServiceForm.zones, "zone_eligibilite", "zones d’éligibilité"),
      ImportColumn(ServiceForm.welcome, "modes_accueil", "mode d’accueil"),
      ImportColumn(ServiceForm.mobilisation, "modes_mobilisation", "mode de mobilisation"),
      ImportColumn(ServiceForm.mobilisers, "mobilisable_par", "mobilisable par"),
      ImportColumn(ServiceForm.mobilisationNote, "mobilisation_precisions"),
      ImportColumn(ServiceForm.contact, "contact_nom_prenom", "contact", "interlocuteur"),
      ImportColumn(ServiceForm.phone, "tél", "tel", "téléphone", reading: .telephone),
      ImportColumn(ServiceForm.email, "courriel", "mail", "email", "e-mail"),
      ImportColumn(ServiceForm.link, "lien_mobilisation", "site web", "lien"),
      ImportColumn(
        ServiceForm.hours, "horaires", "horaires_accueil", "horaires d’ouverture", "heures d’ouverture",
        "jours et heures d’ouverture", "jours et horaires d’ouverture", "opening_hours"),
      ImportColumn(ServiceForm.address, "adresse", "voie", "rue"),
      ImportColumn(ServiceForm.postcode, "cp", "code_postal", reading: .code([5])),
      ImportColumn(ServiceForm.municipality, "ville", "commune"),
      ImportColumn(ServiceForm.isPublic, "public ?", "diffusé", "publié"),
    ],
    path: { "/annuaire/services/\($0)" }, crumbs: { [.services($0)] })
}

/// A service with who offers it.
struct ServiceLine: Form {
  static let organisation = Field<Int>.record("organisation", .offeredBy)
  static let fields: [any FormField] = [organisation] + ServiceForm.fields

  let organisation: ID<Organisation>
  let form: ServiceForm

  init(_ values: FormValues) throws(Refusal) {
    organisation = ID(Int64(values[Self.organisation]))
    form = try ServiceForm(values)
  }
}

/// Lines of a table against the services that organisations offer: one of each name for each of them.
struct ServiceImport: RecordImport {
  static let spoken: SpokenOf? = SpokenOf("service", own: ["service_term"], .serviceIsSpokenOf)
  /// Two workshops of nearly one name are two.
  typealias Card = NoCard

  private let place: ImportPlace
  private var scope: Scope { place.scope }
  private var store: ServiceStore { ServiceStore(scope) }

  init(_ place: ImportPlace) { self.place = place }

  static func identity(_ line: ServiceLine) -> String { "\(line.organisation)|\(sortKey(line.form.name))" }

  static func typed(_ service: OfferedService) -> Typed {
    var typed: Typed = ServiceForm.typed(service)
    typed.set(ServiceLine.organisation, Int(service.organisation.number))
    return typed
  }
  static func stamp(_ service: OfferedService) -> RecordStamp { RecordStamp(service.id.number, service.version) }
  static func name(_ service: OfferedService) -> String { service.name }

  func understood(_ lines: [Typed]) async throws -> [UnderstoodLine] {
    let named = try await NamedOrganisations(in: lines, scope)
    return lines.map { line in
      var understood = UnderstoodLine(line)
      understood.fill(ServiceLine.organisation.key) { () throws(Refusal) in
        try named.known(by: line).id.description
      }
      return understood
    }
  }

  func begun() -> Typed {
    var typed = Typed()
    typed.set(ServiceForm.isPublic, true)
    return typed
  }

  func standIns() -> Typed {
    var typed = Typed()
    typed.set(ServiceForm.description, "…")
    return typed
  }

  func meant(by lines: [ServiceLine], alike cards: [NoCard]?) async throws -> [ImportMeaning<OfferedService>] {
    let names: [String] = Set(lines.map { sortKey($0.form.name) }).sorted()
    let known: [String: OfferedService] = Dictionary(
      try await store.all("service.sort_key IN \(.list(names))").map {
        ("\($0.organisation)|\(sortKey($0.name))", $0)
      }
    ) { first, _ in first }
    var meanings: [ImportMeaning<OfferedService>] = []
    for line in lines {
      if let service = known[Self.identity(line)] {
        meanings.append(.one(service))
      } else {
        // What its own page would refuse is said before anything is written.
        do {
          try await store.check(line.form)
          meanings.append(.nobody)
        } catch let refusal as Refusal { meanings.append(.refused(try refusal.ofLine())) }
      }
    }
    return meanings
  }

  func insert(_ lines: [ServiceLine]) async throws -> [Result<OfferedService, Refusal>] {
    try await each(lines) { line in
      let organisation: Organisation = try await OrganisationStore(scope).find(line.organisation)
      return try await store.insert(line.form, of: organisation)
    }
  }

  func check(_ line: ServiceLine, of service: OfferedService) async throws { try await store.check(line.form) }

  func update(_ service: OfferedService, _ line: ServiceLine) async throws -> OfferedService {
    try await store.update(service, line.form, version: service.version)
  }

  func find(_ ids: [Int64]) async throws -> [OfferedService] { try await store.all("service.id IN \(.list(ids))") }

  func remove(_ service: OfferedService) async throws { try await store.remove(service) }
}

extension ServiceStore {
  /// Takes out one that nothing speaks of.
  fileprivate func remove(_ service: OfferedService) async throws {
    try await scope.run(
      "DELETE FROM service_term WHERE territory_id = \(scope.territory) AND service_id = \(service.id)")
    try await scope.run(
      """
      DELETE FROM service
      WHERE territory_id = \(scope.territory) AND id = \(service.id) AND version = \(service.version)
      """)
    try await scope.audit(.serviceRemoved, "service", service.id.number, before: View.service.json(service))
  }
}

extension Deed {
  static let serviceRemoved = Deed(
    "service.removed", Text(fr: "Service retiré", en: "Service taken out", de: "Dienstleistung entfernt"))
}

extension Text {
  fileprivate static let serviceIsSpokenOf = Text(
    fr: "D’autres fiches parlent de ce service.", en: "Other records speak of this service.")
}
