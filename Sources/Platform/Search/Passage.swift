import SQL

/// A piece of a text, with what was looked for marked in it. Plain text: whoever shows it escapes it.
public struct Passage: Sendable, Equatable {
  public struct Part: Sendable, Equatable {
    public let text: String
    public let isHit: Bool

    public init(_ text: String, isHit: Bool = false) {
      self.text = text
      self.isHit = isHit
    }
  }

  public let parts: [Part]
  /// Whether the text says something before it, and after it.
  public let startsInside: Bool
  public let endsInside: Bool

  public var text: String { parts.map(\.text).joined() }

  /// All of a short text.
  init(whole text: String, _ marks: Marks) {
    self.init(text, marks.hits(in: text).map(\.range), 0..<text.utf8.count)
  }

  /// The piece of a long one that holds most of the words, as near to each other as they come.
  init(of text: String, _ marks: Marks) {
    let hits: [Marks.Hit] = marks.hits(in: text)
    self.init(text, hits.map(\.range), Passage.piece(of: text, hits))
  }

  private static let length: Int = 260
  /// How far before the first hit it may begin.
  private static let approach: Int = 80

  /// What every text stands in for itself: what is beyond it is not looked through for a passage.
  static let farthest: Int = 200_000

  private static func piece(of text: String, _ hits: [Marks.Hit]) -> Range<Int> {
    let bytes: [UInt8] = Array(text.utf8)
    guard bytes.count > length else { return 0..<bytes.count }
    var best: (start: Int, score: Int) = (0, 0)
    for (index, hit) in hits.enumerated() {
      var words: Set<String> = []
      var count: Int = 0
      for other in hits[index...].prefix(while: { $0.range.upperBound <= hit.range.lowerBound + length - approach }) {
        words.insert(other.term)
        count += 1
      }
      let score: Int = words.count * 100 + min(count, 99)
      if score > best.score { best = (hit.range.lowerBound, score) }
    }
    let start: Int = beginning(bytes, before: best.start)
    return start..<end(bytes, after: min(start + length, bytes.count))
  }

  /// The beginning of the sentence, or of a word.
  private static func beginning(_ bytes: [UInt8], before hit: Int) -> Int {
    let earliest: Int = max(0, hit - approach)
    if earliest == 0 { return 0 }
    var word: Int?
    var index: Int = hit
    while index > earliest {
      if isSpace(bytes[index - 1]) {
        word = index
        if index > 1, [0x2E, 0x21, 0x3F, 0x0A].contains(bytes[index - 2]) || bytes[index - 1] == 0x0A { return index }
      }
      index -= 1
    }
    return word ?? hit
  }

  private static func end(_ bytes: [UInt8], after place: Int) -> Int {
    var index: Int = place
    while index < bytes.count, index < place + 30, !isSpace(bytes[index]) { index += 1 }
    while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
    return index
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  private init(_ text: String, _ hits: [Range<Int>], _ piece: Range<Int>) {
    let bytes: [UInt8] = Array(text.utf8)
    var parts: [Part] = []
    var place: Int = piece.lowerBound
    func add(upTo end: Int, isHit: Bool) {
      let words: String = Passage.line(bytes[place..<end])
      if !words.isEmpty { parts.append(Part(words, isHit: isHit)) }
      place = end
    }
    for hit in hits where hit.lowerBound >= place && hit.upperBound <= piece.upperBound {
      add(upTo: hit.lowerBound, isHit: false)
      add(upTo: hit.upperBound, isHit: true)
    }
    add(upTo: piece.upperBound, isHit: false)
    self.parts = parts
    startsInside = piece.lowerBound > 0
    endsInside = piece.upperBound < bytes.count
  }

  /// Lines and paragraphs run on.
  private static func line(_ bytes: ArraySlice<UInt8>) -> String {
    var line: [UInt8] = []
    line.reserveCapacity(bytes.count)
    for byte in bytes where !isSpace(byte) || line.last != 0x20 { line.append(isSpace(byte) ? 0x20 : byte) }
    return String(decoding: line, as: UTF8.self)
  }
}

/// How the words that were looked for are recognised in a text.
struct Marks {
  struct Hit {
    let range: Range<Int>
    let term: String
  }

  private let terms: Set<String>
  private let beginnings: [String]

  init(_ wanted: TermQuery) {
    let all: [TermQuery.Term] = wanted.terms
    terms = Set(all.filter { !$0.isBeginning }.map(\.text))
    beginnings = all.filter(\.isBeginning).map(\.text)
  }

  func hits(in text: String) -> [Hit] {
    var hits: [Hit] = []
    TextAnalysis.each(text) { stemmer, parts, whole in
      guard let first = parts.first, let last = parts.last, first.range.lowerBound < Passage.farthest else { return }
      if let whole, let term = hit(stemmer.terms(whole)) {
        return hits.append(Hit(range: first.range.lowerBound..<last.range.upperBound, term: term))
      }
      for part in parts {
        let word: WordTerms = stemmer.terms(part.form)
        if TextAnalysis.isTerm(part, word), let term = hit(word) { hits.append(Hit(range: part.range, term: term)) }
      }
    }
    return hits
  }

  private func hit(_ word: WordTerms) -> String? {
    if terms.contains(word.first) { return word.first }
    if let second = word.second, terms.contains(second) { return second }
    return beginnings.contains { word.first.hasPrefix($0) || word.folded.hasPrefix($0) } ? word.first : nil
  }
}
