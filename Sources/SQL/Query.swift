/// SQL with its bound values: `"SELECT name FROM site WHERE id = \(id)"` never contains the identifier, only its place.
///
/// A query can hold another (`\(fragment)`), and the few expressions that the two databases write differently
/// (`\(.days(from: "start_day", to: "end_day"))`).
public struct Query: ExpressibleByStringInterpolation, Sendable {
  enum Piece: Sendable {
    case sql(String)
    case value(Value)
    case rows([[Value]])
    case perDialect(sqlite: Query, postgres: Query)
  }

  var pieces: [Piece]

  public init(stringLiteral text: String) { pieces = [.sql(text)] }

  public init(stringInterpolation interpolation: StringInterpolation) { pieces = interpolation.pieces }

  /// Text that is SQL because our own code wrote it: a table's name from a migration, never anything typed by somebody.
  public init(trusted text: String) { pieces = [.sql(text)] }

  public struct StringInterpolation: StringInterpolationProtocol {
    var pieces: [Piece] = []

    public init(literalCapacity: Int, interpolationCount: Int) {
      pieces.reserveCapacity(interpolationCount * 2 + 1)
    }

    public mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { pieces.append(.sql(literal)) }
    }

    public mutating func appendInterpolation(_ value: some ColumnValue) { pieces.append(.value(value.value)) }

    public mutating func appendInterpolation(_ value: Value) { pieces.append(.value(value)) }

