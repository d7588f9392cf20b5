import SQL

extension Migration {
  /// The lines that wrote a record are asked for when a later import of it is taken back, and when somebody is forgotten.
  static let importedRecords = Migration(
    13, "records of imports",
    [.both("CREATE INDEX import_line_by_record ON import_line (record_id, record_version) WHERE record_id IS NOT NULL")]
  )
}
