import CSQLite
import CZlib
import Glibc

/// A backup: one gzip file with a SQLite database inside, whichever database it was taken from.
///
/// So a backup opens with everyday tools, its checksum is gzip's own, and restoring into the other kind of database is
/// how an installation moves from SQLite to PostgreSQL.
public struct Archive: Sendable {
  public let path: String

  public init(_ path: String) { self.path = path }

  /// Copies everything as it stands at one moment, while others go on writing. The file appears complete or not at all.
  public func backup(_ database: Database, _ schema: Schema) async throws -> Summary {
    let raw: String = path + ".part.db"
    let packed: String = path + ".part"
    defer { Archive.remove(raw, packed) }
    Archive.remove(raw)
    if case .file(let file) = database.address {
      guard access(file, R_OK) == 0 else { throw DatabaseError(.unreachable, "\(file): no such database") }
      // Reads one moment of the database, on a connection of its own, while others write.
      try SQLiteConnection(file, writes: true, trace: nil).run(Query("VACUUM INTO \(raw)").rendered(for: .sqlite))
    } else {
      let copy = try Database(.file(raw))
      try await schema.migrate(copy)
      try await database.snapshot { source in
        try await copy.change { target in try await Archive.copy(schema, from: source, to: target) }
      }
      try await copy.checkpoint()
    }
    let summary: Summary = try await Archive.verify(raw, schema)
    try Archive.compress(raw, to: packed)
    guard rename(packed, path) == 0 else { throw Archive.failure(path) }
    return summary
  }

  /// Replaces the whole content of `database` in one transaction, after having proved that the file is sound.
  public func restore(into database: Database, _ schema: Schema) async throws -> Summary {
    let raw: String = path + ".restoring-\(getpid()).db"
    defer { Archive.remove(raw) }
    try Archive.decompress(path, to: raw)
    let source = try Database(.file(raw))
    do { try await schema.migrate(source) } catch let error as DatabaseError where error.kind != .readOnly {
      throw DatabaseError(.damaged, error.message)
    }
    let summary: Summary = try await Archive.verify(raw, schema)
    try await schema.migrate(database)
    let tables: [Table] = schema.tables
    try await source.snapshot { reader in
      try await database.change { writer in
        if writer.dialect == .postgres {
          // Nobody writes meanwhile: a site that goes on would put rows where there must be none.
          let names: String = tables.map(\.name).joined(separator: ", ")
          try await writer.run(Query(trusted: "LOCK TABLE \(names) IN EXCLUSIVE MODE"))
        }
        try await Archive.unguarded(writer) {
          for table in tables.reversed() { try await writer.run(Query(trusted: "DELETE FROM \(table.name)")) }
          try await Archive.copy(schema, from: reader, to: writer)
        }
      }
    }
    return summary
  }

  /// Triggers that keep what was issued from being changed let everything be replaced, and watch again afterwards: in one
  /// transaction, nobody meets them off duty.
  private static func unguarded(_ writer: Session, _ body: () async throws -> Void) async throws {
    switch writer.dialect {
    case .sqlite:
      let guards: [(name: String, sql: String)] = try await writer.all(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
      ) { row in (try row.next(), try row.next()) }
      for one in guards { try await writer.run(Query(trusted: "DROP TRIGGER \(one.name)")) }
      try await body()
      for one in guards { try await writer.run(Query(trusted: one.sql)) }
    case .postgres:
      let guarded: [String] = try await writer.all(
        """
        SELECT DISTINCT pg_class.relname::text FROM pg_trigger JOIN pg_class ON pg_class.oid = pg_trigger.tgrelid
        JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
        WHERE NOT pg_trigger.tgisinternal AND pg_namespace.nspname = current_schema()
        """
      ) { row in try row.next() }
      for table in guarded { try await writer.run(Query(trusted: "ALTER TABLE \(table) DISABLE TRIGGER USER")) }
      try await body()
      for table in guarded { try await writer.run(Query(trusted: "ALTER TABLE \(table) ENABLE TRIGGER USER")) }
    }
  }

  /// What a backup holds, in rows per table.
  public struct Summary: Sendable, Equatable {
    public let rows: [String: Int]
    public var total: Int { rows.values.reduce(0, +) }
  }

  private static func verify(_ raw: String, _ schema: Schema) async throws -> Summary {
    let database = try Database(.file(raw))
    return try await database.read { session in
      let faults: [String] = try await session.all("PRAGMA integrity_check") { row in try row.next() }
      guard faults == ["ok"] else { throw DatabaseError(.damaged, faults.joined(separator: "; ")) }
      let orphans: [String] = try await session.all("PRAGMA foreign_key_check") { row in try row.next() }
      guard orphans.isEmpty else { throw DatabaseError(.damaged, "orphans in \(orphans.joined(separator: ", "))") }
      var rows: [String: Int] = [:]
      for table in schema.tables {
        rows[table.name] = try await session.value(Query(trusted: "SELECT count(*) FROM \(table.name)"))
      }
      return Summary(rows: rows)
    }
  }

