import HTTP
import SQL
import Synchronization
import Tables

/// One line as it stands in the file: what each column holds, as a person would type it.
struct ReadLine: Sendable {
  let line: Int
  let cells: [String]
  let typed: Typed
  let faults: [FieldError]

  var cellsText: String {
    var json = JSONWriter(expecting: 512)
    json.array { json in for cell in cells { json.string(cell) } }
    return String(decoding: json.bytes, as: UTF8.self)
  }
}

extension JobKind {
  static let ofImports: [JobKind] = [importReading, importWriting, importUndoing]

  /// One change: more of them would write the same pages of the tables' indexes once more each.
  private static let chunk: Int = 1_000

  /// Reads a table to its end and says what would become of each line. It begins anew at each attempt: nothing is written
  /// but what it says.
  static let importReading = JobKind(
    "import.reading", Text(fr: "Lecture d’un tableau", en: "Reading a table"), at: { "/imports/\($0)" }
  ) { work in
    let store = ImportStore(work.scope)
    let run: ImportRun = try await store.find(ID(work.job.subject))
    guard run.state == .reading, let importer = work.app.importer(run.kind) else { return }
    let bytes: [UInt8] = try await store.bytes(of: run.id)
    var plan: ImportPlan = run.plan
    do {
      let table = try TableReading(bytes, &plan, importer)
      let read: ImportPlan = plan
      // Who was overtaken by another process leaves its lines alone.
      try await work.scope.change { scope in
        try await ImportStore(scope).forgetLines(of: run)
        try await work.advance(to: 0, of: nil, scope)
      }
      let done = Mutex(0)
      try await importer.judge(work.place(run), { try await table.next(chunk) }) { lines, verdicts in
        let count: Int = done.withLock { done in
          done += lines.count
          return done
        }
        try await work.scope.change { scope in
          try await ImportStore(scope).add(Array(zip(lines, verdicts)), to: run)
          try await work.advance(to: count, of: nil, scope)
        }
      }
      let count: Int = done.withLock { $0 }
      let isKept: Bool = await !table.holdsSocialSecurityNumbers
      try await work.scope.change { scope in
        if !isKept { try await ImportStore(scope).forgetFile(of: run) }
        try await ImportStore(scope).settle(run, .ready, plan: read)
        try await work.advance(to: count, of: count, scope)
      }
    } catch let fault as TableFault {
      let read: ImportPlan = plan
      try await work.scope.change { scope in
        let store = ImportStore(scope)
        try await store.forgetLines(of: run)
        try await store.settle(run, .unreadable, plan: read, fault: fault.message)
        try await work.advance(to: 0, of: nil, scope)
      }
    }
  }

  /// Writes what was looked at. Each change says how far it came: after a fall, the next lines are written.
  static let importWriting = JobKind(
    "import.writing", Text(fr: "Enregistrement d’un tableau", en: "Writing a table"), at: { "/imports/\($0)" }
  ) { work in
    let run: ImportRun = try await ImportStore(work.scope).find(ID(work.job.subject))
    guard run.state == .applying, let importer = work.app.importer(run.kind) else { return }
    guard importer.allow.admits(work.scope.actor) else { throw Refusal.notFound }
    let total: Int = try await ImportStore(work.scope).counts(of: run).toWrite
    var done: Int = work.job.done
    var chunks: Int = 0
    var some: any LinesToWrite = try await work.toWrite(run, importer, after: 0, chunk)
    while let last = some.lines.last?.line {
      async let next: any LinesToWrite = work.toWrite(run, importer, after: last, chunk)
      done += some.lines.count
      let (written, count): (any LinesToWrite, Int) = (some, done)
      try await work.scope.change { scope in
        let outcomes: [ImportWritten] = try await written.write(work.place(run).inside(scope))
        try await ImportStore(scope).written(Array(zip(written.lines, outcomes)))
        try await work.advance(to: count, of: total, scope)
      }
      chunks += 1
      // As the tables double, and again. It only makes the next lines faster: where others hold a table, they go on without.
      if chunks.nonzeroBitCount == 1 { try? await work.app.database.learn(["import_line"] + importer.tables) }
      some = try await next
    }
    let count: Int = done
    try await work.scope.change { scope in
      try await ImportStore(scope).settle(run, .done)
      try await work.advance(to: count, of: total, scope)
    }
  }

