import Platform
import SQL

extension Demonstration.Showcase {
  /// The programmes that the demonstration runs, each as the document that another territory could take over.
  public static let all: [Demonstration.Showcase] = [
    Demonstration.Showcase(on: "grenoble", "grenoble-artis", PackageResources.grenoble_artis_json),
    Demonstration.Showcase(on: "toulouse", "toulouse-dare", PackageResources.toulouse_dare_json),
    Demonstration.Showcase(
      on: "argenteuil", "argenteuil-mecatronique", PackageResources.argenteuil_mecatronique_json),
    Demonstration.Showcase(
      on: "saint-etienne", "mecaloire-plan", PackageResources.mecaloire_plan_json, ownedBy: "MECALOIRE"),
    Demonstration.Showcase(
      on: "lyon", "grandlyon-mad", PackageResources.grandlyon_mad_json, ownedBy: "Métropole de Lyon",
      from: Day(2020, 1, 1)),
    Demonstration.Showcase(on: "saint-etienne", "production-france", PackageResources.production_france_json),
    Demonstration.Showcase(on: "saint-etienne", "sem-bureau", PackageResources.sem_bureau_json),
    Demonstration.Showcase(on: "lyon", "lyon-recrutements", PackageResources.lyon_recrutements_json),
    Demonstration.Showcase(on: "angers", "angers-selanc", PackageResources.angers_selanc_json),
    Demonstration.Showcase(on: "bordeaux", "bordeaux-plateforme", PackageResources.bordeaux_plateforme_json),
    Demonstration.Showcase(on: "dijon", "dijon-plateforme", PackageResources.dijon_plateforme_json),
    Demonstration.Showcase(on: "reseau", "lab", PackageResources.lab_json),
    Demonstration.Showcase(on: "le-mans", "lemans-iam", PackageResources.lemans_iam_json),
    Demonstration.Showcase(on: "lille", "lille-ess", PackageResources.lille_ess_json),
    Demonstration.Showcase(on: "marseille", "marseille-emplitude", PackageResources.marseille_emplitude_json),
    Demonstration.Showcase(on: "mulhouse", "mulhouse-enov", PackageResources.mulhouse_enov_json),
    Demonstration.Showcase(on: "nantes", "nantes-maraichers", PackageResources.nantes_maraichers_json),
    Demonstration.Showcase(on: "nice", "nice-portail", PackageResources.nice_portail_json),
    Demonstration.Showcase(on: "orleans", "orleans-orlemploi", PackageResources.orleans_orlemploi_json),
    Demonstration.Showcase(on: "plaine-commune", "plainecommune-charte", PackageResources.plainecommune_charte_json),
    Demonstration.Showcase(on: "poitiers", "poitiers-plie", PackageResources.poitiers_plie_json),
    Demonstration.Showcase(on: "reims", "reims-invest", PackageResources.reims_invest_json),
    Demonstration.Showcase(on: "rennes", "rennes-exploratoire", PackageResources.rennes_exploratoire_json),
    Demonstration.Showcase(on: "strasbourg", "strasbourg-reve", PackageResources.strasbourg_reve_json),
    Demonstration.Showcase(on: "tours", "tours-centres", PackageResources.tours_centres_json),
  ]
}
