import HTTP
import SQL
import Tables

/// A kind of record that a table can bring.
public struct Importer: Sendable {
  let key: String
  /// « des organisations »
  let label: Text
  let noun: Noun
  let allow: Allow
  /// Where its records are listed; `{…}` is the record that they belong to, where they belong to one.
  let list: String
  /// Where one of its records is read; nil where it has no page of its own.
  let path: (@Sendable (Int64) -> String)?
  let columns: [ImportColumn]
  /// Refuses who may not bring anything to the record that a table is sent to.
  let within: @Sendable (Scope, Int64) async throws -> Void
  /// What shows of the page that a table is sent from.
  let crumbs: @Sendable (Visit) async throws -> [Crumb]
  /// Says of the lines of one file, some at a time, what would become of each: two of them may be one record.
  let judge: @Sendable (ImportPlace, @escaping Lines, Kept) async throws -> Void
  /// Reads lines that are to be written, before the change that writes them.
  let read: @Sendable (ImportPlace, [ImportedLine], ImportPlan) async throws -> any LinesToWrite
  let revert: @Sendable (ImportPlace, [ImportedLine]) async throws -> [ImportOutcome]

  typealias Lines = @Sendable () async throws -> [ReadLine]
  typealias Kept = @Sendable ([ReadLine], [ImportVerdict]) async throws -> Void

  public init<Kind: RecordImport>(
    _ key: String, _ label: Text, _ noun: Noun, allow: Allow, list: String, _ kind: Kind.Type, columns: [ImportColumn],
    path: (@Sendable (Int64) -> String)?,
    within: @Sendable @escaping (Scope, Int64) async throws -> Void = { _, _ in },
    crumbs: @Sendable @escaping (Visit) async throws -> [Crumb]
  ) {
    self.key = key
    self.label = label
    self.noun = noun
    self.allow = allow
    self.list = list
    self.columns = columns
    self.path = path
    self.within = within
    self.crumbs = crumbs
    judge = { place, lines, keep in try await ImportJudging<Kind>(place).judge(lines, keep) }
    read = { place, lines, plan in try await ImportWriting<Kind>(place).read(lines, plan) }
    revert = { place, lines in try await ImportWriting<Kind>(place).revert(lines) }
  }
}

/// One line of a table: what each field is to be filled with, and what could not be read.
struct TypedLine: Sendable {
  let line: Int
  let typed: Typed
  var faults: [FieldError] = []
  /// The record that somebody said it is.
  var record: Int64?
}

/// What would become of a line.
enum ImportVerdict: Sendable {
  case new
  case changed(Int64, [ImportNote])
  case same(Int64)
  /// It looks like a record, or like a line above it: somebody has to say.
  case doubtful(Int64?, ImportNote)
  case rejected([FieldError])
}

/// What became of it.
enum ImportWritten: Sendable {
  case written(RecordStamp, before: String?)
  case same(RecordStamp)
  case refused([FieldError])
}

extension RecordImport {
  /// A line as its form reads it. Where the record is known, what the table does not say stays as it is.
  fileprivate func form(_ line: TypedLine, over record: Record?, on today: Day) throws(Refusal) -> Filled {
    try form(line, over: record.map(Self.typed) ?? begun(), on: today)
  }

  /// By which the record is looked for that a line only says a part of.
  fileprivate func lookedFor(_ line: TypedLine, on today: Day) -> Filled? {
    var base: Typed = begun()
    for (key, value) in standIns().raw { base[key] = value }
    return try? form(line, over: base, on: today)
  }

  private func form(_ line: TypedLine, over base: Typed, on today: Day) throws(Refusal) -> Filled {
    var typed: Typed = base
    for (key, value) in line.typed.raw where !value.isEmpty { typed[key] = value }
    return try Filled(try FormReader.values(Filled.fields, typed, on: today))
  }

  /// What a line changes of a record, field by field, as its form would be filled.
  fileprivate func changes(_ record: Record, _ line: TypedLine) -> [ImportNote] {
    let before: Typed = Self.typed(record)
    return Filled.fields.compactMap { field in
      guard let typed = line.typed[field.key], !typed.isEmpty else { return nil }
      let old: String = before[field.key] ?? ""
      let new: String = field.rewritten(typed)
      guard old != new else { return nil }
      return .change(key: field.key, before: field.shown(old), after: field.shown(new))
    }
  }
}

