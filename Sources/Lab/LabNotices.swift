import Platform

/// What the Lab tells people of.
extension NoticeKind {
  static let sheetAsked = NoticeKind("sheet.asked", Text(fr: "Fiche demandée", en: "Sheet asked for"))
  static let sheetReminded = NoticeKind("sheet.reminded", Text(fr: "Relance d’une fiche", en: "Reminder of a sheet"))
  static let sheetReviewed = NoticeKind("sheet.reviewed", Text(fr: "Fiche relue", en: "Sheet reviewed"))

  static let subscription = letter(
    "lab.subscription", Text(fr: "Abonnement à confirmer", en: "Subscription to confirm"))
  static let bulletin = letter("lab.bulletin", Text(fr: "Bulletin du Lab", en: "Lab bulletin"))
  static let readerQuestion = letter("lab.question", Text(fr: "Question d’un lecteur", en: "A reader’s question"))
  static let readerAnswer = letter("lab.answer", Text(fr: "Réponse à un lecteur", en: "Answer to a reader"))

  static let ofLab: [NoticeKind] = [
    sheetAsked, sheetReminded, sheetReviewed, subscription, bulletin, readerQuestion, readerAnswer,
  ]
}
