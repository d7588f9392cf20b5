/// What the reader may be given. Some texts that nobody writes cost libcmark-gfm the square of their length, or make it
/// write far more than it was given; measured on its version in Debian 12, each of these bounds keeps 100 000 characters
/// under some tens of milliseconds.
struct MarkdownBounds {
  static let characters: Int = 100_000

  /// Quotes and lists opened on one line.
  private static let nesting: Int = 40
  private static let pictures: Int = 1_000
  /// `<!` and `<?`, which the library looks for the end of.
  private static let declarations: Int = 1_000
  private static let columns: Int = 60
  /// A line of two bytes is a row of as many cells as the table has columns.
  private static let cells: Int = 20_000
  /// Characters that `[a][b][b][b]…` may come to.
  private static let referred: Int = 8_000_000

  private var pictures: Int = 0
  private var declarations: Int = 0
  private var brackets: Int = 0
  private var cells: Int = 0
  private var columns: Int = 0
  private var paragraph: Int = 0
  private var longestParagraph: Int = 0
  private var hasReferences: Bool = false

  static func admit(_ markdown: String) -> Bool {
    guard markdown.utf8.count <= characters * 4, markdown.utf8.count <= characters || markdown.count <= characters
    else {
      return false
    }
    let bytes: [UInt8] = Array(markdown.utf8)
    var bounds = MarkdownBounds()
    var start: Int = 0
    while start < bytes.count {
      let end: Int = bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
      guard bounds.admit(bytes[start..<end]) else { return false }
      start = end + 1
    }
    let longest: Int = max(bounds.longestParagraph, bounds.paragraph)
    return !bounds.hasReferences || bounds.brackets * longest <= referred
  }

  private mutating func admit(_ line: ArraySlice<UInt8>) -> Bool {
    var pipes: Int = 0
    var previous: UInt8 = 0
    for byte in line {
      switch (previous, byte) {
      case (0x21, 0x5B):
        pictures += 1
        brackets += 1
      case (0x3C, 0x21), (0x3C, 0x3F): declarations += 1
      case (0x5D, 0x3A): hasReferences = true
      case (_, 0x5B): brackets += 1
      case (_, 0x7C): pipes += 1
      default: break
      }
      previous = byte
    }
    grow(line, pipes)
    return pictures <= Self.pictures && declarations <= Self.declarations && pipes <= Self.columns
      && cells <= Self.cells && opened(line) <= Self.nesting
  }

  private mutating func grow(_ line: ArraySlice<UInt8>, _ pipes: Int) {
    guard line.contains(where: { $0 != 0x20 && $0 != 0x09 }) else {
      longestParagraph = max(longestParagraph, paragraph)
      paragraph = 0
      columns = 0
      return
    }
    paragraph += line.count + 1
    cells += columns
    // `|---|:-:|`, perhaps in a quote or a list: what follows is rows.
    let isUnderHeads: Bool = line.contains(0x2D) && line.allSatisfy { Self.ofRule[Int($0)] }
    if isUnderHeads { columns = max(columns, pipes + 1) }
  }

  private static let ofRule: [Bool] = (0..<256).map { " \t>|:-*+.)0123456789".utf8.contains(UInt8($0)) }

  /// How many quotes and points of lists a line begins.
  private func opened(_ line: ArraySlice<UInt8>) -> Int {
    var opened: Int = 0
    for byte in line {
      switch byte {
      case 0x3E, 0x2D, 0x2A, 0x2B, 0x2E, 0x29: opened += 1
      case 0x20, 0x09, 0x30...0x39: continue
      default: return opened
      }
    }
    // Nothing but such signs: a rule across the page, or under a heading or the heads of a table.
    let isRule: Bool = Set(line.filter { $0 != 0x20 && $0 != 0x09 }).count == 1 && line.first != 0x3E
    return isRule && !line.contains(0x20) ? 0 : opened
  }
}
