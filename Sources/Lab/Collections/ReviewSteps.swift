import Platform
import Programmes
import SQL

extension Lab {
  /// What the network does with a sheet that was submitted to it.
  var networkSteps: [Endpoint] {
    step(networkDoor, .sendBack, .sendBackSheet, .sendBackHelp, "renvoyer", "renvoi", ReasonForm.self) { $0.note }
      + step(networkDoor, .accept, .acceptSheet, .acceptHelp, "accepter", "accord", NoteForm.self) { $0.note }
      + publishForTerritory
  }

  /// What the territory does with its own.
  var guestSteps: [Endpoint] {
    step(guestWriting, .submit, .submitSheet, .submitHelp, "soumettre", "soumission", NoteForm.self) { $0.note }
      + validation
  }

  private var guestWriting: ReviewDoor {
    ReviewDoor(place: guestDoor.place, allow: Programme.changed) { visit, scope in
      _ = try await sheetToChange(visit, scope)
      return try await guestDoor.open(visit, scope)
    }
  }

  private func step<Filled: Form>(
    _ door: ReviewDoor, _ step: SheetStep, _ title: Text, _ help: Text, _ page: String, _ post: String,
    _ form: Filled.Type, note: @Sendable @escaping (Filled) -> String
  ) -> [Endpoint] {
    Endpoint.form(
      title, allow: door.allow, page: "\(door.place)/\(page)", posts: "\(door.place)/\(post)", form,
      show: { visit in try await stepPage(door, step, title, help, visit) },
      submit: { visit, scope, filled in
        let open: OpenReview = try await door.open(visit, scope)
        let stage: SheetStage = try open.review.standing.after(step)
        let after: SheetInvitation = try await open.store.take(
          step, open.review.invitation, to: stage, StepNote(note: note(filled)), content: open.review.content)
        if step.isReview { try await tell(after, step, note(filled), visit, scope) }
        return .changed(.step(step), at: open.path, .asked, after)
      })
  }

  private func stepPage(
    _ door: ReviewDoor, _ step: SheetStep, _ title: Text, _ help: Text, _ visit: Visit,
    initial: Typed = Typed(), hiding: [String] = []
  ) async throws -> FormPage {
    let open: OpenReview = try await door.open(visit, visit.scope)
    let review: SheetReview = open.review
    let refusal: Text? = review.standing.refusal(of: step)
    return FormPage(
      title, crumbs: open.crumbs + [Crumb(review.content.title, open.path)], intro: help, submit: title,
      initial: initial, hiding: hiding, isClosed: refusal != nil,
      above: { page in
        if let refusal { page.paragraph(refusal) }
        let missing: [RubricKind] = review.content.missing(of: .lab)
        if !missing.isEmpty { page.paragraph(.rubricsMissing(missing)) }
        if review.open > 0 { page.paragraph(.commentsStillOpen(review.open)) }
      })
  }

  /// The contact learns what the review came to.
  private func tell(
    _ invitation: SheetInvitation, _ step: SheetStep, _ note: String, _ visit: Visit, _ scope: Scope
  ) async throws {
    try await visit.write(
      .reviewedSubject(invitation.collectionName), [.reviewedBody(invitation, step)], about: .sheetReviewed,
      invitation.noticed, on: try await Territory.find(invitation.guest, scope), readBy: .asked, to: invitation.email,
      saying: note, scope)
  }

  private var validation: [Endpoint] {
    let door: ReviewDoor = guestDoor
    return Endpoint.form(
      .validateSheet, allow: .validating, page: "\(door.place)/valider", posts: "\(door.place)/validation",
      ValidationForm.self,
      show: { visit in
        let isElected: Bool = visit.scope.actor.kinds.contains(.elected)
        try await checkValidator(visit, visit.scope)
        return try await stepPage(
          door, .validate, .validateSheet, isElected ? .validateHelp : .validateForHelp, visit,
          hiding: isElected ? ["elected", "day"] : [])
      },
      submit: { visit, scope, form in
        try await checkValidator(visit, scope)
        let open: OpenReview = try await door.open(visit, scope)
        let stage: SheetStage = try open.review.standing.after(.validate)
        let note: StepNote = try form.agreement(by: scope.actor, on: scope.today)
        let after: SheetInvitation = try await open.store.take(
          .validate, open.review.invitation, to: stage, note, content: open.review.content)
        return .changed(.step(.validate), at: open.path, .asked, after)
      })
  }

  /// An elected member of the territory, or a manager: of it, or of this one programme.
  private func checkValidator(_ visit: Visit, _ scope: Scope) async throws {
    let (programme, _) = try await seenSheet(visit, scope)
    guard
      !scope.actor.kinds.isDisjoint(with: Allow.validating.kinds)
        || scope.actor.numbers(.programme, as: .manager).contains(programme.id.number)
    else { throw Refusal.notFound }
  }

  /// The network puts it out, once the territory has agreed to that very text.
  private var publishForTerritory: [Endpoint] {
    let door = ReviewDoor(place: networkDoor.place, allow: Programme.changed) { visit, scope in
      let open: OpenReview = try await networkDoor.open(visit, scope)
      guard scope.actor.runs(open.review.invitation.lab) else { throw Refusal.notFound }
      return open
    }
    return Endpoint.form(
      .publishSheet, allow: door.allow, page: "\(door.place)/publier", posts: "\(door.place)/publication",
      NoFilter.self,
      show: { visit in try await stepPage(door, .publish, .publishSheet, .publishForHelp, visit) },
      submit: { visit, scope, _ in
        let open: OpenReview = try await door.open(visit, scope)
        let invitation: SheetInvitation = open.review.invitation
        guard let number = invitation.sheet, let programmeNumber = invitation.programme else { throw Refusal.notFound }
        _ = try open.review.standing.after(.publish)
        let there: Scope = scope.admitted(to: "sheet", number.number, of: invitation.guest)
        guard let programme = try await visiblePublicly(programmeNumber, there) else {
          throw Refusal.conflict(.theirProgrammeIsNotPublic)
        }
        let sheet: Sheet = try await open.store.sheet(of: invitation)
        try await PublicationStore(there).publish(sheet, open.review.content, of: programme, by: scope.actor.name)
        let after: SheetInvitation = try await open.store.take(
          .publish, invitation, to: .published, content: open.review.content)
        return .changed(.step(.publish), at: open.path, .asked, after)
      })
  }

  private func visiblePublicly(_ number: ID<Programme>, _ scope: Scope) async throws -> Programme? {
    do { return try await ProgrammeStore(scope).find("\(number)") } catch Refusal.notFound { return nil }
  }
}
