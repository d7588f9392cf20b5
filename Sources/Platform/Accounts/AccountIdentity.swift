import SQL

/// Somebody at a provider of identities, who opens an account here.
struct AccountIdentity: Sendable, Fetched {
  let id: ID<AccountIdentity>
  let account: ID<Account>
  let issuer: String
  let subject: String
  /// As the provider said them at the last sign-in.
  let email: String?
  let siret: String?
  let attachedAt: Instant
  /// Its owner wants this account opened by it no longer: kept, or the next sign-in would attach it again.
  let detachedAt: Instant?

  static let columns: Query = """
    account_identity.id, account_identity.account_id, account_identity.issuer, account_identity.subject,
    account_identity.email, account_identity.siret, account_identity.attached_at, account_identity.detached_at
    """

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    account = try row.next()
    issuer = try row.next()
    subject = try row.next()
    email = try row.next()
    siret = try row.next()
    attachedAt = try row.next()
    detachedAt = try row.next()
  }

  /// Fourteen digits with the check digit of INSEE's; La Poste's many establishments have a rule of their own.
  static func siret(_ text: String?) -> String? {
    guard let digits: [UInt8] = text?.utf8.filter({ $0 != 0x20 }), digits.count == 14,
      digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
    else { return nil }
    let values: [Int] = digits.map { Int($0) - 0x30 }
    let luhn: Int = values.reversed().enumerated().reduce(0) { sum, digit in
      let value: Int = digit.offset % 2 == 0 ? digit.element : digit.element * 2
      return sum + (value > 9 ? value - 9 : value)
    }
    let isOfPost: Bool = digits.starts(with: "356000000".utf8) && values.reduce(0, +) % 5 == 0
    return luhn % 10 == 0 || isOfPost ? String(decoding: digits, as: UTF8.self) : nil
  }
}
