import HTTP
import SQL

/// Chains the audit lines of each territory, one after the other, so that none can be changed, added in between or taken
/// out unseen. It comes after the changes themselves, which never wait for it.
///
/// What is personal in a line (who, and the record's values) enters the chain through a salted digest. Once salt and
/// value are erased nobody can find the value again, and the chain still holds.
public struct Sealer: Sendable {
  private let database: Database

  public init(_ database: Database) { self.database = database }

  /// A line as the chain takes it.
  struct Line: Fetched {
    let id: Int64
    let territory: ID<Territory>
    let at: Instant
    let actorKind: String
    let actorName: String
    let account: Int64?
    let action: String
    let recordKind: String
    let recordID: Int64
    let before: String?
    let after: String?

    static let columns: Query = """
      audit_line.id, audit_line.territory_id, audit_line.at, audit_line.actor_kind, audit_line.actor_name,
      audit_line.account_id, audit_line.action, audit_line.record_kind, audit_line.record_id, audit_line.before_json,
      audit_line.after_json
      """

    init(_ row: inout Row) throws(DatabaseError) {
      id = try row.next()
      territory = try row.next()
      at = try row.next()
      actorKind = try row.next()
      actorName = try row.next()
      account = try row.next()
      action = try row.next()
      recordKind = try row.next()
      recordID = try row.next()
      before = try row.next()
      after = try row.next()
    }

    /// What stays for ever: when, in which capacity, what, to which record.
    fileprivate var permanent: [UInt8] {
      var json = JSONWriter()
      json.object { json in
        json.member("id", Int(id))
        json.member("territory", Int(territory.number))
        json.member("at", at.description)
        json.member("kind", actorKind)
        json.member("account", Int(account ?? 0))
        json.member("action", action)
        json.member("recordKind", recordKind)
        json.member("record", Int(recordID))
      }
      return json.bytes
    }

    /// No two pairs of values give the same bytes: each is preceded by its length.
    fileprivate var values: [UInt8] {
      [before, after].flatMap { value -> [UInt8] in
        guard let value else { return [0] }
        let bytes: [UInt8] = Array(value.utf8)
        return [1] + Array("\(bytes.count):".utf8) + bytes
      }
    }
  }

  struct Seal {
    let nameSalt: [UInt8]
    let nameDigest: [UInt8]
    let valuesSalt: [UInt8]
    let valuesDigest: [UInt8]
    let chain: [UInt8]

    init(_ line: Line, position: Int64, after previous: [UInt8]) {
      nameSalt = Secrets.random(16)
      valuesSalt = Secrets.random(16)
      nameDigest = Seal.nameDigest(line, nameSalt)
      valuesDigest = Seal.valuesDigest(line, valuesSalt)
      chain = Seal.chain(line, position: position, nameDigest, valuesDigest, after: previous)
    }

    static func nameDigest(_ line: Line, _ salt: [UInt8]) -> [UInt8] {
      Secrets.hash(Array(line.actorName.utf8), key: salt)
    }

    static func valuesDigest(_ line: Line, _ salt: [UInt8]) -> [UInt8] { Secrets.hash(line.values, key: salt) }

    static func chain(
      _ line: Line, position: Int64, _ nameDigest: [UInt8], _ valuesDigest: [UInt8], after previous: [UInt8]
    ) -> [UInt8] {
      Secrets.hash(previous + Array("\(position):".utf8) + nameDigest + valuesDigest + line.permanent)
    }
  }

  /// What the first line of a territory is chained to.
  static func origin(_ territory: ID<Territory>) -> [UInt8] { Secrets.hash(Array("terreau \(territory)".utf8)) }

  private struct Head: Fetched {
    let position: Int64
    let chain: [UInt8]

    init(_ row: inout Row) throws(DatabaseError) {
      position = try row.next()
      chain = try row.next()
    }
  }

  private static let most: Int = 500

  /// Seals what has been committed and is not sealed yet; returns how many lines. Zero too when another process is at it.
  @discardableResult
  public func seal() async throws -> Int {
    // Most of the time there is nothing to do: find out without taking the lock that writers take.
    guard try await !(database.all(Self.waiting, as: Line.self)).isEmpty else { return 0 }
    return try await database.alone(.sealing) { session in
      let lines: [Line] = try await session.all(Self.waiting)
      for (territory, theirs) in Dictionary(grouping: lines, by: \.territory) {
        try await Self.seal(theirs, territory, session)
      }
      return lines.count
    } ?? 0
  }

  private static func seal(_ lines: [Line], _ territory: ID<Territory>, _ session: Session) async throws {
    let head: Head? = try await session.first(
      "SELECT position, chain FROM audit_seal WHERE territory_id = \(territory) ORDER BY position DESC LIMIT 1")
    var (position, chain): (Int64, [UInt8]) = (head?.position ?? 0, head?.chain ?? origin(territory))
    for line in lines {
      position += 1
      let seal = Seal(line, position: position, after: chain)
      chain = seal.chain
      try await session.run(
        """
        INSERT INTO audit_seal
          (line_id, territory_id, position, name_salt, name_digest, values_salt, values_digest, chain)
        VALUES (\(line.id), \(territory), \(position), \(seal.nameSalt), \(seal.nameDigest), \(seal.valuesSalt),
          \(seal.valuesDigest), \(seal.chain))
        """)
    }
  }

  /// The lines to seal, oldest first. On SQLite they come in the order of their numbers; on PostgreSQL a line may be
  /// committed after later ones, so the last few thousand are looked at again.
  private static let waiting: Query = """
    SELECT \(Line.columns) FROM audit_line
    WHERE audit_line.id > (SELECT coalesce(max(line_id), 0) FROM audit_seal WHERE territory_id > 0) - \(late)
      AND NOT EXISTS (SELECT 1 FROM audit_seal
        WHERE audit_seal.line_id = audit_line.id AND audit_seal.territory_id = audit_line.territory_id)
    ORDER BY audit_line.id LIMIT \(most)
    """
  private static let late = Query(sqlite: "0", postgres: "5000")

  /// Forgets what a record's history says of it, and keeps that it happened.
  public func erase(_ kind: String, _ record: Int64, of territory: ID<Territory>) async throws {
    try await alone { session in
      let which: Query = """
        audit_line.territory_id = \(territory) AND audit_line.record_kind = \(kind) AND audit_line.record_id = \(record)
        """
      try await session.run(
        """
        UPDATE audit_seal SET values_salt = NULL
        WHERE territory_id = \(territory) AND line_id IN (SELECT id FROM audit_line WHERE \(which))
        """)
      try await session.run("UPDATE audit_line SET before_json = NULL, after_json = NULL WHERE \(which)")
    }
  }

  /// Forgets who somebody was, everywhere; that it was always the same one, and in which capacity, stays.
  public func eraseName(of account: ID<Account>) async throws {
    try await alone { session in
      try await session.run(
        """
        UPDATE audit_seal SET name_salt = NULL
        WHERE territory_id > 0 AND line_id IN (
          SELECT id FROM audit_line WHERE territory_id > 0 AND account_id = \(account))
        """)
      try await session.run("UPDATE audit_line SET actor_name = '' WHERE territory_id > 0 AND account_id = \(account)")
    }
  }

  /// While nothing is being sealed: a line sealed halfway through would never verify again.
  private func alone(_ body: (Session) async throws -> Void) async throws {
    while try await database.alone(.sealing, { try await body($0) }) == nil {
      try await Task.sleep(for: .milliseconds(20))
    }
  }
}
