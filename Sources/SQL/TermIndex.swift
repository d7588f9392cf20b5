/// A full-text index on columns that hold terms: words already analysed, in plain letters and digits, separated by spaces.
///
/// The databases only cut at spaces, so that the same texts hold the same terms on both. PostgreSQL's index is on columns
/// that it computes. SQLite's is a table that whoever writes a row keeps in step, with `leave` before and `enter` after:
/// a trigger may not write to it as long as we do not trust what a database file says of itself (`trusted_schema`).
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
    [
      """
      CREATE VIRTUAL TABLE \(name) USING fts5(\(columns.joined(separator: ", ")), content='\(table)', \
      content_rowid='id', tokenize='ascii')
      """
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

  /// Before a row is written anew or goes: takes it out, as it is now. Nil where the database sees to it.
  public func leave(_ id: Int64, for dialect: Dialect) -> Query? {
    let names: String = columns.joined(separator: ", ")
    return dialect == .postgres
      ? nil
      : Query(
        trusted:
          "INSERT INTO \(name) (\(name), rowid, \(names)) SELECT 'delete', id, \(names) FROM \(table) WHERE id = ")
        + "\(id)"
  }

  /// After a row was written.
  public func enter(_ id: Int64, for dialect: Dialect) -> Query? {
    let names: String = columns.joined(separator: ", ")
    return dialect == .postgres
      ? nil
      : Query(trusted: "INSERT INTO \(name) (rowid, \(names)) SELECT id, \(names) FROM \(table) WHERE id = ") + "\(id)"
  }

  /// Reads the whole table anew, after it was filled in another way.
  func rebuild(for dialect: Dialect) -> Query? {
    dialect == .postgres ? nil : Query(trusted: "INSERT INTO \(name) (\(name)) VALUES ('rebuild')")
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
