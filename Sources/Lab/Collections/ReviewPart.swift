import Platform
import SQL

extension Page {
  /// On the sheet’s own page: where it stands in the collection, and what comes next.
  mutating func review(_ open: OpenReview, runs: Bool) {
    let review: SheetReview = open.review
    section(.inCollection(review.invitation)) { page in
      page.reviewState(review, at: open.path, as: .guest)
      page.actions(
        [
          (SheetStep.submit, Text.submitSheet, "soumettre", Programme.changed),
          (.validate, .validateSheet, "valider", .validating),
        ]
        .filter { review.standing.allows($0.0) && ($0.0 == .validate || runs) }
        .map { ActionLink($0.1, to: "\(open.path)/\($0.2)", allow: $0.3) })
    }
  }

  /// What the network may do next.
  mutating func reviewActions(_ review: SheetReview, at path: String, publishes: Bool) {
    let steps: [(SheetStep, Text, String)] = [
      (.accept, .acceptSheet, "accepter"), (.sendBack, .sendBackSheet, "renvoyer"),
      (.publish, .publishSheet, "publier"),
    ]
    actions(
      steps.filter { review.standing.allows($0.0) && ($0.0 != .publish || publishes) }
        .map { ActionLink($0.1, to: "\(path)/\($0.2)", allow: .reviewing) })
  }

  mutating func reviewState(_ review: SheetReview, at path: String, as side: ReviewStore.Side) {
    let invitation: SheetInvitation = review.invitation
    markup.raw("<p>")
    mark(invitation.stage.label, invitation.stage.tone)
    if invitation.isLate(on: today) { mark(.isLate, .bad) }
    markup.raw("</p>\n")
    if side == .network { paragraph(.draftOf(invitation)) }
    paragraph(invitation.stage.next(on: side, deadline: invitation.deadline))
    if review.isChanged, !invitation.stage.isOver { paragraph(.changedSince(review)) }
    let missing: [RubricKind] = review.content.missing(of: .lab)
    if side == .network, !missing.isEmpty { paragraph(.rubricsMissing(missing)) }
    if !review.comments.isEmpty { paragraph(.commentCounts(review.open, review.comments.count { $0.replyTo == nil })) }
    if review.baseline != nil { linkLine("\(path)/changements", .whatChanged) }
    if !review.steps.isEmpty {
      aside(.stepsTaken) { page in page.steps(review.steps) }
    }
  }

  /// Every step that was taken: when, by whom, with which note.
  mutating func steps(_ steps: [TakenStep]) {
    guard !steps.isEmpty else { return quiet(.noStepYet) }
    moments(
      steps.map { step in
        Moment(Zone.paris.day(at: step.at), step.step.label, .taken(step))
      })
  }

  /// Rubric by rubric, what was added and what was taken out.
  mutating func changes(_ review: SheetReview, since step: TakenStep?, _ before: SheetContent?, at path: String) {
    guard let step, let before else { return quiet(.neverSubmitted) }
    paragraph(.changesAre(step))
    let heading = TextDifference(before.heading(language), review.content.heading(language))
    let rubrics: [(Text, TextDifference)] = SheetKind.lab.rubrics.map { kind in
      (kind.label, TextDifference(before.compared(kind), review.content.compared(kind)))
    }
    let changed: [(Text, TextDifference)] = ([(.sheetHeading, heading)] + rubrics).filter { !$0.1.isEmpty }
    for (label, difference) in changed { section(label) { page in page.difference(difference) } }
    if changed.isEmpty { quiet(.nothingChanged) }
    let others: [TakenStep] = review.steps.filter { $0.hasContent && $0.id != step.id }
    guard !others.isEmpty else { return }
    section(.changesSince) { page in
      page.links(others.map { ("\(path)/changements?depuis=\($0.id)", .stepOn($0)) })
    }
  }

  private mutating func difference(_ difference: TextDifference) {
    markup.raw("<div class=\"difference\" lang=\"fr\">")
    for part in difference.parts {
      switch part {
      case .same(let text): data(text)
      case .removed(let text): changed(text, .removedWords, "<del>", "</del>")
      case .added(let text): changed(text, .addedWords, "<ins>", "</ins>")
      }
    }
    markup.raw("</div>\n")
  }

  /// Screen readers pass over what `ins` and `del` mean: it is said, too.
  private mutating func changed(_ text: String, _ said: Text, _ opening: StaticString, _ closing: StaticString) {
    markup.raw(opening)
    markup.raw("<span class=\"unseen\">")
    say(said)
    markup.raw("</span>")
    data(text)
    markup.raw(closing)
  }
}

extension SheetContent {
  /// What stands above the rubrics, a line for each.
  fileprivate func heading(_ language: Language) -> String {
    [
      title, lead, owner, since.map { "\(Text.sinceYear(language)) \($0)" },
      budget.map { "\(Text.sheetBudget(language)) \(language.money($0))" },
      budgetYear.map { "\(Text.budgetYear(language)) \($0)" }, "\(Text.updatedOn(language)) \(language.long(updated))",
    ].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// One rubric as a text to be compared.
  fileprivate func compared(_ kind: RubricKind) -> String {
    guard kind == .visions else { return self[kind] ?? "" }
    return visions.map { vision in
      "\(vision.name)\n\(vision.mandates.joined(separator: "\n"))\n\n\(vision.text)"
    }.joined(separator: "\n\n")
  }
}

extension SheetStage {
  fileprivate var tone: Page.Tone {
    switch self {
    case .invited, .drafting, .declined, .withdrawn: .plain
    case .submitted, .returned: .warn
    case .accepted, .validated, .published: .good
    }
  }
}
