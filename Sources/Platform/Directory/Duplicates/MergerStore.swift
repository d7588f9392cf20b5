import SQL

struct MergerStore<Record: MergedRecord> {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private var ofTerritory: Query { "territory_id = \(scope.territory)" }

  private func select(_ condition: Query) -> Query {
    """
    SELECT merger.id, merger.kept_id, merger.absorbed_id, \(Record.named), merger.at, merger.undone_at, merger.moved
    FROM merger JOIN \(Record.records) ON \(Record.records).id = merger.absorbed_id
    WHERE merger.territory_id = \(scope.territory) AND merger.record_kind = \(Record.table) AND \(condition)
    """
  }

  func find(_ id: ID<Merger<Record>>) async throws -> Merger<Record> {
    try await scope.one(select("merger.id = \(id)"))
  }

  /// Those that can still be undone: the latest first, as each leans on those before.
  func open(into kept: ID<Record>) async throws -> [Merger<Record>] {
    try await scope.all(select("merger.kept_id = \(kept) AND merger.undone_at IS NULL ORDER BY merger.id DESC"))
  }

  /// All that became part of this record, and is part of it still, through others too.
  func parts(of kept: ID<Record>) -> Query {
    let open: Query = """
      merger.territory_id = \(scope.territory) AND merger.record_kind = \(Record.table) AND merger.undone_at IS NULL
      """
    return """
      WITH RECURSIVE part (id) AS (
        SELECT merger.absorbed_id FROM merger WHERE \(open) AND merger.kept_id = \(kept)
        UNION SELECT merger.absorbed_id FROM part JOIN merger ON merger.kept_id = part.id WHERE \(open))
      SELECT part.id FROM part
      """
  }

  /// Which merger has to be undone before any other that this one leans on or is under: the latest of the record that all
  /// of them have become.
  private func undoneFirst(before merger: Merger<Record>) async throws -> Merger<Record> {
    var kept: ID<Record> = merger.kept
    while let above: Merger<Record> = try await scope.first(
      select("merger.absorbed_id = \(kept) AND merger.undone_at IS NULL"))
    {
      kept = above.kept
    }
    return try await open(into: kept).first ?? merger
  }

  /// Everything that names the double names the record that is kept; what the record had not, it takes from the double.
  func merge(_ absorbed: Record, into kept: Record, _ schema: Schema) async throws -> Merger<Record> {
    try absorbed.refuseMerging()
    try kept.refuseMerging()
    var moved = MovedRows()
    for (table, column) in schema.references(to: Record.table, except: Record.own) where table != Record.table {
      let ids: [Int64] = try await move(table, column, from: absorbed.id, to: kept.id)
      if !ids.isEmpty { moved.rows.append(MovedRows.Rows(table: table, column: column, ids: ids)) }
    }
    let roles: [Int64] = try await moveRoles(from: absorbed.id, to: kept.id)
    if !roles.isEmpty { moved.rows.append(MovedRows.Rows(table: "role", column: "target_id", ids: roles)) }
    // A double of the double leads on to who is kept.
    try await scope.run(
      """
      UPDATE \(Record.records) SET merged_into = \(kept.id), version = version + 1
      WHERE \(ofTerritory) AND (id = \(absorbed.id) OR merged_into = \(absorbed.id))
      """)
    moved.filled = try await fill(kept, from: absorbed)
    moved.alias = try await absorbed.leaveName(to: kept, scope)
    // Nobody is asked about it again: its keys would keep the place of others.
    let (keys, holder, _): (Query, Query, [String]) = Record.keys
    try await scope.run("DELETE FROM \(keys) WHERE +territory_id = \(scope.territory) AND \(holder) = \(absorbed.id)")
    let now: Record = try await Record.standing(kept.id, scope)
    try await Record.index(now, scope)
    let id: ID<Merger<Record>> = try await scope.insert(
      """
      INSERT INTO merger (territory_id, record_kind, kept_id, absorbed_id, moved, account_id, at)
      VALUES (\(scope.territory), \(Record.table), \(kept.id), \(absorbed.id), \(moved.text),
        \((scope.actor.account?.number).value), \(scope.now))
      """)
    try await scope.audit(
      Record.deeds.merged, Record.table, kept.id.number, Record.view, before: absorbed, after: now)
    return try await find(id)
  }

  private func move(
    _ table: String, _ column: String, from absorbed: ID<Record>, to kept: ID<Record>
  ) async throws -> [Int64] {
    let (name, reference): (Query, Query) = (Query(trusted: table), Query(trusted: column))
    let stays: Query = Record.stays(table, with: kept, scope).map { " AND NOT (\($0))" } ?? ""
    let rows: [Moved] = try await scope.all(
      """
      SELECT id FROM \(name) WHERE \(name).territory_id = \(scope.territory) AND \(reference) = \(absorbed)\(stays)
      ORDER BY id
      """)
    guard !rows.isEmpty else { return [] }
    do {
      try await scope.run(
        """
        UPDATE \(name) SET \(reference) = \(kept)
        WHERE territory_id = \(scope.territory) AND \(reference) = \(absorbed) AND id IN \(.list(rows.map(\.id)))
        """)
    } catch let error as DatabaseError where error.kind == .unique || error.kind == .overlap {
      // Each has a record of its own where there can be one: somebody has to say which is right.
      throw Refusal.conflict(.bothHaveOne)
    }
    return rows.map(\.id)
  }

