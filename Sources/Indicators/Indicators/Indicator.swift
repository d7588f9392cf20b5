import Platform
import SQL

/// A figure that a programme counts, as its configuration defines it.
struct Indicator: Fetched, Equatable {
  let id: Int64
  let key: String
  let label: Text
  let unit: IndicatorUnit
  let rounding: Int
  let formula: Formula
  /// Which part of what it counts is known: below one, the value is a floor.
  let coverage: Formula?
  let sense: Sense?
  let step: Formula.Step
  /// Where its series begins.
  let since: Day?
  let breakdowns: [String]
  let note: String?
  let isPublic: Bool
  let isArchived: Bool
  let version: Int

  static let columns: Query = """
    indicator.id, indicator.key, indicator.label, indicator.label_en, indicator.label_de, indicator.unit,
    indicator.rounding, indicator.formula, indicator.coverage, indicator.sense, indicator.step, indicator.since,
    indicator.breakdowns, indicator.note, indicator.is_public, indicator.is_archived,
    indicator.version
    """

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    key = try row.next()
    label = try Text(labels: &row)
    unit = try row.next()
    rounding = try row.next()
    formula = try row.next()
    coverage = try row.next()
    sense = try row.next()
    step = try row.next(Formula.Step?.self) ?? .year
    since = try row.next()
    breakdowns = Breakdowns.keys(try row.next())
    note = try row.next()
    isPublic = try row.next()
    isArchived = try row.next()
    version = try row.next()
  }

  /// Whether it counts in its own programme alone, whatever it refers to.
  func isOfOneProgramme(among indicators: [Indicator]) -> Bool {
    var (formulas, seen): ([Formula], Set<String>) = ([formula] + (coverage.map { [$0] } ?? []), [key])
    while let next = formulas.popLast() {
      guard next.measures.allSatisfy({ $0.programme == nil }) else { return false }
      formulas += next.indicators.filter { seen.insert($0).inserted }
        .compactMap { key in indicators.first { $0.key == key }?.formula }
    }
    return true
  }

  /// As people read it.
  func rounded(_ number: Double) -> Double {
    var scale: Double = 1
    for _ in 0..<rounding { scale *= 10 }
    return (number * scale).roundedHalf / scale
  }

  func written(_ number: Double, _ language: Language) -> String {
    unit.written(rounded(number), places: rounding, language)
  }
}

extension Double {
  /// A half goes up though what was divided fell a hair below it: 57 of 200 are 28.5 %, kept as 28.499999999999996.
  var roundedHalf: Double {
    guard magnitude < 1e12 else { return rounded() }
    return (self + (self < 0 ? -4 : 4) * ulp).rounded()
  }
}

/// A formula as its column keeps it.
extension Formula: ColumnValue {
  public var value: Value { .text(text) }

  public static func read(_ row: borrowing Row, at index: Int32) throws(DatabaseError) -> Formula {
    let text: String = try String.read(row, at: index)
    do throws(Fault) { return try Formula(text) } catch {
      throw DatabaseError(.damaged, "a formula that cannot be read: \(error.path)")
    }
  }
}

/// The columns by which an indicator is broken down, as somebody typed them: « siteKind, category ».
enum Breakdowns {
  static func keys(_ text: String?) -> [String] {
    (text ?? "").split { $0 == "," || $0 == ";" || $0.isWhitespace }.map(String.init)
  }
}

struct IndicatorStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  /// In their order, those that this actor may see.
  func of(_ programme: ID<Programme>) async throws -> [Indicator] {
    let all: [Indicator] = try await everyOne(of: programme).filter { !$0.isArchived }
    return scope.worksWith(programme) ? all : all.filter(\.isPublic)
  }

  /// The archived ones too: published figures may refer to them.
  func everyOne(of programme: ID<Programme>) async throws -> [Indicator] {
    try await scope.all(
      """
      SELECT \(Indicator.columns) FROM indicator
      WHERE indicator.territory_id = \(scope.territory) AND indicator.programme_id = \(programme)
      ORDER BY indicator.rank, indicator.id
      """)
  }
}

extension [Indicator] {
  func find(_ key: String?) throws(Refusal) -> Indicator {
    guard let found = first(where: { $0.key == key }) else { throw .notFound }
    return found
  }

  var formulas: [String: Formula] {
    Dictionary(
      flatMap { indicator in
        [(indicator.key, indicator.formula)] + (indicator.coverage.map { [("\(indicator.key)/coverage", $0)] } ?? [])
      }
    ) { first, _ in first }
  }
}
