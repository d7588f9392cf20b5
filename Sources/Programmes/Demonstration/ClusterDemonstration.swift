import Platform
import SQL

/// A métropole's support to its cycling cluster, sorted as its sheet of 22 October 2021 sorts it: what is done, what is
/// under way, and the projects that come next, first things first.
struct ClusterDemonstration {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  func enter() async throws {
    let records = try await DemonstrationRecords(scope, of: "grandlyon-mad")
    let studies: (potential: Action, synergies: Action) = try await done(records)
    let bicycle: Action = try await underWay(records)
    try await projects(records)
    try await partners(records)
    try await deliverables(records, studies, bicycle)
  }

  private func done(_ records: DemonstrationRecords) async throws -> (potential: Action, synergies: Action) {
    let potential: Action = try await records.action("Étude du potentiel de la filière", .done, "filiere") {
      steered(&$0)
      $0.partners = "OPALE"
      $0.description = "Que peut devenir l’économie du vélo dans la métropole ? L’étude a été faite par OPALE."
    }
    let synergies: Action = try await records.action("Étude des filières émergentes", .done, "filiere") {
      steered(&$0)
      $0.partners = "CARA"
      $0.description =
        "Le pôle de compétitivité CARA a cherché comment la Métropole peut accompagner des filières nouvelles à côté des structures qui existent."
      $0.result = "On sait ce que CARA et MAD ont à faire ensemble."
    }
    try await records.action("Subvention au programme d’actions 2020", .done, "filiere") {
      steered(&$0)
      $0.first = Day(2020, 1, 1)
      $0.last = Day(2020, 12, 31)
      $0.successFactors =
        "- une volonté politique\n- des moyens humains et financiers à la mesure de l’ambition"
    }
    try await records.action("Appui à la réflexion sur les grands projets", .done, "projets") {
      steered(&$0)
      $0.description =
        "Lieu totem, usine à vélos : la Métropole a suivi la réflexion du cluster et fait connaître ce qu’il fait."
      $0.successFactors =
        "- les besoins des TPE et des PME sont pris en compte\n- les projets sont rangés par ordre d’importance"
    }
    try await records.action("Mise en avant du cluster à Convergence Vélo", .done, "filiere") { steered(&$0) }
    return (potential, synergies)
  }

  private func underWay(_ records: DemonstrationRecords) async throws -> Action {
    try await records.action("Le vélo dans la stratégie industrielle", .inProgress, "filiere") {
      steered(&$0)
      $0.first = Day(2021, 1, 1)
      $0.description = "La Métropole fait du vélo un exemple de ce que peut être une industrie locale demain."
    }
    let bicycle: Action = try await records.action("Un vélo au salon Global Industrie 2021", .inProgress, "filiere") {
      steered(&$0)
      $0.partners = "Cluster MAD"
      $0.description =
        "Un vélo composé de pièces de fournisseurs locaux donne à voir les métiers de la filière, y compris pour des personnes éloignées de l’emploi."
      $0.result = "On voit mieux où sont les acteurs, et quelles fabrications manquent."
    }
    try await records.action("Quinzaine des métiers de la transition", .inProgress, "competences") {
      steered(&$0)
      $0.partners = "Maison métropolitaine de l’insertion et de l’emploi, entreprises membres du cluster"
      $0.first = Day(2021, 10, 1)
      $0.last = Day(2021, 10, 31)
      $0.description =
        "Le cluster et des entreprises présentent leurs besoins, puis rencontrent les candidats. La fiche la range parmi les actions en cours."
      $0.result =
        "Une **quarantaine de personnes**, à la recherche d’un emploi ou chargées d’insertion ; des CV ont été remis."
    }
    return bicycle
  }

  /// In the order of the sheet, which says that projects are ranked and not how.
  private func projects(_ records: DemonstrationRecords) async throws {
    try await records.action("MAD Industrie", .next, "projets") {
      steered(&$0)
      $0.rank = 1
      $0.description = "Fabriquer ici, avec des industriels locaux, des pièces qui viennent aujourd’hui d’Asie."
      $0.obstacles = "Les membres, surtout des TPE et des PME, peinent à s’approvisionner en pièces."
      $0.solutions = "La puissance publique aide la filière à se consolider, puis à grandir."
    }
    try await records.action("Coopérative d’achats groupés", .next, "projets") {
      steered(&$0)
      $0.rank = 2
      $0.description = "Les membres partagent fournisseurs, commandes et livraisons."
      $0.obstacles = "Seule, une petite entreprise s’approvisionne difficilement."
      $0.solutions = "Acheter ensemble, pour des effets rapides."
    }
    try await records.action("Lieu totem", .next, "projets") {
      steered(&$0)
      $0.rank = 3
      $0.description =
        "Un lieu unique, dans un projet urbain à venir, pour loger le cluster et une partie de ses membres, avec des services communs."
    }
    try await records.action("Stations MAD", .next, "projets") {
      steered(&$0)
      $0.rank = 4
      $0.description = "Des lieux où l’on gare son vélo et où l’on trouve des services."
    }
  }

  private func steered(_ form: inout ActionForm) {
    form.pilot = "Direction Action et transition économiques"
    form.services =
      "Filières de la transition, Immobilier, Développement local ; Direction des mobilités, Mission Carré de Soie, DMOU"
  }

  private func partners(_ records: DemonstrationRecords) async throws {
    let partners: [PartnerForm] = [
      PartnerForm(organisation: "Cluster MAD", role: "cluster", from: Day(2020, 1, 1)),
      PartnerForm(
        organisation: "Métropole de Lyon", role: "financeur", from: Day(2020, 1, 1),
        note: "Subventionne le programme d’actions de l’année"
      ),
      PartnerForm(organisation: "OPALE", role: "etude", note: "Étude du potentiel de la filière"),
      PartnerForm(organisation: "CARA", role: "pole", note: "Étude des filières émergentes"),
      PartnerForm(
        organisation: "Maison métropolitaine de l’insertion et de l’emploi", role: "emploi", from: Day(2021, 10, 1),
        to: Day(2021, 10, 31), note: "Quinzaine des métiers de la transition"),
    ]
    for partner in partners { try await records.partner(partner) }
  }

  private func deliverables(
    _ records: DemonstrationRecords, _ studies: (potential: Action, synergies: Action), _ bicycle: Action
  ) async throws {
    let deliverables: [DeliverableForm] = [
      DeliverableForm(
        name: "Potentiel de la filière vélo", kind: "étude", origin: "OPALE", action: studies.potential.id),
      DeliverableForm(
        name: "Accompagner les filières émergentes", kind: "étude", origin: "CARA", action: studies.synergies.id),
      DeliverableForm(
        name: "Vélo composite", kind: "démonstrateur", origin: "Cluster MAD et Métropole de Lyon", action: bicycle.id),
      DeliverableForm(
        name: "Fiche action du soutien au cluster", kind: "fiche", origin: "Métropole de Lyon", day: Day(2021, 10, 22)),
      DeliverableForm(
        name: "Site du cluster", kind: "site", origin: "Cluster MAD", address: "https://clustermobilite.wordpress.com/"),
      DeliverableForm(
        name: "Dossier vélo du magazine The ONLY n° 14", kind: "dossier",
        address: "https://business.onlylyon.com/informations/magazine-the-only"),
    ]
    for deliverable in deliverables { try await records.deliverable(deliverable) }
  }
}
