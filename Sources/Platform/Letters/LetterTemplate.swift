import HTTP
import SQL

/// A territory's template for letters about one kind of record.
public struct LetterTemplate: Fetched, Equatable {
  let id: ID<LetterTemplate>
  let name: String
  let kind: String
  let format: LetterFormat
  let size: Int
  /// From that day on nobody writes with it.
  let withdrawn: Day?
  let version: Int

  public init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    name = try row.next()
    kind = try row.next()
    format = try row.next()
    size = try row.next()
    withdrawn = try row.next()
    version = try row.next()
  }

  var path: String { "/modeles/\(id)" }

  static let mostBytes: Int = 4 << 20
  static let mostNameCharacters: Int = 120
}

extension View<LetterTemplate> {
  /// `kinds`: those that this site's capabilities know, for their words.
  static func letterTemplate(_ kinds: [LetterKind] = []) -> View {
    View(
      "LetterTemplate",
      [
        Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
        Column("name", .personName, link: { $0.path }) { .text($0.name) },
        Column("kind", .letterKind) { template in
          .word(
            key: template.kind, kinds.first { $0.key == template.kind }?.label ?? Text(name: template.kind))
        },
        Column("format", .fileFormat, .word(LetterFormat.words)) { .choice($0.format) },
        Column("size", Text(fr: "Taille en octets", en: "Size in bytes"), .int) { .int($0.size) },
        Column("withdrawnOn", .letterWithdrawnOn, .day) { .day($0.withdrawn) },
        Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
      ])
  }
}

/// Every statement about templates, within the actor's territory.
public struct LetterTemplateStore: Sendable {
  private let scope: Scope

  public init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = "id, name, kind, format, size, withdrawn_day, version"

  private var ofTerritory: Query { "territory_id = \(scope.territory)" }

  func find(_ id: ID<LetterTemplate>) async throws -> LetterTemplate {
    try await scope.one("SELECT \(Self.columns) FROM letter_template WHERE \(ofTerritory) AND id = \(id)")
  }

  func content(of template: LetterTemplate) async throws -> [UInt8] {
    struct Content: Fetched {
      let bytes: [UInt8]
      init(_ row: inout Row) throws(DatabaseError) { bytes = try row.next() }
    }
    let content: Content = try await scope.one(
      "SELECT content FROM letter_template WHERE \(ofTerritory) AND id = \(template.id)")
    return content.bytes
  }

  func listing(_ filter: NameFilter) -> Listing<LetterTemplate> {
    var which: Query = "FROM letter_template WHERE \(ofTerritory)"
    if let text = filter.text { which = which + " AND sort_key LIKE \(keyHolding(text))" }
    let wanted: Query = which
    return Listing(
      scope, count: "SELECT count(*) " + wanted, orders: [Order("name", "sort_key", "id")]
    ) { slice in
      "SELECT \(Self.columns) \(wanted) ORDER BY \(slice.order) \(slice.window)"
    }
  }

  /// Those that letters about such a record can be written with.
  func usable(for kind: String) async throws -> [LetterTemplate] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM letter_template
      WHERE \(ofTerritory) AND kind = \(kind) AND withdrawn_day IS NULL ORDER BY sort_key, id LIMIT 200
      """)
  }

  /// A new template, of which `kind` knows every field.
  @discardableResult
  public func insert(_ name: String, for kind: LetterKind, _ template: Template) async throws -> LetterTemplate {
    if let fault = kind.fault(template) { throw Refusal.invalid("file", fault) }
    let id: ID<LetterTemplate> = try await scope.insert(
      """
      INSERT INTO letter_template (territory_id, name, sort_key, kind, format, size, content)
      VALUES (\(scope.territory), \(name), \(sortKey(name)), \(kind.key), \(template.format), \(template.bytes.count),
        \(template.bytes))
      """)
    let entered: LetterTemplate = try await find(id)
    try await audit(.letterTemplateEntered, entered)
    return entered
  }

  /// Without a file, the present one stays.
  func change(
    _ before: LetterTemplate, named name: String, _ template: Template?, version: Int
  ) async throws -> LetterTemplate {
    var what: Query = "name = \(name), sort_key = \(sortKey(name))"
    if let template {
      what = what + ", format = \(template.format), size = \(template.bytes.count), content = \(template.bytes)"
    }
    try await scope.update(
      """
      UPDATE letter_template SET \(what), version = version + 1
      WHERE \(ofTerritory) AND id = \(before.id) AND version = \(version)
      """)
    return try await audited(before, template == nil ? .letterTemplateChanged : .letterTemplateReplaced)
  }

  /// Out of use from today on, or in use again.
  func withdraw(_ before: LetterTemplate, on day: Day?) async throws -> LetterTemplate {
    try await scope.update(
      """
      UPDATE letter_template SET withdrawn_day = \(day.value), version = version + 1
      WHERE \(ofTerritory) AND id = \(before.id) AND version = \(before.version)
      """)
    return try await audited(before, day == nil ? .letterTemplateReturned : .letterTemplateWithdrawn)
  }

  private func audited(_ before: LetterTemplate, _ action: Deed) async throws -> LetterTemplate {
    let after: LetterTemplate = try await find(before.id)
    try await audit(action, after, before: before)
    return after
  }

  private func audit(_ action: Deed, _ after: LetterTemplate, before: LetterTemplate? = nil) async throws {
    try await scope.audit(
      action, "letter_template", after.id.number, .letterTemplate(), before: before, after: after)
  }
}

extension Deed {
  static let letterTemplateEntered = Deed(
    "letter_template.entered", Text(fr: "Modèle enregistré", en: "Template entered"))
  static let letterTemplateChanged = Deed(
    "letter_template.changed", Text(fr: "Modèle modifié", en: "Template changed"))
  static let letterTemplateReplaced = Deed(
    "letter_template.replaced", Text(fr: "Modèle remplacé", en: "Template replaced"))
  static let letterTemplateWithdrawn = Deed(
    "letter_template.withdrawn", Text(fr: "Modèle retiré", en: "Template withdrawn"))
  static let letterTemplateReturned = Deed(
    "letter_template.returned", Text(fr: "Modèle remis en service", en: "Template put back to use"))
  static let letterWritten = Deed("letter.written", Text(fr: "Courrier écrit", en: "Letter written"))

  static let ofLetters: [Deed] = [
    letterTemplateEntered, letterTemplateChanged, letterTemplateReplaced, letterTemplateWithdrawn,
    letterTemplateReturned, letterWritten,
  ]
}

extension Noun {
  static let letterTemplate = Noun(fr: ("modèle", "modèles", .m), en: ("template", "templates"))
}
