import HTTP
import SQL

/// Every statement about the tables that people send, on one territory.
struct ImportStore {
  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  func find(_ id: ID<ImportRun>) async throws -> ImportRun {
    try await scope.one(
      """
      SELECT \(ImportRun.columns) \(ImportRun.from)
      WHERE import_run.territory_id = \(scope.territory) AND import_run.id = \(id)
      """)
  }

  func listing() -> Listing<ImportRun> {
    let which: Query = "\(ImportRun.from) WHERE import_run.territory_id = \(scope.territory)"
    return Listing(
      scope, count: "SELECT count(*) " + which, orders: [Order("createdAt", "import_run.id", startsDown: true)]
    ) { slice in "SELECT \(ImportRun.columns) \(which) ORDER BY \(slice.order) \(slice.window)" }
  }

  func insert(_ file: SentTable, _ importer: Importer, within context: Int64?) async throws -> ImportRun {
    guard let account = scope.actor.account else { throw Refusal.forbidden(.importsAreOfAccounts) }
    let id: ID<ImportRun> = try await scope.insert(
      """
      INSERT INTO import_run (territory_id, account_id, kind, context, file_name, state, created_at)
      VALUES (\(scope.territory), \(account), \(importer.key), \(context.value), \(file.name), 'reading', \(scope.now))
      """)
    try await scope.run(
      "INSERT INTO import_file (id, territory_id, bytes) VALUES (\(id), \(scope.territory), \(file.bytes))")
    try await JobStore(scope).enqueue(JobKind.importReading.key, on: id.number)
    let run: ImportRun = try await find(id)
    try await scope.audit(.importSent, "import", id.number, .importRun, after: run)
    return run
  }

  func bytes(of id: ID<ImportRun>) async throws -> [UInt8] {
    struct File: Fetched {
      let bytes: [UInt8]
      init(_ row: inout Row) throws(DatabaseError) { bytes = try row.next() }
    }
    let file: File? = try await scope.first(
      "SELECT bytes FROM import_file WHERE territory_id = \(scope.territory) AND id = \(id)")
    guard let file else { throw Refusal.conflict(.importFileGone) }
    return file.bytes
  }

  /// From one state to the next, with the job that goes on from there. Two people may press at once: one of them does.
  func begin(
    _ run: ImportRun, from states: [ImportState], to state: ImportState, _ job: JobKind?, _ deed: Deed
  ) async throws -> ImportRun {
    guard states.contains(run.state) else { throw Refusal.conflict(.importIsElsewhere(run.state)) }
    try await scope.update(
      """
      UPDATE import_run SET state = \(state), fault = NULL, version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(run.id) AND version = \(run.version)
      """)
    if let job { try await JobStore(scope).enqueue(job.key, on: run.id.number) }
    let after: ImportRun = try await find(run.id)
    try await scope.audit(deed, "import", run.id.number, .importRun, before: run, after: after)
    return after
  }

  /// Read anew, with the columns that somebody chose.
  func read(_ run: ImportRun, again plan: ImportPlan) async throws -> ImportRun {
    guard run.state == .ready || run.state == .unreadable else {
      throw Refusal.conflict(.importIsElsewhere(run.state))
    }
    try await scope.update(
      """
      UPDATE import_run SET state = 'reading', fault = NULL, plan = \(plan.text), version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(run.id) AND version = \(run.version)
      """)
    try await JobStore(scope).enqueue(JobKind.importReading.key, on: run.id.number)
    let after: ImportRun = try await find(run.id)
    try await scope.audit(.importRead, "import", run.id.number, .importRun, before: run, after: after)
    return after
  }

  // MARK: What jobs write

  func forgetLines(of run: ImportRun) async throws {
    try await scope.jot(
      "DELETE FROM import_line WHERE territory_id = \(scope.territory) AND import_id = \(run.id)")
  }

  /// Lines as they were read, with what would become of each.
  func add(_ lines: [(read: ReadLine, verdict: ImportVerdict)], to run: ImportRun) async throws {
    guard !lines.isEmpty else { return }
    let rows: [[Value]] = lines.map { line in
      let (state, notes, record): (ImportLineState, [ImportNote], Int64?) = line.verdict.kept
      return [
        scope.territory.value, run.id.value, .int(Int64(line.read.line)), state.value, .text(line.read.cellsText),
        ImportNote.text(notes).value, record.value,
      ]
    }
    try await scope.jot(
      """
      INSERT INTO import_line (territory_id, import_id, line, state, cells, notes, record_id) \(.rows(rows))
      """)
  }

  func settle(_ run: ImportRun, _ state: ImportState, plan: ImportPlan? = nil, fault: Text? = nil) async throws {
    let said: String? = fault.flatMap { ImportNote.text([.fault(key: nil, $0)]) }
    try await scope.jot(
      """
      UPDATE import_run SET state = \(state), fault = \(said.value), plan = coalesce(\((plan?.text).value), plan),
        applied_at = \(state == .done ? scope.now.value : run.appliedAt.value), version = version + 1
      WHERE territory_id = \(scope.territory) AND id = \(run.id)
      """)
  }

