import Platform
import SQL

extension CalendarPart {
  /// What a programme has to do by a day or did on one, what it published then, what it was given.
  static let programmes = CalendarPart(ofProgramme: { scope, programme in
    let actions: [Action] = try await ActionStore(scope).dated(of: programme.id, most: CalendarPart.most)
    let deliverables: [Deliverable] = try await DeliverableStore(scope).dated(of: programme.id, most: CalendarPart.most)
    let awards: [Award] = try await AwardStore(scope).dated(of: programme.id, most: CalendarPart.most)
    return actions.compactMap(\.entry) + deliverables.compactMap(\.entry) + awards.compactMap(\.entry)
  })
}

extension Action {
  /// On the day by which it is to be done; without one, on that of its end, or of its beginning.
  fileprivate var entry: CalendarEntry? {
    guard let day = due ?? last ?? first else { return nil }
    let (title, state): (String, ActionState) = (title, state)
    var entry = CalendarEntry(
      "action", id.number, .day(day), Text { "\(title) (\(state.label($0)))" }, path: path)
    entry.version = version
    return entry
  }
}

extension Deliverable {
  fileprivate var entry: CalendarEntry? {
    guard let day else { return nil }
    var entry = CalendarEntry(
      "deliverable", id.number, .day(day), Text(name: kind.isEmpty ? name : "\(name) (\(kind))"), path: path)
    entry.version = version
    return entry
  }
}

extension Award {
  fileprivate var entry: CalendarEntry? {
    guard let day else { return nil }
    var entry = CalendarEntry(
      "programme_award", id.number, .day(day), Text(name: givenBy.isEmpty ? name : "\(name) (\(givenBy))"),
      path: path)
    entry.version = version
    return entry
  }
}
