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
  ]
}
