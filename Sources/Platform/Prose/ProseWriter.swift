import HTML

/// Writes marks as a page has them. Words wait for the end of their paragraph, so that they are set as the whole that
/// they are read as, emphasis or not.
struct ProseWriter {
  private let typography: Typography
  private let level: Int
  /// The headings above, as they were typed: a level left out by the writer is not left out of the page.
  private var headings: [Int] = []
  private var line: [Sign] = []
  /// What stands at each edge and object of the line, in order.
  private var pieces: [ProseMark] = []
  private var depth: Int = 0
  private var heads: [String] = []
  private var column: Int = 0
  private var hasBody: Bool = false

  init(_ typography: Typography, under level: Int) {
    self.typography = typography
    self.level = level
  }

  mutating func write(_ marks: [ProseMark], _ markup: inout Markup) {
    for mark in marks {
      switch mark {
      case .text(let text): for scalar in text.unicodeScalars { line.append(scalar.value) }
      case .code: add(mark, .object)
      case .lineBreak: add(mark, .edge)
      case .open(let element) where element.isInline: open(mark)
      case .close(let element) where element.isInline: close(mark, element)
      case .codeBlock(let code):
        markup.raw("<pre><code>")
        markup.text(code)
        markup.raw("</code></pre>\n")
      case .rule: markup.raw("<hr>\n")
      case .open(let element): open(element, &markup)
      case .close(let element): close(element, &markup)
      }
    }
  }

  private mutating func add(_ mark: ProseMark, _ sign: Sign) {
    line.append(sign)
    pieces.append(mark)
  }

  /// Browsers draw no more than some hundreds of levels.
  private static let deepest: Int = 12

  private mutating func open(_ mark: ProseMark) {
    depth += 1
    if depth <= Self.deepest { add(mark, .edge) }
  }

  private mutating func close(_ mark: ProseMark, _ element: ProseElement) {
    if case .link(let address?) = element, isBare {
      for scalar in address.text.unicodeScalars { line.append(scalar.value) }
    }
    if depth <= Self.deepest { add(mark, .edge) }
    depth -= 1
  }

  /// Whether the link that closes here has nothing to read.
  private var isBare: Bool {
    guard depth <= Self.deepest else { return false }
    for sign in line.reversed() {
      if sign == .edge { return true }
      guard sign.isSpace else { return false }
    }
    return true
  }

  private mutating func open(_ element: ProseElement, _ markup: inout Markup) {
    switch element {
    case .quote: markup.raw("<blockquote>\n")
    case .item: markup.raw("<li>")
    case .list(let first):
      guard let first else { return markup.raw("<ul>\n") }
      markup.raw("<ol")
      if first != 1 {
        markup.raw(" start=\"")
        markup.int(first)
        markup.raw("\"")
      }
      markup.raw(">\n")
    case .table:
      heads = []
      hasBody = false
      markup.raw("<div class=\"table\"><table>\n")
    case .row(let isHead):
      column = 0
      if !isHead, !hasBody {
        hasBody = true
        markup.raw("<tbody>\n")
      }
      markup.raw(isHead ? "<thead><tr>" : "<tr>")
    default: break
    }
  }

  private mutating func close(_ element: ProseElement, _ markup: inout Markup) {
    switch element {
    case .paragraph: enclose("<p>", "</p>\n", &markup)
    case .point: enclose("", "\n", &markup)
    case .heading(let typed): heading(typed, &markup)
    case .cell(let isHead, let isRight): cell(isHead, isRight, &markup)
    case .quote: markup.raw("</blockquote>\n")
    case .item: markup.raw("</li>\n")
    case .list(let first): markup.raw(first == nil ? "</ul>\n" : "</ol>\n")
    case .table: markup.raw(hasBody ? "</tbody>\n</table></div>\n" : "</table></div>\n")
    case .row(let isHead): markup.raw(isHead ? "</tr></thead>\n" : "</tr>\n")
    default: break
    }
  }

  private mutating func enclose(_ before: StaticString, _ after: StaticString, _ markup: inout Markup) {
    markup.raw(before)
    flush(&markup)
    markup.raw(after)
  }

  private mutating func heading(_ typed: Int, _ markup: inout Markup) {
    // A heading that says nothing would stand empty in the list of headings that a screen reader gives.
    guard line.contains(where: { $0 == .object || $0.isCharacter && !$0.isSpace }) else { return forget() }
    while let last = headings.last, last >= typed { headings.removeLast() }
    headings.append(typed)
    switch level + headings.count {
    case ...2: enclose("<h2>", "</h2>\n", &markup)
    case 3: enclose("<h3>", "</h3>\n", &markup)
    case 4: enclose("<h4>", "</h4>\n", &markup)
    case 5: enclose("<h5>", "</h5>\n", &markup)
    default: enclose("<h6>", "</h6>\n", &markup)
    }
  }

  private mutating func cell(_ isHead: Bool, _ isRight: Bool, _ markup: inout Markup) {
    defer { column += 1 }
    if isHead {
      heads.append(typography.set(line, raises: false).text)
      guard !line.isEmpty else { return markup.raw("<td></td>") }
      return enclose(isRight ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">", "</th>", &markup)
    }
    markup.raw(isRight ? "<td class=\"n\"" : "<td")
    if column < heads.count, !heads[column].isEmpty, !line.isEmpty {
      markup.raw(" data-label=\"")
      markup.text(heads[column])
      markup.raw("\"")
    }
    enclose(">", "</td>", &markup)
  }

  private mutating func forget() {
    line.removeAll(keepingCapacity: true)
    pieces.removeAll(keepingCapacity: true)
    depth = 0
  }

  private mutating func flush(_ markup: inout Markup) {
    var piece: Int = 0
    var bytes: [UInt8] = []
    for sign in typography.set(line, raises: true) {
      if sign.isCharacter {
        if let scalar = Unicode.Scalar(sign) {
          bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
        continue
      }
      bytes.withUnsafeBufferPointer { markup.escape($0) }
      bytes.removeAll(keepingCapacity: true)
      switch sign {
      case .raise: markup.raw("<sup>")
      case .lower: markup.raw("</sup>")
      default:
        pieces[piece].write(&markup)
        piece += 1
      }
    }
    bytes.withUnsafeBufferPointer { markup.escape($0) }
    forget()
  }
}

extension ProseElement {
  var isInline: Bool {
    switch self {
    case .emphasis, .strong, .struck, .link: true
    default: false
    }
  }
}

extension ProseMark {
  /// What stands within a paragraph.
  fileprivate func write(_ markup: inout Markup) {
    switch self {
    case .code(let code):
      markup.raw("<code>")
      markup.text(code)
      markup.raw("</code>")
    case .lineBreak: markup.raw("<br>\n")
    case .open(.emphasis): markup.raw("<em>")
    case .close(.emphasis): markup.raw("</em>")
    case .open(.strong): markup.raw("<strong>")
    case .close(.strong): markup.raw("</strong>")
    case .open(.struck): markup.raw("<s>")
    case .close(.struck): markup.raw("</s>")
    case .open(.link(let address?)):
      markup.raw("<a href=\"")
      markup.text(address.text)
      markup.raw(address.isElsewhere ? "\" rel=\"nofollow noopener\">" : "\">")
    case .close(.link(.some)): markup.raw("</a>")
    default: break
    }
  }
}
