import Platform
import SQL

/// A step that was taken: by whom, when, with which note.
struct TakenStep: Fetched, Equatable {
  let id: ID<TakenStep>
  let step: SheetStep
  let at: Instant
  let name: String
  let territoryName: String
  let note: String
  /// Who agreed, and on which day, where somebody else wrote it down.
  let agreedName: String?
  let agreedDay: Day?
  let hasContent: Bool

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    step = try row.next()
    at = try row.next()
    name = try row.next()
    territoryName = try row.next()
    note = try row.next()
    agreedName = try row.next()
    agreedDay = try row.next()
    hasContent = try row.next()
  }
}

/// What is said with a step.
struct StepNote: Sendable {
  var note: String = ""
  var agreedName: String?
  var agreedDay: Day?
}

extension ReviewStore {
  func steps(of invitation: SheetInvitation) async throws -> [TakenStep] {
    try await scope.all(
      """
      SELECT sheet_step.id, sheet_step.step, sheet_step.at, sheet_step.name, territory.name, sheet_step.note,
        sheet_step.agreed_name, sheet_step.agreed_day, sheet_step.content IS NOT NULL
      FROM sheet_step JOIN territory ON territory.id = sheet_step.side_id
      WHERE \(within("sheet_step")) AND sheet_step.invitation_id = \(invitation.id) ORDER BY sheet_step.id LIMIT 500
      """)
  }

  /// What the sheet said when that step was taken.
  func content(at step: TakenStep) async throws -> SheetContent {
    let text: String = try await scope.value(
      """
      SELECT content FROM sheet_step
      WHERE \(within("sheet_step")) AND id = \(step.id) AND content IS NOT NULL
      """)
    return try SheetContent(kept: text, "sheet step \(step.id)")
  }

  /// The rule has been asked: `stage` is where the step leads.
  func take(
    _ step: SheetStep, _ invitation: SheetInvitation, to stage: SheetStage, _ note: StepNote = StepNote(),
    content: SheetContent? = nil, sheet: ID<Sheet>? = nil, at moment: Instant? = nil, by name: String? = nil
  ) async throws -> SheetInvitation {
    let moment: Instant = moment ?? scope.now
    let answer: String = step == .decline ? note.note : invitation.answer
    try await scope.guarded(by: .unique, .conflict(.sheetIsCollected, field: "sheet")) {
      try await scope.update(
        """
        UPDATE sheet_invitation SET stage = \(stage), since = \(stage == invitation.stage ? invitation.since : moment),
          sheet_id = \((sheet ?? invitation.sheet).value), answer = \(answer), version = version + 1
        WHERE \(within("sheet_invitation")) AND id = \(invitation.id) AND version = \(invitation.version)
        """)
    }
    try await scope.run(
      """
      INSERT INTO sheet_step
        (territory_id, guest_id, invitation_id, step, at, name, side_id, note, content, agreed_name, agreed_day)
      VALUES (\(invitation.network), \(invitation.guest), \(invitation.id), \(step), \(moment),
        \(name ?? scope.actor.name), \(side == .network ? invitation.network : invitation.guest), \(note.note),
        \((content?.json).value), \(note.agreedName.value), \(note.agreedDay.value))
      """)
    let after: SheetInvitation = try await again(invitation)
    try await scope.audit(
      .step(step), "sheet-invitation", invitation.id.number, .asked, before: invitation, after: after)
    return after
  }
}

extension Deed {
  static func step(_ step: SheetStep) -> Deed { Deed("collected-sheet.\(step.rawValue)", step.label) }

  static let collectionOpened = Deed("collection.opened", Text(fr: "Collecte ouverte", en: "Collection opened"))
  static let collectionChanged = Deed("collection.changed", Text(fr: "Collecte modifiée", en: "Collection changed"))
  static let sheetAsked = Deed("collected-sheet.asked", Text(fr: "Fiche demandée", en: "Sheet asked for"))
  static let reviewerInvited = Deed("reviewer.invited", Text(fr: "Relecture confiée", en: "Reviewer invited"))
  static let reviewerRemoved = Deed("reviewer.removed", Text(fr: "Relecture retirée", en: "Reviewer removed"))
  static let commentMade = Deed("comment.made", Text(fr: "Remarque enregistrée", en: "Comment saved"))
  static let commentResolved = Deed("comment.resolved", Text(fr: "Remarque close", en: "Comment resolved"))

  static let collections: [Deed] =
    [
      collectionOpened, collectionChanged, sheetAsked, reviewerInvited, reviewerRemoved, commentMade, commentResolved,
    ] + SheetStep.allCases.map { step($0) }
}
