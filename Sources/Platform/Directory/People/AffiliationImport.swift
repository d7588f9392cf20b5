import SQL

extension Importer {
  /// Who does what where: the list of contacts that every department keeps.
  static let affiliations = Importer(
    "affiliations", Text(fr: "des fonctions", en: "functions of people"), .affiliation, allow: .keepsFiles,
    list: "/annuaire/personnes/fonctions", AffiliationImport.self,
    columns: [
      ImportColumn(PersonForm.familyName, "nom", "nom d’usage", "last name", "surname"),
      ImportColumn(PersonForm.givenName, "prénoms", "first name"),
      ImportColumn(PersonForm.email, "courriel", "mail", "email", "e-mail", "adresse électronique"),
      ImportColumn(PersonForm.birthDay, "né le", "née le", "naissance", "ddn", "birth date"),
      ImportColumn(NamedOrganisations.name, "organisation", "structure", "entreprise", "employeur"),
      ImportColumn(NamedOrganisations.number, "siret", "siren", "rna", reading: .code([14, 9])),
      ImportColumn(AffiliationForm.title, "poste", "intitulé du poste", "titre"),
      ImportColumn(
        AffiliationForm.kind, "qualité", "lien",
        words: [
          "director": [
            "dirigeant", "dirigeante", "gérant", "gérante", "directeur", "directrice", "président", "présidente",
          ],
          "contact": ["contact", "interlocutrice", "référent", "référente"],
          "employee": ["salarié", "salariée", "employé", "employée"],
          "member": ["adhérent", "adhérente", "membre"],
          "founder": ["porteur", "porteuse", "créateur", "créatrice", "fondateur", "fondatrice"],
        ]),
      ImportColumn(AffiliationForm.from, "depuis", "début", "date de début", "from"),
      ImportColumn(AffiliationForm.to, "jusqu’à", "fin", "date de fin", "to"),
    ],
    path: nil, crumbs: { [.people($0)] })
}

/// What somebody is to an organisation, once it is known who and to which.
struct AffiliationLine: Form {
  static let person = Field<Int>.record("person", .onePersonName)
  static let organisation = Field<Int>.record("organisation", .oneOrganisation)
  static let fields: [any FormField] = [
    person, organisation, AffiliationForm.kind, AffiliationForm.title, AffiliationForm.from, AffiliationForm.to,
  ]

  let person: ID<Person>
  let organisation: ID<Organisation>
  let kind: AffiliationKind
  let title: String
  let from: Day?
  let to: Day?

  init(_ values: FormValues) throws(Refusal) {
    person = ID(Int64(values[Self.person]))
    organisation = ID(Int64(values[Self.organisation]))
    kind = values[AffiliationForm.kind]
    title = values[AffiliationForm.title] ?? ""
    from = values[AffiliationForm.from]
    to = values[AffiliationForm.to]
    if let from, let to, to < from { throw .invalid("to", .endsBeforeItStarts) }
  }
}

/// Lines of a table against what people are to organisations: once in each role from each day.
struct AffiliationImport: RecordImport {
  static let holdsPeople: Bool = true
  typealias Card = NoCard

  private let place: ImportPlace
  private var scope: Scope { place.scope }
  private var store: AffiliationStore { AffiliationStore(scope) }

  init(_ place: ImportPlace) { self.place = place }

  static func identity(_ line: AffiliationLine) -> String {
    "\(line.person)|\(line.organisation)|\(line.kind.rawValue)|\(line.from?.description ?? "")"
  }

  static func typed(_ affiliation: Affiliation) -> Typed {
    var typed = Typed()
    typed.set(AffiliationLine.person, Int(affiliation.person.number))
    typed.set(AffiliationLine.organisation, Int(affiliation.organisation.number))
    typed.set(AffiliationForm.kind, affiliation.kind)
    typed.set(AffiliationForm.title, affiliation.title.isEmpty ? nil : affiliation.title)
    typed.set(AffiliationForm.from, affiliation.from)
    typed.set(AffiliationForm.to, affiliation.to)
    return typed
  }
  static func stamp(_ affiliation: Affiliation) -> RecordStamp {
    RecordStamp(affiliation.id.number, affiliation.version)
  }
  static func name(_ affiliation: Affiliation) -> String {
    "\(affiliation.personName), \(affiliation.organisationName)"
  }

  func understood(_ lines: [Typed]) async throws -> [UnderstoodLine] {
    let organisations = try await NamedOrganisations(in: lines, scope)
    let people = try await NamedPeople(lines, scope)
    return lines.enumerated().map { index, line in
      var understood = UnderstoodLine(line)
      understood.fill(AffiliationLine.person.key) { () throws(Refusal) in try people.person(index).id.description }
      understood.fill(AffiliationLine.organisation.key) { () throws(Refusal) in
        try organisations.known(by: line).id.description
      }
      return understood
    }
  }

