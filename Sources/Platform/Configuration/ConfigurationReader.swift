import HTTP

/// Reads a document, and says all that is wrong with it at once, each with its path.
struct ConfigurationReader {
  let chapters: [Chapter]
  private var faults: [ConfigurationFault] = []

  init(_ chapters: [Chapter]) { self.chapters = chapters }

  mutating func document(_ json: JSON) throws(Refusal) -> ConfigurationDocument {
    guard case .object(let members) = json else {
      throw .several(.documentUnreadable, [FieldError("", .objectExpected)])
    }
    var configuration = Configuration()
    var (name, summary): (String, String) = ("", "")
    var origin: ConfigurationDocument.Origin?
    for member in members {
      switch member.name {
      case "format", "formatVersion": continue
      case "programme": (name, summary) = identity(member.value)
      case "origin": origin = self.origin(member.value)
      default:
        guard let chapter = chapters.first(where: { $0.key == member.name }) else {
          faults.append(ConfigurationFault(member.name, .unknownField))
          continue
        }
        configuration[chapter.key] = entries(member.value, chapter, member.name)
      }
    }
    if name.isEmpty, faults.isEmpty { faults.append(ConfigurationFault("programme/name", .missing)) }
    if faults.isEmpty { faults = configuration.faults(chapters) }
    guard faults.isEmpty else { throw Refusal.faulty(faults) }
    return ConfigurationDocument(name: name, summary: summary, origin: origin, configuration)
  }

  private mutating func identity(_ json: JSON) -> (name: String, summary: String) {
    guard let values = values(json, ProgrammeForm.identity, "programme") else { return ("", "") }
    return (values[ProgrammeForm.name], values[ProgrammeForm.summary] ?? "")
  }

  private mutating func origin(_ json: JSON) -> ConfigurationDocument.Origin? {
    guard let territory = json["territory"]?.string, let programme = json["programme"]?.string,
      let hash = json["hash"]?.string, territory.count <= 160, programme.count <= 60, hash.count == 64
    else {
      faults.append(ConfigurationFault("origin", .originExpected))
      return nil
    }
    return ConfigurationDocument.Origin(territory: territory, programme: programme, hash: hash)
  }

  private mutating func entries(_ json: JSON, _ chapter: Chapter, _ path: String) -> [Entry] {
    if chapter.isSingle {
      var entry: Entry? = entry(json, chapter, path, key: chapter.key)
      entry?.isArchived = false
      return entry.map { [$0] } ?? []
    }
    guard case .array(let items) = json else {
      faults.append(ConfigurationFault(path, .listExpected))
      return []
    }
    guard items.count <= Chapter.mostEntries else {
      faults.append(ConfigurationFault(path, .tooManyEntries(items.count)))
      return []
    }
    var entries: [Entry] = []
    entries.reserveCapacity(items.count)
    var known: Set<String> = []
    for (place, item) in items.enumerated() {
      guard let key = item["key"]?.string, Entry.isKey(key) else {
        faults.append(ConfigurationFault("\(path)/\(place + 1)/key", .keyExpected))
        continue
      }
      guard known.insert(key).inserted else {
        faults.append(ConfigurationFault("\(path)/\(key)", .keyTwice))
        continue
      }
      if let entry = entry(item, chapter, "\(path)/\(key)", key: key) { entries.append(entry) }
    }
    return entries
  }

  private mutating func entry(_ json: JSON, _ chapter: Chapter, _ path: String, key: String) -> Entry? {
    guard case .object(let members) = json else {
      faults.append(ConfigurationFault(path, .objectExpected))
      return nil
    }
    var entry = Entry(key)
    var raw: [String?] = Array(repeating: nil, count: chapter.settings.count)
    var wrong: Set<Int> = []
    for member in members {
      switch member.name {
      case "key" where !chapter.isSingle: continue
      case "archived" where !chapter.isSingle:
        guard case .bool(let flag) = member.value else {
          faults.append(ConfigurationFault("\(path)/archived", .flagExpected))
          continue
        }
        entry.isArchived = flag
      default:
        if let index = chapter.settings.firstIndex(where: { $0.key == member.name }) {
          switch FormReader.raw(member.value, chapter.settings[index].field) {
          case .value(let text): raw[index] = text
          case .wrong(let message):
            wrong.insert(index)
            faults.append(ConfigurationFault("\(path)/\(member.name)", message))
          }
        } else if let part = chapter.parts.first(where: { $0.key == member.name }) {
          entry.parts[part.key] = entries(member.value, part, "\(path)/\(part.key)")
        } else {
          faults.append(ConfigurationFault("\(path)/\(member.name)", .unknownField))
        }
      }
    }
    for (index, setting) in chapter.settings.enumerated() where !wrong.contains(index) {
      switch setting.accept(raw[index]) {
      case .value(let accepted): entry.values[setting.key] = accepted.text
      case .wrong(let message): faults.append(ConfigurationFault("\(path)/\(setting.key)", message))
      }
    }
    return entry
  }

