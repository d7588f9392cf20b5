import SQL

extension Person: MergedRecord {
  static let table: String = "person"
  static let columns: Query = PersonStore.columns
  static let named: Query = "person.given_name || ' ' || person.family_name"
  static let view: View<Person> = .person
  static let fillable: [String] = [
    "email", "phone", "birth_day", "address", "postcode", "municipality", "municipality_code", "opened_on",
  ]
  static let together: [[String]] = [Organisation.Place.columns]
  static let own: Set<String> = ["person_key", "distinct_people"]
  static let keys: (table: Query, column: Query, telling: [String]) = (
    "person_key", "person_id", ["n:", "b:", "e:", "t:"]
  )
  static let distinct: Query = "distinct_people"
  static let deeds = MergerDeeds(merged: .filesMerged, undone: .filesUnmerged, toldApart: .filesToldApart)
  static let pages = MergerPages(
    label: .onePerson, mark: .municipality, pairs: "/annuaire/personnes/doublons", one: "oneFile", other: "otherFile",
    undo: "/annuaire/personnes/fusions", merger: "fileMerger", allow: .keepsFiles, crumb: { .people($0) },
    help: Text(
      fr:
        "Des dossiers qui semblent ceux d’une même personne. Fusionner ne perd rien : contacts, fonctions, demandes et référents passent au dossier gardé, et l’on peut revenir en arrière.",
      en:
        "Files that look like one person’s. Merging loses nothing: contacts, functions, requests and advisers go to the file that is kept, and one can go back."
    ),
    mergingHelp: Text(
      fr:
        "Le dossier gardé reçoit tout ce qui était rattaché à l’autre, et ce qui lui manquait. La lecture des deux est inscrite au journal.",
      en:
        "The file that is kept receives all that belonged to the other, and what it lacked. That you read both goes into the journal."
    ))

  var pairMark: String? { place.municipality }

  /// A purpose that both files serve is served once.
  static func stays(_ table: String, with kept: ID<Person>, _ scope: Scope) -> Query? {
    guard table == "person_purpose" else { return nil }
    return """
      EXISTS (SELECT 1 FROM person_purpose held WHERE held.territory_id = \(scope.territory)
        AND held.person_id = \(kept) AND held.data_purpose_id = person_purpose.data_purpose_id)
      """
  }

  func fills(_ column: String, of kept: Person) -> Bool {
    !Organisation.Place.columns.contains(column) || kept.place == Organisation.Place()
  }

  static func index(_ person: Person, _ scope: Scope) async throws { try await PersonStore(scope).index(person) }

  static func pairs(
    _ records: [(one: Person, other: Person)], _ scope: Scope
  ) async throws -> [RecordPair<Person>] {
    let ids: Set<ID<Person>> = Set(records.flatMap { [$0.one.id, $0.other.id] })
    let employers: [ID<Person>: Set<Int64>] = try await PersonStore(scope).employers(of: Array(ids))
    return records.compactMap { one, other in
      let likeness = PersonLikeness(
        PersonCard(one, employers: employers[one.id] ?? []), PersonCard(other, employers: employers[other.id] ?? []))
      guard likeness.isPossible else { return nil }
      return RecordPair(one: one, other: other, because: likeness.inWords, score: likeness.score)
    }
  }

  static func readAlong(_ people: [Person], _ scope: Scope) async throws {
    try await scope.change { scope in
      for person in people { try await scope.audit(.fileRead, table, person.id.number) }
    }
  }

  func refuseMerging() throws(Refusal) {
    guard anonymisedAt == nil else { throw Refusal.conflict(.isAnonymous) }
  }
}

extension PersonStore {
  /// Files that were merged into this one: what becomes of it becomes of them.
  func merged(into id: ID<Person>) async throws -> [ID<Person>] {
    try await scope.all(
      """
      SELECT id FROM person WHERE territory_id = \(scope.territory) AND merged_into = \(id) AND anonymised_at IS NULL
      ORDER BY id
      """
    ) { row in try row.next() }
  }
}

extension Deed {
  static let filesMerged = Deed("person.merged", Text(fr: "Deux dossiers fusionnés", en: "Two files merged"))
  static let filesUnmerged = Deed(
    "person.unmerged", Text(fr: "Fusion de dossiers annulée", en: "Merger of files undone"))
  static let filesToldApart = Deed(
    "person.apart", Text(fr: "Deux personnes distinguées", en: "Two people told apart"))
}
