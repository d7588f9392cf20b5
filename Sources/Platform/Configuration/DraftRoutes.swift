import HTTP
import SQL

extension PlatformDoor {
  var draftRoutes: [Endpoint] {
    handIn + [
      .raw(
        "/dispositifs/{programme}/configuration/brouillons/{draft}", .compareConfigurations, allow: Programme.changed
      ) {
        visit, app in
        let configured = try await Configured(visit, isToChange: true)
        let draft: ConfigurationDraft = try await ConfigurationDraftStore(visit.scope)
          .find(visit.id("draft"), of: configured.programme.id)
        // A newer version of the site may know other chapters than the day it was handed in.
        let document = try ConfigurationDocument(Array(draft.document.utf8), app.chapters)
        let changes: [ConfigurationChange] = configured.configuration.changes(to: document.configuration, app.chapters)
        let path: String = "\(configured.path)/brouillons/\(draft.id)"
        return app.page(visit, Text.compareConfigurations(visit.language), crumbs: configured.crumbs(visit)) { page in
          page.paragraph(.whatWouldChange(from: document.name, changes.count))
          page.changes(changes)
          page.button("\(path)/application", changes.isEmpty ? .nothingToApply : .applyDocument, isMain: true)
          page.button("\(path)/abandon", .giveDocumentUp)
        }
      },
      .button(
        "/dispositifs/{programme}/configuration/brouillons/{draft}/application", .applyDocument,
        allow: Programme.changed
      ) { visit in
        let id: ID<ConfigurationDraft> = try visit.id("draft")
        let programme: Programme = try await visit.scope.change { scope in
          let programme: Programme = try await ProgrammeStore(scope).findToChange(visit.text("programme"))
          let drafts = ConfigurationDraftStore(scope)
          let draft: ConfigurationDraft = try await drafts.find(id, of: programme.id)
          let document = try ConfigurationDocument(Array(draft.document.utf8), visit.app.chapters)
          _ = try await document.apply(to: programme, scope, visit.app)
          try await drafts.remove(draft)
          return programme
        }
        return .redirect(to: "\(programme.path)/configuration?done=\(Deed.configurationImported.key)")
      },
      .button(
        "/dispositifs/{programme}/configuration/brouillons/{draft}/abandon", .giveDocumentUp, allow: Programme.changed
      ) { visit in
        let id: ID<ConfigurationDraft> = try visit.id("draft")
        let programme: Programme = try await visit.scope.change { scope in
          let programme: Programme = try await ProgrammeStore(scope).findToChange(visit.text("programme"))
          let drafts = ConfigurationDraftStore(scope)
          try await drafts.remove(try await drafts.find(id, of: programme.id))
          return programme
        }
        return .redirect(to: "\(programme.path)/configuration?done=\(Deed.documentGivenUp.key)")
      },
    ]
  }

  private var handIn: [Endpoint] {
    Endpoint.form(
      .importConfiguration, allow: Programme.changed, page: "/dispositifs/{programme}/configuration/reprendre",
      posts: "/dispositifs/{programme}/configuration/brouillons", DocumentForm.self,
      show: { visit in
        let configured = try await Configured(visit, isToChange: true)
        return FormPage(
          .importConfiguration, crumbs: configured.crumbs(visit),
          intro: Text(
            fr: "Rien n’est modifié avant que vous n’ayez vu ce qui changerait.",
            en: "Nothing is changed before you have seen what would be."),
          submit: .compareConfigurations)
      },
      submit: { visit, scope, form in
        let programme: Programme = try await ProgrammeStore(scope).findToChange(visit.text("programme"))
        guard let bytes = form.bytes else { throw Refusal.invalid("file", .missing) }
        // Read now, so that what is wrong with it is said to who hands it in.
        _ = try ConfigurationDocument(bytes, visit.app.chapters)
        let draft: ConfigurationDraft = try await ConfigurationDraftStore(scope)
          .insert(String(decoding: bytes, as: UTF8.self), for: programme)
        return .created(
          .documentHandedIn, at: "\(programme.path)/configuration/brouillons/\(draft.id)", ConfigurationDraft.view,
          draft)
      })
  }
}

