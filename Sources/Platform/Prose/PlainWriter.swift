/// Writes marks as a mail has them: paragraphs apart, points after a dash, addresses after the words that lead to them.
struct PlainWriter {
  private let typography: Typography
  private var text: String = ""
  private var line: [Sign] = []
  /// Code and addresses, which are not set.
  private var objects: [String] = []
  /// The number of the next point, for each list that is open; nil for a dash.
  private var lists: [Int?] = []
  private var isPointOpen: Bool = false
  private var linkStart: Int = 0
  private var column: Int = 0

  init(_ typography: Typography) { self.typography = typography }

  mutating func text(of marks: [ProseMark]) -> String {
    for mark in marks {
      switch mark {
      case .text(let words): line.append(contentsOf: [Sign](words))
      case .code(let code): object(code)
      case .lineBreak: line.append(0x0A)
      case .codeBlock(let code):
        part()
        text += code.last == "\n" ? String(code.dropLast()) : code
      case .rule:
        part()
        text += "—"
      case .open(let element): open(element)
      case .close(let element): close(element)
      }
    }
    return text
  }

  private mutating func object(_ string: String) {
    line.append(.object)
    objects.append(string)
  }

  private mutating func open(_ element: ProseElement) {
    switch element {
    case .list(let first):
      if lists.isEmpty { part() }
      lists.append(first)
    case .item:
      if !text.isEmpty, text.last != "\n" { text += "\n" }
      text += String(repeating: "  ", count: min(lists.count - 1, 20))
      if let number = lists.last ?? nil {
        text += "\(number). "
        lists[lists.count - 1] = number + 1
      } else {
        text += "– "
      }
      isPointOpen = true
    case .table: part()
    case .row:
      if text.last != "\n", !text.isEmpty { text += "\n" }
      column = 0
    case .link: linkStart = line.count
    case .emphasis, .strong, .struck: line.append(.edge)
    default: break
    }
  }

  private mutating func close(_ element: ProseElement) {
    switch element {
    case .paragraph, .heading:
      part()
      flush()
    case .point: flush()
    case .cell:
      if column > 0 { text += " | " }
      column += 1
      flush()
    case .list: lists.removeLast()
    case .link(let address?): follow(address)
    case .emphasis, .strong, .struck: line.append(.edge)
    default: break
    }
  }

  /// The address is left out where the words are it.
  private mutating func follow(_ address: LinkAddress) {
    let words: String = Array(line[min(linkStart, line.count)...]).text
    guard address.text != words, address.text != "mailto:" + words, address.text != "http://" + words else { return }
    let shown: String = address.text.hasPrefix("mailto:") ? String(address.text.dropFirst(7)) : address.text
    guard !words.isEmpty else { return object(shown) }
    line.append(contentsOf: [0x20, 0x28])
    object(shown)
    line.append(0x29)
  }

  /// Begins a part of its own, but for the first one of a point.
  private mutating func part() {
    defer { isPointOpen = false }
    guard !text.isEmpty, !isPointOpen else { return }
    while text.last == "\n" { text.removeLast() }
    text += "\n\n"
  }

  private mutating func flush() {
    isPointOpen = false
    var index: Int = 0
    var scalars = String.UnicodeScalarView()
    for sign in typography.set(line, raises: false) {
      if sign == .object {
        scalars.append(contentsOf: objects[index].unicodeScalars)
        index += 1
      } else if let scalar = Unicode.Scalar(sign) {
        scalars.append(scalar)
      }
    }
    text += String(scalars)
    line.removeAll(keepingCapacity: true)
    objects.removeAll(keepingCapacity: true)
  }
}
