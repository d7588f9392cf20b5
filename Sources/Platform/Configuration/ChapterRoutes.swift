import HTTP
import SQL

/// The screens of a chapter: its entries, and a form for each. What is changed there is checked, compared and written as a
/// whole document would be.
extension Chapter {
  var routes: [Endpoint] {
    let address: String = "/dispositifs/{programme}/configuration/\(place)"
    if isSingle { return singleRoutes(address) }
    return [list(address)] + entryRoutes(address, ChapterPlace([self]))
  }

  private func list(_ address: String) -> Endpoint {
    .raw(address, title, allow: .everyone) { visit, app in
      let configured = try await Configured(visit)
      let entries: [Entry] = configured.configuration[key]
      return app.page(visit, title(visit.language), crumbs: configured.crumbs(visit)) { page in
        if let help { page.paragraph(help) }
        page.remarks(configured.configuration.remarks([self]))
        page.entries(entries, self, in: configured.configuration, at: "\(configured.path)/\(place)")
        if let add = editor?.add {
          page.actions([
            ActionLink(add.label, to: "\(configured.programme.path)/\(add.place)", allow: Programme.changed)
          ])
        }
      }
    }
  }

  private func singleRoutes(_ address: String) -> [Endpoint] {
    Endpoint.form(
      title, allow: Programme.changed, page: address, posts: "\(address)/enregistrement",
      fields: fields + [Field<Int?>.entryVersion],
      show: { visit in
        let configured = try await Configured(visit, isToChange: true)
        let entry: Entry = configured.configuration[key].first ?? proposal
        return FormPage(
          title, crumbs: configured.crumbs(visit), intro: help, submit: .save, initial: typed(entry),
          fields: choices(configured.configuration, beside: []))
      },
      submit: { visit, scope, values in
        try await change(visit, scope, ChapterPlace([self]), at: []) { entries in
          var entry: Entry = entries.first ?? Entry(key)
          try entry.checkVersion(values)
          fill(&entry, values)
          entries = [entry]
          return entry
        }
      })
  }

  private var proposal: Entry {
    var entry = Entry(key)
    entry.values = proposed
    return entry
  }

  fileprivate func entryRoutes(_ address: String, _ where: ChapterPlace) -> [Endpoint] {
    let parameter: String = `where`.parameter
    let inside: String = "\(address)/{\(parameter)}"
    return newEntry(address, `where`) + changeEntry(inside, `where`) + removeEntry(inside, `where`)
      + parts.flatMap { part in part.entryRoutes("\(inside)/\(part.place)", `where`.inside(part)) }
  }

  private func newEntry(_ address: String, _ where: ChapterPlace) -> [Endpoint] {
    Endpoint.form(
      noun.addOne, allow: Programme.changed, page: "\(address)/nouveau", posts: "\(address)/entrees",
      fields: fields + [Field<String?>.entryKey, Field<Bool>.another],
      show: { visit in
        let configured = try await Configured(visit, isToChange: true)
        let siblings: [Entry] = try `where`.entries(in: configured.configuration, visit)
        // Whoever was sent here to settle one thing finds it chosen.
        var initial = Typed()
        for setting in settings { initial[setting.key] = visit.asked[setting.key] }
        return FormPage(
          noun.addOne, crumbs: configured.crumbs(visit, `where`), submit: .save,
          another: parts.isEmpty ? noun.saveAndAddAnother : nil, initial: initial,
          fields: choices(configured.configuration, beside: siblings),
          hiding: unasked(`where`.parent(in: configured.configuration, visit)))
      },
      submit: { visit, scope, values in
        // What has parts is not finished without them.
        var next: [String] = []
        let saved: Saved = try await change(visit, scope, `where`, at: `where`.keys(visit)) { entries in
          let named: String? = settings.first?.take(values).text
          var entry = try Entry(values[Field<String?>.entryKey], named: named, beside: entries)
          fill(&entry, values)
          entries.append(entry)
          if !parts.isEmpty { next = [entry.key] }
          return entry
        }
        if values[Field<Bool>.another] { next = `where`.chapters.dropFirst().map(\.place) + ["nouveau"] }
        return next.isEmpty ? saved : saved.returning(to: ([saved.path] + next).joined(separator: "/"))
      })
  }

