import Indicators
import Platform
import SQL

/// Where a comment stands: a rubric, or what one elected member sees in it.
enum CommentPlace: Sendable, Equatable, Hashable {
  case rubric(RubricKind)
  case vision(ID<Vision>)

  init?(_ key: String) {
    if let kind = RubricKind(rawValue: key) {
      self = .rubric(kind)
    } else if key.hasPrefix("vision-"), let id = ID<Vision>(path: String(key.dropFirst(7))) {
      self = .vision(id)
    } else {
      return nil
    }
  }

  var key: String {
    switch self {
    case .rubric(let kind): kind.rawValue
    case .vision(let id): "vision-\(id)"
    }
  }

  /// The rubric beside which it is shown.
  var rubric: RubricKind {
    switch self {
    case .rubric(let kind): kind
    case .vision: .visions
    }
  }
}

/// What somebody says of a passage, or the answer to that.
struct SheetComment: Fetched, Equatable {
  let id: ID<SheetComment>
  let place: CommentPlace
  let quotation: String
  let text: String
  let author: String
  let territoryName: String
  let account: ID<Account>?
  let at: Instant
  let replyTo: ID<SheetComment>?
  let resolvedAt: Instant?
  let resolvedBy: String?

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    place = CommentPlace(try row.next()) ?? .rubric(.notes)
    quotation = try row.next()
    text = try row.next()
    author = try row.next()
    territoryName = try row.next()
    account = try row.next()
    at = try row.next()
    replyTo = try row.next()
    resolvedAt = try row.next()
    resolvedBy = try row.next()
  }

  /// Closed by who wrote it, and by who writes the sheet.
  func mayBeResolved(by actor: Actor, writesSheet: Bool) -> Bool {
    writesSheet || (account != nil && account == actor.account)
  }

  var anchor: String { "remarque-\(id)" }
}

extension View<SheetComment> {
  static let comment = View(
    "SheetComment",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("place", .commentPlace) { .text($0.place.key) },
      Column("quotation", .quotedPassage) { .text(filled: $0.quotation) },
      Column("text", .commentText) { .text($0.text) },
      Column("author", .commentAuthor) { .text($0.author) },
      Column("territory", .oneTerritory) { .text($0.territoryName) },
      Column("at", .rubricAt, .moment) { .moment($0.at) },
      Column("replyTo", .replyTo, .int) { .int(number: $0.replyTo?.number) },
      Column("resolvedAt", .resolvedAt, .moment) { $0.resolvedAt.map { .moment($0) } ?? .none },
      Column("resolvedBy", .resolvedBy) { .text($0.resolvedBy) },
    ])
}

/// A passage as somebody copied it from the page: what is drawn differs from what is typed by its spaces, apostrophes and
/// figures.
enum QuotedPassage {
  static func stands(_ quotation: String, in text: String, _ figures: [FigureMention: SpokenFigure] = [:]) -> Bool {
    let sought: String = folded(quotation)
    guard !sought.isEmpty else { return false }
    if folded(text).contains(sought) { return true }
    return folded(Prose(FigureTokens(text).plain(figures, .fr), typography: .french).plain()).contains(sought)
  }

  private static func folded(_ text: String) -> String {
    var folded: [Character] = []
    for letter in text {
      switch letter {
      case _ where letter.isWhitespace: if folded.last != " " { folded.append(" ") }
      case "’", "‘": folded.append("'")
      case "\u{AD}": continue
      default: folded.append(letter)
      }
    }
    return trim(String(folded))
  }
}

extension ReviewStore {
  private static let columns: Query = """
    sheet_comment.id, sheet_comment.place, sheet_comment.quotation, sheet_comment.text, sheet_comment.author,
    territory.name, sheet_comment.account_id, sheet_comment.at, sheet_comment.reply_to, sheet_comment.resolved_at,
    sheet_comment.resolved_by
    """

  private static let tables: Query = "sheet_comment JOIN territory ON territory.id = sheet_comment.side_id"

  func comments(on invitation: SheetInvitation) async throws -> [SheetComment] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE \(within("sheet_comment")) AND sheet_comment.invitation_id = \(invitation.id)
      ORDER BY sheet_comment.id LIMIT 2000
      """)
  }

  func comment(_ id: ID<SheetComment>, on invitation: SheetInvitation) async throws -> SheetComment {
    try await scope.one(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE \(within("sheet_comment")) AND sheet_comment.invitation_id = \(invitation.id)
        AND sheet_comment.id = \(id)
      """)
  }

  func insert(
    _ text: String, on invitation: SheetInvitation, at place: CommentPlace, quoting quotation: String = "",
    replyingTo comment: SheetComment? = nil, by author: String? = nil
  ) async throws -> SheetComment {
    let id: ID<SheetComment> = try await scope.insert(
      """
      INSERT INTO sheet_comment
        (territory_id, guest_id, invitation_id, place, quotation, text, author, side_id, account_id, at, reply_to)
      VALUES (\(invitation.network), \(invitation.guest), \(invitation.id), \(place.key), \(quotation), \(text),
        \(author ?? scope.actor.name), \(side == .network ? invitation.network : invitation.guest),
        \(scope.actor.account.value), \(scope.now), \((comment?.id).value))
      """)
    let made: SheetComment = try await self.comment(id, on: invitation)
    try await scope.audit(.commentMade, "sheet-comment", id.number, .comment, after: made)
    return made
  }

  func resolve(
    _ comment: SheetComment, on invitation: SheetInvitation, by name: String? = nil
  ) async throws -> SheetComment {
    guard comment.replyTo == nil, comment.resolvedAt == nil else { throw Refusal.conflict(.alreadyResolved) }
    try await scope.update(
      """
      UPDATE sheet_comment SET resolved_at = \(scope.now), resolved_by = \(name ?? scope.actor.name)
      WHERE \(within("sheet_comment")) AND id = \(comment.id) AND resolved_at IS NULL
      """)
    let after: SheetComment = try await self.comment(comment.id, on: invitation)
    try await scope.audit(
      .commentResolved, "sheet-comment", comment.id.number, .comment, before: comment, after: after)
    return after
  }
}
