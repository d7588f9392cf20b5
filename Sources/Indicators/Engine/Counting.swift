import Platform
import SQL

/// The figures of a programme, being counted for somebody.
struct Counting: Sendable {
  let facts: [Fact]
  let scope: Scope
  let programme: Programme
  /// By key, those that formulas may refer to.
  let formulas: [String: Formula]
  /// Other programmes that formulas name, with their numbers: only those whose figures this actor may see.
  private let others: [String: ID<Programme>]
  /// Those that are meant by all of them: what is counted from the rest would tell of it.
  private let everywhere: [ID<Programme>]
  let vocabulary: FactVocabulary
  private let versions: TableVersions
  /// Small counts of people are hidden from everybody: what is written down is read by others than who counted it.
  var hidesFew: Bool = false

  init(_ programme: Programme, _ formulas: [String: Formula], _ facts: [Fact], _ scope: Scope) async throws {
    self.programme = programme
    self.formulas = formulas
    self.facts = facts
    self.scope = scope
    versions = try await TableVersions.of(scope)
    let measures: [FactMeasure] = formulas.values.flatMap(\.measures)
    let named: Set<String> = Set(measures.compactMap(\.programme)).subtracting(["*"])
    var others: [String: ID<Programme>] = [:]
    for slug in named { others[slug] = try? await ProgrammeStore(scope).find(slug).id }
    self.others = others
    everywhere = measures.contains { $0.programme == "*" } ? try await ProgrammeStore(scope).allVisible().map(\.id) : []
    let used: Set<String> = Set(measures.flatMap(\.facts))
    vocabulary = try await FactVocabulary.of(
      [programme.id] + others.values, facts.filter { used.contains($0.key) }, scope)
  }

  func fact(_ measure: FactMeasure) -> Fact? { facts.first { $0.key == measure.fact } }

  /// What is wrong with a formula, here.
  func faults(_ formula: Formula) -> [Formula.Fault] {
    var faults: [Formula.Fault] = FormulaCheck(facts: facts, vocabulary: vocabulary, formulas: formulas).faults(formula)
    // What turns in circles is never put together.
    guard faults.isEmpty else { return faults }
    for measure in resolved(formula).measures {
      if let slug = measure.programme, slug != "*", others[slug] == nil {
        faults.append(Formula.Fault("", .noSuchProgramme(slug)))
      }
    }
    return faults
  }

  func outcome(_ formula: Formula, over period: FigurePeriod) async throws -> Outcome {
    try await outcomes(formula, over: [period])[0]
  }

  /// With how many records its first measure counts.
  func counted(_ formula: Formula, over period: FigurePeriod) async throws -> (outcome: Outcome, records: Int) {
    let formula: Formula = resolved(formula)
    var needed = Needed()
    needed.add(formula, period, false, self)
    let drawn: [Leaf: Drawn] = try await draw(needed.leaves)
    let records: Int = needed.leaves.first.flatMap { drawn[$0]?.records } ?? 0
    return (value(formula, period, false) { drawn[$0] ?? .nothing }, records)
  }

  /// What a ratio is taken over.
  func base(_ formula: Formula, over period: FigurePeriod) async throws -> Double? {
    guard case .ratio(_, let below) = resolved(formula) else { return nil }
    return try await outcome(below, over: period).number
  }

  func dimension(_ formula: Formula) -> Dimension? {
    FormulaCheck(facts: facts, vocabulary: vocabulary, formulas: formulas).dimension(formula)
  }

  /// Whether it has a course: what has no date is the same in every year.
  func moves(_ formula: Formula) -> Bool {
    resolved(formula).measures.contains { measure in fact(measure).map { !$0.isAlwaysKnown } ?? false }
  }

