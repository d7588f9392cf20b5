/// One thing that differs between two configurations.
struct ConfigurationChange: Sendable, Equatable {
  enum Kind: Sendable { case added, changed, archived, restored, removed, reordered }

  let kind: Kind
  /// `nomenclatures/tenant-categories/items/artisan`
  let path: String
  /// What it is called.
  let name: String
  let values: [Value]

  struct Value: Sendable, Equatable {
    let label: Text
    let before: String?
    let after: String?
  }
}

extension Configuration {
  func changes(to other: Configuration, _ chapters: [Chapter]) -> [ConfigurationChange] {
    chapters.flatMap { chapter in chapter.changes(self[chapter.key], other[chapter.key], under: chapter.key) }
  }
}

extension Chapter {
  fileprivate func changes(_ old: [Entry], _ new: [Entry], under path: String) -> [ConfigurationChange] {
    let before: [String: Entry] = Dictionary(uniqueKeysWithValues: old.map { ($0.key, $0) })
    let after: Set<String> = Set(new.map(\.key))
    var changes: [ConfigurationChange] = []
    for entry in new {
      let place: String = isSingle ? path : "\(path)/\(entry.key)"
      guard let known = before[entry.key] else {
        changes.append(ConfigurationChange(kind: .added, path: place, name: name(of: entry), values: []))
        for part in parts { changes += part.changes([], entry.parts[part.key] ?? [], under: "\(place)/\(part.key)") }
        continue
      }
      if let change = change(known, entry, place) { changes.append(change) }
      for part in parts {
        changes += part.changes(known.parts[part.key] ?? [], entry.parts[part.key] ?? [], under: "\(place)/\(part.key)")
      }
    }
    for entry in old where !after.contains(entry.key) {
      let place: String = isSingle ? path : "\(path)/\(entry.key)"
      changes.append(ConfigurationChange(kind: .removed, path: place, name: name(of: entry), values: []))
    }
    let kept: [String] = old.map(\.key).filter { after.contains($0) }
    if kept != new.map(\.key).filter({ before[$0] != nil }) {
      changes.append(ConfigurationChange(kind: .reordered, path: path, name: "", values: []))
    }
    return changes
  }

  private func change(_ old: Entry, _ new: Entry, _ path: String) -> ConfigurationChange? {
    guard !old.says(new) else { return nil }
    let values: [ConfigurationChange.Value] = settings.compactMap { setting in
      let (before, after) = (old[setting.key], new[setting.key])
      return before == after ? nil : .init(label: setting.field.label, before: before, after: after)
    }
    let kind: ConfigurationChange.Kind =
      old.isArchived == new.isArchived ? .changed : new.isArchived ? .archived : .restored
    return ConfigurationChange(kind: kind, path: path, name: name(of: new), values: values)
  }
}
