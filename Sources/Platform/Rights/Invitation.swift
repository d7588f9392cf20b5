import Mail
import SQL

/// Gives somebody a role, and says so to them: with a link to open their account if they have none.
struct Invitation {
  private let app: App
  private let scope: Scope

  /// Inside a change: the role and its mail are written together.
  init(_ app: App, _ scope: Scope) {
    self.app = app
    self.scope = scope
  }

  /// What is answered is the same whether the address had an account, perhaps on another territory, or not; but for one
  /// that is closed, with which nobody would come in.
  func give(
    _ grant: Grant, to email: EmailAddress, named name: String, from: Day, to end: Day?
  ) async throws -> Role {
    let accounts = AccountStore(scope)
    let known: Account? = try await accounts.with(email)
    try known?.refuseClosed()
    let account: ID<Account>
    if let known { account = known.id } else { account = try await accounts.enter(email, name) }
    let role: Role = try await RoleStore(scope).give(grant, to: account, from: from, to: end)
    try await invite(try await accounts.find(account), role)
    return role
  }

  /// Somebody who works here already finds it among their notifications. To anybody else it is the way in.
  func invite(_ account: Account, _ role: Role) async throws {
    if try await isHereAlready(account, beside: role) {
      return try await scope.tell([account.id], of: role.target == .person ? .fileEntrusted : .roleGiven, role.given)
    }
    guard let address = EmailAddress(account.email), account.disabledAt == nil else { return }
    let territory: Territory? = try await scope.first(
      "SELECT \(Territory.columns) FROM territory WHERE id = \(scope.territory)")
    let name: String = territory?.name ?? "Terreau"
    var link: String = app.settings.publicAddress
    if !account.isOpened {
      let secret: String = Secrets.draw()
      try await scope.run(AccessLink.insertion(secret, .invitation, for: account.id, at: scope.now))
      link += AccessLink.path(secret)
    }
    let letter = Letter(
      .invitationSubject(name), [.invitationBody(account.name, scope.actor.name, name, role)], link: link,
      after: account.isOpened ? [] : [.invitationLasts], from: name, account.language ?? territory?.language ?? .fr)
    try await scope.run(
      Outbox(secrets: app.secrets).insertion(
        letter, to: address, about: .invitation, of: scope.territory, for: account.id, at: scope.now))
    try await AccountStore(scope).audit(.accountInvited, account.id)
  }
}

extension Invitation {
  private func isHereAlready(_ account: Account, beside role: Role) async throws -> Bool {
    guard account.isOpened, account.disabledAt == nil else { return false }
    return try await RoleStore(scope).roles(of: account.id).contains { other in
      other.id != role.id && other.holds(on: scope.today)
    }
  }
}

extension Account {
  /// A role on an account that is closed opens nothing, and no letter says so.
  func refuseClosed() throws(Refusal) {
    guard disabledAt == nil else { throw .invalid("email", .accountIsClosed) }
  }
}

extension Role {
  /// As whoever is given it is told of it: a file has a page of its own.
  var given: NoticeRecord {
    guard target == .person, let targetID else { return ofOnes }
    return NoticeRecord("person", targetID, Text.fileNumber(targetID)(.fr), at: "/annuaire/personnes/\(targetID)")
  }

  /// One’s own roles are on one’s own page, those that have ended too. A person is a number.
  var ofOnes: NoticeRecord {
    let what: String =
      target == .person ? Text.fileNumber(targetID ?? 0)(.fr) : targetName ?? Text.wholeTerritory(.fr)
    return NoticeRecord("role", id.number, "\(kind.label(.fr)), \(what)", at: "/compte")
  }
}

extension Text {
  fileprivate static let accountIsClosed = Text(
    fr:
      "Le compte de cette adresse est fermé : donnez une autre adresse, ou demandez à qui exploite le service de le rouvrir.",
    en: "The account of this address is closed: give another address, or ask those who run the service to reopen it.")
  fileprivate static let wholeTerritory = Text(fr: "tout le territoire", en: "the whole territory")

  static func invitationSubject(_ territory: String) -> Text {
    Text(fr: "\(territory) vous ouvre un accès", en: "\(territory) gives you access", de: "Ihr Zugang zu \(territory)")
  }

  static func invitationBody(_ name: String, _ inviter: String, _ territory: String, _ role: Role) -> Text {
    Text { language in
      let what: String = role.inWords(language)
      return switch language {
      case .en: "Hello \(name),\n\n\(inviter) gives you a role on Terreau for \(territory): \(what)."
      case .de: "Guten Tag, \(name),\n\n\(inviter) gibt Ihnen bei \(territory) eine Rolle in Terreau: \(what)."
      case .fr: "Bonjour \(name),\n\n\(inviter) vous donne un rôle dans Terreau pour \(territory) : \(what)."
      }
    }
  }

  static let invitationLasts = Text(
    fr: "Ce lien vous fait choisir un mot de passe. Il vaut quatorze jours et ne sert qu’une fois.",
    en: "This link lets you choose a password. It is good for fourteen days, once.",
    de: "Mit diesem Link wählen Sie ein Passwort. Er gilt vierzehn Tage und nur einmal.")
}
