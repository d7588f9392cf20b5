import SQL

/// What the SQL of a figure depends on beside its formula.
public struct FactScope: Sendable {
  public let territory: ID<Territory>
  /// Nil for all of the territory.
  public let programmes: [ID<Programme>]?
  public let moment: FactMoment
  public let facts: [Fact]
  public let vocabulary: FactVocabulary
  /// Who reads the records one by one: what they may not see is looked for in no relation. Nil for counting.
  public var reader: Scope?

  public init(
    _ territory: ID<Territory>, _ programmes: [ID<Programme>]?, _ moment: FactMoment, _ facts: [Fact],
    _ vocabulary: FactVocabulary
  ) {
    self.territory = territory
    self.programmes = programmes
    self.moment = moment
    self.facts = facts
    self.vocabulary = vocabulary
  }

  public func at(_ moment: FactMoment) -> FactScope { FactScope(territory, programmes, moment, facts, vocabulary) }
}

/// Part of a statement about a fact: what it says, and what must be joined for it.
public struct FactClause: Sendable {
  public var sql: Query
  public var needs: [String]

  public init(_ sql: Query, _ needs: [String] = []) {
    self.sql = sql
    self.needs = needs
  }

  public static func all(_ clauses: [FactClause], with word: Query = " AND ") -> FactClause {
    guard let first = clauses.first else { return FactClause("TRUE") }
    return clauses.dropFirst().reduce(first) { FactClause($0.sql + word + $1.sql, $0.needs + $1.needs) }
  }
}

/// When a fact counts, for the window that is looked through.
public enum FactSpan: Sendable, Hashable {
  /// As it stood on the last day of the window, or on another day.
  case at(Day?)
  /// Some time within the window.
  case during
  /// By the last day of the window, however long ago.
  case through
  /// Since a day, to the last day of the window.
  case since(Day)
}

extension Fact {
  /// Those of a territory and its programmes.
  public func owned(_ scope: FactScope) -> FactClause {
    var ofTerritory: Query = "\(mainTable).territory_id = \(scope.territory)"
    if let only { ofTerritory = ofTerritory + " AND " + only }
    guard let programme, let programmes = scope.programmes else { return FactClause(ofTerritory) }
    let column: Query = programme.sql(scope.moment)
    let which: Query = programmes.count == 1 ? "\(column) = \(programmes[0])" : "\(column) IN \(.list(programmes))"
    return FactClause(ofTerritory + " AND " + which, programme.needs)
  }

  public var mainTable: Query { Query(trusted: String(table.text.split(separator: " ").last ?? "")) }

  /// What a formula means that does not say when.
  public var usualSpan: FactSpan {
    switch time {
    case .event: .during
    case .always, .interval, .state: .at(nil)
    }
  }

  public func clause(_ span: FactSpan, _ moment: FactMoment) -> FactClause {
    let end: Query = if case .at(let day?) = span { "\(day)" } else { moment.end }
    let start: Query = if case .since(let day) = span { "\(day)" } else { moment.start }
    let isWindow: Bool = if case .at = span { false } else { span != .through }
    switch time {
    case .always: return FactClause("TRUE")
    case .event(let day):
      let column: Query = day.sql(moment)
      let until: Query = "\(column) <= \(end)"
      return FactClause(isWindow ? "\(column) >= \(start) AND \(until)" : until, day.needs)
    case .interval(let from, let to, let isFromKnown, _):
      let (from, to, needs) = (from.sql(moment), to.sql(moment), from.needs + to.needs)
      let begun: Query = isFromKnown ? "\(from) <= \(end)" : "(\(from) IS NULL OR \(from) <= \(end))"
      if case .through = span { return FactClause(begun, needs) }
      let floor: Query = if case .at = span { end } else { start }
      return FactClause("\(begun) AND (\(to) IS NULL OR \(to) >= \(floor))", needs)
    case .state(let day, let later):
      let column: Query = day.sql(moment)
      let bounded = FactMoment(start: start, end: end)
      var latest: Query = "\(column) <= \(end) AND NOT \(later(bounded))"
      if isWindow { latest = latest + " AND \(column) >= \(start)" }
      return FactClause(latest, day.needs)
    }
  }

  /// The days of the window on which a record counts.
  public func days(_ span: FactSpan, _ moment: FactMoment) -> FactClause? {
    guard case .interval(let from, let to, _, let within) = time else { return nil }
    let start: Query = if case .since(let day) = span { "\(day)" } else { moment.start }
    var first: [Query] = ["coalesce(\(from.sql(moment)), \(start))", start]
    var last: [Query] = ["coalesce(\(to.sql(moment)), \(moment.end))", moment.end]
    if let within {
      first.append("coalesce(\(within.from.sql(moment)), \(start))")
      last.append("coalesce(\(within.to.sql(moment)), \(moment.end))")
    }
    let days: Query = .days(from: .greatest(of: first), to: .least(of: last))
    let needs: [String] = from.needs + to.needs + (within.map { $0.from.needs + $0.to.needs } ?? [])
    return FactClause(.greatest("0", "\(days) + 1"), needs)
  }
}

