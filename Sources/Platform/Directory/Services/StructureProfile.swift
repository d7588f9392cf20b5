import SQL

/// What an organisation shows of itself to those who look for help: beside what it offers, what it is and which networks carry it.
struct StructureProfile: Fetched, Equatable {
  let organisation: ID<Organisation>
  let presentation: String?
  /// Codes of the networks that data·inclusion knows.
  let networks: [String]
  let hours: OpeningHours?
  /// Whether it leaves for data·inclusion even without a public service.
  let isListed: Bool
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    organisation = try row.next()
    presentation = try row.next()
    networks = SeveralValues.of(try row.next())
    hours = OpeningHours(stored: try row.next())
    isListed = try row.next()
    version = try row.next()
  }

  var isSaid: Bool { presentation != nil || !networks.isEmpty || hours != nil || isListed }
}

extension View<StructureProfile> {
  static let structure = View(
    "Structure",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.organisation.number)) },
      Column("presentation", .presentation) { .text($0.presentation) },
      Column("networks", .carriers, .several) { profile in
        .several(profile.networks.map { Cell.Word($0, Text(name: ReferentialCode.words($0))) })
      },
      Column("openingHours", .openingHours) { .hours($0.hours) },
      Column("isListed", .isListed, .flag) { .flag($0.isListed) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

struct StructureForm: Form {
  static let presentation = Field.prose("presentation", .presentation, help: .presentationHelp, most: 10_000).optional
  static let networks = Field.codes("networks", .carriers)
  static let hours = Field.hours("openingHours", .openingHours, help: .openingHoursHelp).optional
  static let isListed = Field.flag("isListed", .isListed, help: .isListedHelp)
  static let fields: [any FormField] = [presentation, networks, hours, isListed]

  var presentation: String?
  var networks: [String]
  var hours: OpeningHours?
  var isListed: Bool

  init(_ values: FormValues) throws(Refusal) {
    presentation = values[Self.presentation]
    networks = values[Self.networks]
    hours = values[Self.hours]
    isListed = values[Self.isListed]
  }

  init(
    presentation: String? = nil, networks: [String] = [], hours: OpeningHours? = nil, isListed: Bool = false
  ) {
    self.presentation = presentation
    self.networks = networks
    self.hours = hours
    self.isListed = isListed
  }

  static func typed(_ profile: StructureProfile) -> Typed {
    var typed = Typed()
    typed.set(presentation, profile.presentation)
    typed.set(networks, profile.networks)
    typed.set(hours, profile.hours)
    typed.set(isListed, profile.isListed)
    typed.set(.version, profile.version)
    return typed
  }
}

extension OrganisationStore {
  func profile(of organisation: Organisation) async throws -> StructureProfile {
    try await scope.one(
      """
      SELECT organisation.id, organisation.presentation, organisation.networks,
        organisation.opening_hours, organisation.is_listed, organisation.version FROM organisation
      WHERE organisation.territory_id = \(scope.territory) AND organisation.id = \(organisation.id)
      """)
  }

  func present(_ organisation: Organisation, _ form: StructureForm, version: Int) async throws {
    let unknown: [String] = try await Referential(scope).unknown(form.networks, to: .carrier)
    guard unknown.isEmpty else { throw Refusal.invalid("networks", .unknownCodes(unknown)) }
    let before: StructureProfile = try await profile(of: organisation)
    try await scope.update(
      """
      UPDATE organisation SET presentation = \(form.presentation.value), networks = \(SeveralValues.raw(form.networks).value),
        opening_hours = \((form.hours?.osm).value), is_listed = \(form.isListed), version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(organisation.id) AND version = \(version)
        AND merged_into IS NULL
      """)
    try await scope.audit(
      .structurePresented, "organisation", organisation.id.number, .structure, before: before,
      after: try await profile(of: organisation))
  }
}

extension PlatformDoor {
  var structureRoutes: [Endpoint] {
    Endpoint.form(
      .changeStructure, allow: .keepsOrganisations, page: "/annuaire/organisations/{organisation}/structure/modifier",
      posts: "/annuaire/organisations/{organisation}/structure", Changed<StructureForm>.self,
      show: { visit in
        let store = OrganisationStore(visit.scope)
        let organisation: Organisation = try await store.find(visit.id("organisation"))
        return FormPage(
          .changeStructure, crumbs: .organisation(visit, organisation), submit: .save,
          initial: StructureForm.typed(try await store.profile(of: organisation)),
          fields: [
            try await Referential(visit.scope).field(StructureForm.networks.key, .carriers, .carrier)
          ])
      },
      submit: { visit, scope, changed in
        let store = OrganisationStore(scope)
        let organisation: Organisation = try await store.find(visit.id("organisation"))
        try await store.present(organisation, changed.form, version: changed.version)
        return .changed(
          .structurePresented, at: organisation.path, .structure, try await store.profile(of: organisation))
      })
  }
}

extension Deed {
  static let structurePresented = Deed(
    "organisation.presented", Text(fr: "Présentation modifiée", en: "Presentation changed"))
}

extension Text {
  static let changeStructure = Text(fr: "Présenter la structure", en: "Present the structure")
  fileprivate static let presentation = Text(fr: "Présentation", en: "Presentation")
  fileprivate static let presentationHelp = Text(
    fr: "Ce qu’elle fait et pour qui, comme data·inclusion le publiera.",
    en: "What it does and for whom, as data·inclusion will publish it.")
  static let carriers = Text(fr: "Réseaux porteurs", en: "Networks")
  fileprivate static let isListed = Text(fr: "Part vers data·inclusion", en: "Leaves for data·inclusion")
  fileprivate static let isListedHelp = Text(
    fr: "Celle qui propose un service public part de toute façon, avec son adresse, son téléphone et son courriel.",
    en: "One that offers a public service leaves in any case, with its address, telephone and e-mail.")
}