  /// Of each relation that the formulas count, whether any of its records here was rebuilt.
  func provenances() async throws -> [String: Provenance] {
    var provenances: [String: Provenance] = [:]
    for key in Set(formulas.values.flatMap(\.measures).map(\.fact)) {
      guard let fact = facts.first(where: { $0.key == key }) else { continue }
      // What is configured is as the programme is.
      guard !fact.isAlwaysKnown || key == "action" else {
        provenances[key] = programme.provenance
        continue
      }
      let scope = FactScope(
        self.scope.territory, [programme.id], FactMoment(self.scope.today, self.scope.today), facts, vocabulary)
      let owned: FactClause = fact.owned(scope)
      let rebuilt: Int = try await self.scope.value(
        """
        SELECT count(*) FROM (SELECT 1 FROM \(fact.tables(needing: owned.needs))
          WHERE \(owned.sql) AND \(fact.mainTable).provenance = 'reconstructed' LIMIT 1) one
        """)
      provenances[key] = rebuilt > 0 ? .reconstructed : .entered
    }
    return provenances
  }

  /// One statement for all the periods.
  func outcomes(_ formula: Formula, over periods: [FigurePeriod]) async throws -> [Outcome] {
    let formula: Formula = resolved(formula)
    var needed = Needed()
    for period in periods { needed.add(formula, period, false, self) }
    let drawn: [Leaf: Drawn] = try await draw(needed.leaves)
    return periods.map { value(formula, $0, false) { drawn[$0] ?? .nothing } }
  }

  /// By value of a column. Relations that do not have it count as a whole.
  func breakdown(_ formula: Formula, by column: String, over period: FigurePeriod) async throws -> [(
    key: String?, outcome: Outcome, records: Int
  )] {
    let formula: Formula = resolved(formula)
    var needed = Needed()
    needed.add(formula, period, false, self)
    let (whole, split): ([Leaf], [Leaf]) = (
      needed.leaves.filter { dimension(column, of: $0) == nil },
      needed.leaves.filter { dimension(column, of: $0) != nil }
    )
    let totals: [Leaf: Drawn] = try await draw(whole)
    let rows: [DrawnRow] = try await rows(split, by: column)
    // There may be as many parts as records.
    return Dictionary(grouping: rows, by: \.key).map { key, rows in
      var drawn: [Leaf: Drawn] = totals
      for row in rows { drawn[split[row.leaf]] = row.drawn }
      let outcome: Outcome = value(formula, period, false) { leaf in
        drawn[leaf] ?? Drawn(value: leaf.isCounted ? 0 : nil, records: 0, isKnown: true)
      }
      return (key, outcome, split.first.flatMap { drawn[$0]?.records } ?? 0)
    }
  }

  /// The records that one of its measures counts, which this actor may see one by one.
  func clause(_ measure: FactMeasure, over period: FigurePeriod) throws(Refusal) -> (Fact, FactClause, FactMoment) {
    guard let fact = fact(measure), let visible = fact.visibility(scope), sees(measure) else { throw .notFound }
    let leaf: Leaf = leaf(measure, period, isCumulative: false)
    var factScope: FactScope = factScope(leaf)
    factScope.reader = scope
    let counted: FactClause = leaf.clause(fact, factScope)
    return (fact, .all([counted, FactClause("(\(visible))")]), leaf.moment)
  }

  /// Whether this actor may see records of all that it looks at: those of one relation would tell of another.
  func sees(_ measure: FactMeasure) -> Bool {
    measure.facts.allSatisfy { key in facts.first { $0.key == key }?.visibility(scope) != nil }
  }

  // MARK: What must be drawn

  /// With what it refers to in the place of each reference; too deep or turning in circles, it was refused before.
  func resolved(_ formula: Formula, _ depth: Int = 0) -> Formula {
    guard depth < Formula.mostDepth else { return .number(0) }
    switch formula {
    case .measure, .number: return formula
    case .ratio(let first, let second): return .ratio(resolved(first, depth + 1), resolved(second, depth + 1))
    case .difference(let first, let second):
      return .difference(resolved(first, depth + 1), resolved(second, depth + 1))
    case .total(let parts): return .total(parts.map { resolved($0, depth + 1) })
    case .growth(let part): return .growth(resolved(part, depth + 1))
    case .cumulative(let part): return .cumulative(resolved(part, depth + 1))
    case .run(let part, let atLeast, let atMost, let step):
      return .run(resolved(part, depth + 1), atLeast: atLeast, atMost: atMost, step)
    case .indicator(let key): return formulas[key].map { resolved($0, depth + 1) } ?? .number(0)
    }
  }

