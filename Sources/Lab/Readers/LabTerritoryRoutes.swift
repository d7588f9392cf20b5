import Platform
import SQL

struct LabTerritoryForm: Form {
  static let population = Field.number("population", .population, 1...20_000_000).optional
  static let populationYear = Field.number(
    "populationYear", Text(fr: "Année de ce chiffre", en: "Year of that figure"), 1_800...2_200
  ).optional
  static let latitude = Field.quantity(
    "latitude", .latitude,
    help: Text(
      fr: "De la ville principale, en degrés : 45,19 pour Grenoble.",
      en: "Of the main city, in degrees: 45.19 for Grenoble.")
  ).optional
  static let longitude = Field.quantity(
    "longitude", .longitude,
    help: Text(fr: "Négative à l’ouest de Greenwich.", en: "Negative to the west of Greenwich.")
  ).optional
  static let fields: [any FormField] = [population, populationYear, latitude, longitude]

  let population: Int?
  let populationYear: Int?
  let latitude: Double?
  let longitude: Double?

  init(population: Int?, populationYear: Int?, latitude: Double?, longitude: Double?) {
    self.population = population
    self.populationYear = populationYear
    self.latitude = latitude
    self.longitude = longitude
  }

  init(_ values: FormValues) throws(Refusal) {
    population = values[Self.population]
    populationYear = values[Self.populationYear]
    latitude = values[Self.latitude]
    longitude = values[Self.longitude]
    if (population == nil) != (populationYear == nil) {
      throw .invalid(
        population == nil ? "population" : "populationYear",
        Text(fr: "Une population va avec son année.", en: "A population goes with its year."))
    }
    if (latitude == nil) != (longitude == nil) {
      throw .invalid(
        latitude == nil ? "latitude" : "longitude",
        Text(fr: "Il faut les deux coordonnées, ou aucune.", en: "Both coordinates are needed, or neither."))
    }
    guard let latitude, let longitude else { return }
    let place = FranceMap.Place(Text(name: ""), latitude: latitude, longitude: longitude, 0)
    do throws(ChartRefusal) { _ = try FranceMap(.lab, Measure(.sheets), [place]) } catch {
      throw .invalid(
        "latitude",
        Text(
          fr: "Ce point n’est pas sur la carte de France : vérifiez la latitude et la longitude.",
          en: "That point is not on the map of France: check latitude and longitude."))
    }
  }

  static func typed(_ territory: LabTerritory) -> Typed {
    var typed = Typed()
    typed.set(population, territory.population)
    typed.set(populationYear, territory.populationYear)
    typed.set(latitude, territory.latitude)
    typed.set(longitude, territory.longitude)
    typed.set(.version, territory.version ?? 1)
    return typed
  }
}

extension Allow {
  /// Those who say where their territory is.
  static let placesTerritory = Allow([.manager, .administrator])
}

extension Lab {
  var territoryRoutes: [Endpoint] {
    Endpoint.form(
      .placeTerritory, allow: .placesTerritory, page: "/lab/territoire", posts: "/lab/territoire",
      Changed<LabTerritoryForm>.self,
      show: { visit in
        FormPage(
          .placeTerritory, crumbs: Crumb.lab(visit),
          intro: Text(
            fr: "Sur la carte du Lab, et pour qui cherche un territoire de la taille du sien.",
            en: "On the Lab’s map, and for who looks for a territory as large as theirs."),
          submit: .save, initial: LabTerritoryForm.typed(try await LabTerritoryStore(visit.scope).mine()))
      },
      submit: { _, scope, changed in
        let territory: LabTerritory = try await LabTerritoryStore(scope).write(changed.form, version: changed.version)
        return .changed(.labTerritoryPlaced, at: "/lab", .labTerritory, territory)
      })
  }
}

extension Text {
  static let placeTerritory = Text(fr: "Situer le territoire", en: "Place the territory")
}
