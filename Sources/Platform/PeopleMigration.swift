import SQL

extension Migration {
  /// Accounts, roles, sealed history, territories that have a face of their own, people's files.
  static let people = Migration(
    2, "accounts, roles, sealed audit, networks",
    territory + accounts + audit + [
      .table(
        Table(
          "outgoing_mail",
          [
            .id, .init("territory_id", .int64, null: true, references: "territory"), .init("recipient", .text),
            // What is sent may open an account: it is sealed until it has left, and gone afterwards.
            .init("sealed", .bytes, null: true), .init("created_at", .instant), .init("attempts", .int64, default: "0"),
            .init("next_at", .instant), .init("sent_at", .instant, null: true), .init("failure", .text, null: true),
          ])),
      .index("outgoing_mail_by_time", "outgoing_mail (sent_at, next_at)"),
      .table(
        Table(
          "person",
          [
            .id, .init("territory_id", .int64, references: "territory"),
            .init("given_name", .text, check: "length(given_name) BETWEEN 1 AND 80"),
            .init("family_name", .text, check: "length(family_name) BETWEEN 1 AND 80"), .init("sort_key", .text),
            .init("email", .text, null: true), .init("phone", .text, null: true),
            .init("provenance", .text, check: "provenance IN ('entered', 'reconstructed')"),
            .init("version", .int64, default: "1"),
          ])),
      .index("person_by_key", "person (territory_id, sort_key, id)"),
      .table(
        Table(
          "programme",
          [
            .id, .init("territory_id", .int64, references: "territory"),
            .init("slug", .text, check: "length(slug) BETWEEN 1 AND 60"),
            .init("name", .text, check: "length(name) BETWEEN 1 AND 160"), .init("sort_key", .text),
            .init("from_day", .day, null: true), .init("to_day", .day, null: true), .init("is_public", .bool),
            .init("provenance", .text, check: "provenance IN ('entered', 'reconstructed')"),
            .init("version", .int64, default: "1"),
          ], unique: [["territory_id", "slug"]],
          checks: ["to_day IS NULL OR from_day IS NULL OR to_day >= from_day"])),
      .index("programme_by_key", "programme (territory_id, sort_key, id)"),
    ] + network)

  private static let territory: [Step] = [
    .column(.init("host", .text, null: true), of: "territory"),
    .column(.init("accent", .text, null: true), of: "territory"),
    .column(.init("logo", .bytes, null: true), of: "territory"),
    .column(.init("logo_type", .text, null: true), of: "territory"),
    .column(.init("language", .text, check: "language IN ('fr', 'en', 'de')", default: "'fr'"), of: "territory"),
    .column(.init("speaks_german", .bool, default: "FALSE"), of: "territory"),
    .column(.init("requires_code", .bool, default: "FALSE"), of: "territory"),
    .column(.init("postal_address", .text, default: "''"), of: "territory"),
    .column(.init("email", .text, null: true), of: "territory"),
    .column(.init("phone", .text, default: "''"), of: "territory"),
    .column(.init("publisher", .text, default: "''"), of: "territory"),
    .column(.init("host_name", .text, default: "''"), of: "territory"),
    .column(.init("data_officer", .text, default: "''"), of: "territory"),
    .column(.init("closed_at", .instant, null: true), of: "territory"),
    .column(.init("version", .int64, default: "1"), of: "territory"),
    .both("CREATE UNIQUE INDEX territory_by_host ON territory (host)"),
    .column(.init("maintenance", .text, null: true), of: "installation"),
  ]

