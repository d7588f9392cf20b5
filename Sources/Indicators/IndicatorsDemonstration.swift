import Platform
import SQL

extension Indicators {
  /// What documents published of the demonstration's programmes, to be held against their records.
  public func demonstrate(_ scope: Scope, _ territory: Territory) async throws {
    for (slug, document) in Self.published {
      guard (try? await ProgrammeStore(scope).find(slug)) != nil else { continue }
      _ = try await FiguresDocument(document).enter(into: slug, scope)
    }
  }

  private static let published: [(slug: String, document: [UInt8])] = [
    ("angers-selanc", PackageResources.angers_selanc_json),
    ("argenteuil-mecatronique", PackageResources.argenteuil_mecatronique_json),
    ("bordeaux-plateforme", PackageResources.bordeaux_plateforme_json),
    ("dijon-plateforme", PackageResources.dijon_plateforme_json),
    ("grandlyon-mad", PackageResources.grandlyon_mad_json),
    ("grenoble-artis", PackageResources.grenoble_artis_json),
    ("lab", PackageResources.lab_json),
    ("lemans-iam", PackageResources.lemans_iam_json),
    ("lille-ess", PackageResources.lille_ess_json),
    ("lyon-recrutements", PackageResources.lyon_recrutements_json),
    ("marseille-emplitude", PackageResources.marseille_emplitude_json),
    ("mecaloire-plan", PackageResources.mecaloire_plan_json),
    ("mulhouse-enov", PackageResources.mulhouse_enov_json),
    ("nantes-maraichers", PackageResources.nantes_maraichers_json),
    ("nice-portail", PackageResources.nice_portail_json),
    ("orleans-orlemploi", PackageResources.orleans_orlemploi_json),
    ("plainecommune-charte", PackageResources.plainecommune_charte_json),
    ("poitiers-plie", PackageResources.poitiers_plie_json),
    ("production-france", PackageResources.production_france_json),
    ("reims-invest", PackageResources.reims_invest_json),
    ("rennes-exploratoire", PackageResources.rennes_exploratoire_json),
    ("sem-bureau", PackageResources.sem_bureau_json),
    ("strasbourg-reve", PackageResources.strasbourg_reve_json),
    ("toulouse-dare", PackageResources.toulouse_dare_json),
    ("tours-centres", PackageResources.tours_centres_json),
  ]
}
