import Platform
import SQL

extension LabTerritoryStore {
  /// Rounded populations of the groupings as they were around 2012, and the centre of their main cities: public knowledge.
  private static let known: [String: (population: Int, latitude: Double, longitude: Double)] = [
    "angers": (268_000, 47.478, -0.563), "argenteuil": (132_000, 48.947, 2.247),
    "bordeaux": (722_000, 44.838, -0.579), "dijon": (245_000, 47.322, 5.042), "grenoble": (404_000, 45.189, 5.725),
    "le-mans": (186_000, 48.006, 0.2), "lille": (1_110_000, 50.629, 3.057), "lyon": (1_290_000, 45.764, 4.836),
    "marseille": (1_040_000, 43.297, 5.37), "mulhouse": (262_000, 47.751, 7.336),
    "nantes": (590_000, 47.218, -1.554), "nice": (535_000, 43.71, 7.262), "orleans": (274_000, 47.903, 1.909),
    "plaine-commune": (400_000, 48.936, 2.357), "poitiers": (137_000, 46.58, 0.34), "reims": (220_000, 49.258, 4.032),
    "rennes": (403_000, 48.117, -1.678), "saint-etienne": (375_000, 45.44, 4.387),
    "strasbourg": (468_000, 48.573, 7.752), "toulouse": (714_000, 43.605, 1.444), "tours": (286_000, 47.394, 0.685),
  ]

  func demonstrate(_ territory: Territory) async throws {
    guard let known = Self.known[territory.slug] else { return }
    _ = try await write(
      LabTerritoryForm(
        population: known.population, populationYear: 2012, latitude: known.latitude, longitude: known.longitude),
      version: 1, .reconstructed)
  }
}
