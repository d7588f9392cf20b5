import HTTP
import SQL

/// A double that became part of the record that was kept, with all that it takes to bring it back.
struct Merger: Fetched {
  let id: ID<Merger>
  let kept: ID<Organisation>
  let absorbed: ID<Organisation>
  let absorbedName: String
  let at: Instant
  let undoneAt: Instant?
  let moved: MovedRows

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    kept = try row.next()
    absorbed = try row.next()
    absorbedName = try row.next()
    at = try row.next()
    undoneAt = try row.next()
    moved = MovedRows(try row.next())
  }
}

/// Which rows of which tables spoke of the double, and what the record that was kept had not.
struct MovedRows: Sendable, Equatable {
  struct Rows: Sendable, Equatable {
    let table: String
    let column: String
    let ids: [Int64]
  }

  var rows: [Rows] = []
  /// Columns of the kept record that were empty and were filled from the double.
  var filled: [String] = []
  /// The name under which the double is found now.
  var alias: String?

  var count: Int { rows.reduce(0) { $0 + $1.ids.count } }

  init() {}

  init(_ text: String) {
    guard let json = try? JSON(Array(text.utf8)) else { return }
    rows = MovedRows.items(json["rows"]).compactMap { item in
      guard let table = item["table"]?.string, let column = item["column"]?.string else { return nil }
      return Rows(table: table, column: column, ids: MovedRows.items(item["ids"]).compactMap(\.int).map { Int64($0) })
    }
    filled = MovedRows.items(json["filled"]).compactMap(\.string)
    alias = json["alias"]?.string
  }

  private static func items(_ json: JSON?) -> [JSON] {
    if case .array(let items)? = json { items } else { [] }
  }

  var text: String {
    var json = JSONWriter()
    json.object { json in
      json.member(
        "rows",
        array: { json in
          for rows in rows {
            json.object { json in
              json.member("table", rows.table)
              json.member("column", rows.column)
              json.member("ids", array: { json in for id in rows.ids { json.int(Int(id)) } })
            }
          }
        })
      json.member("filled", array: { json in for column in filled { json.string(column) } })
      json.member("alias", alias)
    }
    return String(decoding: json.bytes, as: UTF8.self)
  }
}

extension Schema {
  /// Every column of every table that names a record of this one, but for what the directory keeps of it itself.
  func references(to table: String) -> [(table: String, column: String)] {
    let own: Set<String> = ["organisation_key", "distinct_organisations", "organisation_alias", "organisation_fact"]
    return tables.filter { !own.contains($0.name) }.flatMap { other in
      other.columns.filter { $0.reference == table }.map { (other.name, $0.name) }
    }
  }
}

