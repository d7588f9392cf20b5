import Indicators
import Platform
import SQL

extension Lab {
  var commentRoutes: [Endpoint] { commenting(networkDoor) + commenting(guestDoor) }

  private func commenting(_ door: ReviewDoor) -> [Endpoint] {
    newComment(door) + reply(door) + resolve(door)
  }

  private func newComment(_ door: ReviewDoor) -> [Endpoint] {
    Endpoint.form(
      .newComment, allow: door.allow, page: "\(door.place)/remarques/nouvelle", posts: "\(door.place)/remarques",
      NewCommentForm.self,
      show: { visit in
        let open: OpenReview = try await door.open(visit, visit.scope)
        let review: SheetReview = open.review
        var initial = Typed()
        initial[NewCommentForm.place.key] = visit.asked["sur"]
        return FormPage(
          .newComment, crumbs: open.crumbs + [Crumb(review.content.title, open.path)], intro: .newCommentHelp,
          submit: .newComment, initial: initial,
          fields: [Field.among(NewCommentForm.place.key, .commentPlace, review.places)],
          isClosed: review.invitation.stage.isOver,
          above: { page in if review.invitation.stage.isOver { page.paragraph(.reviewIsOver) } })
      },
      submit: { visit, scope, form in
        let open: OpenReview = try await door.open(visit, scope)
        try open.review.check(form, figures: try await spokenFigures(of: open.review, visit.inside(scope)))
        let comment: SheetComment = try await open.store.insert(
          form.comment.text, on: open.review.invitation, at: form.place, quoting: form.comment.quotation)
        return Saved.created(.commentMade, at: open.path, .comment, comment)
          .returning(to: open.path)
      })
  }

  private func reply(_ door: ReviewDoor) -> [Endpoint] {
    Endpoint.form(
      .replyToComment, allow: door.allow, page: "\(door.place)/remarques/{comment}/repondre",
      posts: "\(door.place)/remarques/{comment}/reponses", ReplyForm.self,
      show: { visit in
        let (open, comment) = try await openComment(door, visit, visit.scope)
        return FormPage(
          .replyToComment, crumbs: open.crumbs + [Crumb(open.review.content.title, open.path)],
          submit: .replyToComment, isClosed: open.review.invitation.stage.isOver,
          above: { page in
            page.comment(comment, in: nil)
            if open.review.invitation.stage.isOver { page.paragraph(.reviewIsOver) }
          })
      },
      submit: { visit, scope, form in
        let (open, comment) = try await openComment(door, visit, scope)
        guard !open.review.invitation.stage.isOver else { throw Refusal.conflict(.reviewIsOver) }
        let reply: SheetComment = try await open.store.insert(
          form.text, on: open.review.invitation, at: comment.place, replyingTo: comment)
        return .created(.commentMade, at: open.path, .comment, reply)
      })
  }

  private func resolve(_ door: ReviewDoor) -> [Endpoint] {
    Endpoint.form(
      .resolveComment, allow: door.allow, page: "\(door.place)/remarques/{comment}/clore",
      posts: "\(door.place)/remarques/{comment}/cloture", NoFilter.self,
      show: { visit in
        let (open, comment) = try await openComment(door, visit, visit.scope)
        let refusal: Text? = comment.refusal(to: visit.scope.actor, writesSheet: open.writes)
        return FormPage(
          .resolveComment, crumbs: open.crumbs + [Crumb(open.review.content.title, open.path)], intro: .resolveHelp,
          submit: .resolveComment, isClosed: refusal != nil,
          above: { page in
            page.comment(comment, in: nil)
            if let refusal { page.paragraph(refusal) }
          })
      },
      submit: { visit, scope, _ in
        let (open, comment) = try await openComment(door, visit, scope)
        if let refusal = comment.refusal(to: scope.actor, writesSheet: open.writes) { throw Refusal.conflict(refusal) }
        let after: SheetComment = try await open.store.resolve(comment, on: open.review.invitation)
        return .changed(.commentResolved, at: open.path, .comment, after)
      })
  }

  /// A comment that begins an exchange; answers are answered there.
  private func openComment(
    _ door: ReviewDoor, _ visit: Visit, _ scope: Scope
  ) async throws -> (OpenReview, SheetComment) {
    let open: OpenReview = try await door.open(visit, scope)
    let comment: SheetComment = try await open.store.comment(visit.id("comment"), on: open.review.invitation)
    guard comment.replyTo == nil else { throw Refusal.notFound }
    return (open, comment)
  }
}

extension SheetComment {
  fileprivate func refusal(to actor: Actor, writesSheet: Bool) -> Text? {
    if resolvedAt != nil { return .alreadyResolved }
    return mayBeResolved(by: actor, writesSheet: writesSheet) ? nil : .notYoursToResolve
  }
}

extension SheetReview {
  /// Where something can be said: each rubric, and each vision.
  var places: [(key: String, label: Text)] {
    SheetKind.lab.rubrics.flatMap { kind -> [(key: String, label: Text)] in
      let rubric: (key: String, label: Text) = (CommentPlace.rubric(kind).key, kind.label)
      guard kind == .visions else { return [rubric] }
      return [rubric] + visions.map { (CommentPlace.vision($0.id).key, .visionOf($0.name)) }
    }
  }

  /// What is quoted must be there to be read.
  func check(_ form: NewCommentForm, figures: [FigureMention: SpokenFigure]) throws(Refusal) {
    guard !invitation.stage.isOver else { throw .conflict(.reviewIsOver) }
    guard SheetKind.lab.rubrics.contains(form.place.rubric), let text = text(of: form.place) else {
      throw .invalid("place", .noSuchPlace)
    }
    guard form.comment.quotation.isEmpty || QuotedPassage.stands(form.comment.quotation, in: text, figures) else {
      throw .invalid("quotation", .passageIsNotThere)
    }
  }
}
