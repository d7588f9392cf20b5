import Platform
import SQL

extension Text {
  static let collections = Text(fr: "Collectes de fiches", en: "Collections of sheets")
  static let oneCollection = Text(fr: "Collecte", en: "Collection")
  static let collectionsInShort = Text(
    fr: "Une collecte demande des fiches à des territoires, les relit et les publie.",
    en: "A collection asks territories for sheets, reviews them and publishes them.")
  static let collectionsNeedLab = Text(
    fr:
      "Une collecte s’ouvre sur le dispositif d’un Lab : ajoutez-lui d’abord ses règles de Lab, dans sa configuration.",
    en: "A collection is opened on a Lab’s programme: first give it its Lab rules, in its configuration.")
  static let newCollection = Text(fr: "Ouvrir une collecte", en: "Open a collection")
  static let changeCollection = Text(fr: "Modifier la collecte", en: "Change the collection")
  static let collectionName = Text(fr: "Nom de la collecte", en: "Name of the collection")
  static let collectionNameHelp = Text(fr: "Par exemple « Édition 2012 ».", en: "For example “Edition 2012”.")
  static let collectionCall = Text(fr: "Appel", en: "Call")
  static let collectionCallHelp = Text(
    fr: "Ce que vous cherchez, pour qui, et ce que les territoires y gagnent : ils le lisent avant de répondre.",
    en: "What you are looking for, for whom, and what territories gain: they read it before they answer.")
  static let openedOn = Text(fr: "Ouverte le", en: "Opened on")
  static let deadline = Text(fr: "À rendre avant le", en: "Due by")
  static let deadlineHelp = Text(
    fr: "Passé ce jour, les fiches attendues sont marquées en retard, des deux côtés.",
    en: "After that day, sheets that are awaited are marked late, on both sides.")
  static let closedOn = Text(fr: "Close le", en: "Closed on")
  static let closedOnHelp = Text(
    fr: "Plus rien n’y entre alors ; ce qui est déjà soumis suit son cours. Videz ce champ pour la rouvrir.",
    en: "Nothing comes in then; what was submitted goes on. Empty this field to open it again.")
  static let deadlineBeforeOpening = Text(
    fr: "Ce jour est avant l’ouverture.", en: "This day is before the opening.")
  static let collectionNameTaken = Text(
    fr: "Une collecte de ce dispositif porte déjà ce nom.", en: "A collection of this programme has this name already.")
  static let collectionIsClosedHere = Text(
    fr: "Cette collecte est close. Pour inviter encore, videz sa date de clôture.",
    en: "This collection is closed. To invite again, empty its closing day.")
  static let sheetsAsked = Text(fr: "Fiches demandées", en: "Sheets asked for")
  static let sheetsPublished = Text(fr: "Fiches publiées", en: "Sheets published")
  static let noCollectionYet = Text(fr: "Aucune collecte.", en: "No collection yet.")
  static let progress = Text(fr: "Où en sont les fiches", en: "How far the sheets have come")

  static let inviteToCollection = Text(fr: "Inviter un territoire", en: "Invite a territory")
  static let inviteToCollectionHelp = Text(
    fr: "Le contact reçoit un courriel avec l’appel et l’échéance ; les agents de son territoire voient la demande.",
    en: "The contact gets a mail with the call and the day it is due; the territory’s agents see the request.")
  static let sheetInvitations = Text(fr: "Demandes de fiches", en: "Requests for sheets")
  static let oneSheetInvitation = Text(fr: "Demande de fiche", en: "Request for a sheet")
  static let invitationsAsList = Text(
    fr: "Trier, filtrer et exporter ces demandes", en: "Sort, filter and export these")
  static let noInvitationYet = Text(fr: "Aucun territoire invité pour l’instant.", en: "No territory invited yet.")
  static let contactName = Text(fr: "Contact", en: "Contact")
  static let contactEmail = Text(fr: "Courriel", en: "E-mail")
  static let contactEmailHelp = Text(
    fr: "Une adresse professionnelle : elle ne sert qu’à cette collecte.",
    en: "A professional address: it serves this collection only.")
  static let wishedProgramme = Text(fr: "Dispositif souhaité", en: "Programme wished for")
  static let wishedProgrammeHelp = Text(
    fr: "Laissez vide pour laisser le territoire choisir.", en: "Leave empty to let the territory choose.")
  static let invitationMessage = Text(fr: "Un mot de votre part", en: "A word from you")
  static let invitationMessageHelp = Text(
    fr: "Il s’ajoute au courriel, et n’est pas conservé.", en: "It is added to the mail, and not kept.")
  static let noSuchTerritory = Text(fr: "Ce territoire n’est pas ici.", en: "This territory is not here.")
  static let alreadyAsked = Text(
    fr: "Ce contact a déjà une demande sans réponse dans cette collecte : relancez-le plutôt.",
    en: "This contact has a request without an answer in this collection already: rather send a reminder.")
  static let remindGuest = Text(fr: "Relancer", en: "Send a reminder")
  static let remindGuestHelp = Text(
    fr: "Un courriel part au contact, avec l’échéance et ce mot. La relance s’inscrit dans le suivi.",
    en: "A mail goes to the contact, with the day it is due and this note. The reminder is noted.")
  static let withdrawInvitation = Text(fr: "Retirer la demande", en: "Withdraw the request")
  static let withdrawInvitationHelp = Text(
    fr: "La fiche commencée reste à son territoire ; vous ne la lisez plus.",
    en: "A sheet that was begun stays its territory’s; you read it no longer.")
  static let stage = Text(fr: "État", en: "State")
  static let stageSince = Text(fr: "Depuis", en: "Since")
  static let daysLate = Text(fr: "Jours de retard", en: "Days late")
  static let lateOnly = Text(fr: "En retard seulement", en: "Late only")
  static let isLate = Text(fr: "en retard", en: "late")
  static let rubricsWritten = Text(fr: "Rubriques écrites", en: "Rubrics written")
  static let openComments = Text(fr: "Remarques ouvertes", en: "Open comments")
  static let declineReason = Text(fr: "Raison du refus", en: "Why it was declined")

