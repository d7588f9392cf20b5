import Platform
import SQL

extension Text {
  static let archived = Text(fr: "Archivée", en: "Archived", de: "Archiviert")

  static let bodies = Text(fr: "Instances", en: "Bodies", de: "Gremien")
  static let oneBody = Text(fr: "Instance", en: "Body", de: "Gremium")
  static let whoSits = Text(fr: "Voir qui y siège", en: "See who sits in it", de: "Wer darin sitzt")
  static let composeBodies = Text(fr: "Composer les instances", en: "Compose the bodies")
  static let composeBody = Text(fr: "Modifier ses sièges", en: "Change its seats")
  static let bodyKey = Text(fr: "Clé de l’instance", en: "Key of the body", de: "Schlüssel des Gremiums")
  static let purpose = Text(fr: "Rôle", en: "Purpose", de: "Aufgabe")
  static let leastMeetings = Text(
    fr: "Réunions par an, au moins", en: "Meetings a year, at least", de: "Sitzungen im Jahr, mindestens")
  static let mostMeetings = Text(
    fr: "Réunions par an, au plus", en: "Meetings a year, at most", de: "Sitzungen im Jahr, höchstens")
  static let bodiesHelp = Text(
    fr: "Les comités qui suivent le dispositif, donnent un avis ou décident.",
    en: "The committees that follow the programme, give an opinion or decide.",
    de: "Die Ausschüsse, die das Programm begleiten, Stellung nehmen oder entscheiden.")
  static let purposeHelp = Text(
    fr: "Ce qu’elle examine et ce qu’elle peut dire.", en: "What it looks at, and what it may say.")
  static let lessThanLeastMeetings = Text(
    fr: "C’est moins que le nombre minimal de réunions.", en: "That is less than the least number of meetings.")

  static let seats = Text(fr: "Sièges", en: "Seats", de: "Sitze")
  static let oneSeat = Text(fr: "Siège", en: "Seat", de: "Sitz")
  static let seatKey = Text(fr: "Clé du siège", en: "Key of the seat", de: "Schlüssel des Sitzes")
  static let votes = Text(fr: "Voix délibérative", en: "Votes", de: "Stimmberechtigt")
  static let votesHelp = Text(
    fr: "Sans cela, le siège est consultatif : il est entendu et ne vote pas.",
    en: "Otherwise the seat is consultative: it is heard and does not vote.")
  static let seatsHelp = Text(
    fr: "Un siège nomme une fonction — « Ville », « Gestionnaire » —, jamais une personne : qui l’occupe change.",
    en: "A seat names a function — “Town”, “Manager” —, never a person: whoever holds it changes.")
  static let state = Text(fr: "Situation", en: "State", de: "Stand")
  static let onDay = Text(fr: "Composition au", en: "Composition on", de: "Zusammensetzung am")

  static let mandates = Text(fr: "Mandats", en: "Mandates", de: "Mandate")
  static let oneMandate = Text(fr: "Mandat", en: "Mandate", de: "Mandat")
  static let mandateNumber = Text(fr: "Numéro du mandat", en: "Mandate number", de: "Nummer des Mandats")
  static let organisation = Text(fr: "Tenu par", en: "Held by", de: "Besetzt durch")
  static let organisationNumber = Text(
    fr: "Numéro de l’organisation", en: "Organisation number", de: "Nummer der Organisation")
  static let person = Text(fr: "Personne", en: "Person", de: "Name")
  static let function = Text(fr: "Fonction", en: "Function", de: "Funktion")
  static let start = Text(fr: "Premier jour", en: "First day", de: "Erster Tag")
  static let end = Text(fr: "Dernier jour", en: "Last day", de: "Letzter Tag")
  static let newMandate = Text(fr: "Nouveau mandat", en: "New mandate")
  static let changeMandate = Text(fr: "Modifier le mandat", en: "Change the mandate")
  static let endMandate = Text(fr: "Terminer le mandat", en: "End the mandate")
  static let nameSuccessor = Text(fr: "Nommer à la suite", en: "Name a successor")
  static let organisationHelp = Text(
    fr: "L’organisation qui tient le siège ; laissez vide si la personne siège en son nom.",
    en: "The organisation that holds the seat; leave empty if the person sits in their own name.")
  static let personHelp = Text(
    fr:
      "Lue par celles et ceux qui travaillent avec le dispositif, jamais publiée. Vide tant que personne n’est désigné.",
    en: "Read by those who work with the programme, never published. Empty as long as nobody is named.")
  static let functionHelp = Text(
    fr: "Par exemple « directrice » ou « adjoint à l’économie ».",
    en: "For example “director” or “deputy mayor for the economy”.")
  static let endHelp = Text(
    fr: "Laissez vide si le mandat n’a pas de terme connu.", en: "Leave empty if the mandate has no known end.")
  static let holderMissing = Text(
    fr: "Dites quelle organisation tient le siège, ou quelle personne.",
    en: "Say which organisation holds the seat, or which person.")
  static let seatHeldAlready = Text(
    fr: "Ce siège est déjà tenu sur une partie de cette période.",
    en: "This seat is already held for part of that time.")

