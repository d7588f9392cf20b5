import Platform
import SQL

/// What an action's form refers to, found in the same programme.
struct ActionLinks: Sendable {
  var plan: Plan? = nil
  var origin: Action? = nil
  /// The actions that the origin itself carries on, all the way up.
  var above: Set<ID<Action>> = []
  /// Those that carry this one on already.
  var continuations: [ActionName] = []
}

extension ActionForm {
  /// All that is wrong with it, said at once.
  func check(_ links: ActionLinks, _ nomenclatures: Nomenclatures, of action: Action? = nil) throws(Refusal) {
    var errors: [FieldError] = nomenclatures.faults(
      themes, .themes, field: "themes", keeping: action?.themes.map(\.key) ?? [])
    errors += nomenclatures.faults(axes, .axes, field: "axes", keeping: action?.axes.map(\.key) ?? [])
    if let first, let last, last < first { errors.append(FieldError("last", .beforeFirstDay)) }
    if let first, let due, due < first { errors.append(FieldError("due", .beforeFirstDay)) }
    if state == .done, awaitsDecision, decision.isEmpty { errors.append(FieldError("decision", .decisionExpected)) }
    if let error = continuity(links, of: action) { errors.append(error) }
    guard errors.isEmpty else { throw .invalid(errors) }
  }

  /// What is carried on comes before what carries it on.
  private func continuity(_ links: ActionLinks, of action: Action?) -> FieldError? {
    if let origin = links.origin {
      if let action, origin.id == action.id || links.above.contains(action.id) {
        return FieldError("continues", .continuesItself)
      }
      if let plan = links.plan, let earlier = origin.plan, earlier.year > plan.year {
        return FieldError("continues", .continuesLater(earlier.name))
      }
    }
    if let plan = links.plan,
      let later = links.continuations.first(where: { $0.year.map { $0 < plan.year } ?? false })
    {
      return FieldError("plan", .continuedEarlier(later.words))
    }
    return nil
  }
}
