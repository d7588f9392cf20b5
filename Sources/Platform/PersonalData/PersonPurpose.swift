import HTTP
import SQL

/// What somebody’s file is kept for.
struct PersonPurpose: Fetched, Equatable {
  let id: ID<PersonPurpose>
  let programme: String
  let label: Text
  let basis: LegalBasis
  let retention: Retention
  let reason: String?
  let from: Day

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    programme = try row.next()
    label = try Text(labels: &row)
    basis = try row.next()
    retention = Retention(months: try row.next(), noticeDays: try row.next())
    reason = try row.next()
    from = try row.next()
  }
}

/// A purpose that a programme has, with how many files serve it.
struct KnownPurpose: Fetched, Equatable {
  let id: Int64
  let programme: String
  let label: Text
  let basis: LegalBasis
  let retention: Retention
  let reason: String?
  let files: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    programme = try row.next()
    label = try Text(labels: &row)
    basis = try row.next()
    retention = Retention(months: try row.next(), noticeDays: try row.next())
    reason = try row.next()
    files = try row.next()
  }
}

struct PersonPurposeForm: Form {
  static let purpose = Field.text("purpose", .purposeOfFile, most: 20)
  static let fields: [any FormField] = [purpose]

  let purpose: String

  init(_ values: FormValues) throws(Refusal) { purpose = values[Self.purpose] }
}

struct PurposeStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = """
    programme.name, data_purpose.label, data_purpose.label_en, data_purpose.label_de, data_purpose.basis,
    data_purpose.months, data_purpose.notice_days, data_purpose.reason
    """

  func of(_ person: ID<Person>) async throws -> [PersonPurpose] {
    try await scope.all(
      """
      SELECT person_purpose.id, \(Self.columns), person_purpose.from_day FROM person_purpose
      JOIN data_purpose ON data_purpose.id = person_purpose.data_purpose_id
      JOIN programme ON programme.id = data_purpose.programme_id
      WHERE person_purpose.territory_id = \(scope.territory) AND person_purpose.person_id = \(person)
      ORDER BY person_purpose.id
      """)
  }

  /// Those of every programme of the territory that are still used.
  func all() async throws -> [KnownPurpose] {
    try await scope.all(
      """
      SELECT data_purpose.id, \(Self.columns), (
        SELECT count(*) FROM person_purpose JOIN person ON person.id = person_purpose.person_id
        WHERE person_purpose.territory_id = data_purpose.territory_id
          AND person_purpose.data_purpose_id = data_purpose.id AND \(PersonStore.named))
      FROM data_purpose JOIN programme ON programme.id = data_purpose.programme_id
      WHERE data_purpose.territory_id = \(scope.territory) AND NOT data_purpose.is_archived
      ORDER BY programme.sort_key, data_purpose.rank, data_purpose.id
      """)
  }

  func give(_ purpose: Int64, to person: Person) async throws {
    guard person.anonymisedAt == nil else { throw Refusal.conflict(.isAnonymous) }
    guard let known = try await all().first(where: { $0.id == purpose }) else {
      throw Refusal.invalid("purpose", .notAChoice)
    }
    let isNew: Int = try await scope.run(
      """
      INSERT INTO person_purpose (territory_id, person_id, data_purpose_id, from_day)
      VALUES (\(scope.territory), \(person.id), \(purpose), \(scope.today))
      ON CONFLICT (person_id, data_purpose_id) DO NOTHING
      """)
    guard isNew == 1 else { throw Refusal.conflict(.hasThatPurpose, field: "purpose") }
    try await scope.audit(.purposeGiven, "person", person.id.number, after: said(known.label, known.programme))
  }

  func take(_ id: ID<PersonPurpose>, from person: Person) async throws {
    guard let purpose = try await of(person.id).first(where: { $0.id == id }) else { throw Refusal.notFound }
    try await scope.run(
      """
      DELETE FROM person_purpose
      WHERE territory_id = \(scope.territory) AND person_id = \(person.id) AND id = \(id)
      """)
    try await scope.audit(.purposeTaken, "person", person.id.number, before: said(purpose.label, purpose.programme))
  }

  private func said(_ label: Text, _ programme: String) -> String {
    var said = JSONText()
    said.member("purpose", label(.fr))
    said.member("programme", programme)
    return said.text
  }
}

extension PlatformDoor {
  var purposeRoutes: [Endpoint] {
    Endpoint.form(
      .givePurpose, allow: .keepsFiles, page: "/annuaire/personnes/{person}/finalites/nouvelle",
      posts: "/annuaire/personnes/{person}/finalites", PersonPurposeForm.self,
      show: { visit in
        let person: Person = try await PersonStore(visit.scope).find(visit.id("person"))
        let purposes: [KnownPurpose] = try await PurposeStore(visit.scope).all()
        return FormPage(
          .givePurpose, crumbs: [.people(visit), Crumb(person.name, person.path)], intro: .givePurposeHelp,
          submit: .save,
          fields: [
            Field.among(
              "purpose", .purposeOfFile,
              purposes.map { purpose in
                (
                  "\(purpose.id)",
                  Text { "\(purpose.label($0)) — \(purpose.programme) (\(purpose.retention.inWords($0)))" }
                )
              })
          ], isClosed: purposes.isEmpty,
          above: { page in if purposes.isEmpty { page.quiet(.noPurposeYet) } })
      },
      submit: { visit, scope, form in
        let person: Person = try await PersonStore(scope).find(visit.id("person"))
        guard let purpose = Int64(form.purpose) else { throw Refusal.invalid("purpose", .notAChoice) }
        try await PurposeStore(scope).give(purpose, to: person)
        return .changed(.purposeGiven, at: person.path, .person, person)
      })
      + [
        .button(
          "/annuaire/personnes/{person}/finalites/{purpose}/retrait", .takePurpose, allow: .keepsFiles
        ) { visit in
          let person: Person = try await PersonStore(visit.scope).find(visit.id("person"))
          try await visit.scope.change { try await PurposeStore($0).take(visit.id("purpose"), from: person) }
          return .redirect(to: FormPairs().setting("done", to: Deed.purposeTaken.key).after(person.path))
        }
      ]
  }
}

extension Retention {
  /// « 24 mois après le dernier contact »
  func inWords(_ language: Language) -> String {
    switch language {
    case .fr: "\(language.number(months)) mois après le dernier contact"
    case .en: "\(language.number(months)) months after the last contact"
    case .de: "\(language.number(months)) Monate nach dem letzten Kontakt"
    }
  }
}

extension Deed {
  static let purposeGiven = Deed("person.purpose", Text(fr: "Finalité ajoutée", en: "Purpose added"))
  static let purposeTaken = Deed("person.purpose-ended", Text(fr: "Finalité retirée", en: "Purpose taken away"))
}

extension Text {
  static let givePurpose = Text(fr: "Ajouter une finalité", en: "Add a purpose")
  static let takePurpose = Text(fr: "Retirer", en: "Take away")
  static let purposeOfFile = Text(fr: "Finalité", en: "Purpose", de: "Zweck")
  fileprivate static let givePurposeHelp = Text(
    fr: "Ce que le dossier sert décide du temps pendant lequel il est gardé.",
    en: "What the file serves decides how long it is kept.")
  fileprivate static let noPurposeYet = Text(
    fr: "Aucun dispositif n’a encore de finalité : elles se règlent dans sa configuration.",
    en: "No programme has a purpose yet: they are settled in its configuration.")
  fileprivate static let hasThatPurpose = Text(
    fr: "Le dossier a déjà cette finalité.", en: "The file has this purpose already.")
}
