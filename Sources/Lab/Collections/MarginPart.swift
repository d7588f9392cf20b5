import Indicators
import Platform
import SQL

/// What stands beside each rubric of a sheet under review, and what its reader may do about it.
struct Margin: Sendable {
  let comments: [SheetComment]
  /// Those whose passage is not in the text any more.
  let lost: Set<ID<SheetComment>>
  let visionNames: [ID<Vision>: String]
  let path: String
  let actor: Actor
  let writes: Bool
  let isOver: Bool

  init(_ open: OpenReview, _ figures: [FigureMention: SpokenFigure], _ actor: Actor) {
    let review: SheetReview = open.review
    comments = review.comments
    lost = Set(
      review.comments.filter { comment in
        !comment.quotation.isEmpty
          && !(review.text(of: comment.place).map { QuotedPassage.stands(comment.quotation, in: $0, figures) } ?? false)
      }.map(\.id))
    visionNames = Dictionary(review.visions.map { ($0.id, $0.name) }) { first, _ in first }
    path = open.path
    self.actor = actor
    writes = open.writes
    isOver = review.invitation.stage.isOver
  }

  fileprivate func threads(_ kind: RubricKind, resolved: Bool) -> [SheetComment] {
    comments.filter { $0.place.rubric == kind && $0.replyTo == nil && ($0.resolvedAt != nil) == resolved }
  }
}

extension Page {
  mutating func margin(_ margin: Margin, _ kind: RubricKind) {
    let (open, resolved) = (margin.threads(kind, resolved: false), margin.threads(kind, resolved: true))
    guard !margin.isOver || !open.isEmpty || !resolved.isEmpty else { return }
    markup.raw("<aside class=\"remarks\" aria-label=\"")
    say(.commentsOn(kind))
    markup.raw("\">\n")
    thread(open, margin)
    if !resolved.isEmpty {
      markup.raw("<details><summary>")
      say(.commentsResolved(resolved.count))
      markup.raw("</summary>\n")
      thread(resolved, margin)
      markup.raw("</details>\n")
    }
    if !margin.isOver {
      markup.raw("<p class=\"no-print\">")
      link("\(margin.path)/remarques/nouvelle?sur=\(kind.rawValue)", .commentOn(kind))
      markup.raw("</p>\n")
    }
    markup.raw("</aside>\n")
  }

  private mutating func thread(_ comments: [SheetComment], _ margin: Margin) {
    guard !comments.isEmpty else { return }
    markup.raw("<ol>\n")
    for comment in comments {
      markup.raw("<li id=\"")
      data(comment.anchor)
      markup.raw("\">\n")
      self.comment(comment, in: margin)
      let replies: [SheetComment] = margin.comments.filter { $0.replyTo == comment.id }
      if !replies.isEmpty {
        markup.raw("<ol>\n")
        for reply in replies {
          markup.raw("<li>\n")
          self.comment(reply, in: nil)
          markup.raw("</li>\n")
        }
        markup.raw("</ol>\n")
      }
      if !margin.isOver, comment.resolvedAt == nil { tools(comment, margin) }
      markup.raw("</li>\n")
    }
    markup.raw("</ol>\n")
  }

  private mutating func tools(_ comment: SheetComment, _ margin: Margin) {
    markup.raw("<p class=\"no-print\">")
    link("\(margin.path)/remarques/\(comment.id)/repondre", .replyTo(comment.author))
    if comment.mayBeResolved(by: margin.actor, writesSheet: margin.writes) {
      markup.raw(" · ")
      link("\(margin.path)/remarques/\(comment.id)/clore", .resolveCommentOf(comment.author))
    }
    markup.raw("</p>\n")
  }

  mutating func comment(_ comment: SheetComment, in margin: Margin?) {
    markup.raw("<p class=\"who\"><strong>")
    data(comment.author)
    markup.raw("</strong>, ")
    data(comment.territoryName)
    markup.raw(", <time datetime=\"")
    data(comment.at.description)
    markup.raw("\">")
    data(language.moment(comment.at))
    markup.raw("</time></p>\n")
    if let margin, case .vision(let id) = comment.place {
      paragraph(margin.visionNames[id].map { .visionOf($0) } ?? .visionIsGone)
    }
    if !comment.quotation.isEmpty {
      markup.raw("<blockquote>")
      data(comment.quotation)
      markup.raw("</blockquote>\n")
      if margin?.lost.contains(comment.id) == true { quiet(.passageIsGone) }
    }
    prose(comment.text, under: 3)
    if let by = comment.resolvedBy, let at = comment.resolvedAt { quiet(.resolvedBy(by, at)) }
  }
}