struct DocumentForm: Form {
  static let file = Field<[UInt8]?>.document(
    "file", Text(fr: "Le document", en: "The document"),
    help: Text(
      fr: "Un fichier .json exporté par Terreau, ici ou ailleurs.",
      en: "A .json file exported by Terreau, here or elsewhere."), types: [".json", "application/json"],
    most: ConfigurationDocument.mostBytes)
  static let document = Field.lines(
    "document", Text(fr: "Ou son texte", en: "Or its text"), most: ConfigurationDocument.mostBytes
  ).optional
  static let fields: [any FormField] = [file, document]

  let bytes: [UInt8]?

  init(_ values: FormValues) throws(Refusal) {
    bytes = values[Self.file] ?? values[Self.document].map { Array($0.utf8) }
  }
}

extension Field where Value == [UInt8]? {
  /// A file, taken as it is.
  package static func document(_ key: String, _ label: Text, help: Text? = nil, types: [String], most: Int) -> Field {
    Field(
      key: key, label: label, help: help, isRequired: false, control: .file(types: types, most: most),
      read: { _ in .value(nil) }, write: { _ in nil },
      readFile: { upload in
        guard let upload, upload.size > 0 else { return .value(nil) }
        guard upload.size <= most else { return .wrong(.tooHeavy(upload.size, most: most, .mebibyte)) }
        return .value(upload.file.contents())
      })
  }
}

extension ConfigurationDocument {
  /// Takes a document over: all of it, or nothing.
  func apply(to programme: Programme, _ scope: Scope, _ app: App) async throws -> [ConfigurationChange] {
    let store = ConfigurationStore(scope: scope, programme: programme.id, app)
    let old: Configuration = try await store.load()
    try await store.save(configuration, over: old)
    let territory: Territory = try await TerritoryStore(scope).mine()
    // What comes back to where it was taken from has no other origin than itself.
    if let origin, programme.origin != origin,
      origin.territory != territory.name || origin.programme != programme.slug
    {
      try await ProgrammeStore(scope).descend(programme, from: origin)
    }
    return old.changes(to: configuration, app.chapters)
  }
}

extension Page {
  mutating func changes(_ changes: [ConfigurationChange]) {
    guard !changes.isEmpty else { return }
    markup.raw("<ul class=\"changes\">\n")
    for change in changes {
      markup.raw("<li>")
      mark(change.kind.label, change.kind == .removed ? .warn : .plain)
      if !change.name.isEmpty {
        markup.raw("<strong>")
        data(change.name)
        markup.raw("</strong> — ")
      }
      say(change.trail)
      for value in change.values {
        markup.raw("<br>")
        say(value.label)
        say(Text { $0.isFrench ? "\u{A0}: " : ": " })
        markup.raw("<del>")
        data(value.shown[0] == .none ? "—" : value.shown[0].words(language))
        markup.raw("</del> → <ins>")
        data(value.shown[1] == .none ? "—" : value.shown[1].words(language))
        markup.raw("</ins>")
      }
      markup.raw("</li>\n")
    }
    markup.raw("</ul>\n")
  }
}

extension Language {
  fileprivate var isFrench: Bool { self == .fr }
}

extension ConfigurationChange.Kind {
  var label: Text {
    switch self {
    case .added: Text(fr: "ajoutée", en: "added")
    case .changed: Text(fr: "modifiée", en: "changed")
    case .archived: Text(fr: "archivée", en: "archived")
    case .restored: Text(fr: "rétablie", en: "restored")
    case .removed: Text(fr: "retirée", en: "removed")
    case .reordered: Text(fr: "ordre changé", en: "reordered")
    }
  }
}

extension Text {
  static let compareConfigurations = Text(fr: "Voir ce qui changerait", en: "See what would change")
  static let applyDocument = Text(fr: "Reprendre cette configuration", en: "Take this configuration over")
  static let nothingToApply = Text(fr: "Noter qu’elle est la même", en: "Note that it is the same")
  static let giveDocumentUp = Text(fr: "Renoncer à ce document", en: "Give this document up")

  static func whatWouldChange(from name: String, _ count: Int) -> Text {
    Text(
      fr: count == 0
        ? "Ce document, exporté de « \(name) », dit déjà ce qui est configuré ici."
        : "Ce document vient de « \(name) ». Voici ce qui changerait ici\u{A0}:",
      en: count == 0
        ? "This document, exported from “\(name)”, says what is configured here already."
        : "This document comes from “\(name)”. This is what would change here:")
  }
}
