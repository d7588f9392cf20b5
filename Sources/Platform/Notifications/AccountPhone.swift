import SQL
import Telephone

/// The number that an account gave, and whether it proved to be theirs.
struct AccountPhone: Fetched, Equatable {
  let number: PhoneNumber
  /// What was sent to it, as its digest.
  let code: String?
  let codeAt: Instant?
  let tries: Int
  let confirmedAt: Instant?

  static let columns: Query = "number, code, code_at, tries, confirmed_at"

  init(_ row: inout Row) throws(DatabaseError) {
    let text: String = try row.next()
    guard let number = PhoneNumber(text) else { throw DatabaseError(.programming, "a number that is none") }
    self.number = number
    code = try row.next()
    codeAt = try row.next()
    tries = try row.next()
    confirmedAt = try row.next()
  }

  static let goodForSeconds: Int = 900
  static let mostTries: Int = 5
}

/// Every statement about people's own telephones. They are their accounts', of no territory.
struct AccountPhoneStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  func mine() async throws -> AccountPhone? {
    try await scope.first(
      "SELECT \(AccountPhone.columns) FROM account_phone WHERE account_id = \(try account())")
  }

  private func account() throws(Refusal) -> ID<Account> { try NoticeSettingsStore(scope).account() }

  /// Another number, or the same again: nothing goes to it before it is confirmed.
  func give(_ number: PhoneNumber, code: String) async throws {
    let account: ID<Account> = try account()
    try await limit(account)
    try await scope.run(
      """
      INSERT INTO account_phone (account_id, number, code, code_at)
      VALUES (\(account), \(number.text), \(Self.digest(code, account)), \(scope.now))
      ON CONFLICT (account_id) DO UPDATE SET number = excluded.number, code = excluded.code, code_at = excluded.code_at,
        tries = 0, confirmed_at = NULL
      """)
    try await scope.audit(.phoneGiven, "account", account.number)
  }

  /// Codes are paid for, and whoever’s number it is did not ask for them.
  private func limit(_ account: ID<Account>) async throws {
    let subject: String = "phone:\(account)"
    let since: Instant = scope.now.adding(seconds: -3_600)
    let sent: Int = try await scope.value(
      "SELECT count(*) FROM failed_attempt WHERE subject = \(subject) AND at > \(since)")
    guard sent < 5 else { throw Refusal.wait(.enoughCodes, seconds: 3_600) }
    try await scope.run("INSERT INTO failed_attempt (subject, at) VALUES (\(subject), \(scope.now))")
  }

  /// Whether the code is the one that was sent. Each try counts, whatever comes of it.
  func confirm(_ code: String) async throws -> Bool {
    let account: ID<Account> = try account()
    guard let phone = try await mine(), let digest = phone.code, let sentAt = phone.codeAt else {
      throw Refusal.conflict(.noCodeSent)
    }
    guard phone.tries < AccountPhone.mostTries, sentAt.adding(seconds: AccountPhone.goodForSeconds) > scope.now else {
      throw Refusal.conflict(.codeIsDead)
    }
    let isRight: Bool = Secrets.isSame(Self.digest(code.filter { !$0.isWhitespace }, account), digest)
    try await scope.run(
      isRight
        ? """
        UPDATE account_phone SET code = NULL, code_at = NULL, confirmed_at = \(scope.now) WHERE account_id = \(account)
        """
        : "UPDATE account_phone SET tries = tries + 1 WHERE account_id = \(account)")
    try await scope.audit(isRight ? .phoneConfirmed : .phoneMistyped, "account", account.number)
    return isRight
  }

  /// Forgotten, with what was about to be sent to it.
  func withdraw() async throws {
    let account: ID<Account> = try account()
    try await scope.run("DELETE FROM account_phone WHERE account_id = \(account)")
    try await scope.run(Outbox.forgetting(account, .sms))
    try await scope.run(
      "UPDATE notice_setting SET by_sms = \(false) WHERE territory_id > 0 AND account_id = \(account)")
    try await scope.audit(.phoneWithdrawn, "account", account.number)
  }

  /// Six digits have little chance in them: their digest is of this account only.
  private static func digest(_ code: String, _ account: ID<Account>) -> String {
    Secrets.digest("phone \(account) \(code)")
  }
}

extension Deed {
  static let phoneGiven = Deed("phone.given", Text(fr: "Téléphone donné", en: "Telephone given"))
  static let phoneConfirmed = Deed("phone.confirmed", Text(fr: "Téléphone confirmé", en: "Telephone confirmed"))
  static let phoneMistyped = Deed("phone.mistyped", Text(fr: "Code de téléphone faux", en: "Wrong telephone code"))
  static let phoneWithdrawn = Deed("phone.withdrawn", Text(fr: "Téléphone retiré", en: "Telephone withdrawn"))
}

extension Text {
  fileprivate static let enoughCodes = Text(
    fr: "Cinq codes sont partis depuis une heure. Attendez un peu avant d’en demander un autre.",
    en: "Five codes have left within the hour. Wait a little before you ask for another.")
  fileprivate static let noCodeSent = Text(
    fr: "Aucun code n’attend : donnez d’abord votre numéro.", en: "No code is awaited: give your number first.")
  fileprivate static let codeIsDead = Text(
    fr: "Ce code ne vaut plus : il a plus d’un quart d’heure, ou a été essayé trop souvent. Demandez-en un autre.",
    en:
      "This code is good no longer: it is more than a quarter of an hour old, or was tried too often. Ask for another.")
}
