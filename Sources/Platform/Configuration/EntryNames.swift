/// What entries are called where a reader finds them, instead of the keys by which documents hold them.
extension Configuration {
  /// Its first setting; where that names another entry, what that one is called.
  func name(of entry: Entry, _ chapter: Chapter, beside siblings: [Entry] = []) -> String {
    guard let setting = chapter.settings.first, let text = entry[setting.key] else { return entry.key }
    return named(text, setting, beside: siblings) ?? text
  }

  /// The name of the entry that a setting refers to.
  private func named(_ key: String, _ setting: Setting, beside siblings: [Entry]) -> String? {
    guard let reference = setting.reference else { return nil }
    return reference.candidates(in: self, beside: siblings).first { $0.key == key }?["label"]
  }

  /// A value as a page shows it.
  func cell(_ text: String?, _ setting: Setting, beside siblings: [Entry] = []) -> Cell {
    if let text, let name = named(text, setting, beside: siblings) { return .text(name) }
    return setting.cell(text)
  }

  /// Where a path leads: `rentScales/bareme-2026/rates/artisan/category` to « Barèmes des loyers › Barème 2026 › Tarifs ›
  /// Artisans › Catégorie de locataire ».
  func trail(_ path: String, _ chapters: [Chapter]) -> Text {
    var steps: [Text] = []
    var lists: [Chapter] = chapters
    var rest: ArraySlice<String> = path.split(separator: "/").map(String.init)[...]
    var within: Configuration = self
    while let key = rest.popFirst() {
      guard let chapter = lists.first(where: { $0.key == key }) else {
        steps.append(Text(name: key))
        continue
      }
      steps.append(chapter.title)
      let entries: [Entry] = within[chapter.key]
      var entry: Entry?
      if chapter.isSingle {
        entry = entries.first
      } else if let next = rest.popFirst() {
        entry = entries.first { $0.key == next }
        steps.append(Text(name: entry.map { name(of: $0, chapter, beside: entries) } ?? next))
      }
      if rest.count == 1, let setting = chapter.settings.first(where: { $0.key == rest.last }) {
        steps.append(setting.field.label)
        break
      }
      lists = chapter.parts
      within = Configuration(chapters: entry?.parts ?? [:])
    }
    let said: [Text] = steps
    return Text { language in said.map { $0(language) }.joined(separator: " › ") }
  }
}