  static let opinions = Text(fr: "Avis", en: "Opinions", de: "Stellungnahmen")
  static let oneOpinion = Text(fr: "Avis", en: "Opinion", de: "Stellungnahme")
  static let verdict = Text(fr: "Sens de l’avis", en: "Verdict", de: "Ergebnis")
  static let givenOn = Text(fr: "Rendu le", en: "Given on", de: "Abgegeben am")
  static let present = Text(fr: "Sièges présents", en: "Seats present", de: "Anwesende Sitze")
  static let reason = Text(fr: "Motif", en: "Reason", de: "Begründung")
  static let caseKind = Text(fr: "Type de dossier", en: "Kind of case", de: "Art des Vorgangs")
  static let caseNumber = Text(fr: "Numéro du dossier", en: "Case number", de: "Nummer des Vorgangs")
  static let retraction = Text(
    fr: "Motif du retrait", en: "Reason for the retraction", de: "Grund der Rücknahme")
  static let retracted = Text(fr: "retiré", en: "retracted", de: "zurückgenommen")
  static let newOpinion = Text(fr: "Enregistrer un avis", en: "Enter an opinion")
  static let retractOpinion = Text(fr: "Retirer l’avis", en: "Retract the opinion")
  static let presentHelp = Text(
    fr: "Combien de sièges à voix délibérative ont siégé. À laisser vide si l’instance n’a pas de sièges.",
    en: "How many voting seats sat. To be left empty if the body has no seats.")
  static let reasonHelp = Text(
    fr: "Demandé si l’avis est défavorable ou ajourné.", en: "Asked for if the opinion is unfavourable or deferred.")
  static let retractionHelp = Text(
    fr:
      "Pour un avis enregistré par erreur : il reste lisible, marqué comme retiré, et ne compte plus. Si l’instance a changé d’avis, enregistrez plutôt le nouveau.",
    en:
      "For an opinion entered by mistake: it stays readable, marked as retracted, and counts no more. If the body has changed its mind, enter the new opinion instead."
  )
  static let opinionToCome = Text(
    fr: "Un avis s’enregistre une fois rendu : ce jour n’est pas encore venu.",
    en: "An opinion is entered once it has been given: that day has not come yet.")
  static let reasonMissing = Text(
    fr: "Un avis défavorable ou ajourné dit pourquoi.", en: "An opinion that is unfavourable or deferred says why.")
  static let noSeatToSit = Text(
    fr: "Cette instance n’a pas de sièges : laissez vide.", en: "This body has no seats: leave this empty.")
  static let nobodyVotes = Text(
    fr: "Aucun siège de cette instance n’a voix délibérative : elle ne peut pas rendre d’avis.",
    en: "No seat of this body votes: it cannot give an opinion.")
  static let presentMissing = Text(
    fr: "Dites combien de sièges à voix délibérative ont siégé.", en: "Say how many voting seats sat.")
  static let bodyArchived = Text(
    fr: "Cette instance est archivée : elle ne rend plus d’avis.",
    en: "This body is archived: it gives no more opinions.")
  static let alreadyRetracted = Text(
    fr: "Cet avis est déjà retiré.", en: "This opinion has been retracted already.")

  static func tooManyPresent(_ voting: Int) -> Text {
    let seats: Text = Noun.votingSeat.counted(voting)
    return Text(
      fr: "Cette instance a \(seats(.fr)) ce jour-là.", en: "This body has \(seats(.en)) on that day.")
  }

  static func presentHelp(among voting: Int) -> Text {
    Text(
      fr: "Combien ont siégé, sur les \(voting) qui ont voix délibérative.",
      en: "How many sat, of the \(voting) that vote.")
  }

  static func opinionOf(_ body: Text) -> Text {
    Text { language in
      switch language {
      case .fr: "Instance : \(body(.fr)). L’avis est joint au dossier et n’en change rien par lui-même."
      case .en, .de: "Body: \(body(language)). The opinion joins the case and changes nothing of it by itself."
      }
    }
  }

