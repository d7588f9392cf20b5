import Platform
import SQL

/// One number to be drawn from one relation, with its days and its programmes settled.
struct Leaf: Sendable, Hashable {
  let measure: FactMeasure
  let span: FactSpan
  let period: FigurePeriod
  /// Nil for all of the territory.
  let programmes: [ID<Programme>]?

  /// On a day of its own, all that depends on the day is as it was then.
  var moment: FactMoment {
    guard case .at(let day?) = span else { return FactMoment(period.start, period.end) }
    return FactMoment(min(period.start, day), day)
  }

  /// What it gives by value of a column, or as a whole.
  func select(_ number: Int, _ fact: Fact, by column: FactColumn?, _ scope: FactScope) -> Query {
    let where_: FactClause = clause(fact, scope)
    let value: Value = value(fact, scope)
    var needs: [String] = where_.needs + value.needs
    var group: Query = ""
    var key: Query = "NULL"
    if let column {
      needs += column.expression.needs
      key = column.text(scope.moment)
      // By its place: to PostgreSQL, two bound days are not one expression.
      group = " GROUP BY 5"
    }
    let tables: Query = fact.tables(needing: needs)
    let anything: Query = column == nil ? Self.anything(fact, scope) : "1"
    guard measure.operation == .median else {
      return """
        SELECT \(number), \(value.sql), count(*), \(anything), CAST(\(key) AS TEXT)
        FROM \(tables) WHERE \(where_.sql)\(group)
        """
    }
    // Neither database has the other's function for it; both can number lines.
    return """
      SELECT \(number), CAST(avg(v) AS DOUBLE PRECISION), coalesce(max(n), 0), \(Self.known(fact, scope)), \(Query(trusted: column == nil ? "CAST(NULL AS TEXT)" : "k"))
      FROM (SELECT \(value.sql) v, CAST(\(key) AS TEXT) k,
          row_number() OVER (PARTITION BY \(key) ORDER BY \(value.sql)) r, count(*) OVER (PARTITION BY \(key)) n
        FROM \(tables) WHERE \(where_.sql) AND \(value.sql) IS NOT NULL) ranked
      WHERE r IN ((n + 1) / 2, n / 2 + 1)\(Query(trusted: column == nil ? "" : " GROUP BY k"))
      """
  }

  /// Which records it counts.
  func clause(_ fact: Fact, _ scope: FactScope) -> FactClause {
    .all(
      [
        fact.owned(scope), fact.clause(span, scope.moment).bracketed,
        measure.condition?.clause(fact, scope).bracketed,
      ].compactMap { $0 })
  }

  private struct Value {
    let sql: Query
    let needs: [String]
  }

  private func value(_ fact: Fact, _ scope: FactScope) -> Value {
    guard let name = measure.column, let column = fact[name] else {
      return Value(sql: "CAST(count(*) AS DOUBLE PRECISION)", needs: [])
    }
    var (sql, needs) = (column.expression.sql(scope.moment), column.expression.needs)
    // Days are counted, as they are everywhere in the house, since the first of January 1970.
    if case .day = column.kind { sql = .days(from: "'1970-01-01'", to: sql) }
    switch measure.operation {
    case .count: return Value(sql: "CAST(count(*) AS DOUBLE PRECISION)", needs: [])
    case .distinct: return Value(sql: "CAST(count(DISTINCT \(sql)) AS DOUBLE PRECISION)", needs: needs)
    case .sum: return Value(sql: "CAST(sum(\(sql)) AS DOUBLE PRECISION)", needs: needs)
    case .mean: return Value(sql: "CAST(avg(CAST(\(sql) AS DOUBLE PRECISION)) AS DOUBLE PRECISION)", needs: needs)
    case .minimum: return Value(sql: "CAST(min(\(sql)) AS DOUBLE PRECISION)", needs: needs)
    case .maximum: return Value(sql: "CAST(max(\(sql)) AS DOUBLE PRECISION)", needs: needs)
    case .median: return Value(sql: "CAST(\(sql) AS DOUBLE PRECISION)", needs: needs)
    case .timeWeighted:
      let days: FactClause = fact.days(span, scope.moment) ?? FactClause("0")
      let length: Double = Double(span.days(in: period))
      return Value(
        sql: "CAST(sum(\(sql) * \(days.sql)) AS DOUBLE PRECISION) / \(length)", needs: needs + days.needs)
    }
  }

  /// Whether the programme has a single record of this at all: nothing is not none.
  private static func anything(_ fact: Fact, _ scope: FactScope) -> Query {
    "CASE WHEN count(*) > 0 THEN 1 ELSE \(known(fact, scope)) END"
  }

  private static func known(_ fact: Fact, _ scope: FactScope) -> Query {
    let owned: FactClause = fact.owned(scope)
    return
      "CASE WHEN EXISTS (SELECT 1 FROM \(fact.tables(needing: owned.needs)) WHERE \(owned.sql)) THEN 1 ELSE 0 END"
  }
}

extension FactSpan {
  fileprivate func days(in period: FigurePeriod) -> Int {
    if case .since(let day) = self { return max(1, day.days(to: period.end) + 1) }
    return period.days
  }
}

/// What a leaf gave.
struct Drawn: Sendable, Hashable {
  /// Nil where there was nothing to add up.
  let value: Double?
  let records: Int
  /// Whether the programme has any record of that relation.
  let isKnown: Bool

  static let nothing = Drawn(value: nil, records: 0, isKnown: false)
}

/// A line of an engine's answer.
struct DrawnRow: Fetched, Hashable {
  let leaf: Int
  let drawn: Drawn
  let key: String?

  init(_ row: inout Row) throws(DatabaseError) {
    leaf = try row.next()
    let (value, records): (Double?, Int) = (try row.next(), try row.next())
    let isKnown: Int = try row.next()
    drawn = Drawn(value: value, records: records, isKnown: isKnown == 1)
    key = try row.next()
  }
}
