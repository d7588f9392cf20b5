import CSQLite

/// One connection to a SQLite file, used by one task at a time: the pool sees to it, hence `@unchecked Sendable`.
final class SQLiteConnection: @unchecked Sendable {
  let handle: OpaquePointer
  private var statements: [String: OpaquePointer] = [:]
  private let trace: Trace?

  private static let mostStatements: Int = 500

  /// Nobody reads how much memory SQLite has, and counting it takes a lock at each allocation. Before the first connection.
  private static let isConfigured: Bool = terreau_sqlite_count_no_memory() == SQLITE_OK

  init(_ path: String, writes: Bool, trace: Trace?) throws(DatabaseError) {
    self.trace = trace
    _ = Self.isConfigured
    var opened: OpaquePointer?
    let flags: Int32 = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code: Int32 = sqlite3_open_v2(path, &opened, flags, nil)
    guard let opened else { throw DatabaseError(.unreachable, "\(path): out of memory") }
    handle = opened
    guard code == SQLITE_OK else { throw failure(code, while: path) }
    sqlite3_busy_timeout(handle, 5_000)
    // FULL: an acknowledged write survives a power cut, not only a killed process.
    try execute(
      """
      PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;
      PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000; PRAGMA mmap_size = 268435456;
      """)
    // Who writes a thousand records at once touches more pages than a reader ever holds, and each of them more than once:
    // what does not fit, or goes to its place after each change, is written several times over.
    try execute(
      writes ? "PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = 8000" : "PRAGMA query_only = ON")
  }

  deinit {
    for statement in statements.values { sqlite3_finalize(statement) }
    sqlite3_close_v2(handle)
  }

  var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Runs a script without values.
  func execute(_ script: String) throws(DatabaseError) {
    trace?.saw(script)
    let code: Int32 = sqlite3_exec(handle, script, nil, nil, nil)
    guard code == SQLITE_OK else { throw failure(code, while: script) }
  }

  /// Runs one statement to its end and says how many rows it changed.
  @discardableResult
  func run(_ query: Query.Rendered) throws(DatabaseError) -> Int {
    let statement: OpaquePointer = try prepare(query)
    defer { release(statement, query) }
    var changed: Int = 0
    for time in 0..<query.times {
      try fill(statement, query, query.values(time))
      var code: Int32 = SQLITE_ROW
      while code == SQLITE_ROW { code = sqlite3_step(statement) }
      guard code == SQLITE_DONE else { throw failure(code, while: query.text) }
      changed += Int(sqlite3_changes(handle))
    }
    return changed
  }

  /// Steps through an answer, line by line, as long as `body` wants more.
  func each(_ query: Query.Rendered, _ body: (inout Row) throws -> Bool) throws {
    let statement: OpaquePointer = try prepare(query)
    defer { release(statement, query) }
    for time in 0..<query.times {
      try fill(statement, query, query.values(time))
      while true {
        let code: Int32 = sqlite3_step(statement)
        if code == SQLITE_DONE { break }
        guard code == SQLITE_ROW else { throw failure(code, while: query.text) }
        var row = Row(sqlite: statement)
        guard try body(&row) else { return }
      }
    }
  }

  /// Steps through an answer `size` lines at a time and lets go of the thread between two batches.
  func batches<T: Sendable>(
    _ query: Query.Rendered, size: Int, _ decode: (inout Row) throws -> T, _ body: ([T]) async throws -> Void
  ) async throws {
    let statement: OpaquePointer = try prepare(query)
    defer { release(statement, query) }
    try fill(statement, query, query.values(0))
    var isDone: Bool = false
    while !isDone {
      var batch: [T] = []
      batch.reserveCapacity(size)
      while batch.count < size {
        let code: Int32 = sqlite3_step(statement)
        if code == SQLITE_DONE {
          isDone = true
          break
        }
        guard code == SQLITE_ROW else { throw failure(code, while: query.text) }
        var row = Row(sqlite: statement)
        batch.append(try decode(&row))
      }
      if !batch.isEmpty { try await body(batch) }
    }
  }

