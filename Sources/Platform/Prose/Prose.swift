import HTML

/// A text that somebody wrote in Markdown: headings, lists, tables, links, and no HTML.
public struct Prose: Sendable {
  /// What is longer is shown as it was typed.
  public static let mostCharacters: Int = MarkdownBounds.characters

  let marks: [ProseMark]
  let typography: Typography

  public init(_ markdown: String, typography: Typography) {
    let visible: String.UnicodeScalarView = markdown.unicodeScalars
    // What turns the order of letters round can make an address read as another.
    let isTurned: Bool = visible.contains { Prose.turns($0) }
    marks = MarkdownReader.marks(
      isTurned ? String(String.UnicodeScalarView(visible.filter { !Prose.turns($0) })) : markdown)
    self.typography = typography
  }

  private static func turns(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00, 0x202A...0x202E, 0x2066...0x2069, 0xFFF9...0xFFFB: true
    default: false
    }
  }

  /// Its first heading stands one level under `level`.
  public func write(_ markup: inout Markup, under level: Int) {
    var writer = ProseWriter(typography, under: level)
    writer.write(marks, &markup)
  }

  /// Without any marks, for a mail or a line of a list. Cut at a word, with « … », where it is longer than `limit`.
  public func plain(limit: Int? = nil) -> String {
    var writer = PlainWriter(typography)
    let text: String = writer.text(of: marks)
    guard let limit, text.count > limit else { return text }
    let kept: Substring = text.prefix(max(limit - 1, 0))
    let isWhole: Bool = text[kept.endIndex].isWhitespace
    let end: String.Index = isWhole ? kept.endIndex : kept.lastIndex(where: \.isWhitespace) ?? kept.endIndex
    var words: Substring = kept[..<end]
    while let last = words.last, last.isWhitespace || ",;:–—-(«“".contains(last) { words.removeLast() }
    return words + "…"
  }
}
