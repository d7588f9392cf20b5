import Platform
import SQL

/// Every statement about opinions. Whoever may read a case reads what was said of it: the capability that owns the case
/// has looked already.
public struct OpinionStore: Sendable {
  let scope: Scope

  public init(_ scope: Scope) { self.scope = scope }

  private var opinions: Query {
    """
    SELECT opinion.id, body.key, body.label, opinion.case_kind, opinion.case_id, opinion.verdict, opinion.day,
      opinion.reason, opinion.present, opinion.retraction, opinion.provenance, opinion.programme_id, \(isKept),
      opinion.version
    FROM opinion JOIN body ON body.id = opinion.body_id
    WHERE opinion.territory_id = \(scope.territory)
    """
  }

  private var isKept: Query {
    if Allow.staff.admits(scope.actor) { return "TRUE" }
    let own: [Int64] = scope.actor.numbers(.programme, as: .agent, .manager)
    return own.isEmpty ? "FALSE" : "opinion.programme_id IN \(.list(own))"
  }

  /// Newest first; those that were retracted come last.
  private static let newestFirst: Query =
    " ORDER BY CASE WHEN opinion.retraction IS NULL THEN 0 ELSE 1 END, opinion.day DESC, opinion.id DESC"

  /// What was said of a case.
  public func on(_ kind: String, _ record: Int64) async throws -> [Opinion] {
    try await scope.all(
      opinions + " AND opinion.case_kind = \(kind) AND opinion.case_id = \(record)" + Self.newestFirst)
  }

  /// What counts on a day: the latest of those given by then, the last entered where two are of one day.
  public func latest(
    on kind: String, _ record: Int64, by body: String, asOf day: Day
  ) async throws -> Opinion? {
    try await scope.first(
      opinions + """
         AND opinion.case_kind = \(kind) AND opinion.case_id = \(record) AND body.key = \(body)
          AND opinion.day <= \(day) AND opinion.retraction IS NULL
        ORDER BY opinion.day DESC, opinion.id DESC LIMIT 1
        """)
  }

  public func insert(
    _ form: OpinionForm, on kind: String, _ record: Int64, programme: ID<Programme>, body: String,
    _ provenance: Provenance = .entered
  ) async throws -> Opinion {
    let body: Body = try await BodyStore(scope).find(body, of: programme)
    try body.checkInUse()
    try form.check(try await SeatStore(scope).composition(of: body.id, on: form.day), today: scope.today)
    let id: ID<Opinion> = try await scope.insert(
      """
      INSERT INTO opinion
        (territory_id, programme_id, body_id, case_kind, case_id, verdict, day, reason, present, provenance)
      VALUES (\(scope.territory), \(programme), \(body.id), \(kind), \(record), \(form.verdict), \(form.day),
        \(form.reason ?? ""), \(form.present.value), \(provenance))
      """)
    let opinion: Opinion = try await find(id)
    try await scope.audit(.opinionGiven, "opinion", id.number, .opinion, after: opinion)
    return opinion
  }

  func find(_ id: ID<Opinion>) async throws -> Opinion {
    try await scope.one(opinions + " AND opinion.id = \(id)")
  }

  /// The same, for those who run its programme.
  func findToChange(_ id: ID<Opinion>) async throws -> (opinion: Opinion, programme: Programme) {
    let opinion: Opinion = try await find(id)
    return (opinion, try await ProgrammeStore(scope).findToChange("\(opinion.programme)"))
  }

  /// The last that a body gave.
  func of(_ body: ID<Body>) async throws -> [Opinion] {
    try await scope.all(opinions + " AND opinion.body_id = \(body)" + Self.newestFirst + " LIMIT 200")
  }

  func retract(_ opinion: Opinion, _ reason: String, version: Int) async throws -> Opinion {
    try await scope.update(
      """
      UPDATE opinion SET retraction = \(reason), version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(opinion.id) AND version = \(version)
      """)
    let after: Opinion = try await find(opinion.id)
    try await scope.audit(.opinionRetracted, "opinion", opinion.id.number, .opinion, before: opinion, after: after)
    return after
  }
}
