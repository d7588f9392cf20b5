import SQL

/// The texts of one kind of record, to be found by their words: `static let sheets = TextIndex(of: "publication")`.
///
/// A record's text is kept beside it, in a table of its own, as it is read and as terms. Whoever writes the record enters
/// its text in the same change, and takes it out before the record goes.
public struct TextIndex: Sendable {
  /// The table of the records, each of which has an `id`.
  let record: String
  let texts: String
  let terms: TermIndex
  let spellings: Spellings

  public init(of record: String) {
    self.record = record
    texts = "\(record)_text"
    terms = TermIndex(on: texts, ["title_terms", "lead_terms", "text_terms"])
    spellings = Spellings(of: record)
  }

  /// What a migration adds to the record's table.
  public var steps: [Migration.Step] {
    [
      .table(
        Table(
          texts,
          [
            .id(of: record), .init("title", .text), .init("lead", .text), .init("text", .text),
            .init("title_terms", .text), .init("lead_terms", .text), .init("text_terms", .text),
          ])),
      .terms(terms),
    ] + spellings.steps
  }

  /// Enters what a record says, or what it says now: plain text, in which title and lead count more.
  public func put<Record>(
    _ scope: Scope, _ id: ID<Record>, title: String, lead: String = "", text: String
  ) async throws {
    let new = IndexedText(id: id.number, title: title, lead: lead, text: text)
    let old: IndexedText? = try await find(scope, id.number)
    guard new != old else { return }
    try await write(scope, new)
    if let old { try await spellings.forget(scope, old.spellings, unlessIn: new.spellings, terms) }
  }

  /// Takes out a record's text.
  public func remove<Record>(_ scope: Scope, _ id: ID<Record>) async throws {
    guard let old = try await find(scope, id.number) else { return }
    try await scope.follow { terms.leave(id.number, for: $0) }
    try await scope.run("DELETE FROM \(Query(trusted: texts)) WHERE id = \(id)")
    try await spellings.forget(scope, old.spellings, unlessIn: [:], terms)
  }

  /// Reads all texts anew, after the analysis has changed. Says how many there are.
  @discardableResult
  public func rebuild(_ scope: Scope) async throws -> Int {
    try await spellings.clear(scope)
    var (last, count): (Int64, Int) = (0, 0)
    while true {
      let some: [IndexedText] = try await scope.all(
        "SELECT id, title, lead, text FROM \(Query(trusted: texts)) WHERE id > \(last) ORDER BY id LIMIT 100")
      guard let end = some.last else { return count }
      for text in some { try await write(scope, text) }
      (last, count) = (end.id, count + some.count)
    }
  }

  private func find(_ scope: Scope, _ id: Int64) async throws -> IndexedText? {
    try await scope.first("SELECT id, title, lead, text FROM \(Query(trusted: texts)) WHERE id = \(id)")
  }

  private func write(_ scope: Scope, _ text: IndexedText) async throws {
    try await scope.follow { terms.leave(text.id, for: $0) }
    try await scope.run(
      """
      INSERT INTO \(Query(trusted: texts)) (id, title, lead, text, title_terms, lead_terms, text_terms)
      VALUES (\(text.id), \(text.title), \(text.lead), \(text.text), \(TextAnalysis.terms(text.title)),
        \(TextAnalysis.terms(text.lead)), \(TextAnalysis.terms(text.text)))
      ON CONFLICT (id) DO UPDATE SET title = excluded.title, lead = excluded.lead, text = excluded.text,
        title_terms = excluded.title_terms, lead_terms = excluded.lead_terms, text_terms = excluded.text_terms
      """)
    try await scope.follow { terms.enter(text.id, for: $0) }
    try await spellings.learn(scope, text.spellings)
  }
}

/// What a record says, as it is kept.
struct IndexedText: Fetched, Equatable {
  let id: Int64
  let title: String
  let lead: String
  let text: String

  init(id: Int64, title: String, lead: String, text: String) {
    self.id = id
    self.title = IndexedText.plain(title)
    self.lead = IndexedText.plain(lead)
    self.text = IndexedText.plain(text)
  }

  init(_ row: inout Row) throws(DatabaseError) {
    id = try row.next()
    title = try row.next()
    lead = try row.next()
    text = try row.next()
  }

  /// PostgreSQL keeps no zero byte.
  private static func plain(_ text: String) -> String {
    text.utf8.contains(0) ? String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value != 0 })) : text
  }

  var spellings: [String: String] { TextAnalysis.spellings("\(title)\n\(lead)\n\(text)") }

  /// What a passage is taken from.
  var body: String { lead.isEmpty ? text : "\(lead)\n\(text)" }
}
