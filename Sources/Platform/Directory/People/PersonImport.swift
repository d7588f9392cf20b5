import SQL
import Telephone

extension Importer {
  /// People’s files from any table: known by their e-mail address, or by their name and date of birth.
  static let people = Importer(
    "people", Text(fr: "des personnes", en: "people"), .person, allow: .keepsFiles, list: "/annuaire/personnes",
    PersonImport.self,
    columns: [
      ImportColumn(PersonForm.familyName, "nom", "nom d’usage", "last name", "surname"),
      ImportColumn(PersonForm.givenName, "prénoms", "first name"),
      ImportColumn(PersonForm.birthDay, "né le", "née le", "naissance", "ddn", "birth date"),
      ImportColumn(PersonForm.email, "courriel", "mail", "email", "e-mail", "adresse électronique"),
      ImportColumn(
        PersonForm.phone, "tél", "tel", "portable", "mobile", "n° de téléphone", "phone", reading: .telephone),
      ImportColumn(PersonForm.address, "adresse postale", "voie", "rue"),
      ImportColumn(PersonForm.postcode, "cp", "code_postal", reading: .code([5])),
      ImportColumn(PersonForm.municipality, "ville", "commune de résidence", "localité", "city"),
    ],
    path: { "/annuaire/personnes/\($0)" }, crumbs: { [.people($0)] })
}

/// Lines of a table against the files of people.
struct PersonImport: RecordImport {
  static let spoken: SpokenOf? = SpokenOf(Person.table, own: Person.own, .fileIsSpokenOf)
  static let holdsPeople: Bool = true
  private let place: ImportPlace
  private var scope: Scope { place.scope }
  private var store: PersonStore { PersonStore(scope) }

  init(_ place: ImportPlace) { self.place = place }

  static func identity(_ form: PersonForm) -> String {
    if let email = form.email { return "e:\(email.text.lowercased())|\(form.sortKey)" }
    let otherwise: String = form.phone.flatMap(PhoneNumber.key) ?? form.place.municipality.map(sortKey) ?? ""
    return "n:\(form.sortKey)|\(form.birthDay?.description ?? otherwise)"
  }

  static func card(_ form: PersonForm) -> PersonCard { PersonCard(form) }
  static func keys(_ card: PersonCard) -> Set<String> { card.keys }

  static func likeness(_ one: PersonCard, _ other: PersonCard) -> Text? {
    let likeness = PersonLikeness(one, other)
    return likeness.isPossible ? likeness.inWords : nil
  }

  static func typed(_ person: Person) -> Typed { PersonForm.typed(person) }
  static func stamp(_ person: Person) -> RecordStamp { RecordStamp(person.id.number, person.version) }
  static func name(_ person: Person) -> String { person.name }

  /// The same name with the same birth, address or telephone, and nothing that says otherwise, is the same person.
  func meant(by forms: [PersonForm], alike cards: [PersonCard]?) async throws -> [ImportMeaning<Person>] {
    func certain(_ doubles: [PersonDouble]) -> ImportMeaning<Person>? {
      let sure: [PersonDouble] = doubles.filter { $0.likeness.isCertain }
      if sure.count > 1 { return .several(FieldError("familyName", .severalFiles)) }
      return sure.first.map { .one($0.person) }
    }
    // Most are known by their name and something else: what only resembles them is looked for where they are not.
    var meanings: [ImportMeaning<Person>?] = try await store.namesakes(of: cards ?? forms.map { PersonCard($0) })
      .map(certain)
    guard let cards else { return meanings.map { $0 ?? .nobody } }
    let open: [Int] = meanings.indices.filter { meanings[$0] == nil }
    for (index, doubles) in zip(open, try await store.doubles(of: open.map { cards[$0] })) {
      let best: PersonDouble? = doubles.first { $0.likeness.isPossible }
      meanings[index] = certain(doubles) ?? best.map { .like($0.person, because: $0.likeness.inWords) }
    }
    return meanings.map { $0 ?? .nobody }
  }

  func insert(_ forms: [PersonForm]) async throws -> [Result<Person, Refusal>] {
    try await store.insert(forms).map { .success($0) }
  }

  func update(_ person: Person, _ form: PersonForm) async throws -> Person {
    try await store.update(person, form, version: person.version)
  }

  func find(_ ids: [Int64]) async throws -> [Person] { try await store.find(ids) }

  func remove(_ person: Person) async throws { try await store.remove(person) }
}

extension PersonLikeness {
  /// The name, and something that only they have.
  var isCertain: Bool {
    guard signs.contains(.sameName), !signs.contains(.otherBirth) else { return false }
    return signs.contains(.sameBirth) || signs.contains(.sameMail) || signs.contains(.samePhone)
  }
}

extension PersonStore {
  /// Takes out a file that nothing speaks of.
  func remove(_ person: Person) async throws {
    try await KeyIndex<Person>(scope).forget(person.id.number)
    try await scope.run(
      """
      DELETE FROM distinct_people WHERE territory_id = \(scope.territory)
        AND (one_id = \(person.id) OR other_id = \(person.id))
      """)
    try await scope.run(
      """
      DELETE FROM person WHERE territory_id = \(scope.territory) AND id = \(person.id) AND version = \(person.version)
      """)
    // Without what it said: a file that is gone has nobody left who could have it forgotten.
    try await scope.audit(.personRemoved, "person", person.id.number)
  }
}

extension Deed {
  static let personRemoved = Deed("person.removed", Text(fr: "Dossier retiré", en: "File taken out"))
}

extension Text {
  fileprivate static let severalFiles = Text(
    fr: "Plusieurs dossiers lui ressemblent également : donnez sa date de naissance.",
    en: "Several files look like them as much: give their date of birth.")
  fileprivate static let fileIsSpokenOf = Text(
    fr: "D’autres fiches parlent de cette personne.", en: "Other records speak of this person.")
}
