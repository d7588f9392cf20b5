import SQL

/// What every site has, whatever its capabilities: the way in, roles, the journal, the directory, the pages that a public
/// service owes its readers.
struct PlatformDoor: Capability {
  var section: (key: String, name: Text)? { ("annuaire", .directory) }

  var routes: [Endpoint] {
    signInRoutes + providerRoutes + passwordRoutes + accountRoutes + secondFactorRoutes + tokenRoutes + calendarRoutes
      + organisationRoutes + datedFactRoutes + affiliationRoutes + doublesRoutes + referentialRoutes
      + serviceRoutes + structureRoutes + inclusionRoutes + programmeRoutes + perimeterRoutes
      + personRoutes + contactRoutes + purposeRoutes + dataRequestRoutes + personalRegisterRoutes
      + roleRoutes + handoverRoutes + journalRoutes + letterTemplateRoutes + territoryRoutes + networkRoutes
      + operatorRoutes + importRoutes + jobRoutes
      + [deliveryReport] + deliveryRoutes + notificationRoutes + phoneRoutes
      + configurationRoutes + publicRoutes + sitemapRoutes + searchRoutes + viewRoutes + undoRoutes
  }

  var menu: [MenuEntry] {
    [
      MenuEntry(.programmes, "/dispositifs", .everyone, .steer),
      MenuEntry(.organisations, "/annuaire/organisations", .readsOrganisations, .know),
      MenuEntry(.services, "/annuaire/services", .everyone, .know),
      MenuEntry(.people, "/annuaire/personnes", .readsFiles, .know),
      MenuEntry(.perimeters, "/annuaire/perimetres", .staff, .settle),
      MenuEntry(.referentials, "/annuaire/referentiels", .seesDirectory, .settle),
      MenuEntry(.letterTemplates, "/modeles", .staff, .settle),
      MenuEntry(.imports, "/imports", .readsImports, .settle),
      MenuEntry(.networks, "/reseaux", .readsNetworks, .settle),
      MenuEntry(.personalRegister, "/registre", .readsRegister, .settle),
      MenuEntry(.roles, "/habilitations", .givesRoles, .settle),
      MenuEntry(.journal, "/journal", .givesRoles, .settle),
      MenuEntry(.deliveries, "/envois", .givesRoles, .settle),
      MenuEntry(.territory, "/territoire", .administersTerritory, .settle),
      MenuEntry(.operation, "/exploitation", .operates, .settle),
    ]
  }

  var programmeParts: [ProgrammePart] { [.configuration] }

  var chores: [Chore] { [.organisationKeys, .personKeys, .retention, .forgetting] }

  var importers: [Importer] { [.organisations, .people, .affiliations, .services] }

  var chapters: [Chapter] { [.purposes] }

  var uses: [EntryUse] { [.peopleOfPurpose] }

  var sitemap: [SitemapSection] { [.programmes, .services] }

  var finders: [Finder] { [.programmes, .organisations, .services, .people, .municipalities] }

  var notices: [NoticeKind] { NoticeKind.ofPlatform + NoticeKind.letters }

  var agendas: [Agenda] { [.roles, .networks, .post, .jobs, .dormantFiles, .dataRequests] }

  var calendars: [CalendarPart] { [.programme] }

  var deeds: [Deed] {
    Deed.people + Deed.directory + Deed.ofTerritories + Deed.views + [.undone] + Deed.ofLetters + Deed.configuration
      + Deed.ofJobs + Deed.ofImports + Deed.ofPersonalData + Deed.notices
  }
}

extension Deed {
  static let directory: [Deed] = [
    organisationEntered, organisationChanged, organisationRemoved, aliasEntered, aliasRemoved, datedFactEntered,
    affiliationEntered, affiliationChanged, affiliationRemoved, serviceRemoved,
    organisationsMerged, mergerUndone, toldApart, filesMerged, filesUnmerged, filesToldApart, handedOver,
    perimeterEntered, perimeterChanged, programmeEntered,
    programmeChanged, personEntered, personChanged, personRemoved, fileEntrusted, fileRead, listExported,
    serviceEntered, serviceChanged, structurePresented,
  ]
}
