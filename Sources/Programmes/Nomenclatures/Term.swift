import Platform
import SQL

/// A word of a nomenclature: what records keep is its key, which never changes.
public struct Term: Fetched, Equatable {
  public let key: String
  public let label: Text
  public let isArchived: Bool
  /// The word that this one is a kind of.
  public let parent: String?
  let interval: Interval

  public init(_ row: inout Row) throws(DatabaseError) {
    key = try row.next()
    label = try Text(labels: &row)
    isArchived = try row.next()
    parent = try row.next()
    interval = Interval(try row.next(Int?.self), try row.next(Int?.self))
  }
}

/// The words that a programme sorts its records by.
public struct NomenclatureStore: Sendable {
  let scope: Scope

  public init(_ scope: Scope) { self.scope = scope }

  public static let columns: Query = """
    nomenclature_item.key, nomenclature_item.label, nomenclature_item.label_en, nomenclature_item.label_de,
    nomenclature_item.is_archived, nomenclature_item.parent, nomenclature_item.lower, nomenclature_item.upper
    """

  /// In their order, the archived ones too: records that have them keep them.
  public func terms(of programme: ID<Programme>, _ use: NomenclatureUse) async throws -> [Term] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM nomenclature
      JOIN nomenclature_item ON nomenclature_item.nomenclature_id = nomenclature.id
      WHERE nomenclature.territory_id = \(scope.territory) AND nomenclature.programme_id = \(programme)
        AND nomenclature.use = \(use)
      ORDER BY nomenclature_item.rank, nomenclature_item.id
      """)
  }
}

extension NomenclatureStore {
  /// Of all programmes of the territory.
  public func terms(_ use: NomenclatureUse) async throws -> [Term] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM nomenclature
      JOIN nomenclature_item ON nomenclature_item.nomenclature_id = nomenclature.id
      WHERE nomenclature.territory_id = \(scope.territory) AND nomenclature.use = \(use)
      ORDER BY nomenclature_item.rank, nomenclature_item.id LIMIT 1000
      """)
  }
}

extension Programme {
  /// Where the list of this use is settled: its own page, or the form for a new one.
  public func settling(_ use: NomenclatureUse, _ scope: Scope) async throws -> String {
    struct Known: Fetched {
      let key: String

      init(_ row: inout Row) throws(DatabaseError) { key = try row.next() }
    }
    let known: Known? = try await scope.first(
      """
      SELECT key FROM nomenclature
      WHERE territory_id = \(scope.territory) AND programme_id = \(id) AND use = \(use)
      """)
    return "\(path)/configuration/nomenclatures/" + (known?.key ?? "nouveau?use=\(use.rawValue)")
  }
}

extension Query {
  /// The item of a programme's nomenclature that a record's column holds the key of.
  public static func term(_ alias: Query, of programme: Query, _ use: NomenclatureUse, key: Query) -> Query {
    """
    LEFT JOIN nomenclature \(alias)_list ON \(alias)_list.programme_id = \(programme) AND \(alias)_list.use = \(use)
      AND NOT \(alias)_list.is_archived
    LEFT JOIN nomenclature_item \(alias) ON \(alias).nomenclature_id = \(alias)_list.id AND \(alias).key = \(key)
    """
  }
}

extension Field where Value == String {
  /// One of a nomenclature's words, those that are still offered and the one that a record has already.
  public static func term(
    _ key: String, _ label: Text, help: Text? = nil, among terms: [Term], keeping kept: String? = nil
  ) -> Field {
    .among(
      key, label, help: help,
      terms.filter { !$0.isArchived || $0.key == kept }.map { ($0.key, $0.label) })
  }

  /// The same before it is known whose words they are: the rule looks whether it is one of them.
  public static func term(_ key: String, _ label: Text, help: Text? = nil) -> Field {
    .text(key, label, help: help, most: 60)
  }
}

extension [Term] {
  /// The rule behind the choice that a form offers.
  public func check(_ key: String?, field: String, keeping kept: String? = nil) throws(Refusal) {
    guard let key, key != kept else { return }
    guard contains(where: { $0.key == key && !$0.isArchived }) else { throw .invalid(field, .notATerm(key)) }
  }

  /// People write « Artisanat » where records keep `artisanat`. What is neither stays, to be refused.
  public func key(named text: String) -> String {
    let wanted: String = sortKey(text)
    return first { term in term.key == text || Language.allCases.contains { sortKey(term.label($0)) == wanted } }?.key
      ?? text
  }

  public subscript(_ key: String) -> Term? { first { $0.key == key } }

  /// The word at the top of those that a word is a kind of, or itself.
  public func top(of key: String) -> Term? {
    var term: Term? = self[key]
    // No circle gets into a configuration; a table could still hold one.
    for _ in indices {
      guard let parent = term?.parent, let above = self[parent] else { break }
      term = above
    }
    return term
  }
}

extension Text {
  static func notATerm(_ key: String) -> Text {
    Text(
      fr: "« \(key) » n’est pas, ou n’est plus, dans la nomenclature du dispositif.",
      en: "“\(key)” is not, or no longer, in the programme’s nomenclature.")
  }
}
