import SQL

/// What commands, adoption and the demonstration do with whole configurations, on one territory.
public struct Configurations: Sendable {
  let app: App
  let scope: Scope

  public init(_ app: App, _ scope: Scope) {
    self.app = app
    self.scope = scope
  }

  public func all() async throws -> [Programme] { try await ProgrammeStore(scope).all() }

  public func export(_ slug: String) async throws -> [UInt8] {
    let programme: Programme = try await ProgrammeStore(scope).find(slug)
    let configuration: Configuration = try await ConfigurationStore(scope: scope, programme: programme.id, app).load()
    let territory: Territory = try await TerritoryStore(scope).mine()
    return ConfigurationDocument(of: programme, on: territory.name, configuration, app.chapters).bytes(app.chapters)
  }

  /// Opens a programme with nothing in it.
  public func open(_ slug: String, named name: String) async throws -> Programme {
    guard NewProgrammeForm.isFree(slug) else { throw Refusal.invalid("slug", .slugExpected) }
    return try await scope.change { scope in
      try await ProgrammeStore(scope).insert(slug, ProgrammeForm(name: name, isPublic: false))
    }
  }

  /// Takes a document over, in a programme that is opened for it where there is none of that name. Says what changed.
  public func take(
    _ document: ConfigurationDocument, into slug: String, named name: String? = nil, isPublic: Bool = false,
    _ provenance: Provenance = .entered
  ) async throws -> [String] {
    guard NewProgrammeForm.isFree(slug) else { throw Refusal.invalid("slug", .slugExpected) }
    let changes: [ConfigurationChange] = try await scope.change { scope in
      let store = ProgrammeStore(scope)
      let known: Programme? = try await store.all().first { $0.slug == slug }
      let form = ProgrammeForm(name: name ?? document.name, summary: document.summary, isPublic: isPublic)
      let programme: Programme =
        if let known { known } else { try await store.insert(slug, form, ProgrammeLinks(), provenance) }
      return try await document.apply(to: programme, scope, app)
    }
    return changes.map(\.line)
  }

  public func read(_ bytes: [UInt8]) throws -> ConfigurationDocument { try ConfigurationDocument(bytes, app.chapters) }

  /// What taking the document over would change.
  public func difference(of slug: String, to document: ConfigurationDocument) async throws -> [String] {
    let programme: Programme = try await ProgrammeStore(scope).find(slug)
    let configuration: Configuration = try await ConfigurationStore(scope: scope, programme: programme.id, app).load()
    return configuration.changes(to: document.configuration, app.chapters).map(\.line)
  }
}

extension ConfigurationDocument {
  /// What differs between two documents, a line each.
  public func difference(to other: ConfigurationDocument, _ chapters: [Chapter]) -> [String] {
    configuration.changes(to: other.configuration, chapters).map(\.line)
  }
}

extension ConfigurationChange {
  /// For a terminal: `~ nomenclatures/themes/items/reseau « Réseau »: Name in French « Réseau » → « Fédérer »`.
  var line: String {
    let sign: String =
      switch kind {
      case .added: "+"
      case .removed: "-"
      case .changed, .reordered: "~"
      case .archived: "x"
      case .restored: "o"
      }
    let values: String = values.map { "\n    \($0.label(.en)): \($0.before ?? "—") → \($0.after ?? "—")" }.joined()
    return "\(sign) \(path)\(name.isEmpty ? "" : " « \(name) »")\(values)"
  }
}
