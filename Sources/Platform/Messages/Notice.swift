import Mail
import SQL

extension Scope {
  /// Tells those accounts what this change did to a record: they find it on their page of notifications, and by mail or
  /// SMS as each of them chose. Nobody is told of what they did themselves, of what they muted, or before they came.
  ///
  /// `words` is what somebody wrote to them. On another territory than this change’s, where the record is shown there.
  public func tell(
    _ accounts: [ID<Account>], of kind: NoticeKind, _ record: NoticeRecord, saying words: String = "",
    on territory: ID<Territory>? = nil
  ) async throws {
    try await NotificationStore(self).tell(
      accounts, of: kind, record, saying: words, on: territory ?? self.territory)
  }
}

extension Visit {
  /// Tells whoever has that address what a change did to a record of a territory: as a notification where their roles there
  /// open its page, by a letter with the way to it otherwise. Both are written with the change. An answer to a letter goes to
  /// nobody, so its words say who writes.
  public func write(
    _ subject: Text, _ paragraphs: [Text], about kind: NoticeKind, _ record: NoticeRecord, on territory: Territory,
    readBy allow: Allow, to address: String, saying words: String, after: [Text] = [], _ scope: Scope
  ) async throws {
    guard let recipient = EmailAddress(address) else { return }
    if let listener = try await NotificationStore(scope).listener(recipient, on: territory.id, allow) {
      return try await scope.tell([listener], of: kind, record, saying: words, on: territory.id)
    }
    let letter = Letter(
      subject, paragraphs + (words.isEmpty ? [] : [Text(name: words)]),
      link: app.settings.publicAddress + record.path, after: after, from: self.territory?.name ?? "Terreau",
      territory.language)
    try await post(letter, to: recipient, about: kind, of: scope.territory, scope)
  }

  /// The account of somebody who works on a programme from outside: with the role that they hold, or else with one that
  /// is given now, where this actor may.
  public func admit(
    _ address: String, named name: String, toPartner programme: ID<Programme>, _ scope: Scope
  ) async throws -> ID<Account> {
    guard let email = EmailAddress(address) else { throw Refusal.invalid("email", .notAnEmail) }
    let grant = Grant(.partner, on: .programme, programme.number)
    if let account = try await AccountStore(scope).with(email) {
      let roles: [Role] = try await RoleStore(scope).roles(of: account.id)
      if roles.contains(where: { $0.grant == grant && $0.holds(on: scope.today) }) { return account.id }
    }
    guard scope.actor.mayGive(.partner) else { throw Refusal.conflict(.managerGivesRoles, field: "email") }
    return try await Invitation(app, scope).give(grant, to: email, named: name, from: scope.today, to: nil).account
  }
}

extension Text {
  fileprivate static let managerGivesRoles = Text(
    fr: "Cette personne n’a pas encore de rôle sur le dispositif : demandez à un responsable de l’inviter.",
    en: "This person has no role on the programme yet: ask a manager to invite them.")
}
