import HTTP
import Mail
import SQL

extension Allow {
  /// Who keeps people's files, and those to whom one was given.
  static let readsFiles = Allow([.agent, .manager, .partner, .resident])
  static let keepsFiles = Allow([.agent, .manager])
}

extension PlatformDoor {
  var personRoutes: [Endpoint] {
    [
      .list(
        "/annuaire/personnes", .people, allow: .readsFiles, .personRow, filter: NameFilter.self, personal: "person"
      ) { visit, filter in
        ListPage(
          .people,
          intro: Text(
            fr: "Chaque dossier que vous ouvrez, chaque liste que vous exportez est inscrit au journal.",
            en: "Each file you open, each list you export goes into the journal."),
          .personRow, PersonStore(visit.scope).listing(filter), filters: NameFilter.fields,
          actions: [
            ActionLink(.newPerson, to: "/annuaire/personnes/nouvelle", allow: .keepsFiles),
            ActionLink(.importTable, to: "/annuaire/personnes/import", allow: .keepsFiles),
            ActionLink(.importAffiliations, to: "/annuaire/personnes/fonctions/import", allow: .keepsFiles),
            ActionLink(.doubles, to: Person.pages.pairs, allow: .keepsFiles),
          ], .person)
      },
      .record(
        "/annuaire/personnes/{person}", .onePerson, kind: "person", allow: .readsFiles, .person, isPersonal: true
      ) { visit in
        let person: Person = try await PersonStore(visit.scope).find(visit.id("person"))
        let roles: [Role] =
          visit.scope.actor.seesAllFiles ? try await RoleStore(visit.scope).on(.person, person.id.number) : []
        let sheet: PersonSheet = try await visit.personSheet(person)
        return Shown(
          person.name, crumbs: [Crumb.people(visit)], .person, person,
          contact: person.card(sheet.affiliations.first { $0.runs(on: visit.scope.today) })
        ) { page in
          page.person(sheet)
          page.referents(roles)
          page.ownAccess(person, roles)
        }
      },
    ] + newPerson + changePerson + entrust + endTrust + [openOwnFile]
  }

  private var newPerson: [Endpoint] {
    Endpoint.form(
      .newPerson, allow: .keepsFiles, page: "/annuaire/personnes/nouvelle", posts: "/annuaire/personnes",
      PersonForm.self,
      show: { visit in FormPage(.newPerson, crumbs: [Crumb.people(visit)], submit: .save) },
      submit: { visit, scope, form in
        let person: Person = try await PersonStore(scope).insert(try await visit.sureTheyAreNew(form, scope))
        return .created(.personEntered, at: person.path, .person, person)
      })
  }

  private var changePerson: [Endpoint] {
    Endpoint.form(
      .changePerson, allow: .keepsFiles, page: "/annuaire/personnes/{person}/modifier",
      posts: "/annuaire/personnes/{person}", Changed<PersonForm>.self,
      show: { visit in
        let person: Person = try await PersonStore(visit.scope).find(visit.id("person"))
        // The form is filled with all that the file says.
        try await visit.scope.change { try await $0.audit(.fileRead, "person", person.id.number) }
        return FormPage(
          .changePerson, crumbs: [Crumb.people(visit), Crumb(person.name, person.path)], submit: .save,
          initial: PersonForm.typed(person))
      },
      submit: { visit, scope, changed in
        let store = PersonStore(scope)
        let person: Person = try await store.update(
          try await store.find(visit.id("person")), changed.form, version: changed.version)
        return .changed(.personChanged, at: person.path, .person, person)
      })
  }

  /// Gives the file to a partner's adviser, who then sees this one and no other.
  private var entrust: [Endpoint] {
    Endpoint.form(
      .entrust, allow: .keepsFiles, page: "/annuaire/personnes/{person}/referents/nouveau",
      posts: "/annuaire/personnes/{person}/referents", ReferentForm.self,
      show: { visit in
        let person: Person = try await PersonStore(visit.scope).find(visit.id("person"))
        var initial = Typed()
        initial.set(RoleForm.from, visit.scope.today)
        return FormPage(
          .entrust, crumbs: [Crumb.people(visit), Crumb(person.name, person.path)],
          intro: Text(
            fr: "Cette personne verra ce dossier et aucun autre, jusqu’au dernier jour que vous donnez.",
            en: "This person will see this file and no other, until the last day that you give."),
          submit: .entrust, initial: initial)
      },
      submit: { visit, scope, form in
        let person: Person = try await PersonStore(scope).find(visit.id("person"))
        _ = try await Invitation(visit.app, scope).give(
          Grant(.partner, on: .person, person.id.number), to: form.email, named: form.name, from: form.from, to: form.to
        )
        try await scope.audit(.fileEntrusted, "person", person.id.number, .person, after: person)
        return .changed(.fileEntrusted, at: person.path, .person, person)
      })
  }

