import CLibXML

/// What comes into a letter's text: characters that XML can hold, and the breaks that each format has elements for.
struct Filling {
  private enum Part {
    case text(Range<Int>)
    case lineBreak, tab
    /// One space and those after it, which an ODT would take for one.
    case spaces(Int)
  }

  private var parts: [Part] = []
  /// All the text, one part after the other: ten thousand of them are put together without copying any twice.
  private var text: [UInt8] = []

  init() {}

  init(_ value: String) {
    var spaces: Int = 0
    for scalar in value.replacing("\r\n", with: "\n").unicodeScalars {
      if scalar == " " {
        spaces += 1
        if spaces == 1 { append([0x20]) }
        continue
      }
      if spaces > 1 { parts.append(.spaces(spaces - 1)) }
      spaces = 0
      switch scalar {
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": parts.append(.lineBreak)
      case "\t": parts.append(.tab)
      default: if Self.isAllowed(scalar) { append(Array(String(scalar).utf8)[...]) }
      }
    }
    if spaces > 1 { parts.append(.spaces(spaces - 1)) }
  }

  /// XML 1.0 has no place for control characters, and a letter has none for what turns the order of reading around: no form
  /// of the house takes it either. Hebrew and Arabic need none of it.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: false
    default: true
    }
  }

  mutating func append(_ bytes: ArraySlice<UInt8>) {
    guard !bytes.isEmpty else { return }
    let start: Int = text.count
    text.append(contentsOf: bytes)
    if case .text(let before)? = parts.last {
      parts[parts.count - 1] = .text(before.lowerBound..<text.count)
    } else {
      parts.append(.text(start..<text.count))
    }
  }

  mutating func append(_ other: Filling) {
    for part in other.parts {
      if case .text(let range) = part { append(other.text[range]) } else { parts.append(part) }
    }
  }

  /// Into a text node, in the middle of whatever it stands in.
  func write(into node: XMLNode, odt paragraph: XMLNode) {
    var last: XMLNode = node
    for (index, part) in parts.enumerated() {
      switch part {
      case .text(let range) where index == 0: node.hold(text[range])
      case .text(let range):
        let more: XMLNode = xmlNewDocText(node.pointee.doc, Array(text[range]) + [0])
        last = xmlAddNextSibling(last, more)
      case .lineBreak: last = xmlAddNextSibling(last, paragraph.sibling("line-break"))
      case .tab: last = xmlAddNextSibling(last, paragraph.sibling("tab"))
      case .spaces(let count):
        let spaces: XMLNode = paragraph.sibling("s")
        xmlNewNsProp(spaces, paragraph.pointee.ns, "c", String(count))
        last = xmlAddNextSibling(last, spaces)
      }
    }
    if !startsWithText { node.hold([]) }
  }

  /// Into a `w:t`, with what does not fit into one beside it in the same run.
  func write(intoDocx node: XMLNode) {
    var last: XMLNode = node
    for (index, part) in parts.enumerated() {
      switch part {
      case .text(let range): last = Self.put(text[range], index == 0 ? node : nil, after: last)
      case .spaces(let count): last = Self.put(ArraySlice(repeating: 0x20, count: count), nil, after: last)
      case .lineBreak: last = xmlAddNextSibling(last, node.sibling("br"))
      case .tab: last = xmlAddNextSibling(last, node.sibling("tab"))
      }
    }
    if !startsWithText { node.hold([]) }
  }

  private static func put(_ bytes: ArraySlice<UInt8>, _ node: XMLNode?, after last: XMLNode) -> XMLNode {
    let text: XMLNode = node ?? xmlAddNextSibling(last, last.sibling("t"))
    text.hold(bytes)
    xmlNodeSetSpacePreserve(text, 1)
    return text
  }

  private var startsWithText: Bool {
    if case .text? = parts.first { return true }
    return false
  }
}