extension Refusal {
  /// What a line is told. A record that is gone, or closed to who imports, is no line's fault.
  public func ofLine() throws(Refusal) -> [FieldError] {
    if case .conflict(let message, field: nil) = self { return [FieldError("", message)] }
    guard !fieldErrors.isEmpty else { throw self }
    return fieldErrors
  }
}

extension FormField {
  /// What was typed as the field itself would write it: « 244 200 770 00018 » is 24420077000018.
  fileprivate func rewritten(_ typed: String) -> String { (self as? any RewritingField)?.rewriting(typed) ?? typed }

  /// A word where the record has a key.
  fileprivate func shown(_ value: String) -> String {
    guard case .choice(let choices) = control else { return value }
    return choices.first { $0.key == value }?.label(.fr) ?? value
  }
}

private protocol RewritingField {
  func rewriting(_ typed: String) -> String?
}

extension Field: RewritingField {
  fileprivate func rewriting(_ typed: String) -> String? {
    guard case .value(let value) = read(typed) else { return nil }
    return write(value)
  }
}

/// Reads the next lines of a file while it is found out what would become of those before.
private struct ImportJudging<Kind: RecordImport>: Sendable {
  private let kind: Kind
  private let today: Day
  private let place: ImportPlace

  init(_ place: ImportPlace) {
    kind = Kind(place)
    today = place.scope.today
    self.place = place
  }

  func judge(_ lines: @escaping Importer.Lines, _ keep: Importer.Kept) async throws {
    let judge = ImportJudge<Kind>(place)
    var some: [SubmittedLine<Kind>] = try await read(lines)
    while !some.isEmpty {
      async let next: [SubmittedLine<Kind>] = read(lines)
      try await keep(some.map(\.read), try await judge.judge(some))
      some = try await next
    }
  }

  @concurrent private func read(_ lines: Importer.Lines) async throws -> [SubmittedLine<Kind>] {
    let read: [ReadLine] = try await lines()
    let understood: [UnderstoodLine] = try await kind.understood(read.map(\.typed))
    return zip(read, understood).map { read, understood in
      let line = TypedLine(line: read.line, typed: understood.typed, faults: read.faults + understood.faults)
      do throws(Refusal) {
        return SubmittedLine(read, line, try kind.form(line, over: nil, on: today))
      } catch { return SubmittedLine(read, line, kind.lookedFor(line, on: today), refusal: error.fieldErrors) }
    }
  }
}

/// A line as its form took it. Refused, it may still be found out whose it is.
private struct SubmittedLine<Kind: RecordImport>: Sendable {
  let read: ReadLine
  let line: TypedLine
  let form: Kind.Filled?
  let card: Kind.Card?
  let keys: Set<String>
  let refusal: [FieldError]

  init(_ read: ReadLine, _ line: TypedLine, _ form: Kind.Filled?, refusal: [FieldError] = []) {
    (self.read, self.line, self.form, self.refusal) = (read, line, form, refusal)
    card = form.map(Kind.card)
    keys = card.map(Kind.keys) ?? []
  }
}

