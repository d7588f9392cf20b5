import Platform
import SQL

/// A plan on one sheet: its actions by theme, each beside what it carries on and what carries it on.
struct PlanSheet: Sendable {
  let plan: Plan
  let actions: [Action]
  let continuations: [ID<Action>: [ActionName]]
  let themes: Nomenclature?
  let following: [Plan]
  /// Whether its reader works with the programme.
  let isInside: Bool

  /// More are found in the list of actions.
  static let mostActions: Int = 200

  struct Line: Sendable {
    let action: Action
    let continuations: [ActionName]
  }

  /// In the order of the themes. An action that has two stands under each; one that has none comes last.
  var groups: [(title: Text?, lines: [Line])] {
    let order: [String] = (themes?.terms ?? []).map(\.key)
    var labels: [String: Text] = [:]
    for word in actions.flatMap(\.themes) { labels[word.key] = word.label }
    let keys: [String] = order.filter { labels[$0] != nil } + labels.keys.filter { !order.contains($0) }.sorted()
    var groups: [(title: Text?, lines: [Line])] = keys.map { key in
      (labels[key], lines { action in action.themes.contains { $0.key == key } })
    }
    let rest: [Line] = lines { $0.themes.isEmpty }
    if !rest.isEmpty { groups.append((keys.isEmpty ? nil : .withoutTheme, rest)) }
    return groups
  }

  private func lines(_ isWanted: (Action) -> Bool) -> [Line] {
    actions.filter(isWanted).map { Line(action: $0, continuations: continuations[$0.id] ?? []) }
  }
}

extension View<PlanSheet.Line> {
  fileprivate static let planLine = View(
    "PlanLine",
    [
      Column("title", .actionTitle, link: { $0.action.path }) { .text($0.action.title) },
      Column("state", .state, .word(ActionState.words)) { .choice($0.action.state) },
      Column("axes", .axes, .several) { .several($0.action.axes) },
      Column("pilot", .pilot) { .text(filled: $0.action.pilot) },
      Column("due", .due, .day) { .day($0.action.due) },
      Column("continues", .continues, link: { $0.action.origin?.path }) { .text($0.action.origin?.words) },
      Column("continuedBy", .continuedBy, link: { $0.continuations.first?.path }) { line in
        .text(filled: line.continuations.map(\.words).joined(separator: " · "))
      },
    ])
}

extension Page {
  mutating func sheet(_ sheet: PlanSheet, _ links: [ActionLink]) {
    let plan: Plan = sheet.plan
    provenance(plan.provenance)
    paragraph(.progress(plan))
    facts(View.plan.without("name", "actions", "done"), plan)
    if !sheet.following.isEmpty {
      table(
        View.plan.without("previous"), sheet.following, caption: .followedBy, empty: Noun.plan.noneYet)
    }
    actions(links)
    guard !sheet.actions.isEmpty else { return paragraph(Noun.action.noneYet) }
    let today: Day = today
    let mark: (PlanSheet.Line) -> Text? = { $0.action.mark(on: today, isInside: sheet.isInside) }
    for (title, lines) in sheet.groups {
      guard let title else {
        table(View.planLine.filled(by: lines), lines, caption: .actions, empty: Noun.action.noneYet, mark: mark)
        continue
      }
      section(title) { page in
        page.table(View.planLine.filled(by: lines), lines, caption: title, empty: Noun.action.noneYet, mark: mark)
      }
    }
    if plan.actions > sheet.actions.count { paragraph(.moreInTheList(plan.actions - sheet.actions.count)) }
  }
}

extension Text {
  static func moreInTheList(_ count: Int) -> Text {
    let more: Text = Noun.action.counted(count)
    return Text { language in
      switch language {
      case .fr: "\(more(.fr)) de plus dans la liste des actions."
      case .en: "\(more(.en)) more in the list of actions."
      case .de: "\(more(.de)) mehr in der Liste der Maßnahmen."
      }
    }
  }
}
