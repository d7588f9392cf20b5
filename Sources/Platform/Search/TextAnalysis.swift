import SQL

/// How texts become terms, once and for both databases.
///
/// Whoever changes what comes out of here brings all texts to it with `TextIndex.rebuild`.
public enum TextAnalysis {
  /// What an index of texts reads: terms with spaces between.
  public static func terms(_ text: String) -> String {
    var terms: [UInt8] = []
    terms.reserveCapacity(text.utf8.count)
    var count: Int = 0
    each(text) { stemmer, parts, whole in
      // A database refuses to index a text beyond all reason; what follows is not found.
      guard count < most else { return }
      for part in parts {
        let word: WordTerms = stemmer.terms(part.form)
        guard isTerm(part, word) else { continue }
        append(word, to: &terms)
        count += 1
      }
      if let whole { append(stemmer.terms(whole), to: &terms) }
    }
    return String(decoding: terms, as: UTF8.self)
  }

  private static let most: Int = 50_000

  /// The words that may be meant when somebody mistypes one, without accents, and as they are written.
  static func spellings(_ text: String) -> [String: String] {
    var spellings: [String: String] = [:]
    each(text) { stemmer, parts, _ in
      for part in parts where !part.isNumber && (4...30).contains(part.form.utf8.count) {
        let word: WordTerms = stemmer.terms(part.form)
        guard isTerm(part, word), word.folded.utf8.count >= 4, spellings[word.folded] == nil, isWord(part.form)
        else { continue }
        spellings[word.folded] = part.isCapitals ? part.form.uppercased() : part.form
      }
    }
    return spellings
  }

  /// Letters only, and of our alphabet.
  private static func isWord(_ form: String) -> Bool {
    form.unicodeScalars.allSatisfy { $0.value < 0x180 && $0.properties.isAlphabetic }
  }

  static func each(_ text: String, _ body: (Stemmer, [TextScanner.Part], String?) -> Void) {
    var text: String = text
    Stemmer.lend { stemmer in
      text.withUTF8 { bytes in TextScanner.scan(bytes) { parts, whole in body(stemmer, parts, whole) } }
    }
  }

  /// AI, EI and CES are words too when they are written large: associations intermédiaires, contrats emploi-solidarité.
  static func isTerm(_ part: TextScanner.Part, _ word: WordTerms) -> Bool {
    if part.form.utf8.count == 1 { return part.isNumber }
    return part.isCapitals || !word.isStop
  }

  private static func append(_ word: WordTerms, to terms: inout [UInt8]) {
    if !terms.isEmpty { terms.append(0x20) }
    terms.append(contentsOf: word.first.utf8)
    guard let second = word.second else { return }
    terms.append(0x20)
    terms.append(contentsOf: second.utf8)
  }
}

/// What somebody looks for in texts: words that must all be there.
public struct SoughtWords: Sendable {
  public let text: String
  let words: [Word]

  /// One part of a word, which can be mistyped by itself.
  struct Word: Sendable {
    let range: Range<Int>
    let folded: String
    let terms: TermQuery
    let isWord: Bool
  }

  /// What must be there, word by word; the parts of a word count as many of `words`.
  private let groups: [(terms: TermQuery, parts: Int)]

  var terms: TermQuery { .all(groups.map(\.terms)) }

  /// Nil where nothing is left to look for: nothing was typed, or only words that every text holds.
  public init?(_ text: String) {
    // Beyond this nobody typed it.
    let text: String = trim(String(text.prefix(300)))
    var words: [Word] = []
    var groups: [(terms: TermQuery, parts: Int)] = []
    let shouts: Bool = SoughtWords.shouts(text)
    TextAnalysis.each(text) { stemmer, parts, whole in
      var (own, seen): ([TermQuery], [Word]) = ([], [])
      for part in parts {
        let word: WordTerms = stemmer.terms(part.form)
        guard TextAnalysis.isTerm(part, word), !(word.isStop && shouts), let terms = SoughtWords.either(word)
        else { continue }
        own.append(terms)
        seen.append(
          Word(
            range: part.range, folded: word.folded, terms: terms, isWord: !part.isNumber))
      }
      guard groups.count < SoughtWords.most else { return }
      let joined: TermQuery? = whole.flatMap { SoughtWords.either(stemmer.terms($0)) }
      // « R&D » is nothing but its letters; « a-t-il » is nothing.
      if own.isEmpty, let joined, parts.allSatisfy({ $0.form.utf8.count == 1 }) { return groups.append((joined, 0)) }
      guard !own.isEmpty, words.count < SoughtWords.most else { return }
      words += seen
      let apart: TermQuery = own.count == 1 ? own[0] : .all(own)
      groups.append((joined.map { .any([$0, apart]) } ?? apart, own.count))
    }
    guard !groups.isEmpty else { return nil }
    self.text = text
    self.words = words
    self.groups = groups
  }

  private static let most: Int = 12

  private init(_ text: String, _ words: [Word], _ groups: [(terms: TermQuery, parts: Int)]) {
    self.text = text
    self.words = words
    self.groups = groups
  }

  /// « LES EMPLOIS » is nobody's acronym; « AI » alone, or « une AI », is.
  private static func shouts(_ text: String) -> Bool {
    var (large, all): (Int, Int) = (0, 0)
    TextAnalysis.each(text) { _, parts, _ in
      for part in parts where !part.isNumber {
        all += 1
        if part.isCapitals { large += 1 }
      }
    }
    return all > 1 && large == all
  }

  /// What one word is looked for by, in small letters.
  static func terms(of form: String) -> TermQuery? { Stemmer.lend { either($0.terms(form)) } }

  private static func either(_ word: WordTerms) -> TermQuery? {
    let terms: [TermQuery] = [word.first, word.second].compactMap { $0.flatMap { TermQuery.Term($0) } }.map {
      .term($0)
    }
    return terms.count > 1 ? .any(terms) : terms.first
  }

  /// The word that somebody may still be typing.
  var unfinished: String? { words.last.flatMap { $0.range.upperBound == text.utf8.count ? $0.folded : nil } }

  /// With the last word as far as somebody got: any of these will do in its place, and whatever begins so.
  func finishing(_ endings: [String]) -> SoughtWords {
    guard let last = words.last, let group = groups.last, group.parts > 0,
      let start = TermQuery.Term(last.folded, isBeginning: true)
    else { return self }
    let more: [TermQuery] = Stemmer.lend { stemmer in
      endings.compactMap { SoughtWords.either(stemmer.terms($0)) }
    }
    let before: [TermQuery] = words.suffix(group.parts).dropLast().map(\.terms)
    let finished: TermQuery = .all(before + [.any([last.terms, .term(start)] + more)])
    return SoughtWords(text, words, groups.dropLast() + [(finished, group.parts)])
  }

  /// With other words in place of some.
  func replacing(_ replacements: [(Range<Int>, String)]) -> String {
    var bytes: [UInt8] = Array(text.utf8)
    for (range, word) in replacements.sorted(by: { $0.0.lowerBound > $1.0.lowerBound }) {
      bytes.replaceSubrange(range, with: Array(word.utf8))
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
