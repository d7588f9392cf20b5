import HTTP
import Platform
import SQL
import Synchronization

/// The table of leases and the map of a site as their pages draw them, from values that are there already: what drawing
/// costs beside the query.
struct Drawing: Capability {
  /// As a record's page draws it, and as a list does: in an order, to be chosen from.
  static let bare = "/mesures/tableau"
  static let full = "/mesures/liste"
  static let map = "/mesures/plan"
  static let orders: [Order] = [Order("start", "1", startsDown: true), Order("tenant", "1"), Order("end", "1")]

  let lines: [LeaseLine] = LeaseLine.many(200)
  let levels: [OccupancyMap.Level] = OccupancyMap.Level.many(lots: 400)
  let spent = Spent()

  var routes: [Endpoint] { [page(Self.bare, hasTools: false), page(Self.full, hasTools: true), plan] }

  private func page(_ path: String, hasTools: Bool) -> Endpoint {
    .page(path, .leases, allow: .everyone) { visit in
      let tools: TableTools? =
        hasTools ? TableTools(address: ListAddress(visit.request.head), orders: Self.orders, isPicked: true) : nil
      return (
        "",
        { page in
          let began: ContinuousClock.Instant = .now
          page.table(
            View.lease, lines, caption: .leases, empty: .leases, mark: { $0.number % 7 == 0 ? .rebuilt : nil },
            tools: tools)
          spent.add((.now - began) / .microseconds(1))
        }
      )
    }
  }
}

extension Drawing {
  private var plan: Endpoint {
    .page(Self.map, .plan, allow: .everyone) { _ in
      (
        "",
        { page in
          let start: Int = page.markup.end
          let began: ContinuousClock.Instant = .now
          do {
            page.chart(try OccupancyMap(.plan, parts: LineCategory.allCases.map(\.label), levels))
          } catch {
            preconditionFailure("\(error)")
          }
          spent.add((.now - began) / .microseconds(1))
          spent.weigh(page.markup.end - start)
        }
      )
    }
  }
}

/// What each drawing took, in microseconds, and how many bytes the last one was.
final class Spent: Sendable {
  private let times = Mutex<[Double]>([])
  private let bytes = Mutex(0)

  func add(_ time: Double) { times.withLock { $0.append(time) } }

  func weigh(_ bytes: Int) { self.bytes.withLock { $0 = bytes } }

  var weight: Int { bytes.withLock { $0 } }

  func taken() -> [Double] {
    times.withLock { times in
      defer { times = [] }
      return times
    }
  }
}

struct LeaseLine: Sendable {
  let number: Int
  let tenant: String
  let site: String
  let lot: String
  let category: LineCategory
  let area: Area
  let start: Day
  let end: Day?

  static func many(_ count: Int) -> [LeaseLine] {
    let first: Day = Day(iso: "2009-03-01")!
    return (1...count).map { number in
      LeaseLine(
        number: number, tenant: "Société n° \(number) & fils", site: "Hôtel d’activités \(number % 250)",
        lot: "Bureau \(number % 40)", category: LineCategory.allCases[number % 3],
        area: Area(squareDecimetres: 900 + number * 37), start: first.adding(days: number * 31),
        end: number % 9 == 0 ? nil : first.adding(days: number * 31 + 1_095))
    }
  }
}

extension OccupancyMap.Level {
  /// So many on four levels, of 9 to 65 m², one in eleven vacant.
  static func many(lots: Int) -> [OccupancyMap.Level] {
    let tenants: [String] = [
      "Atelier Belledonne", "Recyclerie du Drac", "Bois & Liens", "Menuiserie des Alpins", "Les Jardins d’Émeline",
      "Coop’Vélo", "Imprimerie du Pont", "Fil et Trame", "Œuvre Commune", "Maçonnerie Vercors", "Cuisine partagée",
    ]
    return (0..<4).map { level in
      OccupancyMap.Level(
        Text(fr: "Niveau \(level)", en: "Level \(level)"),
        (level * lots / 4..<(level + 1) * lots / 4).map { lot in
          let state: OccupancyMap.State =
            lot % 11 == 0
            ? .vacant : lot % 37 == 0 ? .reserved : .held(part: lot * 7 % 17 % LineCategory.allCases.count)
          return OccupancyMap.Room(
            "Bureau \(lot + 1)", Area(squareMetres: 9 + lot * 613 % 57), state,
            holder: state == .vacant ? nil : tenants[lot % tenants.count], path: "/lots/\(lot + 1)")
        })
    }
  }
}

enum LineCategory: String, Choice {
  case integration, social, artisan, company, association

  var label: Text {
    switch self {
    case .integration: Text(fr: "Insertion par l’activité économique", en: "Work integration")
    case .social: Text(fr: "Économie sociale et solidaire", en: "Social economy")
    case .artisan: Text(fr: "Artisan", en: "Craft business")
    case .company: Text(fr: "Entreprise", en: "Company")
    case .association: Text(fr: "Association", en: "Association")
    }
  }
}

extension View<LeaseLine> {
  static let lease = View(
    "Line",
    [
      Column("id", Text(fr: "Numéro", en: "Number"), .int, forMachines: true) { .int($0.number) },
      Column("tenant", Text(fr: "Locataire", en: "Tenant"), link: { "/baux/\($0.number)" }) { .text($0.tenant) },
      Column("site", Text(fr: "Site", en: "Site"), link: { "/sites/\($0.number)" }) { .text($0.site) },
      Column("lot", Text(fr: "Lot", en: "Lot"), link: { "/lots/\($0.number)" }) { .text($0.lot) },
      Column("category", Text(fr: "Catégorie à la signature", en: "Category at signature")) { .choice($0.category) },
      Column("area", Text(fr: "Surface", en: "Area"), .area) { .area($0.area) },
      Column("start", Text(fr: "Premier jour", en: "First day"), .day) { .day($0.start) },
      Column("end", Text(fr: "Dernier jour", en: "Last day"), .day) { .day($0.end) },
    ])
}

extension Text {
  fileprivate static let leases = Text(fr: "Baux", en: "Leases")
  fileprivate static let plan = Text(fr: "Occupation du site", en: "Occupancy of the site")
  fileprivate static let rebuilt = Text(fr: "reconstitué", en: "reconstructed")
}
