import SQL

extension Migration {
  /// Who people are, when they were last seen, what their file serves, and when it goes.
  static let personalData = Migration(
    11, "people’s data",
    [
      .column(.init("birth_day", .day, null: true), of: "person"),
      .column(.init("address", .text, null: true), of: "person"),
      .column(.init("postcode", .text, null: true), of: "person"),
      .column(.init("municipality", .text, null: true), of: "person"),
      .column(.init("municipality_code", .text, null: true), of: "person"),
      .column(.init("opened_on", .day, null: true), of: "person"),
      // Told that their data will go, and when they went.
      .column(.init("warned_at", .instant, null: true), of: "person"),
      .column(.init("anonymised_at", .instant, null: true), of: "person"),
      // What figures count, once the values themselves are gone: five years of birth, and whether a mail reached them.
      .column(.init("birth_band", .int64, null: true), of: "person"),
      .column(.init("had_email", .bool, default: "FALSE"), of: "person"),
      // A double that was merged leads to the file that was kept.
      .column(.init("merged_into", .int64, null: true, references: "person"), of: "person"),
      .table(
        Table(
          "distinct_people",
          [
            .init("territory_id", .int64, references: "territory"), .init("one_id", .int64, references: "person"),
            .init("other_id", .int64, references: "person"),
          ], unique: [["one_id", "other_id"]], checks: ["one_id < other_id"])),
      .perDialect(
        sqlite: """
          UPDATE person SET opened_on = (SELECT substr(min(audit_line.at), 1, 10) FROM audit_line
            WHERE audit_line.territory_id = person.territory_id AND audit_line.record_kind = 'person'
              AND audit_line.record_id = person.id)
          """,
        postgres: """
          UPDATE person SET opened_on = (SELECT CAST(min(audit_line.at) AS DATE) FROM audit_line
            WHERE audit_line.territory_id = person.territory_id AND audit_line.record_kind = 'person'
              AND audit_line.record_id = person.id)
          """),
      .table(
        Table(
          "person_key",
          [
            .init("territory_id", .int64, references: "territory"), .init("person_id", .int64, references: "person"),
            .init("key", .text),
          ], unique: [["person_id", "key"]])),
      .index("person_key_by_key", "person_key (territory_id, key, person_id)"),
      .table(
        Table(
          "person_contact",
          [
            .id, .init("territory_id", .int64, references: "territory"),
            .init("person_id", .int64, references: "person"), .init("day", .day),
            .init("kind", .text, check: "kind IN ('meeting', 'call', 'message', 'visit', 'event')"),
            .init("account_id", .int64, null: true, references: "account"),
          ])),
      .index("person_contact_by_person", "person_contact (territory_id, person_id, day)"),
      .table(
        Table(
          "data_purpose",
          Migrations.entryColumns() + Migrations.labelColumns + [
            .init("basis", .text), .init("months", .int64, check: "months BETWEEN 1 AND 1200"),
            .init("notice_days", .int64, check: "notice_days BETWEEN 1 AND 365"), .init("reason", .text, null: true),
          ], unique: [["programme_id", "key"]])),
      .table(
        Table(
          "person_purpose",
          [
            .id, .init("territory_id", .int64, references: "territory"),
            .init("person_id", .int64, references: "person"),
            .init("data_purpose_id", .int64, references: "data_purpose"), .init("from_day", .day),
          ], unique: [["person_id", "data_purpose_id"]])),
      .index("person_purpose_by_purpose", "person_purpose (territory_id, data_purpose_id, person_id)"),
      .table(
        Table(
          "data_request",
          [
            .id, .init("territory_id", .int64, references: "territory"),
            .init("person_id", .int64, references: "person"),
            .init("kind", .text, check: "kind IN ('access', 'rectification', 'erasure', 'objection', 'restriction')"),
            .init("text", .text, default: "''"), .init("received_on", .day), .init("answered_on", .day, null: true),
            .init("answer", .text, null: true), .init("version", .int64, default: "1"),
          ],
          checks: [
            "(answered_on IS NULL) = (answer IS NULL)", "answered_on IS NULL OR answered_on >= received_on",
          ])),
      .index("data_request_by_territory", "data_request (territory_id, answered_on, received_on, id)"),
      .index("data_request_by_person", "data_request (territory_id, person_id, id)"),
    ])
}
