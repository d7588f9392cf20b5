import HTTP
import SQL

/// What somebody asks about their own data: it is answered within a month.
struct DataRequest: Fetched, Equatable {
  let id: ID<DataRequest>
  let person: ID<Person>
  let personName: String
  let kind: DataRequestKind
  let text: String
  let receivedOn: Day
  let answeredOn: Day?
  let answer: String?
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    person = try row.next()
    personName = try row.next()
    kind = try row.next()
    text = try row.next()
    receivedOn = try row.next()
    answeredOn = try row.next()
    answer = try row.next()
    version = try row.next()
  }

  /// Article 12 of the GDPR: one month.
  var dueOn: Day { receivedOn.adding(months: 1) }

  var path: String { "/registre/demandes/\(id)" }
}

enum DataRequestKind: String, Choice {
  case access, rectification, erasure, objection, restriction

  var label: Text {
    switch self {
    case .access: Text(fr: "Voir mes données", en: "See my data")
    case .rectification: Text(fr: "Faire corriger", en: "Have something corrected")
    case .erasure: Text(fr: "Faire effacer", en: "Have it erased")
    case .objection: Text(fr: "M’opposer", en: "Object")
    case .restriction: Text(fr: "Limiter l’usage", en: "Restrict its use")
    }
  }
}

struct DataRequestForm: Form {
  static let kind = Field<DataRequestKind>.choice("kind", .dataRequestKind)
  static let text = Field.lines("text", .dataRequestText, help: .dataRequestTextHelp, most: 2_000).optional
  static let fields: [any FormField] = [kind, text]

  let kind: DataRequestKind
  let text: String

  init(_ values: FormValues) throws(Refusal) {
    kind = values[Self.kind]
    text = values[Self.text] ?? ""
  }
}

struct DataAnswerForm: Form {
  static let answer = Field.lines("answer", .dataAnswer, help: .dataAnswerHelp, most: 2_000)
  static let fields: [any FormField] = [answer]

  let answer: String

  init(_ values: FormValues) throws(Refusal) { answer = values[Self.answer] }
}

struct DataRequestStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = """
    data_request.id, data_request.person_id, person.given_name || ' ' || person.family_name, data_request.kind,
    data_request.text, data_request.received_on, data_request.answered_on, data_request.answer, data_request.version
    """

  /// With the files that this actor may see.
  private var from: Query {
    """
    FROM data_request JOIN person ON person.id = data_request.person_id
    WHERE data_request.territory_id = \(scope.territory) AND \(PersonStore(scope).visibility("person"))
    """
  }

  func find(_ id: ID<DataRequest>) async throws -> DataRequest {
    try await scope.one("SELECT \(Self.columns) \(from) AND data_request.id = \(id)")
  }

  func of(_ person: ID<Person>) async throws -> [DataRequest] {
    try await scope.all(
      "SELECT \(Self.columns) \(from) AND data_request.person_id = \(person) ORDER BY data_request.id DESC LIMIT 100")
  }

  func open() async throws -> [DataRequest] {
    try await scope.all(
      """
      SELECT \(Self.columns) \(from) AND data_request.answered_on IS NULL
      ORDER BY data_request.received_on, data_request.id LIMIT \(Agenda.most)
      """)
  }

  func listing() -> Listing<DataRequest> {
    let which: Query = from
    return Listing(
      scope, count: "SELECT count(*) " + which,
      orders: [Order("receivedOn", "data_request.received_on", "data_request.id", startsDown: true)]
    ) { slice in "SELECT \(Self.columns) \(which) ORDER BY \(slice.order) \(slice.window)" }
  }

  func insert(_ form: DataRequestForm, of person: Person) async throws -> DataRequest {
    guard person.anonymisedAt == nil else { throw Refusal.conflict(.isAnonymous) }
    let id: ID<DataRequest> = try await scope.insert(
      """
      INSERT INTO data_request (territory_id, person_id, kind, text, received_on)
      VALUES (\(scope.territory), \(person.id), \(form.kind), \(form.text), \(scope.today))
      """)
    var said = JSONText()
    said.member("request", form.kind.rawValue)
    try await scope.audit(.dataAsked, "person", person.id.number, after: said.text)
    return try await find(id)
  }

  func answer(_ request: DataRequest, _ form: DataAnswerForm) async throws -> DataRequest {
    guard request.answeredOn == nil else { throw Refusal.conflict(.answeredAlready) }
    try await scope.update(
      """
      UPDATE data_request SET answer = \(form.answer), answered_on = \(scope.today), version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(request.id) AND version = \(request.version)
      """)
    var said = JSONText()
    said.member("request", request.kind.rawValue)
    try await scope.audit(.dataAnswered, "person", request.person.number, after: said.text)
    return try await find(request.id)
  }
}