  static func bodyWithoutSeat(_ name: String) -> Text {
    Text(fr: "« \(name) » n’a aucun siège.", en: "“\(name)” has no seat.", de: "„\(name)“ hat keinen Sitz.")
  }

  static func fillSeat(_ seat: Text) -> Text {
    Text(fr: "Pourvoir le siège « \(seat(.fr)) »", en: "Fill the seat “\(seat(.en))”")
  }

  static func forSeat(_ seat: Text) -> Text {
    Text(fr: "Siège : \(seat(.fr)).", en: "Seat: \(seat(.en)).")
  }

  static func compositionOn(_ day: Day) -> Text {
    Text(
      fr: "Composition au \(Language.fr.long(day))", en: "Composition on \(Language.en.long(day))",
      de: "Zusammensetzung am \(Language.de.long(day))")
  }

  /// Names every body, the one without a seat too.
  static func bodiesOn(_ day: Day, _ bodies: [Text]) -> Text {
    Text { language in
      let names: String = bodies.map { $0(language) }.joined(separator: ", ")
      return switch language {
      case .fr: "Composition au \(language.long(day)) : \(names)."
      case .en: "Composition on \(language.long(day)): \(names)."
      case .de: "Zusammensetzung am \(language.long(day)): \(names)."
      }
    }
  }

  /// « 2 instances, 5 sièges dont 1 à pourvoir. »
  static func bodiesInShort(bodies: Int, seats: Int, vacant: Int) -> Text {
    Text { language in
      let counts: String = "\(Noun.body.counted(bodies)(language)), \(Noun.seat.counted(seats)(language))"
      guard vacant > 0 else { return "\(counts)." }
      let number: String = language.number(vacant)
      return switch language {
      case .fr: "\(counts) dont \(number) à pourvoir."
      case .en: "\(counts), \(number) of them to be filled."
      case .de: "\(counts), davon \(number) unbesetzt."
      }
    }
  }

  static func seatHeld(_ mandate: Mandate) -> Text {
    func words(_ language: Language) -> String {
      [mandate.holder, language.range(mandate.start, mandate.end)].compactMap(\.self).joined(separator: ", ")
    }
    return Text(
      fr: "Ce siège est déjà tenu (\(words(.fr))).", en: "This seat is already held (\(words(.en))).")
  }

  static func beforeItsStart(_ day: Day) -> Text {
    Text(
      fr: "Le mandat ne commence que le \(Language.fr.long(day)).",
      en: "The mandate only starts on \(Language.en.long(day)).")
  }

  static func mandateEnded(_ day: Day) -> Text {
    Text(
      fr: "Ce mandat est terminé depuis le \(Language.fr.long(day)). Pour corriger cette date, modifiez le mandat.",
      en: "This mandate ended on \(Language.en.long(day)). To correct that date, change the mandate.")
  }
}

extension Deed {
  static let mandateGiven = Deed("mandate.given", Text(fr: "Mandat enregistré", en: "Mandate entered"))
  static let mandateChanged = Deed("mandate.changed", Text(fr: "Mandat modifié", en: "Mandate changed"))
  static let mandateEnded = Deed("mandate.ended", Text(fr: "Fin du mandat enregistrée", en: "Mandate end recorded"))
  static let opinionGiven = Deed("opinion.given", Text(fr: "Avis enregistré", en: "Opinion entered"))
  static let opinionRetracted = Deed("opinion.retracted", Text(fr: "Avis retiré", en: "Opinion retracted"))

  static let assembly: [Deed] = [mandateGiven, mandateChanged, mandateEnded, opinionGiven, opinionRetracted]
}

extension Noun {
  static let body = Noun(
    fr: ("instance", "instances", .f), en: ("body", "bodies"), de: ("Gremium", "Gremien", .n))
  static let seat = Noun(fr: ("siège", "sièges", .m), en: ("seat", "seats"), de: ("Sitz", "Sitze", .m))
  static let votingSeat = Noun(
    fr: ("siège à voix délibérative", "sièges à voix délibérative", .m), en: ("voting seat", "voting seats"))
  static let mandate = Noun(fr: ("mandat", "mandats", .m), en: ("mandate", "mandates"), de: ("Mandat", "Mandate", .n))
  static let opinion = Noun(
    fr: ("avis", "avis", .m), en: ("opinion", "opinions"), de: ("Stellungnahme", "Stellungnahmen", .f))
}