  private var endTrust: [Endpoint] {
    Endpoint.form(
      .withdrawRole, allow: .keepsFiles, page: "/annuaire/personnes/{person}/referents/{role}/retirer",
      posts: "/annuaire/personnes/{person}/referents/{role}/fin", WithdrawForm.self,
      show: { visit in
        let (person, role): (Person, Role) = try await visit.referent(visit.scope)
        return FormPage(
          .withdrawRole, crumbs: [Crumb.people(visit), Crumb(person.name, person.path)], submit: .withdrawRole,
          initial: WithdrawForm.typed(role, today: visit.scope.today))
      },
      submit: { visit, scope, form in
        let (person, role): (Person, Role) = try await visit.referent(scope)
        try role.withdraw(on: form.day, today: scope.today)
        _ = try await RoleStore(scope).withdraw(role, on: form.day, atOnce: form.atOnce, version: form.version)
        try await scope.tell([role.account], of: .roleWithdrawn, role.ofOnes)
        return .changed(.roleWithdrawn, at: person.path, .person, person)
      })
  }
}

extension Visit {
  /// The person of this address and a role on their file.
  fileprivate func referent(_ scope: Scope) async throws -> (Person, Role) {
    let person: Person = try await PersonStore(scope).find(id("person"))
    let role: Role = try await RoleStore(scope).find(id("role"))
    guard role.target == .person, role.targetID == person.id.number else { throw Refusal.notFound }
    return (person, role)
  }
}

extension Page {
  fileprivate mutating func referents(_ roles: [Role]) {
    guard !roles.isEmpty else { return }
    section(Text(fr: "À qui ce dossier est confié", en: "To whom this file is entrusted")) { page in
      page.markup.raw("<ul class=\"people\">\n")
      for role in roles {
        page.markup.raw("<li><strong>")
        page.data(role.accountName)
        page.markup.raw("</strong> ")
        page.data(role.email)
        page.markup.raw("<br>")
        page.say(role.inWords)
        if role.to == nil, let person = role.targetID {
          page.markup.raw(" ")
          page.link("/annuaire/personnes/\(person)/referents/\(role.id)/retirer", .withdrawRole)
        }
        page.markup.raw("</li>\n")
      }
      page.markup.raw("</ul>\n")
    }
  }
}

struct PersonForm: Form {
  static let givenName = Field.text("givenName", .givenName, most: 80)
  static let familyName = Field.text("familyName", .familyName, most: 80)
  static let email = Field.email("email", .email).optional
  static let phone = Field.text("phone", .phone, most: 30).optional
  static let birthDay = Field.day("birthDay", .birthDay, help: .birthDayHelp).optional
  static let address = Field.text("address", .postalAddress, most: 200).optional
  static let postcode = Field.text("postcode", .postcode, most: 10).optional
  static let municipality = Field.named("municipality", .municipality, most: 80, finder: "communes").optional
  static let fields: [any FormField] = [
    givenName, familyName, birthDay, email, phone, address, postcode, municipality,
  ]

  var givenName: String
  let familyName: String
  let birthDay: Day?
  let email: EmailAddress?
  let phone: String?
  let place: Organisation.Place

  init(_ values: FormValues) throws(Refusal) {
    givenName = values[Self.givenName]
    familyName = values[Self.familyName]
    birthDay = values[Self.birthDay]
    email = values[Self.email]
    phone = values[Self.phone]
    place = Organisation.Place(
      address: values[Self.address], postcode: values[Self.postcode], municipality: values[Self.municipality])
  }

  init(givenName: String, familyName: String) {
    self.givenName = givenName
    self.familyName = familyName
    birthDay = nil
    email = nil
    phone = nil
    place = Organisation.Place()
  }

  var sortKey: String { Platform.sortKey("\(familyName) \(givenName)") }

  static func typed(_ person: Person) -> Typed {
    var typed = Typed()
    typed.set(givenName, person.givenName)
    typed.set(familyName, person.familyName)
    typed.set(email, person.email.flatMap { EmailAddress($0) })
    typed.set(phone, person.phone)
    typed.set(birthDay, person.birthDay)
    typed.set(address, person.place.address)
    typed.set(postcode, person.place.postcode)
    typed.set(municipality, person.place.municipality)
    typed.set(.version, person.version)
    return typed
  }
}

struct ReferentForm: Form {
  static let fields: [any FormField] = [RoleForm.email, RoleForm.name, RoleForm.from, RoleForm.to]

  let email: EmailAddress
  let name: String
  let from: Day
  let to: Day?

  init(_ values: FormValues) throws(Refusal) {
    email = values[RoleForm.email]
    name = values[RoleForm.name]
    from = values[RoleForm.from]
    to = values[RoleForm.to]
    if let to, to < from { throw .invalid("to", .endsBeforeItStarts) }
  }
}

extension Noun {
  static let person = Noun(
    fr: ("personne", "personnes", .f), en: ("person", "people"),
    de: ("Person", "Personen", .f))
}

extension Crumb {
  static func people(_ visit: Visit) -> Crumb { Crumb(Text.people(visit.language), "/annuaire/personnes") }
}

extension Text {
  fileprivate static let birthDayHelp = Text(
    fr: "Par exemple 16/06/1985 : elle distingue les homonymes.",
    en: "For example 1985-06-16: it tells namesakes apart.")
  static let newPerson = Text(fr: "Ouvrir un dossier", en: "Open a file")
  static let changePerson = Text(fr: "Modifier le dossier", en: "Change the file")
  static let entrust = Text(fr: "Confier ce dossier", en: "Entrust this file")
}
