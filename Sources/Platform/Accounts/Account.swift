import SQL

/// Somebody who can sign in: one account whatever the territories they work with.
public struct Account: Sendable, Hashable, Fetched {
  public let id: ID<Account>
  public let email: String
  public let name: String
  public let language: Language?
  public let agreement: Agreement?
  public let hasPassword: Bool
  public let hasSecondFactor: Bool
  public let disabledAt: Instant?
  public let seenAt: Instant?
  public let version: Int

  static let columns: Query = """
    account.id, account.email, account.name, account.language, account.agreement, account.password IS NOT NULL,
    account.code_secret IS NOT NULL, account.disabled_at, account.seen_at, account.version
    """

  public init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    email = try row.next()
    name = try row.next()
    language = try row.next()
    agreement = try row.next()
    hasPassword = try row.next()
    hasSecondFactor = try row.next()
    disabledAt = try row.next()
    seenAt = try row.next()
    version = try row.next()
  }

  public static let mostNameCharacters: Int = 120
}
