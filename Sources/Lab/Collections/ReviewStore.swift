import Platform
import Programmes
import SQL

/// Every statement about sheets under review. There are two ways to one: as the network that asked for it, as the
/// territory that was asked; each statement carries the one it came by, and so reaches nothing else of the other.
struct ReviewStore {
  enum Side: Sendable { case network, guest }

  let scope: Scope
  let side: Side

  init(_ scope: Scope, as side: Side) {
    self.scope = scope
    self.side = side
  }

  func within(_ table: StaticString) -> Query {
    switch side {
    case .network: "\(Query(trusted: "\(table).territory_id")) = \(scope.territory)"
    case .guest: "\(Query(trusted: "\(table).guest_id")) = \(scope.territory)"
    }
  }

  private static let columns: Query = """
    sheet_invitation.id, collection.id, collection.name, collection.call, collection.deadline, collection.closed_day,
    lab.id, lab.slug, network.id, network.name, guest.id, guest.name, sheet_invitation.contact, sheet_invitation.email,
    sheet_invitation.wish, sheet_invitation.invited_at, sheet_invitation.stage, sheet_invitation.since,
    sheet_invitation.answer, sheet.id, sheet.title, described.id, described.slug, \(written),
    (SELECT count(*) FROM sheet_comment WHERE sheet_comment.invitation_id = sheet_invitation.id
      AND sheet_comment.reply_to IS NULL AND sheet_comment.resolved_at IS NULL),
    sheet_invitation.provenance, sheet_invitation.version
    """

  private static let written: Query = """
    (SELECT count(*) FROM rubric WHERE rubric.sheet_id = sheet_invitation.sheet_id AND rubric.text <> ''
      AND rubric.kind IN \(.list(SheetInvitation.expected))) + CASE WHEN EXISTS (
      SELECT 1 FROM vision WHERE vision.sheet_id = sheet_invitation.sheet_id) THEN 1 ELSE 0 END
    """

  private static let tables: Query = """
    sheet_invitation JOIN collection ON collection.id = sheet_invitation.collection_id
    JOIN programme lab ON lab.id = collection.programme_id
    JOIN territory network ON network.id = sheet_invitation.territory_id
    JOIN territory guest ON guest.id = sheet_invitation.guest_id
    LEFT JOIN sheet ON sheet.id = sheet_invitation.sheet_id
    LEFT JOIN programme described ON described.id = sheet.programme_id
    """

  /// To the network, all that it asked for: the collection has been found already. On its own territory, a sheet is for
  /// who runs its programme, and for who runs or decides on all of them.
  private var visible: Query {
    guard side == .guest, !Allow.askedEverywhere.admits(scope.actor) else { return within("sheet_invitation") }
    let own: [Int64] = scope.actor.numbers(.programme, as: .agent, .manager)
    return within("sheet_invitation")
      + " AND (described.id IN \(.list(own)) OR sheet_invitation.stage = 'invited')"
  }

  func find(_ id: ID<SheetInvitation>) async throws -> SheetInvitation {
    try await scope.one(
      "SELECT \(Self.columns) FROM \(Self.tables) WHERE \(visible) AND sheet_invitation.id = \(id)")
  }

  /// One that was found before, after it changed.
  func again(_ invitation: SheetInvitation) async throws -> SheetInvitation {
    try await scope.one(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE \(within("sheet_invitation")) AND sheet_invitation.id = \(invitation.id)
      """)
  }

  func find(_ id: ID<SheetInvitation>, in collection: SheetCollection) async throws -> SheetInvitation {
    try await scope.one(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE \(visible) AND sheet_invitation.collection_id = \(collection.id) AND sheet_invitation.id = \(id)
      """)
  }

  /// The request under which that sheet is in the collection, as long as it is.
  func find(sheet: ID<Sheet>, in collection: SheetCollection) async throws -> SheetInvitation {
    try await scope.one(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE \(visible) AND sheet_invitation.collection_id = \(collection.id) AND sheet_invitation.sheet_id = \(sheet)
        AND sheet_invitation.stage NOT IN ('declined', 'withdrawn')
      ORDER BY sheet_invitation.id DESC LIMIT 1
      """)
  }

  /// The last collection that a sheet went into, whether it is through or not.
  func last(of sheet: Sheet) async throws -> SheetInvitation? {
    try await scope.first(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE \(within("sheet_invitation")) AND sheet_invitation.sheet_id = \(sheet.id)
        AND sheet_invitation.stage <> 'withdrawn'
      ORDER BY CASE WHEN sheet_invitation.stage = 'published' THEN 1 ELSE 0 END, sheet_invitation.id DESC LIMIT 1
      """)
  }

  func all(in collection: SheetCollection) async throws -> [SheetInvitation] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE \(visible) AND sheet_invitation.collection_id = \(collection.id)
      ORDER BY guest.name, sheet_invitation.id LIMIT 1000
      """)
  }

  func listing(in collection: SheetCollection, _ filter: InvitationFilter) -> Listing<SheetInvitation> {
    var which: Query = "\(visible) AND sheet_invitation.collection_id = \(collection.id)"
    if let stage = filter.stage { which = which + " AND sheet_invitation.stage = \(stage)" }
    if filter.isLate {
      which =
        which + " AND collection.deadline < \(scope.today) AND sheet_invitation.stage IN \(.list(Self.guestStages))"
    }
    return listing(which)
  }

  /// What was asked of this territory.
  func listing() -> Listing<SheetInvitation> { listing(visible + " AND sheet_invitation.stage <> 'withdrawn'") }

  private func listing(_ which: Query) -> Listing<SheetInvitation> {
    Listing(
      scope, count: "SELECT count(*) FROM \(Self.tables) WHERE \(which)",
      orders: [
        // What is over waits for nobody: it comes after what does.
        Order(
          "deadline", "CASE WHEN sheet_invitation.stage IN \(.list(SheetStage.over)) THEN 1 ELSE 0 END",
          "collection.deadline", "sheet_invitation.id"),
        Order("guest", "guest.name", "sheet_invitation.id"),
        Order("stage", "sheet_invitation.stage", "sheet_invitation.id"),
        Order("since", "sheet_invitation.since", "sheet_invitation.id"),
      ]
    ) { slice in
      "SELECT \(Self.columns) FROM \(Self.tables) WHERE \(which) ORDER BY \(slice.order) \(slice.window)"
    }
  }

  private static let guestStages: [SheetStage] = SheetStage.allCases.filter(\.waitsForGuest)

  /// Those that are not over, the most pressing first.
  func underWay(_ more: Query) async throws -> [SheetInvitation] {
    try await scope.all(
      """
      SELECT \(Self.columns) FROM \(Self.tables)
      WHERE \(visible) AND sheet_invitation.stage NOT IN \(.list(SheetStage.over)) AND \(more)
      ORDER BY collection.deadline, sheet_invitation.id LIMIT \(Agenda.most)
      """)
  }
}

extension Allow {
  /// Who sees all that is asked of a territory.
  static let askedEverywhere = Allow(Allow.staff.kinds.union([.elected]))
  /// And those who run one of its programmes.
  static let asked = Allow(Allow.askedEverywhere.kinds, inProgramme: [.agent, .manager])
  /// Those who may be let in to review: which drafts, only the collection tells.
  static let reviewing = Allow(Allow.staff.kinds.union([.partner]), inProgramme: [.agent, .manager])
  /// Who validates, or writes down that it was validated.
  static let validating = Allow([.elected, .manager], inProgramme: [.manager])
}
