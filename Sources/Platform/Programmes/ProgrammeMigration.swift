import SQL

extension Migration {
  /// What a programme says of itself, where its configuration came from, and documents that wait to be taken over.
  static let programmes = Migration(
    4, "programmes and their configuration",
    [
      .column(.init("summary", .text, default: "''"), of: "programme"),
      .column(.init("owner_id", .int64, null: true, references: "organisation"), of: "programme"),
      .column(.init("parent_id", .int64, null: true, references: "programme"), of: "programme"),
      .column(.init("origin_territory", .text, null: true), of: "programme"),
      .column(.init("origin_programme", .text, null: true), of: "programme"),
      .column(.init("origin_hash", .text, null: true), of: "programme"),
      .table(
        Table(
          "configuration_draft",
          [
            .id, .init("territory_id", .int64, references: "territory"),
            .init("programme_id", .int64, references: "programme"), .init("document", .text), .init("at", .instant),
          ])),
      .index("configuration_draft_by_programme", "configuration_draft (programme_id, id)"),
    ])
}
