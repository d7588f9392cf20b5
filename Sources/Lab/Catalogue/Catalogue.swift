import Platform
import Programmes
import SQL

/// The sheets that a filter leaves, and how they are reached without reading the others.
struct Catalogue: Sendable {
  let scope: Scope
  let filter: CatalogueFilter
  /// Every open territory: there are few of them, and what is known of them narrows by number.
  let homes: [LabTerritory]
  /// How often publications were written to: what was counted of them stays true as long as it stays the same.
  let version: Int64
  /// Those that hold the words, where words were typed.
  private(set) var found: FoundSheets?

  init(_ scope: Scope, _ filter: CatalogueFilter, page: Int = 1) async throws {
    self.scope = scope
    self.filter = filter
    homes = try await LabTerritoryStore(scope).all()
    version = try await scope.value(
      """
      SELECT CAST(coalesce(sum(version), 0) AS BIGINT) FROM table_version
      WHERE territory_id > 0 AND name IN ('publication', 'publication_term', 'programme')
      """)
    guard let words = filter.text.flatMap({ SoughtWords($0) }) else { return }
    found = try await FoundSheets(words, scope, where: wanted(), page: page)
  }

  /// What a choice narrows by.
  enum Facet: Hashable {
    case term(String)
    case territory, size
  }

  /// The terms that are asked for, as publications have them.
  var terms: [(use: String, key: String)] {
    [
      (NomenclatureUse.axes.rawValue, filter.axis), (NomenclatureUse.themes.rawValue, filter.theme),
      (NomenclatureUse.audiences.rawValue, filter.audience),
      (Publication.results, filter.figures ? Publication.inFigures : nil),
    ].compactMap { use, key in key.map { (use, $0) } }
  }

  /// The condition on `publication`, but for one facet, whose other choices are counted.
  func wanted(but left: Facet? = nil, through driven: String? = nil) -> Query {
    var wanted: Query = """
      publication.state = 'current' AND publication.programme_id NOT IN (
        SELECT id FROM programme WHERE territory_id > 0 AND NOT is_public)
      """
    var ids: [ID<Territory>] = homes.map(\.territory)
    if let slug = filter.territory, left != .territory {
      ids = homes.filter { $0.slug == slug }.map(\.territory)
    }
    if let size = filter.size, left != .size {
      let fitting: Set<ID<Territory>> = Set(homes.filter { $0.size == size }.map(\.territory))
      ids = ids.filter { fitting.contains($0) }
    }
    // Closed territories aside, all of them is no condition at all.
    wanted =
      ids.count == homes.count
      ? wanted + " AND publication.territory_id NOT IN (SELECT id FROM territory WHERE closed_at IS NOT NULL)"
      : wanted + " AND publication.territory_id IN \(.list(ids))"
    for (use, key) in terms where left != .term(use) { wanted = wanted + " AND \(having(use, key, driven == use))" }
    if let since = filter.since { wanted = wanted + " AND publication.since_year >= \(since)" }
    if let budget = filter.budget { wanted = wanted + " AND publication.budget <= \(budget)" }
    if let found { wanted = wanted + " AND publication.id IN \(.list(found.best))" }
    return wanted
  }

  /// A rare term leads to its publications; a frequent one is looked for on each as they come in order.
  private func having(_ use: String, _ key: String, _ leads: Bool) -> Query {
    leads
      ? """
      publication.id IN (SELECT publication_term.publication_id FROM publication_term
        WHERE publication_term.use = \(use) AND publication_term.key = \(key))
      """
      : """
      EXISTS (SELECT 1 FROM publication_term WHERE publication_term.publication_id = publication.id
        AND publication_term.use = \(use) AND publication_term.key = \(key))
      """
  }

  func total() async throws -> Int {
    let one: [Count] = try await scope.remembered(
      "SELECT count(*) FROM publication WHERE \(wanted())", at: version)
    return one.first?.count ?? 0
  }

  struct Count: Fetched {
    let count: Int
    init(_ row: inout Row) throws(DatabaseError) { count = try row.next() }
  }

  func listing(_ facets: Facets) async throws -> Listing<Publication> {
    let wanted: Query = try await narrowed(facets)
    let count: Query = "SELECT count(*) FROM publication WHERE \(self.wanted())"
    return Listing(
      scope, count: count,
      orders: (found.map { [Order(Order.relevance, $0.order, "publication.id")] } ?? []) + [
        Order("title", "publication.sort_key", "publication.id"),
        Order("updated", "publication.updated_day", "publication.id", startsDown: true),
        Order("publishedAt", "publication.published_at", "publication.id", startsDown: true),
      ]
    ) { slice in
      // The words of a publication cost more than its place in the order: only those of one page are read.
      """
      SELECT \(PublicationStore.columns) FROM (
        SELECT publication.id AS chosen FROM publication WHERE \(wanted) ORDER BY \(slice.order) \(slice.window)
      ) page JOIN publication ON publication.id = page.chosen
      JOIN territory ON territory.id = publication.territory_id
      JOIN programme ON programme.id = publication.programme_id
      ORDER BY \(slice.order)
      """
    }
  }

  /// The condition on `publication`, for who reads the first of them in whichever order.
  func narrowed(_ facets: Facets) async throws -> Query { wanted(through: try await leading(facets)) }

  /// The term to begin with, where so few have it that walking through the others would cost more.
  private func leading(_ facets: Facets) async throws -> String? {
    guard let rarest = terms.min(by: { facets.whole($0.use, $0.key) < facets.whole($1.use, $1.key) }) else {
      return nil
    }
    let (few, total): (Int, Int) = (facets.whole(rarest.use, rarest.key), try await total())
    let walked: Int = Self.page * facets.publications / max(total, 1)
    return few < walked ? rarest.use : nil
  }

  static let page: Int = 24
}

extension SheetContent {
  /// Whether what it set in motion is told in figures that say where they come from.
  var tellsEffectInFigures: Bool { !FigureTokens(self[.effect] ?? "").mentions.isEmpty }
}

extension Publication {
  /// Besides the Lab’s words: whether its effects are told in figures.
  static let results: String = "results"
  static let inFigures: String = "figures"
}
