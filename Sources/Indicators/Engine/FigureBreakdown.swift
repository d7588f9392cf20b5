import HTTP
import Platform
import SQL

/// A figure by value of a dimension.
struct FigureBreakdown: Sendable {
  struct Part: Sendable {
    let key: String?
    let label: Text
    let outcome: Outcome
    /// In percent, rounded so that all of them make a hundred; nil where parts do not add up.
    let share: Double?
  }

  let column: String
  let label: Text
  let parts: [Part]
  /// Whether the parts make the whole.
  let adds: Bool
  let indicator: Indicator
  let dimension: Dimension?

  init(
    _ counted: CountedIndicator, by column: String, _ counting: Counting, over period: FigurePeriod
  ) async throws {
    let indicator: Indicator = counted.indicator
    let formula: Formula = counting.resolved(indicator.formula)
    let fact: Fact? = formula.measures.lazy.compactMap { counting.fact($0) }.first { $0[column]?.isDimension == true }
    let words: [FactWord] =
      fact.flatMap { fact in
        fact[column].map { counting.vocabulary.words(of: $0, in: fact) }
      } ?? []
    let rows: [(key: String?, outcome: Outcome, records: Int)] = try await counting.breakdown(
      indicator.formula, by: column, over: period)
    let places: [String: Int] = Dictionary(words.enumerated().map { ($1.key, $0) }) { first, _ in first }
    let ordered: [(key: String?, outcome: Outcome, records: Int)] = rows.sorted { one, other in
      let (first, second) = (
        one.key.map { places[$0] ?? places.count } ?? .max, other.key.map { places[$0] ?? places.count } ?? .max
      )
      return first == second ? (one.key ?? "") < (other.key ?? "") : first < second
    }
    let isCounted: Bool = formula.isPartitioned(by: column, counting)
    let sum: Double = ordered.reduce(0) { $0 + ($1.outcome.number ?? 0) }
    // What is counted once may be found under two words: then the parts say more than the whole.
    let adds: Bool = isCounted && abs(sum - (counted.outcome.number ?? .nan)) < 1e-6 * max(1, abs(sum))
    let hidden: Set<Int> =
      fact.map { $0.isPersonal && $0.visibility(counting.scope) == nil } == true
      ? SmallCounts.hidden(ordered.map(\.records)) : []
    let shares: [Double]? =
      adds && sum > 0 && hidden.isEmpty
      ? Shares.rounded(ordered.map { ($0.outcome.number ?? 0) / sum }, places: 0) : nil
    parts = ordered.enumerated().map { index, row in
      Part(
        key: row.key, label: fact?[column]?.word(row.key, words) ?? .notSaid,
        outcome: hidden.contains(index) ? .none(.hidden) : row.outcome, share: shares?[index])
    }
    self.column = column
    self.label = fact?[column]?.label ?? Text(name: column)
    self.adds = adds
    self.indicator = indicator
    dimension = counted.dimension
  }

  func value(_ part: Part) -> Double? {
    part.outcome.number.map { indicator.rounded(indicator.unit.read($0, dimension)) }
  }

  func write(_ json: inout JSONWriter) {
    json.object { json in
      json.member("by", column)
      json.member("adds", adds)
      json.member(
        "parts",
        array: { json in
          for part in parts {
            json.object { json in
              json.member("key", part.key)
              json.member("label", part.label(.fr))
              json.name("value")
              if let value = value(part) { json.number(value.jsonNumber) } else { json.null() }
              json.name("share")
              if let share = part.share { json.number(share.jsonNumber) } else { json.null() }
            }
          }
        })
    }
  }
}

extension Formula {
  /// Whether its parts by a column can make the whole: a sum of what has one value each.
  fileprivate func isPartitioned(by column: String, _ counting: Counting) -> Bool {
    switch self {
    case .measure(let measure):
      guard [.count, .sum, .distinct, .timeWeighted].contains(measure.operation) else { return false }
      return counting.fact(measure)?[column].map { !$0.hasSeveral } ?? false
    case .total(let parts): return parts.allSatisfy { $0.isPartitioned(by: column, counting) }
    case .difference(let one, let other):
      return one.isPartitioned(by: column, counting) && other.isPartitioned(by: column, counting)
    case .cumulative(let part): return part.isPartitioned(by: column, counting)
    case .number, .ratio, .growth, .run, .indicator: return false
    }
  }
}

