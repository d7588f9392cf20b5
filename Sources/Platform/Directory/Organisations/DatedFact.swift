import SQL

/// What is true of an organisation from a day on: how many people it employs, what it has become.
struct DatedFact: Fetched, Equatable {
  let id: ID<DatedFact>
  let kind: DatedFactKind
  let number: Int?
  let word: String?
  let source: String
  let from: Day
  let to: Day?

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    kind = try row.next()
    number = try row.next()
    word = try row.next()
    source = try row.next()
    from = try row.next()
    to = try row.next()
  }
}

/// What was said so of a record that became part of another.
struct AbsorbedFact: Fetched {
  let name: String
  let fact: DatedFact

  init(_ row: inout Row) throws(DatabaseError) { (name, fact) = (try row.next(), try DatedFact(&row)) }
}

enum DatedFactKind: String, Choice {
  case headcount, status, category

  var label: Text {
    switch self {
    case .headcount: Text(fr: "Effectif", en: "Headcount")
    case .status: Text(fr: "Statut", en: "Status")
    case .category: Text(fr: "Catégorie", en: "Category")
    }
  }
}

struct DatedFactForm: Form {
  static let kind = Field<DatedFactKind>.choice("kind", .datedFactKind)
  static let value = Field.text("value", .datedFactValue, help: .datedFactValueHelp, most: 120)
  static let from = Field.day("from", .since)
  static let source = Field.text("source", .factSource, most: 200).optional
  static let fields: [any FormField] = [kind, value, from, source]

  let kind: DatedFactKind
  let value: String
  let from: Day
  let source: String

  init(_ values: FormValues) throws(Refusal) {
    kind = values[Self.kind]
    value = values[Self.value]
    from = values[Self.from]
    source = values[Self.source] ?? ""
  }

  /// People are counted, the rest is said in words.
  func read() throws(Refusal) -> (number: Int?, word: String?) {
    guard kind == .headcount else { return (nil, value) }
    guard let count = Int(value.filter { !$0.isWhitespace }), (0...10_000_000).contains(count) else {
      throw .invalid("value", .headcountIsANumber)
    }
    return (count, nil)
  }
}