  static let reviewers = Text(fr: "Relecture confiée à", en: "Reviewers")
  static let newReviewer = Text(fr: "Inviter à relire", en: "Invite a reviewer")
  static let newReviewerHelp = Text(
    fr:
      "Cette personne lit les fiches de cette collecte avant leur parution et les commente, rien d’autre chez les territoires.",
    en:
      "This person reads the sheets of this collection before they appear and comments on them, nothing else of the territories."
  )
  static let reviewerName = Text(fr: "Nom", en: "Name")
  static let reviewerEmailHelp = Text(
    fr:
      "Sans rôle sur ce dispositif, cette personne en reçoit un de partenaire, avec un courriel pour ouvrir son compte.",
    en: "Without a role on this programme, they are given a partner’s, with a mail to open their account.")
  static let reviewerSince = Text(fr: "Depuis", en: "Since")
  static let noReviewer = Text(
    fr: "Personne d’autre que ceux qui font vivre le Lab.", en: "Nobody but those who run the Lab.")
  static let alreadyReviewer = Text(fr: "Cette personne relit déjà cette collecte.", en: "They review it already.")
  static let removeReviewer = Text(fr: "Retirer la relecture", en: "End the review")

  static func removeReviewerNamed(_ name: String) -> Text {
    Text(fr: "Retirer la relecture à \(name)", en: "End the review by \(name)")
  }

  static func removing(_ name: String) -> Text {
    Text(
      fr:
        "\(name) ne lit plus les fiches de cette collecte ; ses remarques restent. Son rôle se retire dans les habilitations.",
      en:
        "\(name) reads the sheets of this collection no longer; the comments stay. The role is withdrawn among the roles."
    )
  }

  static func lateSheets(_ count: Int) -> Text {
    Text { language in
      let number: String = language.number(count)
      return language == .en
        ? (count == 1 ? "One sheet is late." : "\(number) sheets are late.")
        : (count == 1 ? "Une fiche est en retard." : "\(number) fiches sont en retard.")
    }
  }

  static let askedSheets = Text(fr: "Fiches demandées", en: "Sheets asked for")
  static let oneAskedSheet = Text(fr: "Fiche demandée", en: "Sheet asked for")
  static let askedSheetsInShort = Text(
    fr: "Les réseaux qui demandent à votre territoire de raconter ce qu’il fait.",
    en: "Networks that ask your territory to tell what it does.")
  static let askedBy = Text(fr: "Demandée par", en: "Asked by")
  static let joinCollection = Text(fr: "Accepter et commencer la fiche", en: "Accept and begin the sheet")
  static let joinCollectionHelp = Text(
    fr:
      "Choisissez le dispositif à décrire. Sa fiche Lab est préparée avec ce qui est déjà connu, ou reprise si elle existe. Le réseau et ses relecteurs lisent alors cette fiche, et rien d’autre chez vous.",
    en:
      "Choose the programme to describe. Its Lab sheet is drafted from what is known already, or taken up if there is one. The network and its reviewers then read this sheet, and nothing else of yours."
  )
  static let joinProgrammeHelp = Text(
    fr: "Un dispositif que vous faites vivre.", en: "A programme that you run.")
  static let noProgrammeToDescribe = Text(
    fr: "Vous ne faites vivre aucun dispositif ici : entrez-le d’abord.",
    en: "You run no programme here: enter it first.")
  static let noSuchProgrammeHere = Text(
    fr: "Vous ne faites pas vivre ce dispositif.", en: "You do not run this programme.")
  static let declineRequest = Text(fr: "Décliner", en: "Decline")
  static let declineHelp = Text(
    fr: "Le réseau lit votre raison et cesse de vous relancer.", en: "The network reads why, and reminds you no more.")
  static let stepReason = Text(fr: "Raison", en: "Reason")
  static let stepNote = Text(fr: "Un mot", en: "A note")
  static let stepReasonHelp = Text(fr: "Lue des deux côtés.", en: "Read on both sides.")
  static let toTheSheet = Text(fr: "Aller à la fiche", en: "Go to the sheet")
  static let sheetIsCollected = Text(
    fr: "La fiche de ce dispositif est déjà dans une collecte en cours.",
    en: "This programme’s sheet is in a collection that is under way already.")

