import HTTP
import SQL

/// Writes lines inside a change, and takes them back.
struct ImportWriting<Kind: RecordImport> {
  let kind: Kind
  let today: Day
  private let place: ImportPlace

  init(_ place: ImportPlace) {
    self.place = place
    kind = Kind(place)
    today = place.scope.today
  }

  func read(_ lines: [ImportedLine], _ plan: ImportPlan) async throws -> any LinesToWrite {
    let understood: [UnderstoodLine] = try await kind.understood(lines.map { $0.typed(plan) })
    return FormsToWrite<Kind>(
      lines: lines,
      forms: zip(lines, understood).map { line, understood in
        let line = TypedLine(
          line: line.line, typed: understood.typed, faults: understood.faults, record: line.record, notes: line.notes)
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
      case (nil, .nobody), (nil, .like), (nil, .bringing):
        // Its record was there when it was looked at: merged since, anonymised, or taken out.
        if line.record == nil { fresh.append(entry) } else { written[entry.index] = .refused([.recordIsGone]) }
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
      let line: TypedLine = try kind.shown(line, of: record)
      let form: Kind.Filled = try kind.form(line, over: record, on: today)
      guard !kind.changes(record, line).isEmpty else { return .same(Kind.stamp(record)) }
      try await kind.check(form, of: record)
      let after: Kind.Record = try await kind.update(record, form)
      return .written(Kind.stamp(after), before: ImportBefore.text(Kind.typed(record)))
    } catch let refusal as Refusal {
      return .refused(try refusal.ofLine())
    }
  }

  /// Each as it was before, where nobody has touched it since.
  func revert(_ lines: [ImportedLine]) async throws -> [ImportReverted] {
    var records: [Int64: Kind.Record] = Dictionary(
      try await kind.find(lines.compactMap(\.record)).map { (Kind.stamp($0).id, $0) }
    ) { first, _ in first }
    // Two lines may have written one record: once the later is taken back, it is as the earlier had left it.
    var standing: [Int64: Int] = [:]
    let new: [Int64] = lines.filter { $0.before == nil }.compactMap(\.record)
    let suspects: Set<Int64> = try await spokenOf(new)
    var reverted: [ImportReverted] = []
    for line in lines {
      guard let id = line.record, let record = records[id], let version = line.recordVersion,
        version == standing[id] ?? Kind.stamp(record).version
      else {
        reverted.append(.kept(because: .touchedSince))
        continue
      }
      // What spoke of it may have gone a line ago.
      if line.before == nil, suspects.contains(id), let rule = Kind.spoken, try await !spokenOf([id]).isEmpty {
        reverted.append(.kept(because: rule.because))
        continue
      }
      do {
        if let before = line.before {
          let form = try Kind.Filled(
            try FormReader.values(Kind.Filled.fields, ImportBefore.typed(before), on: today))
          let restored: Kind.Record = try await kind.update(record, form)
          (records[id], standing[id]) = (restored, version - 1)
          reverted.append(.restored(Kind.stamp(restored), as: version - 1))
        } else {
          try await kind.remove(record)
          records[id] = nil
          reverted.append(.removed)
        }
      } catch let refusal as Refusal {
        let errors: [FieldError] = try refusal.ofLine()
        reverted.append(.kept(because: errors.first?.message ?? .touchedSince))
      }
    }
    return reverted
  }

  private func spokenOf(_ ids: [Int64]) async throws -> Set<Int64> {
    guard let rule = Kind.spoken else { return [] }
    return try await place.spokenOf(ids, rule)
  }
}

extension FieldError {
  fileprivate static let recordIsGone = FieldError(
    "",
    Text(
      fr:
        "L’enregistrement que cette ligne mettait à jour n’est plus là : envoyez-la de nouveau si elle a encore lieu d’être.",
      en: "The record that this line updated is not there any more: send it again if it still has a reason to be."))
}

extension Text {
  fileprivate static let touchedSince = Text(
    fr: "Quelqu’un l’a modifié ou retiré depuis.", en: "Somebody has changed it or taken it out since.")

  static func changedSinceRead(_ now: String) -> Text {
    Text(
      fr: "Quelqu’un a changé cette valeur depuis la lecture du tableau : c’est maintenant « \(now) ».",
      en: "Somebody has changed this value since the table was read: it is “\(now)” now.")
  }
}

/// What became of a line that was to be taken back.
enum ImportReverted: Sendable {
  case removed
  /// Under a new version, what an earlier one said.
  case restored(RecordStamp, as: Int)
  case kept(because: Text)

  var outcome: ImportOutcome {
    switch self {
    case .removed, .restored: .undone
    case .kept: .kept
    }
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
