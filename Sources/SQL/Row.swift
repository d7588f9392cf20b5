import CPostgres
import CSQLite

/// One line of an answer, read from left to right: `name = try row.next()`.
///
/// A row is valid only inside the closure that receives it, hence not copyable.
public struct Row: ~Copyable {
  @usableFromInline enum Source {
    case sqlite(OpaquePointer)
    case postgres(OpaquePointer, line: Int32)
  }

  @usableFromInline let source: Source
  @usableFromInline var index: Int32 = 0

  init(sqlite statement: OpaquePointer) { source = .sqlite(statement) }
  init(postgres result: OpaquePointer, line: Int32) { source = .postgres(result, line: line) }

  /// The next column.
  @inlinable public mutating func next<T: ColumnValue>(_ type: T.Type = T.self) throws(DatabaseError) -> T {
    defer { index &+= 1 }
    return try T.read(self, at: index)
  }

  public var count: Int32 {
    switch source {
    case .sqlite(let statement): sqlite3_column_count(statement)
    case .postgres(let result, _): PQnfields(result)
    }
  }

  @inlinable public func isNull(at index: Int32) -> Bool {
    switch source {
    case .sqlite(let statement): sqlite3_column_type(statement, index) == SQLITE_NULL
    case .postgres(let result, let line): PQgetisnull(result, line, index) == 1
    }
  }

  @inlinable public func int64(at index: Int32) throws(DatabaseError) -> Int64 {
    switch source {
    case .sqlite(let statement):
      guard sqlite3_column_type(statement, index) == SQLITE_INTEGER else { throw unreadable(index, as: "an integer") }
      return sqlite3_column_int64(statement, index)
    case .postgres(let result, let line):
      guard PQgetisnull(result, line, index) == 0, let number = integer(PQgetvalue(result, line, index))
      else { throw unreadable(index, as: "an integer") }
      return number
    }
  }

  public func double(at index: Int32) throws(DatabaseError) -> Double {
    switch source {
    case .sqlite(let statement):
      guard sqlite3_column_type(statement, index) != SQLITE_NULL else { throw unreadable(index, as: "a number") }
      return sqlite3_column_double(statement, index)
    case .postgres:
      guard let number = Double(try text(at: index)) else { throw unreadable(index, as: "a number") }
      return number
    }
  }

  public func bool(at index: Int32) throws(DatabaseError) -> Bool {
    switch source {
    case .sqlite: try int64(at: index) != 0
    case .postgres: try text(at: index) == "t"
    }
  }

  public func text(at index: Int32) throws(DatabaseError) -> String {
    try withText(at: index) { String(decoding: $0, as: UTF8.self) }
  }

  /// The column's UTF-8 bytes without copying them.
  @inlinable public func withText<T>(
    at index: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> T
  ) throws(DatabaseError) -> T {
    switch source {
    case .sqlite(let statement):
      guard let start = sqlite3_column_text(statement, index) else { throw unreadable(index, as: "text") }
      return body(UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index))))
    case .postgres(let result, let line):
      guard PQgetisnull(result, line, index) == 0, let start = PQgetvalue(result, line, index)
      else { throw unreadable(index, as: "text") }
      let count: Int = Int(PQgetlength(result, line, index))
      return start.withMemoryRebound(to: UInt8.self, capacity: count) {
        body(UnsafeBufferPointer(start: $0, count: count))
      }
    }
  }

  public func bytes(at index: Int32) throws(DatabaseError) -> [UInt8] {
    switch source {
    case .sqlite(let statement):
      guard sqlite3_column_type(statement, index) != SQLITE_NULL else { throw unreadable(index, as: "bytes") }
      let count: Int = Int(sqlite3_column_bytes(statement, index))
      guard count > 0, let start = sqlite3_column_blob(statement, index) else { return [] }
      return Array(UnsafeRawBufferPointer(start: start, count: count))
    case .postgres(let result, let line):
      guard PQgetisnull(result, line, index) == 0, let start = PQgetvalue(result, line, index)
      else { throw unreadable(index, as: "bytes") }
      var count: Int = 0
      let decoded: UnsafeMutablePointer<UInt8>? = start.withMemoryRebound(
        to: UInt8.self, capacity: Int(PQgetlength(result, line, index))
      ) { PQunescapeBytea($0, &count) }
      guard let decoded else { throw DatabaseError(.full, "out of memory") }
      defer { PQfreemem(decoded) }
      return Array(UnsafeBufferPointer(start: decoded, count: count))
    }
  }

  @usableFromInline func unreadable(_ index: Int32, as wanted: String) -> DatabaseError {
    let name: String =
      switch source {
      case .sqlite(let statement): sqlite3_column_name(statement, index).map { String(cString: $0) } ?? "?"
      case .postgres(let result, _): PQfname(result, index).map { String(cString: $0) } ?? "?"
      }
    return DatabaseError(.programming, "column \(index) (\(name)) is not \(wanted)")
  }
}

/// The integer that PostgreSQL printed, read without going through a String.
@usableFromInline func integer(_ text: UnsafeMutablePointer<CChar>) -> Int64? {
  var cursor: UnsafeMutablePointer<CChar> = text
  let isNegative: Bool = cursor.pointee == 0x2D
  if isNegative { cursor += 1 }
  guard cursor.pointee != 0 else { return nil }
  var magnitude: Int64 = 0
  while cursor.pointee != 0 {
    guard cursor.pointee >= 0x30, cursor.pointee <= 0x39 else { return nil }
    let (tens, overflowed) = magnitude.multipliedReportingOverflow(by: 10)
    let (next, carried) = tens.subtractingReportingOverflow(Int64(cursor.pointee - 0x30))
    guard !overflowed, !carried else { return nil }
    magnitude = next
    cursor += 1
  }
  if isNegative { return magnitude }
  return magnitude == .min ? nil : -magnitude
}

/// A value read from the columns of a row, in their order.
public protocol Fetched: Sendable {
  init(_ row: inout Row) throws(DatabaseError)
}
