import SQL

/// Somebody whom a programme accompanies. Their file is theirs: only those who were given it see it.
public struct Person: Fetched, Equatable {
  public let id: ID<Person>
  let givenName: String
  let familyName: String
  let email: String?
  let phone: String?
  let birthDay: Day?
  let place: Organisation.Place
  let openedOn: Day?
  /// When what identifies them went: what is left is counted, and is nobody’s.
  let anonymisedAt: Instant?
  let provenance: Provenance
  let version: Int

  public init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    givenName = try row.next()
    familyName = try row.next()
    email = try row.next()
    phone = try row.next()
    birthDay = try row.next()
    place = Organisation.Place(
      address: try row.next(), postcode: try row.next(), municipality: try row.next(), code: try row.next())
    openedOn = try row.next()
    anonymisedAt = try row.next()
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
      Column("birthDay", .birthDay, .day) { .day($0.birthDay) },
      Column("address", .postalAddress) { .text($0.place.address) },
      Column("postcode", .postcode) { .text($0.place.postcode) },
      Column("municipality", .municipality) { .text($0.place.municipality) },
      Column("municipalityCode", .municipalityCode, forMachines: true) { .text($0.place.code) },
      Column("openedOn", .fileOpenedOn, .day) { .day($0.openedOn) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ], contact: { $0.card() })
}

extension View<Person> {
  /// In a list, names only: how to reach somebody is in their file, whose reading is traced.
  static let personRow = View(
    "PersonRow",
    View.person.without(
      "email", "phone", "birthDay", "address", "postcode", "municipality", "municipalityCode"
    ).columns, contact: \.nameCard)
}

extension Person {
  fileprivate var nameCard: ContactCard {
    ContactCard("person", id.number, at: path, .person(givenName: givenName, familyName: familyName))
  }

  /// With what they are to an organisation, where they are something to one.
  func card(_ affiliation: Affiliation? = nil) -> ContactCard {
    var card: ContactCard = nameCard
    (card.place, card.reach) = (place, Organisation.Reach(email: email, phone: phone))
    (card.organisation, card.title) = (affiliation?.organisationName, affiliation?.title)
    return card
  }
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

  static let columns: Query = """
    person.id, person.given_name, person.family_name, person.email, person.phone, person.birth_day, person.address,
    person.postcode, person.municipality, person.municipality_code, person.opened_on, person.anonymised_at,
    person.provenance, person.version
    """

  /// Those who still have a name, and whose file was not merged into another.
  static let named: Query = "person.anonymised_at IS NULL AND person.merged_into IS NULL"

  private var visible: Query { visibility("person") }

  /// Which files this actor may see, of a table or of the name that a statement gives it.
  func visibility(_ table: Query) -> Query {
    let ofTerritory: Query = "\(table).territory_id = \(scope.territory)"
    if scope.actor.seesAllFiles { return ofTerritory }
    return ofTerritory + " AND \(table).id IN \(.list(scope.actor.numbers(.person, as: .partner, .resident)))"
  }

  /// An address that somebody noted before a merger still leads to the file that was kept.
  func find(_ id: ID<Person>) async throws -> Person {
    try await scope.one(
      """
      SELECT \(Self.columns) FROM person WHERE \(visible) AND person.id = (
        SELECT coalesce(double.merged_into, double.id) FROM person double
        WHERE double.territory_id = \(scope.territory) AND double.id = \(id))
      """)
  }

  /// For what is written down of a file by somebody who gives it to another without reading it.
  func find(entrusted id: ID<Person>) async throws -> Person {
    try await scope.one(
      "SELECT \(Self.columns) FROM person WHERE territory_id = \(scope.territory) AND id = \(id)")
  }

  func listing(_ filter: NameFilter) -> Listing<Person> {
    var which: Query = visible + " AND " + Self.named
    if let text = filter.text { which = which + " AND person.sort_key LIKE \(keyHolding(text))" }
    let wanted: Query = which
    return Listing(
      scope, count: "SELECT count(*) FROM person WHERE " + wanted,
      orders: [Order("familyName", "person.sort_key", "person.id")]
    ) { slice in
      """
      SELECT \(Self.columns)
      FROM (SELECT person.id AS wanted_id FROM person WHERE \(wanted) ORDER BY \(slice.order) \(slice.window)) wanted
      JOIN person ON person.id = wanted.wanted_id ORDER BY \(slice.order)
      """
    }
  }

  func hits(_ sought: Sought) async throws -> [Hit] {
    try await sought.hits(scope, sought.ranks("sort_key")) { rank, most in
      """
      SELECT given_name || ' ' || family_name, '', '/annuaire/personnes/' || id FROM person
      WHERE \(visible) AND \(Self.named) AND \(rank) ORDER BY sort_key, id LIMIT \(most)
      """
    }
  }

