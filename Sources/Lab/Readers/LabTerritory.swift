import Platform
import SQL

/// Where a territory is and how many live there: what a reader compares their own with.
struct LabTerritory: Fetched, Equatable, Sendable {
  let territory: ID<Territory>
  let slug: String
  let name: String
  let population: Int?
  let populationYear: Int?
  let latitude: Double?
  let longitude: Double?
  /// Nil where nobody has said anything of it yet.
  let version: Int?

  init(_ row: inout Row) throws(DatabaseError) {
    territory = try row.next()
    slug = try row.next()
    name = try row.next()
    population = try row.next()
    populationYear = try row.next()
    latitude = try row.next()
    longitude = try row.next()
    version = try row.next()
  }

  var size: TerritorySize? { population.map { TerritorySize(of: $0) } }
}

/// How large a territory is, in four steps that readers know themselves in.
enum TerritorySize: String, Choice {
  case small = "moins-de-100000"
  case middling = "100000-a-250000"
  case large = "250000-a-500000"
  case largest = "plus-de-500000"

  init(of population: Int) {
    self =
      switch population {
      case ..<100_000: .small
      case ..<250_000: .middling
      case ..<500_000: .large
      default: .largest
      }
  }

  var label: Text {
    switch self {
    case .small:
      Text(fr: "moins de 100 000 habitants", en: "under 100,000 inhabitants", de: "unter 100.000 Einwohner")
    case .middling:
      Text(fr: "de 100 000 à 250 000", en: "100,000 to 250,000", de: "100.000 bis 250.000")
    case .large: Text(fr: "de 250 000 à 500 000", en: "250,000 to 500,000", de: "250.000 bis 500.000")
    case .largest: Text(fr: "plus de 500 000", en: "over 500,000", de: "über 500.000")
    }
  }
}

extension View<LabTerritory> {
  static let labTerritory = View(
    "LabTerritory",
    [
      Column("territory", .territorySlug, forMachines: true) { .text($0.slug) },
      Column("name", .oneTerritory) { .text($0.name) },
      Column("population", .population, .int) { $0.population.map { .int($0) } ?? .none },
      Column("populationYear", .populationYear, .year) { .year($0.populationYear) },
      Column("latitude", .latitude, .decimal) { .decimal($0.latitude) },
      Column("longitude", .longitude, .decimal) { .decimal($0.longitude) },
    ])
}

struct LabTerritoryStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = """
    territory.id, territory.slug, territory.name, lab_territory.population, lab_territory.population_year,
    lab_territory.latitude, lab_territory.longitude, lab_territory.version
    FROM territory LEFT JOIN lab_territory ON lab_territory.territory_id = territory.id
    """

  /// All that are open, by name.
  func all() async throws -> [LabTerritory] {
    let all: [LabTerritory] = try await scope.all("SELECT \(Self.columns) WHERE territory.closed_at IS NULL")
    return all.sorted { sortKey($0.name) < sortKey($1.name) }
  }

  func mine() async throws -> LabTerritory {
    try await scope.one("SELECT \(Self.columns) WHERE territory.id = \(scope.territory)")
  }

  func write(
    _ form: LabTerritoryForm, version: Int, _ provenance: Provenance = .entered
  ) async throws -> LabTerritory {
    let before: LabTerritory = try await mine()
    if before.version == nil {
      try await scope.guarded(by: .unique, .conflict(.placedMeanwhile)) {
        try await scope.run(
          """
          INSERT INTO lab_territory (territory_id, population, population_year, latitude, longitude, provenance)
          VALUES (\(scope.territory), \(form.population.value), \(form.populationYear.value), \(form.latitude.value),
            \(form.longitude.value), \(provenance))
          """)
      }
    } else {
      try await scope.update(
        """
        UPDATE lab_territory SET population = \(form.population.value), population_year = \(form.populationYear.value),
          latitude = \(form.latitude.value), longitude = \(form.longitude.value), provenance = \(provenance),
          version = version + 1
        WHERE territory_id = \(scope.territory) AND version = \(version)
        """)
    }
    let after: LabTerritory = try await mine()
    try await scope.audit(
      .labTerritoryPlaced, "lab-territory", scope.territory.number, .labTerritory, before: before, after: after)
    return after
  }
}

extension Deed {
  static let labTerritoryPlaced = Deed(
    "lab-territory.placed", Text(fr: "Territoire situé dans le Lab", en: "Territory placed in the Lab"))
}

extension Text {
  static let population = Text(fr: "Population", en: "Population", de: "Einwohnerzahl")
  static let populationYear = Text(fr: "Année", en: "Year", de: "Jahr")
  static let latitude = Text(fr: "Latitude", en: "Latitude", de: "Breite")
  static let longitude = Text(fr: "Longitude", en: "Longitude", de: "Länge")
  fileprivate static let placedMeanwhile = Text(
    fr: "Quelqu’un d’autre vient de situer ce territoire : relisez avant d’enregistrer.",
    en: "Somebody else has just placed this territory: read it again before you save.")
}