  private func changeEntry(_ inside: String, _ where: ChapterPlace) -> [Endpoint] {
    Endpoint.form(
      changeTitle, allow: Programme.changed, page: inside, posts: "\(inside)/enregistrement",
      fields: fields + [Field<Int?>.entryRank, Field<Bool>.entryArchived, Field<Int?>.entryVersion],
      show: { visit in
        let configured = try await Configured(visit, isToChange: true)
        let siblings: [Entry] = try `where`.entries(in: configured.configuration, visit)
        let (rank, entry) = try `where`.entry(among: siblings, visit)
        var initial: Typed = typed(entry)
        initial.set(Field<Int?>.entryRank, rank + 1)
        let configuration: Configuration = configured.configuration
        let path: String = "\(configured.path)/" + (`where`.keys(visit) + `where`.own(visit)).joined(separator: "/")
        let links: [ActionLink] = entry.isArchived ? [] : links(to: entry, of: configured.programme)
        return FormPage(
          Text(name: configuration.name(of: entry, self, beside: siblings)),
          crumbs: configured.crumbs(visit, `where`), submit: .save, initial: initial,
          fields: choices(configuration, beside: siblings),
          hiding: unasked(`where`.parent(in: configuration, visit)),
          above: { page in
            for part in parts {
              page.section(part.title) { page in
                if let help = part.help { page.paragraph(help) }
                page.entries(entry.parts[part.key] ?? [], part, in: configuration, at: "\(path)/\(part.place)")
              }
            }
            page.actions(links)
            if !parts.isEmpty { page.section(.entrySettings) { _ in } }
          },
          below: { page in
            page.actions([ActionLink(.removeEntry, to: "\(path)/retirer", allow: Programme.changed, inDialog: true)])
          })
      },
      submit: { visit, scope, values in
        try await change(visit, scope, `where`, at: `where`.keys(visit)) { entries in
          var (rank, entry) = try `where`.entry(among: entries, visit)
          try entry.checkVersion(values)
          fill(&entry, values)
          entry.isArchived = values[Field<Bool>.entryArchived]
          entries.remove(at: rank)
          if let wanted = values[Field<Int?>.entryRank] { rank = min(wanted - 1, entries.count) }
          entries.insert(entry, at: rank)
          return entry
        }
      })
  }

  private func removeEntry(_ inside: String, _ where: ChapterPlace) -> [Endpoint] {
    Endpoint.form(
      .removeEntry, allow: Programme.changed, page: "\(inside)/retirer", posts: "\(inside)/retrait", fields: [],
      show: { visit in
        let configured = try await Configured(visit, isToChange: true)
        let siblings: [Entry] = try `where`.entries(in: configured.configuration, visit)
        let (_, entry) = try `where`.entry(among: siblings, visit)
        let name: String = configured.configuration.name(of: entry, self, beside: siblings)
        return FormPage(
          .removeEntry, crumbs: configured.crumbs(visit, `where`),
          intro: Text(
            fr: "« \(name) » disparaît de la configuration. Si des fiches s’en servent, archivez-la plutôt.",
            en: "“\(name)” leaves the configuration. If records use it, archive it instead."),
          submit: .removeEntry)
      },
      submit: { visit, scope, _ in
        try await change(visit, scope, `where`, at: `where`.keys(visit)) { entries in
          let (rank, entry) = try `where`.entry(among: entries, visit)
          entries.remove(at: rank)
          return entry
        }
      })
  }

  /// One entry changed among those of the whole configuration, all of which must still hold together.
  private func change(
    _ visit: Visit, _ scope: Scope, _ where: ChapterPlace, at keys: [String],
    _ edit: (inout [Entry]) throws -> Entry
  ) async throws -> Saved {
    let programme: Programme = try await ProgrammeStore(scope).findToChange(visit.text("programme"))
    let store = ConfigurationStore(scope: scope, programme: programme.id, visit.app)
    let old: Configuration = try await store.load()
    var new: Configuration = old
    var entries: [Entry] = try `where`.entries(in: old, visit)
    let edited: Entry = try edit(&entries)
    `where`.put(entries, into: &new, visit)
    let isGone: Bool = !entries.contains { $0.key == edited.key }
    try await store.replace(old, with: new, editing: `where`.path(of: edited, visit), fields, isGone: isGone)
    let path: String = ([programme.path, "configuration"] + keys).joined(separator: "/")
    let isNew: Bool = try !`where`.entries(in: old, visit).contains { $0.key == edited.key }
    return .changed(isGone ? .entryRemoved : isNew ? .entryAdded : .entryChanged, at: path, view(nil), edited)
  }

  /// Where the programme has more of an entry than its settings.
  private func links(to entry: Entry, of programme: Programme) -> [ActionLink] {
    let editing = editor.map {
      ActionLink($0.change, to: "\(programme.path)/\($0.place(entry.key))", allow: Programme.changed)
    }
    let reading = record.map {
      ActionLink($0.label, to: "\(programme.path)/\($0.place)/\(entry.key)", allow: .everyone)
    }
    return [reading, editing].compactMap { $0 }
  }

  /// The fields that make no sense in this list.
  private func unasked(_ parent: Entry?) -> [String] {
    guard let parent else { return [] }
    return settings.filter { !$0.isAsked(parent) }.map(\.key)
  }

  private func fill(_ entry: inout Entry, _ values: FormValues) {
    for setting in settings { entry.values[setting.key] = setting.take(values).text }
  }

