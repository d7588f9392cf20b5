import Platform
import SQL

extension Agenda {
  /// Actions that are due within the month, or were: the decision that some of them wait for is named.
  static let actions = Agenda(allow: Programme.changed) { scope in
    try await ActionStore(scope).unfinished(by: scope.today.adding(days: 30)).map { action in
      Due(
        action.isLate(on: scope.today) ? .late : .soon, action.due, Text(name: action.title),
        action.lacksDecision
          ? Text(
            fr: "une décision est attendue (\(action.programmeName))",
            en: "a decision is expected (\(action.programmeName))")
          : Text(fr: "action à réaliser (\(action.programmeName))", en: "action to be done (\(action.programmeName))"),
        path: action.path)
    }
  }
}

extension Finder {
  static let actions = Finder("actions", .actions, allow: .everyone) { scope, sought in
    try await sought.hits(scope, sought.ranks("action.sort_key")) { rank, most in
      """
      SELECT action.title, programme.name, '/actions/' || action.id
      FROM action JOIN programme ON programme.id = action.programme_id
      WHERE action.territory_id = \(scope.territory) AND \(ProgrammeStore(scope).visible) AND \(rank)
      ORDER BY action.sort_key, action.id LIMIT \(most)
      """
    }
  }
}