/// Says of each line of a file what would become of it.
private actor ImportJudge<Kind: RecordImport> {
  /// A line that would be new.
  private final class Fresh: Sendable {
    let line: Int
    let card: Kind.Card

    init(_ line: Int, _ card: Kind.Card) { (self.line, self.card) = (line, card) }
  }

  private let kind: Kind
  private let today: Day
  /// The line that each identity was first seen on.
  private var seen: [String: Int] = [:]
  /// By what they may be found again as.
  private var fresh: [String: [Fresh]] = [:]

  init(_ place: ImportPlace) {
    kind = Kind(place)
    today = place.scope.today
  }

  func judge(_ lines: [SubmittedLine<Kind>]) async throws -> [ImportVerdict] {
    let known: [ImportMeaning<Kind.Record>] = try await kind.meant(
      by: lines.compactMap(\.form), alike: lines.compactMap(\.card))
    var meanings = known.makeIterator()
    return lines.map { submitted in
      guard let form = submitted.form, let card = submitted.card else {
        return .rejected(submitted.line.faults + new(submitted.refusal, beside: submitted.line.faults))
      }
      let meaning: ImportMeaning<Kind.Record> = meanings.next() ?? .nobody
      guard submitted.line.faults.isEmpty else { return .rejected(submitted.line.faults) }
      if !submitted.refusal.isEmpty {
        guard case .one = meaning else { return .rejected(submitted.refusal) }
      }
      return verdict(submitted.line, form, meaning, Fresh(submitted.line.line, card), submitted.keys)
    }
  }

  /// A cell that could not be read is not missing as well, nor the number of a record that nobody found.
  private func new(_ errors: [FieldError], beside faults: [FieldError]) -> [FieldError] {
    guard !faults.isEmpty else { return errors }
    let told: Set<String> = Set(faults.map(\.field) + Kind.Filled.fields.filter(\.isHidden).map(\.key))
    return errors.filter { !told.contains($0.field) }
  }

  private func verdict(
    _ line: TypedLine, _ form: Kind.Filled, _ meaning: ImportMeaning<Kind.Record>, _ own: Fresh, _ keys: Set<String>
  ) -> ImportVerdict {
    let identity: String = Kind.identity(form)
    if let earlier = seen[identity] { return .rejected([FieldError("", .lineAgain(earlier))]) }
    seen[identity] = line.line
    switch meaning {
    case .several(let error): return .rejected([error])
    case .refused(let errors): return .rejected(errors)
    case .one(let record):
      let id: Int64 = Kind.stamp(record).id
      do throws(Refusal) {
        _ = try kind.form(line, over: record, on: today)
        let changes: [ImportNote] = kind.changes(record, line)
        return changes.isEmpty ? .same(id) : .changed(id, changes)
      } catch { return .rejected(error.fieldErrors) }
    case .like(let record, let because):
      return .doubtful(Kind.stamp(record).id, .like(Kind.name(record), because: because))
    case .nobody:
      defer { remember(own, keys) }
      let near: [ObjectIdentifier: Fresh] = keys.reduce(into: [:]) { near, key in
        for other in fresh[key] ?? [] { near[ObjectIdentifier(other)] = other }
      }
      for other in near.values.sorted(by: { $0.line < $1.line }) {
        if let why = Kind.likeness(own.card, other.card) {
          return .doubtful(nil, .like(Text.lineNumber(other.line)(.fr), because: why))
        }
      }
      return .new
    }
  }

  private func remember(_ own: Fresh, _ keys: Set<String>) {
    // What hundreds of lines share tells nothing.
    for key in keys where fresh[key]?.count ?? 0 < 20 { fresh[key, default: []].append(own) }
  }
}

/// Writes lines inside a change, and takes them back.
private struct ImportWriting<Kind: RecordImport> {
  let kind: Kind
  let today: Day

  init(_ place: ImportPlace) {
    kind = Kind(place)
    today = place.scope.today
  }

  func read(_ lines: [ImportedLine], _ plan: ImportPlan) async throws -> any LinesToWrite {
    let understood: [UnderstoodLine] = try await kind.understood(lines.map { $0.typed(plan) })
    return FormsToWrite<Kind>(
      lines: lines,
      forms: zip(lines, understood).map { line, understood in
        let line = TypedLine(line: line.line, typed: understood.typed, faults: understood.faults, record: line.record)
        return (line, Result { () throws(Refusal) in try kind.form(line, over: nil, on: today) })
      })
  }

