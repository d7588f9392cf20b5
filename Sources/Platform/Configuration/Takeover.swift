import HTTP
import SQL

/// What one territory takes over of another’s programme: its configuration, adapted before it is entered.
public struct Takeover: Sendable {
  private var document: ConfigurationDocument
  private let chapters: [Chapter]

  /// A programme’s configuration, as `scope` may read it.
  public static func of(_ programme: Programme, on territory: String, _ visit: Visit, _ scope: Scope) async throws
    -> Takeover
  {
    let configuration: Configuration = try await ConfigurationStore(
      scope: scope, programme: programme.id, visit.app
    ).load()
    return Takeover(
      ConfigurationDocument(of: programme, on: territory, configuration, visit.app.chapters), visit.app.chapters)
  }

  /// What was taken once, as it was kept.
  public init(kept text: String, _ visit: Visit) throws {
    self.init(try ConfigurationDocument(Array(text.utf8), visit.app.chapters), visit.app.chapters)
  }

  private init(_ document: ConfigurationDocument, _ chapters: [Chapter]) {
    self.document = document
    self.chapters = chapters
  }

  /// As it is kept, to be compared with what became of it.
  public var text: String { String(decoding: document.bytes(chapters), as: UTF8.self) }

  public var name: String { document.name }

  /// The chapters that hold something, with how much.
  public var parts: [(key: String, label: Text)] {
    chapters.compactMap { chapter in
      let count: Int = document.configuration[chapter.key].count { !$0.isArchived }
      guard count > 0 else { return nil }
      guard !chapter.isSingle else { return (chapter.key, chapter.title) }
      return (chapter.key, Text { "\(chapter.title($0)) (\($0.number(count)))" })
    }
  }

  /// The perimeters that its formulas name: another territory has others.
  public var perimeters: [String] {
    var keys: Set<String> = []
    document.configuration.everyValue { value in keys.formUnion(Self.perimeters(in: value)) }
    return keys.sorted()
  }

  private static func perimeters(in value: String) -> [String] {
    value.ranges(of: "within ").map { range in
      String(value[range.upperBound...].prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
    }.filter { !$0.isEmpty }
  }

  public mutating func keep(_ parts: [String]) {
    for chapter in chapters where !parts.contains(chapter.key) { document.configuration[chapter.key] = [] }
  }

  /// Puts one’s own names in the place of theirs, wherever people read them.
  public mutating func rename(_ words: [(from: String, to: String)]) {
    guard !words.isEmpty else { return }
    func renamed(_ text: String) -> String { words.reduce(text) { $0.replacing($1.from, with: $1.to) } }
    document.summary = renamed(document.summary)
    for chapter in chapters {
      document.configuration[chapter.key] = document.configuration[chapter.key].map {
        chapter.rewritten($0) { setting, value in setting.isRead ? renamed(value) : value }
      }
    }
  }

  /// Puts one’s own perimeters in the place of theirs.
  public mutating func replacePerimeters(_ keys: [(from: String, to: String)]) {
    for chapter in chapters {
      document.configuration[chapter.key] = document.configuration[chapter.key].map {
        chapter.rewritten($0) { _, value in
          keys.reduce(value) { Self.replaced($1, in: $0) }
        }
      }
    }
  }

  /// `within centre` is not the beginning of `within centre-ville`.
  private static func replaced(_ key: (from: String, to: String), in value: String) -> String {
    var pieces: [Substring] = value.split(separator: "within ", omittingEmptySubsequences: false)
    for index in pieces.indices.dropFirst() where Self.perimeters(in: "within \(pieces[index])").first == key.from {
      pieces[index] = "\(key.to)\(pieces[index].dropFirst(key.from.count))"
    }
    return pieces.joined(separator: "within ")
  }

  /// Opens a programme with it, inside a change.
  public func enter(
    as slug: String, named name: String, _ visit: Visit, _ scope: Scope
  ) async throws -> Programme {
    // Once some of it is left out or renamed, what is left must still hold together.
    let checked = try ConfigurationDocument(document.bytes(chapters), chapters)
    guard NewProgrammeForm.isFree(slug) else { throw Refusal.invalid("slug", .slugExpected) }
    let programme: Programme = try await ProgrammeStore(scope).insert(
      slug, ProgrammeForm(name: name, summary: document.summary, isPublic: false))
    _ = try await checked.apply(to: programme, scope, visit.app)
    return programme
  }

  /// What has changed in a programme since this was taken.
  public func changes(in programme: Programme, _ visit: Visit, _ scope: Scope) async throws -> TakeoverChanges {
    let now: Configuration = try await ConfigurationStore(scope: scope, programme: programme.id, visit.app).load()
    return TakeoverChanges(changes: document.configuration.changes(to: now, chapters))
  }

  /// What differs between what was offered and what was taken.
  public func changes(to other: Takeover) -> TakeoverChanges {
    TakeoverChanges(changes: document.configuration.changes(to: other.document.configuration, chapters))
  }
}

/// What was adapted, to be counted and shown.
public struct TakeoverChanges: Sendable {
  let changes: [ConfigurationChange]

  public var count: Int { changes.count }
}

extension Page {
  public mutating func changes(_ changes: TakeoverChanges) { self.changes(changes.changes) }
}

extension Configuration {
  fileprivate func everyValue(_ body: (String) -> Void) {
    func visit(_ entry: Entry) {
      entry.values.values.forEach(body)
      entry.parts.values.joined().forEach(visit)
    }
    chapters.values.joined().forEach(visit)
  }
}

extension Chapter {
  fileprivate func rewritten(_ entry: Entry, _ rewrite: (Setting, String) -> String) -> Entry {
    var entry: Entry = entry
    for setting in settings {
      if let value = entry.values[setting.key] { entry.values[setting.key] = rewrite(setting, value) }
    }
    for part in parts { entry.parts[part.key] = entry.parts[part.key]?.map { part.rewritten($0, rewrite) } }
    return entry
  }
}

extension Setting {
  /// Whether it is words for people, and no key of something else.
  fileprivate var isRead: Bool {
    guard reference == nil else { return false }
    return switch field.control {
    case .text, .lines, .prose: true
    default: false
    }
  }
}
