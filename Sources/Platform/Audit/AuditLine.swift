import HTTP
import SQL

/// One line of a record's history.
public struct AuditLine: Fetched {
  public let at: Instant
  public let actorKind: ActorKind
  public let actorName: String
  public let action: String
  let before: JSON?
  let after: JSON?

  public init(_ row: inout Row) throws(DatabaseError) {
    at = try row.next()
    actorKind = try row.next()
    actorName = try row.next()
    action = try row.next()
    before = try AuditLine.json(try row.next())
    after = try AuditLine.json(try row.next())
  }

  private static func json(_ text: String?) throws(DatabaseError) -> JSON? {
    guard let text else { return nil }
    do throws(InputFault) { return try JSON(Array(text.utf8)) } catch {
      throw DatabaseError(.damaged, "an audit line does not hold JSON")
    }
  }

  /// The members that differ: name, value before, value after.
  var differences: [(name: String, before: JSON?, after: JSON?)] {
    guard let before, let after, case .object(let members) = after else { return [] }
    return members.compactMap { member in
      let old: JSON? = before[member.name]
      return old == member.value ? nil : (member.name, old, member.value)
    }
  }
}

public struct AuditStore: Sendable {
  let scope: Scope

  public init(_ scope: Scope) { self.scope = scope }

  /// Newest first. The caller has shown that this actor may see the record.
  public func history(_ kind: String, _ record: Int64) async throws -> [AuditLine] {
    try await scope.all(
      """
      SELECT at, actor_kind, actor_name, action, before_json, after_json FROM audit_line
      WHERE territory_id = \(scope.territory) AND record_kind = \(kind) AND record_id = \(record)
      ORDER BY id DESC LIMIT 200
      """)
  }
}
