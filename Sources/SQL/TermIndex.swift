/// A full-text index on columns that hold terms: words already analysed, in plain letters and digits, separated by spaces.
///
/// The databases only cut at spaces, so that the same texts hold the same terms on both. SQLite's index is kept by
/// triggers and PostgreSQL's is a column that it computes: whatever writes to the table, a restored backup included, the
/// index follows in the same transaction.
public struct TermIndex: Sendable {
  /// Has an `id`, by which its rows are known to the index.
  public let table: String
  /// The columns of terms; those of the first count most.
  let columns: [String]

  public init(on table: String, _ columns: [String]) {
    precondition((1...weights.count).contains(columns.count), "an index has one to \(weights.count) columns")
    self.table = table
    self.columns = columns
  }

  private var name: String { "\(table)_terms" }

  func statements(for dialect: Dialect) -> [String] { dialect == .sqlite ? sqliteStatements : postgresStatements }

  private var sqliteStatements: [String] {
    let names: String = columns.joined(separator: ", ")
    func values(_ row: String) -> String { columns.map { "\(row).\($0)" }.joined(separator: ", ") }
    let enter: String = "INSERT INTO \(name) (rowid, \(names)) VALUES (NEW.id, \(values("NEW")));"
    let leave: String = "INSERT INTO \(name) (\(name), rowid, \(names)) VALUES ('delete', OLD.id, \(values("OLD")));"
    return [
      "CREATE VIRTUAL TABLE \(name) USING fts5(\(names), content='\(table)', content_rowid='id', tokenize='ascii')",
      "CREATE TRIGGER \(name)_insert AFTER INSERT ON \(table) BEGIN \(enter) END",
      "CREATE TRIGGER \(name)_delete AFTER DELETE ON \(table) BEGIN \(leave) END",
      "CREATE TRIGGER \(name)_update AFTER UPDATE OF id, \(names) ON \(table) BEGIN \(leave) \(enter) END",
    ]
  }

  private var postgresStatements: [String] {
    let parts: [String] = zip(columns, weights).map { column, weight in
      "setweight(to_tsvector('simple', \(column)), '\(weight.postgres)')"
    }
    // Those that hold the terms in their first column come first: PostgreSQL's index knows no weights, hence a second one.
    let vectors: [(String, String)] = [
      ("all_terms", parts.joined(separator: " || ")), ("first_terms", "to_tsvector('simple', \(columns[0]))"),
    ]
    return vectors.flatMap { vector, value in
      [
        "ALTER TABLE \(table) ADD COLUMN \(vector) TSVECTOR GENERATED ALWAYS AS (\(value)) STORED",
        "CREATE INDEX \(table)_\(vector) ON \(table) USING gin (\(vector))",
      ]
    }
  }

  /// Whether the row with this number is among those that hold the terms: `\(index.holds("publication.id", terms))`.
  public func holds(_ id: Query, _ terms: TermQuery) -> Query {
    let source = Query(trusted: table)
    return Query(
      sqlite: "\(id) IN (SELECT rowid FROM \(Query(trusted: name)) WHERE \(matches(terms)))",
      postgres: "\(id) IN (SELECT id FROM \(source) WHERE \(matches(terms)))")
  }

  /// Whether any row holds the terms, whoever may read it.
  public func isHeld(_ terms: TermQuery) -> Query {
    let source = Query(trusted: table)
    return Query(
      sqlite: "SELECT EXISTS (SELECT 1 FROM \(Query(trusted: name)) WHERE \(matches(terms)))",
      postgres: "SELECT EXISTS (SELECT 1 FROM \(source) WHERE \(matches(terms)))")
  }

  /// How many rows hold the terms, of those of `record` that `filter` lets through, up to `most`.
  public func count(_ terms: TermQuery, of record: String, where filter: Query, upTo most: Int) -> Query {
    """
    SELECT count(*) FROM (
      SELECT 1 FROM \(joined(record)) WHERE \(matches(terms)) AND (\(filter)) LIMIT \(most)) AS held
    """
  }

  /// The numbers of the best rows, best first. Where there are many, those that hold all the terms in the first column are
  /// better than all others: `inFirst` looks at these alone, and need not weigh the others.
  public func best(
    _ terms: TermQuery, of record: String, where filter: Query, inFirst: Bool = false, limit: Int, offset: Int = 0
  ) -> Query {
    let source = Query(trusted: table)
    let (number, index): (Query, Query) = (Query(trusted: "\(record).id"), Query(trusted: name))
    let bm25 = Query(trusted: zip(columns, weights).map { ", \($1.sqlite)" }.joined())
    return Query(
      sqlite: """
        SELECT \(number) FROM \(joined(record)) WHERE \(matches(terms, inFirst: inFirst)) AND (\(filter))
        ORDER BY bm25(\(index)\(bm25)), \(number) LIMIT \(limit) OFFSET \(offset)
        """,
      postgres: """
        SELECT \(number) FROM \(joined(record)) WHERE \(matches(terms, inFirst: inFirst)) AND (\(filter))
        ORDER BY \(source).first_terms @@ CAST(\(terms.postgres) AS tsquery) DESC,
          ts_rank(\(source).all_terms, CAST(\(terms.postgres) AS tsquery), 1) DESC, \(number)
        LIMIT \(limit) OFFSET \(offset)
        """)
  }

  private func matches(_ terms: TermQuery, inFirst: Bool = false) -> Query {
    let source = Query(trusted: table)
    let vector = Query(trusted: inFirst ? "first_terms" : "all_terms")
    let text: String = inFirst ? "{\(columns[0])} : (\(terms.sqlite))" : terms.sqlite
    return Query(
      sqlite: "\(Query(trusted: name)) MATCH \(text)",
      postgres: "\(source).\(vector) @@ CAST(\(terms.postgres) AS tsquery)")
  }

  /// SQLite joins in the order that is written: from what the index found to the record, never the other way round.
  private func joined(_ record: String) -> Query {
    Query(
      sqlite: Query(trusted: "\(name) CROSS JOIN \(record) ON \(record).id = \(name).rowid"),
      postgres: Query(trusted: "\(table) JOIN \(record) ON \(record).id = \(table).id"))
  }
}

/// What a column counts. BM25 saturates: at a thousand, whoever holds all the terms in the first column comes first.
private let weights: [(sqlite: String, postgres: String)] = [("1000.0", "A"), ("3.0", "B"), ("1.0", "D")]
