import SQL

/// The keys by which records of one kind are found again as themselves, and as each other’s doubles.
struct KeyIndex<Record: MergedRecord> {
  private let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private var table: Query { Record.keys.table }
  private var column: Query { Record.keys.column }

  /// Those of many that are new.
  func insert(_ keys: [(record: Int64, keys: Set<String>)]) async throws {
    let all: [[Value]] = keys.flatMap { rows($0.record, $0.keys) }
    guard !all.isEmpty else { return }
    try await scope.run("INSERT INTO \(table) (territory_id, \(column), key) \(.rows(all))")
  }

  /// These and no others.
  func keep(_ keys: Set<String>, of record: Int64) async throws {
    try await forget(record, "key NOT IN \(.list(keys.sorted()))")
    try await add(keys, to: record)
  }

  /// Those that a change moved.
  func change(_ old: Set<String>, to new: Set<String>, of record: Int64) async throws {
    guard old != new else { return }
    let gone: Set<String> = old.subtracting(new)
    if !gone.isEmpty { try await forget(record, "key IN \(.list(gone.sorted()))") }
    // All of them: an old record may still wait for its keys.
    try await add(new, to: record)
  }

  /// None is left of it.
  func forget(_ record: Int64) async throws { try await forget(record, "key <> ''") }

  private func forget(_ record: Int64, _ which: Query) async throws {
    // The plus keeps SQLite from walking all keys of the territory: those of one record are found by the record.
    try await scope.run(
      "DELETE FROM \(table) WHERE +territory_id = \(scope.territory) AND \(column) = \(record) AND \(which)")
  }

  private func add(_ keys: Set<String>, to record: Int64) async throws {
    guard !keys.isEmpty else { return }
    try await scope.run(
      "INSERT INTO \(table) (territory_id, \(column), key) \(.rows(rows(record, keys))) ON CONFLICT DO NOTHING")
  }

  private func rows(_ record: Int64, _ keys: Set<String>) -> [[Value]] {
    keys.sorted().map { [scope.territory.value, record.value, .text($0)] }
  }
}