  /// Takes back what an import wrote, but for what somebody touched since.
  static let importUndoing = JobKind(
    "import.undoing", Text(fr: "Annulation d’un import", en: "Taking an import back"), at: { "/imports/\($0)" }
  ) { work in
    let run: ImportRun = try await ImportStore(work.scope).find(ID(work.job.subject))
    guard run.state == .undoing, let importer = work.app.importer(run.kind) else { return }
    guard importer.allow.admits(work.scope.actor) else { throw Refusal.notFound }
    let counts: ImportCounts = try await ImportStore(work.scope).counts(of: run)
    let total: Int = work.job.done + counts[.written]
    var (done, last): (Int, Int) = (work.job.done, .max)
    while true {
      let (undone, later): (Int, Int) = (done, last)
      let (count, reached): (Int, Int) = try await work.scope.change { scope in
        let store = ImportStore(scope)
        let lines: [ImportedLine] = try await store.toTakeBack(run, before: later, chunk)
        let reverted: [ImportReverted] = try await importer.revert(work.place(run).inside(scope), lines)
        try await store.takenBack(Array(zip(lines, reverted)), of: run)
        if lines.isEmpty { try await store.settle(run, .undone) }
        try await work.advance(to: undone + lines.count, of: total, scope)
        return (lines.count, lines.last?.line ?? later)
      }
      guard count > 0 else { return }
      (done, last) = (done + count, reached)
    }
  }
}

extension JobRun {
  fileprivate func place(_ run: ImportRun) -> ImportPlace {
    ImportPlace(scope: scope, context: run.context, schema: app.schema)
  }

  /// What nobody decides about any more, read while the lines before are written.
  @concurrent fileprivate func toWrite(
    _ run: ImportRun, _ importer: Importer, after line: Int, _ most: Int
  ) async throws -> any LinesToWrite {
    let lines: [ImportedLine] = try await ImportStore(scope).toWrite(run, after: line, most)
    return try await importer.read(place(run), lines, run.plan)
  }
}

