import SQL

/// What every site has, whatever its capabilities: the way in, roles, the journal, the directory, the pages that a public
/// service owes its readers.
struct PlatformDoor: Capability {
  var section: (key: String, name: Text)? { ("annuaire", .directory) }

  var routes: [Endpoint] {
    signInRoutes + providerRoutes + passwordRoutes + accountRoutes + secondFactorRoutes + tokenRoutes
      + organisationRoutes + datedFactRoutes + affiliationRoutes + doublesRoutes
      + programmeRoutes + personRoutes + perimeterRoutes + roleRoutes + handoverRoutes + journalRoutes
      + letterTemplateRoutes
      + territoryRoutes
      + networkRoutes + operatorRoutes
      + configurationRoutes + publicRoutes + sitemapRoutes + searchRoutes + viewRoutes + undoRoutes
  }

  var menu: [MenuEntry] {
    [
      MenuEntry(.programmes, "/dispositifs", .everyone, .steer),
      MenuEntry(.organisations, "/annuaire/organisations", .readsOrganisations, .know),
      MenuEntry(.people, "/annuaire/personnes", .readsFiles, .know),
      MenuEntry(.perimeters, "/annuaire/perimetres", .staff, .settle),
      MenuEntry(.letterTemplates, "/modeles", .staff, .settle),
      MenuEntry(.networks, "/reseaux", .readsNetworks, .settle),
      MenuEntry(.roles, "/habilitations", .givesRoles, .settle),
      MenuEntry(.journal, "/journal", .givesRoles, .settle),
      MenuEntry(.territory, "/territoire", .administersTerritory, .settle),
      MenuEntry(.operation, "/exploitation", .operates, .settle),
    ]
  }

  var programmeParts: [ProgrammePart] { [.configuration] }

  var chores: [Chore] { [.organisationKeys] }

  var sitemap: [SitemapSection] { [.programmes] }

  var finders: [Finder] { [.programmes, .organisations, .people, .municipalities] }

  var agendas: [Agenda] { [.roles, .networks, .post] }

  var deeds: [Deed] {
    Deed.people + Deed.directory + Deed.ofTerritories + Deed.views + [.undone] + Deed.ofLetters + Deed.configuration
  }
}

extension Deed {
  static let directory: [Deed] = [
    organisationEntered, organisationChanged, aliasEntered, aliasRemoved, datedFactEntered, affiliationEntered,
    organisationsMerged, mergerUndone, toldApart, handedOver, perimeterEntered, perimeterChanged, programmeEntered,
    programmeChanged, personEntered,
    personChanged, fileEntrusted, fileRead,
    listExported,
  ]
}
