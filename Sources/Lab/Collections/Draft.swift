import Indicators
import Platform
import Programmes
import SQL

/// What a sheet says, read through the collection that it is in.
extension ReviewStore {
  private struct Head: Fetched {
    let (title, lead, owner): (String, String, String)
    let (since, budget, budgetYear): (Int?, Money?, Int?)
    let updated: Day

    init(_ row: inout Row) throws(DatabaseError) {
      (title, lead, owner) = (try row.next(), try row.next(), try row.next())
      (since, budget, budgetYear) = (try row.next(), try row.next(), try row.next())
      updated = try row.next()
    }
  }

  private struct Written: Fetched {
    let kind: RubricKind
    let text: String

    init(_ row: inout Row) throws(DatabaseError) {
      kind = try row.next()
      text = try row.next()
    }
  }

  private func reached(by table: StaticString) -> Query {
    """
    \(Query(trusted: "\(table)")) JOIN sheet_invitation ON sheet_invitation.sheet_id = \(Query(trusted: "\(table)")).sheet_id
      AND \(Query(trusted: "\(table)")).territory_id = sheet_invitation.guest_id
    """
  }

  private func under(_ invitation: SheetInvitation) -> Query {
    "\(within("sheet_invitation")) AND sheet_invitation.id = \(invitation.id)"
  }

  /// Its heading, for who puts it before the public.
  func sheet(of invitation: SheetInvitation) async throws -> Sheet {
    try await scope.one(
      """
      SELECT \(SheetStore.columns) FROM \(SheetStore.tables)
      JOIN sheet_invitation ON sheet_invitation.sheet_id = sheet.id AND sheet.territory_id = sheet_invitation.guest_id
      WHERE \(under(invitation))
      """)
  }

  /// The draft as it stands.
  func content(of invitation: SheetInvitation) async throws -> SheetContent {
    let head: Head = try await scope.one(
      """
      SELECT sheet.title, sheet.lead, sheet.owner, sheet.since_year, sheet.budget, sheet.budget_year, sheet.updated_day
      FROM sheet JOIN sheet_invitation ON sheet_invitation.sheet_id = sheet.id
        AND sheet.territory_id = sheet_invitation.guest_id
      WHERE \(under(invitation))
      """)
    let written: [Written] = try await scope.all(
      "SELECT rubric.kind, rubric.text FROM \(reached(by: "rubric")) WHERE \(under(invitation))")
    return SheetContent(
      title: head.title, lead: head.lead, owner: head.owner, since: head.since, budget: head.budget,
      budgetYear: head.budgetYear, updated: head.updated,
      rubrics: SheetKind.lab.rubrics.compactMap { kind in
        written.first { $0.kind == kind && !$0.text.isEmpty }.map { .init(kind: kind, text: $0.text) }
      },
      visions: try await visions(of: invitation).map(\.content))
  }

  func visions(of invitation: SheetInvitation) async throws -> [Vision] {
    try await scope.all(
      """
      SELECT vision.id, vision.sheet_id, vision.name, vision.mandates, vision.text, vision.is_quotation, vision.rank,
        vision.version
      FROM \(reached(by: "vision")) WHERE \(under(invitation)) ORDER BY vision.rank, vision.id
      """)
  }
}

/// A sheet under review, with all that both sides say of it.
struct SheetReview: Sendable {
  let invitation: SheetInvitation
  let content: SheetContent
  let visions: [Vision]
  let steps: [TakenStep]
  let comments: [SheetComment]
  /// What it said at the last step that kept it.
  let kept: SheetContent?

  init(_ invitation: SheetInvitation, _ store: ReviewStore) async throws {
    self.invitation = invitation
    steps = try await store.steps(of: invitation)
    let last: TakenStep? = steps.last(where: \.hasContent)
    let kept: SheetContent?
    if let last { kept = try await store.content(at: last) } else { kept = nil }
    self.kept = kept
    // Once it is out, the territory goes on writing for itself.
    if invitation.stage == .published, store.side == .network, let kept {
      content = kept
    } else {
      content = try await store.content(of: invitation)
    }
    visions = try await store.visions(of: invitation)
    comments = try await store.comments(on: invitation)
  }

  var standing: SheetStanding {
    SheetStanding(
      stage: invitation.stage, isClosed: invitation.closed != nil,
      isEmpty: content.rubrics.isEmpty && content.visions.isEmpty, isChanged: isChanged)
  }

  var isChanged: Bool { kept.map { $0 != content } ?? false }

  /// Which rubrics say something else than at the last step.
  var changed: [RubricKind] {
    guard let kept else { return [] }
    return SheetKind.lab.rubrics.filter { kind in
      kind == .visions ? kept.visions != content.visions : kept[kind] != content[kind]
    }
  }

  /// Since when a reader asks what has changed: the last review, or what was submitted where there was none.
  var baseline: TakenStep? { steps.last { $0.step.isReview } ?? steps.last(where: \.hasContent) }

  /// What stands in that place of the sheet.
  func text(of place: CommentPlace) -> String? {
    switch place {
    case .rubric(.visions): content.visions.map { "\($0.name)\n\($0.text)" }.joined(separator: "\n\n")
    case .rubric(let kind): content[kind] ?? ""
    case .vision(let id): visions.first { $0.id == id }?.text
    }
  }

  var open: Int { comments.count { $0.replyTo == nil && $0.resolvedAt == nil } }
}

extension Lab {
  /// The figures of a draft, as far as anybody may read them.
  func spokenFigures(of review: SheetReview, _ visit: Visit) async throws -> [FigureMention: SpokenFigure] {
    guard let number = review.invitation.programme else { return [:] }
    let home: Scope = visit.scope(of: review.invitation.guest)
    do {
      let programme: Programme = try await ProgrammeStore(home).find("\(number)")
      return try await figures.spoken(review.content.mentions, of: programme, home)
    } catch Refusal.notFound {
      return [:]
    }
  }
}
