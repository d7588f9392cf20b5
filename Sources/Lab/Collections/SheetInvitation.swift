import Platform
import SQL

/// A sheet that a network asks of a territory, from the letter that asks for it to its publication.
struct SheetInvitation: Fetched, Equatable {
  let id: ID<SheetInvitation>
  let collection: ID<SheetCollection>
  let collectionName: String
  let call: String
  let deadline: Day
  let closed: Day?
  /// The Lab’s programme, the network’s.
  let lab: ID<Programme>
  let labSlug: String
  let network: ID<Territory>
  let networkName: String
  let guest: ID<Territory>
  let guestName: String
  let contact: String
  let email: String
  /// The programme that the network would like to read about.
  let wish: String
  let invitedAt: Instant
  let stage: SheetStage
  /// When it came to that stage.
  let since: Instant
  /// Why it was declined.
  let answer: String
  let sheet: ID<Sheet>?
  let title: String?
  let programme: ID<Programme>?
  let programmeSlug: String?
  /// How many of the rubrics that a reader needs have been written.
  let written: Int
  let comments: Int
  let provenance: Provenance
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    collection = try row.next()
    collectionName = try row.next()
    call = try row.next()
    deadline = try row.next()
    closed = try row.next()
    lab = try row.next()
    labSlug = try row.next()
    network = try row.next()
    networkName = try row.next()
    guest = try row.next()
    guestName = try row.next()
    contact = try row.next()
    email = try row.next()
    wish = try row.next()
    invitedAt = try row.next()
    stage = try row.next()
    since = try row.next()
    answer = try row.next()
    sheet = try row.next()
    title = try row.next()
    programme = try row.next()
    programmeSlug = try row.next()
    written = try row.next()
    comments = try row.next()
    provenance = try row.next()
    version = try row.next()
  }

  static let expected: [RubricKind] = SheetKind.lab.expected

  func isLate(on day: Day) -> Bool { stage.waitsForGuest && deadline < day }

  /// How many days too late.
  func daysLate(on day: Day) -> Int? { isLate(on: day) ? deadline.days(to: day) : nil }

  /// Where the territory that is asked finds it.
  var askedPath: String { "/fiches-demandees/\(id)" }

  /// As its contact is told of it.
  var noticed: NoticeRecord {
    NoticeRecord("sheet-invitation", id.number, title ?? collectionName, at: sheetPath ?? askedPath)
  }

  /// Where the network manages it.
  var collectionPath: String { "/dispositifs/\(labSlug)/collectes/\(collection)" }

  var networkPath: String { "\(collectionPath)/invitations/\(id)" }

  /// The draft as those of the network read it.
  var draftPath: String? { sheet.flatMap { stage.isOpen ? "/collectes/\(collection)/fiches/\($0)" : nil } }

  /// The sheet on its territory.
  var sheetPath: String? {
    guard let sheet, let programmeSlug else { return nil }
    return "/dispositifs/\(programmeSlug)/fiches/\(sheet)"
  }

  var completeness: Text {
    Text(fr: "\(written) sur \(Self.expected.count)", en: "\(written) of \(Self.expected.count)")
  }
}

extension View<SheetInvitation> {
  /// What the network follows, and chases. The draft opens to those alone who review it.
  static func invitation(on today: Day, opensDraft: Bool) -> View {
    View(
      "SheetInvitation",
      [
        Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
        Column("guest", .oneTerritory, link: { $0.networkPath }) { .text($0.guestName) },
        Column("wish", .wishedProgramme) { .text(filled: $0.wish) },
        Column("stage", .stage, .word(SheetStage.words)) { .choice($0.stage) },
        Column("since", .stageSince, .moment) { .moment($0.since) },
        Column("deadline", .deadline, .day, forMachines: true) { .day($0.deadline) },
        Column("daysLate", .daysLate, .int) { invitation in
          invitation.daysLate(on: today).map { .int($0) } ?? .none
        },
        Column("sheet", .oneSheet, link: { opensDraft ? $0.draftPath : nil }) { invitation in
          .text(opensDraft && invitation.stage.isOpen ? invitation.title : nil)
        },
        Column("written", .rubricsWritten) { invitation in
          invitation.sheet == nil ? .none : .said(invitation.completeness)
        },
        Column("comments", .openComments, .int) { $0.sheet == nil ? .none : .int($0.comments) },
        Column("contact", .contactName) { .text($0.contact) },
        Column("email", .contactEmail) { .text($0.email) },
        Column("answer", .declineReason) { .text(filled: $0.answer) },
        Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
      ])
  }

  /// What the territory that is asked reads of it.
  static let asked = View(
    "AskedSheet",
    [
      Column("id", .identifier, .int, forMachines: true) { .int(Int($0.id.number)) },
      Column("collection", .oneCollection, link: { $0.askedPath }) { .text($0.collectionName) },
      Column("network", .askedBy) { .text($0.networkName) },
      Column("wish", .wishedProgramme) { .text(filled: $0.wish) },
      Column("contact", .contactName) { .text($0.contact) },
      Column("deadline", .deadline, .day) { .day($0.deadline) },
      Column("stage", .stage, .word(SheetStage.words)) { .choice($0.stage) },
      Column("sheet", .oneSheet, link: { $0.sheetPath }) { .text($0.title) },
      Column("answer", .declineReason) { .text(filled: $0.answer) },
      Column("version", .recordVersion, .int, forMachines: true) { .int($0.version) },
    ])
}
