import HTTP
import Mail
import SQL

/// What a visitor writes to the territory.
struct ContactMessage: Form {
  static let name = Field.text("name", .yourName, most: 120).filledIn(as: "name")
  static let email = Field.email(
    "email", .yourEmail,
    help: Text(fr: "C’est là que la réponse ira.", en: "The answer goes there.", de: "Dorthin geht die Antwort."))
  static let subject = Field.text("subject", Text(fr: "Objet", en: "Subject", de: "Betreff"), most: 150)
  static let message = Field.lines("message", Text(fr: "Message", en: "Message", de: "Nachricht"), most: 5_000)
  static let fields: [any FormField] = [name, email, subject, message]

  let name: String
  let email: EmailAddress
  let subject: String
  let message: String

  init(_ values: FormValues) throws(Refusal) {
    name = values[Self.name]
    email = values[Self.email]
    subject = values[Self.subject]
    message = values[Self.message]
  }

  /// As the territory reads it; answering it answers the visitor.
  func letter(to territory: Territory, through address: String) -> Letter {
    Letter(
      Text(
        fr: "Message du site : \(subject)", en: "Message from the site: \(subject)",
        de: "Nachricht über die Website: \(subject)"),
      [
        Text(
          fr: "\(name) (\(email)) vous écrit par la page de contact de \(address) :",
          en: "\(name) (\(email)) writes to you through the contact page of \(address):",
          de: "\(name) (\(email)) schreibt Ihnen über die Kontaktseite von \(address):"),
        Text(name: message),
        Text(
          fr: "Répondre à ce courriel, c’est lui répondre.", en: "Answering this e-mail answers them.",
          de: "Eine Antwort auf diese E-Mail geht an diese Person."),
      ], from: territory.name, replyTo: email, territory.language)
  }
}

extension PlatformDoor {
  var contact: [Endpoint] {
    Endpoint.act(
      .contact, allow: .everyone, page: "/contact", posts: "/contact", ContactMessage.self,
      show: { visit in
        let service = PublicService(visit)
        let isClosed: Bool = service.contact.email == nil
        return FormPage(
          .contact, crumbs: [],
          submit: Text(fr: "Envoyer", en: "Send", de: "Absenden"), canCancel: false, isClosed: isClosed,
          above: { page in
            page.facts(View.reached, service)
            page.paragraph(isClosed ? .noContactForm(service.contact) : .contactForm)
          },
          below: { page in page.linkLine("/donnees-personnelles", .whatBecomesOfIt) })
      },
      act: { visit, message in
        try await visit.app.send(message, visit)
        return visit.app.page(visit, Text.messageLeft(visit.language), crumbs: []) { page in page.sent(message) }
      })
  }
}

extension App {
  private static let limit = SendingLimit("contact", most: 5)

  fileprivate func send(_ message: ContactMessage, _ visit: Visit) async throws {
    let now: Instant = visit.scope.now
    guard let territory = visit.territory, let address = territory.contact.email.flatMap({ EmailAddress($0) }) else {
      throw Refusal.conflict(.noContactForm(PublicService(visit).contact))
    }
    let once: String? = Submissions.usable(try visit.request.pairs()["_once"])
    let letter: Letter = message.letter(to: territory, through: PublicService(visit).address)
    try await database.change { session in
      // A double click, a page sent again: it has left already.
      if let once {
        guard try await Submissions.isFirst("contact:\(once)", on: territory.id, at: now, session) else { return }
      }
      guard try await session.value(Self.limit.sent(visit)) < Self.limit.most else {
        throw Refusal.wait(.enoughMessages(address.text), seconds: Self.limit.seconds)
      }
      try await session.run(Self.limit.sending(visit))
      try await session.run(
        Outbox(secrets: secrets).insertion(letter, to: address, about: .contactMessage, of: territory.id, at: now))
    }
  }
}

extension View<ContactMessage> {
  fileprivate static let sent = View(
    "ContactMessage",
    [
      Column("name", .yourName) { .text($0.name) }, Column("email", .yourEmail) { .text($0.email.text) },
      Column("subject", ContactMessage.subject.label) { .text($0.subject) },
    ])
}

extension Page {
  fileprivate mutating func sent(_ message: ContactMessage) {
    markup.raw("<p role=\"status\">")
    say(
      Text(
        fr: "Nous vous répondrons à \(message.email). Voici ce que vous avez envoyé.",
        en: "We shall answer you at \(message.email). This is what you sent.",
        de: "Wir antworten Ihnen an \(message.email). Das haben Sie gesendet."))
    markup.raw("</p>\n")
    facts(View.sent, message)
    markup.raw("<p class=\"letter\">")
    data(message.message)
    markup.raw("</p>\n")
  }
}

extension Text {
  fileprivate static let yourName = Text(fr: "Votre nom", en: "Your name", de: "Ihr Name")
  fileprivate static let yourEmail = Text(
    fr: "Votre adresse électronique", en: "Your e-mail address", de: "Ihre E-Mail-Adresse")
  fileprivate static let messageLeft = Text(
    fr: "Votre message est parti", en: "Your message has left", de: "Ihre Nachricht ist unterwegs")
  fileprivate static let contactForm = Text(
    fr: "Ou écrivez-nous ici : votre message part aussitôt par courriel. Tous les champs sont à remplir.",
    en: "Or write to us here: your message leaves at once by e-mail. All fields are to be filled in.",
    de: "Oder schreiben Sie uns hier: Ihre Nachricht geht sofort per E-Mail ab. Alle Felder sind auszufüllen.")

  fileprivate static let whatBecomesOfIt = Text(
    fr: "Ce que deviennent vos données personnelles", en: "What becomes of your personal data",
    de: "Was mit Ihren personenbezogenen Daten geschieht")

  /// How else, where there is nobody to send a mail to.
  fileprivate static func noContactForm(_ contact: Territory.Contact) -> Text {
    guard contact.phone.isEmpty, contact.postalAddress.isEmpty else {
      return Text(
        fr:
          "Le territoire n’a pas indiqué d’adresse électronique : on ne peut pas lui écrire d’ici. Écrivez-lui par la poste ou appelez-le, comme indiqué ci-dessus.",
        en:
          "The territory has given no e-mail address: it cannot be written to from here. Write by post or call, as shown above.",
        de:
          "Das Gebiet hat keine E-Mail-Adresse angegeben: Von hier aus kann man ihm nicht schreiben. Schreiben Sie per Post oder rufen Sie an, wie oben angegeben."
      )
    }
    return Text(
      fr: "Le territoire n’a encore indiqué ni adresse ni téléphone. Adressez-vous à ses services.",
      en: "The territory has given neither address nor telephone yet. Please turn to its offices.",
      de: "Das Gebiet hat noch weder Anschrift noch Telefon angegeben. Bitte wenden Sie sich an seine Dienststellen.")
  }

  fileprivate static func enoughMessages(_ address: String) -> Text {
    Text(
      fr:
        "Cinq messages sont déjà partis de votre connexion depuis une heure. Rien de ce que vous avez écrit n’est perdu : attendez un peu et envoyez à nouveau, ou écrivez directement à \(address).",
      en:
        "Five messages have already left from your connection within an hour. Nothing that you wrote is lost: wait a little and send again, or write directly to \(address).",
      de:
        "Von Ihrem Anschluss sind in der letzten Stunde schon fünf Nachrichten abgegangen. Nichts von dem, was Sie geschrieben haben, ist verloren: Warten Sie etwas und senden Sie erneut, oder schreiben Sie direkt an \(address)."
    )
  }
}
