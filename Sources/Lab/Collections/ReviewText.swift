import Platform
import SQL

extension Text {
  static let draftUnderReview = Text(fr: "Fiche en relecture", en: "Sheet under review")
  static let stepsTaken = Text(fr: "Étapes", en: "Steps")
  static let noStepYet = Text(fr: "Aucune étape pour l’instant.", en: "No step yet.")
  static let submitSheet = Text(fr: "Soumettre à la relecture", en: "Submit for review")
  static let submitHelp = Text(
    fr: "Le réseau la relit. Vous pouvez encore l’améliorer : il voit ce qui a changé depuis.",
    en: "The network reviews it. You can still improve it: the network sees what has changed since.")
  static let sendBackSheet = Text(fr: "Renvoyer pour reprise", en: "Send back for revision")
  static let sendBackHelp = Text(
    fr: "Dites ce qui est à reprendre ; les remarques en marge restent à leur place.",
    en: "Say what is to be revised; comments in the margin stay where they are.")
  static let acceptSheet = Text(fr: "Terminer la relecture", en: "Finish the review")
  static let acceptHelp = Text(
    fr: "La fiche va à un élu de son territoire, qui la valide.",
    en: "The sheet goes to an elected member of its territory, who validates it.")
  static let validateSheet = Text(fr: "Valider la fiche", en: "Validate the sheet")
  static let validateHelp = Text(
    fr: "Vous l’approuvez telle qu’elle est maintenant : c’est ce texte qui pourra paraître.",
    en: "You approve it as it stands now: it is this text that may appear.")
  static let validateForHelp = Text(
    fr: "Inscrivez l’accord écrit d’un élu : son nom, et le jour de son accord.",
    en: "Write down an elected member’s written agreement: the name, and the day of it.")
  static let publishForHelp = Text(
    fr: "La fiche paraît dans le Lab au nom de son territoire, dans le texte que son élu a validé.",
    en: "The sheet appears in the Lab in its territory’s name, in the text that its elected member validated.")
  static let theirProgrammeIsNotPublic = Text(
    fr: "Le territoire n’a pas publié son dispositif : demandez-le-lui, la fiche paraîtra ensuite.",
    en: "The territory has not published its programme: ask for it, then the sheet can appear.")
  static let agreedBy = Text(fr: "Accord donné par", en: "Agreed by")
  static let agreedByHelp = Text(
    fr: "Le nom et le mandat de l’élu.", en: "The elected member’s name and mandate.")
  static let agreedOn = Text(fr: "Accord écrit du", en: "Written agreement of")
  static let agreementExpected = Text(
    fr: "Qui a donné son accord, et quel jour ? Vous ne validez pas à sa place.",
    en: "Who agreed, and on which day? You do not validate in their place.")
  static let agreementToCome = Text(fr: "Ce jour est à venir.", en: "This day is to come.")

