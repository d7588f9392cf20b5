import HTML
import HTTP
import Mail
import Platform
import Programmes
import SQL

extension Lab {
  private static let limit = SendingLimit("question", most: 5)

  /// A reader asks.
  var askingRoutes: [Endpoint] {
    Endpoint.act(
      .askQuestion, allow: .everyone, page: "/lab/{slug}/question", posts: "/lab/{slug}/question", QuestionForm.self,
      show: { visit in
        let publication: Publication = try await asked(visit)
        return FormPage(
          .askQuestion, crumbs: Crumb.lab(visit) + [Crumb(publication.title, publication.path)],
          intro: .askingHelp(publication), submit: Text(fr: "Envoyer", en: "Send", de: "Absenden"),
          initial: Trap.typed,
          below: { page in page.linkLine("/donnees-personnelles", .whatBecomesOfYourData) })
      },
      act: { visit, form in
        let publication: Publication = try await asked(visit)
        let answer: Response = .redirect(to: "\(publication.path)?done=\(Deed.questionAsked.key)")
        // Who fills in what nobody sees learns nothing by it.
        guard !form.isTrapped else { return answer }
        let home: Scope = visit.scope(of: publication.territory)
        guard try await Self.limit.isFirst(visit, home) else { return answer }
        try await home.change { scope in
          try await Self.limit.count(visit, scope, tooMany: .enoughQuestions)
          let question: Question = try await QuestionStore(scope).insert(form, on: publication, in: visit.language)
          let territory: Territory = try await Territory.find(publication.territory, scope)
          guard let email = territory.email else { return }
          try await visit.post(
            question.letter(to: territory, publication, at: visit.installation), to: email, about: .readerQuestion,
            of: territory.id, scope)
        }
        return answer
      })
  }

  private func asked(_ visit: Visit) async throws -> Publication {
    let publication: Publication = try await PublicationStore(visit.scope).find(visit.text("slug"))
    guard publication.withdrawnAt == nil else { throw Refusal.notFound }
    return publication
  }

  private static let questions: String = "/dispositifs/{programme}/questions"

  /// Those who run the programme answer.
  var questionRoutes: [Endpoint] {
    [
      .list(
        Self.questions, .questions, allow: Programme.changed, .question, filter: NoFilter.self, personal: "question"
      ) {
        visit, _ in
        let programme: Programme = try await visit.programmeToChange(visit.scope)
        return ListPage(
          .questions, crumbs: Crumb.programme(visit, programme), .question,
          QuestionStore(visit.scope).listing(of: programme), .question,
          mark: { $0.answeredAt == nil ? .awaitsAnswer : nil })
      }
    ] + answering + discarding
  }

  private var answering: [Endpoint] {
    Endpoint.form(
      .answerQuestion, allow: Programme.changed, page: "\(Self.questions)/{question}/repondre",
      posts: "\(Self.questions)/{question}/reponse", Changed<AnswerForm>.self,
      show: { visit in
        let (programme, question) = try await seen(visit, visit.scope)
        return FormPage(
          .answerQuestion, crumbs: Crumb.questions(visit, programme), submit: .sendAnswer(question),
          initial: AnswerForm.typed(question),
          above: { page in page.facts(View.question.without("text", "answer", "isPublic"), question) },
          below: { page in
            page.actions([ActionLink(.discardQuestion, to: "\(question.path)/ecarter", allow: Programme.changed)])
          })
      },
      submit: { visit, scope, changed in
        let (programme, question) = try await seen(visit, scope)
        let after: Question = try await QuestionStore(scope).answer(
          question, changed.form, version: changed.version, of: programme)
        // Whoever asked is told once; what is put right later shows on the sheet.
        if question.answeredAt == nil, let email = question.email.flatMap({ EmailAddress($0) }) {
          let territory: Territory = try await Territory.find(scope.territory, scope)
          try await visit.post(
            after.answerLetter(from: territory, at: visit.installation), to: email, about: .readerAnswer,
            of: territory.id, scope)
        }
        return .changed(
          .questionAnswered, at: "\(programme.path)/questions", .question, after)
      })
  }

  private var discarding: [Endpoint] {
    Endpoint.form(
      .discardQuestion, allow: Programme.changed, page: "\(Self.questions)/{question}/ecarter",
      posts: "\(Self.questions)/{question}/retrait", NoFilter.self,
      show: { visit in
        let (programme, question) = try await seen(visit, visit.scope)
        return FormPage(
          .discardQuestion, crumbs: Crumb.questions(visit, programme),
          intro: Text(
            fr: "Elle est effacée, avec le nom et l’adresse de qui l’a envoyée, et ne reçoit pas de réponse.",
            en: "It is deleted, with name and address of who sent it, and gets no answer."),
          submit: .discardQuestion, above: { page in page.facts(View.question, question) })
      },
      submit: { visit, scope, _ in
        let (programme, question) = try await seen(visit, scope)
        try await QuestionStore(scope).discard(question)
        return .changed(.questionDiscarded, at: "\(programme.path)/questions", .askedQuestion, question)
      })
  }

  private func seen(_ visit: Visit, _ scope: Scope) async throws -> (Programme, Question) {
    let programme: Programme = try await visit.programmeToChange(scope)
    return (programme, try await QuestionStore(scope).find(visit.id("question"), of: programme))
  }
}

