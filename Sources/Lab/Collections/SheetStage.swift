import Platform
import SQL

/// How far a sheet has come that a network asked for.
enum SheetStage: String, Choice {
  case invited, drafting, submitted, returned, accepted, validated, published, declined, withdrawn

  var label: Text {
    switch self {
    case .invited: Text(fr: "Sans réponse", en: "No answer yet")
    case .drafting: Text(fr: "En rédaction", en: "Being written")
    case .submitted: Text(fr: "À relire", en: "To be reviewed")
    case .returned: Text(fr: "À reprendre", en: "To be revised")
    case .accepted: Text(fr: "À valider par un élu", en: "To be validated by an elected member")
    case .validated: Text(fr: "Validée", en: "Validated")
    case .published: Text(fr: "Publiée", en: "Published")
    case .declined: Text(fr: "Déclinée", en: "Declined")
    case .withdrawn: Text(fr: "Demande retirée", en: "Request withdrawn")
    }
  }

  /// Nothing is expected of anybody any more.
  var isOver: Bool { [.published, .declined, .withdrawn].contains(self) }

  /// The territory that was asked has to move.
  var waitsForGuest: Bool { [.invited, .drafting, .returned].contains(self) }

  /// There is a sheet that the network may read and comment on.
  var isOpen: Bool { ![.invited, .declined, .withdrawn].contains(self) }

  static let over: [SheetStage] = allCases.filter(\.isOver)
}

/// What brings a sheet from one stage to the next.
enum SheetStep: String, Choice {
  case join, decline, withdraw, remind, submit, sendBack = "send-back", accept, validate, publish

  var label: Text {
    switch self {
    case .join: Text(fr: "Demande acceptée", en: "Request accepted")
    case .decline: Text(fr: "Demande déclinée", en: "Request declined")
    case .withdraw: Text(fr: "Demande retirée", en: "Request withdrawn")
    case .remind: Text(fr: "Relance", en: "Reminder")
    case .submit: Text(fr: "Soumise à la relecture", en: "Submitted for review")
    case .sendBack: Text(fr: "Renvoyée pour reprise", en: "Sent back for revision")
    case .accept: Text(fr: "Relecture terminée", en: "Review finished")
    case .validate: Text(fr: "Validée par un élu", en: "Validated by an elected member")
    case .publish: Text(fr: "Publiée dans le Lab", en: "Published in the Lab")
    }
  }

  /// With it goes what the sheet said then.
  var keepsContent: Bool { [.submit, .sendBack, .accept, .validate, .publish].contains(self) }

  /// After it, a reader asks what has changed since.
  var isReview: Bool { self == .sendBack || self == .accept }
}

/// All that decides whether a step may be taken.
struct SheetStanding: Sendable, Equatable {
  var stage: SheetStage
  /// Nothing new comes into a collection that is closed.
  var isClosed: Bool = false
  /// Nobody wrote anything yet.
  var isEmpty: Bool = false
  /// The sheet says something else than at its last step.
  var isChanged: Bool = false

  /// Where the step leads; why it may not be taken, to whom may put it right.
  func after(_ step: SheetStep) throws(Refusal) -> SheetStage {
    switch step {
    case .join:
      guard stage == .invited else { throw .conflict(.alreadyAnswered(stage)) }
      guard !isClosed else { throw .conflict(.collectionIsClosed) }
      return .drafting
    case .decline:
      guard stage == .invited else { throw .conflict(.alreadyAnswered(stage)) }
      return .declined
    case .withdraw:
      guard !stage.isOver else { throw .conflict(.alreadyOver(stage)) }
      return .withdrawn
    case .remind:
      guard stage.waitsForGuest || stage == .accepted else { throw .conflict(.nothingToRemindOf(stage)) }
      return stage
    case .submit: return try submitted()
    case .sendBack:
      guard stage == .submitted || (stage == .accepted && isChanged) else { throw .conflict(.notToBeReviewed(stage)) }
      return .returned
    case .accept:
      guard stage == .submitted else { throw .conflict(.notToBeReviewed(stage)) }
      return .accepted
    case .validate:
      guard stage == .accepted || (stage == .validated && isChanged) else { throw .conflict(.notToBeValidated(stage)) }
      return .validated
    case .publish:
      guard stage == .validated else { throw .conflict(.notYetValidated(stage)) }
      guard !isChanged else { throw .conflict(.changedSinceValidation) }
      return .published
    }
  }

  private func submitted() throws(Refusal) -> SheetStage {
    guard stage == .drafting || stage == .returned else { throw .conflict(.notToBeSubmitted(stage)) }
    guard !isClosed else { throw .conflict(.collectionIsClosed) }
    guard !isEmpty else { throw .conflict(.nothingToSubmit) }
    return .submitted
  }

  func refusal(of step: SheetStep) -> Text? {
    do throws(Refusal) {
      _ = try after(step)
      return nil
    } catch {
      if case .conflict(let message, _) = error { return message }
      return nil
    }
  }

  func allows(_ step: SheetStep) -> Bool { refusal(of: step) == nil }
}

extension Text {
  static let collectionIsClosed = Text(
    fr: "La collecte est close : écrivez au réseau, qui peut la rouvrir.",
    en: "The collection is closed: write to the network, which can open it again.")
  static let nothingToSubmit = Text(
    fr: "La fiche est encore vide : écrivez au moins une rubrique.",
    en: "The sheet is still empty: write at least one rubric.")
  static let changedSinceValidation = Text(
    fr: "La fiche a changé depuis qu’un élu l’a validée : elle est à valider de nouveau avant de paraître.",
    en: "The sheet has changed since an elected member validated it: it has to be validated anew before it appears.")

  static func alreadyAnswered(_ stage: SheetStage) -> Text {
    stands(
      stage, fr: "Cette demande a déjà sa réponse", en: "This request has its answer already")
  }

  static func alreadyOver(_ stage: SheetStage) -> Text {
    stands(stage, fr: "Il n’y a plus rien à retirer", en: "There is nothing to withdraw any more")
  }

  static func nothingToRemindOf(_ stage: SheetStage) -> Text {
    stands(stage, fr: "Le territoire n’a rien à faire pour l’instant", en: "The territory has nothing to do for now")
  }

  static func notToBeSubmitted(_ stage: SheetStage) -> Text {
    stands(
      stage, fr: "Seule une fiche en rédaction ou à reprendre se soumet",
      en: "Only a sheet that is being written or revised is submitted")
  }

  static func notToBeReviewed(_ stage: SheetStage) -> Text {
    stands(
      stage, fr: "Cette fiche n’attend pas d’avis de relecture",
      en: "This sheet does not wait for a review")
  }

  static func notToBeValidated(_ stage: SheetStage) -> Text {
    stands(
      stage, fr: "Une fiche se valide quand la relecture est terminée",
      en: "A sheet is validated once its review is finished")
  }

  static func notYetValidated(_ stage: SheetStage) -> Text {
    stands(
      stage, fr: "Dans une collecte, une fiche paraît une fois validée par un élu de son territoire",
      en: "In a collection, a sheet appears once an elected member of its territory has validated it")
  }

  /// « … (état : en rédaction). »
  private static func stands(_ stage: SheetStage, fr: String, en: String) -> Text {
    Text(
      fr: "\(fr) (état : \(stage.label(.fr).lowercased())).", en: "\(en) (state: \(stage.label(.en).lowercased())).")
  }
}