    public mutating func appendInterpolation(_ query: Query) { pieces.append(contentsOf: query.pieces) }
  }

  public static func + (left: Query, right: Query) -> Query {
    var sum: Query = left
    sum.pieces.append(contentsOf: right.pieces)
    return sum
  }

  /// The whole days from one day to another: `days(from: "start_day", to: "\(today)")`.
  public static func days(from: Query, to: Query) -> Query {
    Query(
      sqlite: "CAST(julianday(\(to)) - julianday(\(from)) AS INTEGER)",
      postgres: "(CAST(\(to) AS DATE) - CAST(\(from) AS DATE))")
  }

  /// The calendar year of a day.
  public static func year(of day: Query) -> Query {
    Query(
      sqlite: "CAST(substr(\(day), 1, 4) AS INTEGER)",
      postgres: "CAST(EXTRACT(YEAR FROM CAST(\(day) AS DATE)) AS BIGINT)")
  }

  /// How many values it binds.
  public var valueCount: Int {
    pieces.reduce(0) { count, piece in
      switch piece {
      case .sql: count
      case .value: count + 1
      case .rows(let rows): count + rows.reduce(0) { $0 + $1.count }
      case .perDialect(let sqlite, let postgres): count + max(sqlite.valueCount, postgres.valueCount)
      }
    }
  }

  /// What only one of the two databases understands; the reader of the code sees both.
  public init(sqlite: Query, postgres: Query) { pieces = [.perDialect(sqlite: sqlite, postgres: postgres)] }

  /// `\(.list(ids))` for `IN (…)`; an empty list is a list that nothing is in.
  public static func list(_ values: [some ColumnValue]) -> Query { list(values.map(\.value)) }

  static func list(_ values: [Value]) -> Query {
    guard !values.isEmpty else { return "(NULL)" }
    var list: Query = "("
    for (index, value) in values.enumerated() {
      if index > 0 { list.pieces.append(.sql(", ")) }
      list.pieces.append(.value(value))
    }
    list.pieces.append(.sql(")"))
    return list
  }

  /// `INSERT INTO site (name, area) \(.rows(rows))` or `FROM (\(.rows(rows))) said` with its `column1`, `column2` …: once in
  /// a statement, at least one row and all of one length. PostgreSQL is sent all of them at once, a list for each column, so
  /// that however many they are it has read the statement but once; SQLite, which nothing is sent to, runs a statement of
  /// one row for each. A column without any value has no type that PostgreSQL could know, but where it is inserted.
  public static func rows(_ rows: [[Value]]) -> Query {
    var query: Query = ""
    query.pieces = [.rows(rows)]
    return query
  }

  /// Its words without their values, as PostgreSQL would read them: to be looked at, not to be run.
  public var text: String { rendered(for: .postgres).text }

  /// The smallest of several, none of which is unknown.
  public static func least(_ values: Query...) -> Query { least(of: values) }

  public static func greatest(_ values: Query...) -> Query { greatest(of: values) }

  public static func least(of values: [Query]) -> Query { choice("MIN", "LEAST", values) }

  public static func greatest(of values: [Query]) -> Query { choice("MAX", "GREATEST", values) }

  private static func choice(_ sqlite: String, _ postgres: String, _ values: [Query]) -> Query {
    let list: Query = values.dropFirst().reduce(values[0]) { $0 + ", " + $1 }
    return Query(
      sqlite: Query(trusted: sqlite) + "(" + list + ")", postgres: Query(trusted: postgres) + "(" + list + ")")
  }

  /// The table that a statement writes to: the word after `INSERT INTO`, `UPDATE` or `DELETE FROM`.
  public var writtenTable: String? {
    var start: String = ""
    for piece in pieces {
      guard case .sql(let text) = piece, start.utf8.count < 80 else { break }
      start += text
    }
    let words: [Substring] = start.split { $0 == " " || $0 == "\n" || $0 == "(" }
    guard let verb = words.first else { return nil }
    let place: Int = verb == "UPDATE" ? 1 : 2
    guard verb == "UPDATE" || verb == "INSERT" || verb == "DELETE", words.count > place else { return nil }
    return String(words[place])
  }

  /// The text to prepare and the values to bind. Both databases read `$1, $2 …`: SQLite numbers named parameters in the
  /// order in which they first appear, and ours appear once each, in order.
  public func rendered(for dialect: Dialect) -> Rendered {
    var rendered = Rendered()
    rendered.text.reserveCapacity(256)
    append(to: &rendered, for: dialect)
    return rendered
  }

  private func append(to rendered: inout Rendered, for dialect: Dialect) {
    for piece in pieces {
      switch piece {
      case .sql(let text): rendered.text += text
      case .value(let value):
        rendered.values.append(value)
        // SQLite looks each numbered parameter up among all those before it: ten thousand would cost fifty million looks.
        rendered.text += dialect == .sqlite ? "?" : "$\(rendered.values.count)"
      case .rows(let rows): rendered.append(rows, for: dialect)
      case .perDialect(let sqlite, let postgres):
        (dialect == .sqlite ? sqlite : postgres).append(to: &rendered, for: dialect)
      }
    }
  }

  /// The statement and its values, to be recognised when the same is asked again.
  public struct Rendered: Sendable, Hashable {
    var text: String = ""
    var values: [Value] = []
    /// What SQLite binds in turn, between the values before this place and those after.
    private var rows: [[Value]] = []
    private var place: Int = 0

    /// How often it is to be run.
    var times: Int { rows.isEmpty ? 1 : rows.count }

    func values(_ time: Int) -> [Value] {
      if rows.isEmpty { return values }
      return values.isEmpty ? rows[time] : Array(values[..<place] + rows[time] + values[place...])
    }

    fileprivate mutating func append(_ added: [[Value]], for dialect: Dialect) {
      precondition(rows.isEmpty && !added.isEmpty, "a statement has rows once, and at least one")
      if dialect == .sqlite {
        (rows, place) = (added, values.count)
        text += "VALUES (" + added[0].map { _ in "?" }.joined(separator: ", ") + ")"
        return
      }
      var (shown, names, lists): ([String], [String], [String]) = ([], [], [])
      for column in added[0].indices {
        let name: String = "column\(column + 1)"
        guard let type = added.lazy.compactMap(\.[column].postgresName).first else {
          shown.append("NULL AS \(name)")
          continue
        }
        values.append(.text(Value.postgresList(added.lazy.map { $0[column] })))
        lists.append("CAST($\(values.count) AS \(type)[])")
        names.append(name)
        shown.append(name)
      }
      text += "SELECT \(shown.joined(separator: ", ")) FROM unnest(\(lists.joined(separator: ", ")))"
      text += " AS said (\(names.joined(separator: ", ")))"
    }
  }
}

/// Which of the two databases a statement is written for.
public enum Dialect: String, Sendable, CaseIterable {
  case sqlite, postgres
}
