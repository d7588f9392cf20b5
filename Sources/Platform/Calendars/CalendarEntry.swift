import SQL

/// Something that has a day, as calendars show it.
public struct CalendarEntry: Sendable {
  public enum When: Sendable {
    case day(Day)
    /// To the last of them.
    case days(Day, through: Day)
    case moments(Instant, until: Instant)
  }

  /// What it is called for ever, among all that this installation knows: « action/12 ».
  let name: String
  /// What the audit calls the record it comes from, and its number.
  let record: Record?
  let when: When
  let title: Text
  /// The page that says more.
  let path: String
  /// Where it happens.
  public var place: String = ""
  public var note: Text?
  /// The record's, which grows with each change.
  public var version: Int = 1
  public var isCancelled: Bool = false

  struct Record: Sendable {
    let kind: String
    let number: Int64
  }

  /// From a record; `part` tells its entries apart where it has several.
  public init(
    _ kind: String, _ number: Int64, part: String? = nil, _ when: When, _ title: Text, path: String
  ) {
    self.init(
      named: "\(kind)/\(number)\(part.map { "/\($0)" } ?? "")", of: Record(kind: kind, number: number), when, title,
      path: path)
  }

  init(named name: String, of record: Record? = nil, _ when: When, _ title: Text, path: String) {
    self.name = name
    self.record = record
    self.when = when
    self.title = title
    self.path = path
  }
}

/// What a capability puts into the calendars that people follow from a program of their own.
public struct CalendarPart: Sendable {
  /// Into that of who reads, beside what waits for them in their day.
  let own: @Sendable (Scope) async throws -> [CalendarEntry]
  /// Into that of a programme, as who reads may see it.
  let ofProgramme: @Sendable (Scope, Programme) async throws -> [CalendarEntry]

  public init(
    own: @Sendable @escaping (Scope) async throws -> [CalendarEntry] = { _ in [] },
    ofProgramme: @Sendable @escaping (Scope, Programme) async throws -> [CalendarEntry] = { _, _ in [] }
  ) {
    self.own = own
    self.ofProgramme = ofProgramme
  }

  /// What one calendar holds of each capability at most.
  public static let most: Int = 500

  /// When the programme itself begins and ends.
  static let programme = CalendarPart(ofProgramme: { _, programme in
    let bounds: [(String, Day?, Text)] = [
      ("from", programme.from, .begins(programme.name)), ("to", programme.to, .ends(programme.name)),
    ]
    return bounds.compactMap { name, day, title in
      guard let day else { return nil }
      var entry = CalendarEntry(
        "programme", programme.id.number, part: name, .day(day), title, path: programme.path)
      entry.version = programme.version
      return entry
    }
  })
}

extension [CalendarEntry] {
  /// When the records that they come from were last written to, by the names of the entries.
  func changes(_ scope: Scope) async throws -> [String: Instant] {
    var changes: [String: Instant] = [:]
    for (kind, entries) in Dictionary(grouping: self, by: { $0.record?.kind }) {
      guard let kind else { continue }
      let known: [Int64: Instant] = try await AuditStore(scope).changes(kind, entries.compactMap { $0.record?.number })
      for entry in entries { changes[entry.name] = entry.record.flatMap { known[$0.number] } }
    }
    return changes
  }
}

extension Due {
  /// Where it has no day, no calendar can hold it.
  func entry(_ name: String) -> CalendarEntry? {
    guard let day else { return nil }
    let (title, what): (Text, Text) = (title, what)
    return CalendarEntry(
      named: name, .day(day),
      Text { language in "\(title(language))\(language == .fr ? " : " : ": ")\(what(language))" },
      path: path)
  }
}

extension [Due] {
  /// Each is called after the page that it leads to: there it stays the same thing, on whatever day.
  func entries(on territory: ID<Territory>) -> [CalendarEntry] {
    var met: [String: Int] = [:]
    return compactMap { due in
      met[due.path, default: 0] += 1
      return due.entry("due/\(territory)\(due.path)#\(met[due.path] ?? 1)")
    }
  }
}

extension Text {
  fileprivate static func begins(_ name: String) -> Text {
    Text(fr: "Début de « \(name) »", en: "“\(name)” begins", de: "Beginn von „\(name)“")
  }

  fileprivate static func ends(_ name: String) -> Text {
    Text(fr: "Fin de « \(name) »", en: "“\(name)” ends", de: "Ende von „\(name)“")
  }
}