extension View<DataRequest> {
  static let dataRequest = View(
    "DataRequest",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("kind", .dataRequestKind, .word(DataRequestKind.words), link: { $0.path }) { .choice($0.kind) },
      Column("person", .onePerson, link: { "/annuaire/personnes/\($0.person)" }) { .text($0.personName) },
      Column("text", .dataRequestText) { .text(filled: $0.text) },
      Column("receivedOn", .receivedOn, .day) { .day($0.receivedOn) },
      Column("dueOn", .answerDue, .day) { .day($0.dueOn) },
      Column("answeredOn", .answeredOn, .day) { .day($0.answeredOn) },
      Column("answer", .dataAnswer) { .text($0.answer) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}

extension PlatformDoor {
  var dataRequestRoutes: [Endpoint] {
    [
      .list(
        "/registre/demandes", .dataRequests, allow: .keepsFiles, .dataRequest, filter: NoFilter.self,
        personal: "person"
      ) { visit, _ in
        ListPage(
          .dataRequests, crumbs: [Crumb(Text.personalRegister(visit.language), "/registre")], .dataRequest,
          DataRequestStore(visit.scope).listing(), .dataRequest)
      }
    ]
      + Endpoint.form(
        .newDataRequest, allow: .takesOwnData, page: "/annuaire/personnes/{person}/demandes/nouvelle",
        posts: "/annuaire/personnes/{person}/demandes", DataRequestForm.self,
        show: { visit in
          let person: Person = try await visit.ownFile(visit.scope)
          return FormPage(
            .newDataRequest, crumbs: [.people(visit), Crumb(person.name, person.path)], intro: .newDataRequestHelp,
            submit: .save)
        },
        submit: { visit, scope, form in
          let person: Person = try await visit.ownFile(scope)
          let request: DataRequest = try await DataRequestStore(scope).insert(form, of: person)
          return .created(.dataAsked, at: request.path, .dataRequest, request).returning(to: person.path)
        })
      + Endpoint.form(
        .answerDataRequest, allow: .keepsFiles, page: "/registre/demandes/{request}",
        posts: "/registre/demandes/{request}/reponse", DataAnswerForm.self,
        show: { visit in
          let request: DataRequest = try await DataRequestStore(visit.scope).find(visit.id("request"))
          try await visit.scope.change { try await $0.audit(.fileRead, "person", request.person.number) }
          return FormPage(
            .answerDataRequest,
            crumbs: [
              Crumb(Text.personalRegister(visit.language), "/registre"),
              Crumb(Text.dataRequests(visit.language), "/registre/demandes"),
            ], submit: .save, isClosed: request.answeredOn != nil,
            above: { page in
              page.facts(View.dataRequest, request)
              page.linkLine("/annuaire/personnes/\(request.person)", .onePerson)
            })
        },
        submit: { visit, scope, form in
          let store = DataRequestStore(scope)
          let request: DataRequest = try await store.answer(try await store.find(visit.id("request")), form)
          return .changed(.dataAnswered, at: request.path, .dataRequest, request).returning(to: "/registre/demandes")
        })
  }
}

extension Visit {
  /// The file of this address, for those who keep it and for the person whose it is; a partner is neither.
  func ownFile(_ scope: Scope) async throws -> Person {
    let id: ID<Person> = try self.id("person")
    let person: Person = try await PersonStore(scope).find(id)
    let isTheirs: Bool = scope.actor.numbers(.person, as: .resident).contains(id.number)
    guard scope.actor.seesAllFiles || isTheirs else { throw Refusal.notFound }
    return person
  }
}

extension Agenda {
  /// One month, counted from the day on which it was asked.
  static let dataRequests = Agenda(allow: .keepsFiles) { scope in
    try await DataRequestStore(scope).open().map { request in
      Due(
        request.dueOn < scope.today ? .late : .soon, request.dueOn, Text(name: request.personName),
        Text {
          $0 == .en
            ? "asks: \(request.kind.label(.en).lowercased())" : "demande : \(request.kind.label(.fr).lowercased())"
        }, path: request.path)
    }
  }
}

extension Noun {
  static let dataRequest = Noun(fr: ("demande", "demandes", .f), en: ("request", "requests"))
}

extension Deed {
  static let dataAsked = Deed(
    "person.asked", Text(fr: "Demande sur ses données reçue", en: "Request about data received"))
  static let dataAnswered = Deed("person.answered", Text(fr: "Demande sur ses données traitée", en: "Request answered"))
  static let dataTaken = Deed(
    "person.data-taken", Text(fr: "Données de la personne remises", en: "Person’s data handed over"))
  static let ofPersonalData: [Deed] = [
    contactNoted, purposeGiven, purposeTaken, fileWarned, fileAnonymised, dataAsked, dataAnswered, dataTaken,
    ownFileOpened,
  ]
}

extension Text {
  static let dataRequests = Text(fr: "Demandes sur leurs données", en: "Requests about data")
  static let newDataRequest = Text(fr: "Demande sur ses données", en: "Request about their data")
  fileprivate static let newDataRequestHelp = Text(
    fr: "Une réponse est due dans le mois. Une demande reçue par courrier se note ici aussi.",
    en: "An answer is due within a month. A request that came by post is noted here too.")
  fileprivate static let answerDataRequest = Text(fr: "Répondre à la demande", en: "Answer the request")
  fileprivate static let dataRequestKind = Text(fr: "Demande", en: "Request")
  fileprivate static let dataRequestText = Text(fr: "Précisions", en: "Details")
  fileprivate static let dataRequestTextHelp = Text(
    fr: "Ce qui est à corriger ou à effacer, et ce qui est juste.",
    en: "What is to be corrected or erased, and what is right.")
  fileprivate static let dataAnswer = Text(fr: "Réponse donnée", en: "Answer given")
  fileprivate static let dataAnswerHelp = Text(
    fr: "Ce qui a été fait, ou pourquoi ce ne peut l’être.", en: "What was done, or why it cannot be.")
  fileprivate static let receivedOn = Text(fr: "Reçue le", en: "Received on")
  fileprivate static let answerDue = Text(fr: "À traiter avant le", en: "Due by")
  fileprivate static let answeredOn = Text(fr: "Traitée le", en: "Answered on")
  fileprivate static let answeredAlready = Text(
    fr: "Cette demande est déjà traitée.", en: "This request has been answered already.")
}
