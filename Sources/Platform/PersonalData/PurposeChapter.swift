import SQL

extension Chapter {
  /// What a programme keeps people’s files for, on what ground, and how long after it last saw them.
  static let purposes = Chapter(
    "purposes", at: "finalites", .purposes, .purpose, help: .purposesHelp, table: "data_purpose",
    Setting.labels + [
      Setting("basis", Field<LegalBasis>.choice("basis", .legalBasis)),
      Setting("months", Field<Int>.number("months", .keptMonths, help: .keptMonthsHelp, 1...1_200)),
      Setting("notice_days", Field<Int>.number("noticeDays", .noticeDays, help: .noticeDaysHelp, 1...365)),
      Setting("reason", Field.text("reason", .keptReason, help: .keptReasonHelp, most: 300).optional),
    ],
    remarks: { purpose, _ in
      guard let months = purpose.int("months"), months > Retention.usual.months, purpose["reason"] == nil else {
        return []
      }
      return [ConfigurationFault("reason", .longerWithoutReason)]
    })
}

/// Article 6 of the GDPR.
enum LegalBasis: String, Choice {
  case publicTask = "public-task"
  case legalDuty = "legal-duty"
  case contract, consent

  var label: Text {
    switch self {
    case .publicTask:
      Text(fr: "mission d’intérêt public", en: "task in the public interest", de: "Aufgabe im öffentlichen Interesse")
    case .legalDuty: Text(fr: "obligation légale", en: "legal obligation", de: "rechtliche Verpflichtung")
    case .contract: Text(fr: "contrat", en: "contract", de: "Vertrag")
    case .consent: Text(fr: "consentement", en: "consent", de: "Einwilligung")
    }
  }
}

extension EntryUse {
  static let peopleOfPurpose = EntryUse(of: "data_purpose", by: .person) { scope, purpose in
    """
    SELECT count(*) FROM person_purpose
    WHERE territory_id = \(scope.territory) AND data_purpose_id = \(purpose)
    """
  }
}

extension Noun {
  static let purpose = Noun(fr: ("finalité", "finalités", .f), en: ("purpose", "purposes"), de: ("Zweck", "Zwecke", .m))
}

extension Text {
  static let purposes = Text(fr: "Finalités et durées", en: "Purposes and durations", de: "Zwecke und Fristen")
  fileprivate static let purposesHelp = Text(
    fr:
      "Ce pour quoi les dossiers des personnes sont tenus. Sans finalité, un dossier est anonymisé deux ans après le dernier contact.",
    en:
      "What people’s files are kept for. Without a purpose, a file is made anonymous two years after the last contact.",
    de: "Wozu Personenakten geführt werden. Ohne Zweck wird eine Akte zwei Jahre nach dem letzten Kontakt anonymisiert."
  )
  static let legalBasis = Text(fr: "Base légale", en: "Legal basis", de: "Rechtsgrundlage")
  static let keptMonths = Text(
    fr: "Mois de conservation", en: "Months kept", de: "Aufbewahrung in Monaten")
  fileprivate static let keptMonthsHelp = Text(
    fr: "Après le dernier contact : 24 pour un accompagnement, plus si un texte l’impose.",
    en: "After the last contact: 24 for support, more where a text requires it.",
    de: "Nach dem letzten Kontakt: 24, mehr nur, wenn eine Vorschrift es verlangt.")
  static let noticeDays = Text(fr: "Jours de préavis", en: "Days of notice", de: "Tage Vorankündigung")
  fileprivate static let noticeDaysHelp = Text(
    fr: "La personne et son référent en sont prévenus ; un contact noté d’ici là repousse l’échéance.",
    en: "The person and their adviser are told; a contact noted meanwhile puts it off.",
    de: "Die Person und ihre Begleitung werden benachrichtigt; ein Kontakt bis dahin verschiebt die Frist.")
  static let keptReason = Text(fr: "Texte qui l’impose", en: "Text that requires it", de: "Vorschrift")
  fileprivate static let keptReasonHelp = Text(
    fr: "Par exemple l’article 82 du règlement (UE) 2021/1060 pour le FSE+.",
    en: "For example article 82 of Regulation (EU) 2021/1060 for the ESF+.",
    de: "Zum Beispiel Artikel 82 der Verordnung (EU) 2021/1060 für den ESF+.")
  fileprivate static let longerWithoutReason = Text(
    fr: "Plus de deux ans : dites quel texte l’impose.", en: "More than two years: say which text requires it.",
    de: "Mehr als zwei Jahre: Nennen Sie die Vorschrift.")
}
