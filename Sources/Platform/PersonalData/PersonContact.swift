import SQL

/// A day on which somebody was seen, or answered: from the last of them their file is kept on.
struct PersonContact: Fetched, Equatable {
  let id: ID<PersonContact>
  let day: Day
  let kind: ContactKind
  let by: String?

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    day = try row.next()
    kind = try row.next()
    by = try row.next()
  }
}

enum ContactKind: String, Choice {
  case meeting, call, message, visit, event

  var label: Text {
    switch self {
    case .meeting: Text(fr: "Entretien", en: "Meeting")
    case .call: Text(fr: "Appel", en: "Call")
    case .message: Text(fr: "Courriel ou message", en: "Mail or message")
    case .visit: Text(fr: "Visite", en: "Visit")
    case .event: Text(fr: "Atelier ou rendez-vous collectif", en: "Workshop or event")
    }
  }
}

struct PersonContactForm: Form {
  static let day = Field.day("day", .contactDay, help: .dayHelp)
  static let kind = Field<ContactKind>.choice("kind", .contactKind)
  static let fields: [any FormField] = [day, kind]

  let day: Day
  let kind: ContactKind

  init(_ values: FormValues) throws(Refusal) {
    day = values[Self.day]
    kind = values[Self.kind]
  }
}

struct PersonContactStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  func all(of person: ID<Person>) async throws -> [PersonContact] {
    try await scope.all(
      """
      SELECT person_contact.id, person_contact.day, person_contact.kind, account.name FROM person_contact
      LEFT JOIN account ON account.id = person_contact.account_id
      WHERE person_contact.territory_id = \(scope.territory) AND person_contact.person_id = \(person)
      ORDER BY person_contact.day DESC, person_contact.id DESC LIMIT 200
      """)
  }

  func insert(_ form: PersonContactForm, with person: Person) async throws {
    guard person.anonymisedAt == nil else { throw Refusal.conflict(.isAnonymous) }
    guard form.day <= scope.today else { throw Refusal.invalid("day", .contactToCome) }
    try await scope.run(
      """
      INSERT INTO person_contact (territory_id, person_id, day, kind, account_id)
      VALUES (\(scope.territory), \(person.id), \(form.day), \(form.kind), \((scope.actor.account?.number).value))
      """)
    var said = JSONText()
    said.member("day", form.day.description)
    said.member("kind", form.kind.rawValue)
    try await scope.audit(.contactNoted, "person", person.id.number, after: said.text)
  }
}

extension View<PersonContact> {
  static let personContact = View(
    "PersonContact",
    [
      Column("day", .contactDay, .day) { .day($0.day) },
      Column("kind", .contactKind, .word(ContactKind.words)) { .choice($0.kind) },
      Column("by", .contactBy) { .text($0.by) },
    ])
}

extension PlatformDoor {
  var contactRoutes: [Endpoint] {
    Endpoint.form(
      .noteContact, allow: .notesContacts, page: "/annuaire/personnes/{person}/contacts/nouveau",
      posts: "/annuaire/personnes/{person}/contacts", PersonContactForm.self,
      show: { visit in
        let person: Person = try await PersonStore(visit.scope).find(visit.id("person"))
        var initial = Typed()
        initial.set(PersonContactForm.day, visit.scope.today)
        return FormPage(
          .noteContact, crumbs: [.people(visit), Crumb(person.name, person.path)], submit: .noteContact,
          initial: initial)
      },
      submit: { visit, scope, form in
        let person: Person = try await PersonStore(scope).find(visit.id("person"))
        try await PersonContactStore(scope).insert(form, with: person)
        return .changed(.contactNoted, at: person.path, .person, person)
      })
  }
}

extension Deed {
  static let contactNoted = Deed("person.contacted", Text(fr: "Contact noté", en: "Contact noted"))
}

extension Text {
  static let noteContact = Text(fr: "Noter un contact", en: "Note a contact")
  static let contacts = Text(fr: "Contacts", en: "Contacts")
  fileprivate static let contactDay = Text(fr: "Jour", en: "Day")
  fileprivate static let contactKind = Text(fr: "Comment", en: "How")
  fileprivate static let contactBy = Text(fr: "Noté par", en: "Noted by")
  fileprivate static let contactToCome = Text(
    fr: "Ce jour n’est pas encore passé : notez le contact quand il aura eu lieu.",
    en: "This day is yet to come: note the contact once it has taken place.")
}