struct DatedFactStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = """
    organisation_fact.id, organisation_fact.kind, organisation_fact.number, organisation_fact.word,
    organisation_fact.source, organisation_fact.from_day, organisation_fact.to_day
    """

  /// What holds now first, then what was.
  func all(of organisation: ID<Organisation>) async throws -> [DatedFact] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM organisation_fact
      WHERE territory_id = \(scope.territory) AND organisation_id = \(organisation)
      ORDER BY kind, from_day DESC, id DESC LIMIT 500
      """)
  }

  /// Of the records that became part of this one.
  func absorbed(into organisation: ID<Organisation>) async throws -> [AbsorbedFact] {
    try await scope.all(
      """
      SELECT organisation.name, \(Self.columns) FROM organisation_fact
      JOIN organisation ON organisation.id = organisation_fact.organisation_id
      WHERE organisation_fact.territory_id = \(scope.territory)
        AND organisation_fact.organisation_id IN (\(MergerStore<Organisation>(scope).parts(of: organisation)))
      ORDER BY organisation.sort_key, organisation.id, organisation_fact.kind, organisation_fact.from_day DESC,
        organisation_fact.id DESC LIMIT 500
      """)
  }

  /// From its day on, until the next that is known of: what was said before ends the day before.
  func insert(_ form: DatedFactForm, for organisation: Organisation) async throws {
    let (number, word): (Int?, String?) = try form.read()
    let series: String = "\(organisation.id)/\(form.kind.rawValue)"
    let known: [DatedFact] = try await all(of: organisation.id).filter { $0.kind == form.kind }
    guard !known.contains(where: { $0.from == form.from }) else { throw Refusal.invalid("from", .saidForThisDay) }
    let next: DatedFact? = known.filter { $0.from > form.from }.min { $0.from < $1.from }
    if let before = known.filter({ $0.from < form.from }).max(by: { $0.from < $1.from }),
      before.to.map({ $0 >= form.from }) ?? true
    {
      try await scope.run(
        """
        UPDATE organisation_fact SET to_day = \(form.from.adding(days: -1)), version = version + 1
        WHERE territory_id = \(scope.territory) AND id = \(before.id)
        """)
    }
    try await scope.run(
      """
      INSERT INTO organisation_fact
        (territory_id, organisation_id, kind, series, number, word, source, from_day, to_day)
      VALUES (\(scope.territory), \(organisation.id), \(form.kind), \(series), \(number.value), \(word.value),
        \(form.source), \(form.from), \((next?.from.adding(days: -1)).value))
      """)
    var said = JSONText()
    said.member(form.kind.rawValue, form.value)
    said.member("from", form.from.description)
    try await scope.audit(.datedFactEntered, "organisation", organisation.id.number, after: said.text)
  }
}

extension View<DatedFact> {
  static let datedFact = View(
    "OrganisationFact",
    [
      Column("kind", .datedFactKind, .word(DatedFactKind.words)) { .choice($0.kind) },
      Column("value", .datedFactValue) { fact in fact.number.map { .int($0) } ?? .text(fact.word) },
      Column("from", .since, .day) { .day($0.from) },
      Column("to", .until, .day) { .day($0.to) },
      Column("source", .factSource) { .text(filled: $0.source) },
    ])
}

extension View<AbsorbedFact> {
  static let absorbedFact = View(
    "AbsorbedFact",
    [
      Column("name", .oneOrganisation) { .text($0.name) },
      Column("kind", .datedFactKind, .word(DatedFactKind.words)) { .choice($0.fact.kind) },
      Column("value", .datedFactValue) { said in said.fact.number.map { .int($0) } ?? .text(said.fact.word) },
      Column("from", .since, .day) { .day($0.fact.from) },
      Column("to", .until, .day) { .day($0.fact.to) },
      Column("source", .factSource) { .text(filled: $0.fact.source) },
    ])
}

extension PlatformDoor {
  var datedFactRoutes: [Endpoint] {
    Endpoint.form(
      .newDatedFact, allow: .keepsOrganisations, page: "/annuaire/organisations/{organisation}/faits/nouveau",
      posts: "/annuaire/organisations/{organisation}/faits", DatedFactForm.self,
      show: { visit in
        let organisation: Organisation = try await OrganisationStore(visit.scope).find(visit.id("organisation"))
        return FormPage(
          .newDatedFact, crumbs: .organisation(visit, organisation), intro: .datedFactHelp, submit: .save)
      },
      submit: { visit, scope, form in
        let organisation: Organisation = try await OrganisationStore(scope).find(visit.id("organisation"))
        try await DatedFactStore(scope).insert(form, for: organisation)
        return .changed(.datedFactEntered, at: organisation.path, .organisation, organisation)
      })
  }
}

extension Deed {
  static let datedFactEntered = Deed(
    "organisation.fact", Text(fr: "Fait daté enregistré", en: "Dated fact entered"))
}

extension Text {
  static let datedFacts = Text(fr: "Faits datés", en: "Dated facts")
  static let absorbedFacts = Text(fr: "Faits datés des fiches fusionnées", en: "Dated facts of merged records")
  static let newDatedFact = Text(fr: "Ajouter un fait daté", en: "Add a dated fact")
  fileprivate static let datedFactKind = Text(fr: "Quoi", en: "What")
  fileprivate static let datedFactValue = Text(fr: "Valeur", en: "Value")
  fileprivate static let datedFactValueHelp = Text(
    fr: "Un nombre pour l’effectif, des mots pour le reste.", en: "A number for the headcount, words for the rest.")
  fileprivate static let factSource = Text(fr: "Source", en: "Source")
  fileprivate static let datedFactHelp = Text(
    fr: "Ce qui vaut à partir d’un jour. Ce qui était dit avant s’arrête la veille, et reste dans l’historique.",
    en: "What holds from a day on. What was said before ends the day before, and stays in the history.")
  fileprivate static let headcountIsANumber = Text(
    fr: "L’effectif est un nombre entier de personnes.", en: "The headcount is a whole number of people.")
  fileprivate static let saidForThisDay = Text(
    fr: "Une valeur commence déjà ce jour-là.", en: "A value begins on this day already.")
}
