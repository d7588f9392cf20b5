import SQL

/// What somebody is to an organisation, from a day to another.
struct Affiliation: Fetched, Equatable {
  let id: ID<Affiliation>
  let person: ID<Person>
  let personName: String
  let organisation: ID<Organisation>
  let organisationName: String
  let kind: AffiliationKind
  let title: String
  let from: Day?
  let to: Day?
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    person = try row.next()
    personName = try row.next()
    organisation = try row.next()
    organisationName = try row.next()
    kind = try row.next()
    title = try row.next()
    from = try row.next()
    to = try row.next()
    version = try row.next()
  }

  func runs(on day: Day) -> Bool { (from.map { $0 <= day } ?? true) && (to.map { day <= $0 } ?? true) }
}

enum AffiliationKind: String, Choice {
  case director, contact, employee, member, founder, volunteer

  var label: Text {
    switch self {
    case .director: Text(fr: "Dirige", en: "Runs it")
    case .contact: Text(fr: "Interlocuteur", en: "Contact")
    case .employee: Text(fr: "Y travaille", en: "Works there")
    case .member: Text(fr: "Adhère", en: "Member")
    case .founder: Text(fr: "Porte le projet", en: "Founder")
    case .volunteer: Text(fr: "Bénévole", en: "Volunteer")
    }
  }
}

struct AffiliationForm: Form {
  static let person = Field.named("person", .onePersonName, help: .onePersonNameHelp, most: 170, finder: "personnes")
  static let kind = Field<AffiliationKind>.choice("kind", .affiliationKind)
  static let title = Field.text("title", .affiliationTitle, most: 120).optional
  static let from = Field.day("from", .since).optional
  static let to = Field.day("to", .until).optional
  static let fields: [any FormField] = [person, kind, title, from, to]

  let person: String
  let kind: AffiliationKind
  let title: String
  let from: Day?
  let to: Day?

  init(_ values: FormValues) throws(Refusal) {
    person = values[Self.person]
    kind = values[Self.kind]
    title = values[Self.title] ?? ""
    from = values[Self.from]
    to = values[Self.to]
    if let from, let to, to < from { throw .invalid("to", .endsBeforeItStarts) }
  }
}

struct AffiliationStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = """
    affiliation.id, affiliation.person_id, person.given_name || ' ' || person.family_name, affiliation.organisation_id,
    organisation.name, affiliation.kind, affiliation.title, affiliation.from_day, affiliation.to_day, affiliation.version
    """

  /// People’s files are theirs: what they belong to is seen with the file only.
  private var visible: Query {
    "affiliation.territory_id = \(scope.territory) AND \(PersonStore(scope).visibility("person"))"
  }

  func all(_ which: Query, most: Int = 200) async throws -> [Affiliation] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM affiliation JOIN person ON person.id = affiliation.person_id
      JOIN organisation ON organisation.id = affiliation.organisation_id
      WHERE \(visible) AND \(which)
      ORDER BY CASE WHEN affiliation.to_day < \(scope.today) THEN 1 ELSE 0 END, affiliation.from_day DESC NULLS LAST,
        affiliation.id LIMIT \(most)
      """)
  }

  func of(organisation: ID<Organisation>) async throws -> [Affiliation] {
    try await all("affiliation.organisation_id = \(organisation)")
  }

  func of(person: ID<Person>) async throws -> [Affiliation] { try await all("affiliation.person_id = \(person)") }

  func insert(_ form: AffiliationForm, person: Person, in organisation: Organisation) async throws {
    try await scope.run(
      """
      INSERT INTO affiliation (territory_id, person_id, organisation_id, kind, title, from_day, to_day)
      VALUES (\(scope.territory), \(person.id), \(organisation.id), \(form.kind), \(form.title), \(form.from.value),
        \(form.to.value))
      """)
    try await tell(.affiliationEntered, of: person.id, in: organisation.name)
  }

  /// Told of the file, which is read by those who keep it: the organisation’s history is open to more people.
  func tell(_ deed: Deed, of person: ID<Person>, in organisation: String) async throws {
    var said = JSONText()
    said.member("organisation", organisation)
    try await scope.audit(deed, "person", person.number, after: said.text)
  }
}

extension View<Affiliation> {
  static let affiliationOfOrganisation = View("Affiliation", [person] + common)
  static let affiliationOfPerson = View("Affiliation", [organisation] + common)

  private static let person = Column<Affiliation>(
    "person", .onePersonName, link: { "/annuaire/personnes/\($0.person)" }
  ) { .text($0.personName) }
  private static let organisation = Column<Affiliation>(
    "organisation", .oneOrganisation, link: { "/annuaire/organisations/\($0.organisation)" }
  ) { .text($0.organisationName) }
  private static let common: [Column<Affiliation>] = [
    Column("kind", .affiliationKind, .word(AffiliationKind.words)) { .choice($0.kind) },
    Column("title", .affiliationTitle) { .text(filled: $0.title) },
    Column("from", .since, .day) { .day($0.from) },
    Column("to", .until, .day) { .day($0.to) },
  ]
}

extension PlatformDoor {
  var affiliationRoutes: [Endpoint] {
    Endpoint.form(
      .newAffiliation, allow: .keepsFiles, page: "/annuaire/organisations/{organisation}/personnes/nouvelle",
      posts: "/annuaire/organisations/{organisation}/personnes", AffiliationForm.self,
      show: { visit in
        let organisation: Organisation = try await OrganisationStore(visit.scope).find(visit.id("organisation"))
        return FormPage(.newAffiliation, crumbs: .organisation(visit, organisation), submit: .save)
      },
      submit: { visit, scope, form in
        let organisation: Organisation = try await OrganisationStore(scope).find(visit.id("organisation"))
        let people: [Person] = try await PersonStore(scope).named(form.person)
        guard people.count == 1 else {
          throw Refusal.invalid("person", people.isEmpty ? .nobodyOfThatName : .severalOfThatName)
        }
        try await AffiliationStore(scope).insert(form, person: people[0], in: organisation)
        return .changed(.affiliationEntered, at: organisation.path, .organisation, organisation)
      })
  }
}

extension Deed {
  static let affiliationEntered = Deed(
    "person.affiliated", Text(fr: "Lien avec une organisation enregistré", en: "Link to an organisation entered"))
  static let affiliationChanged = Deed(
    "person.affiliation-changed", Text(fr: "Lien avec une organisation modifié", en: "Link to an organisation changed"))
  static let affiliationRemoved = Deed(
    "person.affiliation-removed", Text(fr: "Lien avec une organisation retiré", en: "Link to an organisation taken out")
  )
}

extension Text {
  static let affiliations = Text(fr: "Personnes", en: "People")
  static let newAffiliation = Text(fr: "Ajouter une personne", en: "Add a person")
  static let onePersonName = Text(fr: "Personne", en: "Person")
  fileprivate static let onePersonNameHelp = Text(
    fr: "Prénom et nom, comme dans son dossier.", en: "Given and family name, as in their file.")
  fileprivate static let affiliationKind = Text(fr: "Rôle", en: "Role")
  fileprivate static let affiliationTitle = Text(fr: "Fonction", en: "Function")
  static let nobodyOfThatName = Text(
    fr: "Personne n’a un dossier à ce nom : ouvrez-le d’abord.",
    en: "Nobody has a file under this name: open one first.")
  static let severalOfThatName = Text(
    fr: "Plusieurs personnes portent ce nom : ouvrez le dossier de celle que vous voulez dire.",
    en: "Several people have this name: open the file of the one you mean.")
}
