import SQL
import Synchronization

/// One actor on one territory at one moment: stores are built from it, and there is no other way to reach a record.
public struct Scope: Sendable {
  public let actor: Actor
  public let today: Day
  public let now: Instant
  private let database: Database
  private let session: Session?
  private let ledger: Ledger?
  /// Read as somebody else would, to learn what they see: nothing is written, nor traced.
  let isRehearsal: Bool

  public var territory: ID<Territory> { actor.territory }

  public init(_ database: Database, _ actor: Actor, at now: Instant) {
    self.init(database, actor, now, session: nil, ledger: nil)
  }

  func rehearsal(_ actor: Actor) -> Scope {
    Scope(database, actor, now, session: nil, ledger: nil, isRehearsal: true)
  }

  /// The same change, written down on another territory: an operator opens one, a network is of several.
  func on(_ territory: ID<Territory>) -> Scope {
    Scope(
      database, Actor(account: actor.account, actor.name, territory: territory, actor.grants), now, session: session,
      ledger: ledger, isRehearsal: isRehearsal)
  }

  /// The same change on another territory that let this actor in for one record, and for nothing else.
  public func admitted(to recordKind: String, _ record: Int64, of territory: ID<Territory>) -> Scope {
    let actor = Actor(
      account: actor.account, actor.name, territory: territory,
      [Grant(.partner, on: .record, record, recordKind: recordKind)])
    return Scope(database, actor, now, session: session, ledger: ledger, isRehearsal: isRehearsal)
  }

  /// What anybody may read of a territory, as this change sees it.
  public func asAnybody(on territory: ID<Territory>) -> Scope {
    Scope(database, .nobody(on: territory), now, session: session, ledger: ledger, isRehearsal: isRehearsal)
  }

  private init(
    _ database: Database, _ actor: Actor, _ now: Instant, session: Session?, ledger: Ledger?, isRehearsal: Bool = false
  ) {
    self.database = database
    self.actor = actor
    self.now = now
    self.today = Zone.paris.day(at: now)
    self.session = session
    self.ledger = ledger
    self.isRehearsal = isRehearsal
  }

  public func all<T: Fetched>(_ query: Query, as type: T.Type = T.self) async throws -> [T] {
    if let session { return try await session.all(query) }
    return try await database.all(query)
  }

  /// What was asked before at the same version of the tables it reads from is not asked again. Inside a change, what it
  /// wrote is seen.
  public func remembered<T: Fetched>(_ query: Query, at version: Int64, as type: T.Type = T.self) async throws -> [T] {
    if let session { return try await session.all(query) }
    return try await database.remembered(query, at: version)
  }

  /// Rows whose columns are only known when the statement is put together.
  func all<T: Sendable>(_ query: Query, _ decode: (inout Row) throws -> T) async throws -> [T] {
    if let session { return try await session.all(query, decode) }
    return try await database.read { try await $0.all(query, decode) }
  }

  public func first<T: Fetched>(_ query: Query, as type: T.Type = T.self) async throws -> T? {
    if let session { return try await session.first(query) }
    return try await database.first(query)
  }

  public func value<T: ColumnValue>(_ query: Query, as type: T.Type = T.self) async throws -> T {
    if let session { return try await session.value(query) }
    return try await database.read { try await $0.value(query) }
  }

  /// The record, or « not found »: never somebody else's.
  public func one<T: Fetched>(_ query: Query, as type: T.Type = T.self) async throws -> T {
    guard let found: T = try await first(query) else { throw Refusal.notFound }
    return found
  }

  /// Reads an answer of any length while it is sent, all of it as it stood at one moment. What `body` asks of the scope
  /// that it is given stood there at the same moment.
  public func batches<T: Fetched>(_ query: Query, _ body: ([T], Scope) async throws -> Void) async throws {
    try await database.snapshot { session in
      let moment = Scope(database, actor, now, session: session, ledger: nil, isRehearsal: isRehearsal)
      try await session.batches(query, { row in try T(&row) }, { batch in try await body(batch, moment) })
    }
  }

  /// All that `body` writes happens, with its audit lines, or none of it. It may run twice: it touches the database only.
  public func change<T: Sendable>(_ body: (Scope) async throws -> T) async throws -> T {
    guard !isRehearsal else { throw DatabaseError(.programming, "a change during a rehearsal") }
    do { return try await attempt(body) } catch is Overtaken {}
    // Now the one who was faster can be seen, and the rule can say who it is.
    do { return try await attempt(body) } catch let overtaken as Overtaken { throw overtaken.refusal }
  }

  private func attempt<T: Sendable>(_ body: (Scope) async throws -> T) async throws -> T {
    try await database.change { session in
      let ledger = Ledger()
      let result: T = try await body(Scope(database, actor, now, session: session, ledger: ledger))
      guard ledger.isBalanced else {
        throw DatabaseError(.programming, "a change wrote records and left no audit line")
      }
      return result
    }
  }

  /// Runs a write whose rule the schema holds too. Should the schema refuse what the rule let through, somebody was
  /// faster: the whole change is run again, and if that does not explain it, `refusal` is what is said.
  @discardableResult
  public func guarded<T: Sendable>(
    by kind: DatabaseError.Kind, _ refusal: Refusal, _ write: () async throws -> T
  ) async throws -> T {
    do { return try await write() } catch let error as DatabaseError where error.kind == kind {
      throw Overtaken(refusal: refusal)
    }
  }

  private struct Overtaken: Error {
    let refusal: Refusal
  }

