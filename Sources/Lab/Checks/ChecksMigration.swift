import Platform
import SQL

extension Migration {
  static let labParagraphs = Migration(
    4, "paragraphs of sheets",
    [
      .table(
        Table(
          "passage",
          [
            .id, .init("territory_id", .int64, references: "territory"),
            .init("sheet_id", .int64, references: "sheet"), .init("rubric", .text),
            .init("rank", .int64), .init("original", .text), .init("text", .text), .init("digest", .text),
            .init("at", .instant), .init("published_at", .instant, null: true),
            .init("in_draft", .bool), .init("in_publication", .bool),
          ], unique: [["sheet_id", "rubric", "digest"]])),
      .table(
        Table(
          "passage_band",
          [
            .init("territory_id", .int64, references: "territory"),
            .init("passage_id", .int64, references: "passage"), .init("band", .int64),
          ], unique: [["passage_id", "band"]])),
      .index("passage_band_by_band", "passage_band (band, passage_id)"),
      // Where a paragraph was taken from, by whoever moved it.
      .table(
        Table(
          "passage_origin",
          [
            .init("territory_id", .int64, references: "territory"), .init("sheet_id", .int64, references: "sheet"),
            .init("rubric", .text), .init("digest", .text), .init("title", .text), .init("territory_name", .text),
            .init("address", .text, null: true), .init("source_rubric", .text), .init("author", .text),
            .init("at", .instant),
          ], unique: [["sheet_id", "rubric", "digest"]])),
      .table(
        Table(
          "link_result",
          [
            .init("territory_id", .int64, references: "territory"), .init("sheet_id", .int64, references: "sheet"),
            .init("address", .text), .init("status", .int64, null: true), .init("outcome", .text),
            .init("day", .day),
          ], unique: [["sheet_id", "address"]])),
      // A document that somebody brought along, until it is put into the rubrics or given up.
      .table(
        Table(
          "sheet_arrival",
          [
            .id, .init("territory_id", .int64, references: "territory"),
            .init("programme_id", .int64, references: "programme"), .init("sheet_id", .int64, references: "sheet"),
            .init("name", .text), .init("parts", .text), .init("author", .text), .init("at", .instant),
          ])),
      .index("sheet_arrival_by_sheet", "sheet_arrival (sheet_id, id)"),
    ])
}