  private static let accounts: [Step] = [
    .table(
      Table(
        "account",
        [
          .id, .init("email", .text), .init("email_key", .text),
          .init("name", .text, check: "length(name) BETWEEN 1 AND 120"), .init("language", .text, null: true),
          .init("agreement", .text, null: true, check: "agreement IN ('f', 'm')"), .init("password", .text, null: true),
          .init("code_secret", .bytes, null: true), .init("code_step", .int64, null: true),
          .init("created_at", .instant), .init("seen_at", .instant, null: true),
          .init("disabled_at", .instant, null: true), .init("version", .int64, default: "1"),
        ], unique: [["email_key"]])),
    .table(
      Table(
        "recovery_code",
        [
          .id, .init("account_id", .int64, references: "account"), .init("digest", .text),
          .init("used_at", .instant, null: true),
        ], unique: [["account_id", "digest"]])),
    .table(
      Table(
        "role",
        [
          .id, .init("territory_id", .int64, null: true, references: "territory"),
          .init("account_id", .int64, references: "account"), .init("kind", .text), .init("target", .text),
          .init("target_id", .int64, null: true), .init("from_day", .day), .init("to_day", .day, null: true),
          // Withdrawn without waiting for the end of the day.
          .init("ended_at", .instant, null: true), .init("version", .int64, default: "1"),
        ],
        checks: [
          "to_day IS NULL OR to_day >= from_day", "ended_at IS NULL OR to_day IS NOT NULL",
          // Each kind on what it can be given on; an installation's operator belongs to no territory, all others to one.
          """
          (kind = 'operator' AND target = 'installation' AND territory_id IS NULL AND target_id IS NULL)
          OR (territory_id IS NOT NULL AND (
            (target = 'territory' AND target_id IS NULL
              AND kind IN ('resident', 'partner', 'agent', 'manager', 'elected', 'administrator'))
            OR (target = 'programme' AND target_id IS NOT NULL AND kind IN ('partner', 'agent', 'manager'))
            OR (target = 'organisation' AND target_id IS NOT NULL AND kind IN ('company', 'partner'))
            OR (target = 'person' AND target_id IS NOT NULL AND kind IN ('resident', 'partner'))))
          """,
        ])),
    .index("role_by_account", "role (account_id, territory_id)"),
    .index("role_by_territory", "role (territory_id, from_day, id)"),
    .table(
      Table(
        "user_session",
        [
          .id, .init("account_id", .int64, references: "account"),
          .init("territory_id", .int64, null: true, references: "territory"), .init("digest", .text),
          .init("step", .text, check: "step IN ('open', 'code')"), .init("opened_at", .instant),
          .init("seen_at", .instant), .init("expires_at", .instant), .init("closed_at", .instant, null: true),
          .init("client", .text), .init("agent", .text),
        ], unique: [["digest"]])),
    .index("user_session_by_account", "user_session (account_id, closed_at)"),
    .table(
      Table(
        "access_link",
        [
          .id, .init("account_id", .int64, references: "account"),
          .init("purpose", .text, check: "purpose IN ('invitation', 'reset', 'email')"), .init("digest", .text),
          .init("email", .text, null: true), .init("created_at", .instant), .init("expires_at", .instant),
          .init("used_at", .instant, null: true),
        ], unique: [["digest"]])),
    .index("access_link_by_account", "access_link (account_id)"),
    .table(
      Table(
        "api_token",
        [
          .id, .init("territory_id", .int64, references: "territory"),
          .init("account_id", .int64, references: "account"), .init("name", .text), .init("digest", .text),
          .init("writes", .bool), .init("sections", .text), .init("created_at", .instant),
          .init("expires_on", .day), .init("revoked_at", .instant, null: true), .init("seen_at", .instant, null: true),
        ], unique: [["digest"]])),
    .index("api_token_by_account", "api_token (account_id, id)"),
    .table(Table("failed_attempt", [.id, .init("subject", .text), .init("at", .instant)])),
    .index("failed_attempt_by_subject", "failed_attempt (subject, at)"),
    .index("failed_attempt_by_time", "failed_attempt (at)"),
  ]

  private static let audit: [Step] = [
    // No reference to the account: accounts are never taken out, and a line would pay for looking at each write.
    .column(.init("account_id", .int64, null: true), of: "audit_line"),
    // Every index is paid for by every write of the house. Lines are numbered in the order of time, near enough for the
    // journal to find its day.
    .both("DROP INDEX audit_line_by_territory"),
    .table(
      Table(
        "audit_seal",
        [
          .init("line_id", .int64, references: "audit_line"), .init("territory_id", .int64, references: "territory"),
          .init("position", .int64), .init("name_salt", .bytes, null: true), .init("name_digest", .bytes),
          .init("values_salt", .bytes, null: true), .init("values_digest", .bytes), .init("chain", .bytes),
        ], unique: [["line_id"], ["territory_id", "position"]])),
  ]

  private static let network: [Step] = [
    .table(
      Table(
        "network",
        [
          .id, .init("territory_id", .int64, references: "territory"),
          .init("name", .text, check: "length(name) BETWEEN 1 AND 160"), .init("sort_key", .text),
          .init("version", .int64, default: "1"),
        ], unique: [["territory_id", "sort_key"]])),
    .table(
      Table(
        "network_member",
        [
          .id, .init("network_id", .int64, references: "network"),
          .init("territory_id", .int64, references: "territory"), .init("invited_at", .instant),
          .init("from_day", .day, null: true), .init("to_day", .day, null: true),
        ])),
    .index("network_member_by_territory", "network_member (territory_id, network_id)"),
    .index("network_member_by_network", "network_member (network_id, territory_id)"),
    .table(
      Table(
        "share",
        [
          .id, .init("territory_id", .int64, references: "territory"),
          .init("network_id", .int64, references: "network"), .init("record_kind", .text),
          .init("record_id", .int64), .init("title", .text), .init("shared_at", .instant),
          .init("ended_at", .instant, null: true),
        ])),
    .index("share_by_network", "share (network_id, ended_at, id)"),
    .index("share_by_record", "share (territory_id, record_kind, record_id)"),
  ]
}
