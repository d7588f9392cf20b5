import HTTP
import SQL

/// A table that somebody sent: read first, looked at, then written or dropped.
struct ImportRun: Fetched {
  let id: ID<ImportRun>
  let kind: String
  let context: Int64?
  let fileName: String
  let state: ImportState
  let plan: ImportPlan
  let fault: Text?
  let accountName: String
  let createdAt: Instant
  let appliedAt: Instant?
  let version: Int

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    kind = try row.next()
    context = try row.next()
    fileName = try row.next()
    state = try row.next()
    let plan: String? = try row.next()
    self.plan = plan.flatMap { ImportPlan($0) } ?? ImportPlan()
    let fault: String? = try row.next()
    if case .fault(_, let words)? = ImportNote.list(fault).first { self.fault = words } else { self.fault = nil }
    accountName = try row.next()
    createdAt = try row.next()
    appliedAt = try row.next()
    version = try row.next()
  }

  static let columns: Query = """
    import_run.id, import_run.kind, import_run.context, import_run.file_name, import_run.state, import_run.plan,
    import_run.fault, account.name, import_run.created_at, import_run.applied_at, import_run.version
    """

  static let from: Query = "FROM import_run JOIN account ON account.id = import_run.account_id"

  var path: String { "/imports/\(id)" }
}

enum ImportState: String, Choice {
  case reading, unreadable, ready, applying, done, undoing, undone, dropped

  var label: Text {
    switch self {
    case .reading: Text(fr: "Lecture en cours", en: "Being read")
    case .unreadable: Text(fr: "Illisible", en: "Unreadable")
    case .ready: Text(fr: "À vérifier", en: "To be looked at")
    case .applying: Text(fr: "Enregistrement en cours", en: "Being written")
    case .done: Text(fr: "Enregistré", en: "Written")
    case .undoing: Text(fr: "Annulation en cours", en: "Being taken back")
    case .undone: Text(fr: "Annulé", en: "Taken back")
    case .dropped: Text(fr: "Abandonné", en: "Dropped")
    }
  }

  var isAtWork: Bool { self == .reading || self == .applying || self == .undoing }
}

/// What becomes of a line.
enum ImportLineState: String, Choice {
  case new, changed, same, doubtful, rejected

  var label: Text {
    switch self {
    case .new: Text(fr: "Nouvelle", en: "New")
    case .changed: Text(fr: "À mettre à jour", en: "To be updated")
    case .same: Text(fr: "Sans changement", en: "Unchanged")
    case .doubtful: Text(fr: "Douteuse", en: "Doubtful")
    case .rejected: Text(fr: "Rejetée", en: "Rejected")
    }
  }
}

/// What became of it.
enum ImportOutcome: String, Choice {
  case written, same, refused, undone, kept

  var label: Text {
    switch self {
    case .written: Text(fr: "Enregistrée", en: "Written")
    case .same: Text(fr: "Déjà ainsi", en: "So already")
    case .refused: Text(fr: "Refusée", en: "Refused")
    case .undone: Text(fr: "Annulée", en: "Taken back")
    case .kept: Text(fr: "Conservée", en: "Kept")
    }
  }
}

/// One line of the file, as it was read and as it ended.
struct ImportedLine: Fetched {
  let id: ID<ImportedLine>
  let line: Int
  let state: ImportLineState
  let cells: [String]
  let notes: [ImportNote]
  let record: Int64?
  let outcome: ImportOutcome?
  let recordVersion: Int?
  let before: String?

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    line = try row.next()
    state = try row.next()
    cells = ImportedLine.cells(try row.next())
    notes = ImportNote.list(try row.next())
    record = try row.next()
    outcome = try row.next()
    recordVersion = try row.next()
    before = try row.next()
  }

  static let columns: Query = "id, line, state, cells, notes, record_id, outcome, record_version, before"

  private static func cells(_ text: String) -> [String] {
    guard case .array(let items)? = try? JSON(Array(text.utf8)) else { return [] }
    return items.map { $0.string ?? "" }
  }

  /// What its cells fill.
  func typed(_ plan: ImportPlan) -> Typed {
    var typed = Typed()
    for (index, column) in plan.columns.enumerated() where cells.indices.contains(index) {
      if let key = column.key, !cells[index].isEmpty { typed[key] = cells[index] }
    }
    return typed
  }
}
