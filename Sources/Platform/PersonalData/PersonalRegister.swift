import HTTP
import SQL

extension Allow {
  static let readsRegister = Allow([.agent, .manager, .administrator])
}

/// What the register of article 30 says of a treatment.
struct Treatment: Sendable {
  let what: Text
  let programme: String?
  let basis: LegalBasis
  let kept: Text
  let reason: String?
  let files: Int?
}

extension View<Treatment> {
  static let treatment = View(
    "Treatment",
    [
      Column("what", .treatment) { .said($0.what) },
      Column("programme", .oneProgramme) { .text($0.programme) },
      Column("basis", .legalBasis, .word(LegalBasis.words)) { .choice($0.basis) },
      Column("kept", .keptFor) { .said($0.kept) },
      Column("reason", .keptReason) { .text($0.reason) },
      Column("files", .filesCount, .int) { $0.files.map { .int($0) } ?? .none },
    ])
}

extension Visit {
  fileprivate func treatments() async throws -> [Treatment] {
    let purposes: [KnownPurpose] = try await PurposeStore(scope).all()
    let without: Int = try await scope.value(
      """
      SELECT count(*) FROM person WHERE person.territory_id = \(scope.territory) AND \(PersonStore.named)
        AND NOT EXISTS (SELECT 1 FROM person_purpose
          WHERE person_purpose.territory_id = person.territory_id AND person_purpose.person_id = person.id)
      """)
    let ofPurposes: [Treatment] = purposes.map { purpose in
      Treatment(
        what: purpose.label, programme: purpose.programme, basis: purpose.basis,
        kept: Text { purpose.retention.inWords($0) }, reason: purpose.reason, files: purpose.files)
    }
    return ofPurposes + [
      Treatment(
        what: Text(fr: "Dossiers sans finalité particulière", en: "Files without a purpose of their own"),
        programme: nil, basis: .publicTask, kept: Text { Retention.usual.inWords($0) }, reason: nil, files: without),
      Treatment(
        what: Text(fr: "Comptes et habilitations", en: "Accounts and roles"), programme: nil, basis: .publicTask,
        kept: Text(fr: "tant que le compte existe", en: "as long as the account exists"), reason: nil, files: nil),
      Treatment(
        what: Text(fr: "Journal des actions et des lectures", en: "Journal of actions and readings"), programme: nil,
        basis: .legalDuty,
        kept: Text(
          fr: "comme les fiches ; les valeurs d’un dossier anonymisé en sont effacées",
          en: "like the records; what it said of an anonymous file is erased"), reason: nil, files: nil),
      Treatment(
        what: Text(fr: "Tableaux importés", en: "Tables imported"), programme: nil, basis: .publicTask,
        kept: Text(fr: "\(ImportRun.daysKept) jours", en: "\(ImportRun.daysKept) days"), reason: nil, files: nil),
    ]
  }

  /// All that is held about a person, and who has read it.
  fileprivate func personsData(_ person: Person) async throws -> PersonsData {
    let lines: [JournalLine] = try await scope.all(
      """
      SELECT audit_line.id, audit_line.at, audit_line.actor_kind, audit_line.actor_name, audit_line.action,
        audit_line.record_kind, audit_line.record_id, CAST(NULL AS BIGINT) FROM audit_line
      WHERE audit_line.territory_id = \(scope.territory) AND audit_line.record_kind = 'person'
        AND audit_line.record_id = \(person.id) ORDER BY audit_line.id DESC LIMIT 1000
      """)
    return PersonsData(
      person: person, state: try await PersonStore(scope).state(of: person.id),
      purposes: try await PurposeStore(scope).of(person.id),
      affiliations: try await AffiliationStore(scope).of(person: person.id),
      contacts: try await PersonContactStore(scope).all(of: person.id),
      requests: try await DataRequestStore(scope).of(person.id),
      readings: lines.map { line in
        FileReading(at: line.at, who: line.actorKind.label, what: app.deeds.first { $0.key == line.action }?.label)
      })
  }
}

/// Everything that is held about somebody, as they are owed it.
struct PersonsData: Sendable {
  let person: Person
  let state: FileState
  let purposes: [PersonPurpose]
  let affiliations: [Affiliation]
  let contacts: [PersonContact]
  let requests: [DataRequest]
  let readings: [FileReading]
}

