import SQL

/// Reads the next lines of a file while it is found out what would become of those before.
struct ImportJudging<Kind: RecordImport>: Sendable {
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
  /// The line that each known record was first met on, by whichever of its numbers.
  private var met: [Int64: Int] = [:]
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
    var verdicts: [ImportVerdict] = []
    for submitted in lines {
      guard let form = submitted.form, let card = submitted.card else {
        let refusal: [FieldError] = new(submitted.refusal, beside: submitted.line.faults)
        verdicts.append(.rejected(submitted.line.faults + refusal))
        continue
      }
      switch meanings.next() ?? .nobody {
      case _ where !submitted.line.faults.isEmpty: verdicts.append(.rejected(submitted.line.faults))
      case let meaning where submitted.refusal.isEmpty || meaning.isKnown:
        verdicts.append(
          try await verdict(submitted.line, form, meaning, Fresh(submitted.line.line, card), submitted.keys))
      default: verdicts.append(.rejected(submitted.refusal))
      }
    }
    return verdicts
  }

  /// A cell that could not be read is not missing as well, nor the number of a record that nobody found.
  private func new(_ errors: [FieldError], beside faults: [FieldError]) -> [FieldError] {
    guard !faults.isEmpty else { return errors }
    let told: Set<String> = Set(faults.map(\.field) + Kind.Filled.fields.filter(\.isHidden).map(\.key))
    return errors.filter { !told.contains($0.field) }
  }

  private func verdict(
    _ line: TypedLine, _ form: Kind.Filled, _ meaning: ImportMeaning<Kind.Record>, _ own: Fresh, _ keys: Set<String>
  ) async throws -> ImportVerdict {
    let identity: String = Kind.identity(form)
    if let earlier = seen[identity] { return .rejected([FieldError("", .lineAgain(earlier))]) }
    seen[identity] = line.line
    switch meaning {
    case .several(let error): return .rejected([error])
    case .refused(let errors): return .rejected(errors)
    case .like(let record, let because):
      let like: ImportNote = .like(Kind.name(record), because: because)
      return .doubtful(Kind.stamp(record).id, [like] + kind.changes(record, line))
    case .one(let record): return try await verdict(line, of: record)
    case .nobody: return asNew(own, keys, [])
    case .bringing(let words): return asNew(own, keys, [.brings(words)])
    }
  }

  /// Of a line that no record is known by, beside those above it.
  private func asNew(_ own: Fresh, _ keys: Set<String>, _ notes: [ImportNote]) -> ImportVerdict {
    defer { remember(own, keys) }
    let near: [ObjectIdentifier: Fresh] = keys.reduce(into: [:]) { near, key in
      for other in fresh[key] ?? [] { near[ObjectIdentifier(other)] = other }
    }
    for other in near.values.sorted(by: { $0.line < $1.line }) {
      if let why = Kind.likeness(own.card, other.card) {
        return .doubtful(nil, [.like(Text.lineNumber(other.line)(.fr), because: why)])
      }
    }
    return .new(notes)
  }

  /// What its own page would refuse of a change is said before anything is written.
  private func verdict(_ line: TypedLine, of record: Kind.Record) async throws -> ImportVerdict {
    let id: Int64 = Kind.stamp(record).id
    if let earlier = met[id] { return .rejected([FieldError("", .lineAgain(earlier))]) }
    met[id] = line.line
    do {
      let changed: Kind.Filled = try kind.form(line, over: record, on: today)
      let changes: [ImportNote] = kind.changes(record, line)
      guard !changes.isEmpty else { return .same(id) }
      try await kind.check(changed, of: record)
      return .changed(id, changes)
    } catch let refusal as Refusal { return .rejected(try refusal.ofLine()) }
  }

  private func remember(_ own: Fresh, _ keys: Set<String>) {
    // What hundreds of lines share tells nothing.
    for key in keys where fresh[key]?.count ?? 0 < 20 { fresh[key, default: []].append(own) }
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
