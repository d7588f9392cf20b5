import SQL

extension Migration {
  /// One outbox for mail and SMS; what people are told, and how each of them wishes to hear of it.
  static let notifications = Migration(9, "one outbox, notifications", outbox + told + chosen)

  private static let outbox: [Step] = [
    .renamed("outgoing_mail", to: "outgoing_message"),
    .both("DROP INDEX outgoing_mail_by_time"),
    message(.init("channel", .text, check: "channel IN ('mail', 'sms')", default: "'mail'")),
    message(.init("account_id", .int64, null: true, references: "account")),
    message(.init("kind", .text, null: true)),
    message(.init("heeds_quiet", .bool, default: "FALSE")),
    message(.init("reference", .text, null: true)),
    message(.init("failed_at", .instant, null: true)),
    .both("UPDATE outgoing_message SET failed_at = next_at WHERE sent_at IS NULL AND sealed IS NULL"),
    // It waits with its text, it has left without, it has failed and says why, or it has arrived.
    message(
      .init(
        "delivered_at", .instant, null: true,
        check: """
          (sealed IS NOT NULL OR sent_at IS NOT NULL OR failed_at IS NOT NULL)
          AND (sent_at IS NULL OR sealed IS NULL) AND (failed_at IS NULL OR failure IS NOT NULL)
          AND (delivered_at IS NULL OR (sent_at IS NOT NULL AND failed_at IS NULL))
          """)),
    .both(
      "CREATE INDEX outgoing_message_due ON outgoing_message (channel, next_at) WHERE sent_at IS NULL AND failed_at IS NULL"
    ),
    .index("outgoing_message_by_territory", "outgoing_message (territory_id, id)"),
  ]

  private static func message(_ column: Table.Column) -> Step { .column(column, of: "outgoing_message") }

  private static let told: [Step] = [
    .table(
      Table(
        "notification",
        [
          .id, .init("territory_id", .int64, references: "territory"),
          .init("account_id", .int64, references: "account"), .init("kind", .text), .init("record_kind", .text),
          .init("record_id", .int64), .init("title", .text, check: "length(title) BETWEEN 1 AND 200"),
          .init("path", .text, check: "path LIKE '/%'"), .init("words", .text, default: "''"), .init("actor", .text),
          .init("created_at", .instant), .init("read_at", .instant, null: true),
          // When a message took it along, or nothing was to.
          .init("told_at", .instant, null: true),
        ])),
    .index("notification_by_account", "notification (account_id, territory_id, id)"),
    .both(
      "CREATE INDEX notification_unread ON notification (account_id, territory_id, path) WHERE read_at IS NULL"),
    .both("CREATE INDEX notification_untold ON notification (account_id, territory_id) WHERE told_at IS NULL"),
    .table(
      Table(
        "notice_mute",
        [
          .id, .init("territory_id", .int64, references: "territory"),
          .init("account_id", .int64, references: "account"), .init("record_kind", .text),
          .init("record_id", .int64), .init("title", .text), .init("path", .text), .init("at", .instant),
        ], unique: [["account_id", "territory_id", "record_kind", "record_id"]])),
  ]

  private static let chosen: [Step] = [
    .table(
      Table(
        "notice_setting",
        [
          .id, .init("territory_id", .int64, references: "territory"),
          .init("account_id", .int64, references: "account"),
          .init("pace", .text, check: "pace IN ('now', 'daily', 'never')", default: "'daily'"),
          // Kinds that go another pace, by their keys, one to a line.
          .init("kinds_now", .text, default: "''"), .init("kinds_never", .text, default: "''"),
          .init("digest_hour", .int64, check: "digest_hour BETWEEN 0 AND 23", default: "8"),
          .init("quiet_from", .int64, check: "quiet_from BETWEEN 0 AND 23", default: "20"),
          .init("quiet_to", .int64, check: "quiet_to BETWEEN 0 AND 23", default: "8"),
          .init("quiet_sunday", .bool, default: "TRUE"), .init("by_sms", .bool, default: "FALSE"),
          // The day of the last digest: there is one a day.
          .init("digest_day", .day, null: true), .init("version", .int64, default: "1"),
        ], unique: [["account_id", "territory_id"]])),
    .table(
      Table(
        "account_phone",
        [
          .id, .init("account_id", .int64, references: "account"), .init("number", .text),
          .init("code", .text, null: true), .init("code_at", .instant, null: true),
          .init("tries", .int64, default: "0"), .init("confirmed_at", .instant, null: true),
        ], unique: [["account_id"]],
        // A number is its owner's once they read out what was sent to it.
        checks: ["(code IS NULL) = (code_at IS NULL)", "(code IS NULL) = (confirmed_at IS NOT NULL)"])),
  ]
}