  fileprivate struct Needed {
    var leaves: [Leaf] = []
    private var known: Set<Leaf> = []

    mutating func add(_ formula: Formula, _ period: FigurePeriod, _ isCumulative: Bool, _ counting: Counting) {
      switch formula {
      case .number, .indicator: break
      case .measure(let measure):
        let leaf: Leaf = counting.leaf(measure, period, isCumulative: isCumulative)
        if known.insert(leaf).inserted { leaves.append(leaf) }
        if let all = counting.all(leaf), known.insert(all).inserted { leaves.append(all) }
      case .growth(let part):
        add(part, period, isCumulative, counting)
        add(part, period.before, isCumulative, counting)
      case .cumulative(let part): add(part, period, true, counting)
      case .run(let part, _, _, let step):
        for one in period.steps(step, most: Counting.longestRun) { add(part, one, isCumulative, counting) }
      case .ratio, .difference, .total: for part in formula.parts { add(part, period, isCumulative, counting) }
      }
    }
  }

  /// How far back a run is looked for.
  static let longestRun: Int = 60

  fileprivate func leaf(_ measure: FactMeasure, _ period: FigurePeriod, isCumulative: Bool) -> Leaf {
    let usual: FactSpan =
      measure.operation == .timeWeighted ? .during : fact(measure)?.usualSpan ?? .at(nil)
    let programmes: [ID<Programme>] =
      switch measure.programme {
      case nil: [programme.id]
      case "*": everywhere
      case .some(let slug): others[slug].map { [$0] } ?? []
      }
    return Leaf(
      measure: measure, span: isCumulative ? .through : measure.span ?? usual, period: period, programmes: programmes)
  }

  /// Those among whom it finds people by a condition: who is left out may be few too.
  fileprivate func all(_ leaf: Leaf) -> Leaf? {
    guard leaf.measure.condition != nil, let fact = fact(leaf.measure), hides(fact) else { return nil }
    let everybody = FactMeasure(.count, leaf.measure.fact, programme: leaf.measure.programme)
    return Leaf(measure: everybody, span: leaf.span, period: leaf.period, programmes: leaf.programmes)
  }

  private func hides(_ fact: Fact) -> Bool { fact.isPersonal && (hidesFew || fact.visibility(scope) == nil) }

  // MARK: Drawing

  private func factScope(_ leaf: Leaf) -> FactScope {
    FactScope(scope.territory, leaf.programmes, leaf.moment, facts, vocabulary)
  }

  private func dimension(_ column: String, of leaf: Leaf) -> FactColumn? {
    fact(leaf.measure)?[column].flatMap { $0.isDimension ? $0 : nil }
  }

  private func draw(_ leaves: [Leaf]) async throws -> [Leaf: Drawn] {
    let rows: [DrawnRow] = try await rows(leaves, by: nil)
    return Dictionary(rows.map { (leaves[$0.leaf], $0.drawn) }) { first, _ in first }
  }

  /// SQLite puts no more than 500 statements into one.
  private static let leavesAtOnce: Int = 400
  /// PostgreSQL binds no more than 65 535 values to one.
  private static let valuesAtOnce: Int = 20_000

  private func rows(_ leaves: [Leaf], by column: String?) async throws -> [DrawnRow] {
    var rows: [DrawnRow] = []
    var (statements, values): ([Query], Int) = ([], 0)
    var tables: Set<String> = []
    for (number, leaf) in leaves.enumerated() {
      guard let fact = fact(leaf.measure) else { continue }
      let statement: Query = leaf.select(number, fact, by: column.flatMap { fact[$0] }, factScope(leaf))
      if statements.count == Self.leavesAtOnce || values + statement.valueCount > Self.valuesAtOnce {
        rows += try await self.rows(statements, tables)
        (statements, values, tables) = ([], 0, [])
      }
      statements.append(statement)
      values += statement.valueCount
      tables.formUnion(leaf.measure.facts.flatMap { key in facts.first { $0.key == key }?.tableNames ?? [] })
    }
    return rows + (try await self.rows(statements, tables))
  }