  private mutating func values(_ json: JSON, _ fields: [any FormField], _ path: String) -> FormValues? {
    do throws(Refusal) { return try FormReader.values(fields, try FormReader.typed(fields, json), on: nil) } catch {
      let errors: [FieldError] = error.fieldErrors
      faults += errors.map { ConfigurationFault("\(path)/\($0.field)", $0.message) }
      if errors.isEmpty { faults.append(ConfigurationFault(path, .objectExpected)) }
      return nil
    }
  }
}

extension Configuration {
  /// What is wrong between entries: a reference to nothing, a rule of a chapter.
  func faults(_ chapters: [Chapter]) -> [ConfigurationFault] {
    chapters.flatMap { chapter in faults(self[chapter.key], chapter).map { $0.under(chapter.key) } }
  }

  private func faults(_ entries: [Entry], _ chapter: Chapter) -> [ConfigurationFault] {
    var faults: [ConfigurationFault] = []
    let references: [Setting] = chapter.settings.filter { $0.reference != nil }
    var candidates: [String: Set<String>] = [:]
    for setting in references {
      candidates[setting.key] = Set(
        setting.reference?.candidates(in: self, beside: entries).map(\.key) ?? [])
    }
    for entry in entries {
      var ofEntry: [ConfigurationFault] = chapter.check(entry, self)
      for setting in references {
        guard let key = entry[setting.key], candidates[setting.key]?.contains(key) == false else { continue }
        ofEntry.append(ConfigurationFault(setting.key, .refersToNothing(key)))
      }
      for part in chapter.parts {
        ofEntry += self.faults(entry.parts[part.key] ?? [], part).map { $0.under(part.key) }
      }
      faults += chapter.isSingle ? ofEntry : ofEntry.map { $0.under(entry.key) }
    }
    return faults
  }

  /// What deserves to be looked at.
  func remarks(_ chapters: [Chapter]) -> [ConfigurationFault] {
    chapters.flatMap { chapter in
      self[chapter.key].flatMap { entry in
        chapter.remarks(entry, self).map { $0.under(chapter.isSingle ? "" : entry.key).under(chapter.key) }
      }
    }
  }
}

extension Refusal {
  static let mostFaults: Int = 50

  static func faulty(_ faults: [ConfigurationFault]) -> Refusal {
    let shown: [FieldError] = faults.prefix(mostFaults).map { FieldError($0.path, $0.message) }
    return .several(.documentUnreadable, shown)
  }
}

extension Text {
  static let objectExpected = Text(fr: "Un objet JSON est attendu.", en: "A JSON object is expected.")
  static let listExpected = Text(fr: "Une liste JSON est attendue.", en: "A JSON list is expected.")
  static let originExpected = Text(
    fr: "L’origine dit le territoire, le dispositif et l’empreinte de ce qui a été repris.",
    en: "The origin says the territory, the programme and the digest of what was taken.")
  static let keyExpected = Text(
    fr: "Une clé est attendue : lettres minuscules, chiffres et tirets, par exemple « structures-d-insertion ».",
    en: "A key is expected: lower-case letters, digits and hyphens, for example “craft-businesses”.")
  static let keyTwice = Text(fr: "Cette clé apparaît deux fois.", en: "This key appears twice.")

  static func tooManyEntries(_ count: Int) -> Text {
    Text(
      fr: "Au plus \(Chapter.mostEntries) entrées ; il y en a \(count).",
      en: "At most \(Chapter.mostEntries) entries; there are \(count).")
  }

  static func refersToNothing(_ key: String) -> Text {
    Text(fr: "« \(key) » n’est défini nulle part.", en: "“\(key)” is defined nowhere.")
  }
}