  private func prepare(_ query: Query.Rendered) throws(DatabaseError) -> OpaquePointer {
    trace?.saw(query.text)
    let statement: OpaquePointer
    // Taken out of the cache while in use: the same query may be asked again inside its own rows.
    if let cached = statements.removeValue(forKey: query.text) {
      statement = cached
    } else {
      var prepared: OpaquePointer?
      let code: Int32 = sqlite3_prepare_v3(
        handle, query.text, Int32(query.text.utf8.count), UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
      guard code == SQLITE_OK, let prepared else { throw failure(code, while: query.text) }
      statement = prepared
    }
    return statement
  }

  private func fill(_ statement: OpaquePointer, _ query: Query.Rendered, _ values: [Value]) throws(DatabaseError) {
    // Before it is bound anew, it has to be over.
    sqlite3_reset(statement)
    for (index, value) in values.enumerated() {
      let code: Int32 = bind(value, to: statement, at: Int32(index + 1))
      guard code == SQLITE_OK else { throw failure(code, while: query.text) }
    }
  }

  private func release(_ statement: OpaquePointer, _ query: Query.Rendered) {
    sqlite3_reset(statement)
    sqlite3_clear_bindings(statement)
    if statements.count >= Self.mostStatements {
      for old in statements.values { sqlite3_finalize(old) }
      statements.removeAll(keepingCapacity: true)
    }
    if let twin = statements.updateValue(statement, forKey: query.text) { sqlite3_finalize(twin) }
  }

  func failure(_ code: Int32, while action: String) -> DatabaseError {
    let message: String = String(cString: sqlite3_errmsg(handle))
    return DatabaseError(
      SQLiteConnection.kind(of: code, message), "\(message) (\(code)) in: \(action)",
      constraint: SQLiteConnection.constraint(in: message))
  }

  private static func kind(of code: Int32, _ message: String) -> DatabaseError.Kind {
    // SQLite composes its extended codes in macros that Swift does not import: detail << 8 | kind.
    let detail: Int32 = code >> 8
    switch code & 0xFF {
    case SQLITE_CONSTRAINT:
      switch detail {
      case 3: return .foreignKey
      case 6, 8: return .unique
      case 7: return message.hasPrefix("overlap ") ? .overlap : .check
      default: return .check
      }
    case SQLITE_BUSY, SQLITE_LOCKED: return .busy
    case SQLITE_FULL: return .full
    // 3 and 4: a write or its fsync failed, which is how some file systems say that they are full.
    case SQLITE_IOERR: return detail == 3 || detail == 4 ? .full : .unreachable
    case SQLITE_CANTOPEN: return .unreachable
    case SQLITE_CORRUPT, SQLITE_NOTADB: return .damaged
    case SQLITE_READONLY, SQLITE_PERM: return .readOnly
    default: return .programming
    }
  }

  /// `UNIQUE constraint failed: site.territory_id, site.name` → `site.territory_id, site.name`.
  private static func constraint(in message: String) -> String? {
    if message.hasPrefix("overlap ") { return String(message.dropFirst("overlap ".count)) }
    guard let colon = message.range(of: "constraint failed: ") else { return nil }
    return String(message[colon...])
  }
}

extension String {
  /// The index just after the first occurrence of `needle`.
  fileprivate func range(of needle: String) -> String.Index? {
    var start: String.Index = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(needle) { return index(start, offsetBy: needle.count) }
      start = index(after: start)
    }
    return nil
  }
}

/// SQLITE_TRANSIENT is a cast in a C macro, which Swift does not import.
private let transient: sqlite3_destructor_type = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

private func bind(_ value: Value, to statement: OpaquePointer, at index: Int32) -> Int32 {
  switch value {
  case .null: return sqlite3_bind_null(statement, index)
  case .int(let number): return sqlite3_bind_int64(statement, index, number)
  case .double(let number): return sqlite3_bind_double(statement, index, number)
  case .bool(let flag): return sqlite3_bind_int64(statement, index, flag ? 1 : 0)
  case .text(let text): return bind(text, to: statement, at: index)
  case .day(let day): return bind(day.description, to: statement, at: index)
  case .instant(let instant): return bind(instant.description, to: statement, at: index)
  case .bytes(let bytes):
    return bytes.withUnsafeBytes {
      // An empty array has no address, and a blob without address would be NULL.
      $0.isEmpty
        ? sqlite3_bind_zeroblob(statement, index, 0)
        : sqlite3_bind_blob64(statement, index, $0.baseAddress, UInt64($0.count), transient)
    }
  }
}

private func bind(_ text: String, to statement: OpaquePointer, at index: Int32) -> Int32 {
  var text: String = text
  return text.withUTF8 { bytes in
    bytes.withMemoryRebound(to: CChar.self) {
      sqlite3_bind_text64(
        statement, index, $0.baseAddress, UInt64($0.count), transient, UInt8(SQLITE_UTF8))
    }
  }
}
