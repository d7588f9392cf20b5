import CPostgres
import Dispatch

/// One connection to PostgreSQL. Its queue is the only thread that touches it, hence `@unchecked Sendable`.
final class PostgresConnection: @unchecked Sendable {
  private let handle: OpaquePointer
  private let queue: DispatchQueue
  private var prepared: [String: String] = [:]
  private var serial: Int = 0
  private var isLost: Bool = false
  /// What became of a statement that nobody waited for.
  private var failed: (any Error)?
  private let trace: Trace?

  private static let mostStatements: Int = 500

  private init(_ handle: OpaquePointer, _ queue: DispatchQueue, _ trace: Trace?) {
    self.handle = handle
    self.queue = queue
    self.trace = trace
  }

  deinit { PQfinish(handle) }

  static func open(_ address: String, trace: Trace?) async throws -> PostgresConnection {
    let queue = DispatchQueue(label: "postgres")
    return try await queue.result {
      guard let handle = PQconnectdb(address) else { throw DatabaseError(.unreachable, "out of memory") }
      guard PQstatus(handle) == CONNECTION_OK else {
        let message: String = String(cString: PQerrorMessage(handle))
        PQfinish(handle)
        throw DatabaseError(.unreachable, message)
      }
      PQsetNoticeProcessor(handle, { _, _ in }, nil)
      let connection = PostgresConnection(handle, queue, trace)
      try connection.execute(
        "SET TIME ZONE 'UTC'; SET DateStyle = 'ISO'; SET bytea_output = 'hex'; SET client_encoding = 'UTF8'; "
          + "SET statement_timeout = '60s'; SET idle_in_transaction_session_timeout = '120s'; SET lock_timeout = '10s'")
      return connection
    }
  }

  /// Runs `work` on the connection's own thread, so that no server thread waits for the network.
  func perform<T: Sendable>(_ work: @Sendable @escaping (PostgresConnection) throws -> T) async throws -> T {
    try await queue.result { try work(self) }
  }

  func ask(_ query: Query.Rendered) async throws -> PostgresResult { try await perform { try $0.answer(query) } }

  /// Runs a statement while the caller goes on. Should it fail, the next one says so: the commit at the latest.
  func later(_ query: Query.Rendered) {
    queue.async { [self] in
      do { _ = try answer(query) } catch { failed = error }
    }
  }

  private func throwFailed() throws {
    guard let error = failed else { return }
    failed = nil
    throw error
  }

  var isUsable: Bool {
    !isLost && PQstatus(handle) == CONNECTION_OK && PQtransactionStatus(handle) == PQTRANS_IDLE
  }

  /// Runs a script without values.
  func execute(_ script: String) throws {
    if script == "ROLLBACK" { failed = nil } else { try throwFailed() }
    trace?.saw(script)
    guard let result = PQexec(handle, script) else { throw lost() }
    let owned = PostgresResult(result)
    let status: ExecStatusType = PQresultStatus(result)
    guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK else { throw failure(owned, while: script) }
  }

  private func answer(_ query: Query.Rendered) throws -> PostgresResult {
    try throwFailed()
    trace?.saw(query.text)
    let name: String = try prepare(query)
    let texts: [[CChar]?] = query.values.map { $0.postgresText }
    let result: OpaquePointer? = withPointers(to: texts) {
      PQexecPrepared(handle, name, Int32($0.count), $0, nil, nil, 0)
    }
    guard let result else { throw lost() }
    let owned = PostgresResult(result)
    let status: ExecStatusType = PQresultStatus(result)
    guard status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK else {
      // A plan whose table changed under it is useless from now on; the caller's transaction is over anyway.
      prepared[query.text] = nil
      throw failure(owned, while: query.text)
    }
    return owned
  }

