import SQL

/// When a file was last of use, and what becomes of it.
struct FileState: Sendable, Equatable {
  let lastContact: Day
  let warnedOn: Day?
  let retention: Retention

  /// The last day of which it is certain that it is still there.
  var end: Day {
    let usual: Day = retention.end(after: lastContact)
    guard let warnedOn, warnedOn > lastContact else { return usual }
    return max(usual, warnedOn.adding(days: retention.noticeDays))
  }

  func step(on today: Day) -> RetentionStep {
    retention.due(on: today, lastContact: lastContact, warnedOn: warnedOn)
  }
}

/// A file of which nobody has heard for long.
struct DormantFile: Fetched {
  let id: ID<Person>
  let territory: ID<Territory>
  let name: String
  let email: String?
  let state: FileState

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    territory = try row.next()
    name = try row.next()
    email = try row.next()
    let (last, warned): (Day, Instant?) = (try row.next(), try row.next())
    let (months, notice): (Int, Int) = (try row.next(), try row.next())
    state = FileState(
      lastContact: last, warnedOn: warned.map { Zone.paris.day(at: $0) },
      retention: Retention(months: months, noticeDays: notice))
  }

  /// The day of the last contact, or else of the file’s opening; of a file that says neither, today.
  private static func lastContact(_ today: Day) -> Query {
    .greatest(
      "coalesce(person.opened_on, \(today))",
      """
      coalesce((SELECT max(person_contact.day) FROM person_contact
        WHERE person_contact.territory_id = person.territory_id AND person_contact.person_id = person.id),
        person.opened_on, \(today))
      """)
  }

  private static func longest(_ column: Query, _ usual: Int) -> Query {
    """
    coalesce((SELECT max(data_purpose.\(column)) FROM person_purpose
      JOIN data_purpose ON data_purpose.id = person_purpose.data_purpose_id
      WHERE person_purpose.territory_id = person.territory_id AND person_purpose.person_id = person.id), \(usual))
    """
  }

  static func columns(on today: Day) -> Query {
    """
    person.id, person.territory_id, person.given_name || ' ' || person.family_name, person.email, \(lastContact(today)),
    person.warned_at, \(longest("months", Retention.usual.months)), \(longest("notice_days", Retention.usual.noticeDays))
    """
  }

  /// Those that may have something due: nobody’s file goes sooner than a month after it was opened.
  static func candidates(on today: Day) -> Query {
    "\(PersonStore.named) AND (person.opened_on IS NULL OR person.opened_on < \(today.adding(days: -28)))"
  }
}

extension PersonStore {
  func state(of person: ID<Person>) async throws -> FileState {
    let file: DormantFile = try await scope.one(
      """
      SELECT \(DormantFile.columns(on: scope.today)) FROM person
      WHERE person.territory_id = \(scope.territory) AND person.id = \(person)
      """)
    return file.state
  }

  /// Those of which it was said that they go, the soonest first.
  func warned() async throws -> [DormantFile] {
    let files: [DormantFile] = try await scope.all(
      """
      SELECT \(DormantFile.columns(on: scope.today)) FROM person
      WHERE \(visibility("person")) AND \(Self.named) AND person.warned_at IS NOT NULL ORDER BY person.warned_at LIMIT 500
      """)
    return files.filter { if case .warned = $0.state.step(on: scope.today) { true } else { false } }
  }
}

extension Agenda {
  /// Files that are about to go: who keeps them may note a contact, or let them go.
  static let dormantFiles = Agenda(allow: .keepsFiles) { scope in
    try await PersonStore(scope).warned().prefix(Agenda.most).map { file in
      Due(
        .soon, file.state.end, Text(name: file.name),
        Text(fr: "dossier anonymisé ce jour-là, sauf contact", en: "file made anonymous that day, unless seen"),
        path: "/annuaire/personnes/\(file.id)")
    }
  }
}
