import Platform
import SQL

/// A record behind a figure, with the columns of its relation as text.
struct FactRow: Fetched {
  let id: Int64
  let title: String
  let path: String
  let values: [String?]

  static let mostColumns: Int = 6

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    title = try row.next()
    path = try row.next()
    var values: [String?] = []
    for _ in 0..<Self.mostColumns { values.append(try row.next()) }
    self.values = values
  }
}

/// Which of a formula's measures, and the days it looks at.
struct FigureRecordsFilter: Form {
  static let measure = Field<Int?>.bounded("mesure", .measureWord, 1...Formula.mostParts)
  static let fields: [any FormField] = [measure, FigureFilter.on, FigureFilter.since]

  let measure: Int
  let days: FigureFilter

  init(_ values: FormValues) throws(Refusal) {
    measure = values[Self.measure] ?? 1
    days = try FigureFilter(values)
  }
}

extension Indicators {
  var records: Endpoint {
    .list(
      "/dispositifs/{programme}/indicateurs/{indicator}/fiches", .recordsBehind, allow: .everyone,
      View<FactRow>.general, filter: FigureRecordsFilter.self
    ) { visit, filter in
      let scope: Scope = visit.scope
      let programme: Programme = try await visit.programme()
      let store = IndicatorStore(scope)
      let indicator: Indicator = try await store.of(programme.id).find(visit.text("indicator"))
      let everyOne: [Indicator] = try await store.everyOne(of: programme.id)
      let counting: Counting = try await counting(programme, everyOne, scope)
      let measures: [FactMeasure] = counting.resolved(indicator.formula).measures
      guard measures.indices.contains(filter.measure - 1) else { throw Refusal.notFound }
      let measure: FactMeasure = measures[filter.measure - 1]
      let period: FigurePeriod = filter.days.period(scope.today)
      let (fact, clause, moment) = try counting.clause(measure, over: period)
      let names: [String: Text] = Dictionary(everyOne.map { ($0.key, $0.label) }) { first, _ in first }
      let sentence = FormulaSentence(facts: relations, vocabulary: counting.vocabulary, names: names)
      return ListPage(
        .recordsOf(indicator.label), crumbs: Crumb.indicator(visit, programme, indicator),
        intro: sentence(.measure(measure)), View.rows(of: fact, fact.shown(for: measure), counting.vocabulary),
        fact.listing(fact.shown(for: measure), clause, moment, scope), filters: FigureRecordsFilter.fields, fact.noun)
    }
  }
}

extension Fact {
  /// Those of its columns that a list of its records shows, what is counted and filtered first: each has one value.
  fileprivate func shown(for measure: FactMeasure) -> [FactColumn] {
    let named: [String] = [measure.column].compactMap { $0 } + (measure.condition?.columns ?? [])
    let first: [FactColumn] = columns.filter { named.contains($0.key) }
    let all: [FactColumn] = first + columns.filter { !named.contains($0.key) }
    return Array(all.filter { !$0.hasSeveral && !$0.isKey }.prefix(FactRow.mostColumns))
  }

  fileprivate func listing(
    _ shown: [FactColumn], _ clause: FactClause, _ moment: FactMoment, _ scope: Scope
  ) -> Listing<FactRow> {
    let (title, path) = (record.title, record.path)
    let tables: Query = tables(
      needing: clause.needs + title.needs + path.needs + shown.flatMap(\.needs))
    var columns: Query = "\(record.id), \(title.sql(moment)), \(path.sql(moment))"
    for index in 0..<FactRow.mostColumns {
      let value: Query = index < shown.count ? "CAST(\(shown[index].text(moment)) AS TEXT)" : "NULL"
      columns = columns + ", " + value
    }
    let (wanted, select): (Query, Query) = ("FROM \(tables) WHERE \(clause.sql)", columns)
    return Listing(
      scope, count: "SELECT count(*) " + wanted,
      orders: [Order("title", title.sql(moment), record.id), Order("id", record.id)]
    ) { slice in "SELECT \(select) \(wanted) ORDER BY \(slice.order) \(slice.window)" }
  }
}

extension FactColumn {
  /// A number that says nothing to a reader.
  fileprivate var isKey: Bool {
    if case .key = kind { true } else { false }
  }

  fileprivate func cell(_ text: String?, _ words: [FactWord]) -> Cell {
    guard let text else { return .none }
    switch kind {
    case .word: return words.first { $0.key == text }.map { .said($0.label) } ?? .text(text)
    case .day: return .day(Day(iso: text))
    case .flag: return .flag(text == "true")
    case .municipality, .key: return .text(text)
    case .quantity(let quantity):
      guard let number = Double(text) else { return .text(text) }
      switch quantity {
      case .area: return .area(Area(squareDecimetres: Int(number)))
      case .money: return .money(Money(cents: Int(number)))
      case .posts: return .hundredths(Int(number))
      case .year: return .year(Int(number))
      case .count, .days: return .int(Int(number))
      }
    }
  }

  fileprivate var type: CellType {
    switch kind {
    case .word, .municipality, .key: .text
    case .day: .day
    case .flag: .flag
    case .quantity(.area): .area
    case .quantity(.money): .money
    case .quantity(.posts): .hundredths
    case .quantity(.year): .year
    case .quantity: .int
    }
  }
}

extension View<FactRow> {
  /// What every relation has.
  static let general = View(
    "FactRow",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id)) },
      Column("title", .recordWord, link: { $0.path }) { .text($0.title) },
    ])

  fileprivate static func rows(
    of fact: Fact, _ shown: [FactColumn], _ vocabulary: FactVocabulary
  ) -> View<FactRow> {
    View(
      "FactRow",
      general.columns
        + shown.enumerated().map { index, column in
          let words: [FactWord] = vocabulary.words(of: column, in: fact)
          return Column(column.key, column.label, column.type) { column.cell($0.values[index], words) }
        })
  }
}

extension Text {
  static let measureWord = Text(fr: "Partie de la formule", en: "Part of the formula", de: "Teil der Formel")
  static let recordWord = Text(fr: "Fiche", en: "Record", de: "Eintrag")

  fileprivate static func recordsOf(_ label: Text) -> Text {
    Text { language in
      let name: String = label(language)
      return Text(
        fr: "Les fiches derrière « \(name) »", en: "The records behind “\(name)”", de: "Die Einträge hinter „\(name)“")(
          language)
    }
  }
}

extension Condition {
  /// The columns that it looks at, of its own relation.
  fileprivate var columns: [String] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap(\.columns)
    case .not(let part): part.columns
    case .compare(let column, _, _), .oneOf(let column, _), .under(let column, _), .isKnown(let column),
      .within(let column, _), .among(let column, _, _):
      [column]
    }
  }
}
