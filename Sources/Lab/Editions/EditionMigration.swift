import Platform
import SQL

extension Migration {
  static let labEditions = Migration(
    5, "editions",
    [
      .table(
        Table(
          "edition",
          Migrations.hangingColumns + [
            .init("number", .int64, check: "number BETWEEN 1 AND 9999"),
            .init("title", .text, check: "length(title) BETWEEN 1 AND 200"), .init("subtitle", .text),
            .init("day", .day), .init("content", .text, null: true), .init("digest", .text, null: true),
            .init("issued_at", .instant, null: true),
          ] + Migrations.endingColumns, unique: [["programme_id", "number"]],
          checks: ["(issued_at IS NULL) = (content IS NULL)", "(issued_at IS NULL) = (digest IS NULL)"])),
      // Named by its address in the Lab, which never changes; what it was called and where it stood is put down at issue.
      .table(
        Table(
          "edition_sheet",
          [
            .id, .init("territory_id", .int64, references: "territory"),
            .init("programme_id", .int64, references: "programme"), .init("edition_id", .int64, references: "edition"),
            .init("slug", .text), .init("rank", .int64), .init("title", .text, null: true),
            .init("home", .text, null: true), .init("axis", .text, null: true),
            .init("provenance", .text, check: "provenance IN ('entered', 'reconstructed')"),
          ], unique: [["edition_id", "slug"]])),
      .index("edition_sheet_by_slug", "edition_sheet (slug)"),
      .table(
        Table(
          "edition_text",
          [
            .id, .init("territory_id", .int64, references: "territory"),
            .init("edition_id", .int64, references: "edition"),
            .init("kind", .text, check: "kind IN ('foreword', 'analysis', 'conclusion')"),
            .init("rank", .int64), .init("title", .text, check: "length(title) BETWEEN 1 AND 200"),
            .init("author", .text), .init("mandate", .text), .init("text", .text),
            .init("version", .int64, default: "1"),
          ])),
      .index("edition_text_by_edition", "edition_text (edition_id, rank, id)"),
      .table(
        Table(
          "edition_document",
          [
            .id, .init("territory_id", .int64, references: "territory"),
            .init("edition_id", .int64, references: "edition"), .init("content", .bytes), .init("digest", .text),
            .init("made_at", .instant),
          ], unique: [["edition_id"]])),
    ] + frozen)

  /// What was issued is refused to whoever would change it, by whatever statement. To add rows is not: a backup that is
  /// restored puts them down one after the other.
  private static let frozen: [Step] =
    [
      .perDialect(
        sqlite: "SELECT 1",
        postgres: """
          CREATE FUNCTION edition_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'an issued edition never changes' USING ERRCODE = 'integrity_constraint_violation';
          END $$
          """),
      .perDialect(
        sqlite: "SELECT 1",
        postgres: """
          CREATE FUNCTION edition_part_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF EXISTS (SELECT 1 FROM edition WHERE id = OLD.edition_id AND issued_at IS NOT NULL) THEN
              RAISE EXCEPTION 'an issued edition never changes' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
          END $$
          """),
    ]
    + stays(
      "edition", sqlite: "OLD.issued_at IS NOT NULL", postgres: "edition_stays", when: "OLD.issued_at IS NOT NULL")
    + stays("edition_sheet", sqlite: part, postgres: "edition_part_stays")
    + stays("edition_text", sqlite: part, postgres: "edition_part_stays")
    + stays("edition_document", sqlite: "OLD.id IS NOT NULL", postgres: "edition_stays")

  private static let part: String =
    "EXISTS (SELECT 1 FROM edition WHERE id = OLD.edition_id AND issued_at IS NOT NULL)"

  private static func stays(
    _ table: String, sqlite condition: String, postgres function: String, when: String? = nil
  ) -> [Step] {
    ["UPDATE", "DELETE"].map { event in
      let name: String = "\(table)_stays_\(event.lowercased())"
      let only: String = when.map { " WHEN (\($0))" } ?? ""
      return .perDialect(
        sqlite: """
          CREATE TRIGGER \(name) BEFORE \(event) ON \(table) WHEN \(condition) BEGIN
            SELECT RAISE(ABORT, 'an issued edition never changes'); END
          """,
        postgres: """
          CREATE TRIGGER \(name) BEFORE \(event) ON \(table) FOR EACH ROW\(only) EXECUTE FUNCTION \(function)()
          """)
    }
  }
}
