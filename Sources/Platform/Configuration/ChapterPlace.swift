import HTTP

/// Where a list of entries stands: a chapter, or the part of an entry of one.
struct ChapterPlace: Sendable {
  let chapters: [Chapter]

  init(_ chapters: [Chapter]) { self.chapters = chapters }

  func inside(_ part: Chapter) -> ChapterPlace { ChapterPlace(chapters + [part]) }

  /// What its entries are called in addresses.
  var parameter: String { Self.parameters[chapters.count - 1] }

  private static let parameters: [String] = ["entry", "item"]

  func entries(in configuration: Configuration, _ visit: Visit) throws(Refusal) -> [Entry] {
    var entries: [Entry] = configuration[chapters[0].key]
    for (depth, part) in chapters.dropFirst().enumerated() {
      guard let entry = entries.first(where: { $0.key == visit.text(Self.parameters[depth]) }) else {
        throw .notFound
      }
      entries = entry.parts[part.key] ?? []
    }
    return entries
  }

  func entry(among entries: [Entry], _ visit: Visit) throws(Refusal) -> (Int, Entry) {
    guard let place = entries.firstIndex(where: { $0.key == visit.text(parameter) }) else { throw .notFound }
    return (place, entries[place])
  }

  func put(_ entries: [Entry], into configuration: inout Configuration, _ visit: Visit) {
    configuration[chapters[0].key] = putting(entries, in: configuration[chapters[0].key], chapters[...], 0, visit)
  }

  private func putting(
    _ entries: [Entry], in list: [Entry], _ path: ArraySlice<Chapter>, _ depth: Int, _ visit: Visit
  ) -> [Entry] {
    guard path.count > 1 else { return entries }
    var list: [Entry] = list
    let (rest, part): (ArraySlice<Chapter>, String) = (path.dropFirst(), path[path.startIndex + 1].key)
    guard let place = list.firstIndex(where: { $0.key == visit.text(Self.parameters[depth]) }) else { return list }
    list[place].parts[part] = putting(entries, in: list[place].parts[part] ?? [], rest, depth + 1, visit)
    return list
  }

  /// The entry that these are parts of.
  func parent(in configuration: Configuration, _ visit: Visit) -> Entry? {
    guard chapters.count > 1 else { return nil }
    return configuration[chapters[0].key].first { $0.key == visit.text(Self.parameters[0]) }
  }

  /// Where an entry stands in the document.
  func path(of entry: Entry, _ visit: Visit) -> String {
    let list: String =
      chapters.count > 1
      ? "\(chapters[0].key)/\(visit.text(Self.parameters[0]) ?? "")/\(chapters[1].key)" : chapters[0].key
    return chapters[0].isSingle ? list : "\(list)/\(entry.key)"
  }

  /// What follows `keys` in the address of the entry itself.
  func own(_ visit: Visit) -> [String] {
    chapters.dropFirst().map(\.place) + [visit.text(parameter) ?? ""]
  }

  /// The address of the entry above, or of the chapter.
  func keys(_ visit: Visit) -> [String] {
    var keys: [String] = [chapters[0].place]
    if chapters.count > 1 { keys.append(visit.text(Self.parameters[0]) ?? "") }
    return keys
  }
}
