import SQL

/// Every statement about what a programme is configured with.
struct ConfigurationStore {
  let scope: Scope
  let programme: ID<Programme>
  let chapters: [Chapter]
  let uses: [EntryUse]

  func load() async throws -> Configuration {
    var configuration = Configuration()
    for chapter in chapters { configuration[chapter.key] = try await entries(of: chapter, parent: nil)[0] ?? [] }
    return configuration
  }

  /// By their parent's number, in their order.
  private func entries(of chapter: Chapter, parent: Chapter?) async throws -> [Int64: [Entry]] {
    let columns: String = chapter.settings.map { ", \($0.column)" }.joined()
    let owner: String = parent.map { "\($0.table)_id" } ?? "0"
    var parts: [String: [Int64: [Entry]]] = [:]
    for part in chapter.parts { parts[part.key] = try await entries(of: part, parent: chapter) }
    let rows: [(owner: Int64, entry: Entry)] = try await scope.all(
      "SELECT id, version, key, is_archived, \(Query(trusted: owner + columns)) FROM \(Query(trusted: chapter.table)) "
        + "WHERE territory_id = \(scope.territory) AND programme_id = \(programme) ORDER BY rank, id"
    ) { row in
      let (id, version): (Int64, Int) = (try row.next(), try row.next())
      var entry = Entry(try row.next())
      entry.id = id
      entry.version = version
      entry.isArchived = try row.next()
      let owner: Int64 = try row.next()
      for setting in chapter.settings { entry.values[setting.key] = try setting.fetch(&row) }
      for part in chapter.parts { entry.parts[part.key] = parts[part.key]?[id] ?? [] }
      return (owner, entry)
    }
    return Dictionary(grouping: rows, by: \.owner).mapValues { $0.map(\.entry) }
  }

  /// Puts `new` in the place of `old`, entry by entry: what is the same is not written.
  func save(_ new: Configuration, over old: Configuration) async throws {
    let inUse: [ConfigurationFault] = try await removals(of: new, from: old)
    guard inUse.isEmpty else { throw Refusal.faulty(inUse) }
    for chapter in chapters {
      try await save(new[chapter.key], over: old[chapter.key], chapter, parent: nil)
    }
    for chapter in chapters { try await chapter.settle?(scope, programme) }
  }

  private func save(
    _ new: [Entry], over old: [Entry], _ chapter: Chapter, parent: (chapter: Chapter, id: Int64)?
  ) async throws {
    let before: [String: Entry] = Dictionary(uniqueKeysWithValues: old.map { ($0.key, $0) })
    let places: [String: Int] = Dictionary(uniqueKeysWithValues: old.enumerated().map { ($1.key, $0) })
    let after: Set<String> = Set(new.map(\.key))
    for entry in old where !after.contains(entry.key) { try await remove(entry, chapter) }
    let ids: [String: Int64] = try await insert(
      new.enumerated().filter { before[$0.element.key] == nil }, chapter, parent)
    for (place, entry) in new.enumerated() {
      if let known = before[entry.key], !known.says(entry) || places[entry.key] != place {
        try await update(known, to: entry, place, chapter)
      }
      guard let id = before[entry.key]?.id ?? ids[entry.key] else { continue }
      for part in chapter.parts {
        try await save(
          entry.parts[part.key] ?? [], over: before[entry.key]?.parts[part.key] ?? [], part, parent: (chapter, id))
      }
    }
  }

  /// Many at once, with their lines in the journal: a statement for each would cost a second for a large document. By
  /// their keys, the numbers that they were given.
  private func insert(
    _ entries: [(offset: Int, element: Entry)], _ chapter: Chapter, _ parent: (chapter: Chapter, id: Int64)?
  ) async throws -> [String: Int64] {
    let owner: String = parent.map { "\($0.chapter.table)_id, " } ?? ""
    let columns: String = chapter.settings.map { ", \($0.column)" }.joined()
    let into = Query(
      trusted:
        "INSERT INTO \(chapter.table) (territory_id, programme_id, \(owner)key, rank, is_archived\(columns)) ")
    var ids: [String: Int64] = [:]
    var rest: ArraySlice<(offset: Int, element: Entry)> = entries[...]
    while !rest.isEmpty {
      let batch: ArraySlice<(offset: Int, element: Entry)> = rest.prefix(Self.rowsAtOnce)
      rest = rest.dropFirst(Self.rowsAtOnce)
      let rows: [[Value]] = try batch.map { place, entry in
        var values: [Value] = [scope.territory.value, programme.value]
        if let parent { values.append(.int(parent.id)) }
        values += [.text(entry.key), .int(Int64(place)), entry.isArchived.value]
        return try values + self.values(entry, chapter)
      }
      let given: [(key: String, id: Int64)] = try await scope.inserted("\(into)\(.rows(rows)) RETURNING key, id")
      for row in given { ids[row.key] = row.id }
      try await scope.audit(
        .entryAdded, chapter.table,
        batch.compactMap { row in ids[row.element.key].map { ($0, chapter.json(row.element)) } })
    }
    return ids
  }

