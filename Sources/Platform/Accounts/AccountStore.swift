import Mail
import SQL

/// Every statement about accounts. An account belongs to a person and not to a territory; a territory sees only those
/// that have, or had, a role on it.
struct AccountStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  /// The account of that address, whoever knows it here: only to give it a role, never to show it.
  func with(_ email: EmailAddress) async throws -> Account? {
    try await scope.first("SELECT \(Account.columns) FROM account WHERE account.email_key = \(email.key)")
  }

  /// Somebody who has, or had, a role here.
  func find(_ id: ID<Account>) async throws -> Account {
    try await scope.one(
      """
      SELECT \(Account.columns) FROM account WHERE account.id = \(id) AND EXISTS (
        SELECT 1 FROM role WHERE role.account_id = account.id AND role.territory_id = \(scope.territory))
      """)
  }

  /// One's own.
  func mine() async throws -> Account {
    try await scope.one("SELECT \(Account.columns) FROM account WHERE account.id = \(scope.actor.account.value)")
  }

  func enter(_ email: EmailAddress, _ name: String, _ language: Language? = nil) async throws -> ID<Account> {
    let id: ID<Account> = try await scope.insert(
      """
      INSERT INTO account (email, email_key, name, language, created_at)
      VALUES (\(email.text), \(email.key), \(name), \(language.value), \(scope.now))
      """)
    var after = JSONText()
    after.member("email", email.text)
    after.member("name", name)
    try await scope.audit(.accountEntered, "account", id.number, after: after.text)
    return id
  }

  func change(_ account: Account, _ form: AccountForm) async throws -> Account {
    try await scope.update(
      """
      UPDATE account SET name = \(form.name), language = \(form.language.value), agreement = \(form.agreement.value),
        version = version + 1
      WHERE id = \(account.id) AND version = \(form.version)
      """)
    let after: Account = try await mine()
    try await scope.audit(.accountChanged, "account", account.id.number, .account, before: account, after: after)
    return after
  }

  /// Says what happened to somebody's way in, in the history of the territory where they are.
  func audit(_ action: Deed, _ account: ID<Account>) async throws {
    try await scope.audit(action, "account", account.number)
  }
}

extension View<Account> {
  static let account = View(
    "Account",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("name", .personName) { .text($0.name) },
      Column("email", .email) { .text($0.email) },
      Column("active", .accountActive, .flag) { .flag($0.isOpened && $0.disabledAt == nil) },
      Column("secondFactor", .secondFactor, .flag) { .flag($0.hasSecondFactor) },
      Column("language", .language, .word(Language.words)) {
        $0.language.map { .word(key: $0.rawValue, Text(name: $0.ownName)) } ?? .none
      },
      Column("agreement", .agreement, .word(Agreement.words)) { .choice($0.agreement) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

extension Deed {
  static let accountEntered = Deed("account.entered", Text(fr: "Compte créé", en: "Account created"))
  static let accountChanged = Deed("account.changed", Text(fr: "Compte modifié", en: "Account changed"))
  static let accountInvited = Deed("account.invited", Text(fr: "Invitation envoyée", en: "Invitation sent"))
  static let passwordChosen = Deed("account.password", Text(fr: "Mot de passe choisi", en: "Password chosen"))
  static let emailChanged = Deed(
    "account.email", Text(fr: "Adresse électronique changée", en: "E-mail address changed"))
  static let codeEnrolled = Deed("account.code", Text(fr: "Second facteur activé", en: "Second factor set up"))
  static let codeRemoved = Deed(
    "account.code-removed", Text(fr: "Second facteur retiré", en: "Second factor removed"))
  static let accountDisabled = Deed("account.disabled", Text(fr: "Compte fermé", en: "Account closed"))
  static let accountEnabled = Deed("account.enabled", Text(fr: "Compte rouvert", en: "Account reopened"))
  static let signedIn = Deed("session.opened", Text(fr: "Connexion", en: "Signed in"))
  static let signedOut = Deed("session.closed", Text(fr: "Déconnexion", en: "Signed out"))
  static let sessionsRevoked = Deed(
    "session.revoked", Text(fr: "Session fermée à distance", en: "Session closed from elsewhere"))
  static let tokenDrawn = Deed("token.drawn", Text(fr: "Jeton d’API créé", en: "API token created"))
  static let tokenRevoked = Deed("token.revoked", Text(fr: "Jeton d’API révoqué", en: "API token revoked"))

  static let people: [Deed] = [
    accountEntered, accountChanged, accountInvited, passwordChosen, emailChanged, codeEnrolled, codeRemoved,
    identityAttached, identityChanged, identityDetached, accountDisabled, accountEnabled, signedIn, signedOut,
    sessionsRevoked, tokenDrawn, tokenRevoked, calendarOpened, calendarClosed, roleGiven,
    roleWithdrawn,
  ]
}

extension Text {
  static let secondFactor = Text(fr: "Second facteur", en: "Second factor", de: "Zweiter Faktor")
  static let language = Text(fr: "Langue", en: "Language", de: "Sprache")
  static let agreement = Text(fr: "Parler de moi", en: "Speak of me", de: "Anrede")
}
