import SQL

/// What an organisation does here, as one line of one of the relations that figures are made of: a lease, a mandate, a
/// partner’s role. Whoever declares such a relation with an organisation in it has it shown on that organisation’s page.
struct OrganisationTrace: Fetched {
  let title: String
  let path: String
  let programme: String?
  let from: Day?
  let to: Day?

  init(_ row: inout Row) throws(DatabaseError) {
    title = try row.next()
    path = try row.next()
    programme = try row.next()
    from = try row.next()
    to = try row.next()
  }
}

/// Those of one relation that this actor may see, and whether there are more.
struct OrganisationTraces: Sendable {
  let noun: Noun
  let lines: [OrganisationTrace]
  let hasMore: Bool

  private static let most: Int = 50

  static func all(of organisation: ID<Organisation>, _ facts: [Fact], _ scope: Scope) async throws
    -> [OrganisationTraces]
  {
    var found: [OrganisationTraces] = []
    for fact in facts {
      guard let query = fact.traces(of: organisation, most: most + 1, scope) else { continue }
      let lines: [OrganisationTrace] = try await scope.all(query)
      guard !lines.isEmpty else { continue }
      found.append(
        OrganisationTraces(noun: fact.noun, lines: Array(lines.prefix(most)), hasMore: lines.count > most))
    }
    return found
  }
}

extension Fact {
  fileprivate func traces(of organisation: ID<Organisation>, most: Int, _ scope: Scope) -> Query? {
    guard let column = self["organisation"], let visible = visibility(scope) else { return nil }
    let moment = FactMoment(scope.today, scope.today)
    let (from, to): (FactExpression?, FactExpression?) = days
    let programme: FactExpression? = programme
    let needs: [String] =
      column.needs + record.title.needs + record.path.needs + (from?.needs ?? []) + (to?.needs ?? [])
      + (programme?.needs ?? [])
    let name: Query =
      programme.map { "(SELECT programme.name FROM programme WHERE programme.id = \($0.sql(moment)))" }
      ?? "CAST(NULL AS TEXT)"
    let first: Query = from?.sql(moment) ?? "NULL"
    let last: Query = to?.sql(moment) ?? "NULL"
    let table = Query(trusted: recordKind)
    return """
      SELECT \(record.title.sql(moment)), \(record.path.sql(moment)), \(name), \(first), \(last)
      FROM \(tables(needing: needs))
      WHERE \(table).territory_id = \(scope.territory) AND \(column.expression.sql(moment)) = \(organisation)
        AND \(only ?? "1 = 1") AND (\(visible))
      ORDER BY 4 DESC NULLS LAST, \(record.id) DESC LIMIT \(most)
      """
  }

  private var days: (from: FactExpression?, to: FactExpression?) {
    switch time {
    case .always: (nil, nil)
    // What happened on a day has no end of its own.
    case .event(let day), .state(let day, _): (day, nil)
    case .interval(let from, let to, _, _): (from, to)
    }
  }
}

extension View<OrganisationTrace> {
  static let organisationTrace = View(
    "OrganisationTrace",
    [
      Column("title", .record, link: { $0.path }) { .text($0.title) },
      Column("programme", .oneProgramme) { .text($0.programme) },
      Column("from", .since, .day) { .day($0.from) },
      Column("to", .until, .day) { .day($0.to) },
    ])
}

extension Text {
  fileprivate static let record = Text(fr: "Fiche", en: "Record", de: "Eintrag")
}
