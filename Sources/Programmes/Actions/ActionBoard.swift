import Platform
import SQL

extension Programmes {
  /// A programme's actions as cards, and on a calendar.
  var actionViews: [Endpoint] {
    [
      .page("/dispositifs/{programme}/actions/tableau", .board, allow: .everyone, under: boardPage),
      .page("/dispositifs/{programme}/actions/calendrier", .calendar, allow: .everyone, under: calendarPage),
    ]
  }
}

private typealias Leaf = (title: String, crumbs: [Crumb], body: @Sendable (inout Page) -> Void)

@Sendable private func boardPage(_ visit: Visit) async throws -> Leaf {
  let scope: Scope = visit.scope
  let programme: Programme = try await visit.programme()
  let store = ActionStore(scope)
  let actions: [Action] = try await store.all(of: programme.id, most: mostCards)
  let counts: ActionCounts = try await store.counts(of: programme.id)
  let today: Day = scope.today
  let columns: [Board.Column] = ActionState.allCases.map { Board.Column($0.rawValue, $0.heading) }
  let shown = CardDetails(actions, on: today, isInside: scope.worksWith(programme.id))
  let cards: [Board.Card] = actions.map { $0.card(shown) }
  let moves: @Sendable (Board.Card) -> String = { card in "/actions/\(card.key)/etat" }
  let board = Board(.board, columns: columns, cards: cards, moves: scope.actor.runs(programme.id) ? moves : nil)
  let rest: Int = counts.all - actions.count
  let provenances: [Provenance] = actions.map(\.provenance)
  let crumbs: [Crumb] = Crumb.programme(visit, programme) + [.actions(visit, programme.path)]
  return (
    Text.boardOf(programme.name)(visit.language), crumbs,
    { (page: inout Page) in
      page.provenance(ofAll: provenances)
      page.paragraph(.actionsCounted(counts))
      page.board(board)
      if rest > 0 { page.paragraph(.moreInTheList(rest)) }
    }
  )
}

@Sendable private func calendarPage(_ visit: Visit) async throws -> Leaf {
  let programme: Programme = try await visit.programme()
  let actions: [Action] = try await ActionStore(visit.scope).dated(of: programme.id, most: mostDated)
  // Nothing that ends before it begins was ever let in.
  let timeline: Timeline = try Timeline(.calendar, actions.reversed().map(\.row))
  let moments: [Moment] = Moment.grouped(actions.flatMap(\.dates))
  let provenances: [Provenance] = actions.map(\.provenance)
  let (isEmpty, isCut): (Bool, Bool) = (actions.isEmpty, actions.count == mostDated)
  let crumbs: [Crumb] = Crumb.programme(visit, programme) + [.actions(visit, programme.path)]
  return (
    Text.calendarOf(programme.name)(visit.language), crumbs,
    { (page: inout Page) in
      if isEmpty { return page.paragraph(.noDate) }
      if isCut { page.paragraph(.latestOnly(mostDated)) }
      page.provenance(ofAll: provenances)
      page.chart(timeline)
      page.section(.dates) { page in page.moments(moments) }
    }
  )
}

/// Beyond, a list serves better.
private let mostCards: Int = 300
private let mostDated: Int = 60

/// What cards say beside their title: nothing that all of them would say.
private struct CardDetails {
  let plans: Bool
  let pilots: Bool
  /// Nil for the public, to whom nobody is late.
  let lateOn: Day?

  init(_ actions: [Action], on day: Day, isInside: Bool) {
    plans = Set(actions.map(\.plan?.id)).count > 1
    pilots = Set(actions.map(\.pilot)).count > 1
    lateOn = isInside ? day : nil
  }
}

extension Action {
  fileprivate func card(_ shown: CardDetails) -> Board.Card {
    let due: Day? = state == .done ? nil : due
    let (plan, pilot): (String, String) = (shown.plans ? plan?.name ?? "" : "", shown.pilots ? pilot : "")
    let (isLate, waits): (Bool, Bool) = (shown.lateOn.map { self.isLate(on: $0) } ?? false, lacksDecision)
    let detail = Text { language in
      [
        plan, pilot, due.map { "\(Text.due(language)) \(language.short($0))" } ?? "",
        isLate ? Text.late(language) : "", waits ? Text.awaitsDecision(language) : "",
      ].filter { !$0.isEmpty }.joined(separator: " · ")
    }
    return Board.Card(
      "\(id)", in: state.rawValue, title, detail(.fr).isEmpty ? nil : detail, path: path)
  }

  /// As long as it lasts, or until it is due; what has one date only is a moment.
  fileprivate var row: Timeline.Row {
    let name = Text(name: title)
    guard let first else {
      return Timeline.Row(name, (last ?? due).map { [.moment(state.label, on: $0)] } ?? [])
    }
    let end: Day? = last ?? (state == .inProgress ? nil : due ?? first)
    return Timeline.Row(name, [.span(state.label, from: first, to: end)])
  }

  fileprivate var dates: [ActionDate] {
    let due: Day? = state == .done ? nil : due
    return [
      first.map { ActionDate(day: $0, kind: .first, title: title) },
      due.map { ActionDate(day: $0, kind: awaitsDecision ? .dueWithDecision : .due, title: title) },
      last.map { ActionDate(day: $0, kind: .last, title: title) },
    ].compactMap { $0 }
  }
}

/// A day on which something happens to an action.
private struct ActionDate {
  let day: Day
  let kind: Kind
  let title: String

  enum Kind: Int {
    case last, due, dueWithDecision, first

    var label: Text {
      switch self {
      case .last: .lastDay
      case .due: .due
      case .dueWithDecision: .dueWithDecision
      case .first: .firstDay
      }
    }
  }
}

extension Moment {
  /// Once for all the actions to which the same happens on the same day.
  fileprivate static func grouped(_ dates: [ActionDate]) -> [Moment] {
    Dictionary(grouping: dates) { date in [date.day.ordinal, date.kind.rawValue] }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { _, same in
        Moment(same[0].day, same[0].kind.label, Text(name: same.map(\.title).joined(separator: " · ")))
      }
  }
}

extension Text {
  static let dates = Text(fr: "Dates", en: "Dates", de: "Termine")
  static let dueWithDecision = Text(
    fr: "Échéance, avec une décision", en: "Due, with a decision", de: "Fällig, mit einer Entscheidung")
  static let noDate = Text(
    fr: "Aucune action n’a de date pour l’instant.", en: "No action has a date yet.",
    de: "Noch keine Maßnahme hat ein Datum.")

  static func boardOf(_ programme: String) -> Text {
    Text(
      fr: "Tableau des actions : \(programme)", en: "Board of actions: \(programme)",
      de: "Tafel der Maßnahmen: \(programme)")
  }

  static func calendarOf(_ programme: String) -> Text {
    Text(
      fr: "Calendrier des actions : \(programme)", en: "Calendar of actions: \(programme)",
      de: "Kalender der Maßnahmen: \(programme)")
  }

  static func latestOnly(_ count: Int) -> Text {
    Text(
      fr: "Les \(count) actions les plus récentes.", en: "The latest \(count) actions.",
      de: "Die letzten \(count) Maßnahmen.")
  }
}
