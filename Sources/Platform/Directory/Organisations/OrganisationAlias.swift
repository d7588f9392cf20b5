import SQL

/// Another name of an organisation: its initials, what it was called before, what is written above its door.
struct OrganisationAlias: Fetched, Equatable {
  let id: ID<OrganisationAlias>
  let organisation: ID<Organisation>
  let name: String
  let kind: AliasKind

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    organisation = try row.next()
    name = try row.next()
    kind = try row.next()
  }
}

enum AliasKind: String, Choice {
  case acronym, former, trade, other

  var label: Text {
    switch self {
    case .acronym: Text(fr: "Sigle", en: "Initials")
    case .former: Text(fr: "Ancien nom", en: "Former name")
    case .trade: Text(fr: "Enseigne", en: "Trade name")
    case .other: Text(fr: "Autre écriture", en: "Another spelling")
    }
  }
}

struct AliasForm: Form {
  static let name = Field.text("name", .otherName, most: Organisation.mostNameCharacters)
  static let kind = Field<AliasKind>.choice("kind", .aliasKind)
  static let fields: [any FormField] = [name, kind]

  let name: String
  let kind: AliasKind

  init(_ values: FormValues) throws(Refusal) {
    name = values[Self.name]
    kind = values[Self.kind]
  }
}

struct AliasStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  func all(of organisation: ID<Organisation>) async throws -> [OrganisationAlias] {
    try await scope.all(
      """
      SELECT id, organisation_id, name, kind FROM organisation_alias
      WHERE territory_id = \(scope.territory) AND organisation_id = \(organisation) ORDER BY sort_key, id
      """)
  }

  func names(of organisation: ID<Organisation>) async throws -> [String] {
    try await all(of: organisation).map(\.name)
  }

  func names(of organisations: [ID<Organisation>]) async throws -> [ID<Organisation>: [String]] {
    let all: [OrganisationAlias] = try await scope.all(
      """
      SELECT id, organisation_id, name, kind FROM organisation_alias
      WHERE territory_id = \(scope.territory) AND organisation_id IN \(.list(organisations.map(\.number)))
      """)
    return Dictionary(grouping: all, by: \.organisation).mapValues { $0.map(\.name) }
  }

  func find(_ id: ID<OrganisationAlias>, of organisation: ID<Organisation>) async throws -> OrganisationAlias {
    try await scope.one(
      """
      SELECT id, organisation_id, name, kind FROM organisation_alias
      WHERE territory_id = \(scope.territory) AND organisation_id = \(organisation) AND id = \(id)
      """)
  }

  /// A name that it has already is not entered twice.
  func insert(_ form: AliasForm, for organisation: Organisation) async throws {
    let key: String = sortKey(form.name)
    let has: Bool = try await all(of: organisation.id).contains { sortKey($0.name) == key }
    guard !has, key != sortKey(organisation.name) else { throw Refusal.invalid("name", .hasThisName) }
    try await scope.run(
      """
      INSERT INTO organisation_alias (territory_id, organisation_id, name, sort_key, kind)
      VALUES (\(scope.territory), \(organisation.id), \(form.name), \(key), \(form.kind))
      """)
    try await OrganisationStore(scope).index(organisation, aliases: try await names(of: organisation.id))
    try await audit(.aliasEntered, organisation, form.name)
  }

  func delete(_ alias: OrganisationAlias, of organisation: Organisation) async throws {
    try await scope.run("DELETE FROM organisation_alias WHERE territory_id = \(scope.territory) AND id = \(alias.id)")
    try await OrganisationStore(scope).index(organisation, aliases: try await names(of: organisation.id))
    try await audit(.aliasRemoved, organisation, alias.name)
  }

  private func audit(_ deed: Deed, _ organisation: Organisation, _ name: String) async throws {
    var said = JSONText()
    said.member("name", name)
    try await scope.audit(deed, "organisation", organisation.id.number, after: said.text)
  }
}

extension Deed {
  static let aliasEntered = Deed("organisation.named", Text(fr: "Autre nom ajouté", en: "Another name added"))
  static let aliasRemoved = Deed("organisation.unnamed", Text(fr: "Autre nom retiré", en: "Another name removed"))
}

extension Text {
  static let otherNames = Text(fr: "Autres noms", en: "Other names")
  fileprivate static let otherName = Text(fr: "Autre nom", en: "Other name")
  fileprivate static let aliasKind = Text(fr: "C’est", en: "It is")
  fileprivate static let hasThisName = Text(
    fr: "Elle porte déjà ce nom, ou un nom qui s’écrit de même.",
    en: "It has this name already, or one that is filed under the same.")
}
