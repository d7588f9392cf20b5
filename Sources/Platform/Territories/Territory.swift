import Mail
import SQL

/// A métropole or another authority, and all that belongs to it.
public struct Territory: Sendable, Hashable, Fetched {
  public let id: ID<Territory>
  public let slug: String
  public let name: String
  /// The host name under which the public reaches it, where it has one of its own.
  public let host: String?
  let accent: Colour?
  let hasLogo: Bool
  public let language: Language
  let speaksGerman: Bool
  /// Whether those who work for it must give a second factor.
  let requiresCode: Bool
  let contact: Contact
  let closedAt: Instant?
  let version: Int

  /// What a public service must say of itself.
  struct Contact: Sendable, Hashable {
    let postalAddress: String
    let email: String?
    let phone: String
    let publisher: String
    let hosting: String
    let dataOfficer: String
  }

  static let columns: Query = """
    territory.id, territory.slug, territory.name, territory.host, territory.accent, territory.logo_type IS NOT NULL,
    territory.language, territory.speaks_german, territory.requires_code, territory.postal_address, territory.email,
    territory.phone, territory.publisher, territory.host_name, territory.data_officer, territory.closed_at,
    territory.version
    """

  public init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    slug = try row.next()
    name = try row.next()
    host = try row.next()
    accent = try row.next(String?.self).flatMap { Colour(hex: $0) }
    hasLogo = try row.next()
    language = try row.next()
    speaksGerman = try row.next()
    requiresCode = try row.next()
    contact = Contact(
      postalAddress: try row.next(), email: try row.next(), phone: try row.next(), publisher: try row.next(),
      hosting: try row.next(), dataOfficer: try row.next())
    closedAt = try row.next()
    version = try row.next()
  }

  public static func all(_ database: Database) async throws -> [Territory] {
    try await database.all("SELECT \(columns) FROM territory ORDER BY id")
  }

  static func of(_ slug: String, _ database: Database) async throws -> Territory? {
    try await database.first("SELECT \(columns) FROM territory WHERE slug = \(slug)")
  }

  /// What the public may read here.
  var languages: [Language] { speaksGerman ? Language.allCases : [.fr, .en] }
}

extension Territory {
  /// Where to write to it, where it says so.
  public var email: EmailAddress? { contact.email.flatMap { EmailAddress($0) } }

  /// The open one of that name.
  public static func open(_ slug: String, _ scope: Scope) async throws -> Territory? {
    try await scope.first("SELECT \(columns) FROM territory WHERE slug = \(slug) AND closed_at IS NULL")
  }

  /// Whichever it is, for what is said in its name.
  public static func find(_ id: ID<Territory>, _ scope: Scope) async throws -> Territory {
    try await scope.one("SELECT \(columns) FROM territory WHERE id = \(id)")
  }
}
