import SQL

/// A métropole or another authority, and all that belongs to it.
public struct Territory: Sendable, Hashable, Fetched {
  public let id: ID<Territory>
  public let slug: String
  public let name: String

  public init(id: ID<Territory>, slug: String, name: String) {
    self.id = id
    self.slug = slug
    self.name = name
  }

  public init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    slug = try row.next()
    name = try row.next()
  }

  static func all(_ database: Database) async throws -> [Territory] {
    try await database.all("SELECT id, slug, name FROM territory ORDER BY id")
  }
}