  static let newComment = Text(fr: "Ajouter une remarque", en: "Add a comment")
  static let newCommentHelp = Text(
    fr: "Le territoire et ceux qui relisent la voient.", en: "The territory and the reviewers see it.")
  static let commentPlace = Text(fr: "À propos de", en: "About")
  static let noSuchPlace = Text(fr: "Cette rubrique n’est pas dans la fiche.", en: "This rubric is not in the sheet.")
  static let commentText = Text(fr: "Remarque", en: "Comment")
  static let commentAuthor = Text(fr: "De", en: "By")
  static let quotedPassage = Text(fr: "Passage cité", en: "Passage quoted")
  static let quotedPassageHelp = Text(
    fr: "Copiez-le dans la fiche, si la remarque porte sur quelques mots.",
    en: "Copy it from the sheet, where the comment is about a few words.")
  static let passageIsNotThere = Text(
    fr: "Ces mots ne sont pas dans cette rubrique : copiez-les tels quels.",
    en: "These words are not in this rubric: copy them as they are.")
  static let passageIsGone = Text(
    fr: "Ce passage n’est plus dans le texte.", en: "This passage is not in the text any more.")
  static let visionIsGone = Text(fr: "Une vision retirée depuis", en: "A vision that was removed since")
  static let replyTo = Text(fr: "Réponse à", en: "Reply to")
  static let replyToComment = Text(fr: "Répondre", en: "Reply")
  static let resolveComment = Text(fr: "Clore la remarque", en: "Resolve the comment")
  static let resolveHelp = Text(
    fr: "Elle reste lisible, repliée sous les autres.", en: "It can still be read, folded under the others.")
  static let resolvedAt = Text(fr: "Close le", en: "Resolved on")
  static let resolvedBy = Text(fr: "Close par", en: "Resolved by")
  static let alreadyResolved = Text(fr: "Cette remarque est déjà close.", en: "This comment is resolved already.")
  static let notYoursToResolve = Text(
    fr: "Une remarque se clôt par qui l’a écrite, ou par qui écrit la fiche.",
    en: "A comment is resolved by who wrote it, or by who writes the sheet.")
  static let reviewIsOver = Text(
    fr: "La relecture de cette fiche est terminée.", en: "The review of this sheet is over.")

  static let whatChanged = Text(fr: "Ce qui a changé", en: "What has changed")
  static let changesSince = Text(fr: "Comparer avec une autre étape", en: "Compare with another step")
  static let sheetHeading = Text(fr: "En-tête", en: "Heading")
  static let nothingChanged = Text(fr: "Rien n’a changé.", en: "Nothing has changed.")
  static let neverSubmitted = Text(
    fr: "La fiche n’a pas encore été soumise : il n’y a rien à comparer.",
    en: "The sheet has not been submitted yet: there is nothing to compare with.")
  static let addedWords = Text(fr: "[ajouté : ] ", en: "[added:] ")
  static let removedWords = Text(fr: "[retiré : ] ", en: "[removed:] ")

  static func inCollection(_ invitation: SheetInvitation) -> Text {
    Text(
      fr: "Dans la collecte « \(invitation.collectionName) »", en: "In the collection “\(invitation.collectionName)”")
  }

  static func draftOf(_ invitation: SheetInvitation) -> Text {
    Text { language in
      let day: String = language.long(invitation.deadline)
      return language == .en
        ? "Sheet of \(invitation.guestName), contact \(invitation.contact), due by \(day)."
        : "Fiche de \(invitation.guestName), contact \(invitation.contact), à rendre avant le \(day)."
    }
  }

  static func changedSince(_ review: SheetReview) -> Text {
    Text { language in
      let names: String = review.changed.map { $0.label(language) }.joined(separator: ", ")
      let what: String = names.isEmpty ? Text.sheetHeading(language) : names
      return language == .en
        ? "It has changed since its last step: \(what)." : "Elle a changé depuis sa dernière étape : \(what)."
    }
  }

  static func changesAre(_ step: TakenStep) -> Text {
    Text { language in
      let (name, moment) = (step.step.label(language), language.moment(step.at))
      return language == .en
        ? "Since the step “\(name)”, \(moment). What was added is underlined, what was removed is struck out."
        : "Depuis l’étape « \(name) », le \(moment). Ce qui est ajouté est souligné, ce qui est retiré est barré."
    }
  }

  static func stepOn(_ step: TakenStep) -> Text {
    Text { language in "\(step.step.label(language)), \(language.moment(step.at))" }
  }

  /// « Camille, Grenoble. Un mot. »
  static func taken(_ step: TakenStep) -> Text {
    Text { language in
      var text: String = "\(step.name), \(step.territoryName)."
      if let name = step.agreedName, let day = step.agreedDay {
        text +=
          language == .en
          ? " Written agreement of \(name), \(language.long(day))."
          : " Accord écrit de \(name), du \(language.long(day))."
      }
      return step.note.isEmpty ? text : "\(text) \(step.note)"
    }
  }