  private func rows(_ statements: [Query], _ tables: Set<String>) async throws -> [DrawnRow] {
    guard !statements.isEmpty else { return [] }
    let query: Query = .joined(statements, with: " UNION ALL ")
    return try await scope.remembered(query, at: versions.sum(of: tables.union(["perimeter_place"])))
  }

  // MARK: Putting together

  private func value(
    _ formula: Formula, _ period: FigurePeriod, _ isCumulative: Bool, _ drawn: (Leaf) -> Drawn
  ) -> Outcome {
    func inside(_ part: Formula) -> Outcome { value(part, period, isCumulative, drawn) }
    switch formula {
    case .number(let number): return .value(number)
    case .indicator: return .none(.nothingCounted)
    case .measure(let measure):
      let leaf: Leaf = leaf(measure, period, isCumulative: isCumulative)
      return outcome(measure, drawn(leaf), of: all(leaf).map { drawn($0).records })
    case .ratio(let first, let second):
      return inside(first).with(inside(second)) { $1 == 0 ? .none(.dividesByZero) : .value($0 / $1) }
    case .difference(let first, let second): return inside(first).with(inside(second)) { .value($0 - $1) }
    case .total(let parts):
      return parts.reduce(.value(0)) { $0.with(inside($1)) { .value($0 + $1) } }
    case .growth(let part):
      return inside(part).with(value(part, period.before, isCumulative, drawn)) { now, before in
        before == 0 ? .none(.dividesByZero) : .value((now - before) / abs(before))
      }
    case .cumulative(let part): return value(part, period, true, drawn)
    case .run(let part, let atLeast, let atMost, let step):
      var length: Double = 0
      var isAnythingKnown: Bool = false
      for one in period.steps(step, most: Self.longestRun).reversed() {
        let isOver: Bool = one.end == FigurePeriod.of(step, holding: one.end).end
        guard case .value(let number) = value(part, one, isCumulative, drawn) else {
          if isOver { break }
          continue
        }
        isAnythingKnown = true
        guard number <= atMost ?? .infinity else { break }
        // What is under way may still reach it.
        guard number >= atLeast ?? -.infinity || !isOver else { break }
        if number >= atLeast ?? -.infinity { length += 1 }
      }
      return isAnythingKnown ? .value(length) : .none(.nothingCounted)
    }
  }

  private func outcome(_ measure: FactMeasure, _ drawn: Drawn, of all: Int?) -> Outcome {
    guard let fact = fact(measure), drawn.isKnown || fact.isAlwaysKnown else {
      return .none(
        .nothingEntered(fact(measure).map { fact in Text { fact.noun.many($0) } } ?? Text(name: measure.fact)))
    }
    guard let value = drawn.value else { return measure.adds ? .value(0) : .none(.nothingCounted) }
    if hides(fact), drawn.records > 0 {
      let few: Range<Int> = 1..<SmallCounts.least
      guard !few.contains(drawn.records), !few.contains((all ?? 0) - drawn.records) else { return .none(.hidden) }
    }
    guard case .quantity(let quantity)? = measure.column.flatMap({ fact[$0] })?.kind, measure.operation != .distinct
    else { return .counted(value) }
    return .counted(value / quantity.scale)
  }
}

extension FactMeasure {
  /// The relations that it reads.
  var facts: [String] { [fact] + (condition?.facts ?? []) }

  /// Whether nothing adds up to zero, where a mean of nothing is none.
  fileprivate var adds: Bool {
    switch operation {
    case .count, .distinct, .sum, .timeWeighted: true
    case .mean, .minimum, .maximum, .median: false
    }
  }
}

extension Leaf {
  fileprivate var isCounted: Bool { measure.adds }
}

extension Condition {
  fileprivate var facts: [String] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap(\.facts)
    case .not(let part): part.facts
    case .among(_, let fact, let condition): [fact] + (condition?.facts ?? [])
    case .compare, .oneOf, .under, .isKnown, .within: []
    }
  }
}

extension Text {
  static func noSuchProgramme(_ slug: String) -> Text {
    Text(
      fr: "Le dispositif « \(slug) » n’existe pas ici, ou ses chiffres ne vous sont pas ouverts.",
      en: "The programme “\(slug)” does not exist here, or its figures are not open to you.")
  }
}
