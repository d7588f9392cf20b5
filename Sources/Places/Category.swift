import Platform
import Programmes
import SQL

/// What kind of tenant somebody is, in the words of the programme. On a lease it decides the rent, and never follows the
/// lot's destination.
struct Category: Sendable, Equatable {
  let key: String
  let label: Text

  /// Five columns: the key, and its label if the programme still knows it.
  init?(_ row: inout Row) throws(DatabaseError) {
    let key: String? = try row.next()
    let (fr, en, de): (String?, String?, String?) = (try row.next(), try row.next(), try row.next())
    guard let key else { return nil }
    self.key = key
    label = fr.map { Text(fr: $0, en: en ?? $0, de: de) } ?? Text(name: key)
  }

}

extension Column {
  /// The category's label for readers, its key for machines.
  static func category(
    _ key: String, _ label: Text, _ category: @Sendable @escaping (Record) -> Category?
  ) -> [Column<Record>] {
    [
      Column("\(key)Name", label) { record in category(record).map { .said($0.label) } ?? .none },
      Column(key, .categoryKey, forMachines: true) { record in .text(category(record)?.key) },
    ]
  }
}

extension Text {
  static let categoryKey = Text(fr: "Clé de la catégorie", en: "Category key", de: "Schlüssel der Kategorie")
}

extension Query {
  /// The columns of a category, where `term` was joined for it.
  static func category(_ key: Query, _ term: Query) -> Query {
    "\(key), \(term).label, \(term).label_en, \(term).label_de"
  }
}

/// The categories that a territory's programmes use, each once.
struct CategoryStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  func of(_ programme: ID<Programme>) async throws -> [Term] {
    try await NomenclatureStore(scope).terms(of: programme, .tenantCategories)
  }

  func all() async throws -> [Term] {
    let terms: [Term] = try await NomenclatureStore(scope).terms(.tenantCategories)
    return terms.reduce(into: []) { known, term in
      if known[term.key] == nil { known.append(term) }
    }
  }
}
