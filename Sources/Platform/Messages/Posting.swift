import Mail
import SQL

extension Visit {
  /// Where this territory is reached.
  public var address: String { territory?.host.map { "https://\($0)" } ?? app.settings.publicAddress }

  /// Where the installation is reached: the one address of what is of all its territories.
  public var installation: String { app.settings.publicAddress }

  /// Puts a mail where it leaves from, in the change that it speaks of.
  public func post(
    _ letter: Letter, to recipient: EmailAddress, about kind: NoticeKind, of territory: ID<Territory>?, _ scope: Scope
  ) async throws {
    try await scope.run(
      Outbox(secrets: app.secrets).insertion(letter, to: recipient, about: kind, of: territory, at: scope.now))
  }

  /// `text` with a signature, to be handed out and recognised when it comes back.
  public func sign(_ purpose: StaticString, _ text: String) -> String { app.secrets.sign(purpose, text) }

  /// The text of something signed for that purpose; nil for anything else.
  public func verified(_ purpose: StaticString, _ signed: String) -> String? {
    app.secrets.verified(purpose, signed)
  }
}
