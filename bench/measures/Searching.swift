import HTTP
import Platform
import SQL
import Site

/// Search in many long texts: what scope, counting, passages and marks add to the bare ranked statement, and what entering a
/// text costs.
struct Searching {
  let database: Database
  let scope: Scope
  let sheets: Int

  private static let index = TextIndex(of: "leaflet")

  struct Found {
    var sheets: Int = 0
    struct Search {
      let name: String
      let held: Int
      /// The numbers of the best and how many there are; with titles and passages too; the bare statement.
      let found: Double
      let answer: Double
      let bare: Double
    }

    /// In microseconds, by how many texts hold the words.
    var searches: [Search] = []
    var typingError: Double = 0
    /// Bytes a second that the analysis reads, and texts a second that are entered, a hundred in a change.
    var analysed: Double = 0
    var entered: Double = 0
    /// To enter one text more, in a change of its own.
    var one: Double = 0
  }

  /// The same words in the same order at each run; as in any language, the second is half as frequent as the first.
  private struct Zipf {
    private static let count: Int = 50_000
    private var state: UInt64 = 88_172_645_463_325_252
    private let sums: [Double]

    init() {
      var sum: Double = 0
      sums = (1...Self.count).map { rank in
        sum += 1 / Double(rank)
        return sum
      }
    }

    static func word(_ rank: Int) -> String {
      let starts: [String] = [
        "bra", "cho", "dé", "fla", "gri", "jo", "lu", "mé", "no", "pré", "qua", "ri", "su", "tra", "vé", "xi",
      ]
      let middles: [String] = ["ba", "ci", "do", "fu", "gé", "li", "mo", "nu", "pa", "ro", "sé", "ti", "va", "ze"]
      let ends: [String] = [
        "tion", "ment", "eur", "age", "ique", "té", "iste", "ois", "ance", "ule", "on", "ette", "oir", "ade",
      ]
      var (rest, word): (Int, String) = (rank, starts[rank % starts.count])
      rest /= starts.count
      word += middles[rest % middles.count]
      rest /= middles.count
      word += middles[rest % middles.count]
      rest /= middles.count
      return word + ends[rest % ends.count]
    }

