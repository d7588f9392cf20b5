import SQL

/// Somebody who can sign in: one account whatever the territories they work with.
public struct Account: Sendable, Hashable, Fetched {
  public let id: ID<Account>
  public let email: String
  public let name: String
  public let language: Language?
  public let agreement: Agreement?
  /// Whether its owner has a way in: a password, or a provider that says who they are.
  public let isOpened: Bool
  public let hasSecondFactor: Bool
  public let disabledAt: Instant?
  public let seenAt: Instant?
  public let version: Int

  static let isOpened: Query = """
    (account.password IS NOT NULL OR EXISTS (SELECT 1 FROM account_identity
      WHERE account_identity.account_id = account.id AND account_identity.detached_at IS NULL))
    """

  static let columns: Query = """
    account.id, account.email, account.name, account.language, account.agreement, \(Account.isOpened),
    account.code_secret IS NOT NULL, account.disabled_at, account.seen_at, account.version
    """

  public init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    email = try row.next()
    name = try row.next()
    language = try row.next()
    agreement = try row.next()
    isOpened = try row.next()
    hasSecondFactor = try row.next()
    disabledAt = try row.next()
    seenAt = try row.next()
    version = try row.next()
  }

  public static let mostNameCharacters: Int = 120
}
