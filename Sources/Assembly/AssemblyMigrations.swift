import Platform
import SQL

extension Migrations {
  static let assembly = Migrations(
    "assembly",
    [
      Migration(
        1, "bodies, mandates and opinions",
        [
          .table(
            Table(
              "body",
              Migrations.entryColumns() + labelColumns + [
                .init("purpose", .text, null: true), .init("least_meetings", .int64, null: true),
                .init("most_meetings", .int64, null: true),
              ], unique: [["programme_id", "key"]],
              checks: ["least_meetings IS NULL OR most_meetings IS NULL OR least_meetings <= most_meetings"])),
          .table(
            Table(
              "seat", Migrations.entryColumns(of: "body") + labelColumns + [.init("votes", .bool)],
              unique: [["body_id", "key"]])),
          .table(
            Table(
              "mandate",
              [
                .id, .init("territory_id", .int64, references: "territory"),
                .init("seat_id", .int64, references: "seat"),
                .init("organisation_id", .int64, null: true, references: "organisation"),
                .init("person", .text, null: true, check: "length(person) BETWEEN 1 AND 160"),
                .init("function", .text, null: true, check: "length(function) BETWEEN 1 AND 160"),
                .init("start_day", .day), .init("end_day", .day, null: true),
                .init("provenance", .text, check: "provenance IN ('entered', 'reconstructed')"),
                .init("version", .int64, default: "1"),
              ],
              checks: ["end_day IS NULL OR end_day >= start_day", "organisation_id IS NOT NULL OR person IS NOT NULL"])),
          .index("mandate_by_seat", "mandate (seat_id, start_day, end_day)"),
          .noOverlap(table: "mandate", key: "seat_id", from: "start_day", to: "end_day"),
          .table(
            Table(
              "opinion",
              [
                .id, .init("territory_id", .int64, references: "territory"),
                .init("programme_id", .int64, references: "programme"), .init("body_id", .int64, references: "body"),
                .init("case_kind", .text), .init("case_id", .int64),
                .init("verdict", .text, check: "verdict IN ('favourable', 'unfavourable', 'deferred')"),
                .init("day", .day), .init("reason", .text),
                .init("present", .int64, null: true, check: "present IS NULL OR present > 0"),
                .init("retraction", .text, null: true, check: "retraction <> ''"),
                .init("provenance", .text, check: "provenance IN ('entered', 'reconstructed')"),
                .init("version", .int64, default: "1"),
              ], checks: ["verdict = 'favourable' OR reason <> ''"])),
          .index("opinion_by_case", "opinion (territory_id, case_kind, case_id, day)"),
          .index("opinion_by_body", "opinion (body_id, day)"),
        ])
    ])
}