  /// Writes inside a change. Returns the number of rows written.
  @discardableResult
  public func run(_ query: Query) async throws -> Int {
    guard let session, let ledger else { throw DatabaseError(.programming, "a write outside a change") }
    try await wrote(query, session, ledger)
    return try await session.run(query)
  }

  /// Inserts inside a change and returns the new record's number.
  public func insert<Record>(_ query: Query, as type: ID<Record>.Type = ID<Record>.self) async throws -> ID<Record> {
    guard let session, let ledger else { throw DatabaseError(.programming, "a write outside a change") }
    try await wrote(query, session, ledger)
    return try await session.value(query + " RETURNING id")
  }

  /// Inserts many inside a change; says the number that each was given, by its key.
  func inserted(_ query: Query) async throws -> [(key: String, id: Int64)] {
    try await inserted(query) { row in (try row.next(), try row.next()) }
  }

  /// The same, of whole records, in no order that one could count on.
  func inserted<T: Sendable>(_ query: Query, _ decode: (inout Row) throws -> T) async throws -> [T] {
    guard let session, let ledger else { throw DatabaseError(.programming, "a write outside a change") }
    try await wrote(query, session, ledger)
    return try await session.all(query, decode)
  }

  /// Writes what is about work and no record: how far a job came, what it found on a line. It leaves no audit line.
  @discardableResult
  func jot(_ query: Query) async throws -> Int {
    guard let session else { throw DatabaseError(.programming, "a write outside a change") }
    return try await session.run(query)
  }

  /// The same, of which nobody asks how many rows it touched: over a network it is not waited for.
  func jot(later query: Query) async throws {
    guard let session else { throw DatabaseError(.programming, "a write outside a change") }
    try await session.later(query)
  }

  /// Keeps an index in step with a table that the change writes; nobody counts from an index.
  func follow(_ query: (Dialect) -> Query?) async throws {
    guard let session else { throw DatabaseError(.programming, "a write outside a change") }
    if let query = query(session.dialect) { try await session.run(query) }
  }

  /// Whoever counts from this table counts again.
  private func wrote(_ query: Query, _ session: Session, _ ledger: Ledger) async throws {
    guard let table = query.writtenTable else { throw DatabaseError(.programming, "a write that names no table") }
    // Before the first territory is open, nobody counts.
    if territory.number > 0, ledger.wrote(table, on: territory) {
      try await session.later(TableVersions.bump(table, on: territory))
    }
  }

  /// Changes the one record that `query` names with the version it was read at; somebody else may have been there since.
  public func update(_ query: Query) async throws {
    guard try await run(query) == 1 else { throw Refusal.conflict(.changedMeanwhile) }
  }

  /// The same of a record that says what it is now: `RETURNING` its columns.
  func updated<Record: Fetched>(_ query: Query) async throws -> Record {
    guard let record = try await inserted(query, { row in try Record(&row) }).first else {
      throw Refusal.conflict(.changedMeanwhile)
    }
    return record
  }

  /// Says who did what to which record, as the record shows itself before and after.
  public func audit<Record>(
    _ action: Deed, _ kind: String, _ record: Int64, _ view: View<Record>, before: Record? = nil, after: Record
  ) async throws {
    try await audit(action, kind, record, before: before.map { view.json($0) }, after: view.json(after))
  }

  /// The same of many records that are new.
  func audit(_ action: Deed, _ kind: String, _ records: [(id: Int64, after: String)]) async throws {
    guard let session, let ledger else { throw DatabaseError(.programming, "an audit line outside a change") }
    guard !records.isEmpty else { return }
    ledger.audited()
    let rows: [[Value]] = records.map { record in
      [
        territory.value, now.value, actor.kind.value, .text(actor.name), actor.account.value, .text(action.key),
        .text(kind), .int(record.id), .text(record.after),
      ]
    }
    try await session.later(
      """
      INSERT INTO audit_line
        (territory_id, at, actor_kind, actor_name, account_id, action, record_kind, record_id, after_json)
      \(.rows(rows))
      """)
  }

  /// Says who did what to which record. In the same transaction as the change itself.
  public func audit(
    _ action: Deed, _ kind: String, _ record: Int64, before: String? = nil, after: String? = nil
  ) async throws {
    guard let session, let ledger else { throw DatabaseError(.programming, "an audit line outside a change") }
    ledger.audited()
    try await session.later(
      """
      INSERT INTO audit_line
        (territory_id, at, actor_kind, actor_name, account_id, action, record_kind, record_id, before_json, after_json)
      VALUES
        (\(territory), \(now), \(actor.kind), \(actor.name), \(actor.account.value), \(action.key), \(kind), \(record),
          \(before.value), \(after.value))
      """)
  }
}

/// What one change wrote, so that none goes without its audit line.
private final class Ledger: Sendable {
  private let counts = Mutex((writes: 0, lines: 0))
  private let tables = Mutex(Set<String>())

  /// Whether this table of the territory is written to for the first time.
  func wrote(_ table: String, on territory: ID<Territory>) -> Bool {
    counts.withLock { $0.writes += 1 }
    return tables.withLock { $0.insert("\(territory.number) \(table)").inserted }
  }

  func audited() { counts.withLock { $0.lines += 1 } }
  var isBalanced: Bool { counts.withLock { $0.writes == 0 || $0.lines > 0 } }
}

/// Something that happens to a record: « bail signé ». Its key is kept, its words are read.
public struct Deed: Sendable, Hashable {
  public let key: String
  public let label: Text

  public init(_ key: String, _ label: Text) {
    self.key = key
    self.label = label
  }
}