  func write(_ read: [(line: TypedLine, form: Result<Kind.Filled, Refusal>)]) async throws -> [ImportWritten] {
    var written: [ImportWritten?] = Array(repeating: nil, count: read.count)
    let said: [Int64: Kind.Record] = Dictionary(
      try await kind.find(read.compactMap(\.line.record)).map { (Kind.stamp($0).id, $0) }
    ) { first, _ in first }
    var forms: [(index: Int, form: Kind.Filled)] = []
    for (index, entry) in read.enumerated() {
      switch entry.form {
      case _ where !entry.line.faults.isEmpty: written[index] = .refused(entry.line.faults)
      case .success(let form): forms.append((index, form))
      case .failure(let refusal):
        if let record = entry.line.record.flatMap({ said[$0] }) {
          written[index] = try await update(record, entry.line)
        } else {
          written[index] = .refused(refusal.fieldErrors)
        }
      }
    }
    let meanings: [ImportMeaning<Kind.Record>] = try await kind.meant(by: forms.map(\.form), alike: nil)
    var fresh: [(index: Int, form: Kind.Filled)] = []
    for (entry, meaning) in zip(forms, meanings) {
      let line: TypedLine = read[entry.index].line
      switch (line.record.flatMap { said[$0] }, meaning) {
      // What was looked at and said to be new, is: a record that came since under the same number is updated.
      case (let record?, _), (nil, .one(let record)):
        written[entry.index] = try await update(record, line)
      case (nil, .several(let error)): written[entry.index] = .refused([error])
      case (nil, .refused(let errors)): written[entry.index] = .refused(errors)
      case (nil, .nobody), (nil, .like): fresh.append(entry)
      }
    }
    for (entry, outcome) in zip(fresh, try await kind.insert(fresh.map(\.form))) {
      switch outcome {
      case .success(let record): written[entry.index] = .written(Kind.stamp(record), before: nil)
      case .failure(let refusal): written[entry.index] = .refused(try refusal.ofLine())
      }
    }
    return written.compactMap { $0 }
  }

  private func update(_ record: Kind.Record, _ line: TypedLine) async throws -> ImportWritten {
    do {
      let form: Kind.Filled = try kind.form(line, over: record, on: today)
      guard !kind.changes(record, line).isEmpty else { return .same(Kind.stamp(record)) }
      let after: Kind.Record = try await kind.update(record, form)
      return .written(Kind.stamp(after), before: ImportBefore.text(Kind.typed(record)))
    } catch let refusal as Refusal {
      return .refused(try refusal.ofLine())
    }
  }

  /// Each as it was before, where nobody has touched it since.
  func revert(_ lines: [ImportedLine]) async throws -> [ImportOutcome] {
    let records: [Int64: Kind.Record] = Dictionary(
      try await kind.find(lines.compactMap(\.record)).map { (Kind.stamp($0).id, $0) }
    ) { first, _ in first }
    var outcomes: [ImportOutcome] = []
    for line in lines {
      guard let record = line.record.flatMap({ records[$0] }), Kind.stamp(record).version == line.recordVersion else {
        outcomes.append(.kept)
        continue
      }
      do {
        if let before = line.before {
          let typed: Typed = ImportBefore.typed(before)
          _ = try await kind.update(
            record, try Kind.Filled(try FormReader.values(Kind.Filled.fields, typed, on: today)))
        } else {
          try await kind.remove(record)
        }
        outcomes.append(.undone)
      } catch is Refusal {
        // Somebody came to count on it.
        outcomes.append(.kept)
      }
    }
    return outcomes
  }
}

/// Lines that were read, to be written in a change.
protocol LinesToWrite: Sendable {
  var lines: [ImportedLine] { get }
  func write(_ place: ImportPlace) async throws -> [ImportWritten]
}

private struct FormsToWrite<Kind: RecordImport>: LinesToWrite {
  let lines: [ImportedLine]
  let forms: [(line: TypedLine, form: Result<Kind.Filled, Refusal>)]

  func write(_ place: ImportPlace) async throws -> [ImportWritten] {
    try await ImportWriting<Kind>(place).write(forms)
  }
}

/// A record's form as it was filled, to be filled so again.
enum ImportBefore {
  static func text(_ typed: Typed) -> String {
    var json = JSONText()
    for (key, value) in typed.raw.sorted(by: { $0.key < $1.key }) { json.member(key, value) }
    return json.text
  }

  static func typed(_ text: String) -> Typed {
    var typed = Typed()
    guard case .object(let members)? = try? JSON(Array(text.utf8)) else { return typed }
    for member in members { typed[member.name] = member.value.string }
    return typed
  }
}

extension Text {
  fileprivate static func lineAgain(_ earlier: Int) -> Text {
    Text(
      fr: "C’est le même enregistrement que la ligne \(earlier) : gardez l’une des deux.",
      en: "This is the same record as line \(earlier): keep one of the two.")
  }

  fileprivate static func lineNumber(_ line: Int) -> Text { Text(fr: "la ligne \(line)", en: "line \(line)") }
}
