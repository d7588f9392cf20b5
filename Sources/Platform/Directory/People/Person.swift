import SQL

/// Somebody whom a programme accompanies. Their file is theirs: only those who were given it see it.
public struct Person: Fetched, Equatable {
  public let id: ID<Person>
  let givenName: String
  let familyName: String
  let email: String?
  let phone: String?
  let provenance: Provenance
  let version: Int

  public init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    givenName = try row.next()
    familyName = try row.next()
    email = try row.next()
    phone = try row.next()
    provenance = try row.next()
    version = try row.next()
  }

  var name: String { "\(givenName) \(familyName)" }
  var path: String { "/annuaire/personnes/\(id)" }
}

extension View<Person> {
  static let person = View(
    "Person",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("familyName", .familyName, link: { $0.path }) { .text($0.familyName) },
      Column("givenName", .givenName) { .text($0.givenName) },
      Column("email", .email) { .text($0.email) },
      Column("phone", .phone) { .text($0.phone) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

extension View<Person> {
  /// In a list, names only: how to reach somebody is in their file, whose reading is traced.
  static let personRow = View("PersonRow", View.person.without("email", "phone").columns)
}

extension Actor {
  /// Agents and managers of the territory run the service that keeps the files. An administrator gives roles; that is
  /// no reason to read files.
  var seesAllFiles: Bool { kinds.contains(.agent) || kinds.contains(.manager) }
}

/// Every statement about people, within what the actor may see.
struct PersonStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = "id, given_name, family_name, email, phone, provenance, version"

  private var visible: Query { visibility("person") }

  /// Which files this actor may see, of a table or of the name that a statement gives it.
  func visibility(_ table: Query) -> Query {
    let ofTerritory: Query = "\(table).territory_id = \(scope.territory)"
    if scope.actor.seesAllFiles { return ofTerritory }
    return ofTerritory + " AND \(table).id IN \(.list(scope.actor.numbers(.person, as: .partner, .resident)))"
  }

  func find(_ id: ID<Person>) async throws -> Person {
    try await scope.one("SELECT \(Self.columns) FROM person WHERE \(visible) AND id = \(id)")
  }

  /// For what is written down of a file by somebody who gives it to another without reading it.
  func find(_ id: ID<Person>, whoeverAsks: Bool) async throws -> Person {
    guard whoeverAsks else { return try await find(id) }
    return try await scope.one(
      "SELECT \(Self.columns) FROM person WHERE territory_id = \(scope.territory) AND id = \(id)")
  }

  func listing(_ filter: NameFilter) -> Listing<Person> {
    var which: Query = "FROM person WHERE \(visible)"
    if let text = filter.text { which = which + " AND sort_key LIKE \(keyHolding(text))" }
    let wanted: Query = which
    return Listing(
      scope, count: "SELECT count(*) " + wanted, orders: [Order("familyName", "sort_key", "id")]
    ) { slice in
      "SELECT \(Self.columns) \(wanted) ORDER BY \(slice.order) \(slice.window)"
    }
  }

  func hits(_ sought: Sought) async throws -> [Hit] {
    try await sought.hits(scope, sought.ranks("sort_key")) { rank, most in
      """
      SELECT given_name || ' ' || family_name, '', '/annuaire/personnes/' || id FROM person
      WHERE \(visible) AND \(rank) ORDER BY sort_key, id LIMIT \(most)
      """
    }
  }

  /// Those whose name this is, given name first or last.
  func named(_ name: String) async throws -> [Person] {
    let words: [Substring] = sortKey(name).split(separator: " ")
    let turned: [String] = words.indices.map { ((words[$0...]) + (words[..<$0])).joined(separator: " ") }
    return try await scope.all(
      "SELECT \(Self.columns) FROM person WHERE \(visible) AND sort_key IN \(.list(turned)) ORDER BY id LIMIT 10")
  }

  func insert(_ form: PersonForm, _ provenance: Provenance = .entered) async throws -> Person {
    let id: ID<Person> = try await scope.insert(
      """
      INSERT INTO person (territory_id, given_name, family_name, sort_key, email, phone, provenance)
      VALUES (\(scope.territory), \(form.givenName), \(form.familyName), \(form.sortKey), \((form.email?.text).value),
        \(form.phone.value), \(provenance))
      """)
    let person: Person = try await find(id)
    try await scope.audit(.personEntered, "person", id.number, .person, after: person)
    return person
  }

  func update(_ person: Person, _ form: PersonForm, version: Int) async throws -> Person {
    try await scope.update(
      """
      UPDATE person SET given_name = \(form.givenName), family_name = \(form.familyName), sort_key = \(form.sortKey),
        email = \((form.email?.text).value), phone = \(form.phone.value), version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(person.id) AND version = \(version)
      """)
    let after: Person = try await find(person.id)
    try await scope.audit(.personChanged, "person", person.id.number, .person, before: person, after: after)
    return after
  }
}

extension Deed {
  static let personEntered = Deed("person.entered", Text(fr: "Dossier ouvert", en: "File opened"))
  static let personChanged = Deed("person.changed", Text(fr: "Dossier modifié", en: "File changed"))
  static let fileEntrusted = Deed("person.entrusted", Text(fr: "Dossier confié", en: "File entrusted"))
  static let listExported = Deed("list.exported", Text(fr: "Liste exportée", en: "List exported"))
}

extension Text {
  static let familyName = Text(fr: "Nom de famille", en: "Family name")
  static let givenName = Text(fr: "Prénom", en: "Given name")
  static let phone = Text(fr: "Téléphone", en: "Telephone", de: "Telefon")
  static let people = Text(fr: "Personnes accompagnées", en: "People accompanied")
  static let onePerson = Text(fr: "Dossier d’une personne", en: "A person’s file")
  static let directory = Text(fr: "Annuaire", en: "Directory")
}
