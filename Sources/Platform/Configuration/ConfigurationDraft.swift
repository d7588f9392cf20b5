import HTTP
import SQL

/// A document that somebody handed in, to be looked at before it is taken over.
struct ConfigurationDraft: Fetched {
  let id: ID<ConfigurationDraft>
  let programme: ID<Programme>
  let document: String
  let at: Instant

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    programme = try row.next()
    document = try row.next()
    at = try row.next()
  }

  static let view = View<ConfigurationDraft>(
    "ConfigurationDraft",
    [
      Column("id", .identifier, .int) { .int(Int($0.id.number)) }, Column("at", .moment, .moment) { .moment($0.at) },
    ])
}

struct ConfigurationDraftStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = "id, programme_id, document, at"

  func of(_ programme: ID<Programme>) async throws -> [ConfigurationDraft] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM configuration_draft
      WHERE territory_id = \(scope.territory) AND programme_id = \(programme) ORDER BY id DESC LIMIT 20
      """)
  }

  func find(_ id: ID<ConfigurationDraft>, of programme: ID<Programme>) async throws -> ConfigurationDraft {
    try await scope.one(
      """
      SELECT \(Self.columns) FROM configuration_draft
      WHERE territory_id = \(scope.territory) AND programme_id = \(programme) AND id = \(id)
      """)
  }

  func insert(_ document: String, for programme: Programme) async throws -> ConfigurationDraft {
    let id: ID<ConfigurationDraft> = try await scope.insert(
      """
      INSERT INTO configuration_draft (territory_id, programme_id, document, at)
      VALUES (\(scope.territory), \(programme.id), \(document), \(scope.now))
      """)
    try await scope.audit(.documentHandedIn, "programme", programme.id.number)
    return try await find(id, of: programme.id)
  }

  func remove(_ draft: ConfigurationDraft) async throws {
    try await scope.run(
      "DELETE FROM configuration_draft WHERE territory_id = \(scope.territory) AND id = \(draft.id)")
    try await scope.audit(.documentGivenUp, "programme", draft.programme.number)
  }
}

extension Deed {
  static let documentHandedIn = Deed(
    "configuration.handed-in", Text(fr: "Document de configuration déposé", en: "Configuration document handed in"))
  static let documentGivenUp = Deed(
    "configuration.given-up", Text(fr: "Document de configuration retiré", en: "Configuration document given up"))
}

extension Text {
  static let moment = Text(fr: "Moment", en: "Moment")
}
