import HTML
import HTTP
import Platform
import SQL

extension Lab {
  /// Where the sheets of a filter come from.
  var map: Endpoint {
    .report(
      "/lab/carte", .labMap, allow: .everyone, filter: CatalogueFilter.self,
      choosing: { visit in
        let filter: CatalogueFilter = try visit.asked(CatalogueFilter.self)
        let catalogue = try await Catalogue(visit.scope, filter)
        return CatalogueFilter.fields(
          try await Typology.open(visit.scope), try await Facets(catalogue), catalogue.homes)
      }
    ) { visit, filter in
      let catalogue = try await Catalogue(visit.scope, filter)
      let counts: [Int64: Int] = try await catalogue.byTerritory()
      let homes: [(home: LabTerritory, sheets: Int)] = catalogue.homes.compactMap { home in
        counts[home.territory.number].map { (home, $0) }
      }
      let asked: FormPairs = visit.asked.setting("lang", to: nil)
      let places: [FranceMap.Place] = homes.compactMap { home, sheets in
        guard let latitude = home.latitude, let longitude = home.longitude else { return nil }
        return FranceMap.Place(
          Text(name: home.name), latitude: latitude, longitude: longitude, Double(sheets),
          link: "/lab?\(asked.setting("territory", to: home.slug).encoded)")
      }
      let map: FranceMap
      do throws(ChartRefusal) {
        map = try FranceMap(
          Text(fr: "D’où viennent ces fiches", en: "Where these sheets come from", de: "Woher diese Blätter kommen"),
          Measure(.sheets), places,
          sentence: .sheetsOfTerritories(homes.reduce(0) { $0 + $1.sheets }, homes.count))
      } catch { throw Refusal.conflict(error.message) }
      let nowhere = homes.filter { $0.home.latitude == nil }
      return Report(
        Text.labOnMap(visit.language), crumbs: Crumb.lab(visit),
        json: { json in
          json.object { json in
            json.member("territories", homes) { json, line in
              json.member("territory", line.home.slug)
              json.member("name", line.home.name)
              json.member("sheets", line.sheets)
              json.member("population", line.home.population.map { Double($0) })
              json.member("latitude", line.home.latitude)
              json.member("longitude", line.home.longitude)
            }
          }
        },
        tools: { page in
          page.linkLine("/lab\(asked.isEmpty ? "" : "?\(asked.encoded)")", .labAsList)
        },
        body: { page in
          page.chart(map)
          guard !nowhere.isEmpty else { return }
          page.section(.notOnMap) { page in
            page.markup.raw("<ul>\n")
            for (home, sheets) in nowhere {
              page.markup.raw("<li>")
              page.link("/lab?\(asked.setting("territory", to: home.slug).encoded)", Text(name: home.name))
              page.say(Noun.sheet.counted(sheets).inBrackets)
              page.markup.raw("</li>\n")
            }
            page.markup.raw("</ul>\n")
          }
        })
    }
  }
}

extension Text {
  fileprivate var inBrackets: Text { Text { language in " (\(self(language)))" } }
  static let labMap = Text(fr: "Voir sur la carte", en: "See on the map", de: "Auf der Karte sehen")
  fileprivate static let labOnMap = Text(
    fr: "Le Lab sur la carte", en: "The Lab on the map", de: "Das Lab auf der Karte")

  fileprivate static func sheetsOfTerritories(_ sheets: Int, _ territories: Int) -> Text {
    Text { language in
      let sheets: String = Noun.sheet.counted(sheets)(language)
      return switch language {
      case .fr: territories == 1 ? "\(sheets) d’un territoire." : "\(sheets) de \(territories) territoires."
      case .en: territories == 1 ? "\(sheets) of one territory." : "\(sheets) of \(territories) territories."
      case .de: territories == 1 ? "\(sheets) aus einem Gebiet." : "\(sheets) aus \(territories) Gebieten."
      }
    }
  }

  fileprivate static let labAsList = Text(fr: "Voir en liste", en: "See as a list", de: "Als Liste sehen")
  fileprivate static let notOnMap = Text(
    fr: "Hors de la carte", en: "Not on the map", de: "Nicht auf der Karte")
}
