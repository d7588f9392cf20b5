import SQL

extension Migration {
  /// What people who come every day keep for themselves: their views of lists, and the way back from a bulk action.
  static let daily = Migration(
    3, "saved views, undo, letters",
    [
      .table(
        Table(
          "saved_view",
          [
            .id, .init("territory_id", .int64, references: "territory"),
            .init("account_id", .int64, references: "account"), .init("path", .text),
            .init("name", .text, check: "length(name) BETWEEN 1 AND 60"), .init("sort_key", .text),
            .init("query", .text), .init("is_shared", .bool),
          ], unique: [["account_id", "territory_id", "path", "sort_key"]])),
      .index("saved_view_by_list", "saved_view (territory_id, path)"),
      .table(
        Table(
          "undo",
          [
            .id, .init("territory_id", .int64, references: "territory"),
            .init("account_id", .int64, null: true, references: "account"), .init("action", .text),
            .init("records", .int64), .init("steps", .text), .init("at", .instant),
            .init("undone_at", .instant, null: true),
          ])),
      .index("undo_by_time", "undo (at)"),
    ] + letters)
}
