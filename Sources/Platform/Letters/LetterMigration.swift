import SQL

extension Migration {
  /// The templates of a territory's letters.
  static let letters: [Step] = [
    .table(
      Table(
        "letter_template",
        [
          .id, .init("territory_id", .int64, references: "territory"),
          .init("name", .text, check: "length(name) BETWEEN 1 AND 120"), .init("sort_key", .text),
          // What kind of record it writes about; a capability that is taken away leaves its templates behind.
          .init("kind", .text, check: "length(kind) BETWEEN 1 AND 60"),
          .init("format", .text, check: "format IN ('odt', 'docx')"), .init("size", .int64), .init("content", .bytes),
          .init("withdrawn_day", .day, null: true), .init("version", .int64, default: "1"),
        ])),
    .index("letter_template_by_key", "letter_template (territory_id, sort_key, id)"),
  ]
}