  static func asksYou(_ invitation: SheetInvitation) -> Text {
    Text { language in
      let day: String = language.long(invitation.deadline)
      let wish: String = invitation.wish
      return language == .en
        ? "\(invitation.networkName) asks you for a sheet\(wish.isEmpty ? "" : " on “\(wish)”"), by \(day)."
        : "\(invitation.networkName) vous demande une fiche\(wish.isEmpty ? "" : " sur « \(wish) »"), avant le \(day)."
    }
  }

  static func askedSubject(_ collection: String) -> Text {
    Text(fr: "Une fiche pour « \(collection) »", en: "A sheet for “\(collection)”", de: "Ein Blatt für „\(collection)“")
  }

  static func askedBody(_ invitation: SheetInvitation, _ asker: String) -> Text {
    Text { language in
      let day: String = language.long(invitation.deadline)
      let (contact, network, collection, wish) = (
        invitation.contact, invitation.networkName, invitation.collectionName, invitation.wish
      )
      return switch language {
      case .fr:
        "Bonjour \(contact),\n\n\(asker), pour \(network), vous demande une fiche\(wish.isEmpty ? "" : " sur « \(wish) »"), à rendre avant le \(day), pour la collecte « \(collection) ».\n\nL’appel, et de quoi répondre :"
      case .en:
        "Hello \(contact),\n\n\(asker), for \(network), asks you for a sheet\(wish.isEmpty ? "" : " on “\(wish)”"), by \(day), for the collection “\(collection)”.\n\nThe call, and how to answer:"
      case .de:
        "Guten Tag, \(contact),\n\n\(asker) bittet Sie für \(network) um ein Blatt\(wish.isEmpty ? "" : " über „\(wish)“") bis zum \(day) für die Sammlung „\(collection)“.\n\nDer Aufruf, und wie Sie antworten:"
      }
    }
  }

  static func askedAccess(_ territory: String) -> Text {
    Text(
      fr:
        "Pour l’ouvrir, connectez-vous. Sans compte, demandez-en un à ceux qui tiennent Terreau pour \(territory) : vos collègues y voient cette demande aussi.",
      en:
        "Sign in to open it. Without an account, ask those who keep Terreau for \(territory): your colleagues see this request there too.",
      de:
        "Melden Sie sich an, um es zu öffnen. Ohne Konto wenden Sie sich an die Zuständigen bei \(territory): auch Ihre Kollegen sehen diese Anfrage."
    )
  }

  static func reminderSubject(_ collection: String) -> Text {
    Text(
      fr: "Rappel : votre fiche pour « \(collection) »", en: "Reminder: your sheet for “\(collection)”",
      de: "Erinnerung: Ihr Blatt für „\(collection)“")
  }

  static func reminderBody(_ invitation: SheetInvitation) -> Text {
    Text { language in
      let (contact, network, day) = (invitation.contact, invitation.networkName, language.long(invitation.deadline))
      return switch language {
      case .fr: "Bonjour \(contact),\n\n\(network) attend votre fiche, à rendre avant le \(day)."
      case .en: "Hello \(contact),\n\n\(network) awaits your sheet, due by \(day)."
      case .de: "Guten Tag, \(contact),\n\n\(network) erwartet Ihr Blatt bis zum \(day)."
      }
    }
  }

  static func reviewedSubject(_ collection: String) -> Text {
    Text(
      fr: "Votre fiche pour « \(collection) » a été relue", en: "Your sheet for “\(collection)” was reviewed",
      de: "Ihr Blatt für „\(collection)“ wurde geprüft")
  }

  static func reviewedBody(_ invitation: SheetInvitation, _ step: SheetStep) -> Text {
    Text { language in
      let (contact, network) = (invitation.contact, invitation.networkName)
      let isAccepted: Bool = step == .accept
      return switch language {
      case .fr:
        "Bonjour \(contact),\n\n"
          + (isAccepted
            ? "\(network) a terminé la relecture de votre fiche : un élu de votre territoire peut la valider."
            : "\(network) vous renvoie votre fiche avec ses remarques.")
      case .en:
        "Hello \(contact),\n\n"
          + (isAccepted
            ? "\(network) has finished reviewing your sheet: an elected member of your territory can validate it."
            : "\(network) sends your sheet back with comments.")
      case .de:
        "Guten Tag, \(contact),\n\n"
          + (isAccepted
            ? "\(network) hat die Prüfung Ihres Blatts abgeschlossen: ein gewähltes Mitglied kann es freigeben."
            : "\(network) schickt Ihnen Ihr Blatt mit Anmerkungen zurück.")
      }
    }
  }
}

extension Noun {
  static let collection = Noun(fr: ("collecte", "collectes", .f), en: ("collection", "collections"))
  static let sheetInvitation = Noun(fr: ("demande", "demandes", .f), en: ("request", "requests"))
  static let askedSheet = Noun(
    fr: ("fiche demandée", "fiches demandées", .f), en: ("sheet asked for", "sheets asked for"))
}
