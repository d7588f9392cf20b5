import Platform
import SQL

struct SteeringPackForm: Form {
  static let title = Field.text("title", .packTitle, help: .packTitleHelp, most: 160)
  static let body = Field.text("body", .packBody, help: .packBodyHelp, most: 60).optional
  static let from = Field.day("from", .packFrom, help: .dayHelp)
  static let to = Field.day("to", .packTo, help: .packToHelp)
  static let comment = Field.prose("comment", .packComment, help: .packCommentHelp).optional
  static let decisions = Field.prose("decisions", .decisionsToTake, help: .decisionsHelp).optional
  static let isPublic = Field.flag("public", .publicPack, help: .publicPackHelp)
  static let fields: [any FormField] = [title, body, from, to, comment, decisions, isPublic]

  let title: String
  let body: String?
  let from: Day
  let to: Day
  let comment: String
  let decisions: String
  let isPublic: Bool

  init(_ values: FormValues) throws(Refusal) {
    title = values[Self.title]
    body = values[Self.body]
    from = values[Self.from]
    to = values[Self.to]
    comment = values[Self.comment] ?? ""
    decisions = values[Self.decisions] ?? ""
    isPublic = values[Self.isPublic]
    if to < from { throw .invalid("to", .endsBeforeFrom) }
  }

  /// One of the programme's, if one is named.
  func check(_ bodies: [(key: String, label: Text)]) throws(Refusal) {
    guard let body else { return }
    guard bodies.contains(where: { $0.key == body }) else { throw .invalid("body", .noSuchBody) }
  }

  /// A pack to begin with: the year so far.
  static func blank(_ today: Day) -> Typed {
    let period: FigurePeriod = .asOf(today)
    var typed = Typed()
    typed.set(from, period.start)
    typed.set(to, period.end)
    return typed
  }

  static func typed(_ pack: SteeringPack) -> Typed {
    var typed = Typed()
    typed.set(title, pack.title)
    typed.set(body, pack.body)
    typed.set(from, pack.from)
    typed.set(to, pack.to)
    typed.set(comment, pack.comment.isEmpty ? nil : pack.comment)
    typed.set(decisions, pack.decisions.isEmpty ? nil : pack.decisions)
    typed.set(isPublic, pack.isPublic)
    typed.set(.version, pack.version)
    return typed
  }
}

extension Text {
  fileprivate static let packTitleHelp = Text(
    fr: "Par exemple « Comité de pilotage du 12 décembre ».", en: "For example “Steering committee of 12 December”.")
  fileprivate static let packBodyHelp = Text(
    fr: "Celle qui décide. Le dossier se compare au dernier qui lui a été remis.",
    en: "The one that decides. The pack is compared with the last that it was given.")
  fileprivate static let packToHelp = Text(
    fr: "Ce qui se constate à une date est compté ce jour-là.", en: "What is found on a date is counted on that day.")
  fileprivate static let packCommentHelp = Text(
    fr: "Ce que les chiffres ne disent pas.", en: "What the figures do not say.")
  fileprivate static let decisionsHelp = Text(
    fr: "Une par ligne, après un tiret.", en: "One to a line, after a dash.")
  fileprivate static let publicPackHelp = Text(
    fr:
      "Une fois émis, tout le monde pourra le lire ; il ne contient alors que les indicateurs publiés. Sinon, seulement celles et ceux qui travaillent sur le dispositif.",
    en:
      "Once issued, everybody can read it; it then holds published indicators only. If not, only those who work on the programme."
  )
  fileprivate static let noSuchBody = Text(
    fr: "Le dispositif n’a pas d’instance de ce nom.", en: "The programme has no such body.")
}
