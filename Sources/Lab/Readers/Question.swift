import Mail
import Platform
import SQL

/// What a reader asked of those who keep a sheet. Who they are is known until a month after the answer.
struct Question: Fetched, Equatable, Sendable {
  let id: ID<Question>
  let programme: ID<Programme>
  let programmeSlug: String
  let programmeName: String
  let slug: String
  let text: String
  let name: String?
  let email: String?
  let language: Language
  let askedAt: Instant
  let answer: String?
  let answeredAt: Instant?
  let isPublic: Bool
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    programme = try row.next()
    programmeSlug = try row.next()
    programmeName = try row.next()
    slug = try row.next()
    text = try row.next()
    name = try row.next()
    email = try row.next()
    language = try row.next()
    askedAt = try row.next()
    answer = try row.next()
    answeredAt = try row.next()
    isPublic = try row.next()
    version = try row.next()
  }

  var path: String { "/dispositifs/\(programmeSlug)/questions/\(id)" }

  /// Days within which somebody who asks expects an answer.
  static let patience: Int = 7
  /// Days for which who asked is known once they have their answer, and without one.
  static let known: Int = 30
  static let unanswered: Int = 365
}

extension View<Question> {
  static let question = View(
    "Question",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("text", .question, link: { "\($0.path)/repondre" }) { .text($0.text) },
      Column("name", .askerName) { .text($0.name) },
      Column("email", .askerEmail) { .text($0.email) },
      Column("askedAt", .askedAt, .moment) { .moment($0.askedAt) },
      Column("answer", .answer) { .text($0.answer) },
      Column("answeredAt", .answeredAt, .moment) { $0.answeredAt.map { .moment($0) } ?? .none },
      Column("isPublic", .answerIsPublic, .flag) { .flag($0.isPublic) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])

  /// As the journal keeps it: for longer than who asked may be known.
  static let askedQuestion = View.question.without("name", "email")
}

struct QuestionStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  private static let columns: Query = """
    question.id, programme.id, programme.slug, programme.name, question.slug, question.text, question.name,
    question.email, question.language, question.asked_at, question.answer, question.answered_at, question.is_public,
    question.version FROM question JOIN programme ON programme.id = question.programme_id
    """

  func find(_ id: ID<Question>, of programme: Programme) async throws -> Question {
    try await scope.one(
      """
      SELECT \(Self.columns) WHERE question.territory_id = \(scope.territory)
        AND question.programme_id = \(programme.id) AND question.id = \(id)
      """)
  }

  func listing(of programme: Programme) -> Listing<Question> {
    let which: Query =
      "WHERE question.territory_id = \(scope.territory) AND question.programme_id = \(programme.id)"
    return Listing(
      scope, count: "SELECT count(*) FROM question \(which)",
      orders: [Order("askedAt", "question.asked_at", "question.id", startsDown: true)]
    ) { slice in "SELECT \(Self.columns) \(which) ORDER BY \(slice.order) \(slice.window)" }
  }

  /// How many wait for an answer on one programme.
  func waiting(on programme: Programme) async throws -> Int {
    try await scope.value(
      """
      SELECT count(*) FROM question WHERE territory_id = \(scope.territory) AND programme_id = \(programme.id)
        AND answered_at IS NULL
      """)
  }

  /// Those that wait for this actor, the oldest first.
  func waiting() async throws -> [Question] {
    try await scope.all(
      """
      SELECT \(Self.columns) WHERE question.territory_id = \(scope.territory) AND question.answered_at IS NULL
        AND \(ProgrammeStore(scope).changeable) ORDER BY question.asked_at, question.id LIMIT \(Agenda.most)
      """)
  }

  /// What everybody reads under the sheet.
  func published(on publication: Publication) async throws -> [Question] {
    try await scope.all(
      """
      SELECT \(Self.columns) WHERE question.territory_id = \(publication.territory)
        AND question.programme_id = \(publication.programme) AND question.is_public
      ORDER BY question.answered_at, question.id LIMIT 100
      """)
  }

  /// `scope` is one on the territory whose sheet it is, whoever asks.
  func insert(_ form: QuestionForm, on publication: Publication, in language: Language) async throws -> Question {
    let id: ID<Question> = try await scope.insert(
      """
      INSERT INTO question (territory_id, programme_id, slug, text, name, email, language, asked_at, is_public)
      VALUES (\(scope.territory), \(publication.programme), \(publication.slug), \(form.text), \(form.name),
        \(form.email.text), \(language), \(scope.now), \(false))
      """)
    let question: Question = try await scope.one(
      "SELECT \(Self.columns) WHERE question.territory_id = \(scope.territory) AND question.id = \(id)")
    try await scope.audit(.questionAsked, "question", id.number, .askedQuestion, after: question)
    return question
  }

  func answer(_ question: Question, _ form: AnswerForm, version: Int, of programme: Programme) async throws -> Question
  {
    try await scope.update(
      """
      UPDATE question SET text = \(form.text), answer = \(form.answer),
        answered_at = coalesce(answered_at, \(scope.now)), answered_by = \(scope.actor.name),
        is_public = \(form.isPublic), version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(question.id) AND version = \(version)
      """)
    let after: Question = try await find(question.id, of: programme)
    try await scope.audit(
      .questionAnswered, "question", after.id.number, .askedQuestion, before: question, after: after)
    return after
  }

  /// What is no question: nothing of it stays.
  func discard(_ question: Question) async throws {
    try await scope.update("DELETE FROM question WHERE territory_id = \(scope.territory) AND id = \(question.id)")
    try await scope.audit(.questionDiscarded, "question", question.id.number, .discardedQuestion, after: question)
  }
}

