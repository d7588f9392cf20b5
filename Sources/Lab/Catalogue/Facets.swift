import Platform
import Programmes
import SQL

/// How many sheets each choice would leave: a choice that leads nowhere is not offered.
struct Facets: Sendable {
  static let territories: String = "territory"
  static let sizes: String = "size"

  /// By use and key, under the filter but for the facet’s own choice.
  private let counts: [String: [String: Int]]
  /// The same without any filter.
  private let wholes: [String: [String: Int]]
  let publications: Int
  private let chosen: Set<String>

  private struct Counted: Fetched {
    let use: String
    let key: String
    let count: Int

    init(_ row: inout Row) throws(DatabaseError) {
      use = try row.next()
      key = try row.next()
      count = try row.next()
    }
  }

  init(_ catalogue: Catalogue) async throws {
    let bare: Catalogue = catalogue.unfiltered
    wholes = try await Self.terms(bare, but: nil)
    publications = try await bare.total()
    var counts: [String: [String: Int]] = try await Self.terms(catalogue, but: nil)
    for (use, _) in catalogue.terms { counts[use] = try await Self.terms(catalogue, but: .term(use))[use] }
    let byTerritory: [Int64: Int] = try await Self.territories(catalogue, but: .territory)
    let bySize: [Int64: Int] =
      catalogue.filter.size == nil && catalogue.filter.territory == nil
      ? byTerritory : try await Self.territories(catalogue, but: .size)
    for home in catalogue.homes {
      counts[Self.territories, default: [:]][home.slug] = byTerritory[home.territory.number]
      guard let size = home.size, let count = bySize[home.territory.number] else { continue }
      counts[Self.sizes, default: [:]][size.rawValue, default: 0] += count
    }
    self.counts = counts
    chosen = Set(
      catalogue.terms.map { "\($0.use) \($0.key)" }
        + [
          catalogue.filter.territory.map { "\(Self.territories) \($0)" },
          catalogue.filter.size.map { "\(Self.sizes) \($0.rawValue)" },
        ].compactMap { $0 })
  }

  private static func terms(
    _ catalogue: Catalogue, but left: Catalogue.Facet?
  ) async throws -> [String: [String: Int]] {
    let rows: [Counted] = try await catalogue.scope.remembered(
      """
      SELECT publication_term.use, publication_term.key, count(*) FROM publication_term
      WHERE publication_term.publication_id IN (SELECT publication.id FROM publication WHERE \(catalogue.wanted(but: left)))
      GROUP BY publication_term.use, publication_term.key
      """, at: catalogue.version)
    return rows.reduce(into: [:]) { counts, row in counts[row.use, default: [:]][row.key] = row.count }
  }

  private static func territories(_ catalogue: Catalogue, but left: Catalogue.Facet) async throws -> [Int64: Int] {
    try await catalogue.byTerritory(but: left)
  }

  func whole(_ use: String, _ key: String) -> Int { wholes[use]?[key] ?? 0 }

  /// « emploi (7) », without those that would leave nothing.
  func counted(_ choices: [(key: String, label: Text)], _ use: String) -> [(key: String, label: Text)] {
    choices.compactMap { key, label in
      let count: Int = counts[use]?[key] ?? 0
      guard count > 0 || chosen.contains("\(use) \(key)") else { return nil }
      return (key, Text { language in "\(label(language)) (\(language.number(count)))" })
    }
  }
}

extension Catalogue {
  private init(_ catalogue: Catalogue, _ filter: CatalogueFilter) {
    scope = catalogue.scope
    homes = catalogue.homes
    version = catalogue.version
    self.filter = filter
  }

  var unfiltered: Catalogue { Catalogue(self, .none) }

  /// How many of each territory.
  func byTerritory(but left: Facet? = nil) async throws -> [Int64: Int] {
    struct Counted: Fetched {
      let territory: Int64
      let count: Int

      init(_ row: inout Row) throws(DatabaseError) { (territory, count) = (try row.next(), try row.next()) }
    }
    let rows: [Counted] = try await scope.remembered(
      """
      SELECT publication.territory_id, count(*) FROM publication WHERE \(wanted(but: left))
      GROUP BY publication.territory_id
      """, at: version)
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.territory, $0.count) })
  }
}

extension CatalogueFilter {
  /// Everything.
  static let none = CatalogueFilter()

  private init() {
    (text, axis, theme, audience, territory, size, since, budget) = (nil, nil, nil, nil, nil, nil, nil, nil)
    figures = false
  }
}