  private func moveRoles(from absorbed: ID<Record>, to kept: ID<Record>) async throws -> [Int64] {
    let ofAbsorbed: Query = "\(ofTerritory) AND target = \(Record.table) AND target_id = \(absorbed.number)"
    let rows: [Moved] = try await scope.all("SELECT id FROM role WHERE \(ofAbsorbed)")
    guard !rows.isEmpty else { return [] }
    try await scope.run("UPDATE role SET target_id = \(kept.number), version = version + 1 WHERE \(ofAbsorbed)")
    return rows.map(\.id)
  }

  private struct Moved: Fetched {
    let id: Int64
    init(_ row: inout Row) throws(DatabaseError) { id = try row.next() }
  }

  private struct Empty: Fetched {
    let isEmpty: [Bool]
    init(_ row: inout Row) throws(DatabaseError) {
      var all: [Bool] = []
      for _ in Record.fillable {
        let flag: Int = try row.next()
        all.append(flag == 1)
      }
      isEmpty = all
    }
  }

  private func fill(_ kept: Record, from absorbed: Record) async throws -> [String] {
    let tests: String = Record.fillable.map {
      "CASE WHEN kept.\($0) IS NULL AND gone.\($0) IS NOT NULL THEN 1 ELSE 0 END"
    }.joined(separator: ", ")
    let empty: Empty = try await scope.one(
      """
      SELECT \(Query(trusted: tests)) FROM \(Record.records) kept
      JOIN \(Record.records) gone ON gone.territory_id = kept.territory_id AND gone.id = \(absorbed.id)
      WHERE kept.territory_id = \(scope.territory) AND kept.id = \(kept.id)
      """)
    let columns: [String] = zip(Record.fillable, empty.isEmpty).filter(\.1).map(\.0)
      .filter { absorbed.fills($0, of: kept) }
    guard !columns.isEmpty else { return [] }
    var statement: Query = "UPDATE \(Record.records) SET version = version + 1"
    for column in columns {
      let name = Query(trusted: column)
      statement =
        statement + ", \(name) = (SELECT gone.\(name) FROM \(Record.records) gone WHERE gone.id = \(absorbed.id))"
    }
    try await scope.run(statement + " WHERE \(ofTerritory) AND id = \(kept.id)")
    return columns
  }

  /// Both are there again, each with what it had. What was entered since stays with the record that was kept.
  func undo(_ merger: Merger<Record>) async throws {
    guard merger.undoneAt == nil else { return }
    try await Record.standing(merger.kept, scope).refuseMerging()
    let first: Merger<Record> = try await undoneFirst(before: merger)
    guard first.id == merger.id else {
      let kept: Record = try await Record.standing(first.kept, scope)
      throw Refusal.conflict(.undoFirst(first.absorbedName, kept.name))
    }
    for rows in merger.moved.rows {
      let (name, reference): (Query, Query) = (Query(trusted: rows.table), Query(trusted: rows.column))
      let bump: Query = rows.table == "role" ? ", version = version + 1" : ""
      try await scope.run(
        """
        UPDATE \(name) SET \(reference) = \(merger.absorbed.number)\(bump)
        WHERE \(ofTerritory) AND \(reference) = \(merger.kept.number) AND id IN \(.list(rows.ids))
        """)
    }
    for columns in Record.grouped(merger.moved.filled) {
      var emptied: Query = "UPDATE \(Record.records) SET version = version + 1"
      // What somebody corrected since is theirs, with what goes with it.
      var unchanged: Query = "\(ofTerritory) AND id = \(merger.kept)"
      for column in columns {
        let name = Query(trusted: column)
        let given: Query = "(SELECT gone.\(name) FROM \(Record.records) gone WHERE gone.id = \(merger.absorbed))"
        emptied = emptied + ", \(name) = NULL"
        unchanged = unchanged + " AND \(name) = \(given)"
      }
      try await scope.run(emptied + " WHERE " + unchanged)
    }
    if let alias = merger.moved.alias { try await Record.takeBack(alias, from: merger.kept, scope) }
    try await Record.refuseReturn(of: try await Record.standing(merger.absorbed, scope), scope)
    try await scope.guarded(by: .unique, .conflict(.changedMeanwhile)) {
      try await scope.run(
        """
        UPDATE \(Record.records) SET merged_into = NULL, version = version + 1
        WHERE \(ofTerritory) AND id = \(merger.absorbed)
        """)
    }
    // Its own doubles lead to it again: what becomes of the record that was kept is no longer theirs.
    try await scope.run(
      """
      UPDATE \(Record.records) SET merged_into = \(merger.absorbed), version = version + 1
      WHERE \(ofTerritory) AND id IN (\(parts(of: merger.absorbed)))
      """)
    try await scope.run("UPDATE merger SET undone_at = \(scope.now) WHERE \(ofTerritory) AND id = \(merger.id)")
    let absorbed: Record = try await Record.standing(merger.absorbed, scope)
    try await Record.index(try await Record.standing(merger.kept, scope), scope)
    try await Record.index(absorbed, scope)
    try await scope.audit(Record.deeds.undone, Record.table, merger.kept.number, Record.view, after: absorbed)
  }
}

extension Text {
  fileprivate static let bothHaveOne = Text(
    fr:
      "Chacune a sa propre fiche là où il n’en faut qu’une : un même partenaire, un même jour. Supprimez celle qui est de trop, puis fusionnez.",
    en:
      "Each has a record of its own where only one may stand: the same partner, the same day. Remove the one too many, then merge."
  )
  static let mergers = Text(fr: "Fusions", en: "Mergers")
  fileprivate static func undoFirst(_ absorbed: String, _ kept: String) -> Text {
    Text(
      fr: "« \(absorbed) » a rejoint « \(kept) » depuis : annulez d’abord cette fusion-là.",
      en: "“\(absorbed)” has joined “\(kept)” since: undo that merger first.")
  }
}
