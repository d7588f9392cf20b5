import CCmark
import Synchronization

/// Reads Markdown with libcmark-gfm into marks of our own. Its HTML is never asked for: what is written of a text is what
/// we know how to write.
///
/// Bare addresses are found by us: the library's own finder reads beyond its buffer in Debian 12 (CVE-2023-22485).
struct MarkdownReader {
  private(set) var marks: [ProseMark] = []
  private var open: [ProseElement] = []
  private var linkDepth: Int = 0
  private var words: [UInt8] = []

  static func marks(_ markdown: String) -> [ProseMark] {
    guard MarkdownBounds.admit(markdown) else { return paragraphs(markdown) }
    var reader = MarkdownReader()
    reader.read(markdown)
    return reader.marks
  }

  /// What no honest text is like is shown as it was typed.
  private static func paragraphs(_ text: String) -> [ProseMark] {
    let lines: [Substring] = text.split(whereSeparator: \.isNewline)
    var marks: [ProseMark] = [.open(.paragraph)]
    for (index, line) in lines.enumerated() {
      if index > 0 { marks.append(.lineBreak) }
      marks.append(.text(String(line)))
    }
    return marks + [.close(.paragraph)]
  }

  /// The library marks the characters of its extensions in tables that all of its readers share.
  private static let reading: Mutex<Bool> = Mutex(false)

  private mutating func read(_ markdown: String) {
    guard let root = Self.parsed(markdown) else { return }
    defer { cmark_node_free(root) }
    guard let iterator = cmark_iter_new(root) else { return }
    defer { cmark_iter_free(iterator) }
    while true {
      let event: cmark_event_type = cmark_iter_next(iterator)
      guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else { return }
      meet(node, isEntered: event == CMARK_EVENT_ENTER)
    }
  }

  private static func parsed(_ markdown: String) -> OpaquePointer? {
    reading.withLock { isReady in
      if !isReady {
        cmark_gfm_core_extensions_ensure_registered()
        isReady = true
      }
      guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return nil }
      defer { cmark_parser_free(parser) }
      for name in ["table", "strikethrough"] {
        guard let way = cmark_find_syntax_extension(name) else { continue }
        cmark_parser_attach_syntax_extension(parser, way)
      }
      var markdown: String = markdown
      markdown.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
      }
      return cmark_parser_finish(parser)
    }
  }

  private mutating func meet(_ node: OpaquePointer, isEntered: Bool) {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_TEXT: words.append(contentsOf: bytes(cmark_node_get_literal(node)))
    case CMARK_NODE_SOFTBREAK: words.append(0x0A)
    // Shown as it was typed: nothing that somebody wrote is lost, and nothing of it runs.
    case CMARK_NODE_HTML_INLINE: words.append(contentsOf: bytes(cmark_node_get_literal(node)))
    case CMARK_NODE_LINEBREAK: add(.lineBreak)
    case CMARK_NODE_CODE: add(.code(string(cmark_node_get_literal(node))))
    case CMARK_NODE_CODE_BLOCK: add(.codeBlock(string(cmark_node_get_literal(node))))
    case CMARK_NODE_HTML_BLOCK:
      add(.open(.paragraph))
      words.append(contentsOf: bytes(cmark_node_get_literal(node)))
      while words.last == 0x0A { words.removeLast() }
      add(.close(.paragraph))
    case CMARK_NODE_THEMATIC_BREAK: add(.rule)
    // Its alternative text is left: a picture from elsewhere tells its owner who reads here.
    case CMARK_NODE_DOCUMENT, CMARK_NODE_IMAGE: break
    default:
      guard let element: ProseElement = isEntered ? element(node) : open.popLast() else { return }
      if isEntered { open.append(element) }
      if case .link = element { return link(element, isEntered: isEntered) }
      add(isEntered ? .open(element) : .close(element))
    }
  }

  private mutating func link(_ element: ProseElement, isEntered: Bool) {
    // Words that wait belong outside the link before it opens, and inside until it closes.
    flush()
    linkDepth += isEntered ? 1 : -1
    // A link in the alternative text of a picture that is itself a link: the outer one leads.
    guard linkDepth == (isEntered ? 1 : 0) else { return }
    marks.append(isEntered ? .open(element) : .close(element))
  }

  private mutating func add(_ mark: ProseMark) {
    flush()
    marks.append(mark)
  }

  private mutating func flush() {
    guard !words.isEmpty else { return }
    let text = String(decoding: words, as: UTF8.self)
    words.removeAll(keepingCapacity: true)
    guard linkDepth == 0 else { return marks.append(.text(text)) }
    marks.append(contentsOf: BareAddress.marks(in: text))
  }

  private func element(_ node: OpaquePointer) -> ProseElement {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_PARAGRAPH: isTight(node) ? .point : .paragraph
    case CMARK_NODE_HEADING: .heading(Int(cmark_node_get_heading_level(node)))
    case CMARK_NODE_BLOCK_QUOTE: .quote
    case CMARK_NODE_LIST:
      .list(from: cmark_node_get_list_type(node) == CMARK_ORDERED_LIST ? Int(cmark_node_get_list_start(node)) : nil)
    case CMARK_NODE_ITEM: .item
    case CMARK_NODE_EMPH: .emphasis
    case CMARK_NODE_STRONG: .strong
    case CMARK_NODE_LINK: .link(LinkAddress(string(cmark_node_get_url(node))))
    default: extended(node)
    }
  }

  private func extended(_ node: OpaquePointer) -> ProseElement {
    switch string(cmark_node_get_type_string(node)) {
    case "table": .table
    case "table_header": .row(isHead: true)
    case "table_row": .row(isHead: false)
    case "table_cell":
      .cell(isHead: open.last == .row(isHead: true), isRight: alignment(node) == 0x72)
    default: .struck
    }
  }

  /// `r` for a column of figures.
  private func alignment(_ cell: OpaquePointer) -> UInt8? {
    guard let row = cmark_node_parent(cell), let table = cmark_node_parent(row) else { return nil }
    var column: Int = 0
    var before: OpaquePointer? = cmark_node_previous(cell)
    while let cell = before {
      column += 1
      before = cmark_node_previous(cell)
    }
    guard column < Int(cmark_gfm_extensions_get_table_columns(table)) else { return nil }
    return cmark_gfm_extensions_get_table_alignments(table)?[column]
  }

  private func isTight(_ paragraph: OpaquePointer) -> Bool {
    guard let item = cmark_node_parent(paragraph), cmark_node_get_type(item) == CMARK_NODE_ITEM,
      let list = cmark_node_parent(item)
    else { return false }
    return cmark_node_get_list_tight(list) != 0
  }

  private func string(_ text: UnsafePointer<CChar>?) -> String { text.map { String(cString: $0) } ?? "" }

  private func bytes(_ text: UnsafePointer<CChar>?) -> UnsafeRawBufferPointer {
    guard let text else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return UnsafeRawBufferPointer(start: text, count: length(text))
  }

  private func length(_ text: UnsafePointer<CChar>) -> Int {
    var length: Int = 0
    while text[length] != 0 { length += 1 }
    return length
  }
}
