import HTTP
import Platform
import SQL

/// What stands under one heading of a document that was brought along.
struct ArrivalPart: Sendable, Equatable {
  /// Empty for what comes before the first one.
  let heading: String
  let text: String
  /// Where it goes unless somebody says otherwise.
  let rubric: RubricKind?
  let isExact: Bool

  /// More headings than that stay inside the part before them.
  static let most: Int = 40

  /// Cut at headings: at those that mean a rubric whatever their level, at the others where they stand as high.
  static func parts(of arrived: ArrivedText, for kind: SheetKind) -> [ArrivalPart] {
    var parts: [ArrivalPart] = []
    var start: Int = 0
    var (heading, level, match): (String, Int, HeadingMatch?) = ("", 0, nil)
    let blocks: [ArrivedText.Block] = arrived.blocks
    func close(_ end: Int) {
      let text: String = ArrivedText.markdown(blocks[start..<end])
      guard !text.isEmpty else { return }
      parts.append(ArrivalPart(heading: heading, text: text, rubric: match?.rubric, isExact: match?.isExact ?? false))
    }
    for (index, block) in blocks.enumerated() {
      guard let (words, depth) = Self.heading(block, kind), parts.count + 1 < most else { continue }
      let found: HeadingMatch? = HeadingMatch(words, of: kind)
      guard found != nil || depth <= level || (heading.isEmpty && start == 0 && level == 0) else { continue }
      close(index)
      (start, heading, level, match) = (index + 1, words, depth, found)
    }
    close(blocks.count)
    return parts
  }

  private static func heading(_ block: ArrivedText.Block, _ kind: SheetKind) -> (String, Int)? {
    switch block {
    case .heading(let level, let words): (words, level)
    // Who knows no styles types a rubric's name on a line of its own.
    case .paragraph(let words) where words.count <= 90 && HeadingMatch(words, of: kind)?.isExact == true: (words, 7)
    default: nil
    }
  }

  func write(_ json: inout JSONWriter) {
    json.member("heading", heading)
    json.member("text", text)
    json.member("rubric", rubric?.rawValue)
    json.member("isExact", isExact)
  }

  init(heading: String, text: String, rubric: RubricKind?, isExact: Bool) {
    self.heading = heading
    self.text = text
    self.rubric = rubric
    self.isExact = isExact
  }

  init(_ kept: Kept) throws(DatabaseError) {
    heading = try kept.string("heading")
    text = try kept.string("text")
    rubric = try kept.optionalString("rubric").flatMap { RubricKind(rawValue: $0) }
    isExact = try kept.flag("isExact")
  }

  /// « ### Prénom Nom | mandat ; mandat », then what they see in it: each a vision of its own. Nil where nobody is named.
  var visions: [SheetContent.VisionText]? {
    let lines: [Substring] = text.split(separator: "\n", omittingEmptySubsequences: false)
    let starts: [Int] = lines.indices.filter { lines[$0].hasPrefix("### ") }
    guard let first = starts.first, lines[..<first].allSatisfy(\.isEmpty) else { return nil }
    return starts.enumerated().map { index, start in
      let end: Int = index + 1 < starts.count ? starts[index + 1] : lines.endIndex
      let head: String = String(lines[start].dropFirst(4))
      let sides: [Substring] = head.split(maxSplits: 1) { $0 == "|" || $0 == "," }
      let mandates: [String] =
        sides.count < 2 ? [] : sides[1].split { $0 == ";" }.map { trim(String($0)) }.filter { !$0.isEmpty }
      return SheetContent.VisionText(
        name: String(trim(String(sides.first ?? "")).prefix(120)), mandates: mandates,
        text: trim(lines[(start + 1)..<end].joined(separator: "\n")), isQuotation: false)
    }
  }
}
