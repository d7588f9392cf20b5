import SQL

extension Migration {
  /// Accounts that a provider of identities opens too.
  static let identities = Migration(
    7, "identities proven by a provider",
    [
      .table(
        Table(
          "account_identity",
          [
            .id, .init("account_id", .int64, references: "account"), .init("issuer", .text), .init("subject", .text),
            .init("email", .text, null: true), .init("siret", .text, null: true, check: "length(siret) = 14"),
            .init("attached_at", .instant), .init("detached_at", .instant, null: true),
          ], unique: [["issuer", "subject"]])),
      .index("account_identity_by_account", "account_identity (account_id)"),
      .table(
        Table(
          "identity_request",
          [
            .id, .init("digest", .text), .init("browser", .text), .init("nonce", .text),
            .init("back", .text, null: true), .init("asker", .text), .init("expires_at", .instant),
          ], unique: [["digest"]])),
      .index("identity_request_by_asker", "identity_request (asker, expires_at)"),
      .column(.init("identity_id", .int64, null: true, references: "account_identity"), of: "user_session"),
      .column(.init("is_strong", .bool, default: "FALSE"), of: "user_session"),
      // Needed to sign out of the provider; sealed, and gone with the session.
      .column(.init("id_token", .bytes, null: true), of: "user_session"),
    ])
}