  /// A list of contacts that does not say more speaks of contacts.
  func begun() -> Typed {
    var typed = Typed()
    typed.set(AffiliationForm.kind, .contact)
    return typed
  }

  func meant(by lines: [AffiliationLine], alike cards: [NoCard]?) async throws -> [ImportMeaning<Affiliation>] {
    let people: [Int64] = Set(lines.map(\.person.number)).sorted()
    let known: [Affiliation] = try await store.all("affiliation.person_id IN \(.list(people))", most: 100_000)
    let byIdentity: [String: Affiliation] = Dictionary(
      known.map { ("\($0.person)|\($0.organisation)|\($0.kind.rawValue)|\($0.from?.description ?? "")", $0) }
    ) { first, _ in first }
    return lines.map { line in byIdentity[Self.identity(line)].map { .one($0) } ?? .nobody }
  }

  func insert(_ lines: [AffiliationLine]) async throws -> [Result<Affiliation, Refusal>] {
    try await each(lines) { try await store.insert($0) }
  }

  func update(_ affiliation: Affiliation, _ line: AffiliationLine) async throws -> Affiliation {
    try await store.update(affiliation, line)
  }

  func find(_ ids: [Int64]) async throws -> [Affiliation] {
    try await store.all("affiliation.id IN \(.list(ids))", most: ids.count)
  }

  func remove(_ affiliation: Affiliation) async throws { try await store.remove(affiliation) }
}

/// People as lines name them: by all that a line says of them, or by a name that nobody else has.
private struct NamedPeople {
  private let found: [Result<Person, Refusal>]

  init(_ lines: [Typed], _ scope: Scope) async throws {
    let fields: [any FormField] = [
      PersonForm.familyName, PersonForm.givenName, PersonForm.email, PersonForm.birthDay,
    ]
    let today: Day = scope.today
    let forms: [Result<PersonForm, Refusal>] = lines.map { line in
      var named = Typed()
      for field in fields { named[field.key] = line[field.key] }
      return Result { () throws(Refusal) in
        try PersonForm(try FormReader.values(PersonForm.fields, named, on: today))
      }
    }
    let read: [PersonForm] = forms.compactMap { try? $0.get() }
    var doubles = try await PersonStore(scope).doubles(of: read.map { PersonCard($0) })
      .makeIterator()
    found = forms.map { form in
      switch form {
      case .failure(let refusal): .failure(refusal)
      case .success: NamedPeople.one(of: doubles.next() ?? [])
      }
    }
  }

  private static func one(of doubles: [PersonDouble]) -> Result<Person, Refusal> {
    let sure: [PersonDouble] = doubles.filter(\.likeness.isCertain)
    let named: [PersonDouble] =
      sure.isEmpty ? doubles.filter { $0.likeness.signs.contains(.sameName) && $0.likeness.isPossible } : sure
    guard let one = named.first else { return .failure(.invalid(PersonForm.familyName.key, .nobodyOfThatName)) }
    guard named.count == 1 else { return .failure(.invalid(PersonForm.familyName.key, .severalOfThatName)) }
    return .success(one.person)
  }

  func person(_ index: Int) throws(Refusal) -> Person { try found[index].get() }
}

extension AffiliationStore {
  fileprivate func insert(_ line: AffiliationLine) async throws -> Affiliation {
    let id: ID<Affiliation> = try await scope.insert(
      """
      INSERT INTO affiliation (territory_id, person_id, organisation_id, kind, title, from_day, to_day)
      VALUES (\(scope.territory), \(line.person), \(line.organisation), \(line.kind), \(line.title),
        \(line.from.value), \(line.to.value))
      """)
    return try await told(id, .affiliationEntered)
  }

  fileprivate func update(_ affiliation: Affiliation, _ line: AffiliationLine) async throws -> Affiliation {
    try await scope.update(
      """
      UPDATE affiliation SET kind = \(line.kind), title = \(line.title), from_day = \(line.from.value),
        to_day = \(line.to.value), version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(affiliation.id) AND version = \(affiliation.version)
      """)
    return try await told(affiliation.id, .affiliationChanged)
  }

  fileprivate func remove(_ affiliation: Affiliation) async throws {
    try await scope.update(
      """
      DELETE FROM affiliation
      WHERE territory_id = \(scope.territory) AND id = \(affiliation.id) AND version = \(affiliation.version)
      """)
    try await tell(.affiliationRemoved, of: affiliation.person, in: affiliation.organisationName)
  }

  private func told(_ id: ID<Affiliation>, _ deed: Deed) async throws -> Affiliation {
    guard let affiliation = try await all("affiliation.id = \(id)").first else { throw Refusal.notFound }
    try await tell(deed, of: affiliation.person, in: affiliation.organisationName)
    return affiliation
  }
}

extension Noun {
  fileprivate static let affiliation = Noun(fr: ("fonction", "fonctions", .f), en: ("function", "functions"))
}

extension Text {
  static let importAffiliations = Text(fr: "Importer des fonctions", en: "Import functions of people")
}
