import SQL

/// What two invented structures offer to the residents of each territory that is shown whole.
struct ServicesDemonstration {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let towns: [String: (municipality: String, postcode: String)] = [
    "grenoble": ("Grenoble", "38000"), "toulouse": ("Toulouse", "31000"),
    "argenteuil": ("Argenteuil", "95100"), "saint-etienne": ("Saint-Étienne", "42000"),
    "lyon": ("Lyon", "69003"),
  ]

  /// The names of the codes that stand below. Whoever loads the referential has them all.
  private static let words: [ReferentialEntry] = [
    ReferentialEntry(
      .theme, "preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation",
      "Réaliser un CV et/ou une lettre de motivation", in: "preparer-sa-candidature"),
    ReferentialEntry(
      .theme, "trouver-un-emploi--faire-des-candidatures-spontanees", "Faire des candidatures spontanées",
      in: "trouver-un-emploi"),
    ReferentialEntry(.theme, "mobilite--acceder-a-un-vehicule", "Accéder à un véhicule", in: "mobilite"),
    ReferentialEntry(.audience, "tous-publics", "Tous publics"),
    ReferentialEntry(.audience, "demandeurs-emploi", "Demandeurs d’emploi"),
    ReferentialEntry(.audience, "jeunes", "Jeunes"),
    ReferentialEntry(.audience, "beneficiaires-des-minimas-sociaux", "Bénéficiaires des minimas sociaux"),
    ReferentialEntry(.carrier, "maisons-de-l-emploi", "Maisons de l’emploi"),
  ]

  func enter(_ territory: Territory) async throws {
    guard let town = Self.towns[territory.slug] else { return }
    try await Referential(scope).learn(Self.words)
    let (store, services): (OrganisationStore, ServiceStore) = (OrganisationStore(scope), ServiceStore(scope))
    func structure(
      _ name: String, _ mailbox: String, _ address: String, _ presentation: String, _ networks: [String],
      _ hours: String
    ) async throws -> Organisation {
      var form = OrganisationForm(named: name)
      form.kind = .association
      form.place = Organisation.Place(
        address: address, postcode: town.postcode, municipality: town.municipality)
      form.reach = Organisation.Reach(email: "\(mailbox)@\(territory.slug).example")
      let organisation: Organisation = try await store.insert(form, .reconstructed)
      try await store.present(
        organisation,
        StructureForm(presentation: presentation, networks: networks, hours: try OpeningHours(hours)),
        version: organisation.version)
      return organisation
    }
    let house: Organisation = try await structure(
      "Maison des parcours (fictive)", "parcours", "1, place de l’Exemple",
      "On y vient sans rendez-vous pour chercher un emploi à plusieurs.", ["maisons-de-l-emploi"],
      "lundi au vendredi 9h-12h30 et 13h30-17h30 ; jeudi 13h30-19h ; fermé les jours fériés")
    let garage: Organisation = try await structure(
      "Garage solidaire du Pont (fictif)", "garage", "2, quai de l’Exemple",
      "Un garage d’insertion qui répare et prête des véhicules à petit prix.", [],
      "mardi au samedi 9h-12h et 14h-18h")
    for form in Self.ofHouse { _ = try await services.insert(form, of: house, .reconstructed) }
    for form in Self.ofGarage { _ = try await services.insert(form, of: garage, .reconstructed) }
  }

  private static var ofHouse: [ServiceForm] {
    var workshop = ServiceForm(
      "Atelier CV et lettre de motivation",
      "En petit groupe, chacun repart avec un CV et une lettre à jour. Des ordinateurs sont sur place ; quelqu’un aide à les prendre en main."
    )
    workshop.type = .workshop
    workshop.themes = ["preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation"]
    workshop.audiences = ["demandeurs-emploi"]
    workshop.fee = .free
    workshop.welcome = [Welcome.onSite.rawValue]
    workshop.mobilisation = [Mobilisation.visit.rawValue, Mobilisation.mail.rawValue]
    workshop.mobilisers = [Mobiliser.residents.rawValue, Mobiliser.professionals.rawValue]
    workshop.reach.email = "ateliers@parcours.example"
    workshop.hours = OpeningHours(stored: "Tu,Th 14:00-17:00")
    var talk = ServiceForm(
      "Parler de sa recherche avec un conseiller",
      "Un rendez-vous d’une heure, sur place ou par téléphone, pour décider de la suite et préparer des candidatures spontanées."
    )
    talk.type = .accompaniment
    talk.themes = ["trouver-un-emploi--faire-des-candidatures-spontanees"]
    talk.audiences = ["jeunes", "beneficiaires-des-minimas-sociaux"]
    talk.audienceNote = "Jusqu’à 30 ans, ou sans limite d’âge pour qui touche un minimum social."
    talk.fee = .free
    talk.welcome = [Welcome.onSite.rawValue, Welcome.remote.rawValue]
    talk.mobilisation = [Mobilisation.mail.rawValue]
    talk.mobilisers = [Mobiliser.professionals.rawValue]
    talk.mobilisationNote = "Le professionnel écrit, avec l’accord de la personne."
    talk.reach.email = "ateliers@parcours.example"
    var desk = ServiceForm("Permanence du lundi.", "Un conseiller reçoit le lundi matin, sans rendez-vous.")
    desk.type = .information
    desk.audiences = ["tous-publics"]
    desk.fee = .free
    return [workshop, talk, desk]
  }

  private static var ofGarage: [ServiceForm] {
    var loan = ServiceForm(
      "Prêt d’une voiture pour reprendre un emploi",
      "Une petite voiture pour trois mois, le temps d’en trouver une. L’assurance est comprise, l’essence ne l’est pas."
    )
    loan.type = .equipment
    loan.themes = ["mobilite--acceder-a-un-vehicule"]
    loan.audiences = ["demandeurs-emploi"]
    loan.fee = .paid
    loan.feeNote = "5 € par jour, après un dépôt de 150 €."
    loan.conditions = "Un permis de conduire et une promesse d’embauche."
    loan.mobilisation = [Mobilisation.visit.rawValue]
    loan.mobilisers = [Mobiliser.residents.rawValue]
    var draft = ServiceForm("Réparations à prix solidaire", "En préparation : les tarifs ne sont pas arrêtés.")
    draft.isPublic = false
    return [loan, draft]
  }
}

extension Referential {
  /// Enters what records name, where nobody has loaded it yet.
  fileprivate func learn(_ entries: [ReferentialEntry]) async throws {
    for entry in entries {
      try await scope.run(
        """
        INSERT INTO referential_entry (kind, code, name, sort_key, parent)
        VALUES (\(entry.kind), \(entry.code), \(entry.name), \(sortKey(entry.name)), \(entry.parent.value))
        ON CONFLICT DO NOTHING
        """)
    }
  }
}
