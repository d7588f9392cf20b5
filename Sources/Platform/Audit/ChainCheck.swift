import SQL

/// Goes through the sealed chain from its first line to its last, and names every line that is not what was sealed.
public struct ChainCheck: Sendable {
  /// What is wrong, in words for the operator.
  public private(set) var faults: [String] = []
  /// How far each territory is sealed, and by what: to be noted elsewhere, and compared with later.
  public private(set) var heads: [(territory: String, position: Int64, chain: String)] = []
  public private(set) var lines: Int = 0
  /// Lines whose values, or whose author's name, were erased.
  public private(set) var erased: Int = 0

  private struct Sealed: Fetched {
    let lineID: Int64
    let territory: ID<Territory>
    let position: Int64
    let nameSalt: [UInt8]?
    let nameDigest: [UInt8]
    let valuesSalt: [UInt8]?
    let valuesDigest: [UInt8]
    let chain: [UInt8]
    let line: Sealer.Line?

    init(_ row: inout Row) throws(DatabaseError) {
      lineID = try row.next()
      territory = try row.next()
      position = try row.next()
      nameSalt = try row.next()
      nameDigest = try row.next()
      valuesSalt = try row.next()
      valuesDigest = try row.next()
      chain = try row.next()
      line = try row.next(Bool.self) ? try Sealer.Line(&row) : nil
    }
  }

  public init(_ database: Database) async throws {
    let territories: [Territory] = try await Territory.all(database)
    let names: [ID<Territory>: String] = Dictionary(uniqueKeysWithValues: territories.map { ($0.id, $0.slug) })
    var walk = Walk(names: names)
    try await database.snapshot { session in
      try await session.batches(
        """
        SELECT audit_seal.line_id, audit_seal.territory_id, audit_seal.position, audit_seal.name_salt,
          audit_seal.name_digest, audit_seal.values_salt, audit_seal.values_digest, audit_seal.chain,
          audit_line.id IS NOT NULL, \(Sealer.Line.columns)
        FROM audit_seal LEFT JOIN audit_line ON audit_line.id = audit_seal.line_id
        ORDER BY audit_seal.territory_id, audit_seal.position
        """, { row in try Sealed(&row) }
      ) { batch in
        for sealed in batch { walk.visit(sealed) }
      }
    }
    walk.leave()
    (faults, heads, lines, erased) = (walk.faults, walk.heads, walk.lines, walk.erased)
  }

  /// Whether a head noted earlier is still part of the chain: what shows that its end was not cut off.
  public static func holds(_ anchor: String, _ database: Database) async throws -> Bool {
    let parts: [Substring] = anchor.split(separator: ":")
    guard parts.count == 3, let position = Int64(parts[1]) else { return false }
    let chain: [UInt8]? = try await database.read { session in
      try await session.first(
        """
        SELECT audit_seal.chain FROM audit_seal JOIN territory ON territory.id = audit_seal.territory_id
        WHERE territory.slug = \(String(parts[0])) AND audit_seal.position = \(position)
        """
      ) { row in try row.next([UInt8].self) }
    }
    return chain.map { hexadecimal($0) == parts[2] } ?? false
  }

  private struct Walk {
    let names: [ID<Territory>: String]
    var faults: [String] = []
    var heads: [(territory: String, position: Int64, chain: String)] = []
    var lines: Int = 0
    var erased: Int = 0
    private var territory: ID<Territory>?
    private var position: Int64 = 0
    private var chain: [UInt8] = []

    init(names: [ID<Territory>: String]) { self.names = names }

    mutating func visit(_ sealed: Sealed) {
      if sealed.territory != territory {
        leave()
        territory = sealed.territory
        (position, chain) = (0, Sealer.origin(sealed.territory))
      }
      lines += 1
      let fault: String? = fault(of: sealed)
      if let fault { faults.append("\(title(sealed)): \(fault)") }
      (position, chain) = (sealed.position, sealed.chain)
    }

    mutating func leave() {
      guard let territory else { return }
      heads.append((names[territory] ?? "\(territory)", position, hexadecimal(chain)))
      self.territory = nil
    }

    private mutating func fault(of sealed: Sealed) -> String? {
      if sealed.position != position + 1 { return "\(sealed.position - position - 1) line(s) before it were taken out" }
      guard let line = sealed.line else { return "it was taken out" }
      if let salt = sealed.nameSalt {
        guard Sealer.Seal.nameDigest(line, salt) == sealed.nameDigest else {
          return "the name of who did it is not the one that was sealed"
        }
      } else if !line.actorName.isEmpty {
        return "a name was put where one had been erased"
      }
      if let salt = sealed.valuesSalt {
        guard Sealer.Seal.valuesDigest(line, salt) == sealed.valuesDigest else {
          return "what it says of the record is not what was sealed"
        }
      } else if line.before != nil || line.after != nil {
        return "values were put where some had been erased"
      }
      if sealed.nameSalt == nil || sealed.valuesSalt == nil { erased += 1 }
      let expected: [UInt8] = Sealer.Seal.chain(
        line, position: sealed.position, sealed.nameDigest, sealed.valuesDigest, after: chain)
      guard expected == sealed.chain else {
        return "when, who, what or on which record is not what was sealed, or its seal was changed"
      }
      return nil
    }

    private func title(_ sealed: Sealed) -> String {
      let name: String = names[sealed.territory] ?? "territory \(sealed.territory)"
      guard let line = sealed.line else { return "audit line \(sealed.lineID) (\(name), position \(sealed.position))" }
      return "audit line \(line.id) (\(name), \(line.at), \(line.action), \(line.recordKind) \(line.recordID))"
    }
  }
}
