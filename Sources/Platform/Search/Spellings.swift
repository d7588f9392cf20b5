import SQL

/// The words that the texts of an index are written with, each known by what is left of it when a letter goes: two words
/// that are one typing error apart have one such rest in common (SymSpell).
///
/// How many texts hold a word is not kept but asked of the index, for those who read: a count in a row of its own would
/// make everybody who writes wait for everybody else, and would tell of texts that one may not see.
struct Spellings: Sendable {
  let words: String
  let keys: String

  init(of record: String) {
    words = "\(record)_word"
    keys = "\(record)_word_key"
  }

  var steps: [Migration.Step] {
    [
      .table(
        Table(
          words, [.id, .init("word", .text, check: "length(word) BETWEEN 4 AND 40"), .init("spelling", .text)],
          unique: [["word"]])),
      .table(
        Table(
          keys, [.init("key", .int64), .init("word_id", .int64, references: words)], unique: [["key", "word_id"]])),
      .index("\(keys)_by_word", "\(keys) (word_id)"),
    ]
  }

  // MARK: Writing

  /// Enters those that are new. Mostly there are none.
  func learn(_ scope: Scope, _ spellings: [String: String]) async throws {
    guard !spellings.isEmpty else { return }
    let object: String = Spellings.object(spellings)
    let new: [(key: String, id: Int64)] = try await scope.inserted(
      """
      INSERT INTO \(Query(trusted: words)) (word, spelling)
      SELECT key, value FROM \(Spellings.pairs(object)) WHERE true
      ON CONFLICT (word) DO NOTHING RETURNING word, id
      """)
    let rows: [[Value]] = new.flatMap { word in
      Spellings.keys(of: word.key).map { [.int($0), .int(word.id)] }
    }
    for start in stride(from: 0, to: rows.count, by: 400) {
      let some: [[Value]] = Array(rows[start..<min(start + 400, rows.count)])
      try await scope.run("INSERT INTO \(Query(trusted: keys)) (key, word_id) \(.rows(some))")
    }
  }

  /// Those that no text is left to hold go: a name that was taken out of a text is not proposed for a mistyped one.
  func forget(
    _ scope: Scope, _ old: [String: String], unlessIn new: [String: String], _ index: TermIndex
  ) async throws {
    var gone: [String] = []
    for (word, spelling) in old where new[word] == nil {
      guard let terms = SoughtWords.terms(of: spelling.lowercased()) else { continue }
      if try await scope.value(index.isHeld(terms)) == false { gone.append(word) }
    }
    guard !gone.isEmpty else { return }
    let list: Query = .list(gone.sorted())
    try await scope.run(
      """
      DELETE FROM \(Query(trusted: keys))
      WHERE word_id IN (SELECT id FROM \(Query(trusted: words)) WHERE word IN \(list))
      """)
    try await scope.run("DELETE FROM \(Query(trusted: words)) WHERE word IN \(list)")
  }

  func clear(_ scope: Scope) async throws {
    try await scope.run("DELETE FROM \(Query(trusted: keys))")
    try await scope.run("DELETE FROM \(Query(trusted: words))")
  }

  /// Letters need no escaping.
  private static func object(_ spellings: [String: String]) -> String {
    "{\(spellings.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\"\($0.value)\"" }.joined(separator: ","))}"
  }

  private static func pairs(_ object: String) -> Query {
    Query(sqlite: "json_each(\(object))", postgres: "jsonb_each_text(CAST(\(object) AS jsonb))")
  }

  // MARK: Reading

  struct Word: Fetched {
    let folded: String
    let spelling: String

    init(_ row: inout Row) throws(DatabaseError) {
      folded = try row.next()
      spelling = try row.next()
    }
  }

  /// Known words that are one typing error away.
  func near(_ scope: Scope, _ typed: String) async throws -> [Word] {
    let found: [Word] = try await scope.all(
      """
      SELECT DISTINCT word, spelling FROM \(Query(trusted: words))
      WHERE id IN (SELECT word_id FROM \(Query(trusted: keys)) WHERE key IN \(.list(Spellings.keys(of: typed))))
      ORDER BY word LIMIT 200
      """)
    return found.filter { Spellings.isOneErrorApart(Array($0.folded.utf8), Array(typed.utf8)) }
  }

  /// Known words that begin so.
  func beginning(_ scope: Scope, _ start: String) async throws -> [Word] {
    try await scope.all(
      """
      SELECT word, spelling FROM \(Query(trusted: words))
      WHERE word >= \(start) AND word < \(start + "\u{10FFFF}") ORDER BY word LIMIT 40
      """)
  }

  /// The word, and what is left of it without each of its letters, as numbers.
  static func keys(of word: String) -> [Int64] {
    let letters: [UInt8] = Array(word.utf8)
    var keys: Set<Int64> = [number(letters[...], without: nil)]
    for index in letters.indices { keys.insert(number(letters[...], without: index)) }
    return keys.sorted()
  }

  /// FNV-1a; that two rests have one number costs a comparison, and happens hardly ever.
  private static func number(_ letters: ArraySlice<UInt8>, without left: Int?) -> Int64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for (index, letter) in letters.enumerated() where index != left {
      hash = (hash ^ UInt64(letter)) &* 0x100_0000_01b3
    }
    return Int64(bitPattern: hash)
  }

  /// A letter more, less or another, or two neighbours the wrong way round.
  static func isOneErrorApart(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    let (short, long): ([UInt8], [UInt8]) = one.count <= other.count ? (one, other) : (other, one)
    guard long.count - short.count <= 1 else { return false }
    var start: Int = 0
    while start < short.count, short[start] == long[start] { start += 1 }
    var end: Int = 0
    while end < short.count - start, short[short.count - 1 - end] == long[long.count - 1 - end] { end += 1 }
    let (left, more): (ArraySlice<UInt8>, ArraySlice<UInt8>) = (
      short[start..<short.count - end], long[start..<long.count - end]
    )
    if more.count <= 1 { return true }
    return left.count == 2 && more.count == 2 && left.first == more.last && left.last == more.first
  }
}