/// A file on its way to lines.
private actor TableReading {
  private let rows: TableRows
  private let epoch: Epoch
  private let columns: [(column: TableColumn, meaning: ImportColumn?)]
  private let marks: [Int: DecimalMark]
  /// Then the file itself is not kept.
  private(set) var holdsSocialSecurityNumbers: Bool = false

  /// Recognises the columns, unless somebody said which is which.
  init(_ bytes: [UInt8], _ plan: inout ImportPlan, _ importer: Importer) throws(TableFault) {
    var limits = TableLimits()
    limits.mostLines = ImportRun.mostLines
    let file = try TableFile(bytes, limits: limits)
    epoch = file.epoch
    plan.sheets = file.sheets.filter { !$0.isHidden && !$0.name.isEmpty }.map(\.name)
    let rows: TableRows =
      plan.headings == nil
      ? try TableReading.rows(file, plan.sheet, importer.columns)
      : try file.rows(of: plan.sheet, headingsOn: plan.headings)
    if plan.sheet == nil, !rows.sheet.name.isEmpty { plan.sheet = rows.sheet.name }
    plan.headings = rows.headingLine
    if !plan.isChosen || plan.columns.map(\.column) != rows.columns {
      plan.recognise(importer.columns, in: rows.columns)
    }
    let columns: [(column: TableColumn, meaning: ImportColumn?)] = plan.columns.map { column in
      (column.column, importer.columns.first { $0.key == column.key })
    }
    marks = try TableReading.marks(file, plan, columns)
    (self.rows, self.columns) = (rows, columns)
  }

  /// From the headings on: of a table that has a title above them, from the first line with the most words that are known.
  private static func rows(
    _ file: TableFile, _ sheet: String?, _ known: [ImportColumn]
  ) throws(TableFault) -> TableRows {
    func recognised(_ rows: TableRows) -> Int {
      known.count { column in rows.columns.contains { column.isCalled($0.heading) } }
    }
    let first: TableRows = try file.rows(of: sheet)
    var best: (rows: TableRows, count: Int) = (first, recognised(first))
    guard best.count < 2 else { return first }
    for line in (first.headingLine + 1)...(first.headingLine + 8) {
      guard let rows = try? file.rows(of: sheet, headingsOn: line) else { continue }
      let count: Int = recognised(rows)
      if count > best.count { best = (rows, count) }
    }
    return best.rows
  }

  /// What the comma is in each column of numbers, by what the whole column proves.
  private static func marks(
    _ file: TableFile, _ plan: ImportPlan, _ columns: [(column: TableColumn, meaning: ImportColumn?)]
  ) throws(TableFault) -> [Int: DecimalMark] {
    let numeric: [TableColumn] = columns.filter { $0.meaning?.isNumeric == true }.map(\.column)
    guard !numeric.isEmpty else { return [:] }
    var cells: [Int: [TableCell]] = [:]
    let rows = try file.rows(of: plan.sheet, headingsOn: plan.headings)
    var count: Int = 0
    while count < 20_000, let row = try rows.next() {
      for column in numeric { cells[column.index, default: []].append(row[column]) }
      count += 1
    }
    return cells.compactMapValues { DecimalMark.recognised(in: $0) }
  }

  func next(_ most: Int) throws(TableFault) -> [ReadLine] {
    var lines: [ReadLine] = []
    lines.reserveCapacity(most)
    while lines.count < most, let row = try rows.next() { lines.append(read(row)) }
    return lines
  }

  private func read(_ row: TableRow) -> ReadLine {
    var (cells, faults, typed): ([String], [FieldError], Typed) = ([], [], Typed())
    if let fault = row.fault { faults.append(FieldError("", fault.message)) }
    for (column, meaning) in columns {
      let cell: TableCell = row[column]
      if SocialSecurityNumber.stands(in: cell.shown) {
        cells.append("")
        faults.append(FieldError(meaning?.key ?? "", .socialSecurityNumberIn(column.heading)))
        holdsSocialSecurityNumbers = true
        continue
      }
      guard let meaning else {
        cells.append((try? cell.text()) ?? cell.shown)
        continue
      }
      do throws(CellFault) {
        let text: String = try meaning.typed(cell, epoch, marks[column.index]) ?? ""
        cells.append(text)
        if !text.isEmpty { typed[meaning.key] = text }
      } catch {
        cells.append(cell.shown)
        faults.append(FieldError(meaning.key, error.message))
      }
    }
    return ReadLine(line: row.line, cells: cells, typed: typed, faults: faults)
  }
}

extension Text {
  static func socialSecurityNumberIn(_ heading: String) -> Text {
    Text(
      fr:
        "La colonne « \(heading) » porte un numéro de sécurité sociale, qui n’a pas sa place ici : retirez-la du tableau.",
      en: "The column “\(heading)” holds a social security number, which has no place here: take it out of the table.")
  }
}

extension TableCell {
  /// What a person sees there, for what nobody can read.
  fileprivate var shown: String {
    switch self {
    case .empty: ""
    case .text(let text), .fault(let text): text
    case .number(_, let written): written
    case .day(let day), .moment(let day, _): day.description
    case .time(let seconds): String(seconds)
    case .flag(let flag): flag ? "oui" : "non"
    }
  }
}

extension App {
  func importer(_ key: String) -> Importer? { importers.first { $0.key == key } }
}
