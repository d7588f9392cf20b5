import SQL

/// What every site has, whatever its capabilities: the way in, roles, the journal, the directory, the pages that a public
/// service owes its readers.
struct PlatformDoor: Capability {
  var section: (key: String, name: Text)? { ("annuaire", .directory) }

  var routes: [Endpoint] {
    signInRoutes + passwordRoutes + accountRoutes + secondFactorRoutes + tokenRoutes + organisationRoutes
      + programmeRoutes + personRoutes + roleRoutes + journalRoutes + letterTemplateRoutes + territoryRoutes
      + networkRoutes + operatorRoutes
      + publicRoutes
  }

  var menu: [MenuEntry] {
    [
      MenuEntry(.programmes, "/dispositifs", .everyone),
      MenuEntry(.organisations, "/annuaire/organisations", .readsOrganisations),
      MenuEntry(.people, "/annuaire/personnes", .readsFiles),
      MenuEntry(.letterTemplates, "/modeles", .staff),
      MenuEntry(.networks, "/reseaux", .readsNetworks),
      MenuEntry(.roles, "/habilitations", .givesRoles),
      MenuEntry(.journal, "/journal", .givesRoles),
      MenuEntry(.territory, "/territoire", .administersTerritory),
      MenuEntry(.operation, "/exploitation", .operates),
    ]
  }

  var actions: [Action] { Action.people + Action.directory + Action.ofTerritories + Action.ofLetters }
}

extension Action {
  static let directory: [Action] = [
    organisationEntered, programmeEntered, programmeChanged, personEntered, personChanged, fileEntrusted, fileRead,
    listExported,
  ]
}
