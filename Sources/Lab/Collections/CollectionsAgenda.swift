import Platform
import SQL

extension Agenda {
  /// What a network waits for, and what waits for it.
  static let collected = Agenda(allow: .reviewing) { scope in
    try await ReviewStore(scope, as: .network).underWay(CollectionStore(scope).reviewed).map { invitation in
      Due(
        invitation.stateForNetwork(on: scope.today), invitation.deadline, Text(name: invitation.guestName),
        invitation.awaited, path: invitation.draftPath ?? invitation.networkPath)
    }
  }

  /// What is asked of a territory.
  static let askedSheets = Agenda(allow: .asked) { scope in
    let isStaff: Bool = Programme.changed.admits(scope.actor)
    return try await ReviewStore(scope, as: .guest).underWay("1 = 1").compactMap { invitation in
      // An elected member is asked for one thing only.
      guard isStaff || invitation.stage == .accepted else { return nil }
      return Due(
        invitation.stateForGuest(on: scope.today), invitation.deadline,
        Text(name: invitation.title ?? invitation.collectionName), invitation.asked,
        path: invitation.sheetPath ?? invitation.askedPath)
    }
  }
}

extension CollectionStore {
  /// The collections that this actor reviews.
  var reviewed: Query {
    if Allow.staff.admits(scope.actor) { return "1 = 1" }
    let own: [Int64] = scope.actor.numbers(.programme, as: .agent, .manager)
    let partner: [Int64] = scope.actor.numbers(.programme, as: .partner)
    return """
      (collection.programme_id IN \(.list(own)) OR (collection.programme_id IN \(.list(partner)) AND EXISTS (
        SELECT 1 FROM collection_reviewer WHERE collection_reviewer.collection_id = collection.id
          AND collection_reviewer.territory_id = collection.territory_id
          AND collection_reviewer.account_id = \(scope.actor.account.value))))
      """
  }
}

extension SheetInvitation {
  fileprivate func stateForNetwork(on day: Day) -> Due.State {
    switch stage {
    case .submitted, .validated: .soon
    default: isLate(on: day) ? .late : .waiting
    }
  }

  fileprivate func stateForGuest(on day: Day) -> Due.State {
    switch stage {
    case .submitted: .waiting
    case .accepted, .validated: .soon
    default: isLate(on: day) ? .late : .soon
    }
  }

  fileprivate var awaited: Text {
    let name: String = collectionName
    return switch stage {
    case .invited: Text(fr: "n’a pas répondu (\(name))", en: "has not answered (\(name))")
    case .drafting: Text(fr: "écrit sa fiche (\(name))", en: "is writing the sheet (\(name))")
    case .submitted: Text(fr: "fiche à relire (\(name))", en: "sheet to be reviewed (\(name))")
    case .returned: Text(fr: "reprend sa fiche (\(name))", en: "revises the sheet (\(name))")
    case .accepted:
      Text(fr: "attend la validation d’un élu (\(name))", en: "an elected member has to validate (\(name))")
    default: Text(fr: "fiche à publier (\(name))", en: "sheet to be published (\(name))")
    }
  }

  fileprivate var asked: Text {
    let name: String = networkName
    return switch stage {
    case .invited: Text(fr: "fiche demandée par \(name) : répondre", en: "sheet asked for by \(name): answer")
    case .drafting: Text(fr: "fiche à écrire pour \(name)", en: "sheet to be written for \(name)")
    case .submitted: Text(fr: "en relecture chez \(name)", en: "under review by \(name)")
    case .returned: Text(fr: "fiche à reprendre pour \(name)", en: "sheet to be revised for \(name)")
    case .accepted: Text(fr: "fiche à faire valider par un élu", en: "sheet to be validated by an elected member")
    default: Text(fr: "fiche validée, à publier", en: "sheet validated, to be published")
    }
  }
}