  static func commentsStillOpen(_ count: Int) -> Text {
    Text { language in
      let number: String = language.number(count)
      return language == .en
        ? (count == 1 ? "One comment is still open." : "\(number) comments are still open.")
        : (count == 1 ? "Une remarque est encore ouverte." : "\(number) remarques sont encore ouvertes.")
    }
  }

  static func commentCounts(_ open: Int, _ all: Int) -> Text {
    Text { language in
      let (open, all) = (language.number(open), language.number(all))
      return language == .en
        ? "Comments: \(all), of which open: \(open)." : "Remarques : \(all), dont ouvertes : \(open)."
    }
  }

  static func commentsResolved(_ count: Int) -> Text {
    Text { language in
      let number: String = language.number(count)
      return language == .en
        ? (count == 1 ? "1 comment resolved" : "\(number) comments resolved")
        : (count == 1 ? "1 remarque close" : "\(number) remarques closes")
    }
  }

  static func commentsOn(_ kind: RubricKind) -> Text {
    Text { language in
      let name: String = kind.label(language)
      return language == .en ? "Comments on “\(name)”" : "Remarques sur « \(name) »"
    }
  }

  static func commentOn(_ kind: RubricKind) -> Text {
    Text { language in
      let name: String = kind.label(language)
      return language == .en ? "Comment on “\(name)”" : "Commenter « \(name) »"
    }
  }

  static func replyTo(_ author: String) -> Text { Text(fr: "Répondre à \(author)", en: "Reply to \(author)") }

  static func resolveCommentOf(_ author: String) -> Text {
    Text(fr: "Clore la remarque de \(author)", en: "Resolve the comment by \(author)")
  }

  static func resolvedBy(_ name: String, _ at: Instant) -> Text {
    Text { language in
      let moment: String = language.moment(at)
      return language == .en ? "Resolved by \(name), \(moment)." : "Close par \(name), le \(moment)."
    }
  }

  static func visionOf(_ name: String) -> Text { Text(fr: "La vision de \(name)", en: "The vision of \(name)") }
}

extension SheetStage {
  /// What comes next, and who does it.
  func next(on side: ReviewStore.Side, deadline: Day) -> Text {
    Text { language in
      let day: String = language.long(deadline)
      return switch (self, side) {
      case (.invited, _): Text(fr: "Le territoire n’a pas encore répondu.", en: "No answer yet.")(language)
      case (.drafting, .guest):
        Text(
          fr: "Écrivez-la, puis soumettez-la avant le \(day).", en: "Write it, then submit it by \(day).")(language)
      case (.drafting, .network):
        Text(
          fr: "Le territoire l’écrit ; elle peut déjà être commentée.",
          en: "The territory is writing it; comments are possible.")(
            language)
      case (.submitted, .guest):
        Text(
          fr: "Le réseau la relit. Vous pouvez encore y écrire.",
          en: "The network reviews it. You can still write in it.")(
            language)
      case (.submitted, .network):
        Text(fr: "À vous de la relire : terminez ou renvoyez.", en: "It is for you to review: finish or send back.")(
          language)
      case (.returned, .guest):
        Text(
          fr: "Reprenez-la selon les remarques, puis soumettez-la de nouveau.", en: "Revise it, then submit it again.")(
            language)
      case (.returned, .network): Text(fr: "Le territoire la reprend.", en: "The territory revises it.")(language)
      case (.accepted, _):
        Text(
          fr: "Relecture terminée : un élu du territoire la valide.",
          en: "Review finished: an elected member of the territory validates it.")(language)
      case (.validated, _):
        Text(fr: "Elle est validée : elle peut paraître.", en: "It is validated: it can appear.")(language)
      case (.published, _): Text(fr: "Elle a paru dans le Lab.", en: "It has appeared in the Lab.")(language)
      case (.declined, _): Text(fr: "Le territoire a décliné.", en: "The territory declined.")(language)
      case (.withdrawn, _):
        Text(fr: "Le réseau a retiré sa demande.", en: "The network withdrew its request.")(language)
      }
    }
  }
}
