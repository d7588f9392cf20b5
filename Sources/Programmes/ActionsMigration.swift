import Platform
import SQL

extension Migration {
  /// What programmes do, and with whom.
  static let actions = Migration(
    2, "partners, plans, actions",
    [
      .table(
        Table(
          "plan",
          Migrations.hangingColumns + [
            .init("name", .text, check: "length(name) BETWEEN 1 AND 160"), .init("sort_key", .text),
            .init("year", .int64, check: "year BETWEEN 1900 AND 2170"),
            .init("previous_id", .int64, null: true, references: "plan"),
          ] + Migrations.endingColumns, unique: [["programme_id", "sort_key"]],
          checks: ["previous_id IS NULL OR previous_id <> id"])),
      .index("plan_by_year", "plan (programme_id, year, id)"),
      .table(
        Table(
          "action",
          Migrations.hangingColumns + [
            .init("plan_id", .int64, null: true, references: "plan"),
            .init("title", .text, check: "length(title) BETWEEN 1 AND 200"), .init("sort_key", .text),
            .init("state", .text, check: "state IN ('next', 'in-progress', 'done')"), .init("pilot", .text),
            .init("sponsor", .text), .init("services", .text), .init("partners", .text),
            .init("first_day", .day, null: true), .init("last_day", .day, null: true),
            .init("due_day", .day, null: true), .init("rank", .int64, null: true, check: "rank IS NULL OR rank > 0"),
            .init("description", .text), .init("result", .text), .init("obstacles", .text), .init("solutions", .text),
            .init("success_factors", .text), .init("continues_id", .int64, null: true, references: "action"),
            .init("awaits_decision", .bool), .init("decision", .text),
          ] + Migrations.endingColumns,
          checks: [
            "last_day IS NULL OR first_day IS NULL OR last_day >= first_day",
            "due_day IS NULL OR first_day IS NULL OR due_day >= first_day",
            "continues_id IS NULL OR continues_id <> id", "state <> 'done' OR NOT awaits_decision OR decision <> ''",
          ])),
      .index("action_by_rank", "action (programme_id, rank, sort_key, id)"),
      .index("action_by_title", "action (programme_id, sort_key, id)"),
      .index("action_by_due", "action (programme_id, due_day, sort_key, id)"),
      .index("action_by_plan", "action (plan_id, rank, sort_key, id)"),
      .index("action_by_origin", "action (continues_id)"),
      .index("action_by_name", "action (territory_id, sort_key, id)"),
      .index("action_to_do", "action (territory_id, due_day, id)"),
      .table(
        Table(
          "action_term",
          Migrations.hangingColumns + [
            .init("action_id", .int64, references: "action"), .init("use", .text, check: "use IN ('themes', 'axes')"),
            .init("key", .text),
          ], unique: [["action_id", "use", "key"]])),
      .index("action_term_by_key", "action_term (programme_id, use, key)"),
      .table(
        Table(
          "partner",
          Migrations.hangingColumns + [
            .init("organisation_id", .int64, references: "organisation"), .init("role", .text, null: true),
            .init("from_day", .day, null: true), .init("to_day", .day, null: true),
            .init("full_time", .int64, null: true, check: "full_time IS NULL OR full_time > 0"), .init("note", .text),
          ] + Migrations.endingColumns, checks: ["to_day IS NULL OR from_day IS NULL OR to_day >= from_day"])),
      .index("partner_by_programme", "partner (programme_id, organisation_id, id)"),
      .index("partner_by_organisation", "partner (organisation_id)"),
      .index("partner_by_role", "partner (programme_id, role)"),
      .table(
        Table(
          "deliverable",
          Migrations.hangingColumns + [
            .init("name", .text, check: "length(name) BETWEEN 1 AND 200"), .init("sort_key", .text),
            .init("kind", .text), .init("origin", .text),
            .init("action_id", .int64, null: true, references: "action"), .init("day", .day, null: true),
            .init("address", .text), .init("is_public", .bool),
          ] + Migrations.endingColumns)),
      .index("deliverable_by_name", "deliverable (programme_id, sort_key, id)"),
      .index("deliverable_by_day", "deliverable (programme_id, day, sort_key, id)"),
      .index("deliverable_by_action", "deliverable (action_id)"),
      // « award » alone is what a label gives to those who apply for it.
      .table(
        Table(
          "programme_award",
          Migrations.hangingColumns + [
            .init("name", .text, check: "length(name) BETWEEN 1 AND 200"), .init("sort_key", .text),
            .init("given_by", .text), .init("day", .day, null: true), .init("address", .text),
          ] + Migrations.endingColumns)),
      .index("programme_award_by_name", "programme_award (programme_id, sort_key, id)"),
      .index("programme_award_by_day", "programme_award (programme_id, day, sort_key, id)"),
    ])
}
