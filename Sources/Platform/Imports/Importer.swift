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
  /// What its records are kept in.
  let tables: [String]
  /// Refuses who may not bring anything to the record that a table is sent to.
  let within: @Sendable (Scope, Int64) async throws -> Void
  /// What shows of the page that a table is sent from.
  let crumbs: @Sendable (Visit) async throws -> [Crumb]
  /// Whether its lines say what people are: who reads them or takes them away is written down.
  let holdsPeople: Bool
  /// Says of the lines of one file, some at a time, what would become of each: two of them may be one record.
  let judge: @Sendable (ImportPlace, @escaping Lines, Kept) async throws -> Void
  /// Reads lines that are to be written, before the change that writes them.
  let read: @Sendable (ImportPlace, [ImportedLine], ImportPlan) async throws -> any LinesToWrite
  let revert: @Sendable (ImportPlace, [ImportedLine]) async throws -> [ImportReverted]

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
    tables = Kind.spoken.map { [$0.table] + $0.own.sorted() } ?? []
    holdsPeople = Kind.holdsPeople
    judge = { place, lines, keep in try await ImportJudging<Kind>(place).judge(lines, keep) }
    read = { place, lines, plan in try await ImportWriting<Kind>(place).read(lines, plan) }
    revert = { place, lines in try await ImportWriting<Kind>(place).revert(lines) }
  }
}

/// One line of a table: what each field is to be filled with, and what could not be read.
struct TypedLine: Sendable {
  let line: Int
  var typed: Typed
  var faults: [FieldError] = []
  /// The record that it was found, or said, to be.
  var record: Int64?
  /// What was said of it when it was looked at.
  var notes: [ImportNote] = []
}

/// What would become of a line.
enum ImportVerdict: Sendable {
  case new([ImportNote])
  case changed(Int64, [ImportNote])
  case same(Int64)
  /// It looks like a record, or like a line above it: somebody has to say.
  case doubtful(Int64?, [ImportNote])
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
  func form(_ line: TypedLine, over record: Record?, on today: Day) throws(Refusal) -> Filled {
    var line: TypedLine = line
    if let record { line.typed = Self.said(line.typed, of: record) }
    return try form(line, over: record.map(Self.typed) ?? begun(), on: today)
  }

  /// By which the record is looked for that a line only says a part of.
  func lookedFor(_ line: TypedLine, on today: Day) -> Filled? {
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
  func changes(_ record: Record, _ line: TypedLine) -> [ImportNote] {
    let (before, said): (Typed, Typed) = (Self.typed(record), Self.said(line.typed, of: record))
    return Filled.fields.compactMap { field in
      guard let typed = said[field.key], !typed.isEmpty else { return nil }
      let (old, new): (String, String) = (before[field.key] ?? "", field.rewritten(typed))
      guard !field.isSame(old, new) else { return nil }
      return .change(key: field.key, before: field.shown(old), after: field.shown(new))
    }
  }

  /// What was shown of a line before it is written: those changes and no others. Where somebody has changed such a value
  /// since, what was shown is not true any more.
  func shown(_ line: TypedLine, of record: Record) throws(Refusal) -> TypedLine {
    let shown: [String: String] = line.notes.reduce(into: [:]) { shown, note in
      if case .change(let key, let before, _) = note { shown[key] = before }
    }
    // One that came since was not there to be compared with.
    guard line.record != nil else { return line }
    var (kept, errors): (TypedLine, [FieldError]) = (line, [])
    for key in line.typed.raw.keys where shown[key] == nil { kept.typed[key] = nil }
    for case .change(let key, let now, _) in changes(record, kept) where now != shown[key] {
      errors.append(FieldError(key, .changedSinceRead(now)))
    }
    guard errors.isEmpty else { throw .invalid(errors) }
    return kept
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

  /// In whichever order several were chosen.
  fileprivate func isSame(_ old: String, _ new: String) -> Bool {
    guard case .several = control else { return old == new }
    return Set(SeveralValues.of(old)) == Set(SeveralValues.of(new))
  }

  /// A word where the record has a key.
  fileprivate func shown(_ value: String) -> String {
    switch control {
    case .choice(let choices): choices.first { $0.key == value }?.label(.fr) ?? value
    case .flag: value == "true" ? "oui" : "non"
    default: value
    }
  }
}

private protocol RewritingField {
  func rewriting(_ typed: String) -> String?
}

extension Field: RewritingField {
  fileprivate func rewriting(_ typed: String) -> String? {
    guard case .value(let value) = read(typed) else { return nil }
    return write(value) ?? ""
  }
}
