import Platform
import Programmes
import SQL

extension Lab {
  /// The demonstration’s sheets, each in the territory that runs what it describes.
  public func demonstrate(_ scope: Scope, _ territory: Territory) async throws {
    try await LabTerritoryStore(scope).demonstrate(territory)
    for (slug, kind, document) in Self.written {
      guard let programme = try? await ProgrammeStore(scope).find(slug) else { continue }
      try await enter(SheetText(String(decoding: document, as: UTF8.self), kind), kind, of: programme, scope)
    }
    try await demonstrateCollections(scope)
  }

  func enter(_ text: SheetText, _ kind: SheetKind, of programme: Programme, _ scope: Scope) async throws {
    var form = SheetForm(
      title: text.values["titre"] ?? programme.name,
      updated: text.values["mise-a-jour"].flatMap { Day(iso: $0) } ?? scope.today)
    form.lead = text.values["accroche"] ?? ""
    form.owner = text.values["porteur"] ?? ""
    form.axis = text.values["axe"]
    form.themes = Self.several(text.values["themes"])
    form.audiences = Self.several(text.values["publics"])
    form.since = text.values["depuis"].flatMap { Int($0) }
    form.budget = text.values["budget"].flatMap { Int($0) }.map { Money(euros: $0) }
    form.budgetYear = text.values["annee-budget"].flatMap { Int($0) }
    let typology: Typology = try await Typology.open(scope)
    form.lab = typology.lab
    try form.check(typology)
    let store = SheetStore(scope)
    let sheet: Sheet = try await store.insert(kind, form, of: programme, .reconstructed)
    for (rubric, text) in text.rubrics {
      _ = try await store.write(text, into: rubric, of: sheet, version: 1, by: scope.actor.name)
    }
    for (index, vision) in text.visions.enumerated() {
      _ = try await store.insert(VisionForm(vision, rank: index + 1), in: sheet)
    }
    guard kind == .lab else { return }
    try await publish(sheet, of: programme, scope)
    for (adopter, day, results) in Self.adoptedElsewhere[programme.slug] ?? [] {
      _ = try await AdoptionStore(scope).insert(
        sheet.id, by: adopter, on: day ?? form.updated, results: results, .reconstructed)
    }
  }

  /// Who did the same at home, as the documents report it; where they give no day, it is theirs.
  private static let adoptedElsewhere: [String: [(adopter: String, day: Day?, results: String)]] = [
    "bordeaux-plateforme": ["Communauté de communes de Montesquieu", "Ville de Pau", "Ville d’Agen"].map {
      ($0, nil, "S’en est inspirée. Le document n’en dit ni la date ni les résultats.")
    },
    "marseille-emplitude": [
      (
        "Pas-de-Calais", nil,
        "Essai du label à la demande d’un distributeur d’électricité. Le document n’en donne pas les résultats."
      )
    ],
    "orleans-orlemploi": [
      (
        "Quartier de La Source, Orléans", Day(2012, 10, 19),
        "Le forum de l’Argonne y est repris selon la même méthode. La fiche paraît avant qu’il ait eu lieu."
      )
    ],
  ]

  private static func several(_ text: String?) -> [String] {
    (text ?? "").split(separator: ",").map { trim(String($0)) }.filter { !$0.isEmpty }
  }

  private static let written: [(slug: String, kind: SheetKind, document: [UInt8])] = [
    ("angers-selanc", .lab, PackageResources.angers_selanc_md),
    ("argenteuil-mecatronique", .lab, PackageResources.argenteuil_mecatronique_md),
    ("bordeaux-plateforme", .lab, PackageResources.bordeaux_plateforme_md),
    ("dijon-plateforme", .lab, PackageResources.dijon_plateforme_md),
    ("grandlyon-mad", .lab, PackageResources.grandlyon_mad_md),
    ("grenoble-artis", .lab, PackageResources.grenoble_artis_md),
    ("lab", .lab, PackageResources.lab_md),
    ("lemans-iam", .lab, PackageResources.lemans_iam_md),
    ("lille-ess", .lab, PackageResources.lille_ess_md),
    ("lyon-recrutements", .lab, PackageResources.lyon_recrutements_md),
    ("marseille-emplitude", .lab, PackageResources.marseille_emplitude_md),
    ("mecaloire-plan", .lab, PackageResources.mecaloire_plan_md),
    ("mulhouse-enov", .lab, PackageResources.mulhouse_enov_md),
    ("nantes-maraichers", .lab, PackageResources.nantes_maraichers_md),
    ("nice-portail", .lab, PackageResources.nice_portail_md),
    ("orleans-orlemploi", .lab, PackageResources.orleans_orlemploi_md),
    ("plainecommune-charte", .lab, PackageResources.plainecommune_charte_md),
    ("poitiers-plie", .lab, PackageResources.poitiers_plie_md),
    ("production-france", .lab, PackageResources.production_france_md),
    ("reims-invest", .lab, PackageResources.reims_invest_md),
    ("rennes-exploratoire", .lab, PackageResources.rennes_exploratoire_md),
    ("sem-bureau", .lab, PackageResources.sem_bureau_md),
    ("strasbourg-reve", .lab, PackageResources.strasbourg_reve_md),
    ("toulouse-dare", .lab, PackageResources.toulouse_dare_md),
    ("tours-centres", .lab, PackageResources.tours_centres_md),
    ("grandlyon-mad", .action, PackageResources.grandlyon_mad_action_md),
  ]
}
