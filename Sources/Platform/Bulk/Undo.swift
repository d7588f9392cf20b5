import HTML
import HTTP
import SQL

/// A change of many records that can still be taken back by who made it.
struct Undo: Fetched {
  let id: ID<Undo>
  let action: String
  let count: Int
  let at: Instant
  let undoneAt: Instant?
  let steps: [UndoStep]
  /// How many were left aside when it was made.
  var left: Int = 0

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    action = try row.next()
    count = try row.next()
    at = try row.next()
    undoneAt = try row.next()
    steps = Undo.read(try row.next())
  }

  /// Long enough to notice one's mistake, not so long that the records have moved on.
  static let seconds: Int = 86_400

  static func write(_ steps: [UndoStep]) -> String {
    var json = JSONWriter()
    json.array { json in
      for step in steps {
        json.object { json in
          json.member("r", Int(step.record))
          json.member("v", step.version)
          json.member("m", step.memo)
        }
      }
    }
    return String(decoding: json.bytes, as: UTF8.self)
  }

  private static func read(_ text: String) -> [UndoStep] {
    guard case .array(let items)? = try? JSON(Array(text.utf8)) else { return [] }
    return items.compactMap { item in
      guard let record = item["r"]?.int, let version = item["v"]?.int else { return nil }
      return UndoStep(Int64(record), version: version, memo: item["m"]?.string ?? "")
    }
  }
}

struct UndoStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = "id, action, records, at, undone_at, steps"

  func keep(_ action: Deed, _ steps: [UndoStep], left: Int) async throws -> Undo {
    let id: ID<Undo> = try await scope.insert(
      """
      INSERT INTO undo (territory_id, account_id, action, records, steps, at)
      VALUES (\(scope.territory), \((scope.actor.account?.number).value), \(action.key), \(steps.count),
        \(Undo.write(steps)), \(scope.now))
      """)
    var undo: Undo = try await find(id)
    undo.left = left
    return undo
  }

  /// One's own only, and whatever came out of it.
  func find(_ id: ID<Undo>) async throws -> Undo {
    try await scope.one(
      """
      SELECT \(Self.columns) FROM undo
      WHERE territory_id = \(scope.territory) AND account_id = \((scope.actor.account?.number).value) AND id = \(id)
      """)
  }

  /// Takes it back, record by record. Those that somebody changed since stay as they are, and are counted.
  /// Nil where that was done already.
  func take(back undo: Undo, _ undoing: Undoing) async throws -> (back: Int, left: Int)? {
    guard scope.now < undo.at.adding(seconds: Undo.seconds) else { throw Refusal.conflict(.tooLateToUndo) }
    guard undo.undoneAt == nil else { return nil }
    try await scope.run(
      "UPDATE undo SET undone_at = \(scope.now) WHERE territory_id = \(scope.territory) AND id = \(undo.id)")
    var back: Int = 0
    for step in undo.steps {
      do {
        try await undoing.revert(scope, step)
        back += 1
      } catch is Refusal {}
    }
    try await scope.audit(.undone, "undo", undo.id.number)
    return (back, undo.steps.count - back)
  }

  /// What its author can still take back, the latest first.
  func open() async throws -> [Undo] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM undo
      WHERE territory_id = \(scope.territory) AND account_id = \((scope.actor.account?.number).value)
        AND undone_at IS NULL AND at > \(scope.now.adding(seconds: -Undo.seconds))
      ORDER BY id DESC LIMIT 20
      """)
  }

  static func forgetOld(_ database: Database, before: Instant) async throws {
    try await database.change { session in
      _ = try await session.run("DELETE FROM undo WHERE territory_id > 0 AND at < \(before)")
    }
  }
}

extension PlatformDoor {
  var undoRoutes: [Endpoint] {
    [
      .button("/annulations/{undo}", .undo, allow: .signedIn) { visit in
        let undo: Undo = try await UndoStore(visit.scope).find(visit.id("undo"))
        guard let undoing = visit.app.undoings.first(where: { $0.action.key == undo.action }),
          visit.allows(undoing.allow)
        else { throw Refusal.notFound }
        let taken: (back: Int, left: Int)? = try await visit.scope.change { scope in
          let store = UndoStore(scope)
          // As it stands within the change: of two presses at once, the second finds it undone.
          return try await store.take(back: try await store.find(undo.id), undoing)
        }
        var query: FormPairs = FormPairs().setting("done", to: Deed.undone.key)
        // A second press says what the first did, without counting anew.
        guard let (back, left) = taken else { return .redirect(to: query.after(undoing.list)) }
        query = query.setting("count", to: String(back))
        if left > 0 { query = query.setting("left", to: String(left)) }
        return .redirect(to: query.after(undoing.list))
      }
    ]
  }
}

extension Deed {
  static let undone = Deed("many.undone", Text(fr: "Action groupée annulée", en: "Bulk action undone"))
}

extension Text {
  static let undo = Text(fr: "Annuler", en: "Undo")
  static let tooLateToUndo = Text(
    fr: "On n’annule une action groupée que dans les vingt-quatre heures.",
    en: "A bulk action can be undone within twenty-four hours only.")
}

extension Page {
  /// What has just happened, to how many, and the way back.
  mutating func notice(_ action: Deed, _ query: FormPairs) {
    let count: Int? = query["count"].flatMap { Int($0) }.flatMap { (0...Int(1e6)).contains($0) ? $0 : nil }
    let left: Int? = query["left"].flatMap { Int($0) }.flatMap { (1...Int(1e6)).contains($0) ? $0 : nil }
    markup.raw(
      left == nil ? "<div class=\"notice\" role=\"status\"><span>" : "<div class=\"notice warn\" role=\"status\"><span>"
    )
    say(action.label)
    if let count {
      say(
        Text {
          let number: String = $0.number(count)
          return switch $0 {
          case .fr: " (\(number) fois)"
          case .en: count == 1 ? " (once)" : " (\(number) times)"
          case .de: " (\(number)-mal)"
          }
        })
    }
    markup.raw("</span>")
    if let left {
      markup.raw(" <span>")
      say(
        Text {
          let number: String = $0.number(left)
          return $0 == .en
            ? "\(number) left as they are"
            : left < 2 ? "\(number) est restée comme elle était" : "\(number) sont restées comme elles étaient"
        })
      markup.raw("</span>")
    }
    if let undo = query["undo"].flatMap({ ID<Undo>(path: $0) }) { button("/annulations/\(undo)", .undo) }
    markup.raw("</div>\n")
  }

  /// Where one is in something that takes several pages.
  public mutating func steps(_ steps: [Text], at current: Int) {
    markup.raw("<ol class=\"steps\">\n")
    for (index, step) in steps.enumerated() {
      markup.raw(index == current ? "<li aria-current=\"step\">" : index < current ? "<li class=\"done\">" : "<li>")
      say(step)
      markup.raw("</li>\n")
    }
    markup.raw("</ol>\n")
  }
}
