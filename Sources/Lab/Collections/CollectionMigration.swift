import Platform
import SQL

extension Migration {
  static let labCollections = Migration(
    3, "collections and reviews",
    [
      .table(
        Table(
          "collection",
          hangingColumns + [
            .init("name", .text, check: "length(name) BETWEEN 1 AND 160"), .init("sort_key", .text),
            .init("call", .text), .init("opened_day", .day), .init("deadline", .day),
            .init("closed_day", .day, null: true),
          ] + endingColumns, unique: [["programme_id", "name"]],
          checks: ["deadline >= opened_day", "closed_day IS NULL OR closed_day >= opened_day"])),
      // Of the network that asks, and of the territory that is asked: each reads its own side of it.
      .table(
        Table(
          "sheet_invitation",
          reviewColumns + [
            .init("collection_id", .int64, references: "collection"), .init("contact", .text), .init("email", .text),
            .init("wish", .text), .init("invited_at", .instant),
            .init("sheet_id", .int64, null: true, references: "sheet"),
            .init("stage", .text, check: "stage IN (\(stages))"), .init("since", .instant), .init("answer", .text),
          ] + endingColumns,
          checks: ["stage IN ('invited', 'declined', 'withdrawn') OR sheet_id IS NOT NULL"])),
      .index("sheet_invitation_by_guest", "sheet_invitation (guest_id, stage)"),
      .index("sheet_invitation_by_collection", "sheet_invitation (collection_id, id)"),
      .both(
        """
        CREATE UNIQUE INDEX sheet_invitation_under_way ON sheet_invitation (sheet_id)
        WHERE sheet_id IS NOT NULL AND stage NOT IN ('published', 'declined', 'withdrawn')
        """),
      // Every step as it was taken, with what the sheet said then.
      .table(
        Table(
          "sheet_step",
          reviewColumns + [
            .init("invitation_id", .int64, references: "sheet_invitation"), .init("step", .text),
            .init("at", .instant), .init("name", .text), .init("side_id", .int64, references: "territory"),
            .init("note", .text), .init("content", .text, null: true),
            .init("agreed_name", .text, null: true), .init("agreed_day", .day, null: true),
          ], checks: ["(agreed_name IS NULL) = (agreed_day IS NULL)"])),
      .index("sheet_step_by_invitation", "sheet_step (invitation_id, id)"),
      .table(
        Table(
          "sheet_comment",
          reviewColumns + [
            .init("invitation_id", .int64, references: "sheet_invitation"), .init("place", .text),
            .init("quotation", .text), .init("text", .text), .init("author", .text),
            .init("side_id", .int64, references: "territory"),
            .init("account_id", .int64, null: true, references: "account"), .init("at", .instant),
            .init("reply_to", .int64, null: true, references: "sheet_comment"),
            .init("resolved_at", .instant, null: true), .init("resolved_by", .text, null: true),
          ], checks: ["(resolved_at IS NULL) = (resolved_by IS NULL)"])),
      .index("sheet_comment_by_invitation", "sheet_comment (invitation_id, id)"),
      .table(
        Table(
          "collection_reviewer",
          [
            .id, .init("territory_id", .int64, references: "territory"),
            .init("collection_id", .int64, references: "collection"),
            .init("account_id", .int64, references: "account"), .init("name", .text), .init("email", .text),
            .init("at", .instant),
          ], unique: [["collection_id", "account_id"]])),
    ])

  private static let reviewColumns: [Table.Column] = [
    .id, .init("territory_id", .int64, references: "territory"), .init("guest_id", .int64, references: "territory"),
  ]

  private static let hangingColumns: [Table.Column] = Migrations.hangingColumns
  private static let endingColumns: [Table.Column] = Migrations.endingColumns

  private static let stages: String = SheetStage.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
}