  private func prepare(_ query: Query.Rendered) throws -> String {
    if let name = prepared[query.text] { return name }
    if prepared.count >= Self.mostStatements {
      try execute("DEALLOCATE ALL")
      prepared.removeAll(keepingCapacity: true)
    }
    serial += 1
    let name: String = "s\(serial)"
    let types: [Oid] = query.values.map(\.postgresType)
    guard let result = PQprepare(handle, name, query.text, Int32(types.count), types) else { throw lost() }
    let owned = PostgresResult(result)
    guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw failure(owned, while: query.text) }
    prepared[query.text] = name
    return name
  }

  private func lost() -> DatabaseError {
    isLost = true
    return DatabaseError(.unreachable, String(cString: PQerrorMessage(handle)))
  }

  private func failure(_ result: PostgresResult, while action: String) -> DatabaseError {
    let message: String = String(cString: PQresultErrorMessage(result.pointer))
    // What the server refuses has a code; what has none comes from libpq itself, which has lost the server.
    guard let state = result.field(Int32(UInt8(ascii: "C"))), PQstatus(handle) == CONNECTION_OK else {
      isLost = true
      return DatabaseError(.unreachable, message)
    }
    return DatabaseError(
      PostgresConnection.kind(of: state), "\(message) (\(state)) in: \(action)",
      constraint: result.field(Int32(UInt8(ascii: "n"))))
  }

  private static func kind(of state: String) -> DatabaseError.Kind {
    switch state {
    case "23505": .unique
    case "23503": .foreignKey
    case "23P01": .overlap
    case "23502", "23514", "22001", "22003", "22P02", "22021": .check
    case "40001", "40P01": .conflict
    case "53100", "53200", "53000": .full
    case "55P03", "57014", "53300": .busy
    case "57P01", "57P02", "57P03", "25P03": .unreachable
    case "25006": .readOnly
    default: state.hasPrefix("08") ? .unreachable : state.hasPrefix("XX") ? .damaged : .programming
    }
  }
}

/// An answer that libpq holds; freed with the last reference to it.
final class PostgresResult: @unchecked Sendable {
  let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) { self.pointer = pointer }

  deinit { PQclear(pointer) }

  var count: Int32 { PQntuples(pointer) }

  /// The rows that a command changed.
  var changed: Int { Int(String(cString: PQcmdTuples(pointer))) ?? 0 }

  func field(_ code: Int32) -> String? { PQresultErrorField(pointer, code).map { String(cString: $0) } }
}

extension DispatchQueue {
  fileprivate func result<T: Sendable>(_ work: @Sendable @escaping () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      async { continuation.resume(with: Result { try work() }) }
    }
  }
}

extension Value {
  fileprivate var postgresType: Oid {
    switch self {
    case .null: 0
    case .int: 20
    case .double: 701
    case .text: 25
    case .bool: 16
    case .day: 1082
    case .instant: 1184
    case .bytes: 17
    }
  }

  /// The value as PostgreSQL reads it, ended by a zero byte.
  fileprivate var postgresText: [CChar]? {
    switch self {
    case .null: return nil
    case .int(let number): return cString(String(number))
    case .double(let number): return cString(number.description)
    case .text(let text): return cString(text)
    case .bool(let flag): return cString(flag ? "t" : "f")
    case .day(let day): return cString(day.description)
    case .instant(let instant): return cString(instant.description)
    case .bytes(let bytes):
      return (Value.postgresBytes(bytes) + [0]).map { CChar($0) }
    }
  }
}

private func cString(_ text: String) -> [CChar] { Array(text.utf8CString) }

/// Calls `body` with the address of each text, all of them alive at once: one after the other, for there may be thousands.
private func withPointers<T>(to texts: [[CChar]?], _ body: ([UnsafePointer<CChar>?]) -> T) -> T {
  let all: [CChar] = texts.flatMap { $0 ?? [] }
  return all.withUnsafeBufferPointer { bytes in
    var place: Int = 0
    let pointers: [UnsafePointer<CChar>?] = texts.map { text in
      guard let text, let start = bytes.baseAddress else { return nil }
      defer { place += text.count }
      return start + place
    }
    return body(pointers)
  }
}
