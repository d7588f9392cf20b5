import Platform
import SQL

/// A sheet written as one text: lines `word: value`, an empty line, then its rubrics under headings `## …` that say their
/// names. The same headings sort what somebody brings along from a word processor.
struct SheetText {
  let values: [String: String]
  let rubrics: [(kind: RubricKind, text: String)]
  let visions: [SheetContent.VisionText]
  /// Headings that are none of the model’s, with what stands under them.
  let strangers: [(heading: String, text: String)]

  init(_ text: String, _ kind: SheetKind) {
    let lines: [Substring] = text.split(separator: "\n", omittingEmptySubsequences: false)
    let head: ArraySlice<Substring> = lines.prefix { !$0.isEmpty && !$0.hasPrefix("#") }
    var values: [String: String] = [:]
    for line in head {
      guard let colon = line.firstIndex(of: ":") else { continue }
      values[trim(String(line[..<colon]))] = trim(String(line[line.index(after: colon)...]))
    }
    self.values = values
    var rubrics: [(RubricKind, String)] = []
    var strangers: [(String, String)] = []
    var visions: [SheetContent.VisionText] = []
    for (heading, body) in SheetText.parts(lines[head.endIndex...], under: "## ") {
      switch HeadingMatch(heading, of: kind).flatMap({ $0.isExact ? $0.rubric : nil }) {
      case .visions: visions = SheetText.visions(body)
      case .some(let rubric): rubrics.append((rubric, SheetText.joined(body)))
      case nil: strangers.append((heading, SheetText.joined(body)))
      }
    }
    self.rubrics = rubrics
    self.visions = visions
    self.strangers = strangers
  }

  /// `### Prénom Nom | mandat ; mandat`, then what they see in it.
  private static func visions(_ lines: ArraySlice<Substring>) -> [SheetContent.VisionText] {
    parts(lines, under: "### ").map { heading, body in
      let sides: [String] = heading.split(separator: "|", maxSplits: 1).map { trim(String($0)) }
      let mandates: [String] =
        sides.count < 2 ? [] : sides[1].split(separator: ";").map { trim(String($0)) }.filter { !$0.isEmpty }
      return SheetContent.VisionText(
        name: sides.first ?? heading, mandates: mandates, text: joined(body), isQuotation: false)
    }
  }

  private static func parts(
    _ lines: ArraySlice<Substring>, under mark: String
  ) -> [(heading: String, body: ArraySlice<Substring>)] {
    let starts: [Int] = lines.indices.filter { lines[$0].hasPrefix(mark) }
    return starts.enumerated().map { index, start in
      let end: Int = index + 1 < starts.count ? starts[index + 1] : lines.endIndex
      return (trim(String(lines[start].dropFirst(mark.count))), lines[(start + 1)..<end])
    }
  }

  private static func joined(_ lines: ArraySlice<Substring>) -> String { trim(lines.joined(separator: "\n")) }
}