/// Somebody did or read something. In which capacity, and not who: they too are protected.
struct FileReading: Sendable {
  let at: Instant
  let who: Text
  let what: Text?
}

extension View<FileReading> {
  static let fileReading = View(
    "FileReading",
    [
      Column("at", .readingAt, .moment) { .moment($0.at) },
      Column("who", .readingBy) { .said($0.who) },
      Column("what", .readingWhat) { reading in reading.what.map { .said($0) } ?? .none },
    ])
}

extension View<PersonPurpose> {
  static let personPurpose = View(
    "PersonPurpose",
    [
      Column("purpose", .purposeOfFile) { .said($0.label) },
      Column("programme", .oneProgramme) { .text($0.programme) },
      Column("basis", .legalBasis, .word(LegalBasis.words)) { .choice($0.basis) },
      Column("months", .keptMonths, .int) { .int($0.retention.months) },
      Column("from", .since, .day) { .day($0.from) },
    ])
}

extension PlatformDoor {
  var personalRegisterRoutes: [Endpoint] {
    [
      .report("/registre", .personalRegister, allow: .readsRegister, filter: NoFilter.self) { visit, _ in
        let treatments: [Treatment] = try await visit.treatments()
        let keeps: Bool = visit.allows(.keepsFiles)
        let reads: Bool = visit.allows(.givesRoles)
        return Report(
          Text.personalRegister(visit.language), crumbs: [], isWide: true,
          json: { json in
            json.object { json in
              json.member("treatments", array: { json in View.treatment.write(treatments, &json) })
            }
          },
          body: { page in
            page.paragraph(.personalRegisterHelp)
            page.table(View.treatment, treatments, caption: .personalRegister, empty: .noneSoFar)
            if keeps { page.linkLine("/registre/demandes", .dataRequests) }
            if reads { page.linkLine("/journal?action=\(Deed.fileRead.key)", .whoReadFiles) }
            page.linkLine("/donnees-personnelles", .personalData)
          })
      },
      .report(
        "/annuaire/personnes/{person}/donnees", .personsData, allow: .takesOwnData, filter: NoFilter.self
      ) { visit, _ in
        let person: Person = try await visit.ownFile(visit.scope)
        try await visit.scope.change { try await $0.audit(.dataTaken, "person", person.id.number) }
        let data: PersonsData = try await visit.personsData(person)
        return Report(
          "\(Text.personsData(visit.language)) : \(person.name)",
          crumbs: [.people(visit), Crumb(person.name, person.path)], json: { data.write(&$0) },
          body: { page in page.personsData(data) })
      },
    ]
      + Endpoint.form(
        .anonymise, allow: .letsFilesGo, page: "/annuaire/personnes/{person}/anonymiser",
        posts: "/annuaire/personnes/{person}/anonymisation", AnonymiseForm.self,
        show: { visit in
          let person: Person = try await PersonStore(visit.scope).find(visit.id("person"))
          return FormPage(
            .anonymise, crumbs: [.people(visit), Crumb(person.name, person.path)], intro: .anonymiseHelp,
            submit: .anonymise)
        },
        submit: { visit, scope, form in
          let store = PersonStore(scope)
          let person: Person = try await store.find(visit.id("person"))
          guard person.anonymisedAt == nil else { throw Refusal.conflict(.isAnonymous) }
          guard sortKey(form.familyName) == sortKey(person.familyName) else {
            throw Refusal.invalid("familyName", .notThatName)
          }
          try await store.anonymise(person.id)
          return .changed(.fileAnonymised, at: person.path, .person, try await store.find(person.id))
            .returning(to: "/annuaire/personnes")
            .followed(by: { app in await app.doChores([.forgetting]) })
        })
  }
}

/// Nobody’s file goes by a slip of the finger.
struct AnonymiseForm: Form {
  static let familyName = Field.text("familyName", .familyName, help: .typeTheName, most: 80)
  static let fields: [any FormField] = [familyName]

  let familyName: String

  init(_ values: FormValues) throws(Refusal) { familyName = values[Self.familyName] }
}

