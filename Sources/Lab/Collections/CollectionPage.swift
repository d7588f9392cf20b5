import Platform
import SQL

/// A collection as those read it who run it, or work beside them.
struct CollectionBoard: Sendable {
  let collection: SheetCollection
  let invitations: [SheetInvitation]
  let reviewers: [Reviewer]
  let runs: Bool
  let reviews: Bool
}

extension Page {
  mutating func board(_ board: CollectionBoard) {
    let collection: SheetCollection = board.collection
    facts(View.collection.without("name"), collection)
    if collection.closed != nil { paragraph(.collectionIsClosedHere) }
    if board.runs {
      actions([
        ActionLink(.inviteToCollection, to: "\(collection.path)/invitations/nouvelle", allow: Programme.changed),
        ActionLink(.newReviewer, to: "\(collection.path)/relecteurs/nouveau", allow: Programme.changed),
        ActionLink(.changeCollection, to: "\(collection.path)/modifier", allow: Programme.changed),
      ])
    }
    section(.collectionCall) { page in page.prose(collection.call, under: 3) }
    section(.progress) { page in page.progress(board) }
    guard board.runs else { return }
    section(.reviewers) { page in
      page.table(View.reviewer, board.reviewers, caption: .reviewers, empty: .noReviewer)
      for reviewer in board.reviewers {
        page.linkLine("\(collection.path)/relecteurs/\(reviewer.id)/retirer", .removeReviewerNamed(reviewer.name))
      }
    }
  }

  private mutating func progress(_ board: CollectionBoard) {
    let stages: [Text] = SheetStage.allCases.compactMap { stage in
      let count: Int = board.invitations.count { $0.stage == stage }
      return count == 0
        ? nil
        : Text { language in "\(stage.label(language))\(language == .fr ? " : " : ": ")\(language.number(count))" }
    }
    let today: Day = today
    let late: Int = board.invitations.count { $0.isLate(on: today) }
    if !stages.isEmpty { points(stages) }
    if late > 0 { paragraph(.lateSheets(late)) }
    // Who is to be chased first stands first.
    let sorted: [SheetInvitation] = board.invitations.sorted { left, right in
      let (lateLeft, lateRight): (Int, Int) = (left.daysLate(on: today) ?? -1, right.daysLate(on: today) ?? -1)
      if lateLeft != lateRight { return lateLeft > lateRight }
      if left.stage != right.stage { return left.stage.order < right.stage.order }
      return sortKey(left.guestName) < sortKey(right.guestName)
    }
    // Whom to call stands on the request's own page, a press away; why it was declined is said where one was.
    let view: View<SheetInvitation> = .invitation(on: today, opensDraft: board.reviews)
      .without("wish", "daysLate", "contact", "email").filled(by: sorted)
    table(
      board.runs ? view : view.without("comments", "answer"), sorted, caption: .progress,
      empty: .noInvitationYet, mark: { $0.isLate(on: today) ? .isLate : $0.provenance.mark })
    if !board.invitations.isEmpty, board.runs {
      linkLine("\(board.collection.path)/invitations", .invitationsAsList)
    }
  }
}

extension SheetStage {
  fileprivate var order: Int { SheetStage.allCases.firstIndex(of: self) ?? 0 }
}