  /// Those that are to be written and were not yet, in the order of the file, after a line that was.
  func toWrite(_ run: ImportRun, after line: Int, _ most: Int) async throws -> [ImportedLine] {
    try await scope.all(
      """
      SELECT \(ImportedLine.columns) FROM import_line
      WHERE territory_id = \(scope.territory) AND import_id = \(run.id) AND state IN ('new', 'changed')
        AND outcome IS NULL AND line > \(line) ORDER BY line LIMIT \(most)
      """)
  }

  func written(_ lines: [(line: ImportedLine, outcome: ImportWritten)]) async throws {
    guard !lines.isEmpty else { return }
    let rows: [[Value]] = lines.map { line, outcome in
      let (state, notes, stamp, before): (ImportOutcome, String?, RecordStamp?, String?) =
        switch outcome {
        case .written(let stamp, let before): (.written, nil, stamp, before)
        case .same(let stamp): (.same, nil, RecordStamp(stamp.id, 0), nil)
        case .refused(let errors): (.refused, ImportNote.text(errors.map(ImportNote.init)), nil, nil)
        }
      let version: Int? = state == .written ? stamp?.version : nil
      return [line.id.value, state.value, (stamp?.id).value, version.value, before.value, notes.value]
    }
    // A column that is null on all lines has no type that PostgreSQL could know.
    try await scope.jot(
      """
      UPDATE import_line SET outcome = said.column2,
        record_id = coalesce(CAST(said.column3 AS BIGINT), import_line.record_id),
        record_version = CAST(said.column4 AS BIGINT), before = said.column5,
        notes = coalesce(said.column6, import_line.notes)
      FROM (\(.rows(rows))) said
      WHERE import_line.territory_id = \(scope.territory) AND import_line.id = said.column1
      """)
  }

  /// Those that were written, the last first: what leans on another goes before it.
  func toTakeBack(_ run: ImportRun, before line: Int, _ most: Int) async throws -> [ImportedLine] {
    try await scope.all(
      """
      SELECT \(ImportedLine.columns) FROM import_line
      WHERE territory_id = \(scope.territory) AND import_id = \(run.id) AND outcome = 'written'
        AND line < \(line) ORDER BY line DESC LIMIT \(most)
      """)
  }

  func takenBack(_ lines: [(line: ImportedLine, reverted: ImportReverted)], of run: ImportRun) async throws {
    guard !lines.isEmpty else { return }
    let outcomes: [[Value]] = lines.map { line, reverted in
      var notes: String?
      if case .kept(let because) = reverted { notes = ImportNote.text(line.notes + [.fault(key: nil, because)]) }
      return [line.id.value, reverted.outcome.value, notes.value]
    }
    try await scope.jot(
      """
      UPDATE import_line SET outcome = said.column2, notes = coalesce(said.column3, import_line.notes)
      FROM (\(.rows(outcomes))) said
      WHERE import_line.territory_id = \(scope.territory) AND import_line.id = said.column1
      """)
    var restored: [Int64: [Value]] = [:]
    for case .restored(let stamp, let earlier) in lines.map(\.reverted) {
      restored[stamp.id] = [stamp.id.value, earlier.value, stamp.version.value]
    }
    guard !restored.isEmpty else { return }
    // What an earlier table wrote stands again as it wrote it: it can be taken back in its turn.
    try await scope.jot(
      """
      UPDATE import_line SET record_version = said.column3 FROM (\(.rows(Array(restored.values)))) said
      WHERE import_line.territory_id = \(scope.territory) AND import_line.record_id = said.column1
        AND import_line.record_version = said.column2 AND import_line.outcome = 'written'
        AND import_line.import_id IN (
          SELECT id FROM import_run WHERE territory_id = \(scope.territory) AND kind = \(run.kind))
      """)
  }
}

extension ImportVerdict {
  /// As it is kept with its line.
  fileprivate var kept: (ImportLineState, [ImportNote], Int64?) {
    switch self {
    case .new(let notes): (.new, notes, nil)
    case .changed(let record, let notes): (.changed, notes, record)
    case .same(let record): (.same, [], record)
    case .doubtful(let record, let notes): (.doubtful, notes, record)
    case .rejected(let errors): (.rejected, errors.map(ImportNote.init), nil)
    }
  }
}

extension ImportNote {
  init(_ error: FieldError) { self = .fault(key: error.field.isEmpty ? nil : error.field, error.message) }
}

// MARK: Looking at lines

/// How many lines are in each state.
struct ImportCounts: Sendable {
  private var states: [ImportLineState: Int] = [:]
  private var outcomes: [ImportOutcome: Int] = [:]

  subscript(_ state: ImportLineState) -> Int { states[state] ?? 0 }
  subscript(_ outcome: ImportOutcome) -> Int { outcomes[outcome] ?? 0 }

  var all: Int { states.values.reduce(0, +) }
  var toWrite: Int { self[.new] + self[.changed] }