  /// SQLite binds no more than 32 766 values in a statement.
  private static let rowsAtOnce: Int = 200

  private func update(_ known: Entry, to entry: Entry, _ place: Int, _ chapter: Chapter) async throws {
    var changes: Query = "rank = \(place), is_archived = \(entry.isArchived), version = version + 1"
    for (setting, value) in zip(chapter.settings, try values(entry, chapter)) {
      changes = changes + ", \(Query(trusted: setting.column)) = \(value)"
    }
    try await scope.update(
      "UPDATE \(Query(trusted: chapter.table)) SET \(changes) WHERE territory_id = \(scope.territory) AND id = \(known.id) AND version = \(known.version)"
    )
    guard !known.says(entry) else {
      return try await scope.audit(.entryMoved, chapter.table, known.id)
    }
    let deed: Deed =
      known.isArchived == entry.isArchived ? .entryChanged : entry.isArchived ? .entryArchived : .entryRestored
    try await scope.audit(
      deed, chapter.table, known.id, before: chapter.json(known), after: chapter.json(entry))
  }

  private func remove(_ entry: Entry, _ chapter: Chapter) async throws {
    for part in chapter.parts {
      for child in entry.parts[part.key] ?? [] { try await remove(child, part) }
    }
    try await scope.run(
      "DELETE FROM \(Query(trusted: chapter.table)) WHERE territory_id = \(scope.territory) AND id = \(entry.id)")
    try await scope.audit(.entryRemoved, chapter.table, entry.id, before: chapter.json(entry))
  }

  private func values(_ entry: Entry, _ chapter: Chapter) throws -> [Value] {
    try chapter.settings.map { setting in
      switch setting.accept(entry.values[setting.key]) {
      case .value(let accepted): accepted.value
      case .wrong(let message): throw Refusal.invalid(setting.key, message)
      }
    }
  }

  /// What records use can be archived, and stays.
  func removals(of new: Configuration, from old: Configuration) async throws -> [ConfigurationFault] {
    var faults: [ConfigurationFault] = []
    for chapter in chapters {
      faults += try await removalFaults(new[chapter.key], old[chapter.key], chapter).map { $0.under(chapter.key) }
    }
    return faults
  }

  private func removalFaults(_ new: [Entry], _ old: [Entry], _ chapter: Chapter) async throws -> [ConfigurationFault] {
    let after: [String: Entry] = Dictionary(uniqueKeysWithValues: new.map { ($0.key, $0) })
    var faults: [ConfigurationFault] = []
    for entry in old {
      let kept: Entry? = after[entry.key]
      var ofEntry: [ConfigurationFault] = []
      if kept == nil {
        for use in uses where use.table == chapter.table {
          let count: Int = try await scope.value(use.count(scope, entry.id))
          if count > 0 { ofEntry.append(ConfigurationFault("", .entryInUse(use.noun.counted(count)))) }
        }
      }
      for part in chapter.parts {
        ofEntry += try await removalFaults(kept?.parts[part.key] ?? [], entry.parts[part.key] ?? [], part)
          .map { $0.under(part.key) }
      }
      faults += ofEntry.map { $0.under(entry.key) }
    }
    return faults
  }
}

extension Deed {
  static let entryAdded = Deed("entry.added", Text(fr: "Entrée de configuration ajoutée", en: "Setting added"))
  static let entryChanged = Deed("entry.changed", Text(fr: "Entrée de configuration modifiée", en: "Setting changed"))
  static let entryMoved = Deed("entry.moved", Text(fr: "Entrée de configuration déplacée", en: "Setting moved"))
  static let entryArchived = Deed(
    "entry.archived", Text(fr: "Entrée de configuration archivée", en: "Setting archived"))
  static let entryRestored = Deed(
    "entry.restored", Text(fr: "Entrée de configuration rétablie", en: "Setting restored"))
  static let entryRemoved = Deed("entry.removed", Text(fr: "Entrée de configuration retirée", en: "Setting removed"))
  static let configurationImported = Deed(
    "configuration.imported", Text(fr: "Configuration reprise", en: "Configuration taken over"))

  static let configuration: [Deed] = [
    entryAdded, entryChanged, entryMoved, entryArchived, entryRestored, entryRemoved, configurationImported,
    documentHandedIn,
    documentGivenUp,
  ]
}

extension Text {
  static func entryInUse(_ records: Text) -> Text {
    Text { language in
      switch language {
      case .fr, .de:
        "Cette entrée sert encore (\(records(.fr))) : elle ne peut pas être retirée. Archivez-la : elle ne sera plus proposée."
      case .en:
        "It is still in use (\(records(.en))): it cannot be taken out. Archive it: it will no longer be offered."
      }
    }
  }
}
