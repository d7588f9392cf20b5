import Platform
import SQL

extension Migrations {
  static let lab = Migrations(
    "lab",
    [
      Migration(
        1, "sheets and publications",
        [
          .table(
            Table(
              "lab_setting",
              Migrations.entryColumns() + [
                .init("stale_months", .int64, check: "stale_months BETWEEN 1 AND 120"),
                .init("introduction", .text, null: true), .init("licence", .text, null: true),
              ], unique: [["programme_id", "key"]])),
          .table(
            Table(
              "sheet",
              hangingColumns + [
                .init("kind", .text, check: "kind IN ('lab', 'action')"), .init("slug", .text, null: true),
              ] + head + endingColumns, unique: [["programme_id", "kind"]],
              checks: ["(kind = 'lab') = (slug IS NOT NULL)"])),
          .both("CREATE UNIQUE INDEX sheet_by_slug ON sheet (slug) WHERE slug IS NOT NULL"),
          .table(
            Table(
              "sheet_term",
              [
                .init("territory_id", .int64, references: "territory"), .init("sheet_id", .int64, references: "sheet"),
                .init("programme_id", .int64, references: "programme"), .init("use", .text), .init("key", .text),
              ], unique: [["sheet_id", "use", "key"]])),
          .table(
            Table(
              "rubric",
              [
                .id, .init("territory_id", .int64, references: "territory"),
                .init("sheet_id", .int64, references: "sheet"), .init("kind", .text), .init("text", .text),
                .init("author", .text), .init("at", .instant), .init("version", .int64, default: "1"),
              ], unique: [["sheet_id", "kind"]])),
          // What a rubric said before: nobody’s text is ever lost.
          .table(
            Table(
              "rubric_version",
              [
                .init("territory_id", .int64, references: "territory"),
                .init("rubric_id", .int64, references: "rubric"), .init("version", .int64), .init("text", .text),
                .init("author", .text), .init("at", .instant),
              ], unique: [["rubric_id", "version"]])),
          .table(
            Table(
              "vision",
              [
                .id, .init("territory_id", .int64, references: "territory"),
                .init("sheet_id", .int64, references: "sheet"),
                .init("name", .text, check: "length(name) BETWEEN 1 AND 120"), .init("mandates", .text),
                .init("text", .text), .init("is_quotation", .bool), .init("rank", .int64),
                .init("version", .int64, default: "1"),
              ])),
          .index("vision_by_sheet", "vision (sheet_id, rank, id)"),
          .table(
            Table(
              "publication",
              hangingColumns + [
                .init("sheet_id", .int64, references: "sheet"), .init("number", .int64), .init("slug", .text),
              ] + head + [
                .init("content", .text), .init("published_at", .instant), .init("published_by", .text),
                .init("state", .text, check: "state IN ('current', 'superseded', 'withdrawn')"),
                .init("withdrawn_at", .instant, null: true), .init("withdrawal", .text, null: true),
                .init("provenance", .text, check: "provenance IN ('entered', 'reconstructed')"),
              ], unique: [["sheet_id", "number"]],
              checks: ["(state = 'withdrawn') = (withdrawn_at IS NOT NULL)"])),
          .both("CREATE UNIQUE INDEX publication_by_slug ON publication (slug) WHERE state <> 'superseded'"),
          .index("publication_by_title", "publication (state, sort_key, id)"),
          .index("publication_by_date", "publication (state, published_at, id)"),
          .index("publication_by_update", "publication (state, updated_day, id)"),
          .table(
            Table(
              "publication_term",
              [
                .init("territory_id", .int64, references: "territory"),
                .init("publication_id", .int64, references: "publication"),
                .init("programme_id", .int64, references: "programme"), .init("use", .text), .init("key", .text),
              ], unique: [["publication_id", "use", "key"]])),
          .index("publication_term_by_key", "publication_term (use, key, publication_id)"),
        ] + PublicationStore.texts.steps),
      .labAdoptions,
      .labCollections,
      .labParagraphs,
      .labEditions,
      .labReaders,
      // The catalogue asks of each publication whether its programme is hidden and its territory closed: the index that it
      // walks answers.
      Migration(
        7, "a catalogue that is walked in its index",
        [
          .both("DROP INDEX publication_by_title"),
          .index("publication_by_title", "publication (state, sort_key, id, programme_id, territory_id)"),
        ]),
    ])

  /// What a sheet and its publications say above their rubrics.
  private static let head: [Table.Column] = [
    .init("title", .text, check: "length(title) BETWEEN 1 AND 200"), .init("sort_key", .text),
    .init("lead", .text), .init("owner", .text), .init("lab_id", .int64, null: true, references: "programme"),
    .init("since_year", .int64, null: true), .init("budget", .int64, null: true),
    .init("budget_year", .int64, null: true), .init("updated_day", .day),
  ]
}