  fileprivate init(_ lines: [Line]) {
    for line in lines {
      states[line.state, default: 0] += line.count
      if let outcome = line.outcome { outcomes[outcome, default: 0] += line.count }
    }
  }

  fileprivate struct Line: Fetched {
    let state: ImportLineState
    let outcome: ImportOutcome?
    let count: Int

    init(_ row: inout Row) throws(DatabaseError) {
      state = try row.next()
      outcome = try row.next()
      count = try row.next()
    }
  }
}

extension ImportStore {
  func counts(of run: ImportRun) async throws -> ImportCounts {
    ImportCounts(
      try await scope.all(
        """
        SELECT state, outcome, count(*) FROM import_line
        WHERE territory_id = \(scope.territory) AND import_id = \(run.id) GROUP BY state, outcome
        """))
  }

  func line(_ id: ID<ImportedLine>, of run: ImportRun) async throws -> ImportedLine {
    try await scope.one(
      """
      SELECT \(ImportedLine.columns) FROM import_line
      WHERE territory_id = \(scope.territory) AND import_id = \(run.id) AND id = \(id)
      """)
  }

  func lines(of run: ImportRun, _ filter: ImportLineFilter) -> Listing<ImportedLine> {
    var which: Query = "FROM import_line WHERE territory_id = \(scope.territory) AND import_id = \(run.id)"
    if let state = filter.state { which = which + " AND state = \(state)" }
    if let outcome = filter.outcome { which = which + " AND outcome = \(outcome)" }
    if filter.toMend {
      // What nobody said a word about until the others were written is left to be sent again.
      let left: Query = run.state == .ready ? "" : " OR state = 'doubtful'"
      which = which + " AND (state = 'rejected' OR outcome = 'refused'\(left))"
    }
    let wanted: Query = which
    return Listing(scope, count: "SELECT count(*) " + wanted, orders: [Order("line", "line")]) { slice in
      "SELECT \(ImportedLine.columns) \(wanted) ORDER BY \(slice.order) \(slice.window)"
    }
  }

  /// A line that looked like something is what somebody says it is.
  func decide(_ line: ImportedLine, of run: ImportRun, isNew: Bool) async throws {
    guard run.state == .ready else { throw Refusal.conflict(.importIsElsewhere(run.state)) }
    guard line.state == .doubtful, isNew || line.record != nil else { throw Refusal.conflict(.lineIsClear) }
    try await scope.jot(
      """
      UPDATE import_line SET state = \(isNew ? ImportLineState.new : .changed),
        record_id = \((isNew ? nil : line.record).value)
      WHERE territory_id = \(scope.territory) AND id = \(line.id) AND state = 'doubtful'
      """)
    try await scope.audit(.importDecided, "import", run.id.number, .importRun, after: run)
  }

  /// All those that look like something are new; or are what they look like, where that is a record.
  func decideAll(of run: ImportRun, areNew: Bool) async throws {
    guard run.state == .ready else { throw Refusal.conflict(.importIsElsewhere(run.state)) }
    let change: Query = areNew ? "state = 'new', record_id = NULL" : "state = 'changed'"
    let which: Query = areNew ? "" : " AND record_id IS NOT NULL"
    try await scope.jot(
      """
      UPDATE import_line SET \(change)
      WHERE territory_id = \(scope.territory) AND import_id = \(run.id) AND state = 'doubtful'\(which)
      """)
    try await scope.audit(.importDecided, "import", run.id.number, .importRun, after: run)
  }
}

extension Deed {
  static let importSent = Deed("import.sent", Text(fr: "Tableau envoyé", en: "Table sent"))
  static let importRead = Deed("import.read", Text(fr: "Tableau relu", en: "Table read again"))
  static let importDecided = Deed(
    "import.decided", Text(fr: "Lignes douteuses tranchées", en: "Doubtful lines settled"))
  static let importApplied = Deed("import.applied", Text(fr: "Import lancé", en: "Import started"))
  static let importUndone = Deed("import.undone", Text(fr: "Annulation de l’import lancée", en: "Taking back started"))
  static let importDropped = Deed("import.dropped", Text(fr: "Import abandonné", en: "Import dropped"))
  static let ofImports: [Deed] = [
    importSent, importRead, importDecided, importApplied, importUndone, importDropped,
  ]
}

extension Text {
  fileprivate static let importsAreOfAccounts = Text(
    fr: "Il faut un compte pour importer un tableau.", en: "It takes an account to import a table.")
  fileprivate static let importFileGone = Text(
    fr: "Le fichier n’est plus là : il est effacé au bout d’un mois. Envoyez-le à nouveau.",
    en: "The file is gone: it is erased after a month. Send it again.")
  fileprivate static let lineIsClear = Text(
    fr: "Cette ligne n’est plus douteuse.", en: "This line is no longer doubtful.")

  fileprivate static func importIsElsewhere(_ state: ImportState) -> Text {
    Text(
      fr: "Cet import n’en est plus là : \(state.label(.fr).lowercased()).",
      en: "This import is elsewhere by now: \(state.label(.en).lowercased()).")
  }
}
