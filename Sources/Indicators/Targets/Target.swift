import Platform
import SQL

/// What a programme aims at with one of its indicators.
struct Target: Fetched, Equatable {
  let id: Int64
  let key: String
  let label: Text
  let indicator: String
  let shape: TargetShape
  let low: Double?
  let high: Double?
  let length: Int?
  let from: Day?
  let to: Day?

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    key = try row.next()
    label = try Text(labels: &row)
    indicator = try row.next()
    shape = try row.next()
    low = try row.next()
    high = try row.next()
    length = try row.next()
    from = try row.next()
    to = try row.next()
  }

  /// Whether a value, in the unit that people read, meets it.
  func isMet(by value: Double) -> Bool { value >= low ?? -.infinity && value <= high ?? .infinity }

  /// What a chart shows of it.
  var band: TargetBand? {
    guard let low, let high, shape == .range else { return nil }
    return TargetBand(label, low...high)
  }

  /// « au moins 90 % », « de 80 à 90 »
  func words(_ indicator: Indicator) -> Text {
    Text { language in
      let (least, most): (String, String) = (
        low.map { indicator.written($0, language) } ?? "", high.map { indicator.written($0, language) } ?? ""
      )
      return switch shape {
      case .minimum: Text(fr: "au moins \(least)", en: "at least \(least)", de: "mindestens \(least)")(language)
      case .maximum: Text(fr: "au plus \(most)", en: "at most \(most)", de: "höchstens \(most)")(language)
      case .range: Text(fr: "de \(least) à \(most)", en: "\(least) to \(most)", de: "\(least) bis \(most)")(language)
      case .run:
        Text(
          fr: "au moins \(least), \(length ?? 0) périodes de suite",
          en: "at least \(least), \(length ?? 0) periods on end",
          de: "mindestens \(least), \(length ?? 0) Zeiträume in Folge")(language)
      }
    }
  }
}

struct Milestone: Fetched, Equatable {
  let target: Int64
  let day: Day
  let value: Double

  init(_ row: inout Row) throws(DatabaseError) {
    target = try row.next()
    day = try row.next()
    value = try row.next()
  }
}

/// How a target stands on a day.
struct TargetState: Sendable {
  enum State: String, Choice {
    case upcoming, reached, onTrack = "on-track", late, missed, notApplicable = "not-applicable"
    case underway

    var label: Text {
      switch self {
      case .upcoming: Text(fr: "à venir", en: "to come", de: "bevorstehend")
      case .reached: Text(fr: "atteinte", en: "reached", de: "erreicht")
      case .onTrack: Text(fr: "en bonne voie", en: "on track", de: "auf Kurs")
      case .late: Text(fr: "en retard", en: "late", de: "im Rückstand")
      case .missed: Text(fr: "manquée", en: "missed", de: "verfehlt")
      case .notApplicable: Text(fr: "sans objet", en: "not applicable", de: "entfällt")
      case .underway: Text(fr: "en cours", en: "under way", de: "läuft")
      }
    }
  }

  let target: Target
  let state: State
  /// The milestone that it is measured by now.
  let milestone: Milestone?

  /// « au moins 90 % : atteinte »
  func words(_ indicator: Indicator) -> Text {
    Text { language in
      let colon: String = language == .fr ? "\u{A0}: " : ": "
      return "\(target.words(indicator)(language))\(colon)\(state.label(language))"
    }
  }

  var isAlert: Bool { state == .late || state == .missed }

  /// From the value on the day, in the unit that people read.
  static func judge(
    _ target: Target, _ value: Double?, _ milestones: [Milestone], runs: Int?, on day: Day
  ) -> (State, Milestone?) {
    if let from = target.from, day < from { return (.upcoming, nil) }
    guard let value else { return (.notApplicable, nil) }
    let isMet: Bool = target.shape == .run ? (runs ?? 0) >= (target.length ?? 1) : target.isMet(by: value)
    // A ceiling is not reached before its time: it is held.
    let isHeld: Bool = target.shape == .maximum || target.shape == .range
    if isMet, !isHeld || target.to.map({ day >= $0 }) ?? true { return (.reached, nil) }
    if let to = target.to, day >= to { return (isMet ? .reached : .missed, nil) }
    if let milestone = milestones.filter({ $0.day <= day }).max(by: { $0.day < $1.day }) {
      let isOn: Bool = target.shape == .maximum ? value <= milestone.value : value >= milestone.value
      return (isOn ? .onTrack : .late, milestone)
    }
    if isMet { return (.onTrack, nil) }
    return (target.to == nil ? .missed : .underway, nil)
  }
}

extension Target {
  func state(
    _ indicator: Indicator, _ outcome: Outcome, _ counting: Counting, on day: Day
  ) async throws -> TargetState {
    let value: Double? = outcome.number.map { indicator.unit.read($0, counting.dimension(indicator.formula)) }
    var runs: Int?
    if shape == .run, let low {
      // In what the engine gives: a share, days.
      let unit: Double = indicator.unit.read(1, counting.dimension(indicator.formula))
      let run: Formula = .run(indicator.formula, atLeast: unit == 0 ? low : low / unit, atMost: nil, indicator.step)
      runs = try await counting.outcome(run, over: .asOf(day)).number.map { Int($0) }
    }
    let (state, milestone) = TargetState.judge(
      self, value.map { indicator.rounded($0) }, try await TargetStore(counting.scope).milestones(of: id), runs: runs,
      on: day)
    return TargetState(target: self, state: state, milestone: milestone)
  }
}

struct TargetStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  func of(_ programme: ID<Programme>) async throws -> [Target] {
    try await scope.all(
      """
      SELECT id, key, label, label_en, label_de, indicator, kind, low, high, length, from_day, to_day FROM target
      WHERE territory_id = \(scope.territory) AND programme_id = \(programme) AND NOT is_archived ORDER BY rank, id
      """)
  }

  func milestones(of target: Int64) async throws -> [Milestone] {
    try await scope.all(
      """
      SELECT target_id, day, value FROM milestone
      WHERE territory_id = \(scope.territory) AND target_id = \(target) AND NOT is_archived ORDER BY day
      """)
  }
}
