/// One thing that differs between two configurations.
struct ConfigurationChange: Sendable, Equatable {
  enum Kind: Sendable { case added, changed, archived, restored, removed, reordered }

  let kind: Kind
  /// `nomenclatures/tenant-categories/items/artisan`
  let path: String
  /// What it is called, and where it stands, for readers.
  let name: String
  let trail: Text
  let values: [Value]

  struct Value: Sendable, Equatable {
    let label: Text
    let before: String?
    let after: String?
    /// The same as pages show them.
    let shown: [Cell]
  }
}

extension Configuration {
  func changes(to other: Configuration, _ chapters: [Chapter]) -> [ConfigurationChange] {
    let comparison = Comparison(old: self, new: other, chapters: chapters)
    return chapters.flatMap { chapter in
      comparison.changes(self[chapter.key], other[chapter.key], chapter, under: chapter.key)
    }
  }
}

/// Two configurations, with what entries are called in each.
private struct Comparison {
  let old: Configuration
  let new: Configuration
  let chapters: [Chapter]

  func changes(_ before: [Entry], _ after: [Entry], _ chapter: Chapter, under path: String) -> [ConfigurationChange] {
    let known: [String: Entry] = Dictionary(uniqueKeysWithValues: before.map { ($0.key, $0) })
    let kept: Set<String> = Set(after.map(\.key))
    let trail: Text = new.trail(path, chapters)
    func place(_ entry: Entry) -> String { chapter.isSingle ? path : "\(path)/\(entry.key)" }
    var changes: [ConfigurationChange] = []
    for entry in after {
      let name: String = chapter.isSingle ? "" : new.name(of: entry, chapter, beside: after)
      if let former = known[entry.key] {
        if let kind = kind(former, entry) {
          changes.append(
            ConfigurationChange(
              kind: kind, path: place(entry), name: name, trail: trail,
              values: values(former, entry, chapter, before, after)))
        }
      } else {
        changes.append(ConfigurationChange(kind: .added, path: place(entry), name: name, trail: trail, values: []))
      }
      for part in chapter.parts {
        changes += self.changes(
          known[entry.key]?.parts[part.key] ?? [], entry.parts[part.key] ?? [], part,
          under: "\(place(entry))/\(part.key)")
      }
    }
    for entry in before where !kept.contains(entry.key) {
      let name: String = chapter.isSingle ? "" : old.name(of: entry, chapter, beside: before)
      changes.append(ConfigurationChange(kind: .removed, path: place(entry), name: name, trail: trail, values: []))
    }
    if before.map(\.key).filter({ kept.contains($0) }) != after.map(\.key).filter({ known[$0] != nil }) {
      changes.append(ConfigurationChange(kind: .reordered, path: path, name: "", trail: trail, values: []))
    }
    return changes
  }

  private func kind(_ former: Entry, _ entry: Entry) -> ConfigurationChange.Kind? {
    guard !former.says(entry) else { return nil }
    return former.isArchived == entry.isArchived ? .changed : entry.isArchived ? .archived : .restored
  }

  private func values(
    _ former: Entry, _ entry: Entry, _ chapter: Chapter, _ before: [Entry], _ after: [Entry]
  ) -> [ConfigurationChange.Value] {
    chapter.settings.compactMap { setting in
      let (was, now) = (former[setting.key], entry[setting.key])
      guard was != now else { return nil }
      return ConfigurationChange.Value(
        label: setting.field.label, before: was, after: now,
        shown: [old.cell(was, setting, beside: before), new.cell(now, setting, beside: after)])
    }
  }
}