  /// Those whose name this is, given name first or last.
  func named(_ name: String) async throws -> [Person] {
    let words: [Substring] = sortKey(name).split(separator: " ")
    let turned: [String] = words.indices.map { ((words[$0...]) + (words[..<$0])).joined(separator: " ") }
    return try await scope.all(
      "SELECT \(Self.columns) FROM person WHERE \(visible) AND \(Self.named) AND sort_key IN \(.list(turned)) ORDER BY id LIMIT 10"
    )
  }

  func insert(_ form: PersonForm, _ provenance: Provenance = .entered) async throws -> Person {
    try await insert([form], provenance)[0]
  }

  /// Many at once, in this order.
  func insert(_ forms: [PersonForm], _ provenance: Provenance = .entered) async throws -> [Person] {
    guard !forms.isEmpty else { return [] }
    let places: [Organisation.Place] = try await Referential(scope).located(forms.map(\.place))
    let rows: [[Value]] = zip(forms, places).map { form, place in
      [
        scope.territory.value, .text(form.givenName), .text(form.familyName), .text(form.sortKey),
        (form.email?.text).value, form.phone.value, form.birthDay.value, place.address.value, place.postcode.value,
        place.municipality.value, place.code.value, scope.today.value, provenance.value,
      ]
    }
    let inserted: [Person] = try await scope.inserted(
      """
      INSERT INTO person (territory_id, given_name, family_name, sort_key, email, phone, birth_day, address, postcode,
        municipality, municipality_code, opened_on, provenance) \(.rows(rows)) RETURNING \(Self.columns)
      """
    ) { row in try Person(&row) }
    try await index(new: inserted)
    try await scope.audit(
      .personEntered, "person", inserted.map { (id: $0.id.number, after: View.person.json($0)) })
    // Databases answer in no order. What is alike to the last letter is the same.
    var waiting: [PersonForm.Mark: [Person]] = Dictionary(grouping: inserted, by: PersonForm.Mark.init)
    return forms.map { waiting[PersonForm.Mark($0)]!.removeLast() }
  }

  func update(_ person: Person, _ form: PersonForm, version: Int) async throws -> Person {
    guard person.anonymisedAt == nil else { throw Refusal.conflict(.isAnonymous) }
    let place: Organisation.Place = try await Referential(scope).located([form.place])[0]
    let after: Person = try await scope.updated(
      """
      UPDATE person SET given_name = \(form.givenName), family_name = \(form.familyName), sort_key = \(form.sortKey),
        email = \((form.email?.text).value), phone = \(form.phone.value), birth_day = \(form.birthDay.value),
        address = \(place.address.value), postcode = \(place.postcode.value), municipality = \(place.municipality.value),
        municipality_code = \(place.code.value), version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(person.id) AND version = \(version)
      RETURNING \(Self.columns)
      """)
    try await index(after, instead: person)
    try await scope.audit(.personChanged, "person", person.id.number, .person, before: person, after: after)
    return after
  }
}

extension PersonForm {
  /// What tells one of many that are entered at once from the others.
  fileprivate struct Mark: Hashable {
    let names: [String]
    let reach: [String?]
    let birthDay: Day?

    init(_ form: PersonForm) {
      names = [form.givenName, form.familyName]
      reach = [form.email?.text, form.phone, form.place.address, form.place.postcode, form.place.municipality]
      birthDay = form.birthDay
    }

    init(_ person: Person) {
      names = [person.givenName, person.familyName]
      reach = [person.email, person.phone, person.place.address, person.place.postcode, person.place.municipality]
      birthDay = person.birthDay
    }
  }
}

extension Deed {
  static let personEntered = Deed("person.entered", Text(fr: "Dossier ouvert", en: "File opened"))
  static let personChanged = Deed("person.changed", Text(fr: "Dossier modifié", en: "File changed"))
  static let fileEntrusted = Deed("person.entrusted", Text(fr: "Dossier confié", en: "File entrusted"))
  static let listExported = Deed("list.exported", Text(fr: "Liste exportée", en: "List exported"))
}

extension Text {
  static let birthDay = Text(fr: "Date de naissance", en: "Date of birth")
  static let fileOpenedOn = Text(fr: "Dossier ouvert le", en: "File opened on")
  static let isAnonymous = Text(
    fr: "Ce dossier est anonymisé : il n’est plus celui de personne.", en: "This file is anonymous: it is nobody’s now."
  )
  static let familyName = Text(fr: "Nom de famille", en: "Family name")
  static let givenName = Text(fr: "Prénom", en: "Given name")
  static let phone = Text(fr: "Téléphone", en: "Telephone", de: "Telefon")
  static let people = Text(fr: "Personnes accompagnées", en: "People accompanied")
  static let onePerson = Text(fr: "Dossier d’une personne", en: "A person’s file")
  static let directory = Text(fr: "Annuaire", en: "Directory")
}
