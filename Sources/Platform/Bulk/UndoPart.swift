import SQL

/// A bulk action that its author can still take back.
public struct Undoable: Sendable {
  let id: ID<Undo>
  let label: Text
  let count: Int
  let at: Instant
}

extension Visit {
  /// What this visitor did to many records since yesterday and may still undo.
  public func undoable() async throws -> [Undoable] {
    guard territory != nil else { return [] }
    return try await UndoStore(scope).open().compactMap { undo in
      guard let undoing = app.undoings.first(where: { $0.action.key == undo.action }), allows(undoing.allow) else {
        return nil
      }
      return Undoable(id: undo.id, label: undoing.action.label, count: undo.count, at: undo.at)
    }
  }
}

extension Page {
  public mutating func undoable(_ undoable: [Undoable]) {
    guard !undoable.isEmpty else { return }
    section(Text(fr: "Ce qui peut encore être annulé", en: "What can still be undone")) { page in
      page.markup.raw("<ul class=\"people\">\n")
      for undo in undoable {
        page.markup.raw("<li>")
        page.say(undo.label)
        page.say(
          Text { language in
            let (count, moment): (String, String) = (language.number(undo.count), language.moment(undo.at))
            return language == .en ? ", \(count) times, \(moment)" : ", \(count) fois, le \(moment)"
          })
        page.button("/annulations/\(undo.id)", .undo)
        page.markup.raw("</li>\n")
      }
      page.markup.raw("</ul>\n")
    }
  }
}
