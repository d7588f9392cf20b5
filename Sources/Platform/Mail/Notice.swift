import Mail
import SQL

extension Visit {
  /// Tells somebody by mail what a change did, with the way to it. It is written with the change, and leaves when that is
  /// safe; an answer goes to nobody, so the words say who writes.
  public func write(
    _ subject: Text, _ paragraphs: [Text], to address: String, at path: String, after: [Text] = [],
    in language: Language, _ scope: Scope
  ) async throws {
    guard let recipient = EmailAddress(address) else { return }
    let letter = Letter(
      subject, paragraphs, link: app.settings.publicAddress + path, after: after, from: territory?.name ?? "Terreau",
      language)
    try await post(letter, to: recipient, of: scope.territory, scope)
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