  private func typed(_ entry: Entry) -> Typed {
    var typed = Typed()
    for (key, text) in entry.values { typed[key] = text }
    typed.set(Field<Bool>.entryArchived, entry.isArchived)
    typed.set(Field<Int?>.entryVersion, entry.version == 0 ? nil : entry.version)
    return typed
  }

  /// Fields that name another entry, with those there are to choose from.
  private func choices(_ configuration: Configuration, beside siblings: [Entry]) -> [any FormField] {
    settings.compactMap { setting in
      guard let reference = setting.reference else { return nil }
      let candidates: [Entry] = reference.candidates(in: configuration, beside: siblings).filter { !$0.isArchived }
      let field = Field.among(
        setting.key, setting.field.label, help: setting.field.help,
        candidates.map { ($0.key, Text(name: $0["label"] ?? $0.key)) })
      return setting.field.isRequired ? field : field.optional
    }
  }

  private var changeTitle: Text { Text { language in "\(title(language)) — \(Text.changeEntry(language))" } }

  /// What a page shows of an entry, in its configuration; without one, what the API does.
  func view(_ configuration: Configuration?, beside siblings: [Entry] = []) -> View<Entry> {
    View(
      "Entry",
      [Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id)) }]
        + settings.map { setting in
          Column(setting.key, setting.field.label) { entry in
            configuration?.cell(entry[setting.key], setting, beside: siblings) ?? setting.cell(entry[setting.key])
          }
        }
        + parts.map { part in
          Column(part.key, part.title, .int) { entry in
            .int((entry.parts[part.key] ?? []).count { !$0.isArchived })
          }
        } + [Column("key", .entryKeyLabel) { .text($0.key) }])
  }
}

extension Entry {
  fileprivate func checkVersion(_ values: FormValues) throws(Refusal) {
    try checkVersion(values[Field<Int?>.entryVersion])
  }
}

extension Setting {
  /// A value as a page shows it and as JSON has it.
  func cell(_ text: String?) -> Cell {
    guard let text else { return .none }
    switch field.control {
    case .number, .hiddenNumber: return Int(text).map { .int($0) } ?? .none
    case .decimal: return Double(text).map { .decimal($0) } ?? .none
    case .flag: return .flag(text == "true")
    case .day: return .day(Day(iso: text))
    case .amount: return .money(Money(typed: text))
    case .area: return .area(hundredths(text).map { Area(squareDecimetres: $0) })
    case .choice(let choices):
      let label: Text? = choices.first { $0.key == text }?.label
      return .word(key: text, label ?? Text(name: text))
    default: return .text(text)
    }
  }
}

extension Page {
  /// The entries of a list, each with its own page, and the way to one more.
  fileprivate mutating func entries(
    _ entries: [Entry], _ chapter: Chapter, in configuration: Configuration, at path: String
  ) {
    let view: View<Entry> = chapter.view(configuration, beside: entries)
    var columns: [Column<Entry>] = view.columns.enumerated().map { index, column in
      // The first that is shown leads to the entry.
      guard index == 1, Programme.changed.admits(actor) else { return column }
      return Column(column.key, column.label, column.type, link: { "\(path)/\($0.key)" }, column.cell)
    }
    let told: Set<String> = Set(entries.flatMap(\.values.keys))
    let untold: Set<String> = Set(chapter.settings.map(\.key)).subtracting(told)
    columns.removeAll { untold.contains($0.key) }
    table(
      View(view.name, columns), entries, caption: chapter.title, empty: chapter.noun.noneYet,
      mark: { $0.isArchived ? .archivedMark : nil })
    actions([ActionLink(chapter.noun.addOne, to: "\(path)/nouveau", allow: Programme.changed)])
  }

  mutating func remarks(_ remarks: [ConfigurationFault]) {
    guard !remarks.isEmpty else { return }
    markup.raw("<div class=\"notice warn\">\n")
    points(remarks.map(\.message))
    markup.raw("</div>\n")
  }
}

extension Text {
  static let entryStays = Text(
    fr: "Cette entrée ne peut pas être retirée.", en: "This entry cannot be taken out.")
  static let entrySettings = Text(fr: "Intitulé et réglages", en: "Name and settings", de: "Name und Einstellungen")
  static let changeEntry = Text(fr: "Modifier une entrée", en: "Change an entry")
  static let removeEntry = Text(fr: "Retirer l’entrée", en: "Take the entry out")
  static let archivedMark = Text(fr: "archivée", en: "archived", de: "archiviert")
  static let entryKeyLabel = Text(fr: "Clé", en: "Key", de: "Schlüssel")

  static func keyTaken(_ key: String) -> Text {
    Text(
      fr: "La clé « \(key) » est déjà prise dans cette liste.", en: "The key “\(key)” is taken in this list already.")
  }
}
