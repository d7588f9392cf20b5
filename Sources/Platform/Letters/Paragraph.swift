import CLibXML

/// The text of one paragraph, put together from the pieces into which an editor has cut it: a field that was spell-checked
/// or half set in bold is still one field.
struct Paragraph {
  private enum Kind { case text, blank, skipped }

  private struct Piece {
    let node: XMLNode
    let kind: Kind
    let range: Range<Int>
  }

  private let node: XMLNode
  private let vocabulary: Vocabulary
  private var pieces: [Piece] = []
  private(set) var bytes: [UInt8] = []

  init(_ node: XMLNode, _ vocabulary: Vocabulary) {
    self.node = node
    self.vocabulary = vocabulary
    gather(node)
  }

  private mutating func gather(_ node: XMLNode) {
    for child in node.children {
      switch vocabulary.role(of: child) {
      case .text: add(child, .text, child.content)
      case .blank(let count): add(child, .blank, Array(repeating: 0x20, count: max(1, count)))
      case .skipped, .paragraph: add(child, .skipped, Array("\u{FFFC}".utf8))
      case .row, .other: gather(child)
      }
    }
  }

  private mutating func add(_ node: XMLNode, _ kind: Kind, _ text: [UInt8]) {
    pieces.append(Piece(node: node, kind: kind, range: bytes.count..<bytes.count + text.count))
    bytes += text
  }

  /// Puts values where marks stand, dressed like each mark's first character. Nil leaves a mark as it is.
  func fill(_ marks: [FieldMark], _ value: (FieldMark) -> String?) {
    let filled: [(range: Range<Int>, value: Filling)] = marks.compactMap { mark in
      value(mark).map { (mark.range, Filling($0)) }
    }
    guard !filled.isEmpty else { return }
    var next: Int = 0
    var rewritten: [(piece: Piece, content: Filling)] = []
    for piece in pieces {
      while next < filled.count, filled[next].range.upperBound <= piece.range.lowerBound { next += 1 }
      guard next < filled.count, filled[next].range.lowerBound < piece.range.upperBound else { continue }
      var content = Filling()
      var at: Int = piece.range.lowerBound
      var mark: Int = next
      while mark < filled.count, filled[mark].range.lowerBound < piece.range.upperBound {
        let range: Range<Int> = filled[mark].range
        if range.lowerBound >= piece.range.lowerBound {
          content.append(bytes[at..<range.lowerBound])
          content.append(filled[mark].value)
        }
        at = min(range.upperBound, piece.range.upperBound)
        mark += 1
      }
      content.append(bytes[at..<piece.range.upperBound])
      rewritten.append((piece, content))
    }
    // From the end, so that nothing is put beside a text that is still to be rewritten.
    for (piece, content) in rewritten.reversed() { rewrite(piece, content) }
  }

  private func rewrite(_ piece: Piece, _ content: Filling) {
    switch piece.kind {
    case .skipped: return
    case .blank: piece.node.remove()
    case .text:
      switch vocabulary {
      case .odt: content.write(into: piece.node, odt: node)
      case .docx: content.write(intoDocx: piece.node)
      }
    }
  }
}
