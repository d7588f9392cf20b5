import HTML

/// Writes marks as an OpenDocument text has them. Words wait for the end of their paragraph, as they do on a page.
struct TextDocumentProse {
  private let typography: Typography
  private var line: [Sign] = []
  /// What stands at each edge and object of the line, in order.
  private var pieces: [ProseMark] = []
  private var quotes: Int = 0
  private var heads: Int = 0

  init(_ typography: Typography) { self.typography = typography }

  mutating func write(_ marks: [ProseMark], _ markup: inout Markup) {
    for (index, mark) in marks.enumerated() {
      switch mark {
      case .text(let text): line.append(contentsOf: [Sign](text))
      case .code: add(mark, .object)
      case .lineBreak: add(mark, .edge)
      case .open(let element) where element.isInline, .close(let element) where element.isInline: add(mark, .edge)
      case .codeBlock(let code): preformatted(code, &markup)
      case .rule: break
      case .open(.table):
        // A table says how many columns it has before it says anything else.
        let columns: Int = marks[index...].prefix { $0 != .close(.row(isHead: true)) }.count { $0.opensCell }
        markup.raw("<table:table table:style-name=\"Table\"><table:table-column table:number-columns-repeated=\"")
        markup.int(max(1, columns))
        markup.raw("\"/>\n")
      case .open(let element): open(element, &markup)
      case .close(let element): close(element, &markup)
      }
    }
  }

  private mutating func add(_ mark: ProseMark, _ sign: Sign) {
    line.append(sign)
    pieces.append(mark)
  }

  private mutating func open(_ element: ProseElement, _ markup: inout Markup) {
    switch element {
    case .quote: quotes += 1
    case .list(let first):
      markup.raw(first == nil ? "<text:list text:style-name=\"Points\">" : "<text:list text:style-name=\"Numbers\">")
    case .item: markup.raw("<text:list-item>")
    case .row(let isHead):
      markup.raw(isHead ? "<table:table-header-rows><table:table-row>" : "<table:table-row>")
    default: break
    }
  }

  private mutating func close(_ element: ProseElement, _ markup: inout Markup) {
    switch element {
    case .paragraph:
      enclose(
        quotes > 0 ? "<text:p text:style-name=\"Quotation\">" : "<text:p text:style-name=\"Text_20_body\">",
        "</text:p>\n", &markup)
    case .point: enclose("<text:p text:style-name=\"Point\">", "</text:p>\n", &markup)
    case .heading:
      enclose("<text:h text:style-name=\"Heading_20_2\" text:outline-level=\"2\">", "</text:h>\n", &markup)
    case .cell(let isHead, let isRight):
      markup.raw("<table:table-cell table:style-name=\"Cell\" office:value-type=\"string\">")
      switch (isHead, isRight) {
      case (true, true): enclose("<text:p text:style-name=\"Number_20_Heading\">", "</text:p>", &markup)
      case (true, false): enclose("<text:p text:style-name=\"Table_20_Heading\">", "</text:p>", &markup)
      case (false, true): enclose("<text:p text:style-name=\"Number\">", "</text:p>", &markup)
      case (false, false): enclose("<text:p text:style-name=\"Table_20_Contents\">", "</text:p>", &markup)
      }
      markup.raw("</table:table-cell>")
    case .quote: quotes -= 1
    case .list: markup.raw("</text:list>\n")
    case .item: markup.raw("</text:list-item>\n")
    case .row(let isHead):
      markup.raw(isHead ? "</table:table-row></table:table-header-rows>\n" : "</table:table-row>\n")
    case .table: markup.raw("</table:table>\n")
    default: break
    }
  }

  private func preformatted(_ code: String, _ markup: inout Markup) {
    for row in code.split(separator: "\n") {
      markup.raw("<text:p text:style-name=\"Text_20_body\">")
      markup.text(String(row))
      markup.raw("</text:p>\n")
    }
  }

  private mutating func enclose(_ before: StaticString, _ after: StaticString, _ markup: inout Markup) {
    markup.raw(before)
    var piece: Int = 0
    var bytes: [UInt8] = []
    for sign in typography.set(line, raises: true) {
      if sign.isCharacter {
        if let scalar = Unicode.Scalar(sign) { bytes.append(contentsOf: Array(String(scalar).utf8)) }
        continue
      }
      bytes.withUnsafeBufferPointer { markup.escape($0) }
      bytes.removeAll(keepingCapacity: true)
      switch sign {
      case .raise: markup.raw("<text:span text:style-name=\"Raised\">")
      case .lower: markup.raw("</text:span>")
      default:
        pieces[piece].writeText(&markup)
        piece += 1
      }
    }
    bytes.withUnsafeBufferPointer { markup.escape($0) }
    markup.raw(after)
    line.removeAll(keepingCapacity: true)
    pieces.removeAll(keepingCapacity: true)
  }
}

extension ProseMark {
  fileprivate var opensCell: Bool {
    if case .open(.cell) = self { true } else { false }
  }

  /// What stands within a paragraph.
  fileprivate func writeText(_ markup: inout Markup) {
    switch self {
    case .code(let code): markup.text(code)
    case .lineBreak: markup.raw("<text:line-break/>")
    case .open(.emphasis): markup.raw("<text:span text:style-name=\"Emphasis\">")
    case .open(.strong): markup.raw("<text:span text:style-name=\"Strong\">")
    case .open(.struck): markup.raw("<text:span text:style-name=\"Struck\">")
    case .close(.emphasis), .close(.strong), .close(.struck): markup.raw("</text:span>")
    case .open(.link(let address?)) where address.isAnywhere:
      markup.raw("<text:a xlink:type=\"simple\" xlink:href=\"")
      markup.text(address.text)
      markup.raw("\">")
    case .close(.link(let address?)) where address.isAnywhere: markup.raw("</text:a>")
    default: break
    }
  }
}

extension LinkAddress {
  /// Whether it leads somewhere from a file, too: another page here is none of the file’s folder.
  fileprivate var isAnywhere: Bool { isElsewhere || text.hasPrefix("mailto:") }
}
