import Platform
import SQL

extension Migrations {
  static let indicators = Migrations(
    "indicators",
    [
      Migration(
        1, "indicators, targets, published figures, steering packs",
        configured + [
          .table(
            Table(
              "forecast",
              hangingColumns + [
                .init("indicator", .text), .init("day", .day), .init("value", .double),
                .init("stated_day", .day), .init("source", .text, default: "''"),
              ] + endingColumns)),
          .index("forecast_by_indicator", "forecast (programme_id, indicator, day, stated_day)"),
          .table(
            Table(
              "published_figure",
              hangingColumns + [
                .init("key", .text, check: "length(key) BETWEEN 1 AND 120"),
                .init("label", .text, check: "length(label) BETWEEN 1 AND 200"), .init("label_en", .text, null: true),
                .init("sort_key", .text), .init("document", .text), .init("quotation", .text),
                .init("value", .double), .init("unit", .text), .init("counted", .text, null: true),
                .init("qualifier", .text), .init("from_day", .day, null: true), .init("to_day", .day, null: true),
                .init("kind", .text), .init("needs", .text, null: true), .init("indicator", .text, null: true),
                .init("reason", .text, null: true), .init("reason_en", .text, null: true),
              ] + endingColumns, unique: [["programme_id", "key"]],
              checks: ["from_day IS NULL OR to_day IS NULL OR from_day <= to_day"])),
          .index("published_figure_by_label", "published_figure (programme_id, sort_key, id)"),
          .index("published_figure_by_key", "published_figure (territory_id, key)"),
          .table(
            Table(
              "figure_check",
              hangingColumns + [
                .init("key", .text, check: "length(key) BETWEEN 1 AND 60"),
                .init("label", .text, check: "length(label) BETWEEN 1 AND 200"), .init("label_en", .text, null: true),
                .init("equation", .text), .init("note", .text, null: true), .init("note_en", .text, null: true),
              ] + endingColumns, unique: [["programme_id", "key"]])),
          .table(
            Table(
              "steering_pack",
              hangingColumns + [
                .init("body", .text, null: true), .init("title", .text, check: "length(title) BETWEEN 1 AND 160"),
                .init("from_day", .day), .init("to_day", .day), .init("decisions", .text, default: "''"),
                .init("comment", .text, default: "''"), .init("is_public", .bool),
                .init("issued_at", .instant, null: true),
                // What was counted on the day of issue, with the formulas it was counted by. It never changes again.
                .init("content", .text, null: true), .init("digest", .text, null: true),
              ] + endingColumns,
              checks: [
                "from_day <= to_day", "(issued_at IS NULL) = (content IS NULL)",
                "(issued_at IS NULL) = (digest IS NULL)",
              ])),
          .index("steering_pack_by_period", "steering_pack (programme_id, to_day, id)"),
        ])
    ])

  private static let configured: [Migration.Step] = [
    .table(
      Table(
        "indicator",
        Migrations.entryColumns() + labelColumns + [
          .init("unit", .text), .init("rounding", .int64, check: "rounding BETWEEN 0 AND 4"),
          .init("formula", .text), .init("coverage", .text, null: true), .init("sense", .text, null: true),
          .init("step", .text, null: true), .init("since", .day, null: true), .init("breakdowns", .text, null: true),
          .init("note", .text, null: true), .init("is_public", .bool),
        ], unique: [["programme_id", "key"]])),
    .table(
      Table(
        "target",
        Migrations.entryColumns() + labelColumns + [
          .init("indicator", .text), .init("kind", .text), .init("low", .double, null: true),
          .init("high", .double, null: true), .init("length", .int64, null: true), .init("from_day", .day, null: true),
          .init("to_day", .day, null: true),
        ], unique: [["programme_id", "key"]])),
    .table(
      Table(
        "milestone",
        Migrations.entryColumns(of: "target") + [.init("day", .day), .init("value", .double)],
        unique: [["target_id", "key"]])),
  ]
}
