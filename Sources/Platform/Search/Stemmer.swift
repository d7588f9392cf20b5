import CStemmer
import Synchronization
import Tables

/// What becomes of a word in the index: one or two terms, so that with and without its accents it is the same word.
///
/// Snowball looks at accents: « créées » is cut to « cré », « creees » to « cree ». A text is found by either cut of each of
/// its words, and looked for by either cut of the words that were typed.
struct WordTerms {
  /// Without accents, whole.
  let folded: String
  let first: String
  let second: String?
  /// Says nothing of what a text is about.
  let isStop: Bool
}

/// libstemmer's French stemmer, used by one analysis at a time: `Stemmer.lend` sees to it, hence `@unchecked Sendable`.
final class Stemmer: @unchecked Sendable {
  private let handle: OpaquePointer
  /// A text says the same words again and again.
  private var known: [String: WordTerms] = [:]

  private static let mostKnown: Int = 20_000
  private static let idle = Mutex<[Stemmer]>([])

  private init() {
    guard let handle = sb_stemmer_new("french", "UTF_8") else { preconditionFailure("libstemmer knows no French") }
    self.handle = handle
  }

  deinit { sb_stemmer_delete(handle) }

  static func lend<T>(_ body: (Stemmer) -> T) -> T {
    let stemmer: Stemmer = idle.withLock { $0.popLast() } ?? Stemmer()
    defer { idle.withLock { $0.append(stemmer) } }
    return body(stemmer)
  }

  /// A word in small letters, as `TextScanner` cuts it.
  func terms(_ form: String) -> WordTerms {
    if let terms = known[form] { return terms }
    let folded: String = fold(form)
    let plain: String = cut(folded)
    let accented: String = folded == form ? plain : cut(form)
    let terms = WordTerms(
      folded: folded, first: plain, second: accented == plain ? nil : accented,
      isStop: StopWords.contains(form))
    if known.count >= Self.mostKnown { known.removeAll(keepingCapacity: true) }
    known[form] = terms
    return terms
  }

  private func cut(_ word: String) -> String {
    var copy: String = Stemmer.irregular[word] ?? Stemmer.singular(word)
    let stem: String = copy.withUTF8 { bytes in
      guard let stem = sb_stemmer_stem(handle, bytes.baseAddress, Int32(bytes.count)) else { return word }
      return String(
        decoding: UnsafeBufferPointer(start: stem, count: Int(sb_stemmer_length(handle))), as: UTF8.self)
    }
    return trimmed(fold(stem))
  }

  /// Plurals and feminine forms that Snowball takes for something else: clusters, lyonnaises.
  private static func singular(_ word: String) -> String {
    guard word.utf8.count >= 7 else { return word }
    if word.hasSuffix("ers") || word.hasSuffix("aise") { return String(word.dropLast()) }
    return word.hasSuffix("aises") ? String(word.dropLast(2)) : word
  }

  /// What Snowball leaves: of plurals (emplois, enjeux), of verbs (embauchent), of endings that have lost their accents
  /// (accompagnees, salaries).
  private func trimmed(_ stem: String) -> String {
    var bytes: [UInt8] = Array(stem.utf8)
    func ends(_ ending: StaticString, leaving least: Int) -> Bool {
      bytes.count >= least + ending.utf8CodeUnitCount
        && bytes.suffix(ending.utf8CodeUnitCount).elementsEqual(
          UnsafeBufferPointer(start: ending.utf8Start, count: ending.utf8CodeUnitCount))
    }
    if ends("s", leaving: 3), !ends("ss", leaving: 0) { bytes.removeLast() }
    if ends("ux", leaving: 2) { bytes.removeLast() }
    if ends("ent", leaving: 5), !ends("ment", leaving: 0) { bytes.removeLast(3) }
    while ends("e", leaving: 3) { bytes.removeLast() }
    if ends("y", leaving: 3) { bytes[bytes.count - 1] = 0x69 }
    if ends("i", leaving: 5) { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Plurals that no rule of endings tells from other words.
  private static let irregular: [String: String] = ["baux": "bail", "aïeux": "aïeul", "yeux": "oeil"]

  /// Without accents; letters of other alphabets by their number, for terms are of plain letters and digits.
  private func fold(_ word: String) -> String {
    if word.utf8.allSatisfy({ $0 < 0x80 }) { return word }
    var folded: [UInt8] = []
    for scalar in word.unicodeScalars {
      switch scalar.value {
      case 0..<0x80: folded.append(UInt8(scalar.value))
      // A sigma is written otherwise at the end of a word.
      case 0x3C2: folded += Array("u3c3".utf8)
      case 0xDF...0x17F: folded += Array(Latin.bases[Int(scalar.value) - 0xDF].utf8.filter { $0 > 0x2F })
      default: folded += Array("u\(String(scalar.value, radix: 16))".utf8)
      }
    }
    return String(decoding: folded, as: UTF8.self)
  }
}