extension PersonsData {
  fileprivate func write(_ json: inout JSONWriter) {
    json.object { json in
      json.name("person")
      View.person.write(person, &json)
      json.member("lastContact", state.lastContact.description)
      json.member("keptUntil", state.end.description)
      json.member("purposes", array: { json in View.personPurpose.write(purposes, &json) })
      json.member("organisations", array: { json in View.affiliationOfPerson.write(affiliations, &json) })
      json.member("contacts", array: { json in View.personContact.write(contacts, &json) })
      json.member("requests", array: { json in View.dataRequest.write(requests, &json) })
      json.member("readings", array: { json in View.fileReading.write(readings, &json) })
    }
  }
}

extension Page {
  /// For what they are something to. Only who sees the directory is led there.
  mutating func affiliations(_ affiliations: [Affiliation]) {
    let isLed: Bool = Allow.seesDirectory.admits(actor)
    table(
      isLed ? View.affiliationOfPerson : View.affiliationOfPerson.linking("organisation") { _ in nil }, affiliations,
      caption: .organisations, empty: .noneSoFar)
  }

  /// What they asked of their data. Only who answers is led to where it is answered.
  mutating func dataRequests(_ requests: [DataRequest]) {
    let isLed: Bool = Allow.keepsFiles.admits(actor)
    table(
      isLed ? View.dataRequest : View.dataRequest.linking("kind") { _ in nil }, requests, caption: .dataRequests,
      empty: .noneSoFar)
  }

  fileprivate mutating func personsData(_ data: PersonsData) {
    facts(View.person, data.person)
    let parts: [(Text, (inout Page) -> Void)] = [
      (.purposes, { $0.table(View.personPurpose, data.purposes, caption: .purposes, empty: .noneSoFar) }),
      (.organisations, { $0.affiliations(data.affiliations) }),
      (.contacts, { $0.table(View.personContact, data.contacts, caption: .contacts, empty: .noneSoFar) }),
      (.dataRequests, { $0.dataRequests(data.requests) }),
      (.readings, { $0.table(View.fileReading, data.readings, caption: .readings, empty: .noneSoFar) }),
    ]
    for (title, body) in parts { section(title) { page in body(&page) } }
  }
}

extension Text {
  static let personalRegister = Text(fr: "Registre des traitements", en: "Register of processing")
  fileprivate static let personalRegisterHelp = Text(
    fr:
      "Ce que le territoire traite de données personnelles, sur quelle base et combien de temps (article 30 du RGPD). Les finalités des dossiers se règlent dans la configuration de chaque dispositif.",
    en:
      "What the territory processes of personal data, on which basis and for how long (article 30 of the GDPR). Purposes of files are settled in each programme’s configuration."
  )
  fileprivate static let treatment = Text(fr: "Traitement", en: "Processing")
  fileprivate static let keptFor = Text(fr: "Conservation", en: "Kept")
  fileprivate static let filesCount = Text(fr: "Dossiers", en: "Files")
  fileprivate static let whoReadFiles = Text(fr: "Qui a lu des dossiers", en: "Who has read files")
  static let noneSoFar = Text(fr: "Rien à ce jour.", en: "Nothing so far.")
  static let personsData = Text(fr: "Toutes les données", en: "All the data")
  static let anonymise = Text(fr: "Anonymiser", en: "Make anonymous")
  fileprivate static let anonymiseHelp = Text(
    fr:
      "Le nom, les coordonnées et la date de naissance sont effacés pour toujours, ici et dans le journal. Les décomptes ne changent pas.",
    en:
      "The name, contact details and date of birth are erased for good, here and in the journal. Counts do not change."
  )
  fileprivate static let typeTheName = Text(
    fr: "Pour confirmer, écrivez le nom de famille de la personne.", en: "To confirm, write the person’s family name.")
  fileprivate static let notThatName = Text(
    fr: "Ce n’est pas le nom de cette personne.", en: "This is not the person’s name.")
  fileprivate static let readings = Text(fr: "Qui a vu ou changé ce dossier", en: "Who saw or changed this file")
  fileprivate static let readingAt = Text(fr: "Quand", en: "When")
  fileprivate static let readingBy = Text(fr: "Qualité", en: "Capacity")
  fileprivate static let readingWhat = Text(fr: "Quoi", en: "What")
}
