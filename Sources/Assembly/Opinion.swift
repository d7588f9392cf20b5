import Platform
import SQL

/// What a body says of a case. It decides nothing: whoever decides reads it.
public enum Verdict: String, Choice {
  case favourable, unfavourable, deferred

  public var label: Text {
    switch self {
    case .favourable: Text(fr: "Favorable", en: "Favourable", de: "Befürwortend")
    case .unfavourable: Text(fr: "Défavorable", en: "Unfavourable", de: "Ablehnend")
    case .deferred: Text(fr: "Ajourné", en: "Deferred", de: "Vertagt")
    }
  }
}

/// The opinion of a body on a record of another capability. It is never changed: a newer one takes its place, and one
/// that was entered by mistake is retracted, with the reason.
public struct Opinion: Fetched {
  public let id: ID<Opinion>
  /// The body's key.
  public let body: String
  public let bodyName: String
  /// Of which record: the kind by which its history knows it, and its number.
  public let kind: String
  public let record: Int64
  public let verdict: Verdict
  public let day: Day
  public let reason: String
  /// How many voting seats sat; nil where the body has no seats.
  public let present: Int?
  /// Why it no longer counts.
  public let retraction: String?
  public let provenance: Provenance
  let programme: ID<Programme>
  /// Whether the reader runs the programme.
  let isKept: Bool
  let version: Int

  public init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    body = try row.next()
    bodyName = try row.next()
    kind = try row.next()
    record = try row.next()
    verdict = try row.next()
    day = try row.next()
    reason = try row.next()
    present = try row.next()
    retraction = try row.next()
    provenance = try row.next()
    programme = try row.next()
    isKept = try row.next()
    version = try row.next()
  }

  public var isRetracted: Bool { retraction != nil }

  var path: String { "/avis/\(id)" }

  func retract() throws(Refusal) {
    if isRetracted { throw .conflict(.alreadyRetracted) }
  }
}

extension OpinionForm {
  /// Given by the body as it sat that day: of its seats at least one that votes, and no more than there are.
  func check(_ seats: [Seat], today: Day) throws(Refusal) {
    if day > today { throw .invalid("day", .opinionToCome) }
    if verdict != .favourable, reason == nil { throw .invalid("reason", .reasonMissing) }
    guard !seats.isEmpty else {
      if present != nil { throw .invalid("present", .noSeatToSit) }
      return
    }
    let voting: Int = seats.count { $0.votes }
    guard voting > 0 else { throw .conflict(.nobodyVotes) }
    guard let present else { throw .invalid("present", .presentMissing) }
    guard present <= voting else { throw .invalid("present", .tooManyPresent(voting)) }
  }
}

extension View<Opinion> {
  static let opinion = View(
    "Opinion",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("verdict", .verdict, .word(Verdict.words), link: { $0.isKept ? $0.path : nil }) { .choice($0.verdict) },
      Column("body", .bodyKey, forMachines: true) { .text($0.body) },
      Column("bodyName", .oneBody) { .text($0.bodyName) },
      Column("kind", .caseKind, forMachines: true) { .text($0.kind) },
      Column("record", .caseNumber, .int, forMachines: true) { .int(Int($0.record)) },
      Column("day", .givenOn, .day) { .day($0.day) },
      Column("present", .present, .int) { $0.present.map { .int($0) } ?? .none },
      Column("reason", .reason) { .text($0.reason.isEmpty ? nil : $0.reason) },
      Column("retraction", .retraction) { .text($0.retraction) },
      Column("provenance", .provenance, .word(Provenance.words), forMachines: true) { .choice($0.provenance) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}
