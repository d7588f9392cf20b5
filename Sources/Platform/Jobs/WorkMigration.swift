import SQL

extension Migration {
  /// What is done beside the answers, by whichever process is free; and the tables that people send.
  static let work = Migration(
    8, "jobs and imports",
    [
      .table(
        Table(
          "job",
          [
            .id, .init("territory_id", .int64, references: "territory"),
            .init("account_id", .int64, references: "account"), .init("kind", .text), .init("subject", .int64),
            .init("state", .text, check: "state IN ('queued', 'running', 'done', 'parked', 'cancelled')"),
            .init("attempts", .int64, default: "0"), .init("done", .int64, default: "0"),
            .init("total", .int64, null: true),
            .init("cause", .text, null: true, check: "cause IN ('failed', 'fell', 'orphaned', 'unknown')"),
            .init("reference", .text, null: true), .init("claimed_by", .text, null: true),
            .init("claimed_until", .instant, null: true), .init("next_at", .instant), .init("created_at", .instant),
            .init("ended_at", .instant, null: true),
          ],
          checks: [
            "(state = 'running') = (claimed_by IS NOT NULL)", "(claimed_by IS NULL) = (claimed_until IS NULL)",
            "(ended_at IS NOT NULL) = (state IN ('done', 'parked', 'cancelled'))",
            "(state = 'parked') = (cause IS NOT NULL)",
          ])),
      .both("CREATE INDEX job_waiting ON job (next_at, id) WHERE state IN ('queued', 'running')"),
      .index("job_by_territory", "job (territory_id, id)"),
      .index("job_by_subject", "job (territory_id, subject, kind, id)"),
      .table(
        Table(
          "import_run",
          [
            .id, .init("territory_id", .int64, references: "territory"),
            .init("account_id", .int64, references: "account"), .init("kind", .text),
            // What the records belong to, where they belong to something.
            .init("context", .int64, null: true), .init("file_name", .text),
            .init(
              "state", .text,
              check: "state IN ('reading', 'unreadable', 'ready', 'applying', 'done', 'undoing', 'undone', 'dropped')"),
            // Which column is which, as the file says or as somebody said instead.
            .init("plan", .text, null: true), .init("fault", .text, null: true), .init("created_at", .instant),
            .init("applied_at", .instant, null: true), .init("version", .int64, default: "1"),
          ], checks: ["(state = 'unreadable') = (fault IS NOT NULL)"])),
      .index("import_run_by_territory", "import_run (territory_id, id)"),
      .table(
        Table(
          "import_file",
          [
            .id(of: "import_run"), .init("territory_id", .int64, references: "territory"), .init("bytes", .bytes),
          ])),
      .table(
        Table(
          "import_line",
          [
            .id, .init("territory_id", .int64, references: "territory"),
            .init("import_id", .int64, references: "import_run"), .init("line", .int64),
            .init("state", .text, check: "state IN ('new', 'changed', 'same', 'doubtful', 'rejected')"),
            .init("cells", .text),
            // Why it is rejected, what it changes, whom it looks like.
            .init("notes", .text, null: true), .init("record_id", .int64, null: true),
            .init(
              "outcome", .text, null: true, check: "outcome IN ('written', 'same', 'refused', 'undone', 'kept')"),
            .init("record_version", .int64, null: true), .init("before", .text, null: true),
          ], unique: [["import_id", "line"]],
          checks: [
            "state NOT IN ('changed', 'same') OR record_id IS NOT NULL",
            "(outcome IN ('written', 'undone', 'kept')) = (record_version IS NOT NULL) OR outcome IS NULL",
          ])),
      .index("import_line_by_state", "import_line (import_id, state, line)"),
    ])
}
