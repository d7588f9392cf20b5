import SQL

extension Migrations {
  public static let platform = Migrations(
    "platform",
    [
      Migration(
        1, "territories, organisations, audit",
        [
          .table(
            Table(
              "installation",
              [
                .init("id", .int64, check: "id = 1"),
                .init("secret", .bytes),
              ], unique: [["id"]])),
          .table(
            Table(
              "territory",
              [
                .id, .init("slug", .text, check: "length(slug) BETWEEN 1 AND 60"),
                .init("name", .text, check: "length(name) BETWEEN 1 AND 160"),
              ], unique: [["slug"]])),
          .table(
            Table(
              "organisation",
              [
                .id, .init("territory_id", .int64, references: "territory"),
                .init("name", .text, check: "length(name) BETWEEN 1 AND 160"), .init("sort_key", .text),
              ])),
          .index("organisation_by_key", "organisation (territory_id, sort_key, id)"),
          .table(
            Table(
              "audit_line",
              [
                .id, .init("territory_id", .int64, references: "territory"), .init("at", .instant),
                .init("actor_kind", .text), .init("actor_name", .text), .init("action", .text),
                .init("record_kind", .text), .init("record_id", .int64), .init("before_json", .text, null: true),
                .init("after_json", .text, null: true),
              ])),
          .index("audit_line_by_territory", "audit_line (territory_id, id)"),
          .index("audit_line_by_record", "audit_line (territory_id, record_kind, record_id, id)"),
          .table(
            Table(
              "submission",
              [
                .init("territory_id", .int64, references: "territory"), .init("once", .text),
                .init("location", .text), .init("at", .instant),
              ], unique: [["territory_id", "once"]])),
          .index("submission_by_time", "submission (at)"),
        ]),
      .people, .daily, .programmes, .figures, .directory, .identities, .work, .notifications, .exports, .personalData,
      .directoryLists, .importedRecords, .matchKeys, .openingHours,
    ])
}