/// Percentages that still make a hundred once they are rounded: those that lost most get the rest.
enum Shares {
  static func rounded(_ shares: [Double], places: Int) -> [Double] {
    let scale: Double = (0..<places).reduce(1) { power, _ in power * 10 }
    let exact: [Double] = shares.map { $0 * 100 * scale }
    var floors: [Double] = exact.map { $0.rounded(.down) }
    var rest: Int = Int((exact.reduce(0, +) - floors.reduce(0, +)).rounded())
    let order: [Int] = exact.indices.sorted { one, other in
      let (first, second) = (exact[one] - floors[one], exact[other] - floors[other])
      return first == second ? one < other : first > second
    }
    for index in order where rest > 0 {
      floors[index] += 1
      rest -= 1
    }
    return floors.map { $0 / scale }
  }
}

extension FactColumn {
  fileprivate func word(_ key: String?, _ words: [FactWord]) -> Text {
    guard let key else { return .notSaid }
    if case .flag = kind { return key == "true" ? label : Text.flagNot(label) }
    return words.first { $0.key == key }?.label ?? Text(name: key)
  }
}

extension Page {
  mutating func breakdown(_ breakdown: FigureBreakdown) {
    section(.brokenDownBy(breakdown.label)) { page in
      guard !breakdown.parts.isEmpty else { return page.paragraph(.nothingToBreakDown) }
      if !breakdown.adds { page.mark(.doesNotAdd, .warn) }
      let indicator: Indicator = breakdown.indicator
      let columns: [Column<FigureBreakdown.Part>] = [
        Column("label", breakdown.label) { .said($0.label) },
        Column("value", .computedValue, .decimal) { part in
          guard let value = breakdown.value(part) else { return part.outcome.reason.map { .said($0.words) } ?? .none }
          return .measured(value, Text { indicator.written(value, $0) })
        },
        Column("share", .shareOfWhole, .decimal) { part in
          part.share.map { share in .measured(share, Text { $0.percent(share, places: 0) }) } ?? .none
        },
      ]
      page.table(
        View("BreakdownPart", columns).filled(by: breakdown.parts), breakdown.parts,
        caption: .brokenDownBy(breakdown.label), empty: .nothingToBreakDown)
      let values: [Double?] = breakdown.parts.map { breakdown.value($0) }
      guard indicator.unit.isDrawn, values.count(where: { $0 != nil }) > 1, values.count <= 12 else { return }
      try? page.chart(
        BarChart(
          indicator.label, indicator.unit.measure(indicator.label, places: indicator.rounding), of: .names,
          labels: breakdown.parts.map(\.label), [Series(indicator.label, values)]))
    }
  }
}

extension Text {
  static let notSaid = Text(fr: "Non renseigné", en: "Not said", de: "Keine Angabe")
  static let shareOfWhole = Text(fr: "Part", en: "Share", de: "Anteil")
  static let doesNotAdd = Text(fr: "ne s’additionne pas", en: "does not add up", de: "nicht addierbar")
  static let nothingToBreakDown = Text(
    fr: "Rien à ventiler.", en: "Nothing to break down.", de: "Nichts aufzuschlüsseln.")

  fileprivate static func flagNot(_ label: Text) -> Text {
    Text { language in
      let words: String = label(language).lowercasedStart
      return Text(fr: "Non : \(words)", en: "Not: \(words)", de: "Nicht: \(words)")(language)
    }
  }

  static func brokenDownBy(_ label: Text) -> Text {
    Text { language in
      let words: String = label(language).lowercasedStart
      return Text(fr: "Par \(words)", en: "By \(words)", de: "Nach: \(label(.de))")(language)
    }
  }
}
