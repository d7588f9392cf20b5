import HTTP
import SQL

/// A programme with what it is configured with, as a visit found it.
struct Configured: Sendable {
  let programme: Programme
  let configuration: Configuration

  init(_ visit: Visit, isToChange: Bool = false) async throws {
    let store = ProgrammeStore(visit.scope)
    let which: String? = visit.text("programme")
    programme = isToChange ? try await store.findToChange(which) : try await store.find(which)
    configuration = try await ConfigurationStore(scope: visit.scope, programme: programme.id, visit.app).load()
  }

  var path: String { "\(programme.path)/configuration" }

  func crumbs(_ visit: Visit) -> [Crumb] {
    Crumb.programme(visit, programme) + [Crumb(Text.configuration(visit.language), path)]
  }

  /// Down to the list that an entry is in.
  func crumbs(_ visit: Visit, _ place: ChapterPlace) -> [Crumb] {
    var crumbs: [Crumb] = crumbs(visit)
    var path: String = "\(path)/\(place.chapters[0].place)"
    crumbs.append(Crumb(place.chapters[0].title(visit.language), path))
    var entries: [Entry] = configuration[place.chapters[0].key]
    for (depth, key) in place.keys(visit).dropFirst().enumerated() {
      let entry: Entry? = entries.first { $0.key == key }
      path += "/\(key)"
      crumbs.append(Crumb(entry.map { configuration.name(of: $0, place.chapters[depth]) } ?? key, path))
      entries = entry?.parts[place.chapters[depth + 1].key] ?? []
    }
    return crumbs
  }

  func document(_ visit: Visit) -> [UInt8] {
    ConfigurationDocument(
      of: programme, on: visit.territory?.name ?? "", configuration, visit.app.chapters
    ).bytes(visit.app.chapters)
  }
}

extension ConfigurationStore {
  init(scope: Scope, programme: ID<Programme>, _ app: App) {
    self.init(scope: scope, programme: programme, chapters: app.chapters, uses: app.uses)
  }
}

extension ProgrammePart {
  static let configuration = ProgrammePart(.configuration, at: "configuration", allow: .everyone) { _, _ in
    .configurationInShort
  }
}

extension PlatformDoor {
  var configurationRoutes: [Endpoint] {
    [
      .document(
        "/dispositifs/{programme}/configuration", .configuration, allow: .everyone,
        page: { visit, app in
          let configured = try await Configured(visit)
          let drafts: [ConfigurationDraft] =
            visit.allows(Programme.changed)
            ? try await ConfigurationDraftStore(visit.scope).of(configured.programme.id) : []
          return app.page(
            visit, Text.configuration(visit.language), crumbs: Crumb.programme(visit, configured.programme)
          ) { page in page.configuration(configured, app.chapters, drafts) }
        },
        json: { visit in try await Configured(visit).document(visit) }),
      .raw("/dispositifs/{programme}/configuration/document", .exportConfiguration) { visit, _ in
        let configured = try await Configured(visit)
        return Response(
          headers: [
            ("Content-Type", "application/json"),
            ("Content-Disposition", "attachment; filename=\"\(configured.programme.slug).json\""),
            ("Cache-Control", "private, no-store"), ("X-Content-Type-Options", "nosniff"),
          ], body: .bytes(configured.document(visit)))
      },
      .service("/api/configuration.schema.json", .configurationSchema) { app in
        .json(bytes: ConfigurationDocument.schema(app.chapters))
      },
    ] + draftRoutes
  }
}

extension Page {
  fileprivate mutating func configuration(
    _ configured: Configured, _ chapters: [Chapter], _ drafts: [ConfigurationDraft]
  ) {
    paragraph(.configurationIntro)
    remarks(configured.configuration.remarks(chapters))
    markup.raw("<ul class=\"cards\">\n")
    for chapter in chapters where !chapter.isSingle || Programme.changed.admits(actor) {
      let count: Int = configured.configuration[chapter.key].count { !$0.isArchived }
      markup.raw("<li>")
      link("\(configured.path)/\(chapter.place)", chapter.title)
      if let help = chapter.help { paragraph(help) }
      if chapter.isSingle {
        paragraph(count == 0 ? .notSettled : .settled)
      } else {
        paragraph(count == 0 ? chapter.noun.noneYet : chapter.noun.counted(count))
      }
      markup.raw("</li>\n")
    }
    markup.raw("</ul>\n")
    actions([
      ActionLink(.exportConfiguration, to: "\(configured.path)/document", allow: .everyone),
      ActionLink(.importConfiguration, to: "\(configured.path)/reprendre", allow: Programme.changed),
    ])
    if !drafts.isEmpty {
      section(.waitingDocuments) { page in
        page.markup.raw("<ul>\n")
        for draft in drafts {
          page.markup.raw("<li>")
          page.link("\(configured.path)/brouillons/\(draft.id)", .documentOf(draft.at))
          page.markup.raw("</li>\n")
        }
        page.markup.raw("</ul>\n")
      }
    }
    aside(.contentHash) { page in
      page.paragraph(.contentHashHelp)
      page.markup.raw("<p><code>")
      page.data(configured.configuration.hash(chapters))
      page.markup.raw("</code></p>\n")
    }
  }
}

extension Text {
  static let configuration = Text(fr: "Configuration", en: "Configuration", de: "Konfiguration")
  static let configurationSchema = Text(
    fr: "Schéma JSON d’une configuration", en: "JSON Schema of a configuration", de: "JSON-Schema einer Konfiguration")
  static let exportConfiguration = Text(
    fr: "Télécharger le document", en: "Download the document", de: "Dokument herunterladen")
  static let importConfiguration = Text(fr: "Reprendre un document", en: "Take a document over")
  static let waitingDocuments = Text(fr: "Documents en attente", en: "Documents that wait")
  static let settled = Text(fr: "Réglé", en: "Settled", de: "Festgelegt")
  static let notSettled = Text(fr: "Pas encore réglé", en: "Not settled yet", de: "Noch nicht festgelegt")
  static let contentHash = Text(
    fr: "Empreinte de cette configuration", en: "Digest of this configuration", de: "Prüfsumme dieser Konfiguration")
  static let contentHashHelp = Text(
    fr: "Deux dispositifs réglés de la même façon ont la même empreinte, où qu’ils soient.",
    en: "Two programmes settled alike have the same digest, wherever they are.",
    de: "Zwei gleich eingerichtete Programme haben dieselbe Prüfsumme, wo immer sie sind.")
  static let configurationInShort = Text(
    fr: "Ce qui fait le dispositif : ses listes de mots, ses instances, ses règles, ses barèmes.",
    en: "What makes the programme: its lists of words, its bodies, its rules, its scales.",
    de: "Was das Programm ausmacht: seine Wortlisten, Gremien, Regeln und Tarife.")
  static let configurationIntro = Text(
    fr:
      "Tout ce qui fait ce dispositif, hors les personnes et les entreprises : un autre territoire peut le reprendre tel quel et l’adapter.",
    en:
      "All that makes this programme but for people and companies: another territory can take it over as it is and adapt it.",
    de:
      "Alles, was dieses Programm ausmacht, außer Personen und Unternehmen: Ein anderes Gebiet kann es übernehmen und anpassen."
  )

  static func documentOf(_ at: Instant) -> Text {
    Text(fr: "Document du \(Language.fr.moment(at))", en: "Document of \(Language.en.moment(at))")
  }
}