  private static func copy(_ schema: Schema, from source: Session, to target: Session) async throws {
    for table in schema.tables {
      let names: String = table.columnNames
      let order: String = table.columns.contains { $0.type == .id } ? " ORDER BY id" : ""
      let insert = Query(trusted: "INSERT INTO \(table.name) (\(names)) ")
      let most: Int = max(1, 500 / table.columns.count)
      let own: [Int] = table.columns.indices.filter { table.columns[$0].reference == table.name }
      try await source.batches(Query(trusted: "SELECT \(names) FROM \(table.name)\(order)"), size: most) { row in
        var values: [Value] = []
        for column in table.columns { values.append(try column.type.read(&row)) }
        return values
      } _: { batch in
        let rows: [[Value]] = batch.map { values in
          var values: [Value] = values
          // A row may refer to one of its own table that comes after it.
          for column in own { values[column] = .null }
          return values
        }
        try await target.run(insert + .rows(rows))
      }
      for column in own { try await refer(table, table.columns[column], from: source, to: target) }
      if target.dialect == .postgres, table.columns.contains(where: { $0.type == .id }) {
        _ = try await target.first(
          Query(
            trusted: """
              SELECT setval(pg_get_serial_sequence('\(table.name)', 'id'), coalesce(max(id), 0) + 1, false)
              FROM \(table.name)
              """)
        ) { _ in true }
      }
    }
    for index in schema.termIndexes {
      if let query = index.rebuild(for: target.dialect) { try await target.run(query) }
    }
  }

  private static func refer(
    _ table: Table, _ column: Table.Column, from source: Session, to target: Session
  ) async throws {
    let which = "SELECT id, \(column.name) FROM \(table.name) WHERE \(column.name) IS NOT NULL ORDER BY id"
    try await source.batches(Query(trusted: which)) { row in
      (try row.next(Int64.self), try row.next(Int64.self))
    } _: { batch in
      for (id, other) in batch {
        try await target.run(
          "UPDATE \(Query(trusted: table.name)) SET \(Query(trusted: column.name)) = \(other) WHERE id = \(id)")
      }
    }
  }

  private static func compress(_ source: String, to target: String) throws {
    guard let input = fopen(source, "rb") else { throw failure(source) }
    defer { fclose(input) }
    guard let output = gzopen(target, "wb6") else { throw failure(target) }
    var buffer: [UInt8] = Array(repeating: 0, count: 1 << 16)
    while true {
      let count: Int = fread(&buffer, 1, buffer.count, input)
      if count == 0 { break }
      guard gzwrite(output, buffer, UInt32(count)) == count else {
        gzclose(output)
        throw failure(target)
      }
    }
    let wasRead: Bool = ferror(input) == 0
    guard gzclose(output) == Z_OK, wasRead else { throw failure(target) }
    try synchronise(target)
  }

  private static func decompress(_ source: String, to target: String) throws {
    guard let input = gzopen(source, "rb") else { throw failure(source) }
    defer { gzclose(input) }
    guard let output = fopen(target, "wb") else { throw failure(target) }
    defer { fclose(output) }
    var buffer: [UInt8] = Array(repeating: 0, count: 1 << 16)
    var total: Int = 0
    while true {
      let count: Int32 = gzread(input, &buffer, UInt32(buffer.count))
      if count == 0 { break }
      // gzip's own checksum and length: a flipped bit or a cut file stops here.
      guard count > 0 else { throw DatabaseError(.damaged, "\(source): the file is damaged") }
      guard fwrite(buffer, 1, Int(count), output) == Int(count) else { throw failure(target) }
      total += Int(count)
    }
    var code: Int32 = Z_OK
    _ = gzerror(input, &code)
    guard code == Z_OK, gzdirect(input) == 0, total > 0 else {
      throw DatabaseError(.damaged, "\(source): not a complete backup")
    }
    guard fflush(output) == 0 else { throw failure(target) }
  }

  private static func synchronise(_ path: String) throws {
    let file: Int32 = open(path, O_RDONLY)
    guard file >= 0 else { throw failure(path) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw failure(path) }
  }

  private static func failure(_ path: String) -> DatabaseError {
    let reason: String = String(cString: strerror(errno))
    return DatabaseError(errno == ENOSPC ? .full : .unreachable, "\(path): \(reason)")
  }

  private static func remove(_ paths: String...) {
    for path in paths {
      for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
    }
  }
}
