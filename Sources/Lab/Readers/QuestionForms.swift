import Mail
import Platform

/// What a reader sends to those who keep a sheet.
struct QuestionForm: Form {
  static let text = Field.lines("question", .question, most: 2_000)
  static let name = Field.text("name", .ownName, most: 120).filledIn(as: "name")
  static let email = Field.email(
    "email", .ownEmail,
    help: Text(
      fr: "La réponse y sera envoyée. Elle ne paraît nulle part.", en: "The answer goes there. It appears nowhere.",
      de: "Dorthin geht die Antwort. Sie erscheint nirgends."))
  static let fields: [any FormField] = [text, name, email, Trap.field]

  let text: String
  let name: String
  let email: EmailAddress
  let isTrapped: Bool

  init(_ values: FormValues) throws(Refusal) {
    text = values[Self.text]
    name = values[Self.name]
    email = values[Self.email]
    isTrapped = values[Trap.field] != nil
    try Self.check("question", text)
    try Self.check("name", name)
  }

  init(_ text: String, name: String, email: EmailAddress) {
    self.text = text
    self.name = name
    self.email = email
    isTrapped = false
  }

  static let mostLinks: Int = 2

  /// What has many links is no question; what has a social security number is not to be kept.
  private static func check(_ field: String, _ text: String) throws(Refusal) {
    if NationalNumber.stands(in: text) { throw .invalid(field, .holdsNationalNumber) }
    let small: String = text.lowercased()
    let links: Int = small.ranges(of: "://").count + small.ranges(of: "www.").count - small.ranges(of: "://www.").count
    guard links > mostLinks else { return }
    throw .invalid(field, .tooManyLinks(links))
  }
}

/// A field that people do not see and machines fill in.
enum Trap {
  static let field: Field<String?> = Field.text("website", Text(fr: "Site", en: "Site", de: "Website"), most: 500)
    .optional.carriedAlong

  /// There to be filled in.
  static var typed: Typed {
    var typed = Typed()
    typed["website"] = ""
    return typed
  }
}

struct AnswerForm: Form {
  static let text = Field.lines(
    "text", Text(fr: "La question", en: "The question"),
    help: Text(
      fr: "Telle qu’elle paraîtra si vous la publiez : ôtez-en ce qui permettrait de reconnaître quelqu’un.",
      en: "As it will appear if you publish it: take out whatever somebody could be recognised by."), most: 2_000)
  static let answer = Field.lines("answer", .answer, most: 5_000)
  static let isPublic = Field.flag(
    "isPublic",
    Text(fr: "Publier la question et la réponse sur la fiche", en: "Publish question and answer on the sheet"),
    help: Text(
      fr: "Le nom et l’adresse de qui a demandé ne paraissent jamais.",
      en: "Name and address of who asked never appear."))
  static let fields: [any FormField] = [text, answer, isPublic]

  let text: String
  let answer: String
  let isPublic: Bool

  init(_ values: FormValues) throws(Refusal) {
    text = values[Self.text]
    answer = values[Self.answer]
    isPublic = values[Self.isPublic]
    for (field, text) in [("text", text), ("answer", answer)] where NationalNumber.stands(in: text) {
      throw .invalid(field, .holdsNationalNumber)
    }
  }

  init(_ question: Question, _ answer: String, isPublic: Bool) {
    text = question.text
    self.answer = answer
    self.isPublic = isPublic
  }

  static func typed(_ question: Question) -> Typed {
    var typed = Typed()
    typed.set(text, question.text)
    typed["answer"] = question.answer
    typed.set(isPublic, question.isPublic)
    typed.set(.version, question.version)
    return typed
  }
}

extension Text {
  fileprivate static let ownName = Text(fr: "Votre nom", en: "Your name", de: "Ihr Name")
  static let ownEmail = Text(
    fr: "Votre adresse électronique", en: "Your e-mail address", de: "Ihre E-Mail-Adresse")
  static let holdsNationalNumber = Text(
    fr: "Ce texte contient un numéro de sécurité sociale : retirez-le. Ce site ne doit jamais en garder.",
    en: "This text holds a French social security number: take it out. This site must never keep one.",
    de:
      "Dieser Text enthält eine französische Sozialversicherungsnummer: Bitte entfernen. Diese Website darf keine speichern."
  )

  fileprivate static func tooManyLinks(_ count: Int) -> Text {
    Text(
      fr: "Votre question contient \(count) adresses de sites : deux au plus, pour écarter la publicité.",
      en: "Your question holds \(count) web addresses: two at most, to keep advertising out.",
      de: "Ihre Frage enthält \(count) Webadressen: höchstens zwei, um Werbung fernzuhalten.")
  }
}