struct MergerStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = """
    merger.id, merger.kept_id, merger.absorbed_id, organisation.name, merger.at, merger.undone_at, merger.moved
    """

  private static let from: Query = "FROM merger JOIN organisation ON organisation.id = merger.absorbed_id"

  func find(_ id: ID<Merger>) async throws -> Merger {
    try await scope.one(
      """
      SELECT \(Self.columns) \(Self.from)
      WHERE merger.territory_id = \(scope.territory) AND merger.record_kind = 'organisation' AND merger.id = \(id)
      """)
  }

  /// Those that can still be undone: the latest first, as each leans on those before.
  func open(into kept: ID<Organisation>) async throws -> [Merger] {
    try await scope.all(
      """
      SELECT \(Self.columns) \(Self.from)
      WHERE merger.territory_id = \(scope.territory) AND merger.record_kind = 'organisation'
        AND merger.kept_id = \(kept) AND merger.undone_at IS NULL ORDER BY merger.id DESC
      """)
  }

  /// Everything that names the double names the record that is kept; what the record had not, it takes from the double.
  func merge(_ absorbed: Organisation, into kept: Organisation, _ schema: Schema) async throws -> Merger {
    var moved = MovedRows()
    for (table, column) in schema.references(to: "organisation") where table != "organisation" {
      let ids: [Int64] = try await move(table, column, from: absorbed.id, to: kept.id)
      if !ids.isEmpty { moved.rows.append(MovedRows.Rows(table: table, column: column, ids: ids)) }
    }
    let roles: [Int64] = try await moveRoles(from: absorbed.id, to: kept.id)
    if !roles.isEmpty { moved.rows.append(MovedRows.Rows(table: "role", column: "target_id", ids: roles)) }
    // A double of the double leads on to who is kept.
    try await scope.run(
      """
      UPDATE organisation SET merged_into = \(kept.id), version = version + 1
      WHERE territory_id = \(scope.territory) AND (id = \(absorbed.id) OR merged_into = \(absorbed.id))
      """)
    moved.filled = try await fill(kept, from: absorbed)
    moved.alias = try await rename(absorbed, as: kept)
    let now: Organisation = try await OrganisationStore(scope).find(new: kept.id)
    try await OrganisationStore(scope).index(now, aliases: try await AliasStore(scope).names(of: kept.id))
    let id: ID<Merger> = try await scope.insert(
      """
      INSERT INTO merger (territory_id, record_kind, kept_id, absorbed_id, moved, account_id, at)
      VALUES (\(scope.territory), 'organisation', \(kept.id), \(absorbed.id), \(moved.text),
        \((scope.actor.account?.number).value), \(scope.now))
      """)
    try await scope.audit(
      .organisationsMerged, "organisation", kept.id.number, .organisation, before: absorbed, after: now)
    return try await find(id)
  }

  private func move(
    _ table: String, _ column: String, from absorbed: ID<Organisation>, to kept: ID<Organisation>
  ) async throws -> [Int64] {
    let (name, reference): (Query, Query) = (Query(trusted: table), Query(trusted: column))
    let rows: [Moved] = try await scope.all(
      """
      SELECT id FROM \(name) WHERE territory_id = \(scope.territory) AND \(reference) = \(absorbed) ORDER BY id
      """)
    guard !rows.isEmpty else { return [] }
    do {
      try await scope.run(
        """
        UPDATE \(name) SET \(reference) = \(kept)
        WHERE territory_id = \(scope.territory) AND \(reference) = \(absorbed)
        """)
    } catch let error as DatabaseError where error.kind == .unique || error.kind == .overlap {
      // Each has a record of its own where there can be one: somebody has to say which is right.
      throw Refusal.conflict(.bothHaveOne)
    }
    return rows.map(\.id)
  }

  private func moveRoles(from absorbed: ID<Organisation>, to kept: ID<Organisation>) async throws -> [Int64] {
    let rows: [Moved] = try await scope.all(
      """
      SELECT id FROM role
      WHERE territory_id = \(scope.territory) AND target = 'organisation' AND target_id = \(absorbed.number)
      """)
    guard !rows.isEmpty else { return [] }
    try await scope.run(
      """
      UPDATE role SET target_id = \(kept.number), version = version + 1
      WHERE territory_id = \(scope.territory) AND target = 'organisation' AND target_id = \(absorbed.number)
      """)
    return rows.map(\.id)
  }

  private struct Moved: Fetched {
    let id: Int64
    init(_ row: inout Row) throws(DatabaseError) { id = try row.next() }
  }

  private static let fillable: [String] = [
    "kind", "siren", "siret", "rna", "address", "postcode", "municipality", "municipality_code", "activity", "email",
    "phone", "website", "presentation", "networks",
  ]

  private func fill(_ kept: Organisation, from absorbed: Organisation) async throws -> [String] {
    struct Empty: Fetched {
      let isEmpty: [Bool]
      init(_ row: inout Row) throws(DatabaseError) {
        var all: [Bool] = []
        for _ in MergerStore.fillable {
          let flag: Int = try row.next()
          all.append(flag == 1)
        }
        isEmpty = all
      }
    }
    let tests: String = Self.fillable.map {
      "CASE WHEN kept.\($0) IS NULL AND gone.\($0) IS NOT NULL THEN 1 ELSE 0 END"
    }.joined(separator: ", ")
    let empty: Empty = try await scope.one(
      """
      SELECT \(Query(trusted: tests)) FROM organisation kept
      JOIN organisation gone ON gone.territory_id = kept.territory_id AND gone.id = \(absorbed.id)
      WHERE kept.territory_id = \(scope.territory) AND kept.id = \(kept.id)
      """)
    // An establishment of another company is not this one’s.
    let isAnother: Bool = kept.siren != nil && kept.siren != absorbed.siren
    let columns: [String] = zip(Self.fillable, empty.isEmpty).filter(\.1).map(\.0)
      .filter { !($0 == "siret" && isAnother) }
    guard !columns.isEmpty else { return [] }
    var statement: Query = "UPDATE organisation SET version = version + 1"
    for column in columns {
      let name = Query(trusted: column)
      statement = statement + ", \(name) = (SELECT gone.\(name) FROM organisation gone WHERE gone.id = \(absorbed.id))"
    }
    try await scope.run(statement + " WHERE territory_id = \(scope.territory) AND id = \(kept.id)")
    return columns
  }

  private func rename(_ absorbed: Organisation, as kept: Organisation) async throws -> String? {
    let key: String = sortKey(absorbed.name)
    let names: [String] = try await AliasStore(scope).names(of: kept.id) + [kept.name]
    guard !names.contains(where: { sortKey($0) == key }) else { return nil }
    try await scope.run(
      """
      INSERT INTO organisation_alias (territory_id, organisation_id, name, sort_key, kind)
      VALUES (\(scope.territory), \(kept.id), \(absorbed.name), \(key), \(AliasKind.other))
      """)
    return absorbed.name
  }

  /// Both are there again, each with what it had. What was entered since stays with the record that was kept.
  func undo(_ merger: Merger) async throws {
    guard merger.undoneAt == nil else { return }
    guard let latest = try await open(into: merger.kept).first, latest.id == merger.id else {
      throw Refusal.conflict(.undoTheLatestFirst)
    }
    for rows in merger.moved.rows {
      let (name, reference): (Query, Query) = (Query(trusted: rows.table), Query(trusted: rows.column))
      let bump: Query = rows.table == "role" ? ", version = version + 1" : ""
      try await scope.run(
        """
        UPDATE \(name) SET \(reference) = \(merger.absorbed.number)\(bump)
        WHERE territory_id = \(scope.territory) AND \(reference) = \(merger.kept.number)
          AND id IN \(.list(rows.ids))
        """)
    }
    for column in merger.moved.filled {
      let name = Query(trusted: column)
      // What somebody corrected since is theirs.
      try await scope.run(
        """
        UPDATE organisation SET \(name) = NULL, version = version + 1
        WHERE territory_id = \(scope.territory) AND id = \(merger.kept)
          AND \(name) = (SELECT gone.\(name) FROM organisation gone WHERE gone.id = \(merger.absorbed))
        """)
    }
    if let alias = merger.moved.alias {
      try await scope.run(
        """
        DELETE FROM organisation_alias WHERE territory_id = \(scope.territory) AND organisation_id = \(merger.kept)
          AND sort_key = \(sortKey(alias))
        """)
    }
    try await scope.run(
      """
      UPDATE organisation SET merged_into = NULL, version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(merger.absorbed)
      """)
    try await scope.run(
      "UPDATE merger SET undone_at = \(scope.now) WHERE territory_id = \(scope.territory) AND id = \(merger.id)")
    let store = OrganisationStore(scope)
    for id in [merger.kept, merger.absorbed] {
      let organisation: Organisation = try await store.find(new: id)
      try await store.index(organisation, aliases: try await AliasStore(scope).names(of: id))
    }
    let absorbed: Organisation = try await store.find(new: merger.absorbed)
    try await scope.audit(.mergerUndone, "organisation", merger.kept.number, .organisation, after: absorbed)
  }
}

extension Deed {
  static let organisationsMerged = Deed(
    "organisation.merged", Text(fr: "Deux organisations fusionnées", en: "Two organisations merged"))
  static let mergerUndone = Deed("organisation.unmerged", Text(fr: "Fusion annulée", en: "Merger undone"))
}

extension Text {
  fileprivate static let bothHaveOne = Text(
    fr:
      "Chacune a sa propre fiche là où il n’en faut qu’une : un même partenaire, un même jour. Supprimez celle qui est de trop, puis fusionnez.",
    en:
      "Each has a record of its own where only one may stand: the same partner, the same day. Remove the one too many, then merge."
  )
  static let mergers = Text(fr: "Fusions", en: "Mergers")
  fileprivate static let undoTheLatestFirst = Text(
    fr: "Une fusion plus récente s’appuie sur celle-ci : annulez-la d’abord.",
    en: "A later merger leans on this one: undo it first.")
}