extension View<Question> {
  /// That there was one, and nothing of what it said.
  fileprivate static let discardedQuestion = View.question.without("name", "email", "text", "answer")
}

extension Chore {
  /// Who asked is forgotten in time, in every territory.
  static let forgottenReaders = Chore("forgetting who asked") { errand in
    let answered: Instant = errand.now.adding(seconds: -Question.known * 86_400)
    let asked: Instant = errand.now.adding(seconds: -Question.unanswered * 86_400)
    let unconfirmed: Instant = errand.now.adding(seconds: -Subscription.unconfirmedDays * 86_400)
    _ = try await errand.database.change { session in
      _ = try await session.run(
        """
        UPDATE question SET name = NULL, email = NULL
        WHERE email IS NOT NULL AND (answered_at < \(answered) OR asked_at < \(asked))
        """)
      return try await session.run(
        "DELETE FROM subscription WHERE confirmed_at IS NULL AND created_at < \(unconfirmed)")
    }
  }
}

extension Deed {
  static let questionAsked = Deed(
    "question.asked",
    Text(
      fr: "Question envoyée : la réponse vient par courriel", en: "Question sent: the answer comes by e-mail",
      de: "Frage gesendet: Die Antwort kommt per E-Mail"))
  static let questionAnswered = Deed("question.answered", Text(fr: "Question répondue", en: "Question answered"))
  static let questionDiscarded = Deed("question.discarded", Text(fr: "Question écartée", en: "Question discarded"))
}

extension Text {
  static let question = Text(fr: "Question", en: "Question", de: "Frage")
  static let askerName = Text(fr: "Qui demande", en: "Who asks", de: "Wer fragt")
  static let askerEmail = Text(fr: "Adresse électronique", en: "E-mail address", de: "E-Mail-Adresse")
  static let askedAt = Text(fr: "Posée", en: "Asked", de: "Gestellt")
  static let answer = Text(fr: "Réponse", en: "Answer", de: "Antwort")
  static let answeredAt = Text(fr: "Répondue", en: "Answered", de: "Beantwortet")
  static let answerIsPublic = Text(fr: "Publiée sur la fiche", en: "Published on the sheet", de: "Auf dem Blatt")
}
