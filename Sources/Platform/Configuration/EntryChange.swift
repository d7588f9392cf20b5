import SQL

extension Configurations {
  /// An entry as a capability's own screens make or change it: what holds of what the chapter's form sends holds of it.
  ///
  /// `version` is that of the entry that somebody read; without one, the entry is new. Values are in the spelling of their
  /// fields; what is not given stays as it is. It belongs inside one change.
  public func change(
    _ key: String?, in chapter: String, of programme: Programme, version: Int?, _ values: [String: String?]
  ) async throws -> Saved {
    guard let chapter = app.chapters.first(where: { $0.key == chapter }) else { throw Refusal.notFound }
    let store = ConfigurationStore(scope: scope, programme: programme.id, app)
    let old: Configuration = try await store.load()
    var new: Configuration = old
    var entries: [Entry] = old[chapter.key]
    let place: Int
    if let version {
      guard let found = entries.firstIndex(where: { $0.key == key }) else { throw Refusal.notFound }
      try entries[found].checkVersion(version)
      place = found
    } else {
      let named: String? = chapter.settings.first.flatMap { values[$0.key] ?? nil }
      place = entries.count
      entries.append(try Entry(key, named: named, beside: entries))
    }
    try entries[place].take(values, chapter)
    let edited: Entry = entries[place]
    new[chapter.key] = entries
    try await store.replace(old, with: new, editing: "\(chapter.key)/\(edited.key)", chapter.fields, isGone: false)
    let path: String = "\(programme.path)/configuration/\(chapter.place)"
    return version == nil
      ? .created(.entryAdded, at: path, chapter.view(nil), edited)
      : .changed(.entryChanged, at: path, chapter.view(nil), edited)
  }
}

extension ConfigurationStore {
  /// Puts one configuration in another's place after the entry at `place` was edited: all of it must still hold together.
  func replace(
    _ old: Configuration, with new: Configuration, editing place: String, _ fields: [any FormField], isGone: Bool
  ) async throws {
    let inUse: [ConfigurationFault] = try await removals(of: new, from: old)
    guard inUse.isEmpty else { throw Refusal.several(.entryStays, inUse.map { FieldError("", $0.message) }) }
    let known: Set<ConfigurationFault> = Set(old.faults(chapters))
    let faults: [ConfigurationFault] = new.faults(chapters).filter { !known.contains($0) }
    guard faults.isEmpty else {
      let errors: [FieldError] = faults.map { error($0, from: place, fields, old) }
      throw isGone ? Refusal.several(.entryStays, errors) : Refusal.invalid(errors)
    }
    do { try await save(new, over: old) } catch Refusal.several(let message, let errors) {
      // What only the records could tell, beside the field where it is one of this entry.
      let placed: [FieldError] = errors.map { found in
        guard found.field.hasPrefix("\(place)/") else { return found }
        return error(ConfigurationFault(found.field, found.message), from: place, fields, old)
      }
      throw Refusal.several(message, placed)
    }
  }

  /// Beside the field where there is one; of another entry, with where that is.
  private func error(
    _ fault: ConfigurationFault, from place: String, _ fields: [any FormField], _ old: Configuration
  ) -> FieldError {
    if fault.path.hasPrefix("\(place)/") {
      let key = String(fault.path.dropFirst(place.count + 1))
      if key == Field<String?>.entryKey.key || fields.contains(where: { $0.key == key }) {
        return FieldError(key, fault.message)
      }
    }
    let trail: Text = old.trail(fault.path, chapters)
    return FieldError("", Text { language in "\(trail(language))\(language.colon)\(fault.message(language))" })
  }
}

extension Entry {
  /// A new one, by the key that was typed or else by one made of its name.
  init(_ key: String?, named name: String?, beside entries: [Entry]) throws(Refusal) {
    let key: String = key ?? Entry.key(of: name ?? "")
    guard Entry.isKey(key) else { throw .invalid("key", .keyExpected) }
    guard !entries.contains(where: { $0.key == key }) else { throw .conflict(.keyTaken(key), field: "key") }
    self.init(key)
  }

  func checkVersion(_ read: Int?) throws(Refusal) {
    guard read ?? 0 == version else { throw .conflict(.changedMeanwhile) }
  }

  fileprivate mutating func take(_ new: [String: String?], _ chapter: Chapter) throws(Refusal) {
    var errors: [FieldError] = []
    for setting in chapter.settings {
      let given: String? = if let value = new[setting.key] { value } else { values[setting.key] }
      switch setting.accept(given) {
      case .value(let accepted): values[setting.key] = accepted.text
      case .wrong(let message): errors.append(FieldError(setting.key, message))
      }
    }
    guard errors.isEmpty else { throw .invalid(errors) }
  }
}

extension Visit {
  /// To change a configuration within a change that is under way.
  public func configurations(_ scope: Scope) -> Configurations { Configurations(app, scope) }
}