    mutating func text(_ words: Int) -> String {
      var text: String = ""
      for place in 0..<words {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        let wanted: Double = Double(state >> 11) / Double(1 << 53) * sums[sums.count - 1]
        var (low, high): (Int, Int) = (0, sums.count - 1)
        while low < high {
          let middle: Int = (low + high) / 2
          if sums[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        if place > 0 { text += place % 12 == 0 ? ". " : place % 5 == 0 ? " de l’" : " " }
        text += Zipf.word(low)
      }
      return text
    }
  }

  private enum Sheet {}

  func measure() async throws -> Found {
    let tables = Migrations(
      "leaflets",
      [
        Migration(
          1, "leaflets",
          [
            .table(Table("leaflet", [.id, .init("territory_id", .int64), .init("is_public", .bool, default: "true")])),
            .index("leaflet_by_territory", "leaflet (territory_id, is_public)"),
          ] + Self.index.steps)
      ])
    try await Schema(App.schema(Doors.all).capabilities + [tables]).migrate(database)
    var found = Found()
    found.sheets = sheets
    var zipf = Zipf()
    let samples: [String] = (0..<500).map { _ in zipf.text(300) }
    let bytes: Int = samples.reduce(0) { $0 + $1.utf8.count }
    let time: Double = await microseconds(1) { for sample in samples { _ = TextAnalysis.terms(sample) } }
    found.analysed = Double(bytes) / time * 1_000_000
    let filling: Double = try await microseconds(1) {
      for start in stride(from: 0, to: sheets, by: 100) { try await enter(min(100, sheets - start), &zipf) }
    }
    found.entered = Double(sheets) / filling * 1_000_000
    found.one = median(try await measured(50) { try await enter(1, &zipf) })
    let settle: Query = Query(
      sqlite: "ANALYZE", postgres: "ANALYZE leaflet, leaflet_text, leaflet_word, leaflet_word_key")
    _ = try await database.change { try await $0.run(settle) }
    if database.dialect == .postgres {
      _ = try await database.read {
        try await $0.all("SELECT gin_clean_pending_list('leaflet_text_all_terms')") { _ in 0 }
      }
    }
    for (name, ranks) in [("rare", 30_000..<30_040), ("middling", 3_000..<3_040), ("frequent", 10..<40)] {
      found.searches.append(try await searched(name, ranks.map { Zipf.word($0) }))
    }
    found.searches.append(
      try await searched(
        "a middling and a frequent one", (3_000..<3_040).map { "\(Zipf.word($0)) \(Zipf.word($0 % 40))" }))
    let mistyped: [String] = (3_000..<3_040).map { Zipf.word($0) + "q" }
    var times: [Double] = []
    for word in mistyped { times.append(try await microseconds(1) { try await answer(word) }) }
    found.typingError = median(times)
    return found
  }

  private func enter(_ count: Int, _ zipf: inout Zipf) async throws {
    let texts: [(String, String, String)] = (0..<count).map { _ in (zipf.text(8), zipf.text(30), zipf.text(260)) }
    try await scope.change { scope in
      for (title, lead, text) in texts {
        let id: ID<Sheet> = try await scope.insert("INSERT INTO leaflet (territory_id) VALUES (\(scope.territory))")
        try await Self.index.put(scope, id, title: title, lead: lead, text: text)
      }
      let view = View<Int>("Sheets", [Column("sheets", Text(fr: "fiches", en: "sheets"), .int) { .int($0) }])
      try await scope.audit(
        Deed("leaflet.entered", Text(fr: "fiche saisie", en: "sheet entered")), "leaflet", 1, view, after: count)
    }
  }

  private var readable: Query { "leaflet.territory_id = \(scope.territory) AND leaflet.is_public" }

  private func words(_ typed: String) -> SoughtWords {
    guard let words = SoughtWords(typed) else { preconditionFailure("nothing to look for") }
    return words
  }

  private func find(_ typed: String) async throws {
    _ = try await Self.index.find(scope, words(typed), where: readable)
  }

  private func answer(_ typed: String) async throws {
    _ = try await Self.index.search(scope, words(typed), where: readable)
  }

  /// Turn about, so that both meet the same moments of the machine; the first time each pays for the cache of the file.
  private func searched(_ name: String, _ questions: [String]) async throws -> Found.Search {
    var (found, answers, bare, held): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
    for turn in 0..<4 {
      for question in questions {
        let terms: [String] = TextAnalysis.terms(question).split(separator: " ").map(String.init)
        let one: Double = try await microseconds(1) { try await find(question) }
        let other: Double = try await microseconds(1) { _ = try await database.all(statement(terms), as: Number.self) }
        let whole: Double = try await microseconds(1) { try await answer(question) }
        guard turn > 0 else { continue }
        found.append(one)
        bare.append(other)
        answers.append(whole)
        if turn == 1 {
          held.append(Double(try await database.read { try await $0.value(count(terms), as: Int64.self) }))
        }
      }
    }
    return Found.Search(
      name: name, held: Int(median(held)), found: median(found), answer: median(answers), bare: median(bare))
  }

  private struct Number: Fetched {
    let number: Int64

    init(_ row: inout Row) throws(DatabaseError) { number = try row.next() }
  }

  private func match(_ terms: [String]) -> Query {
    Query(
      sqlite: "leaflet_text_terms MATCH \(terms.joined(separator: " AND "))",
      postgres: "all_terms @@ CAST(\(terms.joined(separator: " & ")) AS tsquery)")
  }

  private func statement(_ terms: [String]) -> Query {
    Query(
      sqlite: "SELECT rowid FROM leaflet_text_terms WHERE \(match(terms)) ORDER BY rank LIMIT 10",
      postgres: """
        SELECT id FROM leaflet_text WHERE \(match(terms))
        ORDER BY ts_rank(all_terms, CAST(\(terms.joined(separator: " & ")) AS tsquery)) DESC LIMIT 10
        """)
  }

  private func count(_ terms: [String]) -> Query {
    Query(
      sqlite: "SELECT count(*) FROM leaflet_text_terms WHERE \(match(terms))",
      postgres: "SELECT count(*) FROM leaflet_text WHERE \(match(terms))")
  }
}

extension Searching.Found {
  func write(_ json: inout JSONWriter) {
    json.object { json in
      json.member("sheets", sheets)
      json.member("analysed_bytes", Int(analysed))
      json.member("entered", Int(entered))
      json.member("one_us", Int(one))
      json.member("error_us", Int(typingError))
      json.member(
        "searches",
        array: { json in
          for search in searches {
            json.object { json in
              json.member("name", search.name)
              json.member("held", search.held)
              json.member("found_us", Int(search.found))
              json.member("answer_us", Int(search.answer))
              json.member("bare_us", Int(search.bare))
            }
          }
        })
    }
  }
}
