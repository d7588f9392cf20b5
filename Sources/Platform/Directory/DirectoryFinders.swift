import SQL

extension Finder {
  static let programmes = Finder("dispositifs", .programmes, allow: .everyone, list: "/dispositifs") { scope, sought in
    try await ProgrammeStore(scope).hits(sought)
  }

  static let organisations = Finder(
    "organisations", .organisations, allow: .readsOrganisations, list: "/annuaire/organisations"
  ) { scope, sought in try await OrganisationStore(scope).hits(sought) }

  static let services = Finder("services", .services, allow: .everyone, list: "/annuaire/services") { scope, sought in
    try await ServiceStore(scope).hits(sought)
  }

  /// The referential’s, for forms: no list of ours holds them.
  static let municipalities = Finder("communes", .municipality, allow: .readsOrganisations) { scope, sought in
    try await Referential(scope).hits(.municipality, sought)
  }

  static let people = Finder("personnes", .people, allow: .readsFiles, list: "/annuaire/personnes") { scope, sought in
    try await PersonStore(scope).hits(sought)
  }
}
