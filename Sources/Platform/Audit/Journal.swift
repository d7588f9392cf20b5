import HTTP
import SQL

/// One line of a territory's journal: who did what, when, to which record.
struct JournalLine: Fetched {
  let id: Int64
  let at: Instant
  let actorKind: ActorKind
  let actorName: String
  let action: String
  let recordKind: String
  let recordID: Int64
  /// Where it stands in the sealed chain, once it does.
  let position: Int64?

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    at = try row.next()
    actorKind = try row.next()
    actorName = try row.next()
    action = try row.next()
    recordKind = try row.next()
    recordID = try row.next()
    position = try row.next()
  }
}

extension AuditStore {
  func journal(_ filter: JournalFilter) async throws -> Listing<JournalLine> {
    // The office's day, which begins at midnight in Paris.
    let from: Instant = Zone.paris.start(of: filter.from ?? scope.today)
    let until: Instant = Zone.paris.start(of: (filter.to ?? filter.from ?? scope.today).adding(days: 1))
    let (first, last): (Int64, Int64) = try await (
      number(at: from.adding(seconds: -Self.disorder)), number(at: until.adding(seconds: Self.disorder))
    )
    var which: Query = """
      FROM audit_line WHERE audit_line.id >= \(first) AND audit_line.id < \(last)
        AND audit_line.territory_id = \(scope.territory) AND audit_line.at >= \(from) AND audit_line.at < \(until)
      """
    if let action = filter.action { which = which + " AND audit_line.action = \(action)" }
    if let text = filter.text { which = which + " AND lower(audit_line.actor_name) LIKE \("%\(text.lowercased())%")" }
    if let kind = filter.recordKind { which = which + " AND audit_line.record_kind = \(kind)" }
    if let record = filter.record { which = which + " AND audit_line.record_id = \(record)" }
    let wanted: Query = which
    return Listing(
      scope, count: "SELECT count(*) " + wanted, orders: [Order("at", "audit_line.id", startsDown: true)]
    ) { slice in
      """
      SELECT audit_line.id, audit_line.at, audit_line.actor_kind, audit_line.actor_name, audit_line.action,
        audit_line.record_kind, audit_line.record_id, audit_seal.position
      FROM (SELECT audit_line.* \(wanted) ORDER BY \(slice.order) \(slice.window)) audit_line
      LEFT JOIN audit_seal ON audit_seal.line_id = audit_line.id AND audit_seal.territory_id = \(scope.territory)
      ORDER BY \(slice.order)
      """
    }
  }

  /// How far a line's number and its time may disagree: a request says what time it is when it begins, and gets its number
  /// when it writes.
  private static let disorder: Int = 3_600

  private struct Mark: Fetched {
    let id: Int64
    let at: Instant

    init(_ row: inout Row) throws(DatabaseError) {
      id = try row.next()
      at = try row.next()
    }
  }

  /// The number of the first line of that moment, whatever its territory: by halves, so that no index on time is needed.
  private func number(at moment: Instant) async throws -> Int64 {
    func mark(from id: Int64) async throws -> Mark? {
      try await scope.first(
        "SELECT id, at FROM audit_line WHERE territory_id > 0 AND id >= \(id) ORDER BY id LIMIT 1")
    }
    let newest: Mark? = try await scope.first(
      "SELECT id, at FROM audit_line WHERE territory_id > 0 ORDER BY id DESC LIMIT 1")
    guard let newest else { return 1 }
    var (low, high): (Int64, Int64) = (0, newest.id + 1)
    while low < high {
      let middle: Int64 = (low + high) / 2
      guard let found = try await mark(from: middle), found.at < moment else {
        high = middle
        continue
      }
      low = found.id + 1
    }
    return low
  }
}

extension AuditStore {
  /// How many records of each relation of a programme were written to since something happened to a record: not whose,
  /// nor what. By the order of the lines, as two of them may be of one moment.
  public func changed(
    _ facts: [Fact], of programme: ID<Programme>, since deed: Deed, of kind: String, _ record: Int64
  ) async throws -> [(fact: Fact, records: Int)] {
    struct Count: Fetched {
      let place: Int
      let records: Int

      init(_ row: inout Row) throws(DatabaseError) {
        place = try row.next()
        records = try row.next()
      }
    }
    // What belongs to the territory as a whole is nobody's to count here.
    let facts: [Fact] = facts.filter { $0.programme != nil && !$0.isPersonal }
    guard !facts.isEmpty else { return [] }
    let line: Int64 = try await scope.value(
      """
      SELECT coalesce(max(id), 0) FROM audit_line
      WHERE territory_id = \(scope.territory) AND record_kind = \(kind) AND record_id = \(record)
        AND action = \(deed.key)
      """)
    let moment = FactMoment(scope.today, scope.today)
    let owned = FactScope(scope.territory, [programme], moment, facts, .unknown)
    let counts: [Query] = facts.enumerated().map { place, fact in
      let clause: FactClause = fact.owned(owned)
      return """
        SELECT \(place), count(DISTINCT record_id) FROM audit_line
        WHERE territory_id = \(scope.territory) AND id > \(line) AND record_kind = \(fact.recordKind)
          AND action NOT IN \(.list([Deed.fileRead.key, Deed.letterWritten.key]))
          AND record_id IN (SELECT \(fact.record.id) FROM \(fact.tables(needing: clause.needs)) WHERE \(clause.sql))
        """
    }
    let found: [Count] = try await scope.all(.joined(counts, with: " UNION ALL "))
    return found.filter { $0.records > 0 }.sorted { $0.place < $1.place }.map { (facts[$0.place], $0.records) }
  }
}

