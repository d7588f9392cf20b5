import Platform

/// What a paragraph is recognised by, copied or a little changed: its pairs of neighbouring words, and a few numbers that two
/// paragraphs share the more often the more pairs they share.
struct ParagraphPrint: Equatable {
  /// Without marks, in small letters without accents.
  let words: [String]
  let pairs: Set<UInt64>
  /// Two paragraphs that share four fifths of their pairs share one of these, but for one pair in a thousand.
  let bands: [Int64]

  /// A shorter one is anybody's: « Une étude est en cours. »
  static let leastWords: Int = 15
  /// Shared pairs of all pairs.
  static let leastAlike: Double = 0.8

  init?(_ paragraph: String) {
    let words: [String] = sortKey(SaidText.plain(paragraph[...])).split(separator: " ").map(String.init)
    guard words.count >= Self.leastWords else { return nil }
    self.words = words
    let pairs: Set<UInt64> = Set(
      (0...(words.count - 2)).map { ParagraphPrint.hash(words[$0...($0 + 1)].joined(separator: " ")) })
    self.pairs = pairs
    bands = (0..<Self.bandCount).map { band in
      var digest: UInt64 = UInt64(band) &* 0x9E37_79B9_7F4A_7C15
      for row in 0..<Self.rowsPerBand {
        let seed: UInt64 = ParagraphPrint.mixed(UInt64(band * Self.rowsPerBand + row) &+ 0x2545_F491_4F6C_DD1D)
        let least: UInt64 = pairs.lazy.map { ParagraphPrint.mixed($0 ^ seed) }.min() ?? 0
        digest = ParagraphPrint.mixed(digest ^ least)
      }
      return Int64(bitPattern: digest)
    }
  }

  /// 1 − (1 − 0,8³)¹⁰ = 0,9992.
  private static let (bandCount, rowsPerBand): (Int, Int) = (10, 3)

  /// How much two share, from 0 to 1.
  func likeness(to other: ParagraphPrint) -> Double {
    let shared: Int = pairs.intersection(other.pairs).count
    return Double(shared) / Double(pairs.count + other.pairs.count - shared)
  }

  /// The same paragraph, before and after: what it is kept under.
  var text: String { words.joined(separator: " ") }

  /// FNV-1a: the same on every machine, and on every day.
  private static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// The finalizer of SplitMix64.
  private static func mixed(_ number: UInt64) -> UInt64 {
    var number: UInt64 = number
    number = (number ^ (number >> 30)) &* 0xBF58_476D_1CE4_E5B9
    number = (number ^ (number >> 27)) &* 0x94D0_49BB_1331_11EB
    return number ^ (number >> 31)
  }
}

extension SheetContent {
  /// Its paragraphs, each under its rubric: a point of a list is one too, a table is none.
  var paragraphs: [(rubric: RubricKind, text: String)] {
    let written: [(RubricKind, String)] =
      rubrics.map { ($0.kind, $0.text) } + visions.map { (.visions, $0.text) }
    return written.flatMap { rubric, text in SheetContent.paragraphs(of: text).map { (rubric, $0) } }
  }

  private static func paragraphs(of text: String) -> [String] {
    var (paragraphs, open): ([String], String) = ([], "")
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let line: String = trim(String(line))
      let isApart: Bool = line.isEmpty || line.hasPrefix("#") || line.hasPrefix("|")
      let isPoint: Bool = line.hasPrefix("- ") || line.hasPrefix("* ")
      if isApart || isPoint {
        if !open.isEmpty { paragraphs.append(open) }
        open = isPoint ? String(line.dropFirst(2)) : ""
      } else {
        open += open.isEmpty ? line : " \(line)"
      }
    }
    return open.isEmpty ? paragraphs : paragraphs + [open]
  }
}
