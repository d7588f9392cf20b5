import HTTP
import SQL

extension ImportStore {
  /// What was sent is kept for as long as it may be taken back, and no longer: it holds what people are. What stopped
  /// half-way and nobody went on with goes too.
  static func forgetOld(_ database: Database, before: Instant) async throws {
    struct Old: Fetched {
      let (territory, id): (ID<Territory>, ID<ImportRun>)
      init(_ row: inout Row) throws(DatabaseError) { (territory, id) = (try row.next(), try row.next()) }
    }
    let kinds: [String] = JobKind.ofImports.map(\.key)
    let old: [Old] = try await database.all(
      """
      SELECT import_run.territory_id, import_run.id FROM import_run
      WHERE import_run.territory_id > 0 AND import_run.created_at < \(before)
        AND NOT EXISTS (SELECT 1 FROM job WHERE job.territory_id = import_run.territory_id
          AND job.subject = import_run.id AND job.kind IN \(.list(kinds)) AND job.state IN ('queued', 'running'))
        AND (EXISTS (SELECT 1 FROM import_file WHERE import_file.territory_id = import_run.territory_id
            AND import_file.id = import_run.id)
          OR EXISTS (SELECT 1 FROM import_line WHERE import_line.territory_id = import_run.territory_id
            AND import_line.import_id = import_run.id))
      ORDER BY import_run.id LIMIT 100
      """)
    for run in old {
      _ = try await database.change { session in
        _ = try await session.run(
          "DELETE FROM import_line WHERE territory_id = \(run.territory) AND import_id = \(run.id)")
        _ = try await session.run(
          """
          UPDATE import_run SET state = CASE state WHEN 'reading' THEN 'dropped' ELSE 'done' END, version = version + 1
          WHERE territory_id = \(run.territory) AND id = \(run.id) AND state IN ('reading', 'applying', 'undoing')
          """)
        return try await session.run("DELETE FROM import_file WHERE territory_id = \(run.territory) AND id = \(run.id)")
      }
    }
  }

  func forgetFile(of run: ImportRun) async throws {
    try await scope.jot("DELETE FROM import_file WHERE territory_id = \(scope.territory) AND id = \(run.id)")
  }

  /// Somebody who is forgotten is so in the tables that brought them as well. A file cannot be forgotten in part.
  func forget(_ person: ID<Person>) async throws {
    let runs: Query = """
      SELECT id FROM import_run WHERE territory_id = \(scope.territory) AND kind = \(Importer.people.key)
      """
    try await scope.jot(
      """
      DELETE FROM import_file WHERE territory_id = \(scope.territory) AND id IN (
        SELECT import_id FROM import_line WHERE territory_id = \(scope.territory) AND record_id = \(person)
          AND import_id IN (\(runs)))
      """)
    try await scope.jot(
      """
      UPDATE import_line SET cells = '[]', notes = NULL, before = NULL
      WHERE territory_id = \(scope.territory) AND record_id = \(person) AND import_id IN (\(runs))
      """)
  }
}
