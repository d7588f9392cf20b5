import SQL

/// How a session was opened, where that was through a provider.
struct SessionOrigin: Sendable, Fetched {
  let identity: ID<AccountIdentity>
  /// The provider asked for more than a password.
  let isStrong: Bool
  /// Sealed: with it one signs out of the provider.
  let idToken: [UInt8]?

  static let purpose: StaticString = "id token"

  init(identity: ID<AccountIdentity>, isStrong: Bool, idToken: [UInt8]?) {
    self.identity = identity
    self.isStrong = isStrong
    self.idToken = idToken
  }

  init(_ row: inout Row) throws(DatabaseError) {
    identity = try row.next()
    isStrong = try row.next()
    idToken = try row.next()
  }
}