struct JournalFilter: Form {
  static let from = Field.day("from", Text(fr: "Du", en: "From"), help: .dayHelp).optional
  static let to = Field.day("to", Text(fr: "Au", en: "To")).optional
  static let text = Field.text("q", Text(fr: "Qui", en: "Who"), most: 100).optional
  static let action = Field.text("action", .happening, most: 60).optional
  static let recordKind = Field.text("kind", .recordKind, most: 60).optional
  static let record = Field<Int>.record("record", .identifier).optional
  static let fields: [any FormField] = [from, to, text, action, recordKind, record]

  let from: Day?
  let to: Day?
  let text: String?
  let action: String?
  let recordKind: String?
  let record: Int64?

  init(_ values: FormValues) throws(Refusal) {
    from = values[Self.from]
    to = values[Self.to]
    text = values[Self.text]
    action = values[Self.action]
    recordKind = values[Self.recordKind]
    record = values[Self.record].map { Int64($0) }
    if let from, let to, to < from { throw .invalid("to", .endsBeforeItStarts) }
  }
}

extension PlatformDoor {
  var journalRoutes: [Endpoint] {
    [
      .list("/journal", .journal, allow: .givesRoles, .journal([]), filter: JournalFilter.self) { visit, filter in
        ListPage(
          .journal,
          intro: Text(
            fr:
              "Chaque changement, chaque dossier consulté, chaque connexion : qui, quand, quoi. Les lignes sont scellées l’une à l’autre ; aucune ne peut être changée ni retirée sans que cela se voie.",
            en:
              "Each change, each file read, each sign-in: who, when, what. The lines are sealed to one another; none can be changed or taken out without its being seen."
          ),
          .journal(visit.app.recordPaths(for: visit.scope.actor), visit.app.deeds),
          try await AuditStore(visit.scope).journal(filter),
          filters: [
            JournalFilter.from, JournalFilter.to, JournalFilter.text, actionField(visit), JournalFilter.record,
          ],
          .line)
      }
    ]
  }

  private func actionField(_ visit: Visit) -> any FormField {
    Field.among(
      "action", .happening,
      visit.app.deeds.map { ($0.key, $0.label) }.sorted {
        sortKey($0.1(visit.language)) < sortKey($1.1(visit.language))
      }
    ).optional
  }
}

extension App {
  /// Where each kind of record has its page, for whom it has one.
  func recordPaths(for actor: Actor) -> [(kind: String, label: Text, path: String?)] {
    endpoints.compactMap { endpoint in
      guard let record = endpoint.record else { return nil }
      // A line tells the record's number alone: what stands under another record is found from there.
      let isFound: Bool = endpoint.allow.admits(actor) && endpoint.pattern.parameters.count == 1
      let path: String? = isFound ? endpoint.pattern.description : nil
      return (record.kind, endpoint.description.summary, path)
    }
  }
}

extension View<JournalLine> {
  static func journal(
    _ paths: [(kind: String, label: Text, path: String?)], _ actions: [Deed] = []
  ) -> View<JournalLine> {
    let labels: [String: Text] = Dictionary(actions.map { ($0.key, $0.label) }) { first, _ in first }
    return View(
      "JournalLine",
      [
        Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id)) },
        Column("at", Text(fr: "Quand", en: "When"), .moment) { .moment($0.at) },
        Column("who", Text(fr: "Qui", en: "Who")) { .text($0.actorName) },
        Column("as", .roleKind, .word(ActorKind.words)) { .choice($0.actorKind) },
        Column("action", .happening) { .word(key: $0.action, labels[$0.action] ?? Text(name: $0.action)) },
        Column("record", .recordKind, link: { line in path(paths, line) }) { line in
          let label: Text =
            paths.first { $0.kind == line.recordKind }?.label ?? .withoutPage[line.recordKind]
            ?? Text(name: line.recordKind)
          return .word(
            key: line.recordKind, Text { language in "\(label(language)) \(line.recordID)" })
        },
        Column("recordId", .identifier, .int, forMachines: true) { .int(Int($0.recordID)) },
        Column("sealed", Text(fr: "Sceau", en: "Seal"), .int) { $0.position.map { .int(Int($0)) } ?? .none },
      ])
  }

  private static func path(_ paths: [(kind: String, label: Text, path: String?)], _ line: JournalLine) -> String? {
    guard let path = paths.first(where: { $0.kind == line.recordKind })?.path, let brace = path.firstIndex(of: "{")
    else { return nil }
    return "\(path[..<brace])\(line.recordID)"
  }
}

extension Noun {
  static let line = Noun(fr: ("ligne", "lignes", .f), en: ("line", "lines"))
}

extension Text {
  static let journal = Text(fr: "Journal", en: "Journal")
  static let happening = Text(fr: "Ce qui s’est passé", en: "What happened")
  /// What has a history and no page of its own.
  fileprivate static let withoutPage: [String: Text] = [
    "account": Text(fr: "Compte", en: "Account"), "token": Text(fr: "Jeton", en: "Token"),
    "calendar": Text(fr: "Adresse de calendrier", en: "Calendar address"), "territory": .territory,
    "installation": Text(fr: "Installation", en: "Installation"),
    "steering_pack": Text(fr: "Dossier de pilotage", en: "Steering pack"),
  ]
  static let recordKind = Text(fr: "Fiche", en: "Record")
  public static let dayHelp = Text(
    fr: "Par exemple 16/06/2022.", en: "For example 16/06/2022.", de: "Zum Beispiel 16.06.2022.")
}