extension Condition {
  /// As SQL, for a condition without faults.
  public func clause(_ fact: Fact, _ scope: FactScope) -> FactClause {
    switch self {
    case .all(let parts): return .all(parts.map { $0.clause(fact, scope).bracketed })
    case .any(let parts): return .all(parts.map { $0.clause(fact, scope).bracketed }, with: " OR ")
    case .not(let part):
      let inside: FactClause = part.clause(fact, scope)
      // What is unknown is not what it is said not to be.
      return FactClause("NOT coalesce(\(inside.sql), FALSE)", inside.needs)
    case .compare(let name, .different, let literal) where fact[name]?.hasSeveral == true:
      // One of several differs from it nearly always: none of them is it.
      return Condition.not(.compare(column: name, .equal, literal)).clause(fact, scope)
    case .compare(let name, let comparison, let literal):
      return fact.clause(name, scope) { column, sql in
        let value: Query = literal.sql(column, scope.moment)
        switch comparison {
        case .equal: return sql + " = " + value
        case .different: return "(\(sql) IS NULL OR \(sql) <> \(value))"
        case .less: return sql + " < " + value
        case .atMost: return sql + " <= " + value
        case .more: return sql + " > " + value
        case .atLeast: return sql + " >= " + value
        }
      }
    case .oneOf(let name, let literals):
      return fact.clause(name, scope) { column, sql in
        "\(sql) IN (\(Query.joined(literals.map { $0.sql(column, scope.moment) })))"
      }
    case .under(let name, let words):
      return fact.clause(name, scope) { column, sql in
        "\(sql) IN \(.list(scope.vocabulary.under(words, of: column, in: fact)))"
      }
    case .isKnown(let name): return fact.clause(name, scope) { _, sql in sql + " IS NOT NULL" }
    case .within(let name, let perimeter):
      return fact.clause(name, scope) { _, sql in
        """
        EXISTS (SELECT 1 FROM perimeter_place JOIN perimeter ON perimeter.id = perimeter_place.perimeter_id
          WHERE perimeter.territory_id = \(scope.territory) AND perimeter.key = \(perimeter)
          AND perimeter_place.municipality = \(sql)
          AND (perimeter_place.from_day IS NULL OR perimeter_place.from_day <= \(scope.moment.end))
          AND (perimeter_place.to_day IS NULL OR perimeter_place.to_day >= \(scope.moment.end)))
        """
      }
    case .among(let name, let other, let condition):
      guard let there = scope.facts.first(where: { $0.key == other }), let column = there[name] else {
        return FactClause("FALSE")
      }
      let parts: [FactClause] = [
        there.owned(scope), there.clause(there.usualSpan, scope.moment), condition?.clause(there, scope).bracketed,
        scope.reader.map { FactClause("(\(there.visibility($0) ?? "FALSE"))") },
      ].compactMap { $0 }
      let all: FactClause = .all(parts)
      let inside: Query =
        "SELECT \(column.expression.sql(scope.moment)) FROM \(there.tables(needing: all.needs + column.expression.needs)) WHERE \(all.sql)"
      return fact.clause(name, scope) { _, sql in "\(sql) IN (\(inside))" }
    }
  }
}

extension Fact {
  /// A test on a column; where a record has several values, that one of them passes it.
  fileprivate func clause(_ name: String, _ scope: FactScope, _ test: (FactColumn, Query) -> Query) -> FactClause {
    guard let column = self[name] else { return FactClause("FALSE") }
    guard let values = column.values else {
      return FactClause(test(column, column.expression.sql(scope.moment)), column.expression.needs)
    }
    return FactClause("EXISTS (SELECT 1 FROM (\(values)) said WHERE \(test(column, "said.value")))")
  }
}

extension FactClause {
  public var bracketed: FactClause { FactClause("(\(sql))", needs) }
}

extension Condition.Literal {
  fileprivate func sql(_ column: FactColumn, _ moment: FactMoment) -> Query {
    switch self {
    case .number(let number):
      guard case .quantity(let quantity) = column.kind else { return "\(number)" }
      let kept: Double = number * quantity.scale
      return kept == kept.rounded() && abs(kept) < 9e15 ? "\(Int64(kept))" : "\(kept)"
    case .day(let day): return "\(day)"
    case .word(let word): return "\(word)"
    case .flag(let flag): return "\(flag)"
    case .start: return moment.start
    case .end: return moment.end
    }
  }
}

extension Query {
  public static func joined(_ parts: [Query], with separator: Query = ", ") -> Query {
    // In place: a list of a thousand values is not copied for each of them.
    var all = StringInterpolation(literalCapacity: 0, interpolationCount: parts.count)
    for (index, part) in parts.enumerated() {
      if index > 0 { all.appendInterpolation(separator) }
      all.appendInterpolation(part)
    }
    return Query(stringInterpolation: all)
  }
}