extension Question {
  /// As the territory reads it; it is answered on the site, so that the answer can be published too.
  fileprivate func letter(to territory: Territory, _ publication: Publication, at address: String) -> Letter {
    let asker: String = name ?? ""
    return Letter(
      Text(
        fr: "Une question sur « \(publication.title) »", en: "A question about “\(publication.title)”",
        de: "Eine Frage zu „\(publication.title)“"),
      [
        Text(
          fr: "\(asker) vous demande, après avoir lu votre fiche du Lab :",
          en: "\(asker) asks you, having read your sheet in the Lab:",
          de: "\(asker) fragt Sie nach dem Lesen Ihres Blatts im Lab:"),
        Text(name: text),
        Text(fr: "Pour répondre :", en: "To answer:", de: "Zum Antworten:"),
      ], link: "\(address)\(path)/repondre", from: territory.name, territory.language)
  }

  fileprivate func answerLetter(from territory: Territory, at address: String) -> Letter {
    Letter(
      Text(fr: "Réponse à votre question", en: "Answer to your question", de: "Antwort auf Ihre Frage"),
      [
        Text(fr: "Vous demandiez :", en: "You asked:", de: "Sie fragten:"), Text(name: text),
        Text(
          fr: "\(territory.name) vous répond :", en: "\(territory.name) answers:", de: "\(territory.name) antwortet:"),
        Text(name: answer ?? ""),
        Text(fr: "La fiche du Lab :", en: "The sheet in the Lab:", de: "Das Blatt im Lab:"),
      ], link: "\(address)/lab/\(slug)",
      after: [
        Text(
          fr: "Votre nom et votre adresse seront effacés dans \(Question.known) jours.",
          en: "Your name and address will be erased in \(Question.known) days.",
          de: "Ihr Name und Ihre Adresse werden in \(Question.known) Tagen gelöscht.")
      ], from: territory.name, language)
  }
}

extension Agenda {
  /// Questions of readers, for those who run what they read about.
  static let questions = Agenda(allow: Programme.changed) { scope in
    try await QuestionStore(scope).waiting().map { question in
      let due: Day = Zone.paris.day(at: question.askedAt).adding(days: Question.patience)
      return Due(
        due < scope.today ? .late : .soon, due, Text(name: question.text.cut(at: 90)),
        Text(
          fr: "question d’un lecteur à laquelle répondre (\(question.programmeName))",
          en: "a reader’s question to answer (\(question.programmeName))"), path: "\(question.path)/repondre")
    }
  }
}

extension String {
  /// Its first words.
  fileprivate func cut(at most: Int) -> String {
    guard count > most else { return self }
    let kept: Substring = prefix(most - 1)
    return kept[..<(kept.lastIndex(of: " ") ?? kept.endIndex)] + "…"
  }
}

extension ProgrammePart {
  static let questions = ProgrammePart(.questions, at: "questions", allow: Programme.changed) { scope, programme in
    let waiting: Int = try await QuestionStore(scope).waiting(on: programme)
    guard waiting > 0 else { return Text(fr: "Aucune n’attend de réponse.", en: "None awaits an answer.") }
    return Text { language in
      let count: String = Noun.question.counted(waiting)(language)
      return language == .en ? "\(count) to answer." : "\(count) à répondre."
    }
  }
}

extension Crumb {
  fileprivate static func questions(_ visit: Visit, _ programme: Programme) -> [Crumb] {
    Crumb.programme(visit, programme) + [Crumb(Text.questions(visit.language), "\(programme.path)/questions")]
  }
}

extension Page {
  /// What was asked about a sheet and answered for everybody.
  mutating func questions(_ questions: [Question]) {
    guard !questions.isEmpty else { return }
    section(Text(fr: "Questions et réponses", en: "Questions and answers", de: "Fragen und Antworten")) { page in
      page.markup.raw("<dl class=\"asked\">\n")
      for question in questions {
        page.markup.raw("<div><dt>")
        page.data(question.text)
        page.markup.raw("</dt><dd>")
        page.data(question.answer ?? "")
        page.markup.raw("</dd></div>\n")
      }
      page.markup.raw("</dl>\n")
    }
  }
}

extension Noun {
  fileprivate static let question = Noun(
    fr: ("question", "questions", .f), en: ("question", "questions"), de: ("Frage", "Fragen", .f))
}

extension Text {
  static let questions = Text(fr: "Questions des lecteurs", en: "Readers’ questions")
  static let askQuestion = Text(fr: "Poser une question", en: "Ask a question", de: "Eine Frage stellen")
  fileprivate static let answerQuestion = Text(fr: "Répondre à une question", en: "Answer a question")
  fileprivate static let discardQuestion = Text(fr: "Écarter cette question", en: "Discard this question")
  fileprivate static let awaitsAnswer = Text(fr: "sans réponse", en: "unanswered")
  static let whatBecomesOfYourData = Text(
    fr: "Ce que deviennent vos données personnelles", en: "What becomes of your personal data",
    de: "Was mit Ihren personenbezogenen Daten geschieht")
  fileprivate static let enoughQuestions = Text(
    fr:
      "Cinq questions sont déjà parties d’ici depuis une heure. Gardez celle-ci et renvoyez-la plus tard : rien n’est perdu.",
    en: "Five questions have left from here within the hour. Keep this one and send it later: nothing is lost.",
    de: "Von hier sind in der letzten Stunde schon fünf Fragen gekommen. Senden Sie diese später: Nichts geht verloren."
  )

  fileprivate static func askingHelp(_ publication: Publication) -> Text {
    let (title, territory): (String, String) = (publication.title, publication.territoryName)
    return Text(
      fr: "Sur « \(title) » : elle va à \(territory), qui vous répond par courriel.",
      en: "About “\(title)”: it goes to \(territory), who answers by e-mail.",
      de: "Zu „\(title)“: Sie geht an \(territory); die Antwort kommt per E-Mail.")
  }

  fileprivate static func sendAnswer(_ question: Question) -> Text {
    question.answeredAt == nil
      ? Text(fr: "Envoyer la réponse", en: "Send the answer") : Text(fr: "Enregistrer", en: "Save")
  }
}
