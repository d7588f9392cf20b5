import Platform
import SQL

/// A list of words, with how many of them a record carries.
struct Nomenclature: Sendable {
  let use: NomenclatureUse
  let least: Int
  let most: Int?
  let terms: [Term]

  /// Those that a form offers: an archived one only to the record that has it already.
  private func offered(_ kept: [String]) -> [(key: String, label: Text)] {
    terms.filter { !$0.isArchived || kept.contains($0.key) }.map { ($0.key, $0.label) }
  }

  /// A box for each term; where a record carries one at most, a list to choose it from.
  func field(like field: any FormField, keeping kept: [String] = []) -> any FormField {
    guard most == 1 else { return Field.several(field.key, field.label, help: field.help, among: offered(kept)) }
    return choice(like: field, keeping: kept)
  }

  /// A list to choose one from.
  func choice(like field: any FormField, keeping kept: [String] = []) -> any FormField {
    let single = Field.among(field.key, field.label, help: field.help, offered(kept))
    return least > 0 ? single : single.optional
  }

  /// The same to narrow a list to: every term, since old records have archived ones.
  func filter(like field: any FormField) -> any FormField {
    Field.among(field.key, field.label, terms.map { ($0.key, $0.label) }).optional
  }

  /// The key of a term that is called so; of what is none, the word itself, for somebody to see what it was.
  func key(of word: String) -> String {
    terms.first { term in
      term.key == word || Language.allCases.contains { sortKey(term.label($0)) == sortKey(word) }
    }?.key ?? word
  }

  func faults(_ keys: [String], field: String, keeping kept: [String]) -> [FieldError] {
    if let unknown = keys.first(where: { key in
      !kept.contains(key) && !terms.contains { $0.key == key && !$0.isArchived }
    }) {
      return [FieldError(field, .notATerm(unknown))]
    }
    if keys.count < least { return [FieldError(field, least == 1 ? .missing : .tooFew(least, keys.count))] }
    if let most, keys.count > most { return [FieldError(field, .tooMany(most, keys.count))] }
    return []
  }
}

/// The lists that a programme sorts one kind of record by. One that it does not have is not asked for.
struct Nomenclatures: Sendable {
  private let all: [Nomenclature]

  init(_ rows: [Row]) {
    var uses: [NomenclatureUse] = []
    for row in rows where !uses.contains(row.use) { uses.append(row.use) }
    all = uses.map { use in
      let own: [Row] = rows.filter { $0.use == use }
      return Nomenclature(use: use, least: own[0].least ?? 0, most: own[0].most, terms: own.map(\.term))
    }
  }

  subscript(_ use: NomenclatureUse) -> Nomenclature? { all.first { $0.use == use } }

  func faults(
    _ keys: [String], _ use: NomenclatureUse, field: String, keeping kept: [String] = []
  ) -> [FieldError] {
    if let nomenclature = self[use] { return nomenclature.faults(keys, field: field, keeping: kept) }
    return keys.first { !kept.contains($0) }.map { [FieldError(field, .notATerm($0))] } ?? []
  }

  /// A term with the list that it stands in.
  struct Row: Fetched {
    let use: NomenclatureUse
    let least: Int?
    let most: Int?
    let term: Term

    init(_ row: inout SQL.Row) throws(DatabaseError) {
      use = try row.next()
      least = try row.next()
      most = try row.next()
      term = try Term(&row)
    }
  }
}

extension NomenclatureStore {
  /// What a programme's nomenclatures of these uses ask of a record.
  func nomenclatures(of programme: ID<Programme>, _ uses: NomenclatureUse...) async throws -> Nomenclatures {
    Nomenclatures(
      try await scope.all(
        """
        SELECT nomenclature.use, nomenclature.least, nomenclature.most, \(Self.columns) FROM nomenclature
        JOIN nomenclature_item ON nomenclature_item.nomenclature_id = nomenclature.id
        WHERE nomenclature.territory_id = \(scope.territory) AND nomenclature.programme_id = \(programme)
          AND nomenclature.use IN \(.list(uses)) AND NOT nomenclature.is_archived
        ORDER BY nomenclature.id, nomenclature_item.rank, nomenclature_item.id
        """))
  }
}

extension Text {
  fileprivate static func tooFew(_ least: Int, _ count: Int) -> Text {
    Text(
      fr: "Au moins \(least) ; il y en a \(count).", en: "At least \(least); there are \(count).",
      de: "Mindestens \(least); es sind \(count).")
  }

  fileprivate static func tooMany(_ most: Int, _ count: Int) -> Text {
    Text(
      fr: "Au plus \(most) ; il y en a \(count).", en: "At most \(most); there are \(count).",
      de: "Höchstens \(most); es sind \(count).")
  }
}
